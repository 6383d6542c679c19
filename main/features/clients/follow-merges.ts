import type { StudioDatabase } from '../../db/studio-database.ts'

const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The same input with who somebody is by now: the id of a client who was merged into another becomes
 * the other's, wherever in it it stands, in lists and choices too. A window, an old link or another
 * computer may name them for ever.
 *
 * Asked once, for every command and query: no handler has to think of it. An input that names nobody
 * who was merged is answered as it is.
 */
export function followMerges<T>(database: StudioDatabase, input: T): T {
  const follow = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return isId.test(value) ? (mergedInto(database, value) ?? value) : value
    }
    if (Array.isArray(value)) {
      const items = value.map(follow)
      return items.every((item, index) => item === value[index]) ? value : items
    }
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, one]) => [key, one, follow(one)] as const)
    return entries.every(([, one, followed]) => one === followed)
      ? value
      : Object.fromEntries(entries.map(([key, , followed]) => [key, followed]))
  }
  // Only ids are replaced, by ids: the shape is the schema's own.
  return follow(input) as T
}

function mergedInto(database: StudioDatabase, id: string): unknown {
  return database
    .prepare('SELECT merged_into FROM clients WHERE id = ? AND merged_into IS NOT NULL')
    .pluck()
    .get(id)
}
