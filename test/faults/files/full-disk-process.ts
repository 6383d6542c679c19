/**
 * Starts a studio while the disk fills up: `node full-disk-process.ts FOLDER 3,17,250`, under the
 * library that lets writes fail. The 3rd write of a start and of its tidying fails, and all after it;
 * then the disk has room again. The same for the 17th, and so on.
 */
import { cpSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { OpeningRefused } from '../../../main/opening/refuse-opening.ts'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'

const [folder = '', writes = ''] = process.argv.slice(2)
const control = openSync(join(folder, 'control'), 'r+')
const template = join(folder, 'template')
const where = join(folder, 'try')
const counts = { starts: 0, opened: 0, refused: 0 }

for (const failAt of writes.split(',').map(Number)) await startAt(failAt)
process.stdout.write(`counts ${JSON.stringify(counts)}\n`)

async function startAt(failAt: number): Promise<void> {
  rmSync(where, { recursive: true, force: true })
  cpSync(template, where, { recursive: true })
  const file = join(where, 'studio.db')
  setControl([1, failAt, constants.errno.ENOSPC, 1, 0, 0])
  let failed = 0
  let desk: Desk | null = null
  try {
    desk = Desk.open(file)
    await desk.app.tidyUp()
    counts.opened += 1
  } catch (error) {
    counts.refused += 1
    const isSaid = error instanceof OpeningRefused && error.nextStep !== ''
    if (!isSaid && desk === null) complain(failAt, `ended without words: ${String(error)}`)
  } finally {
    failed = readFileSync(join(folder, 'control')).readInt32LE(20)
    setControl([0, 0, 0, 0, 0, 0])
    desk?.close()
  }
  if (desk === null && failed === 0) complain(failAt, 'was refused without a reason')
  // There is room again: the next start opens, and cleans up what waited for that.
  const again = Desk.open(file)
  await again.app.tidyUp()
  const waiting = again.all('SELECT 1 FROM erasures WHERE cleaned_at IS NULL')
  if (waiting.length > 0) complain(failAt, 'an erasure still waits')
  const kept = again.all<{ count: number }>('SELECT count(*) AS count FROM appointments')[0]
  if (kept?.count === 0) complain(failAt, 'the bookings of the killed desk are gone')
  again.close()
  for (const problem of inspectStudio(file).problems) complain(failAt, problem)
  counts.starts += 1
}

function setControl(numbers: readonly number[]): void {
  writeSync(control, Buffer.from(Int32Array.from(numbers).buffer), 0, 24, 0)
}

function complain(failAt: number, problem: string): void {
  process.stdout.write(`problem write ${failAt}: ${problem}\n`)
}
