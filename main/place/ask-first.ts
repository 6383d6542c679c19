import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { PlaceQuestion } from '../../shared/place.ts'
import { localDateTimeOf } from '../../shared/time.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { prunedThrough } from '../events/prune-log.ts'
import { isDamage } from '../events/prove-studio.ts'
import { readHead } from '../sync/sync-link.ts'
import { decidePlace } from './decide-place.ts'
import { findMarkAt, locate, lookAtMarkedPath, readMark, type KeptMark } from './place-mark.ts'
import { areOthers, veil, type Computer } from './read-computer.ts'

/** What this computer keeps of its studios, and what it is known by itself. */
export interface KnownHere {
  /** Where it keeps its marks; null: nowhere, and nothing is asked. */
  readonly folder: string | null
  /** Null: nothing. */
  readonly computer: Computer | null
}

/**
 * What somebody has to say about a file before anything is written into it; null when nothing is
 * unclear. Reads only, and only what is in the files of every FitFlow there was.
 *
 * @param database the file, open for reading; null: it is missing or empty
 */
export function askFirst(
  file: string,
  database: StudioDatabase | null,
  { folder, computer }: KnownHere,
): PlaceQuestion | null {
  if (folder === null) return null
  try {
    const studio = database && findIdentity(database)
    if (!database || !studio) return askMissing(file, folder)
    const mark = readMark(folder, studio.device_id)
    if (!mark) return null
    const here = locate(file)
    const isElsewhere = areOthers(mark.computer, computer && veil(computer, studio.device_id))
    const facts = { file: here.file, holdsHead: holdsHead(database, mark), isElsewhere }
    const kind = decidePlace(mark, facts, lookAtMarkedPath(mark, here.path))
    return kind && describe(kind, mark, here.path, studio.time_zone)
  } catch (error) {
    // What is damaged is not asked about, but refused or locked, with better words.
    if (isDamage(error)) return null
    throw error
  }
}

/** Where this computer had a studio there is none any more, or only an empty file. */
function askMissing(file: string, folder: string): PlaceQuestion | null {
  const path = join(realpathSync(dirname(file)), basename(file))
  const mark = findMarkAt(folder, path)
  return mark && describe('missing', mark, path, mark.timeZone)
}

function describe(
  kind: PlaceQuestion['kind'],
  mark: KeptMark,
  path: string,
  timeZone: string | null,
): PlaceQuestion {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    kind,
    wasIn: dirname(mark.path),
    isIn: dirname(path),
    seenLocal: localDateTimeOf(mark.seenAt, zone),
  }
}

interface Identity {
  readonly device_id: string
  readonly time_zone: string
}

function findIdentity(database: StudioDatabase): Identity | undefined {
  const isStudio = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'studio'`).get()
  if (!isStudio) return undefined
  return database.prepare('SELECT device_id, time_zone FROM studio').get() as Identity | undefined
}

/** The last event that this computer saw of the studio is in the file. */
function holdsHead(database: StudioDatabase, { head }: KeptMark): boolean {
  if (head.seq > readHead(database).seq) return false
  // What was archived was there.
  if (head.seq <= prunedThrough(database)) return true
  const hash = database.prepare('SELECT hash FROM event_log WHERE seq = ?').pluck().get(head.seq)
  return Buffer.isBuffer(hash) && hash.toString('hex') === head.hash
}
