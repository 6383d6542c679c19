import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAdminToken } from '../../cloud/access/authenticate.ts'
import { openSqliteServer } from '../../cloud/storage/sqlite-server.ts'
import {
  batchContentType,
  formatBase,
  formatIdempotencyKey,
  syncHeaders,
  zeroHash,
} from '../../shared/sync-protocol.ts'
import { instantFrom } from '../../shared/time.ts'
import { startChild } from '../faults/support/child.ts'
import {
  cloudFile,
  CloudProcess,
  cloudProgram,
  pairAtTheTerminal,
} from '../support/cloud/cloud-process.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'

async function startCloud(dataDir: string, adminToken: string): Promise<CloudProcess> {
  const cloud = await CloudProcess.start(dataDir, adminToken)
  onTestFinished(() => cloud.kill())
  return cloud
}

/** An empty endpoint's folder, and the token of its admin. */
async function prepareFolder(): Promise<{ dataDir: string; adminToken: string }> {
  const dataDir = makeTempFolder()
  const server = await openSqliteServer(cloudFile(dataDir))
  const adminToken = await createAdminToken(server, instantFrom(Date.now()))
  await server.close()
  return { dataDir, adminToken }
}

/** The endpoint's file, looked at from outside. */
function openFile(dataDir: string): Sqlite.Database {
  const file = new Sqlite(cloudFile(dataDir), { readonly: true })
  onTestFinished(() => void file.close())
  return file
}

describe('`npm run cloud`', { timeout: 120_000 }, () => {
  it('has everything it ever acknowledged, however often it is killed in the middle', async () => {
    const { dataDir, adminToken } = await prepareFolder()
    let cloud = await startCloud(dataDir, adminToken)
    const laptop = await TestLaptop.open(cloud)
    const events = laptop.events()
    let acknowledged = 0
    let kills = 0
    for (let round = 0; acknowledged < events.length; round += 1) {
      const killed = round < 2 ? sleep(8 + round * 17).then(() => cloud.kill()) : undefined
      if (killed) kills += 1
      try {
        while (acknowledged < events.length) {
          const { status, body } = await laptop.push(events.slice(acknowledged, acknowledged + 2))
          expect(status).toBe(200)
          acknowledged = body.accepted_through
          expect(body.head_hash).toBe(events[acknowledged - 1]!.hash)
        }
      } catch (error) {
        // The connection broke: nobody knows whether the last batch arrived.
        if (!(error instanceof TypeError)) throw error
      }
      await killed
      if (!killed) continue
      cloud = await startCloud(dataDir, adminToken)
      laptop.use(cloud)
      const { body } = await laptop.state()
      expect(body.accepted_seq).toBeGreaterThanOrEqual(acknowledged)
      expect((await laptop.stored()).map(({ event }) => event)).toEqual(
        events.slice(0, body.accepted_seq),
      )
    }
    expect(kills).toBeGreaterThan(0)
    expect((await laptop.stored()).map(({ event }) => event)).toEqual(events)

    await cloud.kill()
    expect(openFile(dataDir).pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('pairs beside a running one, and finishes what runs when it is told to stop', async () => {
    const { dataDir, adminToken } = await prepareFolder()
    const cloud = await startCloud(dataDir, adminToken)
    const laptop = TestLaptop.unpaired(cloud, 'harbour')
    await laptop.pair(await pairAtTheTerminal(dataDir, 'harbour'))
    const events = laptop.events()
    const json = JSON.stringify(events)
    const push = request(`${cloud.url}/v1/logs/${laptop.epoch}/events`, {
      method: 'POST',
      headers: {
        'content-type': batchContentType,
        expect: '100-continue',
        authorization: `Bearer ${laptop.tokens.token}`,
        [syncHeaders.base]: formatBase({ seq: 0, hash: zeroHash }),
        [syncHeaders.idempotencyKey]: formatIdempotencyKey(
          laptop.deviceId,
          laptop.epoch,
          1,
          events.length,
        ),
      },
    })
    const answered = new Promise<number | undefined>((resolve, reject) => {
      push.on('response', (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      push.on('error', reject)
    })
    // Its “continue” says that it has the request in its hands.
    push.flushHeaders()
    await new Promise((resolve) => void push.once('continue', resolve))
    push.write(json.slice(0, 2_000))
    process.kill(cloud.pid, 'SIGTERM')
    await sleep(300)
    push.end(json.slice(2_000))
    expect(await answered).toBe(200)
    expect((await cloud.ended).code).toBe(0)
    await expect(laptop.state()).rejects.toThrow(/fetch failed/)
    const file = openFile(dataDir)
    expect(file.prepare('SELECT count(*) FROM events').pluck().get()).toBe(events.length)
  })

  it.each(['SIGHUP', 'SIGBREAK'])(
    'ends in order when a terminal of Windows is closed: %s',
    async (signal) => {
      // As if the system sent it, once somebody listens: no other system can send SIGBREAK.
      const send = `setInterval(() => process.listenerCount('${signal}') && process.emit('${signal}'), 20).unref()`
      const cloud = startChild(cloudProgram, ['--data-dir', makeTempFolder(), '--port', '0'], {
        env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(send)}` },
        limitMs: 60_000,
      })
      const { code, output, isOverdue } = await cloud.ended
      expect({ code, isOverdue }).toEqual({ code: 0, isOverdue: false })
      expect(output).toContain('Stopping: finishing what runs.')
    },
  )
})
