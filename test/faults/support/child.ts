import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A process of our own that tells what happens to it by lines on its standard output. */
export interface Child {
  readonly pid: number
  /** Resolves with the first line that starts so; null when the process ended without it. */
  line(start: string): Promise<string | null>
  kill(): void
  /** Resolves when it has ended. */
  readonly ended: Promise<{
    readonly code: number | null
    readonly signal: NodeJS.Signals | null
    readonly output: string
    readonly errors: string
    /** It was killed because it took longer than it may. */
    readonly isOverdue: boolean
  }>
}

interface ChildOptions {
  readonly env?: Record<string, string>
  readonly under?: readonly string[]
  /** So long it may take before it is killed: one that hangs must not keep a run from its verdict. */
  readonly limitMs?: number
}

/** Where what runs this is bundled, the programs are, too: beside it (`machine/bundle-processes.ts`). */
function programOf(file: string): string {
  const bundled = join(fileURLToPath(new URL('.', import.meta.url)), `${basename(file, '.ts')}.js`)
  return existsSync(bundled) ? bundled : file
}

/** Starts a TypeScript file in the Node that runs this. */
export function startChild(
  file: string,
  args: readonly string[],
  options: ChildOptions = {},
): Child {
  const words = [...(options.under ?? []), process.execPath, programOf(file), ...args]
  const child = spawn(words[0] ?? '', words.slice(1), {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let isOverdue = false
  const limit = options.limitMs === undefined ? null : setTimeout(endOverdue, options.limitMs)
  function endOverdue(): void {
    isOverdue = true
    child.kill('SIGKILL')
  }
  let output = ''
  let errors = ''
  const waiting: { start: string; resolve: (line: string | null) => void }[] = []
  const find = (start: string) => output.split('\n').find((line) => line.startsWith(start)) ?? null
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    for (const { start, resolve } of waiting) {
      const line = find(start)
      if (line !== null) resolve(line)
    }
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk))
  const ended = new Promise<Awaited<Child['ended']>>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (limit) clearTimeout(limit)
      for (const { start, resolve } of waiting) resolve(find(start))
      resolve({ code, signal, output, errors, isOverdue })
    })
  })
  return {
    pid: child.pid ?? 0,
    line: (start) =>
      new Promise((resolve) => {
        const line = find(start)
        if (line !== null || child.exitCode !== null) resolve(line)
        else waiting.push({ start, resolve })
      }),
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}
