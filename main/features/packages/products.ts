import { newId } from '../../../shared/ids.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import type { Product, ProductChanged, ProductDraft } from '../../../shared/packages.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { checkUsual } from '../../../shared/sane-amounts.ts'
import { decideTax } from '../../../shared/tax.ts'
import type { Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { checkName, checkReturn } from '../check-name.ts'
import { versionOf } from '../check-version.ts'
import { readStudio } from '../studio/index.ts'
import { scopeOf } from './sold-rows.ts'
import { taxAt } from './tax-today.ts'

/**
 * Everything that is or was sold ahead, in the order of the list; what is sold now comes first. Former forms
 * of a product are named by the one that took their place.
 */
export function listProducts(database: StudioDatabase, now: Instant): Product[] {
  const tax = taxAt(database, now)
  const rows = database.all(
    sql
      .selectFrom('products')
      .selectAll()
      .where('replaced_by', 'is', null)
      .orderBy('active', 'desc')
      .orderBy('position')
      .orderBy('name'),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    priceMinor: row.price_minor,
    dueMinor: decideTax(row.price_minor, tax).grossMinor,
    credits: row.credits,
    validityDays: row.validity_days,
    singlePriceMinor: row.kind === 'package' ? row.single_price_minor : null,
    sessionsPerMonth: row.sessions_per_month,
    serviceIds: scopeOf(database, row.id),
    active: row.active === 1,
    replaces: formerOf(database, row.id),
    version: versionOf(database, 'product', row.id),
  }))
}

/**
 * A product that is sold now. Refuses `product_changed` for one that is sold in another form by now, and
 * `product_not_found`.
 */
export function findProduct(database: StudioDatabase, id: string): Result<Row<'products'>> {
  const row = database.first(sql.selectFrom('products').selectAll().where('id', '=', id))
  if (row?.active === 1) return ok(row)
  return row && row.replaced_by !== null
    ? refuse('product_changed', { name: row.name })
    : refuse('product_not_found', {})
}

/** How a product is sold apart from its place in the list. */
export function productStanding(
  database: StudioDatabase,
  { productId }: { readonly productId: string },
): unknown {
  const row = database.first(sql.selectFrom('products').selectAll().where('id', '=', productId))
  return row && [{ ...row, position: null }, scopeOf(database, productId)]
}

/** The forms in which a product was sold before, the last one first. */
function formerOf(database: StudioDatabase, id: string): string[] {
  return database
    .prepare(
      `WITH RECURSIVE former (id) AS (
         SELECT id FROM products WHERE replaced_by = @id
         UNION SELECT p.id FROM products p JOIN former f ON p.replaced_by = f.id
       ) SELECT id FROM former`,
    )
    .pluck()
    .all({ id }) as string[]
}

/** Refuses `product_pays_nothing` when none of the services it pays for is offered any more. */
export function decideSellable(
  database: StudioDatabase,
  product: { readonly id: string; readonly name: string },
): Result<null> {
  const offered = database
    .prepare(
      `SELECT 1 FROM services s WHERE s.active = 1 AND (
         NOT EXISTS (SELECT 1 FROM product_services WHERE product_id = @id)
         OR EXISTS (SELECT 1 FROM product_services WHERE product_id = @id AND service_id = s.id))`,
    )
    .get({ id: product.id })
  return offered === undefined ? refuse('product_pays_nothing', { name: product.name }) : ok(null)
}

/** What the manager sends of a product that is to be sold. */
interface ProductWish {
  readonly product: ProductDraft
  readonly sureOfMinor?: Minor | undefined
  readonly allowRetired: boolean
}

/**
 * Adds what can be bought ahead. Refuses `product_exists`, `retired_exists`, `service_not_found` for a scope
 * that does not exist, and `amount_unusual`.
 */
export function addProduct(tx: Tx, bus: EventBus, wish: ProductWish): Result<ProductChanged> {
  const { product, sureOfMinor, allowRetired } = wish
  const named = checkName(tx.database, 'product', { name: product.name, allowRetired })
  if (!named.ok) return named
  const usual = checkPrices(tx.database, product, sureOfMinor)
  if (!usual.ok) return usual
  const last = tx.database
    .prepare('SELECT coalesce(max(position), -1) FROM products')
    .pluck()
    .get() as number
  const added = insertProduct(tx, bus, product, last + 1)
  if (!added.ok) return added
  const productId = added.value
  return ok({ productId, undo: { command: 'packages.retireProduct', input: { productId } } })
}

