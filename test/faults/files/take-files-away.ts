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
import { setTimeout as pause } from 'node:timers/promises'
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
  /** Brings what is to be put there while the desk works; left out: a whole studio elsewhere. */
  readonly bring?: (file: string, random: Random) => Promise<string>
  /** Takes the file away from the desk that works on it. */
  readonly act: (file: string, other: string) => void
  /** What lies at the file's place must afterwards be this to the byte of content. */
  readonly leaves: 'other' | 'older' | 'nothing' | 'own'
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
  {
    name: 'written over by its own older bytes',
    bring: keepOlderBytes,
    act: (file, older) => copyFileSync(older, file),
    leaves: 'older',
  },
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
  const stranger = join(folder, 'other.db')
  const answers = join(folder, 'answers.jsonl')
  mkdirSync(dirname(file))
  putStudio(studios, file)
  putOther(studios, stranger, random)
  const seed = String(random.below(2 ** 31))
  const child = startChild(deskProcess, [file, answers, seed], { limitMs: tellWithinMs })
  await child.line('working')
  await pause(random.next() * longestWorkMs)
  const other = swap.bring ? await swap.bring(file, random) : stranger
  const said = dumpOf(other)
  swap.act(file, other)
  const takenAt = Date.now()
  const { code, output, errors, isOverdue } = await child.ended
  const problems: string[] = []
  const given = readAnswers(answers)
  if (isOverdue) {
    const last = given.slice(-5).map(({ code }) => code ?? 'ok')
    const problem = `the desk went on, and was not told within ${tellWithinMs / 1_000} s; at last it was told ${last.join(', ')}`
    return { problems: [problem], answered: 0, isOverdue }
  }
  if (code !== 0 || !output.includes('closed')) problems.push(`the desk died: ${errors}`)
  // The clock has milliseconds: what was sent in the very one may have been before.
  const late = given.filter(({ sentAt, ok }) => ok && sentAt > takenAt)
  if (late.length > 0)
    problems.push(`${late.length} commands were accepted after it was taken away`)
  if (given.some(({ code }) => code === 'unexpected')) problems.push('an answer was “unexpected”')
  if (swap.leaves === 'other') problems.push(...compareOther(file, said))
  if (swap.leaves === 'older') problems.push(...compareOlder(file, said))
  if (swap.leaves === 'own') problems.push(...inspectStudio(file).problems)
  return { problems, answered: given.filter(({ ok }) => ok).length, isOverdue }
}

function readAnswers(answers: string): { sentAt: number; ok: boolean; code: string | null }[] {
  return readFileSync(answers, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as ReturnType<typeof readAnswers>[number])
}

/**
 * A raw copy of the file without its log, as `cp` makes it while the desk works, once the file itself
 * has become another: before that the copy would be no older.
 */
async function keepOlderBytes(file: string, random: Random): Promise<string> {
  const older = `${file}.older`
  do {
    checkpoint(file)
    copyFileSync(file, older)
    // In the middle of a checkpoint there is no copying it.
  } while (!isWhole(older))
  const until = Date.now() + tellWithinMs
  do {
    if (Date.now() > until) throw new Error('the desk wrote nothing that reached its file')
    await pause(random.next() * longestWorkMs)
    checkpoint(file)
  } while (readFileSync(file).equals(readFileSync(older)))
  // What comes between the same two looks as our checkpoint passes for another program’s (docs/faults.md).
  await pause(longestWorkMs)
  return older
}

/** As any program of SQLite's does that comes along. */
function checkpoint(file: string): void {
  const connection = new Sqlite(file)
  connection.pragma('wal_checkpoint(PASSIVE)')
  connection.close()
}

function isWhole(older: string): boolean {
  copyFileSync(older, `${older}.read`)
  const connection = new Sqlite(`${older}.read`, { readonly: true })
  try {
    return connection.pragma('integrity_check', { simple: true }) === 'ok'
  } catch {
    return false
  } finally {
    connection.close()
  }
}

/** Nothing of the desk's log is in what was put there, and it opens as what it was. */
function compareOlder(file: string, said: string): string[] {
  const problems = dumpOf(file) === said ? [] : [closingChanged]
  Desk.open(file).close()
  return [...problems, ...inspectStudio(file).problems]
}

const closingChanged = 'closing changed the file that was put in its place'

/** What was put there must be as it was: after the desk closed, and after the next start. */
function compareOther(file: string, said: string): string[] {
  const problems = dumpOf(file) === said ? [] : [closingChanged]
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
