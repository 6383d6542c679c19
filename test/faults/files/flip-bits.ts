import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { copyStudio } from '../../../main/features/backups/copy-studio.ts'
import { OpeningRefused } from '../../../main/opening/refuse-opening.ts'
import { Desk } from '../support/desk.ts'
import type { Random } from '../support/random.ts'
import { checkChain, readLog } from '../support/read-log.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { writeSeededLog } from '../tampering/seeded-log.ts'
import type { FileFaults } from './break-files.ts'

const bits = [0, 1, 1, 1, 1, 10, 10, 10, 100, 100]

/** Flips bits in copies of a studio. What SQLite or the hashes can tell must be told, and stop the desk. */
export function flipBits(random: Random): Promise<FileFaults> {
  return inScratchFolder(async (folder) => {
    const template = join(folder, 'template')
    mkdirSync(template)
    await writeSeededLog(join(template, 'studio.db'), random)
    const counts = { refused: 0, locked: 0, harmless: 0 }
    const problems: string[] = []
    for (const [index, count] of bits.entries()) {
      const where = join(folder, String(index))
      cpSync(template, where, { recursive: true })
      const file = join(where, 'studio.db')
      flip(file, count, random)
      const { outcome, problem } = await tryStudio(file, where)
      counts[outcome] += 1
      if (problem) problems.push(`${count} flipped bits: ${problem}`)
      if (count === 0 && outcome !== 'harmless') problems.push('a whole studio was called damaged')
    }
    const summary = `${bits.length} studios with flipped bits: ${counts.refused} refused, ${counts.locked} locked, ${counts.harmless} with nothing that could be told`
    return { summary, problems }
  })
}

function flip(file: string, count: number, random: Random): void {
  const bytes = readFileSync(file)
  for (let done = 0; done < count; done += 1) {
    bytes[random.below(bytes.length)]! ^= 1 << random.below(8)
  }
  writeFileSync(file, bytes)
}

async function tryStudio(
  file: string,
  folder: string,
): Promise<{ outcome: 'refused' | 'locked' | 'harmless'; problem?: string }> {
  const found = findFromOutside(file)
  const backup = await backUp(file, join(folder, 'backup.db'))
  if (found !== null && backup === 'copied') {
    return { outcome: 'harmless', problem: `was backed up as good, though ${found}` }
  }
  let desk: Desk
  try {
    desk = Desk.open(file)
  } catch (error) {
    if (error instanceof OpeningRefused && error.message !== '' && error.nextStep !== '') {
      return { outcome: 'refused' }
    }
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { outcome: 'refused', problem: `opening ended without words: ${text}` }
  }
  try {
    await desk.app.tidyUp()
    const isLocked = desk.app.condition.state.trouble !== null
    const answer = desk.command('clients.register', { name: 'Cleo Client' })
    const isAccepted = answer.ok || answer.error.code === 'not_signed_in'
    if (isLocked) {
      return isAccepted && answer.ok
        ? { outcome: 'locked', problem: 'a booking was accepted all the same' }
        : { outcome: 'locked' }
    }
    return found === null
      ? { outcome: 'harmless' }
      : { outcome: 'harmless', problem: `opened without a word, though ${found}` }
  } finally {
    desk.close()
  }
}

/** What SQLite and our own reading of the chain find; null: nothing. */
function findFromOutside(file: string): string | null {
  try {
    const connection = new Sqlite(file, { readonly: true })
    try {
      const integrity = connection.pragma('integrity_check(1)', { simple: true })
      if (integrity !== 'ok') return `integrity_check says ${String(integrity)}`
      if ((connection.pragma('foreign_key_check') as unknown[]).length > 0)
        return 'a row points to nothing'
      const { rows, problems } = readLog(connection)
      return [...problems, ...checkChain(connection, rows)][0] ?? null
    } finally {
      connection.close()
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function backUp(source: string, target: string): Promise<string> {
  let last = ''
  await copyStudio({ source, target }, ({ kind }) => (last = kind))
  return last
}
