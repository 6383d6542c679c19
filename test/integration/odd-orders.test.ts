import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { giveProduct, offerProduct, packageDraft } from '../support/sell-package.ts'
import { setRates } from '../support/set-rates.ts'

// Orders of commands that nobody would think of. The model found two: letting a kept fee go after a
// part of its payment went back, and the pay for a forgiven no-show. The others were found by reading,
// while the model's rules were written (docs/faults.md).

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const late = { by: 'client', reason: 'client_ill', refund: true } as const
const cancel = (appointmentId: string, seatId?: string) =>
  studio.agree('appointments.cancel', { ...late, appointmentId, ...(seatId && { seatId }) })
const balanceOf = (clientId: string) =>
  valueOf(studio.call('payments.account', { clientId })).balanceMinor
const feesOf = (appointmentId: string) => valueOf(studio.call('fees.list', { appointmentId }))
const earned = () =>
  studio
    .rows<{ amount: number }>('SELECT amount_minor AS amount FROM earnings')
    .reduce((sum, { amount }) => sum + amount, 0)

describe('a fee that was taken out of a payment', () => {
  const keepFee = () => {
    setRates(studio, 5_000)
    const id = bookSession(studio, '2026-03-02T12:00')
    const { paymentId, receiptNumber } = payCash(studio, id)
    valueOf(cancel(id))
    const [fee] = feesOf(id)
    expect(fee).toMatchObject({ state: 'kept', amountMinor: 2_750 })
    return { id, paymentId, receiptNumber, feeId: fee!.id }
  }
  const refund = (paymentId: string, amountMinor: number) =>
    studio.command('payments.refund', { paymentId, amountMinor, reason: 'other', to: 'account' })

  it('can be let go when some of it went back already, and not when all of it did', () => {
    const { id, paymentId, feeId } = keepFee()
    valueOf(refund(paymentId, 1_000))
    valueOf(studio.command('fees.waive', { feeId, reason: 'goodwill' }))
    expect(feesOf(id)[0]?.state).toBe('waived')
    const refunds = studio.rows<{ amount: number }>(
      'SELECT amount_minor AS amount FROM refunds ORDER BY rowid',
    )
    expect(refunds.map(({ amount }) => amount)).toEqual([2_750, 1_000, 1_750])

    const whole = keepFee()
    valueOf(refund(whole.paymentId, 2_750))
    expect(
      outcomeOf(studio.command('fees.waive', { feeId: whole.feeId, reason: 'goodwill' })),
    ).toBe('fee_not_open')
  })

  it('pays the trainer only as far as it is still here', () => {
    const { paymentId } = keepFee()
    expect(earned()).toBe(1_375)
    valueOf(refund(paymentId, 1_000))
    expect(earned()).toBe(875)
  })

  it('keeps its sale from being voided', () => {
    const { policy } = valueOf(studio.call('policy.current', {}))
    const strict = { ...policy, lateCancelFeeBasisPoints: 10_000 }
    valueOf(studio.command('policy.save', { effectiveFrom: '2026-03-02', policy: strict }))
    const id = bookSession(studio, '2026-03-02T12:00')
    const { receiptNumber } = payCash(studio, id)
    const voidIt = () => studio.command('payments.void', { receiptNumber, reason: 'other' })
    valueOf(cancel(id))
    expect(outcomeOf(voidIt())).toBe('void_fee_kept')
    valueOf(studio.command('appointments.reinstate', { appointmentId: id }))
    expect(outcomeOf(voidIt())).toBe('ok')
  })
})

