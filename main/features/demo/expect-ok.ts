import type { Result } from '../../../shared/result.ts'

/** What was answered. A refusal means that the plan is wrong, and throws. */
export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`The plan breaks a rule: ${result.error.message}`)
  return result.value
}
