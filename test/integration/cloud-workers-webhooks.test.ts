import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import type { DeadLetter } from '../../cloud/workers/dead-letters.ts'
import { notificationsWorker } from '../../cloud/workers/notifications/notify-studio.ts'
import { bookSession } from '../support/book-session.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { recordLogOf, type RecordedLog } from '../support/cloud/recorded-log.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { standardSignature, WebhookReceiver } from '../support/cloud/webhook-receiver.ts'
import { WorkerDesk } from '../support/cloud/worker-desk.ts'
import { loopbackCertificate } from '../support/loopback-certificate.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

interface Webhook {
  readonly url: string
  readonly secret?: string
  readonly turned_off_at: string | null
  readonly detail?: string
}

let recorded: RecordedLog | undefined

/** Two sessions that are booked, moved and cancelled. */
function moveSessions(): RecordedLog {
  const studio = openTestStudio()
  studio.signIn('manager')
  for (const hour of ['10', '14']) {
    const appointmentId = bookSession(studio, `2026-03-04T${hour}:00`)
    const start = `2026-03-05T${hour}:00`
    const slot = { trainerId: studio.people.ana, start }
    valueOf(studio.agree('appointments.reschedule', { appointmentId, ...slot }))
    const how = { by: 'client', reason: 'client_ill', refund: false } as const
    valueOf(studio.agree('appointments.cancel', { appointmentId, ...how }))
  }
  return recordLogOf(studio)
}

