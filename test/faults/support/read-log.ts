import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type Sqlite from 'better-sqlite3'

/** A row of the log as a stranger reads it: bytes in hex. */
export interface LoggedRow {
  readonly seq: number
  readonly id: string
  readonly event_type: string
  readonly event_data: string | null
  readonly metadata: string
  readonly created_at: string
  readonly subject_type: string
  readonly subject_id: string
  readonly subject_seq: number
  readonly data_salt: string | null
  readonly data_hash: string
  readonly prev_hash: string
  readonly hash: string
}

/**
 * The whole log, archives first, as docs/event-log.md describes it and by none of FitFlow's code.
 * What stands in an archive and in the file must be the same; a difference is told as a problem.
 */
export function readLog(connection: Sqlite.Database): { rows: LoggedRow[]; problems: string[] } {
  const inFile = connection
    .prepare(
      `SELECT seq, id, event_type, event_data, metadata, created_at, subject_type, subject_id,
         subject_seq, lower(hex(data_salt)) AS data_salt, lower(hex(data_hash)) AS data_hash,
         lower(hex(prev_hash)) AS prev_hash, lower(hex(hash)) AS hash
       FROM event_log ORDER BY seq`,
    )
    .all() as LoggedRow[]
  const problems: string[] = []
  const bySeq = new Map<number, LoggedRow>()
  for (const row of readArchives(join(dirname(connection.name), 'archive'))) bySeq.set(row.seq, row)
  for (const row of inFile) {
    const archived = bySeq.get(row.seq)
    if (archived && archived.hash !== row.hash) {
      problems.push(`event ${row.seq} reads differently in its archive`)
    }
    bySeq.set(row.seq, row)
  }
  const rows = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq)
  return { rows, problems }
}

function readArchives(folder: string): LoggedRow[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl.gz'))
  return files.flatMap((file) =>
    gunzipSync(readFileSync(join(folder, file)))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LoggedRow),
  )
}

const zeros = '0'.repeat(64)

/** Recomputes every hash and looks for gaps in the log's and the subjects' numbers. */
export function checkChain(connection: Sqlite.Database, rows: readonly LoggedRow[]): string[] {
  const head = connection
    .prepare('SELECT seq, lower(hex(hash)) AS hash, created_at FROM event_log_head')
    .get() as { seq: number; hash: string; created_at: string } | undefined
  if (!head) return ['the log has no head']
  const problems: string[] = []
  const subjects = new Map<string, number>()
  let before: Pick<LoggedRow, 'hash' | 'created_at'> = { hash: zeros, created_at: '' }
  for (const [index, row] of rows.entries()) {
    const say = (what: string) => problems.push(`event ${row.seq}: ${what}`)
    if (row.seq !== index + 1) say(`stands where ${index + 1} should`)
    if (row.prev_hash !== before.hash) say('does not follow the one before')
    if (row.created_at < before.created_at) say('is older than the one before')
    if (row.hash !== hashOf(row)) say('has another hash')
    if (row.event_data !== null && row.data_hash !== dataHashOf(row)) say('has other data')
    const subject = `${row.subject_type}:${row.subject_id}`
    const last = subjects.get(subject) ?? 0
    if (row.subject_seq !== last + 1)
      say(`is number ${row.subject_seq} of its subject, after ${last}`)
    subjects.set(subject, row.subject_seq)
    before = row
    if (problems.length > 5) return problems
  }
  if (head.seq !== rows.length) problems.push(`the head says ${head.seq} of ${rows.length} events`)
  if (head.hash !== before.hash) problems.push('the head has another hash')
  return problems
}

function dataHashOf(row: LoggedRow): string {
  return createHash('sha256')
    .update(Buffer.from(row.data_salt ?? '', 'hex'))
    .update(row.event_data ?? '', 'utf8')
    .digest('hex')
}

function hashOf(row: LoggedRow): string {
  const link = canonical([
    row.seq,
    row.id,
    row.event_type,
    row.created_at,
    row.subject_type,
    row.subject_id,
    row.subject_seq,
    JSON.parse(row.metadata),
    row.data_hash,
  ])
  return createHash('sha256')
    .update(Buffer.from(row.prev_hash, 'hex'))
    .update(link, 'utf8')
    .digest('hex')
}

/** RFC 8785 for what stands in a log: objects by their keys' UTF-16 order, everything else as JSON. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`
}
