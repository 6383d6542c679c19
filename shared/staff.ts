import { z } from 'zod'
import { approvalActionSchema } from './approvals.ts'
import { asLeft } from './as-left.ts'
import { command, query, type WayBack } from './contract.ts'
import { expectedVersion, type Versioned } from './expected-version.ts'
import { idSchema } from './ids.ts'
import { allowLookAlikeSchema, nameSchema } from './name.ts'
import { recoveryCodeSchema } from './recovery-code.ts'
import { roleSchema, type Role } from './roles.ts'
import { topics } from './topics.ts'

/** Four to eight digits. */
export const pinSchema = z.string().regex(/^\d{4,8}$/, 'must be 4 to 8 digits')

export interface StaffMember {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The trainer this person is in the book; null for desk and managers who do not train. */
  readonly trainerId: string | null
}

/** A demo studio's PIN, meant to be shown on screen. Real studios have none of these. */
export interface StaffPin {
  readonly staffId: string
  readonly name: string
  readonly role: Role
  readonly pin: string
}

/** Who is signed in at this window. Decided and kept in main; the renderer only shows it. */
export type Session = StaffMember

/** A person as the manager sees them: also who is not on the list any more. */
export interface StaffEntry extends StaffMember, Versioned {
  readonly active: boolean
  /** Fewer than six digits, as far as is known: too few where `PinRule` asks for six. */
  readonly hasShortPin: boolean
}

/** How long a PIN has to be on this computer. */
export interface PinRule {
  /** Six where no key ring keeps the key of the PINs, so that whoever copies the files cannot try all. */
  readonly leastDigits: 4 | 6
}

/** Why a window was locked: somebody asked, nobody touched it, the computer, or their PIN or place changed. */
export const lockCauseSchema = z.enum(['asked', 'idle', 'computer', 'changed'])
export type LockCause = z.output<typeof lockCauseSchema>

/** How a person is to stand on the list. */
const wish = {
  name: nameSchema,
  role: roleSchema,
  trainerId: idSchema.nullable(),
}
const wishSchema = z.object(wish)
export type StaffWish = z.output<typeof wishSchema>

/**
 * Goes into the command it was asked for, as `approvalId`. Good for one use of that command with that
 * input within two minutes.
 */
export interface Approval {
  readonly approvalId: string
}

export const staffContract = {
  'staff.list': query<readonly StaffMember[]>()({
    access: 'anyone',
    input: z.object({}),
    topics: () => [topics.staff],
  }),
  'staff.session': query<Session | null>()({
    access: 'anyone',
    input: z.object({}),
    topics: () => [topics.session],
  }),
  'staff.signIn': command<Session>()({
    access: 'anyone',
    input: z.object({
      staffId: idSchema,
      pin: pinSchema,
      /** Takes the place of `pin` from now on: the answer to `longer_pin_asked`. */
      newPin: pinSchema.optional(),
      /** The other answer: asked again at the next sign-in. */
      later: z.boolean().optional(),
    }),
    remembered: false,
    whileDamaged: true,
  }),
  'staff.pinRule': query<PinRule>()({
    access: 'anyone',
    input: z.object({}),
    topics: () => [topics.staff],
  }),
  /** Whether a recovery code was made: the way back when nobody can sign in. */
  'staff.recovery': query<{ readonly hasCode: boolean }>()({
    access: 'anyone',
    input: z.object({}),
    topics: () => [topics.staff],
  }),
  /** The code is answered this once; an earlier one is void. */
  'staff.makeRecoveryCode': command<{ readonly code: string }>()({
    access: ['manager'],
    input: z.object({}),
    remembered: false,
  }),
  /** Signs a manager in by the recovery code, with a new PIN. */
  'staff.recover': command<Session>()({
    access: 'anyone',
    input: z.object({ code: recoveryCodeSchema, staffId: idSchema, pin: pinSchema }),
    remembered: false,
  }),
  /** A manager's PIN for one action of the person who is signed in, without switching user. */
  'staff.approve': command<Approval>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({
      staffId: idSchema,
      pin: pinSchema,
      action: approvalActionSchema,
      /** What is approved, as the refusal `approval_needed` named it. */
      subject: z.string().regex(/^[0-9a-f]{64}$/),
    }),
    remembered: false,
  }),
  'staff.signOut': command<null>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({ cause: lockCauseSchema.extract(['asked', 'idle']).default('asked') }),
    remembered: false,
    whileDamaged: true,
  }),
  'staff.members': query<readonly StaffEntry[]>()({
    access: ['manager'],
    input: z.object({}),
    topics: () => [topics.staff],
  }),
  'staff.add': command<{ staffId: string; undo: WayBack }>()({
    access: ['manager'],
    input: z.object({ ...wish, allowLookAlike: allowLookAlikeSchema, pin: pinSchema }),
    remembered: false,
  }),
  'staff.change': command<{ undo: WayBack }>()({
    access: ['manager'],
    input: z.object({
      staffId: idSchema,
      ...wish,
      allowLookAlike: allowLookAlikeSchema,
      ...expectedVersion,
    }),
    edits: { subject: 'staff', idIn: 'staffId' },
  }),
  /** Signs the person out everywhere but at the window that asks. */
  'staff.setPin': command<null>()({
    access: ['manager'],
    input: z.object({ staffId: idSchema, pin: pinSchema }),
    remembered: false,
  }),
  'staff.deactivate': command<{ undo: WayBack }>()({
    access: ['manager'],
    input: z.object({ staffId: idSchema, ...asLeft }),
  }),
  'staff.reactivate': command<{ undo: WayBack }>()({
    access: ['manager'],
    input: z.object({ staffId: idSchema, ...asLeft }),
  }),
  /** Counted from 0 among those who are on the list. */
  'staff.move': command<{ undo: WayBack }>()({
    access: ['manager'],
    input: z.object({ staffId: idSchema, position: z.int().min(0).max(1_000), ...asLeft }),
  }),
}
