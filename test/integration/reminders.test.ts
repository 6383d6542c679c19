import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { notReminded } from '../../main/features/notifications/reminders.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { addGroupService, scheduleGroup } from '../support/group-session.ts'
import { MailServer } from '../support/mail-server.ts'
import { bookReachable, messagesOf, openMailStudio, reachable } from '../support/mail-studio.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { migrations } from '../support/studio-template.ts'

let server: MailServer
let studio: TestStudio

/** Reminds so many hours before, from today on. */
function remindBefore(hours: number): void {
  const { date, policy } = valueOf(studio.call('policy.current', {}))
  valueOf(
    studio.command('policy.save', {
      effectiveFrom: date,
      policy: { ...policy, reminderHours: hours },
    }),
  )
}

/** What the minute's look does, and then the sender. */
async function look(local?: string): Promise<void> {
  if (local) studio.at(local)
  await studio.app.reminders.look()
  await studio.app.sender.drain()
}

const reminders = () =>
  server.taken
    .filter(({ headers }) => String(headers['subject']).startsWith('Reminder'))
    .map(({ to, headers }) => `${to} ${String(headers['subject']).split(', ').at(-1)}`)

const move = (appointmentId: string, start: string) => {
  valueOf(
    studio.agree('appointments.reschedule', {
      appointmentId,
      trainerId: studio.people.ana,
      start,
    }),
  )
  studio.deliver()
}
const cancel = (appointmentId: string) => {
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

beforeEach(async () => {
  server = await MailServer.start()
  studio = openMailStudio(server.port)
  remindBefore(24)
})

describe('a reminder', () => {
  it('goes out once, a day before, and says what the client is reminded of', async () => {
    bookReachable(studio, '2026-03-05T09:00', reachable('Zoë Client', 'zoe@example.org'))
    await look('2026-03-04T08:59')
    expect(reminders()).toEqual([])
    await look('2026-03-04T09:00')
    await look('2026-03-04T09:01')
    studio.reopen()
    await look('2026-03-05T08:00')
    expect(reminders()).toEqual(['zoe@example.org 09:00'])
    expect(server.taken.at(-1)!.text.trimEnd()).toBe(
      [
        'Hello Zoë Client,',
        'this is to remind you of your session:',
        'Personal training with Ana Ruiz\nThursday 5 March 2026, 09:00 to 10:00 (Europe/Berlin time)',
        'If you cannot come, please tell us soon.\nHarbour Street Studio',
      ].join('\n\n'),
    )
    studio.signIn('desk')
    expect(messagesOf(studio).at(-1)).toMatchObject({ kind: 'reminder', state: 'sent' })
  })

  it('waits in the outbox without a network, and is not sent when the session has begun', async () => {
    bookReachable(studio, '2026-03-05T09:00')
    await studio.app.sender.drain()
    studio.at('2026-03-04T12:00')
    await studio.app.reminders.look()
    expect(messagesOf(studio).at(-1)).toMatchObject({ kind: 'reminder', state: 'queued' })
    await look('2026-03-05T09:00')
    expect(messagesOf(studio).at(-1)).toMatchObject({ state: 'skipped', skipReason: 'too_late' })
    expect(reminders()).toEqual([])
  })

  it.each([
    { asleepUntil: '2026-03-05T08:59', sent: 1 },
    { asleepUntil: '2026-03-05T09:00', sent: 0 },
  ])('of 09:00, after a sleep until $asleepUntil: $sent', async ({ asleepUntil, sent }) => {
    bookReachable(studio, '2026-03-05T09:00')
    await look(asleepUntil)
    expect(reminders()).toHaveLength(sent)
    expect(messagesOf(studio).filter(({ kind }) => kind === 'reminder')).toHaveLength(sent)
  })

  it('is not sent to who booked inside its hours: the confirmation says the same', async () => {
    studio.at('2026-03-04T09:30')
    bookReachable(studio, '2026-03-05T09:00')
    await look('2026-03-05T08:00')
    expect(reminders()).toEqual([])
  })

  it.each([
    { what: 'who did not agree', client: { name: 'Cleo', email: 'cleo@example.org' } },
    { what: 'who has no address', client: { name: 'Cleo', messagesConsent: true } },
  ])('is not for a client $what', async ({ client }) => {
    bookSession(studio, '2026-03-05T09:00', { client: { kind: 'new', client } })
    await look('2026-03-04T12:00')
    expect(messagesOf(studio)).toEqual([])
  })

  it('is sent to nobody while the policy says 0', async () => {
    remindBefore(0)
    bookReachable(studio, '2026-03-05T09:00')
    await look('2026-03-04T12:00')
    expect(reminders()).toEqual([])
  })

  it('follows the hours of today, and repeats nothing when they change', async () => {
    bookReachable(studio, '2026-03-05T09:00')
    bookReachable(studio, '2026-03-06T09:00')
    await look('2026-03-04T10:00')
    studio.signIn('manager')
    remindBefore(48)
    await look()
    remindBefore(12)
    await look('2026-03-05T08:00')
    expect(reminders()).toEqual(['cleo@example.org 09:00', 'cleo@example.org 09:00'])
  })
})

describe('a session that changes', () => {
  it('is reminded of anew when it is moved to a time that was not yet due', async () => {
    const id = bookReachable(studio, '2026-03-05T09:00')
    await look('2026-03-04T09:00')
    move(id, '2026-03-06T11:00')
    await look('2026-03-05T10:59')
    expect(reminders()).toHaveLength(1)
    await look('2026-03-05T11:00')
    expect(reminders()).toEqual(['cleo@example.org 09:00', 'cleo@example.org 11:00'])
  })

  it('is not when it is moved within the hours, nor when it is moved back', async () => {
    const id = bookReachable(studio, '2026-03-05T09:00')
    await look('2026-03-04T09:00')
    move(id, '2026-03-05T08:00')
    await look('2026-03-04T10:00')
    move(id, '2026-03-05T09:00')
    await look('2026-03-04T11:00')
    expect(reminders()).toEqual(['cleo@example.org 09:00'])
  })

  it.each([
    { what: 'cancelled', change: cancel },
    { what: 'moved', change: (id: string) => move(id, '2026-03-09T09:00') },
    {
      what: 'checked in',
      change: (appointmentId: string) =>
        void valueOf(studio.command('appointments.checkIn', { appointmentId })),
    },
  ])('is not reminded of when it was $what while the reminder waited', async ({ change }) => {
    const id = bookReachable(studio, '2026-03-05T09:00')
    await studio.app.sender.drain()
    studio.at('2026-03-05T08:30')
    await studio.app.reminders.look()
    change(id)
    await studio.app.sender.drain()
    expect(reminders()).toEqual([])
    const kept = messagesOf(studio).find(({ kind }) => kind === 'reminder')
    expect(kept).toMatchObject({ state: 'skipped', skipReason: 'outdated' })
  })

  it('is not reminded of when it was cancelled before', async () => {
    cancel(bookReachable(studio, '2026-03-05T09:00'))
    await look('2026-03-04T12:00')
    expect(messagesOf(studio).filter(({ kind }) => kind === 'reminder')).toEqual([])
  })
})

describe('a clock that is set', () => {
  it('back, reminds nobody again', async () => {
    bookReachable(studio, '2026-03-05T09:00')
    await look('2026-03-04T09:00')
    await look('2026-03-03T09:00')
    await look('2026-03-04T09:30')
    expect(reminders()).toHaveLength(1)
  })

  it('a week forward and back, loses no reminder', async () => {
    bookReachable(studio, '2026-03-05T09:00')
    await look('2026-03-12T09:00')
    bookReachable(studio, '2026-03-20T09:00', reachable('Dora Client', 'dora@example.org'))
    studio.at('2026-03-02T09:00')
    bookReachable(studio, '2026-03-06T09:00', reachable('Emma Client', 'emma@example.org'))
    await look('2026-03-04T09:00')
    await look('2026-03-05T09:00')
    expect(reminders()).toEqual(['cleo@example.org 09:00', 'emma@example.org 09:00'])
  })
})

describe('a group', () => {
  it('reminds everyone who has a seat; not who gave it back, waits, or was seated just now', async () => {
    const pilates = addGroupService(studio, 3)
    const id = scheduleGroup(studio, '2026-03-05T10:00', { serviceId: pilates })
    const seat = (name: string) =>
      studio.command('groups.addSeat', {
        appointmentId: id,
        client: {
          kind: 'new',
          client: { name, email: `${name}@example.org`, messagesConsent: true },
        },
      })
    valueOf(seat('ada'))
    const { seatId } = valueOf(seat('bea'))
    valueOf(seat('cora'))
    expect(outcomeOf(seat('dora'))).toBe('session_full')
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: id,
        seatId,
        by: 'client',
        reason: 'client_ill',
        refund: false,
      }),
    )
    studio.at('2026-03-04T12:00')
    valueOf(seat('emma'))
    studio.deliver()
    await look()
    await look('2026-03-05T09:59')
    expect(reminders().toSorted()).toEqual(['ada@example.org 10:00', 'cora@example.org 10:00'])
  })
})

