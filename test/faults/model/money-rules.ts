import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { Seen } from '../../support/as-seen.ts'
import { judgeClient } from './booking-rules.ts'
import { firstOf, nothingTaken, type Lookup, type Rules, type Verdict } from './rule.ts'
import { giveBack, judgeCash, judgeRefund, returnable, spread } from './settle-model.ts'
import {
  daysPaidBy,
  endOf,
  imagine,
  paidUntil,
  type Attendance,
  type Fee,
  type PayOut,
  type Sale,
  type SaleLine,
  type StudioModel,
  type Tender,
  type Who,
} from './studio-model.ts'

type Tenders = InputOf<Contracts['payments.take']>['tenders']
type Sell = InputOf<Contracts['payments.sell']>
type Refund = Seen<'payments.refund'>

/** Whether a sale of so much may be paid so. */
export function judgeTenders(
  model: StudioModel,
  sale: {
    readonly clientId: string
    readonly total: number
    readonly tenders: Tenders
    readonly isTopUp?: boolean
  },
): Verdict {
  const { total, tenders, isTopUp = false } = sale
  const sum = (some: Tenders) => some.reduce((all, { amountMinor }) => all + amountMinor, 0)
  if (model.client(sale.clientId).erased) return 'client_erased'
  if (sum(tenders) !== total) return 'tenders_do_not_add_up'
  const isShort = tenders.some(
    (tender) => tender.method === 'cash' && tender.tenderedMinor < tender.amountMinor,
  )
  if (isShort) return 'too_little_cash'
  const fromAccount = tenders.filter(({ method }) => method === 'account')
  if (fromAccount.length > 0 && isTopUp) return 'top_up_from_account'
  if (sum(fromAccount) > model.client(sale.clientId).balance) return 'balance_too_small'
  const cash = tenders.filter((tender) => tender.method === 'cash')
  const change = cash.reduce((all, part) => all + part.tenderedMinor - part.amountMinor, 0)
  return cash.length > 0 ? judgeCash(model, change) : 'ok'
}

/** Writes a sale into the model: the ids are the file's, the sums are its own. */
export function enterSale(
  model: StudioModel,
  sale: {
    readonly receipt: string
    readonly clientId: string
    readonly lines: readonly (Pick<SaleLine, 'kind' | 'gross'> &
      Partial<Pick<SaleLine, 'key' | 'feeId' | 'soldId'>>)[]
    readonly tenders: Tenders
  },
  file: Lookup,
): Sale {
  const id = file.text('SELECT id FROM sales WHERE receipt_number = ?', sale.receipt)
  const idsOf = (table: string) =>
    file.all<{ id: string }>(`SELECT id FROM ${table} WHERE sale_id = ? ORDER BY position`, id)
  const lineIds = idsOf('sale_lines')
  const tenderIds = idsOf('payments')
  const tenders = sale.tenders.map((tender, index): Tender => {
    const { method, amountMinor: amount } = tender
    return { id: tenderIds[index]!.id, method, amount, refunded: 0 }
  })
  const lines = sale.lines.map((line, index): SaleLine => {
    const { kind, gross, key = null, feeId = null, soldId = null } = line
    return { kind, gross, key, feeId, soldId, id: lineIds[index]!.id, refunded: 0, goodwill: 0 }
  })
  const { receipt, clientId } = sale
  const entered = {
    id,
    receipt,
    clientId,
    day: model.today,
    at: model.now,
    lines,
    tenders,
    voided: false,
  }
  model.sales.push(entered)
  model.receiptDays.add(model.today)
  move(model, entered, 1)
  return entered
}

/** What a sale moves in the drawer and in the client's balance, or moves back. */
function move(model: StudioModel, { clientId, lines, tenders }: Sale, sign: 1 | -1): void {
  const client = model.client(clientId)
  for (const { method, amount } of tenders) {
    if (method === 'cash') model.openDrawer!.expected += sign * amount
    if (method === 'account') client.balance -= sign * amount
  }
  for (const line of lines) if (line.kind === 'top_up') client.balance += sign * line.gross
}

