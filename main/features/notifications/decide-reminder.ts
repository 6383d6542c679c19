import { addMinutes, type Instant } from '../../../shared/time.ts'

/**
 * What is to be done about reminding one client of one session:
 * - `off`: the studio reminds nobody;
 * - `not_yet`: its time has not come;
 * - `too_late`: the session has begun, and who is there needs no reminder;
 * - `just_told`: it was booked, moved or taken back inside the reminder's time, and the message about
 *   that says the same;
 * - `remind`: now, also when the computer slept through the moment.
 */
export type ReminderDecision = 'off' | 'not_yet' | 'too_late' | 'just_told' | 'remind'

/**
 * Decides about a reminder. Instants are compared, so a night of 23 or 25 hours changes nothing. Who
 * was reminded of this start already is not asked here: the outbox holds one row for it.
 *
 * @param session `arrangedAt`: when the client's session came to be at this time; null when that is
 * so long ago that its event is archived.
 * @example
 * decideReminder({ startTime: tomorrowAtTen, arrangedAt: lastWeek }, 24, todayAtTen) // 'remind'
 */
export function decideReminder(
  session: { readonly startTime: Instant; readonly arrangedAt: Instant | null },
  reminderHours: number,
  now: Instant,
): ReminderDecision {
  if (reminderHours === 0) return 'off'
  const due = addMinutes(session.startTime, -60 * reminderHours)
  if (now < due) return 'not_yet'
  if (now >= session.startTime) return 'too_late'
  if (session.arrangedAt !== null && session.arrangedAt >= due) return 'just_told'
  return 'remind'
}
