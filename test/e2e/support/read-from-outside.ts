import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { dataPaths } from '../../../main/platform/command-line.ts'
import type { FitFlowEvent } from '../../../shared/events/event.ts'
import type { EventType } from '../../../shared/events/index.ts'
import { projectFolder } from '../../../tools/build/project-folder.ts'
import { dumpDatabase } from '../../support/dump-database.ts'

/** Opens the studio's file beside the running app, as any other program could, and reads. */
function readFromOutside<T>(dataDir: string, read: (file: Sqlite.Database) => T): T {
  const file = new Sqlite(dataPaths(dataDir).database, { readonly: true, fileMustExist: true })
  try {
    return read(file)
  } finally {
    file.close()
  }
}

/** Changes the studio's file beside the running app, as another program would. */
export function writeFromOutside(dataDir: string, command: string, ...values: unknown[]): void {
  const file = new Sqlite(dataPaths(dataDir).database, { fileMustExist: true })
  try {
    file.prepare(command).run(...values)
  } finally {
    file.close()
  }
}

/** The rows of a query. */
export function rowsOf<R>(dataDir: string, query: string, ...parameters: unknown[]): R[] {
  return readFromOutside(dataDir, (file) => file.prepare(query).all(...parameters) as R[])
}

/** The only number of a query such as `SELECT count(*) …`. */
export function numberOf(dataDir: string, query: string, ...parameters: unknown[]): number {
  return readFromOutside(
    dataDir,
    (file) =>
      file
        .prepare(query)
        .pluck()
        .get(...parameters) as number,
  )
}

/** An event as it stands in the file. */
export interface LoggedEvent<T extends EventType> {
  readonly seq: number
  readonly type: T
  readonly data: FitFlowEvent<T>['data']
  readonly metadata: FitFlowEvent['metadata']
}

/** All events of a type, oldest first. */
export function eventsOf<T extends EventType>(dataDir: string, type: T): LoggedEvent<T>[] {
  return rowsOf<{ seq: number; event_data: string; metadata: string }>(
    dataDir,
    'SELECT seq, event_data, metadata FROM event_log WHERE event_type = ? ORDER BY seq',
    type,
  ).map((row) => ({
    seq: row.seq,
    type,
    data: JSON.parse(row.event_data) as FitFlowEvent<T>['data'],
    metadata: JSON.parse(row.metadata) as FitFlowEvent['metadata'],
  }))
}

/** Everything the file says, as text, to compare before with after. */
export function dumpOf(dataDir: string): string {
  return readFromOutside(dataDir, dumpDatabase)
}

/** `ok`, or what SQLite found wrong with the file. */
export function integrityOf(dataDir: string): string {
  return readFromOutside(dataDir, (file) =>
    String(file.pragma('integrity_check', { simple: true })),
  )
}

/** Runs `npm run log:verify` on a studio that no window has open. */
export function verifyLogOf(dataDir: string): { exitCode: number | null; says: string } {
  const run = spawnSync(
    process.execPath,
    [join(projectFolder, 'main', 'cli', 'verify-log.ts'), '--data-dir', dataDir],
    { encoding: 'utf8' },
  )
  return { exitCode: run.status, says: `${run.stdout}${run.stderr}` }
}
