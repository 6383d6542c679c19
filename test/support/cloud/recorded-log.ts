import { eraseEvents } from '../../../main/events/erase-events.ts'
import { readRows, type EventRow } from '../../../main/events/event-log.ts'
import { newId } from '../../../shared/ids.ts'
import { bookSession, payCash } from '../book-session.ts'
import { openTestStudio, type TestStudio } from '../open-test-studio.ts'

/** A log that FitFlow's own app wrote in a real studio. */
export interface RecordedLog {
  readonly studioId: string
  readonly deviceId: string
  readonly epoch: string
  readonly rows: readonly EventRow[]
  /** The same log after {@link erasedSeq} was erased; one event longer. */
  readonly rowsAfterErasure: readonly EventRow[]
}

/** The event whose data is erased in `rowsAfterErasure`. */
export const erasedSeq = 3

let recorded: RecordedLog | null = null

/** Sets a studio up and works at its desk, once per test file. */
export function recordLog(): RecordedLog {
  recorded ??= record(openTestStudio())
  return recorded
}

function record(studio: TestStudio): RecordedLog {
  studio.signIn('manager')
  payCash(studio, bookSession(studio, '2026-03-02T10:00'))
  bookSession(studio, '2026-03-02T12:00')
  return recordLogOf(studio)
}

/** The log of a studio as it is now, and as it is after {@link erasedSeq} was erased in it. */
export function recordLogOf(studio: TestStudio): RecordedLog {
  const [row] = studio.rows<{ tenant_id: string; device_id: string }>('SELECT * FROM studio')
  const [head] = studio.rows<{ epoch: string }>('SELECT epoch FROM event_log_head')
  const { database, work, bus } = studio.app
  const rows = readRows(database, 0, 10_000)
  const context = { actorId: null, commandId: null, correlationId: newId() }
  work.run(context, (tx) => eraseEvents(tx, bus, [erasedSeq]))
  return {
    studioId: row!.tenant_id,
    deviceId: row!.device_id,
    epoch: head!.epoch,
    rows,
    rowsAfterErasure: readRows(database, 0, 10_000),
  }
}