function judgeTake(
  model: StudioModel,
  attendance: Attendance | undefined,
  input: InputOf<Contracts['payments.take']>,
): Verdict {
  // A group itself is nobody's to pay.
  if (!attendance) return 'appointment_not_found'
  if (attendance.status === 'cancelled') return 'appointment_cancelled'
  if (attendance.status === 'no_show') return 'not_attended'
  if (attendance.funding.kind !== 'single') return 'session_covered'
  if (attendance.price === 0) return 'nothing_to_pay'
  const due = Math.max(0, model.grossOf(attendance) - model.paidFor(attendance.key))
  if (due === 0) return 'already_paid'
  if (input.amountMinor !== due) return 'consequence_changed'
  return judgeTenders(model, {
    clientId: attendance.clientId,
    total: due,
    tenders: input.tenders,
  })
}

function linesOf(model: StudioModel, input: Sell) {
  return input.items.map((item) => {
    if (item.kind === 'top_up') {
      return { kind: 'top_up' as const, key: null, feeId: null, gross: item.amountMinor }
    }
    const fee = model.fees.get(item.feeId)!
    return { kind: 'fee' as const, key: fee.key, feeId: fee.id, gross: fee.amount }
  })
}

function judgeSell(model: StudioModel, input: Sell): Verdict {
  const paid = new Set<string>()
  for (const item of input.items) {
    if (item.kind !== 'fee') continue
    const fee = model.fees.get(item.feeId)
    const isOpen = fee?.state === 'pending' || fee?.state === 'due'
    if (!isOpen || fee.clientId !== input.clientId || paid.has(item.feeId)) return 'fee_not_open'
    paid.add(item.feeId)
  }
  const lines = linesOf(model, input)
  const total = lines.reduce((sum, { gross }) => sum + gross, 0)
  if (total !== input.amountMinor) return 'consequence_changed'
  const isTopUp = lines.some(({ kind }) => kind === 'top_up')
  return judgeTenders(model, { clientId: input.clientId, total, tenders: input.tenders, isTopUp })
}

/** The tender, the line and the sale that a refund names. */
function findRefunded(model: StudioModel, { paymentId, saleLineId }: Refund) {
  const sale = model.sales.find(({ tenders }) => tenders.some(({ id }) => id === paymentId))
  const tender = sale?.tenders.find(({ id }) => id === paymentId)
  const line = sale?.lines.find(({ id }) => id === saleLineId)
  const only = sale?.lines.length === 1 ? sale.lines[0] : undefined
  const named = saleLineId === undefined ? only : line
  return sale && tender && named ? { sale, tender, line: named } : null
}

function judgeOneRefund(model: StudioModel, input: Refund, who: Who): Verdict {
  const found = findRefunded(model, input)
  if (!found) return 'payment_not_found'
  const { sale, tender, line } = found
  const { amountMinor: amount, to = 'original' } = input
  if (line.kind === 'package') return 'refund_the_package'
  if (sale.voided) return 'sale_voided'
  if (amount > tender.amount - tender.refunded) return 'refund_exceeds_payment'
  if (amount > line.gross - line.refunded) return 'refund_exceeds_line'
  if (line.kind === 'top_up' && to === 'account') return 'top_up_from_account'
  const { balance } = model.client(sale.clientId)
  if (line.kind === 'top_up' && amount > balance) return 'balance_too_small'
  const isBalance = to === 'account' || tender.method === 'account' || line.kind === 'top_up'
  if (isBalance && model.client(sale.clientId).erased) return 'client_erased'
  if (losesMonth(line, input) && isStillBooked(model, line.soldId!))
    return 'membership_has_sessions'
  const given = sale.tenders.reduce((sum, { refunded }) => sum + refunded, 0)
  // By itself a refund to the account is a refund as well: only what a lost slot leaves is free.
  const limit = model.policyOn(model.today).refundLimitMinor
  if (amount + given > limit && who !== 'manager') return 'approval_needed'
  return to === 'original' && tender.method === 'cash' ? judgeCash(model, amount) : 'ok'
}

