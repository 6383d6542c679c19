import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { dumpDatabase } from '../../support/dump-database.ts'
import { startChild } from '../support/child.ts'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import type { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import type { FileFaults } from './break-files.ts'
import { putOther, putStudio, type Studios } from './make-studios.ts'

const deskProcess = join(import.meta.dirname, 'swapped-desk-process.ts')
const longestWorkMs = 500
/** It is told at its next command; on a busy machine that, and its start, take some seconds. */
const tellWithinMs = 60_000

interface Swap {
  readonly name: string
  /** Takes the file away from the desk that works on it. `other` is a whole studio elsewhere. */
  readonly act: (file: string, other: string) => void
  /** What lies at the file's place must afterwards be this to the byte of content. */
  readonly leaves: 'other' | 'nothing' | 'own'
}

const swaps: readonly Swap[] = [
  { name: 'moved away', act: (file) => renameSync(file, `${file}.moved`), leaves: 'nothing' },
  { name: 'deleted', act: (file) => unlinkSync(file), leaves: 'nothing' },
  {
    name: 'deleted with its folder',
    act: (file) => rmSync(dirname(file), { recursive: true }),
    leaves: 'nothing',
  },
  { name: 'replaced', act: (file, other) => renameSync(other, file), leaves: 'other' },
  { name: 'written over', act: (file, other) => copyFileSync(other, file), leaves: 'other' },
  { name: 'emptied', act: (file) => truncateSync(file, 0), leaves: 'nothing' },
  { name: 'without its log', act: (file) => unlinkSync(`${file}-wal`), leaves: 'own' },
]

/** Takes files away from a desk that works on them in a process of its own. */
export async function takeFilesAway(random: Random, studios: Studios): Promise<FileFaults> {
  const problems: string[] = []
  let answered = 0
  for (const swap of swaps) {
    const found = await inScratchFolder((folder) => trySwap(folder, swap, random, studios))
    answered += found.answered
    problems.push(...found.problems.map((problem) => `${swap.name}: ${problem}`))
    // A desk that nobody tells will not be told the next time either.
    if (found.isOverdue) break
  }
  return {
    summary: `${swaps.length} files taken away from a working desk, ${answered} commands answered before`,
    problems,
  }
}

interface Found {
  readonly problems: readonly string[]
  readonly answered: number
  readonly isOverdue: boolean
}

async function trySwap(...swap: Parameters<typeof swapOnce>): Promise<Found> {
  try {
    return await swapOnce(...swap)
  } catch (error) {
    return { problems: [String(error)], answered: 0, isOverdue: false }
  }
}

async function swapOnce(
  folder: string,
  swap: Swap,
  random: Random,
  studios: Studios,
): Promise<Found> {
  const file = join(folder, 'studio', 'studio.db')
  const other = join(folder, 'other.db')
  const answers = join(folder, 'answers.jsonl')
  mkdirSync(dirname(file))
  putStudio(studios, file)
  putOther(studios, other, random)
  const said = dumpOf(other)
  const seed = String(random.below(2 ** 31))
  const child = startChild(deskProcess, [file, answers, seed], { limitMs: tellWithinMs })
  await child.line('working')
  await new Promise((resolve) => setTimeout(resolve, random.next() * longestWorkMs))
  swap.act(file, other)
  const takenAt = Date.now()
  const { code, output, errors, isOverdue } = await child.ended
  const problems: string[] = []
  if (isOverdue) {
    const problem = `the desk went on, and was not told within ${tellWithinMs / 1_000} s`
    return { problems: [problem], answered: 0, isOverdue }
  }
  if (code !== 0 || !output.includes('closed')) problems.push(`the desk died: ${errors}`)
  const given = readFileSync(answers, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { sentAt: number; ok: boolean; code: string | null })
  // The clock has milliseconds: what was sent in the very one may have been before.
  const late = given.filter(({ sentAt, ok }) => ok && sentAt > takenAt)
  if (late.length > 0)
    problems.push(`${late.length} commands were accepted after it was taken away`)
  if (given.some(({ code }) => code === 'unexpected')) problems.push('an answer was “unexpected”')
  if (swap.leaves === 'other') problems.push(...compareOther(file, said))
  if (swap.leaves === 'own') problems.push(...inspectStudio(file).problems)
  return { problems, answered: given.filter(({ ok }) => ok).length, isOverdue }
}

/** What was put there must be as it was: after the desk closed, and after the next start. */
function compareOther(file: string, said: string): string[] {
  const problems: string[] = []
  if (dumpOf(file) !== said) problems.push('closing changed the file that was put in its place')
  const desk = Desk.open(file)
  const counts = desk.all<{ left: number }>('SELECT count(*) AS left FROM appointments')
  desk.close()
  if (counts[0]?.left !== 0) problems.push('the old log was applied to the file that was put there')
  return [...problems, ...inspectStudio(file).problems]
}

/** Read through a copy: reading would apply a log that lies there. */
function dumpOf(file: string): string {
  copyFileSync(file, `${file}.read`)
  const connection = new Sqlite(`${file}.read`, { readonly: true })
  try {
    return dumpDatabase(connection)
  } catch (error) {
    return String(error)
  } finally {
    connection.close()
  }
}
