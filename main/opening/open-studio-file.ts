import { accessSync, constants, lstatSync, readlinkSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { PlaceQuestion } from '../../shared/place.ts'
import { opening } from '../../shared/words/opening.ts'
import { isHeld, startWaitsMs, untilFree } from '../db/held-files.ts'
import { migrate, readPending, type Migration } from '../db/migrate.ts'
import { settleLog } from '../db/settle-log.ts'
import { StudioDatabase } from '../db/studio-database.ts'
import { proveQuickly, proveWhole } from '../events/prove-studio.ts'
import { sayHowToGoBack } from './find-good-backup.ts'
import { findLeftovers } from './find-leftovers.ts'
import { PlaceAsked, type Placed } from './place-asked.ts'
import { explainOpening, OpeningRefused, withBackup } from './refuse-opening.ts'

/** A studio’s file, open and up to date, and what was found on the way. */
export interface OpenedFile {
  readonly database: StudioDatabase
  /** A log that belonged to another file was renamed to this; null: there was none. */
  readonly setAside: string | null
  /** What was asked, and is answered; null: nothing. */
  readonly question: PlaceQuestion | null
}

/**
 * Opens a studio’s file. The order is the point: nothing is written before it is known that this is a
 * studio’s file, that the log beside it is its own, which studio it is, and that it can be read.
 *
 * 1. Is there a file that can be written? If not, is there something left of a studio?
 * 2. Whose is the write-ahead log? A foreign one is set aside.
 * 3. Does somebody have to say first what the file is?
 * 4. Open, which replays the own log.
 * 5. The quick proof. What is damaged is not written to.
 * 6. Migrate.
 *
 * Damage in the log of events alone locks the studio, but lets it be looked at.
 *
 * @param ask what has to be said first, of a file open for reading, or null where there is none
 * @param placed what was said when it was asked before
 * @throws OpeningRefused with words and a next step; PlaceAsked; the file is as it was then.
 */
export function openStudioFile(
  file: string,
  migrations: readonly Migration[],
  ask: (database: StudioDatabase | null) => PlaceQuestion | null = () => null,
  placed?: Placed,
): OpenedFile {
  try {
    return untilFree(() => tryToOpen(file, migrations, ask, placed), startWaitsMs)
  } catch (error) {
    if (error instanceof OpeningRefused || error instanceof PlaceAsked) throw error
    // Whether this user may write there at all was tried before.
    if (isHeld(error) && !isDiskFault(error)) {
      throw new OpeningRefused(opening.problems.held({ file }), error)
    }
    throw explainOpening(error, file, sayHowToGoBack(file))
  }
}

const isDiskFault = (error: unknown) =>
  ((error as { readonly code?: string }).code ?? '').startsWith('SQLITE_IOERR')

function tryToOpen(
  file: string,
  migrations: readonly Migration[],
  ask: (database: StudioDatabase | null) => PlaceQuestion | null,
  placed?: Placed,
): OpenedFile {
  let database: StudioDatabase | null = null
  try {
    requireFile(file)
    const isThere = sizeOf(file) > 0
    const setAside = (isThere ? settleLog(file, whatIsWrong) : null) ?? placed?.setAside ?? null
    const question = isThere ? askReading(file, ask) : ask(null)
    if (question && question.kind !== placed?.kind) throw new PlaceAsked(question, setAside)
    database = StudioDatabase.open(file)
    const damage = proveQuickly(database)
    if (damage && (damage.part !== 'log' || readPending(database, migrations).length > 0)) {
      throw withBackup(
        opening.problems.damaged({ file, detail: damage.detail }),
        sayHowToGoBack(file),
      )
    }
    migrate(database, migrations, whatIsWrong)
    if (damage) database.health.fail({ kind: 'damaged', detail: damage.detail })
    return { database, setAside, question }
  } catch (error) {
    database?.close()
    throw error
  }
}

function askReading(
  file: string,
  ask: (database: StudioDatabase) => PlaceQuestion | null,
): PlaceQuestion | null {
  const database = StudioDatabase.openForReading(file)
  try {
    return ask(database)
  } finally {
    database.close()
  }
}

function requireFile(file: string): void {
  for (const part of ['', '-wal', '-shm', '-journal']) requireNoLink(file + part)
  const stats = statSync(file, { throwIfNoEntry: false })
  // Not even a look: opening a pipe waits for ever.
  if (stats && !stats.isFile()) throw new OpeningRefused(opening.problems.not_a_file({ file }))
  // SQLite writes beside the file, too.
  accessSync(dirname(file), constants.W_OK)
  if (stats && stats.size > 0) return requireWritable(file)
  const found = findLeftovers(file)
  if (found.length === 0) return
  const words = stats
    ? opening.problems.studio_empty({ file, found })
    : opening.problems.studio_missing({ file, found })
  throw withBackup(words, `${sayHowToGoBack(file)} ${opening.beginAnew}`)
}

/** Beside a link SQLite keeps no log: that lies beside what the link leads to. */
function requireNoLink(file: string): void {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return
  throw new OpeningRefused(opening.problems.is_link({ file, target: readlinkSync(file) }))
}

function requireWritable(file: string): void {
  try {
    accessSync(file, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw new OpeningRefused(opening.problems.file_read_only({ file }), error)
  }
}

function whatIsWrong(database: StudioDatabase): string | null {
  const damage = proveWhole(database)
  return damage && damage.part !== 'archive' ? damage.detail : null
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
