import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { instantSchema } from '../../shared/time.ts'
import { untilFree } from '../db/held-files.ts'
import type { AtMarkedPath, FileIdentity, PlaceMark } from './decide-place.ts'

const markSchema = z.object({
  path: z.string().min(1),
  file: z.object({ inode: z.string(), born: z.string() }),
  head: z.object({ epoch: z.string(), seq: z.int().min(0), hash: z.string() }),
  seenAt: instantSchema,
  /** The studio’s, to say by its clock when that was; null in marks of an older FitFlow. */
  timeZone: z.string().nullable().default(null),
  /** Somebody began anew where this one was: nobody asks any more why it is not there. */
  isLetGo: z.boolean().default(false),
  /** Veiled; null: not known, as in marks of an older FitFlow. */
  computer: z
    .object({
      kind: z.enum(['network_cards', 'machine_id', 'hardware']),
      signs: z.array(z.string()).min(1).readonly(),
    })
    .nullable()
    .default(null),
})

/** A mark as it is kept, with the last event that was seen and when. */
export type KeptMark = z.output<typeof markSchema> & PlaceMark

/** Where a file is, by its one real name, and which one it is. Throws when it is not there. */
export function locate(file: string): { readonly path: string; readonly file: FileIdentity } {
  const path = realpathSync(file)
  const { ino, birthtimeNs } = statSync(path, { bigint: true })
  return { path, file: { inode: String(ino), born: String(birthtimeNs) } }
}

/** What lies at the marked path now; see {@link AtMarkedPath}. */
export function lookAtMarkedPath(mark: PlaceMark, openedPath: string): AtMarkedPath {
  const there = statSync(mark.path, { bigint: true, throwIfNoEntry: false })
  if (!there) return 'nothing'
  const opened = statSync(openedPath, { bigint: true })
  if (there.dev === opened.dev && there.ino === opened.ino) return 'opened_file'
  const isMarked =
    String(there.ino) === mark.file.inode && String(there.birthtimeNs) === mark.file.born
  return isMarked ? 'marked_file' : 'other_file'
}

/** The newest mark of a studio that was at a path, unless it was let go; null: none. */
export function findMarkAt(folder: string, path: string): KeptMark | null {
  const marks = listDevices(folder)
    .map((deviceId) => readMark(folder, deviceId))
    .filter((mark) => mark?.path === path && !mark.isLetGo)
  return marks.toSorted((a, b) => (a!.seenAt < b!.seenAt ? 1 : -1))[0] ?? null
}

/**
 * Lets go of every studio that was at a path. What is known of them stays: a file of theirs that turns
 * up again is still told apart from its copies. Throws when the folder cannot be written.
 */
export function letGoAt(folder: string, path: string): void {
  for (const deviceId of listDevices(folder)) {
    const mark = readMark(folder, deviceId)
    if (mark?.path === path) writeMark(folder, deviceId, { ...mark, isLetGo: true })
  }
}

function listDevices(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
}

/** The mark of a device; null when there is none, or none that can be read. */
export function readMark(folder: string, deviceId: string): KeptMark | null {
  try {
    return markSchema.parse(JSON.parse(readFileSync(fileOf(folder, deviceId), 'utf8')))
  } catch {
    return null
  }
}

/** Writes a mark whole or not at all. Throws when the folder cannot be written. */
export function writeMark(folder: string, deviceId: string, mark: KeptMark): void {
  mkdirSync(folder, { recursive: true })
  const file = fileOf(folder, deviceId)
  // On the disk before it takes the name: an empty mark would be none, and a copy not be asked about.
  untilFree(() => {
    writeFileSync(`${file}.part`, `${JSON.stringify(mark, null, 2)}\n`, { flush: true })
    renameSync(`${file}.part`, file)
  })
}

function fileOf(folder: string, deviceId: string): string {
  return join(folder, `${deviceId}.json`)
}
