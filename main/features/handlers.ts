import type { AnyContract, OutputOf, ParsedInputOf } from '../../shared/contract.ts'
import type { Result } from '../../shared/result.ts'
import type { Session } from '../../shared/staff.ts'
import type { Tx } from '../db/unit-of-work.ts'
import type { RequestApprovals } from './staff/index.ts'

/** Who is signed in at one window. Kept in main; only signing in and out change it. */
export interface SessionHolder {
  current: Session | null
}

/** What a handler knows about its caller. */
interface Caller {
  readonly session: SessionHolder
  /** What a manager allowed of this very request; none where no window asks. */
  readonly approvals?: RequestApprovals
}

/** What a handler of a channel for signed-in staff knows about its caller. */
export interface StaffCaller extends Caller {
  readonly actor: Session
}

type CallerOf<C extends AnyContract> = C['access'] extends 'anyone' ? Caller : StaffCaller

/** What was seen is asked for before a handler is called, and held against what came of it after. */
type Unseen<I> = I extends { expectedVersion: number } | { shown: object }
  ? Omit<I, 'expectedVersion' | 'shown'>
  : I

/** What a handler of `C` gets of its input. */
export type HandledInputOf<C extends AnyContract> = Unseen<ParsedInputOf<C>>

/** A handler is thin: the input is parsed and the role allowed when it is called. */
type HandlerOf<C extends AnyContract> = C extends { kind: 'command' }
  ? (tx: Tx, input: HandledInputOf<C>, caller: CallerOf<C>) => Result<OutputOf<C>>
  : (input: ParsedInputOf<C>, caller: CallerOf<C>) => Result<OutputOf<C>>

/** One handler for every channel of a contract; the compiler names the missing one. */
export type HandlersOf<C extends Record<string, AnyContract>> = {
  readonly [N in keyof C]: HandlerOf<C[N]>
}
