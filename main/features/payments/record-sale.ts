import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import type { SaleTaken } from '../../../shared/payments.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { TaxTerms } from '../../../shared/tax.ts'
import type { Tender } from '../../../shared/tenders.ts'
import { topics } from '../../../shared/topics.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { requireClient } from '../clients/index.ts'
import { checkChange, recordCash } from '../drawer/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import { balanceOf, enterIntoAccount } from './account.ts'
import { decideSale } from './decide-sale.ts'
import { issueReceipt } from './issue-receipt.ts'
import { lineTexts } from './line-texts.ts'
import { partsOf } from './sale-parts.ts'

/** A line to be sold. Price and tax as agreed; the line's own tax is rounded by itself. */
export type SaleLine = TaxTerms & { readonly priceMinor: Minor } & (
    | {
        readonly kind: 'session'
        readonly appointmentId: string
        readonly seatId: string | null
      }
    | {
        readonly kind: 'fee'
        readonly feeId: string
        readonly appointmentId: string
        readonly seatId: string | null
      }
    | {
        /** Makes what is sold, once the sale is there to be named, and answers its id. */
        readonly kind: 'package' | 'membership'
        readonly create: (saleId: string) => string
      }
    | { readonly kind: 'top_up' }
  )

export interface SaleWish {
  readonly clientId: string
  /** At least one, and at most one of them a session. */
  readonly lines: readonly SaleLine[]
  /** What the client pays with. Together exactly the lines' gross; none for a sale of nothing. */
  readonly tenders: readonly Tender[]
  /** What the screen showed as the total; refused with `consequence_changed` when it is another. */
  readonly shownMinor?: Minor | undefined
}

/**
 * Sells: one receipt, its lines, and the tenders that settle it, in the caller's transaction.
 * Publishes `payment.completed` for each tender, after everything is written. Refuses `client_not_found`,
 * `client_erased`, `consequence_changed`, `tenders_do_not_add_up`, `too_little_cash`, `balance_too_small`,
 * `top_up_from_account`, and what the drawer refuses, also for want of change; the caller passes a
 * refusal on, so that nothing of it stays.
 *
 * @example
 * recordSale(tx, bus, { clientId, tenders, lines: [{ kind: 'package', create, ...price }] }, caller)
 */
export function recordSale(
  tx: Tx,
  bus: EventBus,
  wish: SaleWish,
  caller: StaffCaller,
): Result<SaleTaken> {
  if (wish.lines.filter(({ kind }) => kind === 'session').length > 1) {
    throw new Error('A sale has one session at most.')
  }
  const client = requireClient(tx.database, wish.clientId)
  if (!client.ok) return client
  const { currency } = readStudio(tx.database)
  const balanceMinor = balanceOf(tx.database, wish.clientId)
  const decided = decideSale({ ...wish, balanceMinor, currency })
  if (!decided.ok) return decided
  const { amounts, totalMinor, changeMinor } = decided.value

  const saleId = newId()
  const issued = issueReceipt(tx, wish.clientId, caller)
  if (!issued.ok) return issued
  const receiptNumber = issued.value
  const hasChange = checkChange(tx, changeMinor)
  if (!hasChange.ok) return hasChange
  const written = { currency, created_at: tx.now, created_by: caller.actor.id } as const
  tx.database.insert('sales', {
    id: saleId,
    client_id: wish.clientId,
    receipt_number: receiptNumber,
    total_minor: totalMinor,
    ...written,
  })
  for (const [position, line] of wish.lines.entries()) {
    const amount = amounts[position]!
    const subject = subjectOf(line, saleId)
    tx.database.insert('sale_lines', {
      id: newId(),
      sale_id: saleId,
      position,
      ...subject,
      ...lineTexts(tx.database, subject),
      net_minor: amount.netMinor,
      tax_minor: amount.taxMinor,
      gross_minor: amount.grossMinor,
      tax_bp: amount.taxBasisPoints,
    })
    if (line.kind !== 'top_up') continue
    const entry = { clientId: wish.clientId, kind: 'top_up', currency, saleId } as const
    enterIntoAccount(tx, { ...entry, amountMinor: amount.grossMinor }, caller.actor.id)
  }
  const paymentIds: string[] = []
  for (const [position, tender] of wish.tenders.entries()) {
    const id = newId()
    tx.database.insert('payments', {
      id,
      sale_id: saleId,
      position,
      ...columnsOf(tender),
      ...written,
    })
    if (tender.method === 'account') {
      const entry = { clientId: wish.clientId, kind: 'spent', currency, saleId } as const
      const amountMinor = 0 - tender.amountMinor
      enterIntoAccount(tx, { ...entry, amountMinor, paymentId: id }, caller.actor.id)
    }
    if (tender.method === 'cash') {
      const { amountMinor } = tender
      const moved = recordCash(tx, { kind: 'sale', amountMinor, paymentId: id }, caller)
      if (!moved.ok) return moved
    }
    paymentIds.push(id)
  }
  for (const { method, ...payment } of partsOf(tx.database, saleId)) {
    bus.publish('payment.completed', { ...payment, method })
  }
  tx.touch(topics.account(wish.clientId))
  return ok({ saleId, receiptNumber, totalMinor, changeMinor, paymentIds })
}

/** What a line is about, in its own columns. A package or membership is made here. */
function subjectOf(line: SaleLine, saleId: string) {
  const none = {
    kind: line.kind,
    appointment_id: null,
    seat_id: null,
    fee_id: null,
    client_package_id: null,
    membership_id: null,
  }
  switch (line.kind) {
    case 'session':
      return { ...none, appointment_id: line.appointmentId, seat_id: line.seatId }
    case 'fee':
      return {
        ...none,
        appointment_id: line.appointmentId,
        seat_id: line.seatId,
        fee_id: line.feeId,
      }
    case 'package':
      return { ...none, client_package_id: line.create(saleId) }
    case 'membership':
      return { ...none, membership_id: line.create(saleId) }
    case 'top_up':
      return none
  }
}

function columnsOf(tender: Tender) {
  return {
    method: tender.method,
    amount_minor: tender.amountMinor,
    tendered_minor: tender.method === 'cash' ? tender.tenderedMinor : null,
    card_reference: tender.method === 'card' ? tender.reference : null,
    card_last4: tender.method === 'card' ? (tender.last4 ?? null) : null,
    transfer_reference: tender.method === 'bank_transfer' ? tender.reference : null,
  }
}
