import { execFileSync } from 'node:child_process'
import { beforeAll, expect, it } from 'vitest'
import { findOnPath } from '../../tools/machine/run-command.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { findOrInstall } from '../support/server-process.ts'
import { valueOf } from '../support/read-result.ts'
import { closeDrawer } from '../support/todays-drawer.ts'

let shell: string
beforeAll(async () => {
  const find = () => findOnPath('sqlite3')
  shell = await findOrInstall('sqlite3', 'Looking into a studio from outside', find)
}, 300_000)

it('A studio is whole to a tool of another version too, also what counted no pieces', () => {
  const studio = openTestStudio()
  studio.signIn('manager')
  payCash(studio, bookSession(studio, '2026-03-02T10:00'))
  // By its amount alone, and then one that nobody has counted yet.
  closeDrawer(studio, 5_500)
  valueOf(studio.command('drawer.open', { floatMinor: 5_500 }))
  const rows = studio.rows<{ counted: string | null }>(
    'SELECT counted FROM drawer_sessions UNION ALL SELECT counted FROM drawer_counts',
  )
  expect(rows.map(({ counted }) => counted)).toContain(null)
  // Not with -readonly: so asked, SQLite 3.40 looks at no rule.
  const ask = (text: string) => execFileSync(shell, [studio.file, text]).toString()
  expect(ask('PRAGMA integrity_check')).toBe('ok\n')
  expect(ask('PRAGMA foreign_key_check')).toBe('')
  // Every table and every index of words is one that it knows.
  const tables = ask("SELECT name FROM sqlite_schema WHERE type = 'table'").trim().split('\n')
  expect(tables).toContain('client_search')
  const counts = ask(tables.map((table) => `SELECT count(*) FROM ${table};`).join('\n'))
  expect(counts.trim().split('\n')).toHaveLength(tables.length)
  expect(ask("SELECT count(*) FROM client_search WHERE client_search MATCH 'abc'")).toBe('0\n')
})
