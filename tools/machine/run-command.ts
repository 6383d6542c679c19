import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'

import { signalGroup, tieToUs } from './leave-nothing-behind.ts'

/** The file that `name` means on the PATH, or undefined when this machine does not have it. */
export function findOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))
}

/**
 * Starts a child in its own process group, because Ctrl+C in a terminal would otherwise reach it twice:
 * a second SIGINT makes Electron and Playwright die without tidying up. On Linux it ends even when we are killed.
 */
export function startChild(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const [file, ...rest] = withDeathSignal(command, args)
  return spawn(file, rest, { ...options, detached: process.platform !== 'win32' })
}

/** Waits for a child's end and tells its exit code; a signal counts as 128 + its number, as in a shell. */
function waitForEnd(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}

/** Runs a command with its output on our terminal and tells its exit code. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  const child = startChild(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options })
  tieToUs(child)
  return waitForEnd(child)
}

/** What a command run by `readCommand` answered. */
interface CommandAnswer {
  code: number
  stdout: string
  stderr: string
}

/** Runs a command and returns what it wrote. After `timeoutMs` it is killed, and the code says so (137). */
export async function readCommand(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { timeoutMs?: number; onOutput?: (text: string) => void } = {},
): Promise<CommandAnswer> {
  const { timeoutMs, onOutput, ...spawnOptions } = options
  const child = startChild(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] })
  tieToUs(child)
  const answer: CommandAnswer = { code: 0, stdout: '', stderr: '' }
  const collect = (key: 'stdout' | 'stderr') => (chunk: Buffer) => {
    const text = chunk.toString('utf8')
    answer[key] += text
    onOutput?.(text)
  }
  child.stdout?.on('data', collect('stdout'))
  child.stderr?.on('data', collect('stderr'))
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => signalGroup(child, 'SIGKILL'), timeoutMs)
  try {
    answer.code = await waitForEnd(child)
  } finally {
    clearTimeout(timer)
  }
  return answer
}

/**
 * npm as this process was started by it, or the one on the PATH. On Windows that is `npm.cmd`, which
 * only a command interpreter can run (spawning it is EINVAL).
 */
export function npmCommand(
  args: readonly string[],
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): [string, string[]] {
  const execPath = env['npm_execpath']
  // Another package manager that started us says so in the same way.
  if (execPath !== undefined && /[\\/]npm-cli\.[cm]?js$/.test(execPath)) {
    return [process.execPath, [execPath, ...args]]
  }
  if (platform !== 'win32') return ['npm', [...args]]
  return [env['ComSpec'] ?? 'cmd.exe', ['/d', '/s', '/c', 'npm', ...args]]
}

/** On Linux the kernel can end a child when its parent is killed without a chance to do so itself. */
function withDeathSignal(command: string, args: readonly string[]): [string, ...string[]] {
  const setpriv = process.platform === 'linux' ? findOnPath('setpriv') : undefined
  return setpriv === undefined
    ? [command, ...args]
    : [setpriv, '--pdeathsig', 'TERM', '--', command, ...args]
}
