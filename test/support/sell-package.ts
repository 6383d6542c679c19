import { startMembership, startPackage } from '../../main/features/packages/start-sold.ts'
import { newId } from '../../shared/ids.ts'
import { minor } from '../../shared/money.ts'
import type { ProductDraft } from '../../shared/packages.ts'
import type { LocalDate } from '../../shared/time.ts'
import type { TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'

/** Ten sessions for 500.00, a year, any service, at 55.00 one by one; changes are merged in. */
export function packageDraft(
  changes: Partial<Extract<ProductDraft, { kind: 'package' }>> = {},
): ProductDraft {
  return {
    kind: 'package',
    name: 'Ten sessions',
    priceMinor: minor(50_000),
    credits: 10,
    validityDays: 365,
    singlePriceMinor: minor(5_500),
    serviceIds: [],
    ...changes,
  }
}

/** 99.00 a month, as often as one likes. */
export function membershipDraft(
  changes: Partial<Extract<ProductDraft, { kind: 'membership' }>> = {},
): ProductDraft {
  return {
    kind: 'membership',
    name: 'Monthly',
    priceMinor: minor(9_900),
    sessionsPerMonth: null,
    serviceIds: [],
    ...changes,
  }
}

/**
 * Puts a product on sale and answers its id; the second of one name under a number. Signs in as whoever was
 * signed in before.
 */
export function offerProduct(studio: TestStudio, product: ProductDraft): string {
  const before = studio.session.current
  studio.signIn('manager')
  const others = studio.rows(
    'SELECT id FROM products WHERE name = ? AND active',
    product.name,
  ).length
  const name = others === 0 ? product.name : `${product.name} (${others + 1})`
  const { productId } = valueOf(
    studio.command('packages.addProduct', { product: { ...product, name } }),
  )
  studio.session.current = before
  return productId
}

/** Gives a client a product as if it had just been paid, without the till: for tests of what follows. */
export function giveProduct(
  studio: TestStudio,
  clientId: string,
  productId: string,
  startsOn = '2026-03-02' as LocalDate,
): string {
  const { work, bus, database } = studio.app
  const actorId = studio.people.staff.desk.id
  return work.run({ actorId, commandId: null, correlationId: newId() }, (tx) => {
    const product = database
      .prepare('SELECT * FROM products WHERE id = ?')
      .get(productId) as Parameters<typeof startPackage>[2]['product']
    const saleId = newId()
    tx.database.insert('sales', {
      id: saleId,
      client_id: clientId,
      receipt_number: `T-2026-${saleId.slice(-6)}`,
      currency: 'EUR',
      total_minor: product.price_minor,
      created_at: tx.now,
      created_by: actorId,
    })
    const sold = { clientId, product, saleId }
    if (product.kind === 'membership') return startMembership(tx, bus, sold, startsOn)
    return startPackage(tx, bus, sold, {
      paidMinor: product.price_minor,
      singlePriceMinor: product.single_price_minor,
    })
  })
}
