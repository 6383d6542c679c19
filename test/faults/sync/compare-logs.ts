import Sqlite from 'better-sqlite3'
import type { SqlServer } from '../../../cloud/storage/sql-server.ts'

/** Holds a laptop's log against what its endpoint has, both read from outside. Empty: the same. */
export async function compareLogs(studioFile: string, server: SqlServer): Promise<string[]> {
  const connection = new Sqlite(studioFile, { readonly: true })
  const ours = connection
    .prepare('SELECT seq, hash, event_data AS data FROM event_log ORDER BY seq')
    .all() as Stored[]
  connection.close()
  const theirs = await server.all<Stored & { rejected: string | null }>(
    'SELECT seq, hash, data, rejected_code AS rejected FROM events ORDER BY seq',
    [],
  )
  const heads = await server.all<{ head_seq: number; head_hash: Buffer }>(
    'SELECT head_seq, head_hash FROM logs',
    [],
  )
  const problems: string[] = []
  if (heads.length !== 1) problems.push(`${heads.length} epochs are there instead of one`)
  const last = ours.at(-1)
  if (last && heads[0] && !heads[0].head_hash.equals(last.hash)) {
    problems.push(`the heads differ: ${last.seq} here, ${heads[0].head_seq} there`)
  }
  if (theirs.length !== ours.length) {
    problems.push(`${ours.length} events here, ${theirs.length} there`)
  }
  for (const [index, { seq, hash, data }] of ours.entries()) {
    const there = theirs[index]
    if (!there || there.seq !== seq || !there.hash.equals(hash)) {
      problems.push(`event ${seq} is not in its place`)
      break
    }
    if (there.data !== data) problems.push(`what event ${seq} says is not there`)
    if (there.rejected !== null) problems.push(`event ${seq} was rejected: ${there.rejected}`)
  }
  return problems
}

interface Stored {
  readonly seq: number
  readonly hash: Buffer
  readonly data: string | null
}
