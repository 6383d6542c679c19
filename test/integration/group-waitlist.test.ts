import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import {
  addGroupService,
  fillSeats,
  groupOf,
  scheduleGroup,
  seatNew,
} from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let id: string

beforeEach(() => {
  studio = openTestStudio()
  const serviceId = addGroupService(studio, 2)
  studio.signIn('desk')
  id = scheduleGroup(studio, '2026-03-04T10:00', { serviceId })
})

const wait = (name: string, email?: string) =>
  studio.command('groups.joinWaitlist', {
    appointmentId: id,
    client: { kind: 'new', client: { name, email, messagesConsent: email !== undefined } },
  })

const free = (seatId: string) =>
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId: id,
      seatId,
      by: 'client',
      reason: 'client_request',
      refund: false,
    }),
  )

const line = () => groupOf(studio, id).waiting.map(({ clientName }) => clientName)

describe('the line behind a full session', () => {
  it.each([
    { taken: 0, waiting: 0, outcome: 'seat_is_free', rule: 'nobody waits beside free seats' },
    { taken: 1, waiting: 0, outcome: 'seat_is_free', rule: 'nor beside a single one' },
    { taken: 2, waiting: 0, outcome: 'ok', rule: 'the first one waits' },
    { taken: 2, waiting: 3, outcome: 'ok', rule: 'and any number behind' },
  ])('with $taken of 2 taken: $rule', ({ taken, waiting, outcome }) => {
    fillSeats(studio, id, taken)
    for (let index = 0; index < waiting; index += 1) valueOf(wait(`Earlier ${index}`))
    expect(outcomeOf(wait('Cleo Client'))).toBe(outcome)
  })

  it('keeps the order in which they came, also when a seat is free', () => {
    const [first] = fillSeats(studio, id, 2)
    for (const name of ['Cleo Client', 'Dora Diver', 'Emil Early']) valueOf(wait(name))
    free(first!)
    expect(line()).toEqual(['Cleo Client', 'Dora Diver', 'Emil Early'])
    valueOf(wait('Finn Fourth'))
    expect(line().at(-1)).toBe('Finn Fourth')
  })

  it('has a client once, and none who has a seat', () => {
    fillSeats(studio, id, 2)
    valueOf(wait('Cleo Client'))
    const group = groupOf(studio, id)
    const join = (clientId: string) =>
      outcomeOf(
        studio.command('groups.joinWaitlist', {
          appointmentId: id,
          client: { kind: 'existing', clientId },
        }),
      )
    expect(join(group.waiting[0]!.clientId)).toBe('already_waiting')
    expect(join(group.seats[0]!.clientId)).toBe('already_seated')
  })

  it('is left in the transaction that gives the seat', () => {
    const [first] = fillSeats(studio, id, 2)
    valueOf(wait('Cleo Client'))
    free(first!)
    const { clientId, id: waitlistId } = groupOf(studio, id).waiting[0]!
    const seated = valueOf(
      studio.command('groups.addSeat', {
        appointmentId: id,
        client: { kind: 'existing', clientId },
      }),
    )
    expect(line()).toEqual([])
    expect(studio.events('seat.booked').at(-1)?.data).toMatchObject({ waitlistId })
    expect(studio.events('waitlist.seated')[0]?.data).toMatchObject({
      waitlistId,
      seatId: seated.seatId,
    })
  })

  it('is stayed in when the seat was not to be had', () => {
    fillSeats(studio, id, 2)
    valueOf(wait('Cleo Client'))
    const { clientId } = groupOf(studio, id).waiting[0]!
    const client = { kind: 'existing', clientId } as const
    expect(outcomeOf(studio.command('groups.addSeat', { appointmentId: id, client }))).toBe(
      'session_full',
    )
    expect(line()).toEqual(['Cleo Client'])
  })

  it('can be left, once', () => {
    fillSeats(studio, id, 2)
    const { waitlistId } = valueOf(wait('Cleo Client'))
    valueOf(studio.command('groups.leaveWaitlist', { waitlistId }))
    expect(line()).toEqual([])
    expect(outcomeOf(studio.command('groups.leaveWaitlist', { waitlistId }))).toBe('not_waiting')
  })
})

