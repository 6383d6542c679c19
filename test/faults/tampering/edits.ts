import { createHash, hash as digest } from 'node:crypto'
import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { hashData, hashEvent, type EventRow } from '../../../main/events/event-log.ts'
import type { Random } from '../support/random.ts'

/** One way to tamper. It says what it did, and throws when the database would not take it. */
export interface Edit {
  readonly name: string
  /** Can leave a log that was, or could have been, valid: only a witness of a later event shows it. */
  readonly needsWitness?: true
  apply(copy: Sqlite.Database, random: Random): string
}

/** Every way somebody with the file, all its triggers dropped, might change the log. */
export const edits: readonly Edit[] = [
  { name: 'a column changed', apply: changeColumn },
  { name: 'rows deleted', apply: deleteRows },
  { name: 'two rows swapped', apply: swapRows },
  { name: 'a row inserted', apply: insertRow },
  { name: 'data changed with its hashes', apply: changeWithHashes },
  { name: 'data emptied', apply: emptyData },
  { name: 'the head changed', apply: changeHead },
  { name: 'an archive changed', apply: changeArchive },
  { name: 'the tail cut off', apply: (copy, random) => cutTail(copy, random) },
  {
    name: 'the tail cut off and the head rewritten',
    needsWitness: true,
    apply(copy, random) {
      const what = cutTail(copy, random)
      moveHead(copy)
      return what
    },
  },
  { name: 'everything from an event on rewritten', needsWitness: true, apply: rewriteHistory },
]

function rowsOf(copy: Sqlite.Database): EventRow[] {
  return copy.prepare('SELECT * FROM event_log ORDER BY seq').all() as EventRow[]
}

const columns =
  'seq id event_type event_data metadata created_at subject_type subject_id subject_seq data_salt data_hash prev_hash hash'.split(
    ' ',
  )

function changeColumn(copy: Sqlite.Database, random: Random): string {
  const column = random.pick(columns)
  const filled = rowsOf(copy).filter((row) => row[column as keyof EventRow] !== null)
  const row = random.pick(filled)
  const value = change(row[column as keyof EventRow], random)
  copy.prepare(`UPDATE event_log SET ${column} = ? WHERE seq = ?`).run(value, row.seq)
  return `${column} of event ${row.seq}`
}

/** One letter, one bit, or a few up or down. */
function change(value: EventRow[keyof EventRow], random: Random): string | number | Buffer {
  if (typeof value === 'number')
    return value + (random.chance(0.5) ? 1 : -1) * (1 + random.below(3))
  if (Buffer.isBuffer(value)) {
    const bytes = Buffer.from(value)
    const at = random.below(bytes.length)
    bytes[at] = bytes[at]! ^ (1 << random.below(8))
    return bytes
  }
  const text = value ?? ''
  const at = random.below(text.length)
  if (random.chance(0.2)) return text.slice(0, at) + text.slice(at + 1)
  const letter = String.fromCodePoint(97 + ((text.codePointAt(at)! + 1 + random.below(24)) % 26))
  return text.slice(0, at) + (letter === text[at] ? '0' : letter) + text.slice(at + 1)
}

function deleteRows(copy: Sqlite.Database, random: Random): string {
  const row = random.pick(rowsOf(copy))
  const count = 1 + random.below(3)
  copy.prepare('DELETE FROM event_log WHERE seq >= ? AND seq < ?').run(row.seq, row.seq + count)
  return `${count} from ${row.seq} on`
}

function swapRows(copy: Sqlite.Database, random: Random): string {
  const rows = rowsOf(copy)
  const one = random.pick(rows)
  const other = random.pick(rows.filter(({ seq }) => seq !== one.seq))
  copy.prepare('UPDATE event_log SET seq = -1 WHERE seq = ?').run(one.seq)
  copy.prepare('UPDATE event_log SET seq = ? WHERE seq = ?').run(one.seq, other.seq)
  copy.prepare('UPDATE event_log SET seq = ? WHERE seq = -1').run(other.seq)
  return `${one.seq} and ${other.seq}`
}

/** A copy of some event in the middle, well hashed onto the one before; all later ones move up. */
function insertRow(copy: Sqlite.Database, random: Random): string {
  const rows = rowsOf(copy).filter(({ event_data }) => event_data !== null)
  const row = random.pick(rows.slice(0, -1))
  const seq = row.seq + 1
  copy.prepare('UPDATE event_log SET seq = -seq - 1 WHERE seq >= ?').run(seq)
  copy.prepare('UPDATE event_log SET seq = -seq WHERE seq < 0').run()
  copy.prepare('UPDATE event_log_head SET seq = seq + 1').run()
  const forged = rehash({
    ...row,
    seq,
    id: `${row.id.slice(0, -4)}${String(random.below(10_000)).padStart(4, '0')}`,
    subject_id: `${row.subject_id.slice(0, -4)}ffff`,
    prev_hash: row.hash,
  })
  insert(copy, forged)
  return `after ${row.seq}`
}

