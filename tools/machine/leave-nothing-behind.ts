import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'

const cleanUps = new Set<() => void>()
const children = new Set<ChildProcess>()
let armed = false
let stopping: { code: number; at: number } | undefined

/**
 * Runs `act` when this process ends, however it ends short of SIGKILL: normally, by a bug, by a signal.
 * `act` must be synchronous. The function returned takes it back.
 */
export function onLeaving(act: () => void): () => void {
  arm()
  cleanUps.add(act)
  return () => cleanUps.delete(act)
}

/** Ties a child's life to ours: a signal that reaches us is passed on once and we wait for it; it never outlives us. */
export function tieToUs(child: ChildProcess): void {
  arm()
  children.add(child)
  const untie = (): void => {
    children.delete(child)
    if (stopping !== undefined && children.size === 0) process.exit(stopping.code)
  }
  child.once('exit', untie)
  child.once('error', untie)
}

/** Signals the child's whole process group where there are groups, so that its helpers end with it. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It ended a moment ago.
  }
}

function arm(): void {
  if (armed) return
  armed = true
  process.on('exit', () => {
    for (const child of children) signalGroup(child, 'SIGKILL')
    for (const act of cleanUps) {
      try {
        act()
      } catch {
        // The other clean-ups must still run.
      }
    }
  })
  // SIGBREAK is Windows' own: Ctrl+Break.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
    process.on(signal, () => stop(signal))
  }
}

function stop(signal: NodeJS.Signals): void {
  const code = 128 + constants.signals[signal]
  if (stopping === undefined) {
    stopping = { code, at: Date.now() }
    if (children.size === 0) process.exit(code)
    // Only the child itself: its helpers are its own to end in order.
    for (const child of children) child.kill(signal)
    setTimeout(() => process.exit(code), 10_000).unref()
    return
  }
  // Ctrl+C reaches us twice within moments, from the terminal and from npm: only a later one means "now".
  if (Date.now() - stopping.at > 1_000) process.exit(code)
}
