import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { foldNext } from '../../main/features/clients/fold-clients.ts'
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
    // The file is proved first.
    await expect
      .poll(notices, { interval: 2, timeout: 10_000 })
      .toMatchObject([{ code: 'search_prepared', isPassing: true }])
    expect(notices()[0]!.message).toContain('0 % done')
    await expect.poll(() => notices()[0]?.message, { interval: 2 }).toMatch(/[1-9]0 % done/)
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0)
    await expect.poll(notices).toEqual([])
    expect(find('mueller juergen 2499')).toEqual(['Jürgen Müller 2499'])
  })

  it('lets no search wait: it finds who is ready, the others as they are written, and then all', async () => {
    studio.reopen()
    studio.signIn('desk')
    const touched: string[] = []
    studio.app.work.onCommit((topics) => touched.push(...topics))
    valueOf(studio.command('clients.register', { name: 'Ñandú Newman' }))
    expect(find('nandu')).toEqual(['Ñandú Newman'])
    expect(find('jürgen müller 2001')).toContain('Jürgen Müller 2001')
    expect(find('0171 3920001')).toEqual(['Jürgen Müller 1'])
    expect(find('100%')).toEqual([])
    expect(find('J_rgen 1')).toEqual([])
    // Somebody who is not ready may be on the list already when they are registered again, also
    // beside very many who are ready and fit as well.
    studio.app.work.run(onItsOwn(), (tx) => foldNext(tx, 100))
    const again = { name: 'Jürgen Müller 4' }
    expect(valueOf(studio.call('clients.similar', again)).map(({ name }) => name)).toEqual([
      'Jürgen Müller 4',
    ])
    // All of that took what one search begins, and the rest is done between other things.
    expect(waiting()).toBeGreaterThanOrEqual(many - 100)
    touched.length = 0
    await expect
      .poll(notices, { interval: 2 })
      .toMatchObject([{ code: 'search_prepared', isPassing: true }])
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
    await expect.poll(notices).toEqual([])
    expect(find('mueller juergen 2001')[0]).toBe('Jürgen Müller 2001')
    expect(touched).toContain('clients')
  })

  it('is begun by a search too where the studio went to another country meanwhile', async () => {
    studio.reopen()
    studio.signIn('manager')
    await studio.app.tidyUp()
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
    await expect.poll(notices).toEqual([])
    studio.app.database.exec(`UPDATE client_fold_rules SET country = 'AT'`)
    expect(find('Müller 2499')).toEqual(['Jürgen Müller 2499'])
    expect(waiting()).toBeGreaterThan(many - 600)
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
  })

  it('finds nobody who was merged or erased while they waited', async () => {
    studio.signIn('manager')
    const register = (name: string, phone: string) =>
      valueOf(studio.command('clients.register', { name, phone })).clientId
    const keepId = register('Kim Keep', '0171 4000001')
    const mergeId = register('Kim Merged', '0171 4000002')
    const clientId = register('Erik Erased', '0171 4000003')
    studio.app.database.exec('DELETE FROM client_fold_rules')
    studio.reopen()
    studio.signIn('manager')
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId, mergeId, fields }))
    valueOf(studio.command('clients.erase', { clientId, confirmation: 'Erik Erased' }))
    expect(find('0171 400000')).toEqual(['Kim Keep'])
    await studio.app.tidyUp()
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
    expect(find('0171 400000')).toEqual(['Kim Keep'])
    const gone = studio.rows(
      `SELECT f.search_row FROM client_folds f JOIN clients c USING (search_row)
       WHERE c.merged_into IS NOT NULL OR c.erased_at IS NOT NULL`,
    )
    expect(gone).toEqual([])
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
