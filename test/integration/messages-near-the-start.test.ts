import { beforeEach, describe, expect, it } from 'vitest'
import { addGroupService, scheduleGroup } from '../support/group-session.ts'
import {
  bookReachable,
  cancelByStudio,
  messagesOf,
  openMailStudio,
  reachable,
  sendLater,
  setDelay,
  toldBy,
  toldOfAll,
} from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let server: MailServer
let studio: TestStudio
let id: string

const day = '2026-03-02'
const told = () => toldBy(server)
const later = (minutes: number) => sendLater(studio, minutes)
const at = (time: string) => {
  studio.at(`${day}T${time}`)
  studio.signIn('manager')
}
const move = (changes: { start?: string; trainerId?: string }) =>
  valueOf(
    studio.agree('appointments.reschedule', {
      appointmentId: id,
      trainerId: studio.people.ana,
      start: `${day}T10:00`,
      ...changes,
    }),
  )
/** What has been told since is looked at; everything before is forgotten. */
const forget = () => void server.taken.splice(0)

/** Client and trainer were told of a session at 10:00. */
beforeEach(async () => {
  server = await MailServer.start()
  studio = openMailStudio(server.port, {}, 3)
  valueOf(
    studio.command('staff.saveMessages', { staffId: studio.people.staff.trainer.id, ...toldOfAll }),
  )
  id = bookReachable(studio, `${day}T10:00`)
  await later(3)
  forget()
})

describe('what begins before the delay is over', () => {
  it('is told at once when it is cancelled', async () => {
    at('09:58')
    cancelByStudio(studio, id)
    await later(0)
    expect(told().toSorted()).toEqual(['ana Cancelled', 'cleo Cancelled'])
  })

  it.each([
    { time: '09:56', isAtOnce: false },
    { time: '09:57', isAtOnce: true },
    { time: '09:59', isAtOnce: true },
  ])('is told at once: of 10:00 at $time with three minutes, $isAtOnce', async (row) => {
    at(row.time)
    cancelByStudio(studio, id)
    await later(0)
    expect(told()).toHaveLength(row.isAtOnce ? 2 : 0)
    await later(3)
    expect(told()).toHaveLength(2)
  })

  it('is told at once when it is moved away, moved up, or given elsewhere', async () => {
    at('09:58')
    move({ start: `${day}T15:00` })
    await later(0)
    expect(told()).toContain('cleo Moved')
    forget()
    move({ start: '2026-03-03T15:00' })
    await later(0)
    expect(told()).toEqual([])
    move({ start: `${day}T10:00`, trainerId: studio.people.ben })
    await later(0)
    expect(told().toSorted()).toEqual(['ana No longer yours', 'cleo Moved'])
  })

  it('and is set right when that is undone', async () => {
    at('09:58')
    const off = cancelByStudio(studio, id)
    await later(0)
    valueOf(studio.undo(off.undo))
    await later(0)
    expect(told().toSorted()).toEqual([
      'ana Booked for you',
      'ana Cancelled',
      'cleo Booked',
      'cleo Cancelled',
    ])
  })

  it('is told at once when it is booked, and to all of a class', async () => {
    at('10:58')
    const serviceId = addGroupService(studio, 2)
    const group = scheduleGroup(studio, `${day}T11:00`, { serviceId, trainerId: studio.people.ben })
    const guest = reachable('Mia Guest', 'mia@example.org')
    valueOf(studio.command('groups.addSeat', { appointmentId: group, ...guest }))
    await later(0)
    expect(told()).toEqual(['mia Booked'])
    const why = { reason: 'studio_closed', refund: false } as const
    valueOf(studio.agree('groups.cancel', { appointmentId: group, ...why }))
    await later(0)
    expect(told()).toEqual(['mia Booked', 'mia Cancelled'])
  })

  it('is told at once to who was offered a seat in it', async () => {
    const serviceId = addGroupService(studio, 1)
    const group = scheduleGroup(studio, `${day}T11:00`, { serviceId, trainerId: studio.people.ben })
    const waits = { appointmentId: group, ...reachable('Mia Guest', 'mia@example.org') }
    const seat = studio.command('groups.addSeat', {
      appointmentId: group,
      ...reachable('Sia Seated', 'sia@example.org'),
    })
    const place = valueOf(studio.command('groups.joinWaitlist', waits))
    cancelByStudio(studio, group, valueOf(seat).seatId)
    studio.deliver()
    valueOf(studio.command('groups.offerSeat', { waitlistId: place.waitlistId }))
    await later(3)
    at('10:58')
    const why = { reason: 'studio_closed', refund: false } as const
    valueOf(studio.agree('groups.cancel', { appointmentId: group, ...why }))
    await later(0)
    expect(told()).toContain('mia A free seat')
    expect(told().at(-1)).toBe('mia Cancelled')
  })

  it('by the delay of that day', async () => {
    setDelay(studio, 15)
    at('09:46')
    cancelByStudio(studio, id)
    await later(0)
    expect(told()).toHaveLength(2)
  })

  it('also where a reminder of it rests', async () => {
    at('09:50')
    studio.app.database
      .prepare(
        `INSERT INTO outbox (id, kind, appointment_id, session_start, recipient_type, recipient_id,
           acted_at, status, created_at, attempts, next_attempt_at)
         SELECT 'reminder', 'reminder', appointment_id, '2026-03-02T09:00:00.000Z', 'client',
           recipient_id, @now, 'queued', @now, 1, '2026-03-02T09:30:00.000Z'
         FROM outbox WHERE recipient_type = 'client'`,
      )
      .run({ now: studio.app.work.now() })
    cancelByStudio(studio, id)
    await later(3)
    expect(told()).toContain('cleo Cancelled')
    at('10:40')
    await later(0)
    expect(told()).toHaveLength(2)
    expect(messagesOf(studio).at(-3)).toMatchObject({ kind: 'reminder', skipReason: 'outdated' })
  })
})

