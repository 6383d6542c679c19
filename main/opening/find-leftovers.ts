import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * What is left of a studio in a folder whose `studio.db` is missing or empty: there a new studio would
 * hide what somebody is looking for.
 *
 * @returns names as a person sees them in the folder.
 */
export function findLeftovers(file: string): string[] {
  const folder = dirname(file)
  const name = basename(file)
  return list(folder).filter((entry) => {
    if (entry === `${name}-wal`) return sizeOf(join(folder, entry)) > 0
    if (entry === 'archive') return list(join(folder, entry)).length > 0
    if (entry === 'calendars') return list(join(folder, entry)).some((it) => it.endsWith('.ics'))
    if (entry === 'sync-tokens.json') return true
    return (
      entry === `${name}-opened` ||
      entry.startsWith(`${name}.before-`) ||
      entry.startsWith(`${name}-wal.set-aside-`)
    )
  })
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
