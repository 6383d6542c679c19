import { addMinutes, type Instant } from '../../shared/time.ts'

/** For so long an act is taken back as if it had not been; later that is an act of its own. */
export const takenBackMinutes = 24 * 60

/** Whether what was done at a moment, if it was, can still be taken back as if it had not been. */
export function isTakenBackInTime(doneAt: Instant | null, now: Instant): boolean {
  return doneAt !== null && doneAt >= addMinutes(now, -takenBackMinutes)
}
