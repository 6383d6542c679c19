import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import { localDateOf, type LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readStudio } from '../studio/index.ts'
import { write } from './credit-ledger.ts'
import { expiryOf } from './decide.ts'
import { endOfFirstMonth } from './decide-membership.ts'

/** Which client bought which product with which sale. */
interface Sold {
  readonly clientId: string
  readonly product: Row<'products'>
  readonly saleId: string
}

/** Gives a client the credits of a package that was just sold, and answers its id. */
export function startPackage(
  tx: Tx,
  bus: EventBus,
  { clientId, product, saleId }: Sold,
  money: { readonly paidMinor: Minor; readonly singlePriceMinor: Minor },
): string {
  const { credits, validity_days: validityDays } = product
  if (credits === null || validityDays === null) throw new Error('Not a package.')
  const { currency, time_zone: timeZone } = readStudio(tx.database)
  const id = newId()
  const expiresOn = expiryOf(localDateOf(tx.now, timeZone), validityDays)
  tx.database.insert('client_packages', {
    id,
    client_id: clientId,
    product_id: product.id,
    sale_id: saleId,
    credits,
    paid_minor: money.paidMinor,
    single_price_minor: money.singlePriceMinor,
    currency,
    expires_on: expiresOn,
    sold_at: tx.now,
  })
  write(tx, { clientPackageId: id, clientId, kind: 'sold', delta: credits, expiresOn }, null)
  const ids = { clientPackageId: id, clientId, productId: product.id, saleId }
  bus.publish('package.sold', { ...ids, credits, expiresOn })
  return id
}

/** Begins a membership of one month that was just sold, and answers its id. */
export function startMembership(
  tx: Tx,
  bus: EventBus,
  { clientId, product, saleId }: Sold,
  startsOn: LocalDate,
): string {
  const id = newId()
  const endsOn = endOfFirstMonth(startsOn)
  tx.database.insert('memberships', {
    id,
    client_id: clientId,
    product_id: product.id,
    sessions_per_month: product.sessions_per_month,
    price_minor: product.price_minor,
    currency: readStudio(tx.database).currency,
    starts_on: startsOn,
    ends_on: endsOn,
    created_at: tx.now,
  })
  const ids = { membershipId: id, clientId, productId: product.id, saleId }
  bus.publish('membership.started', { ...ids, startsOn, endsOn })
  tx.touch(topics.funding(clientId))
  return id
}
