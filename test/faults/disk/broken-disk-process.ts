/**
 * A desk on a disk that breaks: `node broken-disk-process.ts FOLDER SEED EVERY`, started with the
 * library that lets writes fail. For each kind of work it lets the 1st, 2nd, 3rd, … write fail, until
 * the work is through before its turn comes, and looks after each what became of it.
 */
import { cpSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import { diskWork, type DiskWork } from './disk-work.ts'

const [folder = '', seed = '1', every = '1'] = process.argv.slice(2)
const control = openSync(join(folder, 'control'), 'r+')
const template = join(folder, 'template')
const counts = { tries: 0, committed: 0, refused: 0, undone: 0, afterAll: 0 }

mkdirSync(template)
const first = Desk.open(join(template, 'studio.db'))
first.close()

for (const work of diskWork) {
  for (const error of ['ENOSPC', 'EIO'] as const) {
    for (const sticky of [false, true]) {
      // Each combination begins elsewhere, so that together they meet every write.
      let failAt = 1 + ((Number(seed) + counts.tries) % Number(every))
      while (await breakAt(work, failAt, error, sticky)) failAt += Number(every)
    }
  }
  process.stdout.write(`work ${work.name}: ${counts.tries} tries so far\n`)
}
process.stdout.write(`counts ${JSON.stringify(counts)}\n`)

/** Tells whether the write was reached. */
async function breakAt(
  work: DiskWork,
  failAt: number,
  error: 'ENOSPC' | 'EIO',
  sticky: boolean,
): Promise<boolean> {
  const where = join(folder, 'try')
  rmSync(where, { recursive: true, force: true })
  cpSync(template, where, { recursive: true })
  const file = join(where, 'studio.db')
  const label = `${work.name}, write ${failAt}, ${error}${sticky ? ' from then on' : ''}`

  const desk = Desk.open(file)
  let outcome: 'committed' | 'refused' | 'undone'
  let failed = 0
  try {
    desk.signIn()
    const act = await work.prepare(desk)
    arm(failAt, constants.errno[error], sticky)
    try {
      outcome = await act()
    } catch (problem) {
      throw new Error(`${label}: threw instead of refusing`, { cause: problem })
    } finally {
      failed = disarm()
    }
    if (outcome !== 'committed' && failed === 0) complain(label, 'failed without a broken write')
    // The power goes now: what a stranger would find on the disk.
    const image = join(folder, 'image')
    rmSync(image, { recursive: true, force: true })
    cpSync(where, image, { recursive: true, filter: (path) => !path.endsWith('-shm') })
    const afterAll = look(label, join(image, 'studio.db'), work, desk, outcome)
    if (afterAll) counts.afterAll += 1
    // The disk is well again: the desk goes on, in the same process.
    const next = work.again(desk)
    if (next !== 'ok') complain(label, `the next command was answered ${next}`)
  } finally {
    desk.close()
  }
  for (const problem of inspectStudio(file).problems) complain(label, `afterwards: ${problem}`)
  Desk.open(file, Date.now, work.steps).close()
  if (failed === 0) return false
  counts.tries += 1
  counts[outcome] += 1
  return true
}

/** Looks at the disk as it is. Tells whether what was refused is there after all. */
function look(label: string, image: string, work: DiskWork, desk: Desk, outcome: string): boolean {
  for (const problem of inspectStudio(image).problems) complain(label, `at a power cut: ${problem}`)
  const there = work.isThere(image, desk)
  if (outcome === 'committed' && !there) complain(label, 'it was acknowledged, and is not there')
  return outcome !== 'committed' && there
}

function arm(failAt: number, error: number, sticky: boolean): void {
  setControl([1, failAt, error, sticky ? 1 : 0, 0, 0])
}

/** Answers how many writes failed. */
function disarm(): number {
  const failed = readFileSync(join(folder, 'control')).readInt32LE(20)
  setControl([0, 0, 0, 0, 0, 0])
  return failed
}

function setControl(numbers: readonly number[]): void {
  writeSync(control, Buffer.from(Int32Array.from(numbers).buffer), 0, 24, 0)
}

function complain(label: string, problem: string): void {
  process.stdout.write(`problem ${label}: ${problem}\n`)
}
