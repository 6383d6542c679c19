import { beforeEach, describe, expect, it } from 'vitest'
import type { Rate } from '../../shared/earnings.ts'
import { minor } from '../../shared/money.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import {
  amountsIn,
  byCard,
  half,
  monday,
  openStudioAt,
  play,
  setRate,
  sumIn,
  type Act,
} from '../support/play-session.ts'
import { valueOf } from '../support/read-result.ts'
import {
  giveProduct,
  membershipDraft,
  offerProduct,
  packageDraft,
} from '../support/sell-package.ts'

let studio: TestStudio
/** Wednesday, 4 March at noon with Ana, 60 minutes for 55.00. */
let id: string

describe('a session on a package of ten for 500.00', () => {
  let clientId: string
  let clientPackageId: string
  beforeEach(() => {
    studio = openStudioAt(half)
    clientId = clientOf(studio, bookSession(studio, '2026-03-02T08:00'))
    clientPackageId = giveProduct(studio, clientId, offerProduct(studio, packageDraft()))
    id = bookSession(studio, '2026-03-04T12:00', funded())
  })
  const funded = () => ({
    client: { kind: 'existing' as const, clientId },
    funding: { kind: 'package' as const, clientPackageId },
  })

  it.each<{ when: Act[]; lines: number[] }>([
    { when: [], lines: [] },
    { when: ['completed'], lines: [2_500] },
    { when: ['completed', 'taken back'], lines: [2_500, -2_500] },
    { when: ['cancelled in time'], lines: [] },
    { when: ['cancelled late'], lines: [2_500] },
    { when: ['cancelled late, let go'], lines: [] },
    { when: ['cancelled by the studio'], lines: [] },
    { when: ['not come'], lines: [2_500] },
  ])('$when: $lines', ({ when, lines }) => {
    play(studio, id, when)
    expect(amountsIn(studio)).toEqual(lines)
  })

  it('earns what it did when it is undone and done again, whichever others were taken back', () => {
    const three = packageDraft({ priceMinor: minor(10_000), credits: 3 })
    clientPackageId = giveProduct(studio, clientId, offerProduct(studio, three))
    const [first, second] = ['2026-03-03T10:00', '2026-03-03T11:00'].map((start) => {
      const appointmentId = bookSession(studio, start, funded())
      studio.at('2026-03-03T12:30')
      return {
        appointmentId,
        done: valueOf(studio.command('appointments.complete', { appointmentId })),
      }
    })
    // Of 50.00: 16.67, 16.66 and 16.67.
    const earnedBy = (appointmentId: string) =>
      studio.rows(
        'SELECT sum(amount_minor) AS sum FROM earnings WHERE appointment_id = ?',
        appointmentId,
      )
    const before = earnedBy(second!.appointmentId)
    expect(before).toEqual([{ sum: 1_666 }])
    valueOf(studio.undo(first!.done.undo))
    const { undo } = valueOf(studio.undo(second!.done.undo)) as typeof second & { undo: never }
    valueOf(studio.undo(undo))
    expect(earnedBy(second!.appointmentId)).toEqual(before)
  })

  it('keeps what it earned when the package is given back afterwards', () => {
    const productId = offerProduct(studio, packageDraft())
    const sold = { clientId, productId, amountMinor: minor(50_000), tenders: byCard(50_000) }
    clientPackageId = valueOf(studio.command('packages.sell', sold)).soldId
    id = bookSession(studio, '2026-03-05T12:00', funded())
    studio.at('2026-03-05T13:30')
    valueOf(studio.command('appointments.complete', { appointmentId: id }))
    expect(amountsIn(studio)).toEqual([2_500])
    const refund = { clientPackageId, amountMinor: minor(44_500), to: 'account' as const }
    valueOf(studio.command('packages.refund', refund))
    expect(amountsIn(studio)).toEqual([2_500])
  })
})

describe('a membership', () => {
  it.each<{ given: string; perMonth: number | null; when: Act[]; earned: number }>([
    { given: 'unlimited', perMonth: null, when: ['completed'], earned: 2_750 },
    { given: 'unlimited', perMonth: null, when: ['cancelled in time'], earned: 0 },
    { given: 'unlimited', perMonth: null, when: ['cancelled late'], earned: 0 },
    // Its flat fee of 10.00.
    { given: 'unlimited', perMonth: null, when: ['cancelled late', 'fee paid'], earned: 500 },
    { given: 'four a month', perMonth: 4, when: ['completed'], earned: 2_750 },
    { given: 'four a month', perMonth: 4, when: ['cancelled late'], earned: 2_750 },
    { given: 'four a month', perMonth: 4, when: ['cancelled by the studio'], earned: 0 },
  ])('$given, $when: $earned of the session’s price', ({ perMonth, when, earned }) => {
    studio = openStudioAt(half)
    const clientId = clientOf(studio, bookSession(studio, '2026-03-02T08:00'))
    const product = offerProduct(studio, membershipDraft({ sessionsPerMonth: perMonth }))
    const membershipId = giveProduct(studio, clientId, product)
    id = bookSession(studio, '2026-03-04T12:00', {
      client: { kind: 'existing', clientId },
      funding: { kind: 'membership', membershipId },
    })
    play(studio, id, when)
    expect(sumIn(studio)).toBe(earned)
  })
})

