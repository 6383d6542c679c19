import { createServer } from 'node:https'
import { request } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startChild } from '../faults/support/child.ts'
import { bookSession } from '../support/book-session.ts'
import { CloudLab, openStorage } from '../support/cloud/cloud-lab.ts'
import { SyncedStudio } from '../support/cloud/synced-studio.ts'
import { startProxy } from '../support/connect-proxy.ts'
import { bookReachable, openMailStudio } from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { companyCertificate, privateAuthority } from '../support/private-authority.ts'
import { trust } from '../support/trust.ts'

const program = resolve(import.meta.dirname, '../support/company-line-process.ts')

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

describe('a certificate that a company signed itself', () => {
  it.each([
    { what: 'is trusted where the computer does', isTrusted: true },
    { what: 'is not trusted where it does not', isTrusted: false },
  ])('$what, for sync and mail', async ({ isTrusted }) => {
    const endpoint = createServer(companyCertificate, (_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    )
    const port = await listen(endpoint)
    const mail = await MailServer.start({ ...companyCertificate, secure: true })
    const trusted = join(makeTempFolder(), 'trusted.pem')
    writeFileSync(trusted, isTrusted ? privateAuthority : '')
    const child = startChild(program, [`https://127.0.0.1:${port}`, String(mail.port)], {
      // Where Linux keeps what the computer trusts, for this process.
      env: { SSL_CERT_FILE: trusted, SSL_CERT_DIR: makeTempFolder() },
      limitMs: 25_000,
    })
    const { output } = await child.ended
    const expected = isTrusted
      ? ['sync 200', 'mail sent']
      : ['sync unreachable', 'mail unreachable']
    expect(output.trim().split('\n')).toEqual(expected)
    expect(mail.taken).toHaveLength(isTrusted ? 1 : 0)
  })
})

describe('a network that only a proxy leads out of', () => {
  it('lets the log through', async () => {
    const { server, gone } = await openStorage('an SQLite file')
    const lab = await CloudLab.open(server)
    onTestFinished(async () => {
      await lab.close()
      await server.close()
      await gone()
    })
    trust(privateAuthority)
    const front = createServer(companyCertificate, (asked, response) => {
      const { method, headers, url } = asked
      const options = { method, headers }
      const passed = request(`${lab.url}${url}`, options, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      asked.pipe(passed)
    })
    const proxy = await startProxy({ 'endpoint.studio.invalid:443': await listen(front) })
    const synced = SyncedStudio.unpaired(lab)
    synced.studio.findProxy = () => Promise.resolve(proxy.url)
    expect(await synced.pair('https://endpoint.studio.invalid')).toBeNull()
    synced.start()
    await synced.settle()
    bookSession(synced.studio, '2026-03-03T09:00')
    await synced.settle()
    expect((await synced.stored()).map(({ hash }) => hash)).toEqual(synced.hashes())
    expect(new Set(proxy.asked)).toEqual(new Set(['endpoint.studio.invalid:443']))
    front.closeAllConnections()
  })

  it('lets mail through', async () => {
    trust(privateAuthority)
    const server = await MailServer.start({ ...companyCertificate, secure: true })
    const proxy = await startProxy({ 'mail.studio.invalid:465': server.port })
    const studio = openMailStudio(465, { host: 'mail.studio.invalid', security: 'tls' })
    const asked: string[] = []
    studio.findProxy = (url) => {
      asked.push(url)
      return Promise.resolve(proxy.url)
    }
    bookReachable(studio, '2026-03-04T09:00')
    await studio.app.sender.drain()
    expect(server.taken).toHaveLength(1)
    expect(proxy.asked).toEqual(['mail.studio.invalid:465'])
    expect(asked).toEqual(['https://mail.studio.invalid:465'])
  })

  it('is no obstacle where mail goes out by itself, and the proxy lets only the web through', async () => {
    const server = await MailServer.start()
    const proxy = await startProxy({})
    const studio = openMailStudio(server.port)
    studio.findProxy = () => Promise.resolve(proxy.url)
    bookReachable(studio, '2026-03-04T09:00')
    await studio.app.sender.drain()
    expect(proxy.asked).toEqual([`127.0.0.1:${server.port}`])
    expect(server.taken).toHaveLength(1)
  })
})