/** A server on this machine whose certificate only it has signed. */
async function openSelfSigned(): Promise<string> {
  const server = createServer(loopbackCertificate, (_request, response) => response.end())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

onBothStorages('Telling a studio’s own systems', (lab: () => CloudLab) => {
  let laptop: TestLaptop
  let receiver: WebhookReceiver
  let desk: WorkerDesk
  beforeEach(async () => {
    laptop = await TestLaptop.open(lab(), (recorded ??= moveSessions()))
    receiver = await WebhookReceiver.open()
    desk = await WorkerDesk.open(lab(), notificationsWorker(lab().server, times()))
  })

  const times = () => ({ clock: lab().clock.read, timeoutMs: 400 })
  const webhook = (method: 'GET' | 'PUT' | 'DELETE', body?: object) =>
    lab().admin<Webhook>(method, `tenants/${laptop.tenant}/webhook`, body)
  const setWebhook = async () => (await webhook('PUT', { url: receiver.url })).body
  const sessions = () => laptop.events().filter(({ type }) => /^(?:appointment|seat)\./.test(type))
  const sessionIds = () => sessions().map(({ id }) => id)
  const waitLong = () => lab().clock.advance({ minutes: 200 })

  it('tells what became of sessions, each signed as Standard Webhooks says', async () => {
    const { secret } = await setWebhook()
    await laptop.push(laptop.events())
    await desk.bring(laptop.tenant)
    await desk.settle()
    expect(receiver.eventIds.toSorted()).toEqual(sessionIds().toSorted())
    for (const message of receiver.received) {
      const told = JSON.parse(message.body) as { id: string }
      const { id, type, time, subject, data } = sessions().find((event) => event.id === told.id)!
      expect(told).toEqual({ type, timestamp: time, id, subject, data })
      expect(message.headers).toMatchObject({
        'content-type': 'application/json',
        'webhook-id': `${id}:notifications`,
        'webhook-timestamp': String(Math.floor(lab().clock.read() / 1_000)),
        'webhook-signature': standardSignature(secret!, message),
      })
    }
  })

  it('keeps the secret it is given, and shows it to nobody afterwards', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    expect((await webhook('PUT', { url: receiver.url, secret })).body.secret).toBe(secret)
    expect((await webhook('PUT', { url: `${receiver.url}2` })).body.secret).toBe(secret)
    const { status, body } = await webhook('GET')
    expect(status).toBe(200)
    expect(body).toMatchObject({ url: `${receiver.url}2`, turned_off_at: null })
    expect(JSON.stringify(body)).not.toContain('whsec_')
    expect(lab().logged()).not.toContain('whsec_')
  })

  it('has nothing to do for a studio without a webhook', async () => {
    await laptop.push(laptop.events())
    expect(new Set(await desk.bring(laptop.tenant))).toEqual(new Set(['handled']))
    expect(await desk.settle()).toEqual([])
    // What was stored before one is set is not told later, whoever brings it again.
    lab().clock.advance({ minutes: 1 })
    await setWebhook()
    laptop.epoch = 'd'.repeat(32)
    await desk.bring(laptop.tenant)
    await desk.settle()
    expect(receiver.received).toEqual([])
  })

  it.each([
    ['another status', 500],
    ['a redirect', 302],
    ['not found', 404],
  ])('tries again after %s, always with the same id', async (_, status) => {
    await setWebhook()
    await laptop.push(laptop.events())
    receiver.answer = status
    await desk.bring(laptop.tenant)
    expect(new Set(await desk.settle())).toEqual(new Set(['failed']))
    expect(receiver.received.every(({ headers }) => headers['webhook-id'])).toBe(true)
    const failed = receiver.received.length
    expect(await desk.settle()).toEqual([])
    receiver.answer = 200
    waitLong()
    await desk.settle()
    expect(new Set(receiver.eventIds)).toEqual(new Set(sessionIds()))
    expect(receiver.received).toHaveLength(failed + sessions().length)
    // What is told is not told again.
    await desk.bring(laptop.tenant)
    waitLong()
    expect(await desk.settle()).toEqual([])
  })

  it.each([
    ['no answer in time', null, /^WebhookFailed: There was no answer within 0.4 seconds/],
    ['a certificate that nobody vouches for', 'https', /^WebhookFailed: self-signed certificate/],
    ['nobody there', 'nowhere', /^WebhookFailed: .*ECONNREFUSED/],
  ])('says what was wrong: %s', async (_, wrong, words) => {
    if (wrong === null) receiver.answer = null
    const url = wrong === 'https' ? await openSelfSigned() : receiver.url
    await webhook('PUT', { url: wrong === 'nowhere' ? 'http://127.0.0.1:9/' : url })
    await laptop.push(laptop.events())
    await desk.bring(laptop.tenant)
    expect(new Set(await desk.settle())).toEqual(new Set(['failed']))
    const rows = await lab().server.all<{ last_error: string | null }>(
      `SELECT last_error FROM event_delivery WHERE tenant_id = ? AND state = 'retry'`,
      [laptop.tenant],
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { last_error: error } of rows) expect(error).toMatch(words)
  })

  it('keeps the order of a session while its first event is not taken', async () => {
    await setWebhook()
    await laptop.push(laptop.events())
    receiver.answer = 503
    await desk.bring(laptop.tenant)
    await desk.settle()
    const subjects = () =>
      receiver.received.map(({ body }) => (JSON.parse(body) as { subject: string }).subject)
    expect(new Set(subjects()).size).toBe(subjects().length)
    receiver.answer = 204
    receiver.received.length = 0
    waitLong()
    await desk.settle()
    for (const subject of new Set(subjects())) {
      const came = receiver.received.filter((_, index) => subjects()[index] === subject)
      expect(came.map(({ body }) => (JSON.parse(body) as { id: string }).id)).toEqual(
        sessions()
          .filter((event) => event.subject === subject)
          .map(({ id }) => id),
      )
    }
  })

  it('is turned off by 410, and on again by setting it', async () => {
    await setWebhook()
    await laptop.push(laptop.events())
    receiver.answer = 410
    await desk.bring(laptop.tenant)
    await desk.settle()
    expect(new Set(receiver.eventIds)).toEqual(new Set([sessionIds()[0]]))
    expect((await webhook('GET')).body.turned_off_at).toBe(lab().clock.now)
    lab().clock.advance({ minutes: 1 })
    await setWebhook()
    expect((await webhook('GET')).body.turned_off_at).toBeNull()
  })

  it('gives up after its last try: a dead letter that says why', async () => {
    await setWebhook()
    await laptop.push(laptop.events())
    receiver.answer = 500
    await desk.bring(laptop.tenant)
    for (let round = 0; round < 16; round += 1) {
      await desk.settle()
      waitLong()
    }
    const path = `tenants/${laptop.tenant}/dead-letters`
    const letters = (await lab().admin<DeadLetter[]>('GET', path)).body
    expect(letters.length).toBeGreaterThan(0)
    expect(letters[0]).toMatchObject({
      worker: 'notifications',
      attempts: 16,
      error: 'WebhookFailed: It was answered with 500.',
    })
  })

  it('sends nothing any more once it is removed', async () => {
    await setWebhook()
    await laptop.push(laptop.events())
    await desk.bring(laptop.tenant)
    expect((await webhook('DELETE')).status).toBe(204)
    expect((await webhook('DELETE')).status).toBe(404)
    expect((await webhook('GET')).status).toBe(404)
    expect(new Set(await desk.settle())).toEqual(new Set(['handled']))
    expect(receiver.received).toEqual([])
  })

  it('refuses an address that is none, and a tenant that is none', async () => {
    const { status, body } = await webhook('PUT', { url: 'http://harbour.example/hook' })
    expect(status).toBe(422)
    expect(body.detail).toBe('url: it must begin with https://')
    expect((await webhook('PUT', { url: receiver.url, secret: 'short' })).status).toBe(422)
    const nobody = await lab().admin('PUT', 'tenants/nobody/webhook', { url: receiver.url })
    expect(nobody.status).toBe(404)
  })
})
