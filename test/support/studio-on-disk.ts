import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { OpeningRefused } from '../../main/opening/refuse-opening.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { makeTempFolder } from './make-temp-folder.ts'
import { openTestStudio, type TestStudio } from './open-test-studio.ts'
import { migrations } from './studio-template.ts'

/** A studio with its manager signed in. */
export function openDesk(): TestStudio {
  const studio = openTestStudio()
  studio.signIn('manager')
  return studio
}

/** One more client: the smallest thing that is written. */
export const register = (studio: TestStudio, name = 'Cleo Client') =>
  studio.command('clients.register', { name })

/** What a kill at this moment leaves, as if it had always been in this folder. */
export function killed(studio: TestStudio): string {
  const file = killedCopy(studio)
  const note = JSON.parse(readFileSync(`${file}-opened`, 'utf8')) as object
  const inode = (path: string) => String(statSync(path, { bigint: true }).ino)
  writeFileSync(
    `${file}-opened`,
    JSON.stringify({ ...note, file: inode(file), log: inode(`${file}-wal`) }),
  )
  return file
}

/** What somebody copies after a kill to another folder. */
export function killedCopy(studio: TestStudio, parts = ['', '-wal', '-opened']): string {
  const file = join(makeTempFolder(), 'studio.db')
  for (const part of parts) copyFileSync(studio.file + part, file + part)
  return file
}

/** Opens, reads a number, closes. */
export function countIn(file: string, table: string): number {
  const app = openStudioApp({ file, migrations })
  try {
    return app.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  } finally {
    app.close()
  }
}

/** Why a file is not opened. Throws when it is. */
export function refusalOf(file: string): OpeningRefused {
  try {
    openStudioApp({ file, migrations }).close()
  } catch (error) {
    if (error instanceof OpeningRefused) return error
    throw error
  }
  throw new Error('It opened.')
}

/** The logs that were set aside beside a file. */
export const setAsideIn = (file: string) =>
  readdirSync(dirname(file)).filter((name) => name.includes('-wal.set-aside-'))
