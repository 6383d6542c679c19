import { readFileSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ROOMY_SHARED_MEMORY_BYTES = 512 * 1024 * 1024

/**
 * The switches Electron needs on this machine before the app's own arguments. For developing and testing only:
 * the shipped application always keeps its sandbox.
 */
export function launchArguments(executable: string): string[] {
  if (process.platform !== 'linux') return []
  const switches: string[] = []
  if (process.getuid?.() === 0 || !sandboxWorks(executable)) switches.push('--no-sandbox')
  // Containers often give /dev/shm 64 MB, and Chromium dies when it is full.
  if (sharedMemoryBytes() < ROOMY_SHARED_MEMORY_BYTES) switches.push('--disable-dev-shm-usage')
  return switches
}

/** Chromium's sandbox needs either its helper owned by root with the setuid bit, or user namespaces for everyone. */
function sandboxWorks(executable: string): boolean {
  const helper = statSync(join(dirname(executable), 'chrome-sandbox'), { throwIfNoEntry: false })
  if (helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0) return true
  return (
    kernelSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== '1' &&
    kernelSetting('/proc/sys/kernel/unprivileged_userns_clone') !== '0' &&
    kernelSetting('/proc/sys/user/max_user_namespaces') !== '0'
  )
}

function kernelSetting(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

function sharedMemoryBytes(): number {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm')
    return blocks * bsize
  } catch {
    return 0
  }
}
