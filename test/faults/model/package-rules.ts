import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { Seen } from '../../support/as-seen.ts'
import { judgeClient } from './booking-rules.ts'
import { enterSale, judgeTenders } from './money-rules.ts'
import { firstOf, holds, nothingTaken, type Rules, type Taken, type Verdict } from './rule.ts'
import { giveBack, judgeRefund } from './settle-model.ts'
import {
  daysPaidBy,
  endOf,
  monthOf,
  paidUntil,
  shareOf,
  type Membership,
  type Package,
  type StudioModel,
  type Who,
} from './studio-model.ts'
import { addDays } from './wall-clock.ts'

type Sell = Seen<'packages.sell'>
type Refund = InputOf<Contracts['packages.refund']>

/** A price as it is paid today: with its tax. */
export function grossToday(model: StudioModel, price: number): number {
  const { taxInclusive, taxBasisPoints } = model.policyOn(model.today)
  return taxInclusive ? price : price + shareOf(price, taxBasisPoints)
}

/** What a package gives back today: what of its money is still here, less what was used at the single price. */
export function worthOf(model: StudioModel, id: string, withExpired = false): number {
  const { paid, singlePrice, saleLineId, lots } = model.packages.get(id)!
  const line = model.sales.flatMap(({ lines }) => lines).find((one) => one.id === saleLineId)!
  const whole = Math.max(0, paid - line.refunded - stateCount(model, id, 'used') * singlePrice)
  const all = [...lots.values()].reduce((sum, left) => sum + left, 0)
  const valid = [...lots].reduce((sum, [lot, left]) => sum + (lot >= model.today ? left : 0), 0)
  return withExpired || valid === all ? whole : Math.floor((whole * valid) / all)
}

function stateCount(model: StudioModel, id: string, state: 'held' | 'used'): number {
  return model.attendances.filter(
    ({ funding, credit }) =>
      funding.kind === 'package' && funding.id === id && credit?.state === state,
  ).length
}

function creditsLeft({ lots }: Package): number {
  return [...lots.values()].reduce((sum, left) => sum + left, 0)
}

/** From which tenders of its sale a package goes back: the newest first. */
function refundParts(model: StudioModel, { saleLineId }: Package, amount: number) {
  const sale = model.sales.find(({ lines }) => lines.some(({ id }) => id === saleLineId))!
  const line = sale.lines.find(({ id }) => id === saleLineId)!
  let open = amount
  return sale.tenders
    .toReversed()
    .map((tender) => {
      const part = Math.min(open, tender.amount - tender.refunded)
      open -= part
      return { tender, line, amount: part }
    })
    .filter((part) => part.amount > 0)
}

function judgeSell(model: StudioModel, input: Sell): Verdict {
  const total = grossToday(model, model.product(input.productId).price)
  return firstOf(
    () => judgeClient(model, input.clientId),
    () => judgeSold(model, input.productId),
    () => judgeSellable(model, input.productId),
    () => (total === input.amountMinor ? 'ok' : 'consequence_changed'),
    () => judgeTenders(model, { clientId: input.clientId, total, tenders: input.tenders }),
  )
}

/** Whether a product is sold now, in this form. */
function judgeSold(model: StudioModel, productId: string): Verdict {
  const { active, replaced } = model.product(productId)
  return active ? 'ok' : replaced ? 'product_changed' : 'product_not_found'
}

/** Whether anything that a product pays for is still offered. */
function judgeSellable(model: StudioModel, productId: string): Verdict {
  const { services } = model.product(productId)
  const offered = model.services.filter(({ id }) => !model.retired.has(id))
  const pays = offered.some(({ id }) => services.length === 0 || services.includes(id))
  return pays ? 'ok' : 'product_pays_nothing'
}

function judgeRefundOf(model: StudioModel, input: Refund, who: Who): Verdict {
  const found = model.packages.get(input.clientPackageId)!
  if (stateCount(model, input.clientPackageId, 'held') > 0) return 'package_has_sessions'
  if (creditsLeft(found) === 0) return 'package_nothing_left'
  const hasExpired = [...found.lots].some(([lot, left]) => left > 0 && lot < model.today)
  const isPaidAll = input.expired !== undefined && hasExpired
  const amount = worthOf(model, input.clientPackageId, isPaidAll)
  if (amount !== input.amountMinor) return 'consequence_changed'
  if (isPaidAll && who !== 'manager') return 'approval_needed'
  return judgeRefund(model, refundParts(model, found, amount), input.to ?? 'original', who)
}

/** Given up, void, or over for longer than a day. */
function isOver(model: StudioModel, membership: Membership): boolean {
  const { endedOn, months } = membership
  return endedOn !== null || months === 0 || endOf(membership) < addDays(model.today, -1)
}

