import { describe, expect, it } from 'vitest'
import { clientOf } from '../support/book-session.ts'
import {
  bookReachable,
  messagesOf,
  openMailStudio,
  plainSettings,
  reachable,
  setDelay,
} from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

const cancel = (studio: TestStudio, appointmentId: string) => {
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId,
      by: 'client',
      reason: 'client_ill',
      refund: false,
    }),
  )
  studio.deliver()
}
const move = (studio: TestStudio, appointmentId: string, start: string) => {
  valueOf(
    studio.agree('appointments.reschedule', {
      appointmentId,
      trainerId: studio.people.ben,
      start,
    }),
  )
  studio.deliver()
}

describe('a message', () => {
  it('says what was booked, where, when and with whom, in the studio’s time', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00', reachable('Zoë <Client>', 'zoe@example.org'))
    await studio.app.sender.drain()

    expect(server.taken).toHaveLength(1)
    const [mail] = server.taken
    expect(mail!.to).toBe('zoe@example.org')
    expect(mail!.headers).toMatchObject({
      from: 'Harbour Street Studio <desk@harbour.example>',
      to: 'Zoë <Client> <zoe@example.org>',
      subject: 'Booked: Personal training, Wednesday 4 March 2026, 09:00',
      'auto-submitted': 'auto-generated',
    })
    expect(mail!.text.trimEnd()).toBe(
      [
        'Hello Zoë <Client>,',
        'your session is booked:',
        'Personal training with Ana Ruiz\nWednesday 4 March 2026, 09:00 to 10:00 (Europe/Berlin time)',
        'See you then.\nHarbour Street Studio',
      ].join('\n\n'),
    )
    expect(mail!.html).toContain('<p>Hello Zoë &lt;Client&gt;,</p>')
  })

  it('goes to an address in any script as mail servers know it', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    valueOf(
      studio.command('messages.saveSettings', {
        ...plainSettings(server.port),
        fromAddress: 'desk@größe.example',
      }),
    )
    bookReachable(studio, '2026-03-04T09:00', reachable('Uta', 'uta@müller.example'))
    await studio.app.sender.drain()
    const [mail] = server.taken
    expect(server.commands.filter((line) => /^(?:MAIL|RCPT) /.test(line))).toEqual([
      expect.stringMatching(/^MAIL FROM:<desk@xn--gre-6ka8i\.example>(?! .*SMTPUTF8)/),
      'RCPT TO:<uta@xn--mller-kva.example>',
    ])
    expect(mail!.headers['to']).toBe('Uta <uta@xn--mller-kva.example>')
    expect(mail!.headers['from']).toContain('<desk@xn--gre-6ka8i.example>')
    expect(mail!.calendar).toContain('xn--gre-6ka8i')
    expect(mail!.text).not.toContain('xn--')
  })

  it('goes out once for every booking, move, cancellation and taking back, in that order', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    const sent = async () => {
      await studio.app.sender.drain()
      await studio.app.sender.drain()
      studio.clock.advance({ minutes: 1 })
    }
    const id = bookReachable(studio, '2026-03-04T09:00')
    await sent()
    move(studio, id, '2026-03-04T15:00')
    await sent()
    cancel(studio, id)
    await sent()
    valueOf(studio.command('appointments.reinstate', { appointmentId: id }))
    studio.deliver()
    await sent()
    studio.reopen()
    await sent()
    expect(server.taken.map(({ headers }) => headers['subject'])).toEqual([
      'Booked: Personal training, Wednesday 4 March 2026, 09:00',
      'Moved: Personal training, now Wednesday 4 March 2026, 15:00',
      'Cancelled: Personal training, Wednesday 4 March 2026, 15:00',
      'Booked: Personal training, Wednesday 4 March 2026, 15:00',
    ])
    expect(server.taken[1]!.text).toContain(
      'your session of Wednesday 4 March 2026, 09:00 has been moved. It is with Ben Okafor instead of Ana Ruiz.',
    )
    expect(new Set(server.taken.map(({ messageId }) => messageId)).size).toBe(4)
    studio.signIn('desk')
    expect(messagesOf(studio).map(({ state, attempts }) => [state, attempts])).toEqual(
      Array.from({ length: 4 }, () => ['sent', 1]),
    )
  })

  it('waits while e-mail is not set up or switched off, and the desk sees it waiting', async () => {
    const server = await MailServer.start()
    const studio = openTestStudio()
    studio.signIn('manager')
    setDelay(studio, 0)
    bookReachable(studio, '2026-03-04T09:00')
    await studio.app.sender.drain()
    const outbox = () => valueOf(studio.call('messages.outbox', {}))
    expect(outbox()).toMatchObject({ sending: 'not_set_up', counts: { waiting: 1, sent: 0 } })

    const settings = plainSettings(server.port)
    valueOf(studio.command('messages.saveSettings', { ...settings, enabled: false }))
    await studio.app.sender.drain()
    expect(outbox()).toMatchObject({ sending: 'off', counts: { waiting: 1, sent: 0 } })

    valueOf(studio.command('messages.saveSettings', settings))
    await studio.app.sender.drain()
    expect(outbox()).toMatchObject({ sending: 'on', counts: { waiting: 0, sent: 1 } })
    expect(server.taken).toHaveLength(1)
  })

  it.each([
    { what: 'took the consent back', change: 'messages_consent = 0', reason: 'no_consent' },
    { what: 'has no address any more', change: 'email = NULL', reason: 'no_address' },
  ])('is not sent to a client who $what while it waited', async ({ change, reason }) => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    const id = bookReachable(studio, '2026-03-04T09:00')
    studio.app.database
      .prepare(`UPDATE clients SET ${change} WHERE id = ?`)
      .run(clientOf(studio, id))
    await studio.app.sender.drain()
    expect(server.connections).toBe(0)
    expect(messagesOf(studio)).toMatchObject([{ state: 'skipped', skipReason: reason }])
  })

  it('is not sent when the session has begun meanwhile', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00')
    studio.at('2026-03-04T09:00')
    await studio.app.sender.drain()
    expect(server.connections).toBe(0)
    expect(messagesOf(studio)).toMatchObject([{ state: 'skipped', skipReason: 'too_late' }])
  })

  it('of 500 goes out in the order of queueing', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    const numbers = Array.from({ length: 500 }, (_, index) => index)
    for (const number of numbers) {
      const day = String(3 + Math.floor(number / 20)).padStart(2, '0')
      const hour = String(8 + Math.floor((number % 20) / 2)).padStart(2, '0')
      valueOf(
        studio.command('appointments.create', {
          trainerId: number % 2 ? studio.people.ana : studio.people.ben,
          serviceId: studio.people.stretching,
          start: `2026-03-${day}T${hour}:00`,
          allowOutsideHours: true,
          exceptionReason: 'A day for 500',
          ...reachable(`Client ${number}`, `client-${number}@example.org`),
        }),
      )
    }
    studio.deliver()
    await studio.app.sender.drain()
    expect(server.taken.map(({ to }) => to)).toEqual(
      numbers.map((number) => `client-${number}@example.org`),
    )
  }, 120_000)

  it('is sent by itself, soon after it was queued', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    studio.app.sender.start()
    studio.app.delivery.start()
    const booked = valueOf(
      studio.command('appointments.create', {
        trainerId: studio.people.ana,
        serviceId: studio.people.training,
        start: '2026-03-04T09:00',
        ...reachable(),
      }),
    )
    await expect.poll(() => server.taken.length, { timeout: 5_000 }).toBe(1)
    expect(server.taken[0]!.calendar).toContain(booked.appointmentId)
    await studio.app.sender.finish()
    expect(messagesOf(studio)).toMatchObject([{ state: 'sent' }])
  })
})