/** Whether sessions are to come on the days of a membership's last month. */
function isStillBooked(model: StudioModel, id: string): boolean {
  const membership = model.memberships.get(id)!
  const before = paidUntil({ ...membership, months: membership.months - 1 })
  return model.attendances.some(
    ({ funding, status, appointmentId }) =>
      funding.kind === 'membership' &&
      funding.id === id &&
      (status === 'booked' || status === 'checked_in') &&
      model.dayOf(model.sessions.get(appointmentId)!) > before,
  )
}

/** Whether with this all of a month's money went back, none of it as a present. */
function losesMonth(line: SaleLine, { amountMinor: amount, reason }: Refund): boolean {
  const isAll = amount === line.gross - (line.refunded - line.goodwill)
  return line.kind === 'membership' && isAll && reason !== 'goodwill'
}

/** The month goes with its money, whatever was used of it. */
function takeMonthBack(model: StudioModel, id: string): void {
  const membership = model.memberships.get(id)!
  membership.months -= 1
  const { endedOn } = membership
  membership.endedOn = null
  if (endedOn !== null && endedOn < endOf(membership)) membership.endedOn = endedOn
}

/** What was bought ahead is taken back only whole: nothing of it was used. */
function judgeSold(model: StudioModel, sale: Sale): Verdict {
  for (const { kind, soldId } of sale.lines) {
    if (kind === 'package') {
      const { lots, productId } = model.packages.get(soldId ?? '')!
      const left = [...lots.values()].reduce((sum, credits) => sum + credits, 0)
      if (left !== model.product(productId).credits) return 'void_package'
    }
    if (kind === 'membership') {
      const membership = model.memberships.get(soldId ?? '')!
      const last = model.sales.findLast(
        ({ voided, lines }) => !voided && lines.some((line) => line.soldId === soldId),
      )
      const end = paidUntil({ ...membership, months: membership.months - 1 })
      const isUsed = daysPaidBy(model, soldId ?? '', null).some((day) => day > end)
      if (membership.endedOn !== null || last !== sale || isUsed) return 'void_membership'
    }
  }
  return 'ok'
}

/** Whether a report of its day has counted something. */
function isClosedSince({ closes }: StudioModel, of: { day: string; at: number }): boolean {
  return closes.some(({ date, at }) => date === of.day && at >= of.at)
}

function judgeVoid(model: StudioModel, sale: Sale | undefined, who: Who): Verdict {
  if (!sale) return 'payment_not_found'
  if (sale.voided) return 'sale_voided'
  if (sale.tenders.some(({ refunded }) => refunded > 0)) return 'void_refunded'
  if (sale.day !== model.today) return 'void_another_day'
  if (isClosedSince(model, sale)) return 'void_day_closed'
  const isKept = [...model.fees.values()].some(
    ({ key, state }) =>
      state === 'kept' && sale.lines.some((line) => line.kind === 'session' && line.key === key),
  )
  if (isKept) return 'void_fee_kept'
  const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0)
  const brought =
    sum(sale.lines.filter(({ kind }) => kind === 'top_up').map(({ gross }) => gross)) -
    sum(sale.tenders.filter(({ method }) => method === 'account').map(({ amount }) => amount))
  if (model.client(sale.clientId).balance - brought < 0) return 'void_top_up_spent'
  if (model.client(sale.clientId).erased) {
    if (hasMoved(sale)) return 'client_erased'
    const isOwedAgain = sale.lines.some(({ kind }) => kind === 'session' || kind === 'fee')
    if (isOwedAgain) return 'void_client_erased'
  }
  const sold = judgeSold(model, sale)
  if (sold !== 'ok') return sold
  if (who !== 'manager') return 'approval_needed'
  const cash = sale.tenders.filter(({ method }) => method === 'cash')
  const out = cash.reduce((sum, tender) => sum + tender.amount, 0)
  return cash.length > 0 ? judgeCash(model, out) : 'ok'
}

