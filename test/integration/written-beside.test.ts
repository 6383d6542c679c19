import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { openTestStudio } from '../support/open-test-studio.ts'
import { outcomeOf } from '../support/read-result.ts'

it('a studio is not taken away by what writes as SQLite does, whatever becomes of the log', () => {
  const studio = openTestStudio()
  studio.signIn('manager')
  const register = () => studio.command('clients.register', { name: 'Cleo Client' })
  const other = new Sqlite(studio.file)
  other.exec('CREATE TABLE beside (text)')
  const fill = other.prepare('INSERT INTO beside VALUES (randomblob(9000))')
  for (const way of ['PASSIVE', 'FULL', 'RESTART', 'TRUNCATE']) {
    // More than the thousand pages after which SQLite empties the log by itself.
    for (let times = 0; times < 14; times += 1) {
      for (let count = 0; count < 50; count += 1) fill.run()
      expect(outcomeOf(register())).toBe('ok')
    }
    other.pragma(`wal_checkpoint(${way})`)
    expect(outcomeOf(register())).toBe('ok')
  }
  other.close()
  studio.app.database.leaveNoTrace()
  expect(outcomeOf(register())).toBe('ok')
})
