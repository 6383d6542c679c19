import { addDays } from './wall-clock.ts'
import { heldOf, hold, release } from './hold-credit.ts'
import { judgeFunding } from './judge-slot.ts'
import { holds, type Lookup, type Taken, type Verdict } from './rule.ts'
import {
  shareOf,
  type Attendance,
  type Fee,
  type Sale,
  type SaleLine,
  type StudioModel,
  type Tender,
  type Who,
} from './studio-model.ts'

/** What a lost session costs: one thing, or nothing. */
export interface Loss {
  readonly fee: number
  readonly takesCredit: boolean
  /** What goes back to the client. */
  readonly back: number
}

/** What it costs that a session is lost: by how it was to be paid, and never two things. */
export function lossOf(
  model: StudioModel,
  { key, clientId, price, terms, funding }: Attendance,
  isOwed: boolean,
  basisPoints: number,
): Loss & { readonly isTaken: boolean; readonly taken: Taken } {
  const isUnlimited =
    funding.kind === 'membership' &&
    model.product(model.memberships.get(funding.id)!.productId).perMonth === null
  const worst =
    funding.kind === 'single' ? shareOf(price, basisPoints) : isUnlimited ? terms.memberFeeMinor : 0
  const whole = isOwed ? worst : 0
  const fee = model.client(clientId).erased ? Math.min(whole, model.paidFor(key)) : whole
  const isMoney = funding.kind === 'single' || isUnlimited
  const takesCredit = isOwed && funding.kind === 'package'
  return {
    fee,
    takesCredit,
    back: Math.max(0, returnable(model, key) - fee),
    isTaken: isOwed && (!isMoney || fee > 0),
    taken: { feeMinor: fee, sessionsLost: isOwed && !isMoney ? 1 : 0, lateMoves: 0 },
  }
}

/** What a refund to the way it was paid needs: a manager above the limit, a drawer for cash. */
export function judgeRefund(
  model: StudioModel,
  parts: readonly { readonly tender: Tender; readonly amount: number }[],
  to: 'original' | 'account',
  who: Who,
): Verdict {
  const amount = parts.reduce((sum, part) => sum + part.amount, 0)
  if (amount === 0) return 'ok'
  // Nobody could spend it any more.
  const isOfNobody = parts.some(({ tender }) => isErased(model, tender))
  if (to === 'account') return isOfNobody ? 'client_erased' : 'ok'
  const sales = new Set(parts.map(({ tender }) => saleOf(model, tender)))
  const before = [...sales].flatMap(({ tenders }) => tenders)
  const given = before.reduce((sum, tender) => sum + tender.refunded, 0)
  const limit = model.policyOn(model.today).refundLimitMinor
  if (amount + given > limit && who !== 'manager') return 'approval_needed'
  const cash = parts.filter(({ tender }) => tender.method === 'cash')
  const out = cash.reduce((sum, part) => sum + part.amount, 0)
  return cash.length > 0 ? judgeCash(model, out) : 'ok'
}

/**
 * Cash needs a drawer that was opened today, with as much in it as is to leave it.
 *
 * @param out what leaves it; nothing for what is put in
 */
export function judgeCash(model: StudioModel, out = 0): Verdict {
  const drawer = model.openDrawer
  if (!drawer) return 'drawer_closed'
  if (drawer.openedOn < model.today) return 'drawer_overdue'
  return out > 0 && out > drawer.expected ? 'drawer_not_enough' : 'ok'
}

/** From which tenders of a session an amount comes: the newest first. */
export function spread(model: StudioModel, key: string, amount: number) {
  const lines = new Set(model.standingLines(key))
  let open = amount
  return model.sales
    .filter(({ voided }) => !voided)
    .flatMap(({ lines: own, tenders }) => {
      const line = own.find((one) => lines.has(one))
      return line ? tenders.map((tender) => ({ tender, line })) : []
    })
    .toReversed()
    .map(({ tender, line }) => {
      const left = canGoBack(model, tender) ? tender.amount - tender.refunded : 0
      const part = Math.min(open, left)
      open -= part
      return { tender, line, amount: part }
    })
    .filter((part) => part.amount > 0)
}

/** What of a session's money can go back: what came out of the balance of an erased client cannot. */
export function returnable(model: StudioModel, key: string): number {
  const parts = spread(model, key, model.heldFor(key))
  return parts.reduce((sum, { amount }) => sum + amount, 0)
}

/** Whether something of a fee is left to be let go. */
export function canBeWaived(model: StudioModel, { state, key }: Fee): boolean {
  if (state === 'kept') return returnable(model, key) > 0
  return state === 'pending' || state === 'due'
}

function canGoBack(model: StudioModel, tender: Tender): boolean {
  return tender.method !== 'account' || !isErased(model, tender)
}