function judgePayOut(
  model: StudioModel,
  { clientId, amountMinor: amount, to }: InputOf<Contracts['payments.payOut']>,
  who: Who,
): Verdict {
  const client = model.client(clientId)
  if (client.erased) return 'client_erased'
  if (amount > client.balance) return 'pay_out_exceeds_balance'
  const given = model.payOuts
    .filter(
      (one) => !one.voided && one.day === model.today && model.client(one.clientId) === client,
    )
    .reduce((sum, one) => sum + one.amount, 0)
  const limit = model.policyOn(model.today).refundLimitMinor
  if (amount + given > limit && who !== 'manager') return 'approval_needed'
  return to.method === 'cash' ? judgeCash(model, amount) : 'ok'
}

/** Whether a sale changed the balance. */
function hasMoved({ lines, tenders }: Sale): boolean {
  return (
    lines.some(({ kind }) => kind === 'top_up') ||
    tenders.some(({ method }) => method === 'account')
  )
}

function judgeVoidPayOut(model: StudioModel, payOut: PayOut, who: Who): Verdict {
  if (payOut.voided) return 'sale_voided'
  if (payOut.day !== model.today) return 'void_another_day'
  if (isClosedSince(model, payOut)) return 'void_day_closed'
  if (model.client(payOut.clientId).erased) return 'client_erased'
  if (who !== 'manager') return 'approval_needed'
  return payOut.method === 'cash' ? judgeCash(model) : 'ok'
}

/** What a pay-out takes out of the balance and the drawer, or brings back. */
function movePayOut(model: StudioModel, { clientId, method, amount }: PayOut, sign: 1 | -1): void {
  model.client(clientId).balance -= sign * amount
  if (method === 'cash') model.openDrawer!.expected -= sign * amount
}

/** Of what was kept for a fee, what is still there to go back. */
function keptParts(model: StudioModel, fee: Fee) {
  return fee.state === 'kept' ? spread(model, fee.key, fee.amount) : []
}

function owedAgain(model: StudioModel, fee: Fee): Fee['state'] {
  return fee.dueAt > model.now ? 'pending' : 'due'
}

/** Whether the session of a fee is still lost as it was then, and nothing came of it since. */
function isStillLost(model: StudioModel, fee: Fee): boolean {
  const of = model.attendances.find(({ key }) => key === fee.key)!
  const latest = [...model.fees.values()].findLast(({ key }) => key === fee.key)
  const isLost = of.status === 'no_show' || of.cancelledLate
  return isLost && of.excused === null && latest === fee
}

