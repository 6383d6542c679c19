import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import { minor } from '../../shared/money.ts'
import type { FundingWish, ProductDraft } from '../../shared/packages.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { addGroupService, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { byCard } from '../support/play-session.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { membershipDraft, offerProduct, packageDraft } from '../support/sell-package.ts'

let studio: TestStudio
let clientId: string
/** On 4 March at noon, booked before anything was bought. */
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  id = bookSession(studio, '2026-03-04T12:00')
  clientId = clientOf(studio, id)
})

const single = { kind: 'single' } as const
const sell = (product: ProductDraft) => {
  const productId = offerProduct(studio, product)
  const amountMinor = product.priceMinor
  const tenders = byCard(amountMinor)
  return valueOf(studio.command('packages.sell', { clientId, productId, amountMinor, tenders }))
}
const pack = (changes: Parameters<typeof packageDraft>[0] = {}) =>
  ({ kind: 'package', clientPackageId: sell(packageDraft(changes)).soldId }) as const
const member = (sessionsPerMonth: number | null = null) =>
  ({
    kind: 'membership',
    membershipId: sell(membershipDraft({ sessionsPerMonth })).soldId,
  }) as const
const change = (funding: FundingWish, seatId?: string, appointmentId = id) =>
  studio.command('appointments.changePaymentSource', {
    appointmentId,
    ...(seatId !== undefined && { seatId }),
    funding,
  })
const book = (start: string, funding: FundingWish) =>
  bookSession(studio, start, { client: { kind: 'existing', clientId }, funding })
const money = () => valueOf(studio.call('appointments.get', { appointmentId: id })).paymentSource

/** Tries to undo it. Answers why that is refused, and whether anything is another than before. */
function tryUndo(undo: Undo | null) {
  const before = studio.dump()
  const comes = outcomeOf(studio.undo(undo))
  return { comes, isChanged: studio.dump() !== before }
}
const refused = (comes: string) => ({ comes, isChanged: false })

describe('undoing it', () => {
  it('is refused when the credit paid something else since', () => {
    const last = pack({ credits: 1 })
    valueOf(change(last))
    const { undo } = valueOf(change(single))
    book('2026-03-06T12:00', last)
    expect(tryUndo(undo)).toEqual(refused('credit_gone'))
  })

  it('is refused when it was changed again since, or was paid', () => {
    const first = valueOf(change(pack()))
    const second = valueOf(change(single))
    expect(tryUndo(first.undo)).toEqual(refused('undo_overtaken'))
    payCash(studio, id)
    expect(tryUndo(second.undo)).toEqual(refused('session_paid'))
  })

  it('is refused when its package was paid back since', () => {
    const from = pack()
    valueOf(change(from))
    const { undo } = valueOf(change(single))
    const { clientPackageId } = from
    valueOf(
      studio.command('packages.refund', {
        clientPackageId,
        amountMinor: minor(50_000),
        to: 'account',
      }),
    )
    expect(tryUndo(undo)).toEqual(refused('credit_gone'))
  })

  const end = (lastDay: string) => (membershipId: string) =>
    valueOf(studio.command('memberships.end', { membershipId, lastDay }))
  const pause = (membershipId: string) =>
    valueOf(
      studio.command('memberships.pause', {
        membershipId,
        fromOn: '2026-03-04',
        untilOn: '2026-03-04',
      }),
    )
  const payBack = () => {
    const [sale] = studio.rows<{ id: string }>('SELECT id FROM payments')
    const refund = { paymentId: sale!.id, amountMinor: minor(9_900), reason: 'other' } as const
    valueOf(studio.command('payments.refund', refund))
  }
  const useUp = (membershipId: string) =>
    book('2026-03-06T12:00', { kind: 'membership', membershipId })

  it.each<{ when: string; does: (membershipId: string) => unknown; reason: string }>([
    { when: 'was ended before that day', does: end('2026-03-03'), reason: 'membership_not_valid' },
    { when: 'was paid back', does: payBack, reason: 'membership_not_valid' },
    { when: 'rests on that day', does: pause, reason: 'membership_paused' },
    { when: 'paid another session of the month', does: useUp, reason: 'membership_used_up' },
  ])('is refused when its membership $when: $reason', ({ does, reason }) => {
    const from = member(1)
    valueOf(change(from))
    const { undo } = valueOf(change(single))
    does(from.membershipId)
    expect(tryUndo(undo)).toEqual(refused(reason))
  })

  it('brings back what ends on its day or was put back as it was', () => {
    const from = member(1)
    valueOf(change(from))
    const { undo } = valueOf(change(single))
    end('2026-03-03')(from.membershipId)
    valueOf(studio.command('memberships.reopen', { membershipId: from.membershipId }))
    end('2026-03-04')(from.membershipId)
    valueOf(studio.undo(undo))
    expect(money()).toMatchObject(from)
  })

  it('brings a credit back that was good on its day and is over by now', () => {
    const from = pack({ validityDays: 2 })
    valueOf(change(from))
    studio.at('2026-03-04T12:30')
    valueOf(studio.command('appointments.checkIn', { appointmentId: id }))
    const { undo } = valueOf(change(single))
    studio.at('2026-03-05T12:00')
    valueOf(studio.undo(undo))
    expect(money()).toMatchObject(from)
    const held = 'SELECT expires_on AS day FROM credit_entries ORDER BY rowid DESC LIMIT 1'
    expect(studio.rows(held)).toEqual([{ day: '2026-03-04' }])
  })

  it('is too late after a day', () => {
    const { undo } = valueOf(change(pack()))
    studio.at('2026-03-03T18:00')
    expect(tryUndo(undo)).toEqual(refused('undo_too_late'))
  })
})

describe('a seat in a class', () => {
  it('stays paid from its new source when a move of the class before that is undone', () => {
    const serviceId = addGroupService(studio)
    const group = scheduleGroup(studio, '2026-03-05T18:00', { serviceId })
    const [first, second] = [pack(), pack({ name: 'Other', validityDays: 90 })]
    const client = { kind: 'existing', clientId } as const
    const seat = { appointmentId: group, client, funding: first }
    const { seatId } = valueOf(studio.command('groups.addSeat', seat))
    const { trainerId } = valueOf(studio.call('appointments.get', { appointmentId: group }))
    const to = { appointmentId: group, trainerId, start: '2026-03-06T18:00' }
    const { undo } = valueOf(studio.agree('appointments.reschedule', to))
    valueOf(change(second, seatId, group))
    valueOf(studio.undo(undo))
    const { packages } = valueOf(studio.call('packages.ofClient', { clientId }))
    const held = new Map(packages.map((one) => [one.id, one.held]))
    expect([first, second].map(({ clientPackageId }) => held.get(clientPackageId))).toEqual([0, 1])
  })

  it('is not wiped out by doing again what its whole class was undone', () => {
    const serviceId = addGroupService(studio)
    const group = scheduleGroup(studio, '2026-03-05T18:00', { serviceId })
    const seatId = valueOf(
      studio.command('groups.addSeat', {
        appointmentId: group,
        client: { kind: 'existing', clientId },
      }),
    ).seatId
    const { undo } = valueOf(
      studio.agree('groups.cancel', {
        appointmentId: group,
        reason: 'studio_closed',
        refund: false,
      }),
    )
    const back = valueOf(studio.undo(undo)) as { readonly undo: typeof undo }
    valueOf(change(pack(), seatId, group))
    const before = studio.dump()
    expect(outcomeOf(studio.undo(back.undo))).toBe('undo_overtaken')
    expect(studio.dump()).toBe(before)
  })
})
