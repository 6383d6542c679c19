import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import {
  giveProduct,
  membershipDraft,
  offerProduct,
  packageDraft,
} from '../support/sell-package.ts'

let studio: TestStudio
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  clientId = clientOf(studio, bookSession(studio, '2026-03-03T09:00'))
})

const give = (product: Parameters<typeof offerProduct>[1]) =>
  giveProduct(studio, clientId, offerProduct(studio, product))
const book = (
  start: string,
  funding:
    | { kind: 'package'; clientPackageId: string }
    | { kind: 'membership'; membershipId: string },
) => bookSession(studio, start, { client: { kind: 'existing', clientId }, funding })
const cancel = (appointmentId: string, by: 'client' | 'studio' = 'client') =>
  studio.agree('appointments.cancel', {
    appointmentId,
    by,
    reason: by === 'client' ? 'client_ill' : 'trainer_unavailable',
    refund: false,
  })
const credits = () => {
  const [sold] = valueOf(studio.call('packages.ofClient', { clientId })).packages
  const { left, held, used } = sold!
  return { left, held, used }
}

describe('a session paid with a credit', () => {
  let clientPackageId: string
  let id: string
  beforeEach(() => {
    clientPackageId = give(packageDraft())
    id = book('2026-03-04T12:00', { kind: 'package', clientPackageId })
  })

  it.each([
    { at: '2026-03-03T12:00', by: 'client', left: 10, used: 0 },
    { at: '2026-03-03T12:01', by: 'client', left: 9, used: 1 },
    { at: '2026-03-04T11:59', by: 'studio', left: 10, used: 0 },
  ] as const)('cancelled at $at by the $by: $left left, $used used', ({ at, by, left, used }) => {
    studio.at(at)
    const { undo } = valueOf(cancel(id, by))
    expect(credits()).toEqual({ left, held: 0, used })
    // One thing is lost, never two: no fee beside the credit.
    expect(studio.rows('SELECT * FROM fees')).toEqual([])
    valueOf(studio.undo(undo))
    expect(credits()).toEqual({ left: 9, held: 1, used: 0 })
  })

  it('is used when it took place, and held again when that is taken back', () => {
    studio.at('2026-03-04T13:00')
    const { undo } = valueOf(studio.command('appointments.complete', { appointmentId: id }))
    expect(credits()).toEqual({ left: 9, held: 0, used: 1 })
    valueOf(studio.undo(undo))
    expect(credits()).toEqual({ left: 9, held: 1, used: 0 })
  })

  it('is not put back when its credit was spent on something else', () => {
    const last = give(packageDraft({ credits: 1, name: 'One' }))
    const first = book('2026-03-05T12:00', { kind: 'package', clientPackageId: last })
    const { undo } = valueOf(cancel(first))
    book('2026-03-06T12:00', { kind: 'package', clientPackageId: last })
    const before = studio.dump()
    expect(outcomeOf(studio.undo(undo))).toBe('no_credit_left')
    expect(studio.dump()).toBe(before)
  })

  it.each([
    { to: '2027-03-02T12:00', outcome: 'ok' },
    { to: '2027-03-03T12:00', outcome: 'package_expired' },
  ])('moves to $to, a year after the sale: $outcome', ({ to, outcome }) => {
    const moved = studio.agree('appointments.reschedule', {
      appointmentId: id,
      trainerId: studio.people.ana,
      start: to,
    })
    expect(outcomeOf(moved)).toBe(outcome)
    expect(credits()).toEqual({ left: 9, held: 1, used: 0 })
  })
})

describe('a membership of two sessions a month', () => {
  it('counts what is booked or was cancelled too late, and not what was cancelled in time', () => {
    const membershipId = give(membershipDraft({ sessionsPerMonth: 2 }))
    const funding = { kind: 'membership', membershipId } as const
    const used = () =>
      valueOf(studio.call('packages.ofClient', { clientId })).memberships[0]!.usedThisMonth
    const first = book('2026-03-04T12:00', funding)
    const second = book('2026-03-10T12:00', funding)
    expect(used()).toBe(2)
    valueOf(cancel(second))
    expect(used()).toBe(1)
    studio.at('2026-03-04T09:00')
    valueOf(cancel(first))
    expect(used()).toBe(1)
    book('2026-03-11T12:00', funding)
    const third = studio.command('appointments.create', {
      trainerId: studio.people.ana,
      serviceId: studio.people.training,
      start: '2026-03-12T12:00',
      client: { kind: 'existing', clientId },
      funding,
    })
    expect(outcomeOf(third)).toBe('membership_used_up')
  })

  it.each([
    { from: '2026-03-05', until: '2026-03-09', outcome: 'ok' },
    { from: '2026-03-05', until: '2026-03-10', outcome: 'membership_has_sessions' },
  ])('rests from $from to $until, booked on the 10th: $outcome', ({ from, until, outcome }) => {
    const membershipId = give(membershipDraft())
    book('2026-03-10T12:00', { kind: 'membership', membershipId })
    const paused = studio.command('memberships.pause', {
      membershipId,
      fromOn: from,
      untilOn: until,
    })
    expect(outcomeOf(paused)).toBe(outcome)
    if (!paused.ok) return
    expect(paused.value.endsOn).toBe('2026-04-06')
    valueOf(studio.undo(paused.value.undo))
    const [membership] = valueOf(studio.call('packages.ofClient', { clientId })).memberships
    expect(membership).toMatchObject({ endsOn: '2026-04-01', pauses: [] })
  })

  it('can be given up, and that be taken back', () => {
    const membershipId = give(membershipDraft())
    const ended = valueOf(
      studio.command('memberships.end', { membershipId, lastDay: '2026-03-10' }),
    )
    const read = () => valueOf(studio.call('packages.ofClient', { clientId })).memberships[0]!
    expect(read()).toMatchObject({ endsOn: '2026-03-10', endedFrom: '2026-04-01' })
    valueOf(studio.undo(ended.undo))
    expect(read()).toMatchObject({ endsOn: '2026-04-01', endedFrom: null })
  })
})
