import { describe, expect, it } from 'vitest'
import { dumpTable } from '../support/dump-database.ts'
import { bookReachable, messagesOf, openMailStudio, reachable } from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { refusalOf, valueOf } from '../support/read-result.ts'

const outboxOf = (studio: TestStudio) => valueOf(studio.call('messages.outbox', {}))

describe('while the mail server is not there', () => {
  it('messages wait, cost no attempt, and go out in order when it is back', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    await server.down()
    bookReachable(studio, '2026-03-04T09:00')
    bookReachable(studio, '2026-03-04T11:00', reachable('Dora Client', 'dora@example.org'))
    await studio.app.sender.drain()
    expect(outboxOf(studio)).toMatchObject({
      counts: { waiting: 2 },
      problem: {
        reason: expect.stringContaining('ECONNREFUSED') as unknown,
        since: '2026-03-02T08:00',
      },
    })
    expect(messagesOf(studio)[0]).toMatchObject({ state: 'queued', attempts: 0 })
    expect(messagesOf(studio)[0]!.lastError).toContain('ECONNREFUSED')

    await server.up()
    studio.clock.set(studio.app.sender.rest!.until)
    await studio.app.sender.drain()
    expect(server.taken.map(({ to }) => to)).toEqual(['cleo@example.org', 'dora@example.org'])
    expect(outboxOf(studio)).toMatchObject({ problem: null, counts: { waiting: 0, sent: 2 } })
  })

  it('a weekend without a network fails nothing', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    await server.down()
    bookReachable(studio, '2026-03-09T09:00')
    for (let hour = 0; hour < 72; hour += 1) {
      await studio.app.sender.drain()
      studio.clock.advance({ minutes: 60 })
    }
    expect(messagesOf(studio)).toMatchObject([{ state: 'queued', attempts: 0 }])
    await server.up()
    await studio.app.sender.drain()
    expect(server.taken).toHaveLength(1)
  })

  it('rests after a failure, and each rest may be longer, up to ten minutes', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    await server.down()
    bookReachable(studio, '2026-03-04T09:00')
    const rests: number[] = []
    for (let turn = 0; turn < 12; turn += 1) {
      await studio.app.sender.drain()
      const { rest } = studio.app.sender
      rests.push(Date.parse(rest!.until) - Date.parse(studio.clock.now))
      studio.clock.set(rest!.until)
    }
    for (const [turn, rest] of rests.entries()) {
      expect(rest).toBeLessThanOrEqual(Math.min(600_000, 15_000 * 2 ** (turn + 1)))
    }
    expect(Math.max(...rests)).toBeGreaterThan(30_000)
  })

  it('a clock that is set back a year keeps nothing waiting', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00')
    server.toRecipient = () => '450 Greylisted'
    await studio.app.sender.drain()
    await server.down()
    bookReachable(studio, '2026-03-04T11:00', reachable('Dora Client', 'dora@example.org'))
    await studio.app.sender.drain()
    studio.clock.advance({ days: -365 })
    server.toRecipient = () => undefined
    await server.up()
    await studio.app.sender.drain()
    expect(server.taken.map(({ to }) => to)).toEqual(['cleo@example.org', 'dora@example.org'])
  })

  it('the desk’s work goes on while the server hangs', async () => {
    const server = await MailServer.start()
    let letGo = () => {}
    server.beforeAnswer = () => new Promise((resolve) => (letGo = resolve))
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00')
    const sending = studio.app.sender.drain()
    await expect.poll(() => server.taken.length).toBe(1)
    expect(messagesOf(studio)).toMatchObject([{ state: 'sending' }])

    const startedAt = performance.now()
    for (let hour = 10; hour < 20; hour += 1) bookReachable(studio, `2026-03-04T${hour}:00`)
    expect(performance.now() - startedAt).toBeLessThan(1_500)
    expect(studio.events('appointment.created')).toHaveLength(11)

    // The limit of this test is two seconds; then it is given up, and may be there twice.
    await sending
    expect(messagesOf(studio)[0]).toMatchObject({ state: 'queued', attempts: 0 })
    letGo()
  })

  it('a server that refuses the studio itself fails no message', async () => {
    const server = await MailServer.start()
    server.toSender = () => '550 Sender not allowed'
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00')
    await studio.app.sender.drain()
    expect(messagesOf(studio)).toMatchObject([{ state: 'queued', attempts: 0 }])
    expect(outboxOf(studio).problem?.reason).toContain('550 Sender not allowed')
  })
})

