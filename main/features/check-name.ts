import type { Named } from '../../shared/name.ts'
import { assertNever, ok, refuse, type Result } from '../../shared/result.ts'
import { isSameName } from '../../shared/same-name.ts'
import type { StudioDatabase } from '../db/studio-database.ts'

const tables = {
  trainer: 'trainers',
  service: 'services',
  room: 'rooms',
  product: 'products',
} as const satisfies Record<Named, string>

/**
 * Whether something on a list of the catalogue may be called that. Refuses `trainer_exists`,
 * `service_exists`, `room_exists` or `product_exists` for a name that another one on the list has: in the
 * day, on receipts and in reports nobody could tell the two apart. Refuses `retired_exists` for that of one
 * which is off the list, unless somebody has seen that and means it: bringing it back is most often what
 * is wanted.
 *
 * @param before what it was called so far; null: it is new. Who keeps their name is asked nothing, also in
 * a studio that has two of one name from before.
 */
export function checkName(
  database: StudioDatabase,
  kind: Named,
  asked: {
    readonly name: string
    readonly id?: string
    readonly before?: string
    readonly allowRetired: boolean
  },
): Result<null> {
  if (asked.before !== undefined && isSameName(asked.before, asked.name)) return ok(null)
  const same = othersOn(database, kind, asked.id).filter(({ name }) => isSameName(name, asked.name))
  const listed = same.find(({ active }) => active === 1)
  if (listed) return refuseTaken(kind, listed.name)
  const [retired] = same
  if (!retired || asked.allowRetired) return ok(null)
  return refuse('retired_exists', { kind, id: retired.id, name: retired.name })
}

/** The same before one comes back to its list: only those that are on it count. */
export function checkReturn(database: StudioDatabase, kind: Named, id: string): Result<null> {
  const sql = `SELECT name FROM ${tables[kind]} WHERE id = ?`
  const name = database.prepare(sql).pluck().get(id) as string | undefined
  // What is not there is the command's own refusal.
  if (name === undefined) return ok(null)
  return checkName(database, kind, { name, id, allowRetired: true })
}

/** Refuses two of one name among those that come to a list together; see {@link checkName}. */
export function checkNames(kind: Named, all: readonly { readonly name: string }[]): Result<null> {
  const twice = all.find(({ name }, index) =>
    all.slice(0, index).some((other) => isSameName(other.name, name)),
  )
  return twice ? refuseTaken(kind, twice.name) : ok(null)
}

function othersOn(database: StudioDatabase, kind: Named, id: string | undefined) {
  // Former forms of a product are not off the list: another form of them is on it.
  const standing = kind === 'product' ? 'AND replaced_by IS NULL' : ''
  return database
    .prepare(
      `SELECT id, name, active FROM ${tables[kind]} WHERE id IS NOT ? ${standing}
       ORDER BY active DESC, position`,
    )
    .all(id ?? null) as { id: string; name: string; active: 0 | 1 }[]
}

function refuseTaken(kind: Named, name: string) {
  switch (kind) {
    case 'trainer':
      return refuse('trainer_exists', { name })
    case 'service':
      return refuse('service_exists', { name })
    case 'room':
      return refuse('room_exists', { name })
    case 'product':
      return refuse('product_exists', { name })
    default:
      return assertNever(kind)
  }
}
