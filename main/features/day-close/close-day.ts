import type { ClosedDay, DayCloseView, DayReport, DaySync } from '../../../shared/day-close.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, localDateTimeOf, type Instant, type LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { isDrawerOpenFrom } from '../drawer/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import { decideClose } from './decide.ts'
import { readEarlier, readFigures, readUnresolved } from './read-figures.ts'
import { wasOpen } from './was-open.ts'

/** What stands before closing a day, today unless another is asked for, and its figures so far. */
export function viewDay(
  database: StudioDatabase,
  asked: LocalDate | undefined,
  now: Instant,
  sync: DaySync | null,
): DayCloseView {
  const { time_zone: timeZone } = readStudio(database)
  const today = localDateOf(now, timeZone)
  const date = asked ?? today
  const closes = database
    .prepare('SELECT * FROM day_closes WHERE date = ? ORDER BY rowid DESC')
    .all(date) as Row<'day_closes'>[]
  return {
    figures: { ...readFigures(database, date, now), sync },
    today,
    ...readUnresolved(database, date, now),
    earlier: readEarlier(database, date, now),
    drawerOpen: isDrawerOpenFrom(database, date, now),
    closes: closes.map(closedDay),
  }
}

/**
 * Closes a day: its figures are kept as they are now, with the head of the log after the event that
 * says so. What happens afterwards on that day needs another close.
 */
export function closeDay(
  tx: Tx,
  bus: EventBus,
  {
    date,
    ahead: confirmedAhead,
    sync,
  }: { readonly date: LocalDate; readonly ahead: number; readonly sync: DaySync | null },
  caller: StaffCaller,
): Result<{ dayId: string }> {
  const view = viewDay(tx.database, date, tx.now, sync)
  const { figures, today, drawerOpen, ahead } = view
  const day = {
    date,
    wasOpen: wasOpen(tx.database, date),
    unresolved: view.unresolved.length,
    drawerOpen,
    ahead,
  }
  const allowed = decideClose(day, today, confirmedAhead)
  if (!allowed.ok) return allowed
  const dayId = newId()
  const { netMinor: net, currency } = figures
  bus.publish('day.closed', { dayId, date, net, currency })
  const head = tx.database
    .prepare('SELECT seq, lower(hex(hash)) AS hash FROM event_log_head')
    .get() as DayReport['head']
  tx.database.insert('day_closes', {
    id: dayId,
    date,
    report: JSON.stringify({
      figures,
      head,
      studioName: readStudio(tx.database).name,
      closedLocal: localDateTimeOf(tx.now, readStudio(tx.database).time_zone),
      closedBy: tx.database
        .prepare('SELECT name FROM staff WHERE id = ?')
        .pluck()
        .get(caller.actor.id) as string,
    } satisfies KeptReport),
    closed_at: tx.now,
    closed_by: caller.actor.id,
  })
  return ok({ dayId })
}

/** A closed day as it was printed. Refuses `day_not_closed`. */
export function readDayReport(database: StudioDatabase, dayId: string): Result<DayReport> {
  const row = database.prepare('SELECT * FROM day_closes WHERE id = ?').get(dayId) as
    | Row<'day_closes'>
    | undefined
  if (!row) return refuse('day_not_closed', {})
  return ok({ dayId: row.id, ...keptReport(row) })
}

/** What the report said when it was made, it says for ever. */
type KeptReport = Omit<DayReport, 'dayId'>

function keptReport(row: Row<'day_closes'>): KeptReport {
  return JSON.parse(row.report) as KeptReport
}

function closedDay(row: Row<'day_closes'>): ClosedDay {
  const { closedLocal, closedBy } = keptReport(row)
  return { dayId: row.id, closedLocal, closedBy }
}
