import { existsSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { newId } from '../../shared/ids.ts'
import type { StaffPin } from '../../shared/staff.ts'
import { startWaitsMs, untilFree } from '../db/held-files.ts'
import { readMigrations } from '../db/migrate.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { removeWithCompanions } from '../db/unfinished-files.ts'
import { runUnlimited } from '../events/run-limited.ts'
import {
  planHistory,
  HistoryPlayer,
  type DemoOptions,
  type Played,
} from '../features/demo/index.ts'
import { listDemoPins } from '../features/staff/index.ts'
import { removePartial } from '../opening/sweep-folder.ts'
import { makeFolder } from '../platform/make-folder.ts'
import { openStudioApp, type StudioApp } from '../studio-app.ts'

/** Why nothing was made. The sentence is for the person at the terminal. */
export class SeedRefused extends Error {}

/** What was made. */
export interface SeededStudio extends Played {
  readonly events: number
  readonly bytes: number
  readonly pins: readonly StaffPin[]
}

/** Told how far each of the two steps is, 0 to 1. */
export interface SeedProgress {
  history(share: number, played: Played): void
  delivery(share: number): void
}

/** How many acts share a transaction: few enough for the progress to move, enough to be quick. */
const actsPerTransaction = 1_000

/**
 * Makes a studio at `file`. It is written beside it, into `<file>.partial`, and gets its name when it
 * is whole: a run that is killed leaves no studio, and its leftovers are cleared by the next one.
 *
 * @throws SeedRefused when there is a studio already or another run is at it; nothing is changed then.
 */
export function writeSeededStudio(
  file: string,
  migrationsFolder: string,
  options: DemoOptions,
  progress: SeedProgress,
): SeededStudio {
  refuseExisting(file)
  makeFolder(dirname(file))
  const partial = `${file}.partial`
  clearLeftovers(partial)

  const app = openStudioApp({
    file: partial,
    migrations: readMigrations(migrationsFolder),
    // Deliveries happen as of then, too: a studio of last March has no traces of today.
    clock: () => Date.parse(options.asOf),
    runHandler: runUnlimited,
  })
  let made: Omit<SeededStudio, 'bytes'>
  try {
    beQuick(app.database)
    made = writeAll(app, options, progress)
    bePermanent(app.database)
  } catch (error) {
    app.close()
    removeWithCompanions(partial)
    throw error
  }
  app.close()
  refuseExisting(file)
  untilFree(() => renameSync(partial, file), startWaitsMs)
  return { ...made, bytes: statSync(file).size }
}

function writeAll(
  app: StudioApp,
  options: DemoOptions,
  progress: SeedProgress,
): Omit<SeededStudio, 'bytes'> {
  const history = planHistory(options)
  const player = new HistoryPlayer(app.work, app.bus, history)
  inTransaction(app, () => player.setUp())
  for (const { acts, share } of history.days()) {
    for (let from = 0; from < acts.length; from += actsPerTransaction) {
      inTransaction(app, () => {
        for (const act of acts.slice(from, from + actsPerTransaction)) player.play(act)
      })
      progress.history(share, player.played)
    }
  }
  inTransaction(app, (tx) => player.finish(tx))

  const { seq: events } = app.database.prepare('SELECT seq FROM event_log_head').get() as {
    seq: number
  }
  const behind = app.database.prepare(
    `SELECT min(cursor_seq) AS seq FROM event_subscriptions WHERE tier = 'after_commit'`,
  )
  while (app.delivery.runOnce()) {
    progress.delivery((behind.get() as { seq: number }).seq / events)
  }
  const owed = app.database.prepare('SELECT * FROM event_delivery LIMIT 1').get()
  if (owed) throw new Error(`An event could not be handled: ${JSON.stringify(owed)}`)
  return { ...player.played, events, pins: listDemoPins(app.database) }
}

function inTransaction(app: StudioApp, work: Parameters<typeof app.work.run<void>>[1]): void {
  app.work.run({ actorId: null, commandId: null, correlationId: newId() }, work)
}

/** Lets this one connection not wait for the disk: until it is renamed, the file is nobody's studio. */
function beQuick(database: StudioDatabase): void {
  // Exclusive also keeps a second run, and any other program, away from the half-made file.
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF')
  // The log's indexes are touched all over: keep them in memory, and copy pages back less often.
  database.exec('PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 16384')
}

/** Brings everything onto the disk before the file gets its name. */
function bePermanent(database: StudioDatabase): void {
  database.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)')
}

function refuseExisting(file: string): void {
  const found = [file, `${file}-wal`].find((path) => existsSync(path))
  if (found) {
    throw new SeedRefused(
      `There is a studio already (${found}). Choose an empty folder; nothing was changed.`,
    )
  }
}

function clearLeftovers(partial: string): void {
  if (removePartial(partial)) return
  throw new SeedRefused(
    `Another run is just writing ${partial}. Wait for it or choose another folder.`,
  )
}
