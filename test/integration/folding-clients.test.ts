import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let studio: TestStudio

const many = 2_500

/** Very many clients, as an older FitFlow left them: nobody is in the index. */
beforeEach(() => {
  studio = openTestStudio()
  studio.app.database.exec(
    `INSERT INTO clients (id, name, phone, email, last_seen_at, created_at)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many})
     SELECT lower(hex(randomblob(16))), 'Jürgen Müller ' || i, '0171 39' || (20000 + i), NULL,
       '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' FROM n;
     DELETE FROM client_fold_rules`,
  )
})

const waiting = () => {
  const outside = new Sqlite(studio.file, { readonly: true })
  const count = outside.prepare('SELECT count(*) FROM clients_to_fold').pluck().get() as number
  outside.close()
  return count
}
const find = (text: string) =>
  valueOf(studio.call('clients.search', { text })).map(({ name }) => name)
const notices = () => valueOf(studio.call('studio.condition', {})).notices

describe('the first start after an update, with very many clients', () => {
  it('does not wait for them: they are made ready while the desk works, and it is said', async () => {
    studio.reopen()
    expect(waiting()).toBeGreaterThanOrEqual(many)
    studio.signIn('desk')
    expect(notices()).toEqual([])
    void studio.app.tidyUp()
    expect(notices()).toMatchObject([{ code: 'search_prepared', isPassing: true }])
    expect(notices()[0]!.message).toContain('0 % done')
    await expect.poll(() => notices()[0]?.message, { interval: 2 }).toMatch(/[1-9]0 % done/)
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0)
    await expect.poll(notices).toEqual([])
    expect(find('mueller juergen 2499')).toEqual(['Jürgen Müller 2499'])
  })

  it('finds everybody although it is not done, and takes on somebody new at once', () => {
    studio.reopen()
    studio.signIn('desk')
    valueOf(studio.command('clients.register', { name: 'Ñandú Newman' }))
    expect(waiting()).toBeGreaterThanOrEqual(many)
    expect(find('jurgen muller 1')[0]).toBe('Jürgen Müller 1')
    expect(waiting()).toBe(0)
    expect(find('nandu')).toEqual(['Ñandú Newman'])
  })

  it('goes on where it was killed', async () => {
    studio.app.close()
    const script = fileURLToPath(new URL('../support/open-and-tidy.ts', import.meta.url))
    const child = spawn(process.execPath, [script, studio.file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await expect.poll(waiting, { interval: 5, timeout: 20_000 }).toBeGreaterThanOrEqual(many)
    await expect.poll(waiting, { interval: 5, timeout: 20_000 }).toBeLessThan(many)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    const left = waiting()
    expect(left).toBeGreaterThan(0)

    studio.reopen()
    studio.signIn('desk')
    expect(waiting()).toBeLessThanOrEqual(left)
    await studio.app.tidyUp()
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0)
    for (const text of ['mueller 1', 'muller 2500', '0171 3921500', '+49 171 3921500']) {
      expect([text, find(text)[0]]).toEqual([text, expect.stringContaining('Jürgen Müller')])
    }
    const counted = studio.rows(
      `SELECT (SELECT count(*) FROM client_folds) AS folded, (SELECT count(*) FROM clients) AS clients`,
    )
    expect(counted).toEqual([{ folded: expect.any(Number), clients: expect.any(Number) }])
    expect(new Set(Object.values(counted[0]!)).size).toBe(1)
    for (const index of ['client_name_words', 'client_search']) {
      studio.app.database.exec(
        `INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`,
      )
    }
  })
})
