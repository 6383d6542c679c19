import { existsSync, rmSync, statSync, utimesSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { onLeaving } from './leave-nothing-behind.ts'
import { say } from './say.ts'

const HEARTBEAT_MS = 2_000
const ABANDONED_AFTER_MS = 15_000

/**
 * Makes `folder` if it is not there yet. `make` fills a draft beside it, which is renamed in one step when it is
 * complete: a half-made folder is never used, and of two processes at once one makes it and the other waits.
 */
export async function makeOnce(
  folder: string,
  make: (draft: string) => Promise<void>,
): Promise<void> {
  if (existsSync(folder)) return
  await holdLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return
    await removeOldDrafts(folder)
    const draft = `${folder}.draft-${process.pid}`
    const takeBack = onLeaving(() => rmSync(draft, { recursive: true, force: true }))
    try {
      await mkdir(draft, { recursive: true })
      await make(draft)
      await rename(draft, folder)
    } finally {
      await rm(draft, { recursive: true, force: true })
      takeBack()
    }
  })
}

/**
 * Runs `act` while no other process holds the same lock. The lock is a folder whose time is renewed while it is held,
 * so one left by a killed process is recognised, also across containers that share the cache.
 */
export async function holdLock<T>(lock: string, act: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), { recursive: true })
  let waiting = false
  while (!(await take(lock))) {
    if (!waiting)
      say(`Another FitFlow command is busy with ${basename(lock, '.lock')}; waiting for it.`)
    waiting = true
    await sleep(300)
  }
  const takeBack = onLeaving(() => rmSync(lock, { recursive: true, force: true }))
  const heartbeat = setInterval(() => renew(lock), HEARTBEAT_MS)
  try {
    return await act()
  } finally {
    clearInterval(heartbeat)
    takeBack()
    await rm(lock, { recursive: true, force: true })
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const renewed = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  if (renewed !== undefined && Date.now() - renewed > ABANDONED_AFTER_MS) {
    await rm(lock, { recursive: true, force: true })
  }
  return false
}

function renew(lock: string): void {
  try {
    const now = new Date()
    utimesSync(lock, now, now)
  } catch {
    // Someone emptied the cache; what we make is still renamed into place whole.
  }
}

async function removeOldDrafts(folder: string): Promise<void> {
  const parent = dirname(folder)
  for (const name of await readdir(parent)) {
    if (name.startsWith(`${basename(folder)}.draft-`))
      await rm(join(parent, name), { recursive: true, force: true })
  }
}
