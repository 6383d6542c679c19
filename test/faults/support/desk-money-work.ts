import type { Desk } from './desk.ts'
import { intentOf, newestOf, type Intent } from './intent.ts'
import type { Random } from './random.ts'

/** What the desk does next with money; null when there is nothing to do it with. */
export function chooseMoneyIntent(desk: Desk, random: Random): Intent | null {
  const roll = random.next()
  if (roll < 0.45) return pay(desk, random)
  if (roll < 0.6) return sellPackage(desk, random)
  if (roll < 0.7) return moveCash(random)
  if (roll < 0.82) return refund(desk, random)
  if (roll < 0.9) return voidSale(desk, random)
  return settleFee(desk, random)
}

/** Cash, a card, or half of each. */
function chooseTenders(random: Random, amount: number) {
  const cash = (amountMinor: number) => ({
    method: 'cash' as const,
    amountMinor,
    tenderedMinor: amountMinor + random.below(3) * 500,
  })
  const card = (amountMinor: number) => ({
    method: 'card' as const,
    amountMinor,
    reference: `T${random.below(1_000_000)}`,
  })
  const half = Math.floor(amount / 2)
  const roll = random.next()
  if (roll < 0.2 && half > 0) return [cash(half), card(amount - half)]
  return [roll < 0.6 ? cash(amount) : card(amount)]
}

interface Payable {
  readonly appointmentId: string
  readonly seatId?: string
  readonly price: number
}

function pay(desk: Desk, random: Random): Intent | null {
  const unpaid = `price_minor AS price FROM %
    WHERE status <> 'cancelled' AND payment_status = 'unpaid' AND client_id IS NOT NULL`
  const found = random.maybePick(
    newestOf<Payable>(
      desk,
      random.chance(0.3)
        ? `SELECT appointment_id AS appointmentId, id AS seatId, ${unpaid.replace('%', 'seats')}`
        : `SELECT id AS appointmentId, ${unpaid.replace('%', 'appointments')}`,
    ),
  )
  if (!found) return null
  const { price, ...part } = found
  const tenders = chooseTenders(random, price)
  return intentOf('payments.take', { ...part, amountMinor: price, tenders })
}

function sellPackage(desk: Desk, random: Random): Intent | null {
  const client = random.maybePick(newestOf<{ id: string }>(desk, 'SELECT id FROM clients'))
  const product = random.maybePick(
    newestOf<{ id: string; price: number }>(desk, 'SELECT id, price_minor AS price FROM products'),
  )
  if (!client || !product) return null
  return intentOf('packages.sell', {
    clientId: client.id,
    productId: product.id,
    amountMinor: product.price,
    tenders: chooseTenders(random, product.price),
  })
}

function moveCash(random: Random): Intent {
  const kind = random.pick(['paid_in', 'paid_out'] as const)
  const amountMinor = (1 + random.below(30)) * 50
  return intentOf('drawer.move', { kind, amountMinor, reason: 'Milk' })
}

/** All or some of what a session's payment still holds; now and then more, which is refused. */
function refund(desk: Desk, random: Random): Intent | null {
  const paid = random.maybePick(
    newestOf<{ id: string; amount: number }>(
      desk,
      `SELECT id, amount_minor AS amount FROM payments
     WHERE sale_id IN (SELECT sale_id FROM sale_lines WHERE kind = 'session')`,
    ),
  )
  if (!paid) return null
  const amountMinor = random.chance(0.5) ? paid.amount : 1 + random.below(paid.amount)
  const to = random.chance(0.3) ? 'account' : 'original'
  const reason = random.chance(0.5) ? 'goodwill' : 'other'
  return intentOf('payments.refund', { paymentId: paid.id, amountMinor, to, reason })
}

function voidSale(desk: Desk, random: Random): Intent | null {
  const sale = random.maybePick(
    newestOf<{ receipt: string }>(
      desk,
      'SELECT receipt_number AS receipt FROM sales WHERE id NOT IN (SELECT sale_id FROM sale_voids)',
    ),
  )
  return sale
    ? intentOf('payments.void', { receiptNumber: sale.receipt, reason: 'wrong_item' })
    : null
}

function settleFee(desk: Desk, random: Random): Intent | null {
  const fee = random.maybePick(
    newestOf<{ id: string; clientId: string; amount: number }>(
      desk,
      `SELECT id, client_id AS clientId, amount_minor AS amount FROM fees
     WHERE state IN ('pending', 'due', 'kept')`,
    ),
  )
  if (!fee) return null
  if (random.chance(0.4)) return intentOf('fees.waive', { feeId: fee.id, reason: 'goodwill' })
  return intentOf('payments.sell', {
    clientId: fee.clientId,
    items: [{ kind: 'fee', feeId: fee.id }],
    amountMinor: fee.amount,
    tenders: chooseTenders(random, fee.amount),
  })
}