describe('a merge', () => {
  it('of two clients who were both reminded of one session is no bug', async () => {
    const id = bookReachable(studio, '2026-03-05T09:00')
    await look('2026-03-04T09:00')
    const keep = clientOf(studio, id)
    const other = clientOf(
      studio,
      bookReachable(studio, '2026-03-04T16:00', reachable('Cleo Client', 'other@example.org')),
    )
    studio.app.database
      .prepare(
        `INSERT INTO outbox (id, kind, recipient_type, recipient_id, appointment_id, session_start,
           acted_at, created_at)
         SELECT 'x', kind, recipient_type, ?, appointment_id, session_start, acted_at, created_at
         FROM outbox WHERE kind = 'reminder'`,
      )
      .run(other)
    studio.signIn('manager')
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    expect(
      outcomeOf(studio.command('clients.merge', { keepId: keep, mergeId: other, fields })),
    ).toBe('ok')
  })
})

describe('the look of each minute', () => {
  it('asks for a range of the book by its index, and for the rest by key', () => {
    const plan = studio.app.database
      .prepare(`EXPLAIN QUERY PLAN ${notReminded}`)
      .all({ now: 'a', until: 'b', start: '', appointment: '', client: '', limit: 1 }) as {
      detail: string
    }[]
    const steps = plan.map(({ detail }) => detail).join('\n')
    expect(steps).toMatch(/SEARCH a USING INDEX appointments_start \(start_time>\? AND start_time</)
    expect(steps).toContain('outbox_reminded_once')
    expect(steps).not.toContain('SCAN')
  })
})

it('has nobody to remind before the studio is set up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fitflow-reminders-'))
  const app = openStudioApp({ file: join(folder, 'studio.db'), migrations })
  try {
    await expect(app.reminders.look()).resolves.toBeUndefined()
  } finally {
    app.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
