import { open, type FileHandle } from 'node:fs/promises'
import { moveFile, onceFree } from './held-files.ts'
import { beginFile, dropFile } from './unfinished-files.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/**
 * Writes a file where somebody chose, under its name only when it is whole and on the disk: an earlier
 * one of that name stays until then. What a FitFlow that is killed leaves, `….part`, is remembered
 * before its first byte and swept at the next start: it holds names.
 *
 * @param write everything that is to stand in the file
 * @throws what the system said; nothing is left of the file then.
 */
export async function writeChosenFile<T>(
  work: UnitOfWork,
  file: string,
  write: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const part = `${file}.part`
  beginFile(work, part)
  try {
    const written = await fill(part, write)
    await moveFile(part, file)
    return written
  } finally {
    // Renamed or not: under this name nothing is to stay.
    if (work.database.isOpen) await dropFile(work, part)
  }
}

async function fill<T>(part: string, write: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await onceFree(() => open(part, 'w'))
  try {
    const written = await write(handle)
    await handle.sync()
    return written
  } finally {
    await handle.close()
  }
}