/** Whether sessions are still to take place with a membership on some days. */
function isBookedOn(model: StudioModel, id: string, isOn: (day: string) => boolean): boolean {
  return model.attendances.some(
    ({ funding, status, appointmentId }) =>
      funding.kind === 'membership' &&
      funding.id === id &&
      (status === 'booked' || status === 'checked_in') &&
      isOn(model.dayOf(model.sessions.get(appointmentId)!)),
  )
}

function judgePause(
  model: StudioModel,
  { membershipId, fromOn, untilOn }: Seen<'memberships.pause'>,
): Verdict {
  const membership = model.memberships.get(membershipId)!
  if (isOver(model, membership)) return 'membership_ended'
  const { startsOn, pauses } = membership
  const isEarly = fromOn < startsOn || fromOn < model.today
  if (isEarly || untilOn < fromOn || fromOn > endOf(membership)) return 'pause_outside'
  const isTwice = [...pauses.values()].some(({ from, until }) => from <= untilOn && fromOn <= until)
  if (isTwice) return 'pause_overlaps'
  const rested = new Map([
    ...pauses,
    ['new', { from: fromOn, until: untilOn, at: model.now }] as const,
  ])
  const later = endOf({ ...membership, pauses: rested })
  if (later > addDays(model.today, 3 * 366)) return 'membership_too_far'
  const isBooked = isBookedOn(model, membershipId, (day) => fromOn <= day && day <= untilOn)
  if (isBooked) return 'membership_has_sessions'
  return judgeMonths(model, membershipId, { ...membership, pauses: rested })
}

/** Whether no month holds more than it pays because other pauses have moved the days. */
function judgeMonths(model: StudioModel, id: string, after: Membership): Verdict {
  const before = model.memberships.get(id)!
  const { perMonth } = model.product(after.productId)
  const days = daysPaidBy(model, id, null)
  const inMonth = (day: string) =>
    days.filter((other) => monthOf(after, other) === monthOf(after, day)).length
  const isMoved = days.some(
    (day) => monthOf(before, day) !== monthOf(after, day) && inMonth(day) > (perMonth ?? Infinity),
  )
  return isMoved ? 'pause_moves_sessions' : 'ok'
}

/** The same membership with a pause that ends today, or that never began. */
function resumed(
  model: StudioModel,
  membership: Membership,
  pauseId: string,
  isUndone = false,
): Membership {
  const pauses = new Map(membership.pauses)
  const { from } = pauses.get(pauseId)!
  if (from < model.today && !isUndone)
    pauses.set(pauseId, { ...pauses.get(pauseId)!, until: addDays(model.today, -1) })
  else pauses.delete(pauseId)
  return { ...membership, pauses }
}

function judgeResume(
  model: StudioModel,
  { membershipId, pauseId, wholly = false }: Seen<'memberships.resume'>,
): Verdict {
  const membership = model.memberships.get(membershipId)!
  if (isOver(model, membership)) return 'membership_ended'
  const pause = membership.pauses.get(pauseId)
  if (!pause) return 'membership_not_found'
  if (wholly && pause.at < model.now - 24 * 3_600_000) return 'undo_too_late'
  if (!wholly && pause.until < model.today) return 'pause_over'
  const after = resumed(model, membership, pauseId, wholly)
  const end = endOf(after)
  if (isBookedOn(model, membershipId, (day) => day > end)) return 'membership_has_sessions'
  return judgeMonths(model, membershipId, after)
}

const ending = (membership: Membership): Taken => ({
  ...nothingTaken,
  endsOn: endOf(membership),
})