describe('a message that the server refuses', () => {
  it('fails at once with 550, with the server’s reason and without the address', async () => {
    const server = await MailServer.start()
    server.toRecipient = ({ address }) =>
      address.startsWith('cleo') ? `550 <${address}>: no such user here` : undefined
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00')
    bookReachable(studio, '2026-03-04T11:00', reachable('Dora Client', 'dora@example.org'))
    await studio.app.sender.drain()
    const [cleo, dora] = messagesOf(studio)
    expect(cleo).toMatchObject({
      state: 'failed',
      attempts: 1,
      lastError: '550 <…>: no such user here',
      recipientType: 'client',
      recipientName: 'Cleo Client',
    })
    expect(dora).toMatchObject({ state: 'sent' })
    expect(dumpTable(studio.foreign(), 'outbox').toLowerCase()).not.toMatch(/cleo|dora/)
  })

  it('can be tried again by hand, and only then', async () => {
    const server = await MailServer.start()
    server.toRecipient = () => '550 Mailbox full'
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00')
    await studio.app.sender.drain()
    server.toRecipient = () => undefined
    studio.clock.advance({ minutes: 60 })
    await studio.app.sender.drain()
    expect(server.taken).toHaveLength(0)

    const [message] = messagesOf(studio)
    const retry = { messageId: message!.id }
    valueOf(studio.command('messages.retry', retry))
    expect(messagesOf(studio)).toMatchObject([{ state: 'queued', attempts: 0, lastError: null }])
    expect(refusalOf(studio.command('messages.retry', retry)).code).toBe('message_not_failed')
    await studio.app.sender.drain()
    expect(server.taken).toHaveLength(1)
    expect(studio.events('messages.retried')).toHaveLength(1)
  })

  it('is tried again after 4xx, at most ten times', async () => {
    const server = await MailServer.start()
    let asked = 0
    server.toRecipient = () => {
      asked += 1
      return '450 Greylisted, come back later'
    }
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-20T09:00')
    await studio.app.sender.drain()
    const [first] = messagesOf(studio)
    expect(first).toMatchObject({
      state: 'queued',
      attempts: 1,
      lastError: '450 Greylisted, come back later',
    })
    expect(first!.nextAttemptAt! >= '2026-03-02T08:00').toBe(true)
    for (let hour = 0; hour < 20; hour += 1) {
      studio.clock.advance({ minutes: 61 })
      await studio.app.sender.drain()
    }
    expect(asked).toBe(10)
    expect(messagesOf(studio)).toMatchObject([{ state: 'failed', attempts: 10 }])
  })

  it('is delivered when the server has changed its mind', async () => {
    const server = await MailServer.start()
    let asked = 0
    server.toRecipient = () => ((asked += 1) < 3 ? '451 Try later' : undefined)
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-20T09:00')
    for (let hour = 0; hour < 4; hour += 1) {
      await studio.app.sender.drain()
      studio.clock.advance({ minutes: 61 })
    }
    expect(server.taken).toHaveLength(1)
    expect(messagesOf(studio)).toMatchObject([{ state: 'sent', attempts: 3, lastError: null }])
  })

  it('is set aside when a later one says how things stand', async () => {
    const server = await MailServer.start()
    let isGrey = true
    server.toRecipient = ({ address }) =>
      isGrey && address.startsWith('cleo') ? '450 Greylisted' : undefined
    const studio = openMailStudio(server.port)
    const id = bookReachable(studio, '2026-03-20T09:00')
    await studio.app.sender.drain()
    isGrey = false
    studio.clock.advance({ minutes: 5 })
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: id,
        by: 'client',
        reason: 'client_ill',
        refund: false,
      }),
    )
    bookReachable(studio, '2026-03-20T11:00', reachable('Dora Client', 'dora@example.org'))
    await studio.app.sender.drain()
    studio.clock.advance({ minutes: 61 })
    await studio.app.sender.drain()
    expect(server.taken.map(({ headers }) => headers['subject']!.split(':')[0])).toEqual([
      'Cancelled',
      'Booked',
    ])
    expect(messagesOf(studio).map(({ state, skipReason }) => [state, skipReason])).toEqual([
      ['skipped', 'superseded'],
      ['sent', null],
      ['sent', null],
    ])
  })
})