/**
 * Sells a product in another form from now on. It is a new one in the old one's place: what was sold
 * keeps the name, the services and the terms it was sold with. Refuses as {@link addProduct} does.
 */
export function changeProduct(
  tx: Tx,
  bus: EventBus,
  { productId, ...wish }: ProductWish & { readonly productId: string },
): Result<ProductChanged> {
  const { product, sureOfMinor, allowRetired } = wish
  const found = findProduct(tx.database, productId)
  if (!found.ok) return found
  const { name: before, position } = found.value
  const asked = { name: product.name, id: productId, before, allowRetired }
  const named = checkName(tx.database, 'product', asked)
  if (!named.ok) return named
  const usual = checkPrices(tx.database, product, sureOfMinor)
  if (!usual.ok) return usual
  const added = insertProduct(tx, bus, product, position, productId)
  if (!added.ok) return added
  setActive(tx, productId, 0)
  tx.database.run(
    sql.updateTable('products').set({ replaced_by: added.value }).where('id', '=', productId),
  )
  return ok({ productId: added.value, undo: null })
}

/** Refuses `amount_unusual` for a price that nobody has confirmed. */
function checkPrices(
  database: StudioDatabase,
  product: ProductDraft,
  sureOfMinor: Minor | undefined,
): Result<null> {
  const single = product.kind === 'package' ? product.singlePriceMinor : 0
  return checkUsual([product.priceMinor, single], sureOfMinor, readStudio(database).currency)
}

/** Sells a product no more. What was sold of it stays valid. Refuses as {@link findProduct} does. */
export function retireProduct(tx: Tx, bus: EventBus, productId: string): Result<ProductChanged> {
  const found = findProduct(tx.database, productId)
  if (!found.ok) return found
  setActive(tx, productId, 0)
  bus.publish('product.retired', { productId })
  return ok({ productId, undo: { command: 'packages.restoreProduct', input: { productId } } })
}

/** Sells a product again. Refuses `product_not_found`, `product_changed` and `product_exists`. */
export function restoreProduct(tx: Tx, bus: EventBus, productId: string): Result<ProductChanged> {
  const found = findProduct(tx.database, productId)
  if (found.ok) return ok({ productId, undo: null })
  if (found.error.code === 'product_changed') return found
  const named = checkReturn(tx.database, 'product', productId)
  if (!named.ok) return named
  if (setActive(tx, productId, 1) === 0) return refuse('product_not_found', {})
  bus.publish('product.restored', { productId })
  return ok({ productId, undo: { command: 'packages.retireProduct', input: { productId } } })
}

function setActive(tx: Tx, id: string, active: 0 | 1): number {
  tx.touch(topics.products)
  return tx.database.run(sql.updateTable('products').set({ active }).where('id', '=', id))
}

function insertProduct(
  tx: Tx,
  bus: EventBus,
  product: ProductDraft,
  position: number,
  replacesId?: string,
): Result<string> {
  const id = newId()
  const isPackage = product.kind === 'package'
  tx.database.insert('products', {
    id,
    kind: product.kind,
    name: product.name,
    price_minor: product.priceMinor,
    credits: isPackage ? product.credits : null,
    validity_days: isPackage ? product.validityDays : null,
    sessions_per_month: isPackage ? null : product.sessionsPerMonth,
    single_price_minor: isPackage ? product.singlePriceMinor : minor(0),
    position,
    active: 1,
  })
  for (const serviceId of new Set(product.serviceIds)) {
    const known = tx.database.prepare('SELECT 1 FROM services WHERE id = ?').get(serviceId)
    if (known === undefined) return refuse('service_not_found', {})
    tx.database.insert('product_services', { product_id: id, service_id: serviceId })
  }
  const { kind, priceMinor } = product
  const replaces = replacesId === undefined ? {} : { replacesId }
  bus.publish('product.added', { productId: id, kind, priceMinor, ...replaces })
  tx.touch(topics.products)
  return ok(id)
}
