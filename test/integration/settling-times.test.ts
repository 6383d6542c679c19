import { beforeEach, describe, expect, it } from 'vitest'
import type { Shown } from '../../shared/shown.ts'
import type { KeptTime } from '../../shared/to-decide.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { giveProduct, offerProduct, packageDraft } from '../support/sell-package.ts'

/*
 * It is Monday, 2 March, 08:00 in Berlin. A session keeps its moment and the wall time that was agreed;
 * `agree` writes another wall time, as if the rules of the clock had changed since it was booked.
 */
let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const agree = (id: string, local: string) =>
  studio.app.database.prepare('UPDATE appointments SET local_start = ? WHERE id = ?').run(local, id)
const listed = () => valueOf(studio.call('appointments.toDecide', {}))
const settle = (keep: KeptTime, shown: Shown = {}, appointmentId?: string) =>
  studio.command('appointments.settleTimes', { keep, shown, appointmentId })
const timesOf = (id: string) =>
  studio.rows(
    'SELECT start_time, end_time, time_zone, local_start FROM appointments WHERE id = ?',
    id,
  )[0]
const at = (start: string, end: string, local: string) => ({
  start_time: `2026-03-04T${start}:00.000Z`,
  end_time: `2026-03-04T${end}:00.000Z`,
  time_zone: 'Europe/Berlin',
  local_start: `2026-03-04T${local}`,
})

describe('a session whose moment is not the wall time any more', () => {
  let id: string

  beforeEach(() => {
    id = bookSession(studio, '2026-03-04T10:00')
    agree(id, '2026-03-04T09:00')
  })

  it('is listed with both, and is not shown as one of them', () => {
    expect(listed()).toEqual({
      count: 1,
      timesCount: 1,
      sessions: [
        {
          appointmentId: id,
          localStart: '2026-03-04T10:00',
          trainerName: 'Ana Ruiz',
          serviceName: 'Personal training',
          clientName: 'Cleo Client',
          why: [{ kind: 'time_differs', agreed: '2026-03-04T09:00', shown: '2026-03-04T10:00' }],
        },
      ],
    })
  })

  it.each([
    { keep: 'wall', becomes: at('08:00', '09:00', '09:00') },
    { keep: 'instant', becomes: at('09:00', '10:00', '10:00') },
  ] as const)('keeps the $keep: nothing is left to decide', ({ keep, becomes }) => {
    valueOf(settle(keep, { timesSettled: 1 }, id))
    expect(timesOf(id)).toEqual(becomes)
    expect(listed()).toEqual({ count: 0, timesCount: 0, sessions: [] })
    const event = studio.events('appointment.rescheduled').at(-1)!
    expect(event.data).toMatchObject({
      settled: keep,
      startTime: becomes.start_time,
      localStart: becomes.local_start,
      agreedTime: '2026-03-04T08:00:00.000Z',
    })
    expect(outcomeOf(settle(keep, { timesSettled: 1 }, id))).toBe('times_agree')
  })

  it.each(['wall', 'instant'] as const)('%s is undone, and done again', (keep) => {
    const before = timesOf(id)
    const done = valueOf(settle(keep, { timesSettled: 1 }, id))
    const decided = timesOf(id)
    const undone = valueOf(studio.undo(done.undo)) as typeof done
    expect(timesOf(id)).toEqual(before)
    expect(listed().timesCount).toBe(1)
    valueOf(studio.undo(undone.undo))
    expect(timesOf(id)).toEqual(decided)
  })

  it('stands in Activity as what was decided', () => {
    valueOf(settle('wall', { timesSettled: 1 }, id))
    const { entries } = valueOf(studio.call('activity.list', {}))
    expect(entries[0]).toMatchObject({ type: 'appointment.rescheduled', data: { settled: 'wall' } })
  })

  it.each([
    { shown: {}, outcome: 'consequence_changed' },
    { shown: { timesSettled: 0 }, outcome: 'consequence_changed' },
    { shown: { timesSettled: 2 }, outcome: 'consequence_changed' },
    { shown: { timesSettled: 1 }, outcome: 'ok' },
  ])('is decided only as it was shown: $shown: $outcome', ({ shown, outcome }) => {
    const act = () => expect(outcomeOf(settle('wall', shown))).toBe(outcome)
    if (outcome === 'ok') act()
    else leavingAllAsItWas(studio, act)
  })

  it('is no late move, however short before', () => {
    studio.at('2026-03-04T07:00')
    const shown = { timesSettled: 1, lateMoves: 0, feeMinor: 0 }
    expect(outcomeOf(settle('wall', shown, id))).toBe('ok')
    expect(
      studio.rows<{ moved_late: number }>('SELECT moved_late FROM appointments')[0]!.moved_late,
    ).toBe(0)
  })

  it('is listed until the later of the two is past', () => {
    studio.at('2026-03-04T09:30')
    expect(listed().timesCount).toBe(1)
    studio.at('2026-03-04T10:00')
    expect(listed().timesCount).toBe(0)
  })

  it('is decided by moving or cancelling it as well', () => {
    const moved = { appointmentId: id, trainerId: studio.people.ana, start: '2026-03-04T12:00' }
    valueOf(studio.command('appointments.reschedule', moved))
    expect(listed().timesCount).toBe(0)
    agree(id, '2026-03-04T11:00')
    const cancel = { appointmentId: id, by: 'studio', reason: 'other', refund: false } as const
    valueOf(studio.command('appointments.cancel', cancel))
    expect(listed().timesCount).toBe(0)
  })

  it('is to be decided again once its move or its cancellation is taken back', () => {
    const before = timesOf(id)
    const input = { appointmentId: id, trainerId: studio.people.ana, start: '2026-03-04T12:00' }
    const moved = valueOf(studio.command('appointments.reschedule', input))
    valueOf(studio.undo(moved.undo))
    expect(timesOf(id)).toEqual(before)
    const cancel = { appointmentId: id, by: 'studio', reason: 'other', refund: false } as const
    const cancelled = valueOf(studio.command('appointments.cancel', cancel))
    // Also where FitFlow first looks for such sessions while it is cancelled.
    studio.reopen()
    studio.signIn('manager')
    expect(listed().timesCount).toBe(0)
    valueOf(studio.undo(cancelled.undo))
    expect(timesOf(id)).toEqual(before)
    expect(listed().timesCount).toBe(1)
  })

  it('is to be decided again when it is put back days after FitFlow first looked', () => {
    const cancel = { appointmentId: id, by: 'studio', reason: 'other', refund: false } as const
    valueOf(studio.command('appointments.cancel', cancel))
    studio.app.database.prepare('DELETE FROM former_states').run()
    studio.reopen()
    studio.signIn('manager')
    expect(listed().timesCount).toBe(0)
    valueOf(studio.command('appointments.reinstate', { appointmentId: id }))
    expect(listed().timesCount).toBe(1)
  })

  it('is found when its move is taken back after FitFlow was started again', () => {
    const input = { appointmentId: id, trainerId: studio.people.ana, start: '2026-03-04T12:00' }
    const moved = valueOf(studio.command('appointments.reschedule', input))
    studio.reopen()
    studio.signIn('manager')
    expect(listed().timesCount).toBe(0)
    valueOf(studio.undo(moved.undo))
    expect(listed().timesCount).toBe(1)
  })

  it.each([
    {
      when: 'something else is where it was',
      act: () => void bookSession(studio, '2026-03-04T10:00'),
      code: 'time_cannot_stand',
    },
    {
      when: 'it has taken place',
      act: () => {
        studio.at('2026-03-04T10:30')
        valueOf(studio.command('appointments.complete', { appointmentId: id }))
        studio.at('2026-03-04T07:00')
      },
      code: 'status_forbids',
    },
  ])('once decided is not taken back when $when', ({ act, code }) => {
    studio.at('2026-03-04T07:00')
    const done = valueOf(settle('wall', { timesSettled: 1 }, id))
    act()
    leavingAllAsItWas(studio, () => expect(outcomeOf(studio.undo(done.undo))).toBe(code))
  })

  it('does not push another session out of the slot it was agreed for', () => {
    bookSession(studio, '2026-03-04T09:00')
    leavingAllAsItWas(studio, () =>
      expect(refusalOf(settle('wall', { timesSettled: 1 }, id))).toMatchObject({
        code: 'time_cannot_stand',
        message:
          'The session of 4 Mar 2026, 09:00 cannot stand there: Ana Ruiz is busy until 10:00 (booked from 09:00). Nothing was changed.',
      }),
    )
    expect(outcomeOf(settle('instant', { timesSettled: 1 }, id))).toBe('ok')
  })
})

