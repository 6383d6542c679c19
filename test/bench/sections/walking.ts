import { hash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { StudioDatabase } from '../../../main/db/studio-database.ts'
import type { EventRow } from '../../../main/events/event-log.ts'
import { verifyLog } from '../../../main/events/verify-log.ts'
import type { StudioApp } from '../../../main/studio-app.ts'
import { summarize, type Measured } from '../bench-row.ts'
import { openBenchApp } from '../bench-studio.ts'
import { count, timed, type BenchContext } from '../section.ts'
import { prepareCalendar, prepareCounters, type CalendarEvent } from './catch-up.ts'

const batchSize = 2_000

/**
 * Walks along the whole log, a tenth of the big one: checking it, against reading and hashing the
 * same bytes; making both read models again, against reading and inserting the same rows.
 */
export async function walking(context: BenchContext): Promise<Measured[]> {
  const { options, middle, folder, say } = context
  const app = openBenchApp(middle.ours)
  const log = StudioDatabase.openForReading(middle.ours)
  const plain = new Sqlite(middle.plain, { readonly: true })
  const events = Number(plain.prepare('SELECT seq FROM event_log_head').pluck().get())
  const perSecond = (ms: number, walked: number) => (walked / ms) * 1_000
  const verify: number[] = []
  const hashing: number[] = []
  const rebuild: number[] = []
  const inserting: number[] = []
  for (let round = 0; round <= options.rounds; round += 1) {
    const took = {
      verify: timed(() => {
        if (!verifyLog(log).valid) throw new Error('The bench’s log is not valid.')
      }),
      hashing: timed(() => hashByHand(plain)),
      rebuild: await rebuildBoth(app),
      inserting: timed(() => insertByHand(plain, join(folder, 'by-hand.db'))),
    }
    // The first round is for warming up.
    if (round === 0) continue
    verify.push(perSecond(took.verify, events))
    hashing.push(perSecond(took.hashing, events))
    // Each read model is a walk of its own.
    rebuild.push(perSecond(took.rebuild, events * 2))
    inserting.push(perSecond(took.inserting, events * 2))
    say(`round ${round} of ${options.rounds}`)
  }
  app.close()
  log.close()
  plain.close()
  const at = `at ${count(events)} events`
  return [
    summarize({ name: `verify ${at}`, unit: 'events/s' }, verify, {
      name: 'reading and hashing by hand',
      values: hashing,
    }),
    summarize(
      { name: `rebuild of both read models ${at}`, unit: 'events/s' },
      rebuild,
      { name: 'reading and inserting by hand', values: inserting },
      { of: 'value', at: 'least', bound: 60_000 },
      { of: 'ratio', at: 'least', bound: 0.5 },
    ),
  ]
}

/** Rebuilds one after the other and answers how many milliseconds both took. */
export async function rebuildBoth(app: StudioApp): Promise<number> {
  const startedAt = performance.now()
  for (const projection of app.monitor.projections) {
    await app.monitor.jobs.rebuild(projection)
    const { job } = app.monitor.jobs
    if (job?.state !== 'done') throw new Error(`The rebuild did not end well: ${job?.problem}`)
  }
  return performance.now() - startedAt
}

function* batches<R extends { readonly seq: number }>(
  database: Sqlite.Database,
  columns: string,
): Generator<readonly R[]> {
  const read = database.prepare(
    `SELECT ${columns} FROM event_log WHERE seq > ? ORDER BY seq LIMIT ${batchSize}`,
  )
  let last = 0
  while (true) {
    const rows = read.all(last) as R[]
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)!.seq
  }
}

function hashByHand(database: Sqlite.Database): void {
  for (const rows of batches<EventRow>(database, '*')) {
    for (const row of rows) {
      const data = Buffer.concat([row.data_salt!, Buffer.from(row.event_data!)])
      const link = `[${row.seq},"${row.id}","${row.event_type}","${row.created_at}","${row.subject_type}","${row.subject_id}",${row.subject_seq},${row.metadata},"${row.data_hash.toString('hex')}"]`
      const sum = hash('sha256', Buffer.concat([row.prev_hash, Buffer.from(link)]), 'buffer')
      if (!hash('sha256', data, 'buffer').equals(row.data_hash) || !sum.equals(row.hash)) {
        throw new Error(`Event ${row.seq} is not as it was written.`)
      }
    }
  }
}

function insertByHand(log: Sqlite.Database, file: string): void {
  const tables = [
    ['trainer_calendar', prepareCalendar],
    ['analytics_counters', prepareCounters],
  ] as const
  for (const [table, prepare] of tables) {
    const model = new Sqlite(file)
    model.pragma('journal_mode = OFF')
    model.pragma('synchronous = OFF')
    const { sql } = log.prepare('SELECT sql FROM sqlite_master WHERE name = ?').get(table) as {
      sql: string
    }
    model.pragma('foreign_keys = OFF')
    model.exec(sql)
    const apply = prepare(model)
    for (const rows of batches<CalendarEvent>(log, 'seq, event_type, event_data')) {
      model.exec('BEGIN')
      for (const row of rows) apply(row)
      model.exec('COMMIT')
    }
    model.close()
    rmSync(file)
  }
}
