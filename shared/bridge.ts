import type { Invocation } from './contract.ts'
import type { Result } from './result.ts'
import type { Topic } from './topics.ts'

/** The only thing the renderer gets from main. It is `window.fitflow`. */
export interface FitFlowBridge {
  /** Sends one query or command. Always answers with an envelope; never rejects on a refusal. */
  readonly invoke: (invocation: Invocation) => Promise<Result<unknown>>
  /** Calls `listener` after each write with the topics that changed. Returns how to stop. */
  readonly onChange: (listener: (changed: readonly Topic[]) => void) => () => void
}

export const invokeChannel = 'fitflow:invoke'
export const changedChannel = 'fitflow:changed'
/** Carries nothing: the computer has a network again. */
export const onlineChannel = 'fitflow:online'
