import { Script } from 'node:vm'
import { codeOf } from '../../shared/thrown.ts'

/** A handler writes a few rows; one that needs longer has lost its way. */
const handlerLimitMs = 250

/** What is recorded for a handler that did not come back in time. */
export class HandlerTimeout extends Error {
  override readonly name = 'HandlerTimeout'
  constructor() {
    super(`The handler did not finish within ${handlerLimitMs} ms.`)
  }
}

/** Runs synchronous work; false when it was ended before it was done. */
export type RunHandler = (work: () => void) => boolean

interface Global {
  fitflowLimitedWork?: (() => void) | undefined
}

// The one way to interrupt a loop that never yields: V8 ends a script that runs over its time, and
// everything the script called with it. Costs about 0.1 ms, so it is put around a batch, not an event.
const script = new Script('globalThis.fitflowLimitedWork()')

/**
 * Runs synchronous work and ends it after {@link handlerLimitMs}, wherever it is.
 *
 * @returns false when it was ended. Its `catch` and `finally` blocks did not run then: the caller
 * must put right what it left, by rolling back to a savepoint.
 */
export function runLimited(work: () => void): boolean {
  const scope = globalThis as Global
  const outer = scope.fitflowLimitedWork
  scope.fitflowLimitedWork = work
  try {
    script.runInThisContext({ timeout: handlerLimitMs })
    return true
  } catch (error) {
    if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
    throw error
  } finally {
    scope.fitflowLimitedWork = outer
  }
}

/**
 * Runs work for as long as it takes. For writing a history in bulk: the watch costs more than the
 * handler, and a machine that stalls for a moment must not count as a handler that hangs.
 */
export function runUnlimited(work: () => void): true {
  work()
  return true
}
