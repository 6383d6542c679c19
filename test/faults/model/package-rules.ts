import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import { judgeClient } from './booking-rules.ts'
import { enterSale, judgeTenders } from './money-rules.ts'
import { firstOf, type Rules, type Verdict } from './rule.ts'
import { giveBack, judgeRefund } from './settle-model.ts'
import {
  shareOf,
  type Membership,
  type Package,
  type StudioModel,
  type Who,
} from './studio-model.ts'
import { addDays, addMonths } from './wall-clock.ts'

type Sell = InputOf<Contracts['packages.sell']>
type Refund = InputOf<Contracts['packages.refund']>

/** A price as it is paid today: with its tax. */
export function grossToday(model: StudioModel, price: number): number {
  const { taxInclusive, taxBasisPoints } = model.policyOn(model.today)
  return taxInclusive ? price : price + shareOf(price, taxBasisPoints)
}

/** What a package gives back today: what was paid, less what was used at the single price. */
export function worthOf(model: StudioModel, id: string): number {
  const { paid, singlePrice } = model.packages.get(id)!
  return Math.max(0, paid - stateCount(model, id, 'used') * singlePrice)
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
    () => (total === input.amountMinor ? 'ok' : 'amount_changed'),
    () => judgeTenders(model, { clientId: input.clientId, total, tenders: input.tenders }),
  )
}

function judgeRefundOf(model: StudioModel, input: Refund, who: Who): Verdict {
  const found = model.packages.get(input.clientPackageId)!
  if (stateCount(model, input.clientPackageId, 'held') > 0) return 'package_has_sessions'
  if (creditsLeft(found) === 0) return 'package_nothing_left'
  const amount = worthOf(model, input.clientPackageId)
  if (amount !== input.amountMinor) return 'amount_changed'
  return judgeRefund(model, refundParts(model, found, amount), input.to ?? 'original', who)
}

/** Given up, void, or over for longer than a day. */
function isOver(model: StudioModel, { startsOn, endsOn, endedFrom }: Membership): boolean {
  return endedFrom !== null || endsOn < startsOn || endsOn < addDays(model.today, -1)
}

/** What is bought ahead. */
export const packageRules: Rules = {
  'packages.sell': {
    must: judgeSell,
    become(model, input, { soldId, receiptNumber: receipt }, file) {
      const product = model.product(input.productId)
      const { clientId, productId, tenders } = input
      const gross = input.amountMinor
      const line = { kind: product.kind, soldId, gross }
      const sale = enterSale(model, { receipt, clientId, lines: [line], tenders }, file)
      if (product.kind === 'membership') {
        const startsOn = input.startsOn ?? model.today
        const endsOn = addDays(addMonths(startsOn, 1), -1)
        const { price } = product
        const sold = { clientId, productId, price, startsOn, endsOn, endedFrom: null }
        model.memberships.set(soldId, sold)
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
      const { clientId, price } = membership
      const total = grossToday(model, price)
      if (total !== input.amountMinor) return 'amount_changed'
      return judgeTenders(model, { clientId, total, tenders: input.tenders })
    },
    become(model, input, { receiptNumber: receipt }, file) {
      const membership = model.memberships.get(input.membershipId)!
      const { clientId, startsOn } = membership
      const { membershipId: soldId, amountMinor: gross } = input
      const line = { kind: 'membership' as const, soldId, gross }
      enterSale(model, { receipt, clientId, lines: [line], tenders: input.tenders }, file)
      let months = 1
      while (addDays(addMonths(startsOn, months), -1) <= membership.endsOn) months += 1
      membership.endsOn = addDays(addMonths(startsOn, months), -1)
    },
  },
  'memberships.end': {
    must(model, { membershipId, lastDay }) {
      const membership = model.memberships.get(membershipId)!
      if (isOver(model, membership)) return 'membership_ended'
      const { endsOn } = membership
      const yesterday = addDays(model.today, -1)
      if (lastDay < yesterday || lastDay >= endsOn) return 'end_outside'
      const isBooked = model.attendances.some(
        ({ funding, status, appointmentId }) =>
          funding.kind === 'membership' &&
          funding.id === membershipId &&
          (status === 'booked' || status === 'checked_in') &&
          model.dayOf(model.sessions.get(appointmentId)!) > lastDay,
      )
      return isBooked ? 'membership_has_sessions' : 'ok'
    },
    become(model, { membershipId, lastDay }) {
      const membership = model.memberships.get(membershipId)!
      membership.endedFrom = membership.endsOn
      membership.endsOn = lastDay
    },
  },
  'memberships.reopen': {
    must: (model, { membershipId }) =>
      model.memberships.get(membershipId)!.endedFrom === null ? 'membership_not_ended' : 'ok',
    become(model, { membershipId }) {
      const membership = model.memberships.get(membershipId)!
      membership.endsOn = membership.endedFrom ?? membership.endsOn
      membership.endedFrom = null
    },
  },
}
