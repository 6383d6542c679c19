import { beforeEach, describe, expect, it } from 'vitest'
import { minor } from '../../shared/money.ts'
import type { FundingWish } from '../../shared/packages.ts'
import type { LocalDate } from '../../shared/time.ts'
import { newId } from '../../shared/ids.ts'
import { bookingInput, bookSession, clientOf, payCash } from '../support/book-session.ts'
import { addGroupService, groupOf, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { sumIn } from '../support/play-session.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import {
  giveProduct,
  membershipDraft,
  offerProduct,
  packageDraft,
} from '../support/sell-package.ts'

let studio: TestStudio
let clientId: string
/** On 4 March, booked before anything was bought. */
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  id = bookSession(studio, '2026-03-04T12:00')
  clientId = clientOf(studio, id)
})

const single = { kind: 'single' } as const
const give = (
  product: Parameters<typeof offerProduct>[1],
  whose = clientId,
  startsOn?: LocalDate,
) => giveProduct(studio, whose, offerProduct(studio, product), startsOn)
const ten = (changes: Parameters<typeof packageDraft>[0] = {}, whose = clientId) =>
  ({ kind: 'package', clientPackageId: give(packageDraft(changes), whose) }) as const
const month = (sessionsPerMonth: number | null = null, startsOn?: LocalDate) => {
  const membershipId = give(membershipDraft({ sessionsPerMonth }), clientId, startsOn)
  return { kind: 'membership', membershipId } as const
}
const change = (funding: FundingWish, seatId?: string, appointmentId = id) =>
  studio.command('appointments.changePaymentSource', {
    appointmentId,
    ...(seatId !== undefined && { seatId }),
    funding,
  })
const read = (appointmentId = id) => valueOf(studio.call('appointments.get', { appointmentId }))
const bought = () => valueOf(studio.call('packages.ofClient', { clientId }))
const credits = () => bought().packages.map(({ left, held, used }) => ({ left, held, used }))
const book = (start: string, funding: FundingWish = single) =>
  bookSession(studio, start, { client: { kind: 'existing', clientId }, funding })