describe('where the server was away over the start', () => {
  const away = async (act: () => void, until: string) => {
    await server.down()
    act()
    await later(1)
    at(until)
    await server.up()
    await later(0)
  }

  it.each([
    { act: () => cancelByStudio(studio, id), says: ['ana Cancelled', 'cleo Cancelled'] },
    { act: () => move({ start: `${day}T09:40` }), says: ['ana Moved', 'cleo Moved'] },
    {
      act: () => move({ trainerId: studio.people.ben }),
      says: ['ana No longer yours', 'cleo Changed'],
    },
  ])('what was done before it is told until it would have ended: $says', async ({ act, says }) => {
    at('09:30')
    await away(act, '10:59')
    expect(told().toSorted()).toEqual(says)
  })

  it('and not after that', async () => {
    at('09:30')
    await away(() => cancelByStudio(studio, id), '11:00')
    expect(told()).toEqual([])
    expect(messagesOf(studio).slice(-2)).toMatchObject([
      { skipReason: 'too_late' },
      { skipReason: 'too_late' },
    ])
  })

  it('what was done after it is not told', async () => {
    at('10:01')
    await away(() => cancelByStudio(studio, id), '10:10')
    expect(told()).toEqual([])
  })

  it('also to a trainer who hears of the next hours only', async () => {
    const near = { ...toldOfAll, withinHours: 4, booked: false }
    valueOf(
      studio.command('staff.saveMessages', { staffId: studio.people.staff.trainer.id, ...near }),
    )
    bookReachable(studio, `${day}T12:00`, reachable('Dee Dawn', 'dee@example.org'))
    id = studio.rows<{ id: string }>(
      `SELECT id FROM appointments WHERE start_time = '2026-03-02T11:00:00.000Z'`,
    )[0]!.id
    await later(30)
    forget()
    at('11:30')
    await away(() => cancelByStudio(studio, id), '12:20')
    expect(told().toSorted()).toEqual(['ana Cancelled', 'dee Cancelled'])
  })
})
