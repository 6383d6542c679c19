import type { StudioDatabase } from '../../../main/db/studio-database.ts'
import { summarize, type Measured } from '../bench-row.ts'
import { openBenchApp } from '../bench-studio.ts'
import { openPlainly } from '../plain-desk.ts'
import { count, timed, type BenchContext } from '../section.ts'

const handler = 'trainer-calendar'
/** As many as a delivery takes at a time. */
const batchSize = 200

/**
 * A durable handler that has fallen behind, against a loop that reads the same events and writes the
 * same rows and checkpoint in transactions of the same size.
 */
export function catchUp({ options, big, say }: BenchContext): Measured[] {
  const behind = Math.min(options.events, options.quick ? 4_000 : 30_000)
  const app = openBenchApp(big.ours)
  const plain = openPlainly(big.plain)
  // Whatever earlier sections left for other handlers is not what is measured.
  app.delivery.drainDatabase()
  const ours: number[] = []
  const theirs: number[] = []
  const loop = prepareLoop(plain)
  for (let round = 0; round <= options.rounds; round += 1) {
    setBack(app.database, behind)
    const perSecond = (behind / timed(() => app.delivery.drainDatabase())) * 1_000
    setBack(plain, behind)
    const byHand = (behind / timed(loop)) * 1_000
    // The first round is for warming up.
    if (round === 0) continue
    ours.push(perSecond)
    theirs.push(byHand)
    say(`round ${round} of ${options.rounds}`)
  }
  app.close()
  plain.close()
  return [
    summarize({ name: `catch-up at ${count(options.events)} events`, unit: 'events/s' }, ours, {
      name: 'hand-written loop',
      values: theirs,
    }),
  ]
}

/** Moves the handler's checkpoint back by so many events. */
function setBack(database: Pick<StudioDatabase, 'prepare'>, events: number): void {
  database
    .prepare(
      `UPDATE event_subscriptions SET cursor_seq = (SELECT seq FROM event_log_head) - ?
       WHERE service_name = ?`,
    )
    .run(events, handler)
}

function prepareLoop(database: ReturnType<typeof openPlainly>): () => void {
  const cursorOf = database
    .prepare('SELECT cursor_seq FROM event_subscriptions WHERE service_name = ?')
    .pluck()
  const read = database.prepare('SELECT * FROM event_log WHERE seq > ? ORDER BY seq LIMIT ?')
  const moveCursor = database.prepare(
    'UPDATE event_subscriptions SET cursor_seq = ? WHERE service_name = ?',
  )
  const apply = prepareCalendar(database)
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  return () => {
    let cursor = cursorOf.get(handler) as number
    while (true) {
      const rows = read.all(cursor, batchSize) as CalendarEvent[]
      if (rows.length === 0) return
      begin.run()
      for (const row of rows) apply(row)
      cursor = rows.at(-1)!.seq
      moveCursor.run(cursor, handler)
      commit.run()
    }
  }
}

/** What the calendar needs of an event's row. */
export interface CalendarEvent {
  readonly seq: number
  readonly event_type: string
  readonly event_data: string
}

interface Slot {
  readonly appointmentId: string
  readonly trainerId: string
  readonly serviceId: string
  readonly startTime: string
  readonly endTime: string
  readonly localStart: string
}

/** The trainers' calendar by hand: the same statements, the data taken as it stands. */
export function prepareCalendar(
  database: ReturnType<typeof openPlainly>,
): (row: CalendarEvent) => void {
  const cancel = database.prepare(
    `UPDATE trainer_calendar SET status = 'cancelled', sequence = sequence + 1
     WHERE appointment_id = ?`,
  )
  const save = database.prepare(
    `INSERT INTO trainer_calendar (appointment_id, trainer_id, start_time, end_time, status, sequence)
     VALUES (?, ?, ?, ?, 'confirmed', 0)
     ON CONFLICT DO UPDATE SET trainer_id = excluded.trainer_id, start_time = excluded.start_time,
       end_time = excluded.end_time, status = 'confirmed', sequence = sequence + 1`,
  )
  return ({ event_type: type, event_data: data }) => {
    if (!type.startsWith('appointment.')) return
    const slot = JSON.parse(data) as Slot
    if (type === 'appointment.cancelled') cancel.run(slot.appointmentId)
    else save.run(slot.appointmentId, slot.trainerId, slot.startTime, slot.endTime)
  }
}

/** The counters by hand. */
export function prepareCounters(
  database: ReturnType<typeof openPlainly>,
): (row: CalendarEvent) => void {
  const add = database.prepare(
    `INSERT INTO analytics_counters (metric, local_date, hour, service_id, trainer_id, count)
     VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`,
  )
  return ({ event_type: type, event_data: data }) => {
    if (!type.startsWith('appointment.')) return
    const { localStart, serviceId, trainerId } = JSON.parse(data) as Slot
    add.run(type, localStart.slice(0, 10), Number(localStart.slice(11, 13)), serviceId, trainerId)
  }
}
