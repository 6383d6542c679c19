import type Sqlite from 'better-sqlite3'

/** Everything a file says, as text: two dumps are equal only when no byte of content differs. */
export function dumpDatabase(connection: Sqlite.Database): string {
  const tables = connection
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all() as string[]
  return tables.map((table) => dumpTable(connection, table)).join('\n')
}

/** One table as text, a line per row; BLOBs as hex. */
export function dumpTable(connection: Sqlite.Database, table: string): string {
  const rows = connection.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][]
  const lines = rows.map((row) =>
    JSON.stringify(row.map((cell) => (Buffer.isBuffer(cell) ? cell.toString('hex') : cell))),
  )
  return [`-- ${table}`, ...lines].join('\n')
}
