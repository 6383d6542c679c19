import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startChild } from '../../faults/support/child.ts'
import { newId } from '../../../shared/ids.ts'
import type { CarriedStudio } from './carried-studio.ts'

/** How many events a desk publishes before it dies. */
export const published = 12

/** How it ends by itself when it finds at its start that an event was given up. */
export const exitCodeOfDead = 4

/**
 * - `before-the-acknowledgement`: a handler's effect is committed, and who brought the event has not heard
 * - `before-the-mark`: something was done outside of the database, and nothing in it says so
 * - `in-the-handler`: one event's handler kills the process
 * - `while-switching`: somewhere between two ways of bringing events
 */
export type Moment =
  | 'before-the-acknowledgement'
  | 'before-the-mark'
  | 'in-the-handler'
  | 'while-switching'

/**
 * Lets a process of its own run this studio until it is killed at the given moment. The studio's own app is
 * closed; open it again afterwards.
 *
 * @param killer the client whose event kills in `in-the-handler`
 * @returns false when it gave up that event instead of dying of it
 * @throws when the process ended in another way.
 */
export async function letItDie(
  desk: CarriedStudio,
  moment: Moment,
  killer = newId(),
): Promise<boolean> {
  const { file, clock, app } = desk.studio
  app.close()
  writeFileSync(join(dirname(file), 'killer'), killer)
  const program = join(import.meta.dirname, 'dying-desk-process.ts')
  const child = startChild(program, [file, desk.url, String(clock.read()), moment])
  const { signal, code, errors } = await child.ended
  if (code === exitCodeOfDead) return false
  // Windows knows no signals: what is killed ends with 1, and without a word.
  const isKilled = process.platform === 'win32' ? code === 1 && errors === '' : signal === 'SIGKILL'
  if (!isKilled) throw new Error(`The desk ended with ${code}: ${errors}`)
  clock.advance({ minutes: 1 })
  return true
}