describe('a session that was booked before something was bought', () => {
  it('is paid by a package, by a membership and by itself again, each undone', () => {
    const pack = ten()
    const membership = month(4)
    const steps = [
      { to: pack, money: 'covered', due: 0, held: 1, used: 0 },
      { to: membership, money: 'covered', due: 0, held: 0, used: 1 },
      { to: single, money: 'unpaid', due: 5_500, held: 0, used: 0 },
    ] as const
    const look = () => {
      const { money, dueMinor, paymentSource } = read()
      const [sold] = bought().packages
      return {
        money: money!.status,
        due: dueMinor,
        kind: paymentSource!.kind,
        held: sold!.held,
        left: sold!.left,
        used: bought().memberships[0]!.usedThisMonth,
      }
    }
    for (const { to, money, due, held, used } of steps) {
      const before = look()
      const { undo } = valueOf(change(to))
      const after = { money, due, kind: to.kind, held, left: 10 - held, used }
      expect(look()).toEqual(after)
      const redo = valueOf(studio.undo(undo)) as { readonly undo: typeof undo }
      expect(look()).toEqual(before)
      valueOf(studio.undo(redo.undo))
      expect(look()).toEqual(after)
    }
    expect(studio.events('appointment.payment_source_changed')).toHaveLength(9)
  })

  it('uses the credit it was given when it takes place, and is never asked for again', () => {
    valueOf(change(ten()))
    studio.at('2026-03-04T12:30')
    valueOf(studio.command('appointments.checkIn', { appointmentId: id }))
    valueOf(studio.command('appointments.complete', { appointmentId: id }))
    expect(credits()).toEqual([{ left: 9, held: 0, used: 1 }])
    expect(studio.rows('SELECT * FROM fees')).toEqual([])
  })

  it('is changed when the client is here already', () => {
    studio.at('2026-03-04T11:55')
    valueOf(studio.command('appointments.checkIn', { appointmentId: id }))
    valueOf(change(ten()))
    expect(read()).toMatchObject({ status: 'checked_in', paymentSource: { name: 'Ten sessions' } })
  })

  it('takes the credit that ends first, and gives back one with its own last day', () => {
    const pack = ten({ validityDays: 30 })
    valueOf(change(pack))
    const expiry = () => bought().packages[0]!.lots
    expect(expiry()).toEqual([{ remaining: 9, expiresOn: '2026-04-01' }])
    studio.at('2026-03-03T12:30')
    valueOf(change(single))
    expect(expiry()).toEqual([{ remaining: 10, expiresOn: '2026-04-01' }])
  })

  it.each([
    { days: 2, comes: 'ok', rule: 'on its last day' },
    { days: 1, comes: 'package_expired', rule: 'the day after' },
  ])('on a package that ends $rule: $comes', ({ days, comes }) => {
    expect(outcomeOf(change(ten({ validityDays: days })))).toBe(comes)
  })

  it.each([
    { startsOn: '2026-03-04', comes: 'ok' },
    { startsOn: '2026-03-05', comes: 'membership_not_valid' },
    { startsOn: '2026-02-05', comes: 'ok' },
    { startsOn: '2026-02-04', comes: 'membership_not_valid' },
  ])('by a membership from $startsOn: $comes', ({ startsOn, comes }) => {
    expect(outcomeOf(change(month(null, startsOn as LocalDate)))).toBe(comes)
  })

  it('is paid by a membership once that is renewed', () => {
    studio.at('2026-03-03T10:00')
    const membership = month(null, '2026-02-04' as LocalDate)
    expect(outcomeOf(change(membership))).toBe('membership_not_valid')
    valueOf(
      studio.command('memberships.renew', {
        membershipId: membership.membershipId,
        amountMinor: 9_900,
        tenders: [{ method: 'card', amountMinor: 9_900, reference: '1' }],
      }),
    )
    valueOf(change(membership))
    expect(read().money!.status).toBe('covered')
  })

  it('is refused a month’s session too many, and a service that is not paid for', () => {
    const membership = month(1)
    book('2026-03-06T12:00', membership)
    const { stretching } = studio.people
    const narrow = ten({ serviceIds: [stretching], name: 'Stretching' })
    const before = studio.dump()
    expect(outcomeOf(change(membership))).toBe('membership_used_up')
    expect(outcomeOf(change(narrow))).toBe('wrong_service')
    expect(studio.dump()).toBe(before)
  })

  it('is refused what is another’s or nobody’s, and what pays it already', () => {
    const other = clientOf(
      studio,
      bookSession(studio, '2026-03-05T15:00', {
        client: { kind: 'new', client: { name: 'Otto Other' } },
      }),
    )
    const pack = ten()
    const theirs = ten({ name: 'Theirs' }, other)
    expect(outcomeOf(change(theirs))).toBe('package_not_found')
    expect(outcomeOf(change({ kind: 'package', clientPackageId: newId() }))).toBe(
      'package_not_found',
    )
    expect(outcomeOf(change({ kind: 'membership', membershipId: newId() }))).toBe(
      'membership_not_found',
    )
    expect(outcomeOf(change(single))).toBe('payment_source_same')
    valueOf(change(pack))
    expect(outcomeOf(change(pack))).toBe('payment_source_same')
    expect(outcomeOf(change(pack, newId()))).toBe('seat_not_found')
  })

  it('keeps its credit when the other package has none left', () => {
    const last = ten({ credits: 1, name: 'One' })
    book('2026-03-06T12:00', last)
    valueOf(change(ten()))
    const before = studio.dump()
    expect(outcomeOf(change(last))).toBe('no_credit_left')
    expect(studio.dump()).toBe(before)
  })
})

describe('a session of somebody who is erased', () => {
  it('is paid from nothing else any more, nor is that undone', () => {
    const pack = ten({ validityDays: 2 })
    const { undo } = valueOf(change(pack))
    studio.signIn('manager')
    // Nobody said what became of it, and what paid it is over.
    studio.at('2026-03-05T09:00')
    const { name } = valueOf(studio.call('clients.get', { clientId }))
    valueOf(studio.command('clients.erase', { clientId, confirmation: name }))
    const before = studio.dump()
    expect(outcomeOf(change(single))).toBe('client_erased')
    expect(outcomeOf(studio.undo(undo))).toBe('client_erased')
    expect(studio.dump()).toBe(before)
  })
})

describe('a session that is over or paid', () => {
  it('is refused once it is cancelled, completed or was missed', () => {
    const pack = ten()
    const late = book('2026-03-03T09:00')
    const done = book('2026-03-03T11:00')
    studio.at('2026-03-03T12:00')
    valueOf(studio.command('appointments.complete', { appointmentId: done }))
    valueOf(studio.agree('appointments.noShow', { appointmentId: late, refund: false }))
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: id,
        by: 'studio',
        reason: 'studio_closed',
        refund: false,
      }),
    )
    expect(outcomeOf(change(pack, undefined, done))).toBe('status_forbids')
    expect(outcomeOf(change(pack, undefined, late))).toBe('status_forbids')
    expect(outcomeOf(change(pack))).toBe('appointment_cancelled')
  })

  it('is refunded first, and is to be paid again once it is paid by itself', () => {
    const pack = ten()
    const { paymentId } = payCash(studio, id)
    expect(outcomeOf(change(pack))).toBe('session_paid')
    const refund = (amount: number) =>
      studio.command('payments.refund', {
        paymentId,
        amountMinor: minor(amount),
        reason: 'other',
      })
    studio.signIn('manager')
    valueOf(refund(5_499))
    expect(outcomeOf(change(pack))).toBe('session_paid')
    valueOf(refund(1))
    valueOf(change(pack))
    expect(read()).toMatchObject({ dueMinor: 0, money: { status: 'covered' } })
    valueOf(change(single))
    expect(read()).toMatchObject({ dueMinor: 5_500, money: { status: 'refunded' } })
  })
})