function isErased(model: StudioModel, tender: Tender): boolean {
  return model.client(saleOf(model, tender).clientId).erased
}

/** Gives money back in the model: the sums that change. */
export function giveBack(
  model: StudioModel,
  parts: readonly { readonly tender: Tender; readonly line: SaleLine; readonly amount: number }[],
  to: 'original' | 'account',
): void {
  for (const { tender, line, amount } of parts) {
    tender.refunded += amount
    model.receiptDays.add(model.today)
    line.refunded += amount
    const method = to === 'account' ? 'account' : tender.method
    const client = model.client(saleOf(model, tender).clientId)
    if (method === 'cash') model.openDrawer!.expected -= amount
    if (method === 'account') client.balance += amount
    if (line.kind === 'top_up') client.balance -= amount
  }
}

/** The sale that a tender belongs to. */
function saleOf(model: StudioModel, tender: Tender): Sale {
  return model.sales.find(({ tenders }) => tenders.includes(tender))!
}

/** Uses the credit that was held, or gives it back. */
export function settleCredit(
  model: StudioModel,
  attendance: Attendance,
  { takesCredit }: Loss,
  byStudio: boolean,
): void {
  const { credit } = attendance
  if (credit?.state !== 'held') return
  if (takesCredit) {
    credit.state = 'used'
    return
  }
  const atLeast = addDays(model.today, 7)
  const isExtended = byStudio && credit.heldOn <= credit.lot && credit.lot < atLeast
  release(model, attendance, isExtended ? atLeast : credit.lot)
}

/** Fees that were written for a session, as they must be: nothing is written for nothing. */
export function chargeFees(
  model: StudioModel,
  { key, clientId }: Attendance,
  should: readonly Pick<Fee, 'amount' | 'state' | 'dueAt'>[],
  file: Lookup,
): void {
  const rows = file
    .all<{ id: string; amount: number; state: Fee['state']; due: string }>(
      `SELECT id, amount_minor AS amount, state, due_at AS due FROM fees
       WHERE coalesce(seat_id, appointment_id) = ? ORDER BY rowid`,
      key,
    )
    .filter(({ id }) => !model.fees.has(id))
  const said = should.filter(({ amount }) => amount > 0)
  const line = (fee: { amount: number; state: string; dueAt: number }) =>
    `${fee.amount} ${fee.state} ${new Date(fee.dueAt).toISOString()}`
  const is = rows.map((row) => line({ ...row, dueAt: Date.parse(row.due) })).join(', ')
  const must = said.map(line).join(', ')
  holds(is === must, `the fees of ${key} are [${is}], and should be [${must}]`)
  for (const { id, amount, state, due } of rows) {
    model.fees.set(id, { id, clientId, key, amount, state, dueAt: Date.parse(due) })
  }
}

/** The cause is gone: what is not paid is not owed any more. */
export function withdrawFees(model: StudioModel, key: string): void {
  for (const fee of model.fees.values()) {
    if (fee.key === key && fee.state !== 'paid') fee.state = 'withdrawn'
  }
}

/** Whether a session can be paid again as it was before it was lost. */
export function judgeFundedAgain(
  model: StudioModel,
  attendance: Attendance,
  /** Where it stands then. */
  day = model.dayOf(model.sessions.get(attendance.appointmentId)!),
) {
  const { funding, credit, clientId, key } = attendance
  if (credit?.state === 'held' || credit?.state === 'used') return { verdict: 'ok', lot: null }
  if (returningLot(model, attendance, day) !== null) return { verdict: 'ok', lot: null }
  const session = model.sessions.get(attendance.appointmentId)!
  const wish = { clientId, serviceId: session.serviceId, day }
  return judgeFunding(model, funding, wish, { key, lot: credit?.lot ?? null })
}

/** The lot of a credit that was made to last longer, and goes back to it: it is as if nothing had been. */
function returningLot(
  model: StudioModel,
  { credit, funding, appointmentId }: Attendance,
  day = model.dayOf(model.sessions.get(appointmentId)!),
) {
  if (credit?.state !== 'released' || funding.kind !== 'package') return null
  const { lot, before = lot } = credit
  const left = model.packages.get(funding.id)!.lots.get(lot) ?? 0
  return before < lot && left > 0 && day <= before ? before : null
}

/** Holds the credit of a session that stands again. */
export function fundAgain(model: StudioModel, attendance: Attendance): void {
  const { credit, funding } = attendance
  const lot = returningLot(model, attendance)
  if (lot !== null && credit && funding.kind === 'package') {
    const { lots } = model.packages.get(funding.id)!
    lots.set(credit.lot, (lots.get(credit.lot) ?? 0) - 1)
    attendance.credit = heldOf(model, attendance, funding.id, lot)
  } else if (credit?.state === 'used') credit.state = 'held'
  else hold(model, attendance, judgeFundedAgain(model, attendance).lot)
}