describe('a fee that was paid by itself', () => {
  const payFee = (id: string) => {
    valueOf(cancel(id))
    const [fee] = feesOf(id)
    return valueOf(
      studio.command('payments.sell', {
        clientId: clientOf(studio, id),
        items: [{ kind: 'fee', feeId: fee!.id }],
        amountMinor: fee!.amountMinor,
        tenders: [{ method: 'card', amountMinor: fee!.amountMinor, reference: 'T1' }],
      }),
    ).receiptNumber
  }
  const voidIt = (receiptNumber: string) =>
    valueOf(studio.command('payments.void', { receiptNumber, reason: 'other' }))
  const reinstate = (appointmentId: string) =>
    valueOf(studio.command('appointments.reinstate', { appointmentId }))

  it.each([
    ['its session is still lost', 'due', () => {}],
    ['its session stands again', 'withdrawn', reinstate],
    [
      'its session was lost again without one',
      'withdrawn',
      (id: string) => {
        reinstate(id)
        const byStudio = { appointmentId: id, by: 'studio', reason: 'other', refund: true } as const
        valueOf(studio.agree('appointments.cancel', byStudio))
      },
    ],
    [
      'its session was lost again with another',
      'withdrawn',
      (id: string) => {
        reinstate(id)
        valueOf(cancel(id))
      },
    ],
  ])('is, when its sale is voided and %s: %s', (_, state, given) => {
    const id = bookSession(studio, '2026-03-02T12:00')
    const receiptNumber = payFee(id)
    const feeId = feesOf(id)[0]!.id
    given(id)
    voidIt(receiptNumber)
    expect(feesOf(id).find((fee) => fee.id === feeId)?.state).toBe(state)
    expect(feesOf(id).filter((fee) => fee.state === 'due').length).toBeLessThanOrEqual(1)
  })
})

it('a seat is not given back to somebody who has another one by then', () => {
  const pilates = addGroupService(studio, 3)
  const group = scheduleGroup(studio, '2026-03-09T10:00', { serviceId: pilates })
  const [seatId] = fillSeats(studio, group, 1)
  const [client] = studio.rows<{ id: string }>('SELECT client_id AS id FROM seats')
  valueOf(cancel(group, seatId))
  const again = { kind: 'existing', clientId: client!.id } as const
  valueOf(studio.command('groups.addSeat', { appointmentId: group, client: again }))
  const back = studio.command('appointments.reinstate', { appointmentId: group, seatId })
  expect(outcomeOf(back)).toBe('already_seated')
})

it('a no-show that was forgiven, and whose credit went back, earns nothing', () => {
  setRates(studio, 5_000)
  const id = bookSession(studio, '2026-03-02T10:00')
  const clientId = clientOf(studio, id)
  const clientPackageId = giveProduct(studio, clientId, offerProduct(studio, packageDraft()))
  const funded = bookSession(studio, '2026-03-02T14:00', {
    client: { kind: 'existing', clientId },
    funding: { kind: 'package', clientPackageId },
  })
  studio.at('2026-03-02T15:00')
  valueOf(studio.agree('appointments.noShow', { appointmentId: funded, refund: false }))
  expect(earned()).toBe(0)
  // The next one is not forgiven any more: the credit is used, and a tenth of the package earns.
  studio.at('2026-03-02T08:00')
  const second = bookSession(studio, '2026-03-02T16:00', {
    client: { kind: 'existing', clientId },
    funding: { kind: 'package', clientPackageId },
  })
  studio.at('2026-03-02T17:00')
  valueOf(studio.agree('appointments.noShow', { appointmentId: second, refund: false }))
  expect(earned()).toBe(2_500)
})

it('nothing is sold to somebody who was forgotten', () => {
  const { clientId } = valueOf(studio.command('clients.register', { name: 'Cleo' }))
  const productId = offerProduct(studio, packageDraft())
  valueOf(studio.command('clients.erase', { clientId, confirmation: 'Cleo' }))
  const tenders = [{ method: 'card' as const, amountMinor: 50_000, reference: 'T1' }]
  const sell = { clientId, productId, amountMinor: 50_000, tenders }
  expect(outcomeOf(studio.command('packages.sell', sell))).toBe('client_erased')
  expect(balanceOf(clientId)).toBe(0)
})

it('nothing that was cancelled or is over begins again with somebody who was forgotten', () => {
  const coming = bookSession(studio, '2026-03-09T10:00')
  const clientId = clientOf(studio, coming)
  const { undo } = valueOf(cancel(coming))
  const pilates = addGroupService(studio, 3)
  const group = scheduleGroup(studio, '2026-03-09T12:00', { serviceId: pilates })
  const client = { kind: 'existing', clientId } as const
  const seat = valueOf(studio.command('groups.addSeat', { appointmentId: group, client }))
  valueOf(studio.undo(seat.undo))
  valueOf(studio.command('clients.erase', { clientId, confirmation: 'Cleo Client' }))
  expect(outcomeOf(studio.undo(undo))).toBe('client_erased')
  const again = studio.command('appointments.reinstate', {
    appointmentId: group,
    seatId: seat.seatId,
  })
  expect(outcomeOf(again)).toBe('client_erased')
})