describe('what its trainer earns once it took place', () => {
  const switchRefunded = (to: () => FundingWish) => {
    studio.signIn('manager')
    const { paymentId } = payCash(studio, id)
    const whole = { paymentId, amountMinor: minor(5_500), reason: 'other' } as const
    valueOf(studio.command('payments.refund', whole))
    valueOf(change(to()))
    studio.at('2026-03-04T13:30')
    valueOf(studio.command('appointments.complete', { appointmentId: id }))
    return sumIn(studio)
  }

  it.each([
    // Half of its own price.
    { to: 'a membership', wish: () => month(4), earns: 2_750 },
    // Half of a tenth of the package.
    { to: 'a package', wish: () => ten(), earns: 2_500 },
  ])('is by $to, whatever went back before that paid it: $earns', ({ wish, earns }) => {
    expect(switchRefunded(wish)).toBe(earns)
  })
})

describe('what was shown', () => {
  it.each([
    { priceMinor: 5_500, comes: 'ok' },
    { priceMinor: 5_499, comes: 'consequence_changed' },
    { priceMinor: 0, comes: 'consequence_changed' },
  ])('that $priceMinor is to be paid by itself: $comes', ({ priceMinor, comes }) => {
    valueOf(change(ten()))
    const back = studio.command('appointments.changePaymentSource', {
      appointmentId: id,
      funding: single,
      shown: { priceMinor },
    })
    expect(outcomeOf(back)).toBe(comes)
  })

  const shownLastDay = (endsOn: string) => ({ shown: { priceMinor: minor(0), endsOn } })

  it.each([
    { endsOn: '2026-04-01', comes: 'ok' },
    { endsOn: '2026-04-02', comes: 'consequence_changed' },
  ])('that a credit until $endsOn pays: $comes', ({ endsOn, comes }) => {
    const funding = ten({ validityDays: 30 })
    const serviceId = addGroupService(studio)
    const group = scheduleGroup(studio, '2026-03-05T18:00', { serviceId })
    const client = { kind: 'existing', clientId } as const
    const shown = shownLastDay(endsOn)
    const { length } = studio.rows('SELECT * FROM credit_entries')
    const answers = [
      studio.command('appointments.changePaymentSource', { appointmentId: id, funding, ...shown }),
      studio.command('appointments.create', {
        ...bookingInput(studio, '2026-03-06T12:00', { client, funding }),
        ...shown,
      }),
      studio.command('groups.addSeat', { appointmentId: group, client, funding, ...shown }),
    ]
    expect(answers.map(outcomeOf)).toEqual([comes, comes, comes])
    const held = comes === 'ok' ? 3 : 0
    expect(studio.rows('SELECT * FROM credit_entries')).toHaveLength(length + held)
  })

  it('says until when the credit is good that would pay instead', () => {
    const funding = ten({ validityDays: 30 })
    const input = { appointmentId: id, funding, ...shownLastDay('2026-05-01') }
    const { message, details } = refusalOf(
      studio.command('appointments.changePaymentSource', input),
    )
    expect(details).toMatchObject({ now: { endsOn: '2026-04-01' } })
    expect(message).toContain('the last day is 1 Apr')
  })
})

describe('a seat in a class', () => {
  it('is paid by what its own client bought, and undone; the other seat stays as it is', () => {
    const serviceId = addGroupService(studio)
    const group = scheduleGroup(studio, '2026-03-05T18:00', { serviceId })
    const seatOf = (client: object) =>
      valueOf(studio.command('groups.addSeat', { appointmentId: group, client: client as never }))
        .seatId
    const own = seatOf({ kind: 'existing', clientId })
    const other = seatOf({ kind: 'new', client: { name: 'Gina Guest' } })
    const pack = ten()
    expect(outcomeOf(change(pack, undefined, group))).toBe('seat_not_found')
    expect(outcomeOf(change(pack, other, group))).toBe('package_not_found')
    const { undo } = valueOf(change(pack, own, group))
    const statuses = () => groupOf(studio, group).seats.map(({ money }) => money!.status)
    expect(statuses()).toEqual(['covered', 'unpaid'])
    expect(credits()).toEqual([{ left: 9, held: 1, used: 0 }])
    valueOf(studio.undo(undo))
    expect(statuses()).toEqual(['unpaid', 'unpaid'])
    expect(credits()).toEqual([{ left: 10, held: 0, used: 0 }])
  })
})
