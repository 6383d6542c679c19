import { cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readHead } from '../../main/sync/sync-link.ts'
import type { Instant } from '../../shared/time.ts'
import { bookSession, payCash } from './book-session.ts'
import { makeTempFolder } from './make-temp-folder.ts'
import { openTestStudio, TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'

/**
 * A computer with a place for its marks and a studio that it will know once it was open there.
 *
 * @example
 * const { known, open } = knownComputer()
 * open(known).close()
 */
export function knownComputer() {
  const root = makeTempFolder()
  const marksFolder = join(root, 'marks')
  const first = openTestStudio()
  const known = join(root, 'known', 'studio.db')
  first.close()
  cpSync(dirname(first.file), dirname(known), { recursive: true })
  const open = (file: string, signs?: string[]): TestStudio => {
    const choice = {
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      now: '2026-03-02T07:00:00.000Z' as Instant,
    }
    const it = signs ? ({ kind: 'network_cards', signs } as const) : null
    const studio = new TestStudio(file, choice, first.people, undefined, marksFolder, it)
    onTestFinished(() => studio.close())
    return studio
  }
  /** Copies the folder of a closed studio. */
  const copyTo = (name: string): string => {
    cpSync(dirname(known), join(root, name), { recursive: true })
    return join(root, name, 'studio.db')
  }
  return { root, marksFolder, known, open, copyTo }
}

/** What somebody has to say first; null: nothing. */
export const questionOf = (studio: TestStudio) => {
  const status = valueOf(studio.call('studio.status', {}))
  return status.state === 'place_asked' ? status.question.kind : null
}

/** Sells one session for cash and answers the receipt's number. */
export function sell(studio: TestStudio, local: string): string {
  studio.signIn('desk')
  return payCash(studio, bookSession(studio, local)).receiptNumber
}

/** What no two studios that work at once may share. */
export const identityOf = (studio: TestStudio) => ({
  ...studio.rows<{ device_id: string; device_code: string }>(
    'SELECT device_id, device_code FROM studio',
  )[0]!,
  epoch: readHead(studio.app.database).epoch,
})