it('an agreed time that the clocks skip by now is kept as the first after it', () => {
  const id = bookSession(studio, '2026-03-30T10:00')
  const gone = `UPDATE appointments SET start_time = '2026-03-29T00:30:00.000Z',
    end_time = '2026-03-29T01:30:00.000Z', local_start = '2026-03-29T02:30' WHERE id = ?`
  studio.app.database.prepare(gone).run(id)
  valueOf(settle('wall', { timesSettled: 1 }, id))
  expect(timesOf(id)).toMatchObject({
    start_time: '2026-03-29T01:00:00.000Z',
    local_start: '2026-03-29T03:00',
  })
})

it('a class goes with its seats and its room', () => {
  const room = valueOf(studio.command('catalog.addRoom', { name: 'Hall', kind: 'room' })).id
  const serviceId = addGroupService(studio)
  studio.app.database.prepare('INSERT INTO service_rooms VALUES (?, ?)').run(serviceId, room)
  const id = scheduleGroup(studio, '2026-03-04T10:00', { serviceId })
  fillSeats(studio, id, 2)
  agree(id, '2026-03-04T09:00')
  const ben = { serviceId, trainerId: studio.people.ben }
  const other = scheduleGroup(studio, '2026-03-04T09:00', ben)
  expect(refusalOf(settle('wall', { timesSettled: 1 })).message).toContain(
    'Hall is taken until 10:00',
  )
  const whole = { appointmentId: other, reason: 'other', refund: false } as const
  valueOf(studio.command('groups.cancel', whole))
  valueOf(settle('wall', { timesSettled: 1 }))
  expect(timesOf(id)).toEqual(at('08:00', '09:00', '09:00'))
})

it('a moment that falls on another day is paid by what is good on that day, or is refused', () => {
  const first = bookSession(studio, '2026-03-04T10:00')
  const client = clientOf(studio, first)
  const clientPackageId = giveProduct(
    studio,
    client,
    offerProduct(studio, packageDraft({ validityDays: 2 })),
  )
  const last = bookSession(studio, '2026-03-04T12:00', {
    client: { kind: 'existing', clientId: client },
    funding: { kind: 'package', clientPackageId },
  })
  const late = `UPDATE appointments SET start_time = '2026-03-04T23:30:00.000Z',
    end_time = '2026-03-05T00:30:00.000Z', local_start = '2026-03-04T23:30' WHERE id = ?`
  studio.app.database.prepare(late).run(last)
  const outcome = outcomeOf(settle('instant', { timesSettled: 1 }, last))
  const expires = studio.rows<{ expires_on: string }>(
    'SELECT expires_on FROM client_packages WHERE id = ?',
    clientPackageId,
  )[0]!.expires_on
  expect([outcome, expires]).toEqual(['time_cannot_stand', '2026-03-04'])
})
