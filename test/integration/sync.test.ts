import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { HTTP } from 'cloudevents'
import { expect, it, onTestFinished } from 'vitest'
import { archiveFolder } from '../../main/events/log-archive.ts'
import { pruneLog } from '../../main/events/prune-log.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { SyncedStudio } from '../support/cloud/synced-studio.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { closeDrawer } from '../support/todays-drawer.ts'

onBothStorages('A studio connected to an endpoint', (lab: () => CloudLab) => {
  it('sends its whole log, and each change after it', async () => {
    const synced = await SyncedStudio.open(lab())
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())

    bookSession(synced.studio, '2026-03-03T09:00')
    expect(synced.link.waiting).toBeGreaterThan(0)
    await synced.settle()
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())
    expect(synced.link).toMatchObject({ stopped: null, delay: null, token: 'ready', rejected: 0 })
    expect(synced.link.lastSyncedAt).toBe('2026-03-02T08:00')
  })

  it('sends what a week offline left, in a thread of its own, and what one booking leaves after it', async () => {
    const synced = await SyncedStudio.open(lab())
    const { studio } = synced
    studio.app.sync.relay.close()
    for (let change = 0; change < 60; change += 1) {
      valueOf(studio.command('studio.rename', { name: `Studio ${change}` }))
    }
    studio.reopen()
    studio.signIn('manager')
    expect(synced.link.waiting).toBeGreaterThanOrEqual(60)
    synced.start()
    await synced.settle()
    bookSession(studio, '2026-03-09T09:00')
    await synced.settle()
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())
    expect(studio.lateErrors).toEqual([])
  })

  it('goes on after a restart where it was', async () => {
    const synced = await SyncedStudio.open(lab())
    synced.studio.app.sync.relay.close()
    bookSession(synced.studio, '2026-03-03T09:00')
    synced.studio.reopen()
    synced.studio.signIn('manager')
    expect(synced.link).toMatchObject({ token: 'ready' })
    synced.start()
    await synced.settle()
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())
  })

  it('the report of a day says how much was waiting when it was closed', async () => {
    const synced = await SyncedStudio.open(lab())
    const { studio } = synced
    const figure = () => valueOf(studio.call('day.closing', {})).figures.sync
    expect(figure()).toEqual({ waiting: 0, isStopped: false })
    studio.app.sync.relay.close()
    bookSession(studio, '2026-03-09T09:00')
    closeDrawer(studio)
    const { waiting } = synced.link
    expect(waiting).toBeGreaterThan(1)
    const { dayId } = valueOf(studio.command('day.close', { date: '2026-03-02' }))
    studio.reopen()
    studio.signIn('manager')
    synced.start()
    await synced.settle()
    expect(figure()).toEqual({ waiting: 0, isStopped: false })
    const { figures } = valueOf(studio.call('day.report', { dayId }))
    expect(figures.sync).toEqual({ waiting, isStopped: false })
  })

  it('says why a pairing came to nothing, and keeps nothing of it', async () => {
    const synced = SyncedStudio.unpaired(lab())
    expect(await synced.pair(lab().url, 'AAAA-BBBB')).toEqual({
      state: 'failed',
      problem: 'pairing_refused',
    })
    expect(await synced.pair(`${lab().url}/elsewhere`)).toMatchObject({ problem: 'not_found' })
    expect(await synced.pair('http://127.0.0.1:9')).toMatchObject({ problem: 'unreachable' })
    expect(synced.status.link).toBeNull()
    expect(synced.studio.events('sync.connected')).toEqual([])
  })

  it.each([
    [
      'an open line to another computer',
      { endpointUrl: 'http://sync.example.com', code: 'ABCD' },
      'sync_unprotected',
    ],
    [
      'another endpoint while connected',
      { endpointUrl: 'https://sync.example.com', code: 'ABCD' },
      'sync_connected',
    ],
    [
      'something that is no address',
      { endpointUrl: 'sync.example.com', code: 'ABCD' },
      'invalid_input',
    ],
  ])('refuses %s', async (_, input, code) => {
    const synced = await SyncedStudio.open(lab())
    expect(outcomeOf(synced.studio.command('sync.pair', input))).toBe(code)
  })

  it('stops when the device is revoked, stores nothing more, and goes on once it pairs again', async () => {
    const synced = await SyncedStudio.open(lab())
    const [{ device_id: device }] = synced.studio.rows<{ device_id: string }>(
      'SELECT device_id FROM studio',
    ) as [{ device_id: string }]
    await lab().admin('POST', `tenants/${synced.tenant}/devices/${device}/revoke`)
    const before = await synced.stored()
    bookSession(synced.studio, '2026-03-03T09:00')
    await synced.settle(({ stopped }) => stopped !== null)
    expect(synced.link.stopped?.reason).toBe('device_revoked')
    expect(await synced.stored()).toEqual(before)

    await synced.pair()
    await synced.settle()
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())
  })

  it('exchanges a token that has run out for the next one, by itself', async () => {
    const synced = await SyncedStudio.open(lab())
    lab().clock.advance({ minutes: 25 * 60 })
    bookSession(synced.studio, '2026-03-09T09:00')
    await synced.settle()
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())
    // Both clocks stood together before; now theirs is a day ahead.
    expect(synced.link.clockOffMinutes).toBe(-25 * 60)
    lab().clock.advance({ minutes: -25 * 60 })
  })

  it('says that the token is lost when the key store was wiped, and loses nothing', async () => {
    const synced = await SyncedStudio.open(lab())
    const { studio } = synced
    const tokens = join(dirname(studio.file), 'sync-tokens.json')
    const stored = JSON.parse(readFileSync(tokens, 'utf8')) as { sealed: string }
    // Sealed with another key than the one that is there now.
    const sealed = Buffer.from(stored.sealed, 'base64').fill(0, 12, 28).toString('base64')
    writeFileSync(tokens, JSON.stringify({ ...stored, sealed }))
    studio.reopen()
    studio.signIn('manager')
    synced.start()
    bookSession(studio, '2026-03-03T09:00')
    expect(synced.link).toMatchObject({ token: 'lost' })
    expect(synced.link.waiting).toBeGreaterThan(0)

    await synced.pair()
    await synced.settle()
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())
  })

  it('keeps the token unreadable, and out of the studio’s file', async () => {
    const synced = await SyncedStudio.open(lab())
    const { studio } = synced
    const sealed = readFileSync(join(dirname(studio.file), 'sync-tokens.json'), 'utf8')
    expect(sealed).toContain('key_store')
    expect(sealed).not.toContain('access')
    expect(studio.dump()).not.toContain(JSON.parse(sealed).sealed)
  })

  it('sees that a backup was restored, overwrites nothing, and goes on as a new history', async () => {
    const synced = await SyncedStudio.open(lab())
    const { studio } = synced
    const backup = join(dirname(studio.file), 'backup.db')
    await backUp(studio, backup)
    payCash(studio, bookSession(studio, '2026-03-03T09:00'))
    const [{ receipt_number: onPaper } = { receipt_number: '' }] = studio.rows<{
      receipt_number: string
    }>('SELECT receipt_number FROM sales')
    expect(onPaper).toBe('A-2026-000001')
    await synced.settle()
    const lost = await synced.stored()
    const firstEpoch = synced.epoch

    studio.app.sync.relay.close()
    studio.app.close()
    for (const end of ['-wal', '-shm']) rmSync(`${studio.file}${end}`, { force: true })
    copyFileSync(backup, studio.file)
    studio.reopen()
    studio.signIn('manager')
    synced.start()
    await synced.settle(({ stopped }) => stopped !== null)
    expect(synced.link.stopped?.reason).toBe('restored')

    valueOf(studio.command('sync.beginEpoch', {}))
    payCash(studio, bookSession(studio, '2026-03-03T09:00'))
    // Drawn, of three signs: a second restored copy would count on to the same code.
    expect(studio.rows('SELECT receipt_number FROM sales')).toEqual([
      { receipt_number: expect.stringMatching(/^[A-Z][A-Z2-9]{2}-2026-000001$/) },
    ])
    await synced.settle(({ waiting, stopped }) => waiting === 0 && stopped === null)
    expect(synced.epoch).not.toBe(firstEpoch)
    expect(await synced.stored(firstEpoch)).toEqual(lost)
    const continued = await synced.stored()
    expect(continued.map(({ hash }) => hash)).toEqual(synced.hashes((continued[0]?.seq ?? 1) - 1))
    expect(studio.events('sync.epoch_began').map(({ data }) => data)).toMatchObject([
      { previousEpoch: firstEpoch, epoch: synced.epoch, cause: 'restored' },
    ])
  })

  it('stops when a copy of this computer has written in the same places', async () => {
    const synced = await SyncedStudio.open(lab())
    const { studio } = synced
    studio.app.sync.relay.close()
    const copy = SyncedStudio.unpaired(lab())
    await backUp(studio, join(dirname(studio.file), 'copy.db'))
    copy.studio.app.close()
    for (const end of ['-wal', '-shm']) rmSync(`${copy.studio.file}${end}`, { force: true })
    copyFileSync(join(dirname(studio.file), 'copy.db'), copy.studio.file)
    for (const name of ['sync-tokens.json', 'key']) {
      copyFileSync(join(dirname(studio.file), name), join(dirname(copy.studio.file), name))
    }
    copy.studio.reopen()
    copy.studio.signIn('manager')
    bookSession(copy.studio, '2026-03-03T09:00')
    copy.start()
    await copy.settle()

    studio.reopen()
    studio.signIn('manager')
    bookSession(studio, '2026-03-04T09:00')
    bookSession(studio, '2026-03-04T11:00')
    const theirs = await synced.stored()
    synced.start()
    await synced.settle(({ stopped }) => stopped !== null)
    expect(synced.link.stopped?.reason).toBe('fork')
    expect(await synced.stored()).toEqual(theirs)
    // Whoever runs the endpoint sees it too, though nothing was pushed.
    const forks = await lab().admin<{ epoch: string }[]>('GET', `tenants/${synced.tenant}/forks`)
    expect(forks.body).toHaveLength(1)

    valueOf(studio.command('sync.beginEpoch', {}))
    await synced.settle(({ waiting, stopped }) => waiting === 0 && stopped === null)
    const mine = await synced.stored()
    expect(mine.map(({ hash }) => hash)).toEqual(synced.hashes((mine[0]?.seq ?? 1) - 1))
  })

  it('rests for long without the endpoint, and goes on within seconds when it is woken', async () => {
    const line = await openLine(lab())
    const synced = await SyncedStudio.open(lab(), line.url)
    const { studio } = synced
    // A rest of up to a thousand minutes; a wake ends it within a fifth of a second.
    studio.syncTimes = {
      timeoutMs: 2_000,
      backoffBaseMs: 60_000_000,
      backoffCapMs: 60_000_000,
      wakeJitterMs: 200,
    }
    studio.reopen()
    studio.signIn('manager')
    line.cut()
    bookSession(studio, '2026-03-03T09:00')
    synced.start()
    await synced.settle(({ delay }) => delay !== null)
    expect(synced.link.delay?.reason).toBe('unreachable')
    // More changes do not end it.
    bookSession(studio, '2026-03-03T11:00')
    line.mend()
    await sleep(50)
    const { waiting } = synced.link
    expect(waiting).toBeGreaterThan(1)

    const wokenAt = performance.now()
    studio.app.sync.relay.wake()
    const left = Date.parse(synced.link.delay!.until) - Date.parse(studio.clock.now)
    expect(left).toBeLessThanOrEqual(200)
    await synced.settle()
    expect(performance.now() - wokenAt).toBeGreaterThanOrEqual(left - 1)
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())
  })

  it('lets staff sign out at any time, and sends what waits with nobody signed in', async () => {
    const line = await openLine(lab())
    const synced = await SyncedStudio.open(lab(), line.url)
    const { studio } = synced
    line.cut()
    bookSession(studio, '2026-03-03T09:00')
    await synced.settle(({ delay }) => delay !== null)
    valueOf(studio.command('staff.signOut', {}))
    expect(studio.session.current).toBeNull()
    line.mend()
    await expect
      .poll(async () => (await synced.stored()).map(({ hash }) => hash))
      .toEqual(synced.hashes())
  })

  it('lets nobody disconnect while something waits, unless it was saved into a file', async () => {
    const synced = await SyncedStudio.open(lab())
    const { studio } = synced
    studio.app.sync.relay.close()
    bookSession(studio, '2026-03-03T09:00')
    const { waiting } = synced.link
    const refused = studio.command('sync.disconnect', {})
    expect(outcomeOf(refused)).toBe('sync_waiting')

    studio.choose = join(dirname(studio.file), 'waiting.json')
    valueOf(studio.command('sync.export', {}))
    await expect.poll(() => valueOf(studio.call('sync.exportState', {}))?.state).toBe('saved')
    const body = readFileSync(studio.choose, 'utf8')
    const headers = { 'content-type': 'application/cloudevents-batch+json' }
    const events = HTTP.toEvent<unknown>({ headers, body }) as { id: string }[]
    expect(events.map(({ id }) => id)).toEqual(
      studio
        .events()
        .slice(-waiting)
        .map(({ id }) => id),
    )

    valueOf(studio.command('sync.disconnect', {}))
    expect(synced.status.link).toBeNull()
    expect(existsSync(join(dirname(studio.file), 'sync-tokens.json'))).toBe(false)
    expect(outcomeOf(studio.command('sync.now', {}))).toBe('sync_off')
  })

  it('leaves only the data behind that the endpoint refused, whatever came meanwhile', async () => {
    const line = await openLine(lab())
    const synced = await SyncedStudio.open(lab(), line.url)
    const before = synced.hashes().length
    line.refuseNext(() => void bookSession(synced.studio, '2026-03-03T09:00'))
    valueOf(synced.studio.command('studio.rename', { name: 'Hill Street Studio' }))
    await synced.settle()
    const stored = await synced.stored()
    expect(stored.map(({ hash }) => hash)).toEqual(synced.hashes())
    const bare = stored.filter(({ event }) => event?.['data'] === undefined)
    expect(bare.map(({ seq }) => seq)).toEqual([before + 1])
  })

  it('sends what left the file for the archives before it was connected, also when they are away at first', async () => {
    const synced = SyncedStudio.unpaired(lab())
    const { studio } = synced
    bookSession(studio, '2026-03-03T09:00')
    studio.deliver()
    const all = synced.hashes()
    await pruneLog(studio.app.work, studio.app.bus, 20)
    const archived = all.length - synced.hashes().length + 1
    expect(archived).toBeGreaterThan(0)
    const folder = archiveFolder(studio.file)
    renameSync(folder, `${folder}-away`)
    await synced.pair()
    synced.start()
    await synced.settle(({ delay }) => delay !== null)
    expect(synced.link.delay?.reason).toBe('fault')
    expect(studio.lateErrors.length).toBeGreaterThan(0)

    renameSync(`${folder}-away`, folder)
    await synced.settle()
    const stored = await synced.stored()
    expect(stored[0]).toMatchObject({ seq: 1 })
    expect(stored.map(({ hash }) => hash).slice(0, all.length)).toEqual(all)
  })
})