/** What is bought ahead. */
export const packageRules: Rules = {
  'packages.sell': {
    must: judgeSell,
    takes(model, { productId, startsOn = model.today }) {
      const product = model.product(productId)
      if (product.kind === 'package') {
        const { credits, validityDays } = product
        return { ...nothingTaken, credits, endsOn: addDays(model.today, validityDays) }
      }
      const endsOn = paidUntil({ startsOn, months: 1, pauses: new Map() })
      return { ...nothingTaken, credits: 0, endsOn }
    },
    become(model, input, { soldId, receiptNumber: receipt }, file) {
      const product = model.product(input.productId)
      const { clientId, productId, tenders } = input
      const gross = input.amountMinor
      const line = { kind: product.kind, soldId, gross }
      const sale = enterSale(model, { receipt, clientId, lines: [line], tenders }, file)
      if (product.kind === 'membership') {
        const startsOn = input.startsOn ?? model.today
        const { price } = product
        const fresh = { months: 1, pauses: new Map(), endedOn: null }
        model.memberships.set(soldId, { clientId, productId, price, startsOn, ...fresh })
        return
      }
      const lot = addDays(model.today, product.validityDays)
      model.packages.set(soldId, {
        clientId,
        productId,
        paid: gross,
        singlePrice: grossToday(model, product.singlePrice),
        saleLineId: sale.lines[0]!.id,
        lots: new Map([[lot, product.credits]]),
      })
    },
  },
  'packages.refund': {
    must: judgeRefundOf,
    become(model, input) {
      const found = model.packages.get(input.clientPackageId)!
      const parts = refundParts(model, found, input.amountMinor)
      giveBack(model, parts, input.to ?? 'original')
      found.lots.clear()
    },
  },
  'memberships.renew': {
    must(model, input) {
      const membership = model.memberships.get(input.membershipId)!
      if (isOver(model, membership)) return 'membership_ended'
      const sellable = judgeSellable(model, membership.productId)
      if (sellable !== 'ok') return sellable
      const longer = endOf({ ...membership, months: membership.months + 1 })
      if (longer > addDays(model.today, 3 * 366)) return 'membership_too_far'
      const { clientId, price } = membership
      const total = grossToday(model, price)
      if (total !== input.amountMinor) return 'consequence_changed'
      return judgeTenders(model, { clientId, total, tenders: input.tenders })
    },
    takes(model, { membershipId }) {
      const membership = model.memberships.get(membershipId)!
      return ending({ ...membership, months: membership.months + 1 })
    },
    become(model, input, { receiptNumber: receipt, endsOn }, file) {
      const membership = model.memberships.get(input.membershipId)!
      const { clientId } = membership
      const { membershipId: soldId, amountMinor: gross } = input
      const line = { kind: 'membership' as const, soldId, gross }
      enterSale(model, { receipt, clientId, lines: [line], tenders: input.tenders }, file)
      membership.months += 1
      holds(endsOn === endOf(membership), `it is paid until ${endsOn}`)
    },
  },
  'memberships.end': {
    must(model, { membershipId, lastDay }) {
      const membership = model.memberships.get(membershipId)!
      if (isOver(model, membership)) return 'membership_ended'
      const yesterday = addDays(model.today, -1)
      if (lastDay < yesterday || lastDay >= endOf(membership)) return 'end_outside'
      const isBooked = isBookedOn(model, membershipId, (day) => day > lastDay)
      return isBooked ? 'membership_has_sessions' : 'ok'
    },
    become(model, { membershipId, lastDay }) {
      const membership = model.memberships.get(membershipId)!
      membership.endedOn = lastDay
    },
  },
  'memberships.reopen': {
    must: (model, { membershipId }) =>
      model.memberships.get(membershipId)!.endedOn === null ? 'membership_not_ended' : 'ok',
    become(model, { membershipId }) {
      model.memberships.get(membershipId)!.endedOn = null
    },
  },
  'memberships.pause': {
    must: judgePause,
    takes(model, { membershipId, fromOn: from, untilOn: until }) {
      const membership = model.memberships.get(membershipId)!
      const rest = { from, until, at: model.now }
      return ending({ ...membership, pauses: new Map([...membership.pauses, ['new', rest]]) })
    },
    become(model, { membershipId, fromOn: from, untilOn: until }, { endsOn, undo }) {
      const membership = model.memberships.get(membershipId)!
      const { pauseId } = undo!.input as { pauseId: string }
      membership.pauses.set(pauseId, { from, until, at: model.now })
      holds(endsOn === endOf(membership), `it rests, and ends on ${endsOn}`)
    },
  },
  'memberships.resume': {
    must: judgeResume,
    takes: (model, { membershipId, pauseId, wholly }) =>
      ending(resumed(model, model.memberships.get(membershipId)!, pauseId, wholly)),
    become(model, { membershipId, pauseId, wholly }, { endsOn }) {
      const before = model.memberships.get(membershipId)!
      const membership = resumed(model, before, pauseId, wholly)
      model.memberships.set(membershipId, membership)
      holds(endsOn === endOf(membership), `it goes on, and ends on ${endsOn}`)
    },
  },
  'packages.retireProduct': {
    must: (model, { productId }) => judgeSold(model, productId),
    become(model, { productId }) {
      model.product(productId).active = false
    },
  },
  'packages.restoreProduct': {
    must: (model, { productId }) => (model.product(productId).replaced ? 'product_changed' : 'ok'),
    become(model, { productId }) {
      model.product(productId).active = true
    },
  },
  'packages.changeProduct': {
    must: (model, { productId }) => judgeSold(model, productId),
    become(model, { productId, product }, { productId: id }) {
      const before = model.product(productId)
      before.active = false
      before.replaced = true
      model.products.push({
        ...before,
        id,
        replaced: false,
        price: product.priceMinor,
        active: true,
      })
    },
  },
}
