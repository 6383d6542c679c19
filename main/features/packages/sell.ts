import type { Minor } from '../../../shared/money.ts'
import type { MembershipRenewed, packagesContract, ProductSold } from '../../../shared/packages.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { decideTax, type TaxTerms } from '../../../shared/tax.ts'
import { localDateOf, type LocalDate } from '../../../shared/time.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { requireClient } from '../clients/index.ts'
import type { HandledInputOf, StaffCaller } from '../handlers.ts'
import { recordSale } from '../payments/index.ts'
import { readStudio } from '../studio/index.ts'
import { findRunning, setEnd } from './change-membership.ts'
import { decideReach, decideStart, endAfterRenewal } from './decide-membership.ts'
import { decideSellable, findProduct } from './products.ts'
import { termsOf } from './sold-rows.ts'
import { startMembership, startPackage } from './start-sold.ts'
import { taxAt } from './tax-today.ts'

type Sale = HandledInputOf<(typeof packagesContract)['packages.sell']>
type Renewal = HandledInputOf<(typeof packagesContract)['memberships.renew']>

/**
 * Sells a package or the first month of a membership, on a receipt of its own. Money, credits and
 * receipt commit together. Refuses `client_not_found`, `client_erased`, `product_not_found`, and what a sale refuses.
 */
export function sellProduct(
  tx: Tx,
  bus: EventBus,
  input: Sale,
  caller: StaffCaller,
): Result<ProductSold> {
  const who = requireClient(tx.database, input.clientId)
  if (!who.ok) return who
  const client = who.value
  const found = findProduct(tx.database, input.productId)
  if (!found.ok) return found
  const product = found.value
  const sellable = decideSellable(tx.database, product)
  if (!sellable.ok) return sellable
  const startsOn = input.startsOn ?? today(tx)
  const inTime = product.kind === 'membership' ? decideStart(startsOn, today(tx)) : ok(null)
  if (!inTime.ok) return inTime
  const tax = taxAt(tx.database, tx.now)
  let soldId = ''
  const create = (saleId: string): string => {
    const sold = { clientId: client.id, product, saleId }
    soldId =
      product.kind === 'package'
        ? startPackage(tx, bus, sold, moneyOf(product, tax))
        : startMembership(tx, bus, sold, startsOn)
    return soldId
  }
  const taken = recordSale(
    tx,
    bus,
    {
      clientId: client.id,
      lines: [{ kind: product.kind, priceMinor: product.price_minor, ...tax, create }],
      tenders: input.tenders,
      shownMinor: input.amountMinor,
    },
    caller,
  )
  if (!taken.ok) return taken
  const { receiptNumber, changeMinor } = taken.value
  return ok({ soldId, kind: product.kind, receiptNumber, changeMinor })
}

/**
 * Takes money for one more month of a membership, at the price it was sold for. Refuses
 * `membership_ended` when it was given up or is over, and `membership_too_far`.
 */
export function renewMembership(
  tx: Tx,
  bus: EventBus,
  input: Renewal,
  caller: StaffCaller,
): Result<MembershipRenewed> {
  const found = findRunning(tx, input.membershipId)
  if (!found.ok) return found
  const row = found.value
  const sellable = decideSellable(tx.database, { id: row.product_id, name: row.name })
  if (!sellable.ok) return sellable
  const endsOn = endAfterRenewal(termsOf(tx.database, row))
  const inReach = decideReach(endsOn, today(tx))
  if (!inReach.ok) return inReach
  const create = (saleId: string): string => {
    setEnd(tx, row, { ends_on: endsOn })
    const ids = { membershipId: row.id, clientId: row.client_id, saleId }
    bus.publish('membership.renewed', { ...ids, endsOn })
    return row.id
  }
  const taken = recordSale(
    tx,
    bus,
    {
      clientId: row.client_id,
      lines: [
        { kind: 'membership', priceMinor: row.price_minor, ...taxAt(tx.database, tx.now), create },
      ],
      tenders: input.tenders,
      shownMinor: input.amountMinor,
    },
    caller,
  )
  if (!taken.ok) return taken
  const { receiptNumber, changeMinor } = taken.value
  return ok({ membershipId: row.id, endsOn, receiptNumber, changeMinor })
}

/** What a package costs and what one session does without it, both as they are paid: with tax. */
function moneyOf(
  product: Row<'products'>,
  tax: TaxTerms,
): { readonly paidMinor: Minor; readonly singlePriceMinor: Minor } {
  return {
    paidMinor: decideTax(product.price_minor, tax).grossMinor,
    singlePriceMinor: decideTax(product.single_price_minor, tax).grossMinor,
  }
}

function today(tx: Tx): LocalDate {
  return localDateOf(tx.now, readStudio(tx.database).time_zone)
}