describe('a group of three seats at 18.00', () => {
  let seats: string[]
  const lines = () =>
    studio.rows<{ seat: string | null; amount: number }>(
      'SELECT seat_id AS seat, amount_minor AS amount FROM earnings ORDER BY rowid',
    )
  function gather(rate: Rate): void {
    studio = openStudioAt(rate)
    id = scheduleGroup(studio, '2026-03-04T12:00', { serviceId: addGroupService(studio, 3) })
    seats = fillSeats(studio, id, 3)
  }
  const complete = (seatId: string | undefined) =>
    valueOf(studio.command('appointments.complete', { appointmentId: id, seatId }))

  it.each<{ rate: Rate; one: number; two: number; back: number; none: number }>([
    { rate: half, one: 900, two: 1_800, back: 900, none: 0 },
    { rate: { kind: 'flat', value: 2_000 }, one: 2_000, two: 2_000, back: 2_000, none: 0 },
    { rate: { kind: 'hourly', value: 3_000 }, one: 3_000, two: 3_000, back: 3_000, none: 0 },
  ])(
    'earns $one with one who came, $two with two at $rate.kind',
    ({ rate, one, two, back, none }) => {
      gather(rate)
      studio.at('2026-03-04T13:30')
      complete(seats[0])
      expect(sumIn(studio)).toBe(one)
      complete(seats[1])
      expect(sumIn(studio)).toBe(two)
      const takeBack = (seatId: string | undefined) =>
        valueOf(studio.command('appointments.takeBackCompletion', { appointmentId: id, seatId }))
      takeBack(seats[0])
      expect(sumIn(studio)).toBe(back)
      takeBack(seats[1])
      expect(sumIn(studio)).toBe(none)
    },
  )

  it('is paid by its seats at a share, and as a whole by the session', () => {
    gather(half)
    studio.at('2026-03-04T13:30')
    for (const seat of seats) complete(seat)
    expect(lines()).toEqual(seats.map((seat) => ({ seat, amount: 900 })))
    gather({ kind: 'flat', value: 2_000 })
    studio.at('2026-03-04T13:30')
    for (const seat of seats) complete(seat)
    expect(lines()).toEqual([{ seat: null, amount: 2_000 }])
    const list = studio.call('earnings.list', { from: monday, until: '2026-03-31' })
    expect(valueOf(list).lines).toMatchObject([{ client: null, status: 'completed' }])
  })

  it('earns of all that was paid ahead once a share is agreed, whoever pays first', () => {
    gather({ kind: 'hourly', value: 3_000 })
    const money = { amountMinor: minor(1_800), tenders: byCard(1_800) }
    const pay = (seatId: string | undefined) =>
      valueOf(studio.command('payments.take', { appointmentId: id, seatId, ...money }))
    pay(seats[0])
    setRate(studio, studio.people.ana, half, '2026-03-04')
    pay(seats[1])
    expect(lines()).toEqual([
      { seat: seats[0], amount: 900 },
      { seat: seats[1], amount: 900 },
    ])
  })

  it('takes its earning along to a trainer who is paid otherwise', () => {
    gather(half)
    const { ana, ben } = studio.people
    const rate = { kind: 'hourly', value: 3_000 } as const
    setRate(studio, ben, rate)
    const money = { amountMinor: minor(1_800), tenders: byCard(1_800) }
    valueOf(studio.command('payments.take', { appointmentId: id, seatId: seats[0], ...money }))
    const of = () =>
      Object.fromEntries(
        studio
          .rows<{ trainer: string; sum: number }>(
            'SELECT trainer_id AS trainer, sum(amount_minor) AS sum FROM earnings GROUP BY trainer_id',
          )
          .map((row) => [row.trainer, row.sum]),
      )
    expect(of()).toEqual({ [ana]: 900 })
    const move = { appointmentId: id, trainerId: ben, start: '2026-03-04T14:00' }
    valueOf(studio.agree('appointments.reschedule', { ...move, exceptionReason: 'As agreed' }))
    expect(of()).toEqual({ [ana]: 0 })
    studio.at('2026-03-04T15:30')
    complete(seats[1])
    expect(of()).toEqual({ [ana]: 0, [ben]: 3_000 })
  })
})
