import type { Failure, Result } from '../../shared/result.ts'

/** What was answered. Fails the test with the refusal's own sentence when it was a no. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`Refused ${result.error.code}: ${result.error.message}`)
  return result.value
}

/** Why it was refused. Fails the test when it was not. */
export function refusalOf(result: Result<unknown>): Failure {
  if (result.ok) throw new Error(`Not refused: ${JSON.stringify(result.value)}`)
  return result.error
}

/** `ok`, or the refusal's code: for tables of boundaries. */
export function outcomeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code
}