/** Taking money, and giving it back. */
export const moneyRules: Rules = {
  'payments.take': {
    must: (model, input) =>
      judgeTake(model, model.attendance(input.appointmentId, input.seatId), input),
    become(model, input, { receiptNumber: receipt }, file) {
      const { key, clientId } = model.attendance(input.appointmentId, input.seatId)!
      const line = { kind: 'session' as const, key, feeId: null, gross: input.amountMinor }
      enterSale(model, { receipt, clientId, lines: [line], tenders: input.tenders }, file)
    },
  },
  'payments.sell': {
    must: judgeSell,
    become(model, input, { receiptNumber: receipt }, file) {
      const lines = linesOf(model, input)
      const { clientId, tenders } = input
      enterSale(model, { receipt, clientId, lines, tenders }, file)
      for (const { feeId } of lines) if (feeId !== null) model.fees.get(feeId)!.state = 'paid'
    },
  },
  'payments.refund': {
    must: judgeOneRefund,
    takes(model, input) {
      const { line } = findRefunded(model, input)!
      if (!losesMonth(line, input)) return { ...nothingTaken, endsOn: null }
      const other = imagine(model)
      takeMonthBack(other, line.soldId!)
      return { ...nothingTaken, endsOn: endOf(other.memberships.get(line.soldId!)!) }
    },
    become(model, input) {
      const { tender, line } = findRefunded(model, input)!
      const isGone = losesMonth(line, input)
      giveBack(model, [{ tender, line, amount: input.amountMinor }], input.to ?? 'original')
      if (isGone) takeMonthBack(model, line.soldId!)
      if (input.reason === 'goodwill') line.goodwill += input.amountMinor
    },
  },
  'payments.payOut': {
    must: judgePayOut,
    become(model, { clientId, amountMinor: amount, to }, { receiptNumber: receipt }) {
      const { method } = to
      const made = { day: model.today, at: model.now, voided: false }
      model.payOuts.push({ receipt, clientId, method, amount, ...made })
      movePayOut(model, model.payOuts.at(-1)!, 1)
    },
  },
  'payments.void': {
    must(model, { receiptNumber }, who) {
      const payOut = model.payOuts.find(({ receipt }) => receipt === receiptNumber)
      if (payOut) return judgeVoidPayOut(model, payOut, who)
      const sale = model.sales.find(({ receipt }) => receipt === receiptNumber)
      return judgeVoid(model, sale, who)
    },
    takes(model, { receiptNumber }) {
      const payOut = model.payOuts.find(({ receipt }) => receipt === receiptNumber)
      const sale = model.sales.find(({ receipt }) => receipt === receiptNumber)
      const paid = payOut ? [payOut] : sale!.tenders
      return { ...nothingTaken, backMinor: paid.reduce((sum, { amount }) => sum + amount, 0) }
    },
    become(model, { receiptNumber }) {
      const payOut = model.payOuts.find(({ receipt }) => receipt === receiptNumber)
      if (payOut) {
        payOut.voided = true
        movePayOut(model, payOut, -1)
        return
      }
      const sale = model.sales.find(({ receipt }) => receipt === receiptNumber)!
      sale.voided = true
      move(model, sale, -1)
      for (const { kind, soldId } of sale.lines) {
        if (kind === 'package') model.packages.get(soldId ?? '')!.lots.clear()
        if (kind !== 'membership') continue
        model.memberships.get(soldId ?? '')!.months -= 1
      }
      const feeIds = new Set(sale.lines.map(({ feeId }) => feeId))
      for (const fee of model.fees.values()) {
        if (fee.state !== 'paid' || !feeIds.has(fee.id)) continue
        fee.state = isStillLost(model, fee) ? owedAgain(model, fee) : 'withdrawn'
      }
    },
  },
  'fees.waive': {
    must(model, { feeId }, who) {
      const fee = model.fees.get(feeId)!
      if (!['pending', 'due', 'kept'].includes(fee.state)) return 'fee_not_open'
      if (fee.state === 'kept' && returnable(model, fee.key) === 0) return 'fee_not_open'
      return firstOf(
        () => (who === 'manager' ? 'ok' : 'approval_needed'),
        () => judgeRefund(model, keptParts(model, fee), 'original', who),
      )
    },
    become(model, { feeId }) {
      const fee = model.fees.get(feeId)!
      if (fee.state === 'kept') fee.amount = Math.min(fee.amount, returnable(model, fee.key))
      giveBack(model, keptParts(model, fee), 'original')
      fee.state = 'waived'
    },
  },
  'fees.takeBackWaiver': {
    must(model, { feeId }) {
      const { state, clientId } = model.fees.get(feeId)!
      if (state !== 'waived') return 'fee_not_open'
      return judgeClient(model, clientId)
    },
    takes: (model, { feeId }) => ({
      ...nothingTaken,
      feeMinor: model.fees.get(feeId)!.amount,
    }),
    become(model, { feeId }) {
      const fee = model.fees.get(feeId)!
      fee.state = owedAgain(model, fee)
    },
  },
}
