import { ok, refuse } from '../../../shared/result.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import type { trainerCalendarContract } from '../../../shared/trainer-calendar.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { listTrainers } from '../catalog/index.ts'
import type { HandlersOf, StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import type { CalendarFiles } from './calendar-files.ts'

export { CalendarFiles } from './calendar-files.ts'
export { trainerCalendar } from './project-calendar.ts'
export { writeCalendar } from './write-calendar.ts'

/** The door of the trainers' calendar files. */
export function trainerCalendarHandlers(
  database: StudioDatabase,
  files: CalendarFiles,
  showFile: (file: string) => void,
): HandlersOf<typeof trainerCalendarContract> {
  const visibleTo = ({ actor }: StaffCaller) =>
    listTrainers(database).filter(({ id }) => actor.role === 'manager' || actor.trainerId === id)
  return {
    'calendar.feeds': (_, caller) => {
      const zone = readStudio(database).time_zone
      return ok(
        visibleTo(caller).map(({ id, name }) => {
          const row = database
            .prepare('SELECT written_at FROM calendar_files WHERE trainer_id = ?')
            .get(id) as { written_at: Instant | null } | undefined
          const writtenAt = row?.written_at ? localDateTimeOf(row.written_at, zone) : null
          return { trainerId: id, trainerName: name, file: files.fileOf(id), writtenAt }
        }),
      )
    },
    'calendar.show': (tx, { trainerId }, caller) => {
      const trainer = visibleTo(caller).find(({ id }) => id === trainerId)
      if (!trainer) return refuse('trainer_not_found', {})
      if (!files.has(trainerId)) {
        return refuse('calendar_file_missing', { trainer: trainer.name })
      }
      tx.afterCommit(() => showFile(files.fileOf(trainerId)))
      return ok(null)
    },
  }
}