function changeWithHashes(copy: Sqlite.Database, random: Random): string {
  const rows = rowsOf(copy).filter(({ event_data }) => event_data !== null)
  const row = random.pick(rows.slice(0, -1))
  put(copy, rehash({ ...row, event_data: String(change(row.event_data, random)) }))
  return `event ${row.seq}`
}

function emptyData(copy: Sqlite.Database, random: Random): string {
  const row = random.pick(rowsOf(copy).filter(({ event_data }) => event_data !== null))
  copy
    .prepare('UPDATE event_log SET event_data = NULL, data_salt = NULL WHERE seq = ?')
    .run(row.seq)
  return `event ${row.seq}`
}

function changeHead(copy: Sqlite.Database, random: Random): string {
  const column = random.pick(['seq', 'hash', 'created_at', 'pruned_through', 'row'])
  if (column === 'row') copy.exec('DELETE FROM event_log_head')
  else {
    const value = copy.prepare(`SELECT ${column} FROM event_log_head`).pluck().get()
    const changed = change(value as EventRow[keyof EventRow], random)
    copy.prepare(`UPDATE event_log_head SET ${column} = ?`).run(changed)
  }
  return column
}

function changeArchive(copy: Sqlite.Database, random: Random): string {
  const folder = join(dirname(copy.name), 'archive')
  const file = join(folder, random.pick(readdirSync(folder)))
  const bytes = readFileSync(file)
  const how = random.pick(['byte', 'length', 'gone'])
  if (how === 'gone') rmSync(file)
  else if (how === 'length') truncateSync(file, random.below(bytes.length))
  else {
    const at = random.below(bytes.length)
    bytes[at] = bytes[at]! ^ (1 << random.below(8))
    writeFileSync(file, bytes)
  }
  return how
}

function cutTail(copy: Sqlite.Database, random: Random): string {
  const rows = rowsOf(copy)
  const from = rows[rows.length - 1 - random.below(rows.length - 1)]!.seq
  copy.prepare('DELETE FROM event_log WHERE seq >= ?').run(from)
  // A cut that takes the archive's own event with it must not give itself away by the head alone.
  copy
    .prepare(
      `UPDATE event_log_head SET pruned_through = coalesce((SELECT max(event_data ->> '$.throughSeq')
         FROM event_log WHERE event_type = 'log.pruned'), 0)`,
    )
    .run()
  return `from ${from} on`
}

function moveHead(copy: Sqlite.Database): void {
  copy.exec(`UPDATE event_log_head SET (seq, hash, created_at) =
    (SELECT seq, hash, created_at FROM event_log ORDER BY seq DESC LIMIT 1)`)
}

/** What somebody can do who knows this program: change one event and hash everything after it anew. */
function rewriteHistory(copy: Sqlite.Database, random: Random): string {
  const rows = rowsOf(copy)
  const plain = rows.filter(({ event_data }) => event_data?.startsWith('{"appointmentId"'))
  const { seq, event_data } = random.pick(plain)
  let before: EventRow | null = null
  for (const row of rows.filter((row) => row.seq >= seq)) {
    const prev_hash: Buffer = before?.hash ?? row.prev_hash
    const data = row.seq === seq ? (event_data ?? '').replace('{', '{"a":1,') : row.event_data
    before = rehash({ ...row, prev_hash, event_data: data })
    put(copy, before)
  }
  moveHead(copy)
  return `from ${seq} on`
}

function rehash(row: EventRow): EventRow {
  const data_hash =
    row.event_data === null || row.data_salt === null
      ? row.data_hash
      : hashData(row.data_salt, row.event_data)
  const whole = { ...row, data_hash }
  return { ...whole, hash: hashEvent(whole) }
}

function insert(copy: Sqlite.Database, row: EventRow): void {
  const names = Object.keys(row)
  const marks = names.map((name) => `@${name}`).join(', ')
  copy.prepare(`INSERT INTO event_log (${names.join(', ')}) VALUES (${marks})`).run(row)
}

function put(copy: Sqlite.Database, row: EventRow): void {
  copy.prepare('DELETE FROM event_log WHERE seq = ?').run(row.seq)
  insert(copy, row)
}

/** What the log, its head and its archives say, as one short text. */
export function fingerprint(copy: Sqlite.Database): string {
  const hash = createHash('sha256')
  for (const table of ['event_log', 'event_log_head']) {
    for (const row of copy.prepare(`SELECT * FROM ${table}`).raw().iterate() as Iterable<
      unknown[]
    >) {
      for (const cell of row) hash.update(Buffer.isBuffer(cell) ? cell : `${String(cell)}|`)
    }
  }
  const folder = join(dirname(copy.name), 'archive')
  for (const file of readdirSync(folder))
    hash.update(digest('sha256', readFileSync(join(folder, file))))
  return hash.digest('hex')
}
