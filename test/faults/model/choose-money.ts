import { someClient, someTenders } from './choose-session.ts'
import { grossToday, worthOf } from './package-rules.ts'
import type { Pick } from './pick.ts'
import type { Choosers } from './step.ts'
import { openOn } from './studio-rules.ts'
import { judgeCash } from './settle-model.ts'
import { endOf, type Sale, type StudioModel } from './studio-model.ts'
import { addDays } from './wall-clock.ts'

const waiverReasons = ['goodwill', 'illness', 'our_mistake'] as const

function someDate(model: StudioModel, pick: Pick): string {
  return addDays(model.today, pick.percent(5) ? -1 : pick.below(4))
}

/** The sales of what was touched last. */
const lately = (model: StudioModel, sales: readonly Sale[]) =>
  model.lately(sales, ({ lines }) => lines[0]?.key ?? null)

/** What the desk does with money, and the manager with terms. */
export const moneyChoosers: Choosers = {
  pay(model, pick) {
    const isOdd = pick.percent(5)
    const payable = model.attendances.filter(({ status, funding, price, key, ...rest }) => {
      if (isOdd) return true
      const isOwed = model.grossOf({ price, terms: rest.terms }) > model.paidFor(key)
      return isOwed && funding.kind === 'single' && status !== 'cancelled' && status !== 'no_show'
    })
    const part = pick.maybeOf(payable)
    if (!part) return null
    const due = Math.max(0, model.grossOf(part) - model.paidFor(part.key))
    const amountMinor = pick.percent(2) ? due + 1 : due
    const { appointmentId, seatId } = part
    const seat = seatId === null ? {} : { seatId }
    const tenders = someTenders(model, pick, part.clientId, due)
    return { name: 'payments.take', input: { appointmentId, ...seat, amountMinor, tenders } }
  },
  sell(model, pick) {
    const clientId = someClient(model, pick)
    if (clientId === undefined || model.client(clientId).erased) return null
    const isOdd = pick.percent(10)
    const fees = [...model.fees.values()].filter(
      (fee) =>
        fee.clientId === clientId && (isOdd || fee.state === 'due' || fee.state === 'pending'),
    )
    const paid = fees.slice(0, 1 + pick.below(2))
    const topUp = 500 + pick.below(20) * 500
    const items = [
      ...paid.map(({ id }) => ({ kind: 'fee' as const, feeId: id })),
      ...(paid.length === 0 || pick.percent(30)
        ? [{ kind: 'top_up' as const, amountMinor: topUp }]
        : []),
    ]
    const amountMinor = items.reduce(
      (sum, item) => sum + (item.kind === 'fee' ? model.fees.get(item.feeId)!.amount : topUp),
      0,
    )
    const tenders = someTenders(model, pick, clientId, amountMinor)
    return { name: 'payments.sell', input: { clientId, items, amountMinor, tenders } }
  },
  payFee(model, pick) {
    const fee = pick.maybeOf(
      [...model.fees.values()].filter(({ state }) => state === 'due' || state === 'pending'),
    )
    if (!fee) return null
    const items = [{ kind: 'fee' as const, feeId: fee.id }]
    const tenders = someTenders(model, pick, fee.clientId, fee.amount)
    const input = { clientId: fee.clientId, items, amountMinor: fee.amount, tenders }
    return { name: 'payments.sell', input }
  },
  refund(model, pick) {
    const sales = model.sales.slice(-30)
    const sale = pick.maybeOf(pick.percent(50) ? lately(model, sales) : sales)
    const tender = sale && pick.maybeOf(sale.tenders)
    const line = sale && pick.of(sale.lines)
    if (!sale || !tender || !line) return null
    const left = Math.min(tender.amount - tender.refunded, line.gross - line.refunded)
    const some = pick.percent(50) ? left : 1 + pick.below(Math.max(1, left))
    const input = {
      paymentId: tender.id,
      ...(sale.lines.length === 1 && pick.percent(30) ? {} : { saleLineId: line.id }),
      amountMinor: Math.max(1, pick.percent(8) ? left + 1 : some),
      to: pick.percent(40) ? ('account' as const) : ('original' as const),
      reason: pick.of(['goodwill', 'other', 'wrong_amount'] as const),
    }
    return { name: 'payments.refund', input }
  },
  void(model, pick) {
    const isOdd = pick.percent(20)
    const sales = model.sales.filter(({ day }) => isOdd || day === model.today)
    const payOut = pick.maybeOf(model.payOuts.slice(-5))
    const sale = pick.maybeOf(pick.percent(50) ? lately(model, sales) : sales)
    const voided = payOut && pick.percent(25) ? payOut : sale
    if (!voided) return null
    const input = { receiptNumber: voided.receipt, reason: 'wrong_item' as const }
    return { name: 'payments.void', input }
  },
  payOut(model, pick) {
    const rich = [...model.clients.values()].filter(({ balance }) => balance > 0)
    const client = pick.maybeOf(rich)
    if (!client) return null
    const { id: clientId, balance } = client
    const some = pick.percent(60) ? balance : 1 + pick.below(balance)
    const amountMinor = pick.percent(8) ? balance + 1 : some
    const isCash = judgeCash(model) === 'ok' ? pick.percent(50) : pick.percent(10)
    const to = isCash
      ? { method: 'cash' as const }
      : { method: 'bank_transfer' as const, reference: 'Balance' }
    return { name: 'payments.payOut', input: { clientId, amountMinor, to } }
  },
  waive(model, pick) {
    const isOdd = pick.percent(10)
    const open = new Set(['pending', 'due', 'kept'])
    const fees = [...model.fees.values()].filter(({ state }) => isOdd || open.has(state))
    const fee = pick.maybeOf(pick.percent(50) ? model.lately(fees, ({ key }) => key) : fees)
    if (!fee) return null
    return { name: 'fees.waive', input: { feeId: fee.id, reason: pick.of(waiverReasons) } }
  },
  refundPackage(model, pick) {
    const id = pick.maybeOf([...model.packages.keys()])
    if (id === undefined) return null
    const isPaidAll = pick.percent(25)
    const amountMinor = worthOf(model, id, isPaidAll) + (pick.percent(3) ? 1 : 0)
    const to = pick.percent(40) ? ('account' as const) : ('original' as const)
    const expired = isPaidAll ? { expired: { reason: 'goodwill' as const } } : {}
    return { name: 'packages.refund', input: { clientPackageId: id, amountMinor, to, ...expired } }
  },
  renew(model, pick) {
    const found = pick.maybeOf([...model.memberships])
    if (!found) return null
    const [membershipId, { price, clientId }] = found
    const amountMinor = grossToday(model, price)
    const tenders = someTenders(model, pick, clientId, amountMinor)
    return { name: 'memberships.renew', input: { membershipId, amountMinor, tenders } }
  },
  endMembership(model, pick) {
    const found = pick.maybeOf([...model.memberships])
    if (!found) return null
    const [membershipId, membership] = found
    const lastDay = pick.percent(50)
      ? addDays(endOf(membership), -1)
      : addDays(model.today, pick.below(10) - 1)
    return { name: 'memberships.end', input: { membershipId, lastDay } }
  },
  pause(model, pick) {
    const membershipId = pick.maybeOf([...model.memberships.keys()])
    if (membershipId === undefined) return null
    const fromOn = pick.percent(25)
      ? endOf(model.memberships.get(membershipId)!)
      : addDays(model.today, pick.below(9) - (pick.percent(5) ? 1 : 0))
    const untilOn = addDays(fromOn, pick.percent(3) ? -1 : pick.below(8))
    return { name: 'memberships.pause', input: { membershipId, fromOn, untilOn } }
  },
  resume(model, pick) {
    const resting = [...model.memberships].flatMap(([membershipId, { pauses }]) =>
      [...pauses.keys()].map((pauseId) => ({ membershipId, pauseId })),
    )
    const input = pick.maybeOf(resting)
    return input ? { name: 'memberships.resume', input } : null
  },
  openDrawer(model, pick) {
    const left = model.drawers.at(-1)?.count?.counted ?? 0
    const floatMinor = pick.percent(50) ? pick.below(3) * 5_000 : left
    const reason = pick.percent(80) ? { reason: 'Brought from the bank' } : {}
    return { name: 'drawer.open', input: { floatMinor, ...reason } }
  },
  moveCash(_model, pick) {
    const kind = pick.of(['paid_in', 'paid_out', 'drop'] as const)
    const input = {
      kind,
      amountMinor: 1 + pick.below(50) * (pick.percent(10) ? 1_000 : 100),
      reason: 'Milk',
    }
    return { name: 'drawer.move', input }
  },
  count(model, pick) {
    const drawer = pick.percent(5) ? pick.maybeOf(model.drawers) : model.openDrawer
    if (!drawer) return null
    const off = pick.percent(40) ? pick.below(12) * 100 - 600 : 0
    const amountMinor = Math.max(0, drawer.expected + off)
    const pieces = { 100: Math.floor(amountMinor / 100), 1: amountMinor % 100 }
    const count = pick.percent(30)
      ? { by: 'pieces' as const, pieces }
      : { by: 'amount' as const, amountMinor }
    return { name: 'drawer.count', input: { drawerId: drawer.id, count } }
  },
  closeDrawer(model, pick) {
    const drawer = pick.percent(5) ? pick.maybeOf(model.drawers) : model.openDrawer
    if (!drawer?.count) return null
    const reason = pick.percent(70) ? { reason: 'Nobody knows' } : {}
    const input = { drawerId: drawer.id, countId: drawer.count.id, ...reason }
    return { name: 'drawer.close', input }
  },
  closeDay(model, pick) {
    const date = addDays(model.today, pick.percent(20) ? 1 : -pick.below(pick.percent(10) ? 60 : 3))
    const ahead = openOn(model, date).length + (pick.percent(10) ? 1 : 0)
    return { name: 'day.close', input: { date, ahead } }
  },
  policy(model, pick) {
    const effectiveFrom = someDate(model, pick)
    const policy = {
      ...model.policyOn(effectiveFrom),
      lateCancelWindowMinutes: pick.of([1_440, 0, 120, 2_880]),
      lateCancelFeeBasisPoints: pick.of([5_000, 0, 3_333, 10_000]),
      noShowFeeBasisPoints: pick.of([10_000, 0, 6_667]),
      memberFeeMinor: pick.of([1_000, 0, 333]),
      forgivenNoShows: pick.of([1, 0, 2]),
      pendingFeeHours: pick.of([24, 0, 2]),
      refundLimitMinor: pick.of([10_000, 0, 2_500]),
      taxBasisPoints: pick.of([0, 1_900, 777]),
      taxInclusive: pick.percent(50),
      lateEarning: pick.of(['if_kept', 'always', 'never'] as const),
    }
    return { name: 'policy.save', input: { effectiveFrom, policy } }
  },
  rate(model, pick) {
    const rate = pick.of([
      { kind: 'percent' as const, value: 3_333 },
      { kind: 'flat' as const, value: 1_234 },
      { kind: 'hourly' as const, value: 2_001 },
      { kind: 'percent' as const, value: 10_000 },
    ])
    const input = { trainerId: pick.of(model.trainers), effectiveFrom: someDate(model, pick), rate }
    return { name: 'earnings.setRate', input }
  },
  register(model, pick) {
    const name = `Client ${model.named + 1}`
    const contact = pick.percent(50)
      ? { email: `c${model.named + 1}@example.org`, messagesConsent: true }
      : {}
    return { name: 'clients.register', input: { name, ...contact } }
  },
  rename(model, pick) {
    const name = `Renamed ${model.transcript.length}`
    const clientId = someClient(model, pick)
    if (clientId === undefined || pick.percent(30))
      return { name: 'studio.rename', input: { name } }
    return { name: 'clients.update', input: { clientId, name } }
  },
  merge(model, pick) {
    const keepId = someClient(model, pick)
    const mergeId = someClient(model, pick)
    if (keepId === undefined || mergeId === undefined) return null
    const fields = { name: 'keep' as const, phone: 'keep' as const, email: 'keep' as const }
    return { name: 'clients.merge', input: { keepId, mergeId, fields } }
  },
  erase(model, pick) {
    const clientId = someClient(model, pick)
    if (clientId === undefined) return null
    const confirmation = model.client(clientId).name
    return { name: 'clients.erase', input: { clientId, confirmation } }
  },
}
