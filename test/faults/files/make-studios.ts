import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { Desk } from '../support/desk.ts'
import type { Random } from '../support/random.ts'

/** Files to copy studios from, with nothing in their books: setting one up takes half a second. */
export interface Studios {
  /** A studio that FitFlow had open and closed. */
  readonly closed: string
  /** A backup of the same. */
  readonly backup: string
  /** A backup of a studio that has nothing to do with it. */
  readonly stranger: string
}

/** Sets two studios up in `folder`. */
export function makeStudios(folder: string): Studios {
  const closed = join(folder, 'closed.db')
  const backup = join(folder, 'backup.db')
  const stranger = join(folder, 'stranger.db')
  for (const [file, copy] of [
    [closed, backup],
    [join(folder, 'other.db'), stranger],
  ] as const) {
    const desk = Desk.open(file)
    desk.app.database.copyTo(copy)
    desk.close()
  }
  return { closed, backup, stranger }
}

/** Puts a studio there that can be opened. */
export function putStudio(studios: Studios, file: string): void {
  copyFileSync(studios.closed, file)
}

/** Puts another file there: an older copy of the same studio, as FitFlow or somebody makes it, or a stranger. */
export function putOther(studios: Studios, file: string, random: Random): void {
  copyFileSync(random.pick([studios.closed, studios.backup, studios.stranger]), file)
}
