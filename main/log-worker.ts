/**
 * The worker thread for long walks along the log and through the file: it only reads the studio's file, and puts a
 * rebuilt model into a file of its own.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { StudioDatabase } from './db/studio-database.ts'
import { projections } from './features/projections.ts'
import { matches } from '../shared/event-pattern.ts'
import { readWholeLog, archiveFolder } from './events/log-archive.ts'
import { toEvent } from './events/event-log.ts'
import type { Projection } from './events/projection.ts'
import type { LogMessage, LogTask } from './events/log-task.ts'
import { proveWhole } from './events/prove-studio.ts'
import { verifyLog } from './events/verify-log.ts'

/** Progress is told so often at most. */
const progressEveryMs = 100

function run(task: LogTask): LogMessage {
  const log = StudioDatabase.openForReading(task.file)
  try {
    if (task.kind === 'verify') {
      return { kind: 'verified', result: verifyLog(log, { onProgress: tellProgress() }) }
    }
    if (task.kind === 'prove') {
      return { kind: 'proved', damage: proveWhole(log, { migrations: task.migrations }) }
    }
    return log.atOneMoment(() => replay(log, task))
  } finally {
    log.close()
  }
}

function replay(log: StudioDatabase, task: Extract<LogTask, { kind: 'replay' }>): LogMessage {
  const projection = projections.find(({ name }) => name === task.projection)
  if (!projection) throw new Error(`There is no projection ${task.projection}.`)
  const total = (log.prepare('SELECT seq FROM event_log_head').get() as { seq: number }).seq
  const through = task.through ?? total
  const also = new Set(task.also)
  const last = Math.max(through, ...also)
  const tell = tellProgress()
  const model = StudioDatabase.openScratch(task.target)
  try {
    const isNew = !model.prepare('SELECT 1 FROM sqlite_master').get()
    if (isNew) createTables(log, model, projection)
    let events = 0
    let reached = task.after
    for (const rows of readWholeLog(log, archiveFolder(task.file), task.after)) {
      model.exec('BEGIN')
      for (const row of rows) {
        if (row.seq > last) break
        if (row.seq > through && !also.has(row.seq)) continue
        reached = Math.min(row.seq, through)
        if (row.event_data === null || !matches(projection.pattern, row.event_type)) continue
        projection.apply(toEvent(row), model)
        events += 1
      }
      model.exec('COMMIT')
      tell(reached, through)
      if (rows.at(-1)!.seq >= last) break
    }
    return { kind: 'replayed', through: reached, events, rows: countRows(model, projection) }
  } finally {
    model.close()
  }
}

/** The same tables as in the studio's file, empty. */
function createTables(log: StudioDatabase, model: StudioDatabase, projection: Projection): void {
  for (const table of projection.tables) {
    const { sql } = log
      .prepare(`SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?`)
      .get(table) as { sql: string }
    model.exec(sql)
  }
}

function countRows(model: StudioDatabase, projection: Projection): number {
  return projection.tables.reduce((sum, table) => {
    const { rows } = model.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as {
      rows: number
    }
    return sum + rows
  }, 0)
}

function tellProgress(): (done: number, total: number) => void {
  let toldAt = 0
  return (done, total) => {
    const now = performance.now()
    if (now - toldAt < progressEveryMs && done < total) return
    toldAt = now
    parentPort?.postMessage({ kind: 'progress', done, total } satisfies LogMessage)
  }
}

parentPort?.postMessage(run(workerData as LogTask))
