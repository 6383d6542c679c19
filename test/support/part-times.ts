import { newId } from '../../shared/ids.ts'
import { valueOf } from './read-result.ts'
import type { WholeStudio } from './whole-studio.ts'

/** What {@link settleParted} has done. */
export const settledAct = newId()

/** The rules of the clock have changed since the last session to come was booked. */
export function partTimes({ app }: WholeStudio): void {
  app.database
    .prepare(
      `UPDATE appointments SET local_start = substr(local_start, 1, 11) || '19:45' WHERE id = (
         SELECT id FROM appointments WHERE status = 'booked' ORDER BY start_time DESC LIMIT 1)`,
    )
    .run()
}

/** And it was decided that the agreed time stands. */
export function settleParted(studio: WholeStudio): void {
  partTimes(studio)
  const all = { keep: 'wall', shown: { timesSettled: 1 } } as const
  valueOf(studio.command('appointments.settleTimes', all))
  studio.app.database
    .prepare('UPDATE former_states SET act_id = ? WHERE act_id IS NOT NULL')
    .run(settledAct)
}