/** A copy of the studio's file, made as another program would. */
async function backUp(studio: TestStudio, file: string): Promise<void> {
  const connection = new Sqlite(studio.file)
  await connection.backup(file)
  connection.close()
}

/** A line to the endpoint that can be cut, and once answers a push as too large, as the endpoint itself would. */
async function openLine(lab: CloudLab) {
  let meanwhile: (() => void) | null = null
  let isCut = false
  const server = createServer((request, response) => {
    if (isCut) {
      request.destroy()
      return
    }
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const type = { 'content-type': 'application/json' }
      if (meanwhile && request.method === 'POST') {
        meanwhile()
        meanwhile = null
        response.writeHead(413, type)
        response.end(JSON.stringify({ code: 'too_many_bytes', message: 'Too large.', limit: 1 }))
        return
      }
      const kept = new Set(['authorization', 'content-type', 'content-encoding'])
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(
          ([name]) => kept.has(name) || name.startsWith('fitflow-') || name.startsWith('idem'),
        ),
      )
      void fetch(`${lab.url}${request.url}`, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...(parts.length > 0 && { body: Buffer.concat(parts) }),
      }).then(async (answer) => {
        response.writeHead(answer.status, type)
        response.end(await answer.text())
      })
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => {
      isCut = true
    },
    mend: () => {
      isCut = false
    },
    /** @param work what the desk does while the answer is on its way. */
    refuseNext: (work: () => void) => {
      meanwhile = work
    },
  }
}
