import type { ParsedInputOf } from '../../../shared/contract.ts'
import type { paymentsContract, SaleTaken } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { checkUsual } from '../../../shared/sane-amounts.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { requireClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import { recordSale, type SaleLine } from './record-sale.ts'

type Input = ParsedInputOf<(typeof paymentsContract)['payments.sell']>

/** A fee makes good a loss and a top-up buys nothing yet: neither has a tax of its own. */
const untaxed = { taxBasisPoints: 0, taxInclusive: true } as const

/**
 * Takes money for what a client owes and for their balance. A fee may be paid before it is due, and
 * once. Refuses `client_not_found`, `client_erased`, `fee_not_open`,
 * `amount_unusual` and what {@link recordSale} refuses.
 */
export function sellItems(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<SaleTaken> {
  const { clientId } = input
  const client = requireClient(tx.database, clientId)
  if (!client.ok) return client
  const lines: SaleLine[] = []
  const feeIds = new Set<string>()
  for (const item of input.items) {
    if (item.kind === 'top_up') {
      lines.push({ kind: 'top_up', priceMinor: item.amountMinor, ...untaxed })
      continue
    }
    const fee = decideFee(
      tx.database.prepare('SELECT * FROM fees WHERE id = ?').get(item.feeId) as Row<'fees'>,
      clientId,
      feeIds.has(item.feeId),
    )
    if (!fee.ok) return fee
    feeIds.add(item.feeId)
    lines.push(fee.value)
  }
  const toppedUp = input.items.reduce(
    (sum, item) => sum + (item.kind === 'top_up' ? item.amountMinor : 0),
    0,
  )
  const usual = checkUsual([toppedUp], input.sureOfMinor, readStudio(tx.database).currency)
  if (!usual.ok) return usual
  const wish = { clientId, lines, tenders: input.tenders, shownMinor: input.amountMinor }
  return recordSale(tx, bus, wish, caller)
}

/** Decides whether a fee can be paid: it is this client's, still open, and not on this receipt yet. */
function decideFee(
  fee: Row<'fees'> | undefined,
  clientId: string,
  isTaken: boolean,
): Result<SaleLine> {
  if (!fee || fee.client_id !== clientId) return refuse('fee_not_open', {})
  if (isTaken || (fee.state !== 'pending' && fee.state !== 'due')) return refuse('fee_not_open', {})
  return ok({
    kind: 'fee',
    feeId: fee.id,
    appointmentId: fee.appointment_id,
    seatId: fee.seat_id,
    priceMinor: fee.amount_minor,
    ...untaxed,
  })
}