describe('a seat that is given from the line and taken back', () => {
  const known = (clientId: string) => ({ kind: 'existing', clientId }) as const
  const seat = (clientId: string) =>
    valueOf(studio.command('groups.addSeat', { appointmentId: id, client: known(clientId) }))
  let second: { id: string; clientId: string }

  beforeEach(() => {
    const [first] = fillSeats(studio, id, 2)
    for (const name of ['Cleo Client', 'Dora Diver', 'Emil Early']) valueOf(wait(name))
    free(first!)
    second = groupOf(studio, id).waiting[1]!
  })

  it('puts its client back where they stood', () => {
    const { undo } = seat(second.clientId)
    expect(line()).toEqual(['Cleo Client', 'Emil Early'])
    valueOf(studio.undo(undo))
    expect(line()).toEqual(['Cleo Client', 'Dora Diver', 'Emil Early'])
    expect(groupOf(studio, id).seats).toHaveLength(1)
    expect(studio.events('waitlist.rejoined').at(-1)?.data).toMatchObject({
      waitlistId: second.id,
      clientId: second.clientId,
    })
  })

  it('is given once more from the same place, and taken back again', () => {
    const taken = valueOf(studio.undo(seat(second.clientId).undo)) as { undo: Undo }
    const again = valueOf(studio.undo(taken.undo)) as { undo: Undo }
    expect(line()).toEqual(['Cleo Client', 'Emil Early'])
    valueOf(studio.undo(again.undo))
    expect(line()).toEqual(['Cleo Client', 'Dora Diver', 'Emil Early'])
  })

  it('leaves the line as it is when it is not taken back but given up', () => {
    free(seat(second.clientId).seatId)
    expect(line()).toEqual(['Cleo Client', 'Emil Early'])
  })

  it('is out of the line, too, when it was given up and comes back', () => {
    const { seatId } = seat(second.clientId)
    const { undo } = free(seatId)
    valueOf(
      studio.command('groups.joinWaitlist', { appointmentId: id, client: known(second.clientId) }),
    )
    valueOf(studio.undo(undo))
    expect(line()).toEqual(['Cleo Client', 'Emil Early'])
  })

  it('is one place, when its client turns out to be somebody who waits', () => {
    const { seatId } = seat(second.clientId)
    studio.signIn('manager')
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    const keepId = groupOf(studio, id).waiting[1]!.clientId
    valueOf(studio.command('clients.merge', { keepId, mergeId: second.clientId, fields }))
    expect(line()).toEqual(['Cleo Client'])
    expect(groupOf(studio, id).seats.map((each) => each.id)).toContain(seatId)
  })
})

describe('a free seat', () => {
  it('is offered by e-mail to whoever agreed to that, and is not held', () => {
    const [first] = fillSeats(studio, id, 2)
    const { waitlistId } = valueOf(wait('Cleo Client', 'cleo@example.com'))
    const offer = () => studio.command('groups.offerSeat', { waitlistId })
    expect(outcomeOf(offer())).toBe('no_seat_to_offer')
    free(first!)
    valueOf(offer())
    studio.deliver()
    expect(studio.lateErrors).toEqual([])
    expect(studio.rows(`SELECT kind, status FROM outbox WHERE kind = 'waitlist_offer'`)).toEqual([
      { kind: 'waitlist_offer', status: 'queued' },
    ])
    expect(groupOf(studio, id).waiting[0]!.offeredAt).not.toBeNull()
    expect(outcomeOf(seatNew(studio, id, 'Dora Diver'))).toBe('ok')
  })

  it('is not offered by e-mail to who did not agree', () => {
    const [first] = fillSeats(studio, id, 2)
    const { waitlistId } = valueOf(wait('Cleo Client'))
    free(first!)
    expect(refusalOf(studio.command('groups.offerSeat', { waitlistId }))).toMatchObject({
      code: 'cannot_be_written_to',
      nextStep: 'Call them instead.',
    })
  })

  it('that was given up comes back only while it is free', () => {
    const [first] = fillSeats(studio, id, 2)
    const { undo } = free(first!)
    expect(outcomeOf(studio.undo(undo))).toBe('ok')
    const again = free(first!)
    valueOf(seatNew(studio, id, 'Cleo Client'))
    expect(outcomeOf(studio.undo(again.undo))).toBe('session_full')
  })
})

describe('each client of a group who agreed to messages', () => {
  it('is told about their own seat, and about the session when it moves', () => {
    const client = { name: 'Cleo Client', email: 'cleo@example.com', messagesConsent: true }
    const { seatId } = valueOf(
      studio.command('groups.addSeat', { appointmentId: id, client: { kind: 'new', client } }),
    )
    valueOf(seatNew(studio, id, 'Dora Diver'))
    studio.deliver()
    valueOf(
      studio.agree('appointments.reschedule', {
        appointmentId: id,
        trainerId: studio.people.ana,
        start: '2026-03-04T12:00',
      }),
    )
    studio.deliver()
    free(seatId)
    studio.deliver()
    expect(studio.lateErrors).toEqual([])
    expect(
      studio.rows(`SELECT kind FROM outbox WHERE recipient_type = 'client' ORDER BY position`),
    ).toEqual([{ kind: 'confirmation' }, { kind: 'change' }, { kind: 'cancellation' }])
  })
})
