import { rmSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'

/**
 * A file that another program holds for a moment: a virus scanner, a cloud client, Excel, a backup. On
 * Windows nobody else may rename, remove or write it then, and mostly it is over within a second. So
 * whatever FitFlow renames, removes or writes beside its database it tries again for some seconds.
 */

/** So long a start waits; nobody is at work yet. */
export const startWaitsMs = 10_000
/** So long a command waits, which somebody is looking at. */
const commandWaitsMs = 1_000
/** So long is waited where nobody does. */
const backgroundWaitsMs = 10_000
const againMs = 50

/** What the system, or SQLite through it, answers on Windows for what another program holds. */
const heldOnWindows = /^(EPERM|EACCES|SQLITE_(READONLY|CANTOPEN|PERM|IOERR)\b.*)$/

/**
 * Whether an error says that another program holds the file. Elsewhere than on Windows these codes say
 * that this user may not, or that the disk failed, which waiting does not change.
 */
export function isHeld(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException
  return code === 'EBUSY' || (process.platform === 'win32' && heldOnWindows.test(code))
}

/**
 * Does something with files, again for as long as another program holds them. Whoever calls stands still
 * meanwhile. Throws what it threw last.
 */
export function untilFree<T>(act: () => T, forMs = commandWaitsMs): T {
  const end = performance.now() + forMs
  for (;;) {
    try {
      return act()
    } catch (error) {
      if (!isHeld(error) || performance.now() >= end) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, againMs)
    }
  }
}

/** The same for what nobody waits for. */
export async function onceFree<T>(act: () => Promise<T>, forMs = backgroundWaitsMs): Promise<T> {
  const end = performance.now() + forMs
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (!isHeld(error) || performance.now() >= end) throw error
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }
}

/** Gives a file its name, or another one’s. */
export function moveFile(from: string, to: string): Promise<void> {
  return onceFree(() => rename(from, to))
}

/**
 * Takes a file or a folder away, if it is there.
 *
 * @returns false when it could not be, for whatever reason: then try again later.
 */
export function isRemoved(path: string, forMs = 0): boolean {
  try {
    untilFree(() => rmSync(path, { recursive: true, force: true }), forMs)
    return true
  } catch {
    return false
  }
}

/** Takes a file or a folder away, if it is there. Throws when it cannot be. */
export function removeFile(path: string): Promise<void> {
  return onceFree(() => rm(path, { recursive: true, force: true }))
}

/** The same, and tells whether it could be. */
export async function isRemovedSoon(path: string): Promise<boolean> {
  try {
    await removeFile(path)
    return true
  } catch {
    return false
  }
}
