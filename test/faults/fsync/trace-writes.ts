import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildWatcher } from '../machine/build-watcher.ts'
import { startChild } from '../support/child.ts'

/** Something that sees what a process writes: `write OFFSET PATH`, `sync OFFSET PATH`, a line each. */
export type Tracer =
  | {
      readonly name: 'strace' | 'preload'
      readonly missing?: never
      run(file: string, args: readonly string[], folder: string): Promise<string[]>
    }
  | { readonly name?: never; readonly missing: string }

/** `strace` where there is one that may be used; else a library that is loaded first. */
export function findTracer(scratch: string): Tracer {
  if (process.platform !== 'linux') return { missing: 'syncs can be watched on Linux only' }
  const probe = spawnSync('strace', ['-o', '/dev/null', 'true'])
  if (!probe.error && probe.status === 0) return { name: 'strace', run: runUnderStrace }
  const watcher = buildWatcher(scratch)
  if (watcher.missing !== undefined) {
    return { missing: `there is no strace that may be used, and ${watcher.missing}` }
  }
  const { library } = watcher
  return {
    name: 'preload',
    run: async (file, args, folder) => {
      const trace = join(folder, 'trace')
      const env = {
        LD_PRELOAD: library,
        FITFLOW_FAULT_FOLDER: folder,
        FITFLOW_FAULT_TRACE: trace,
      }
      await finish(startChild(file, args, { env }))
      return readFileSync(trace, 'utf8').split('\n').filter(Boolean)
    },
  }
}

async function runUnderStrace(file: string, args: readonly string[], folder: string) {
  const trace = join(folder, 'trace')
  const calls = 'trace=pwrite64,write,fsync,fdatasync'
  const under = ['strace', '-f', '-y', '-s', '0', '-e', calls, '-o', trace]
  await finish(startChild(file, args, { under }))
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const call = /(pwrite64|write|fsync|fdatasync)\(\d+<([^>]+)>(.*)/.exec(line)
      if (!call?.[2]?.startsWith(folder)) return []
      if (call[1]!.endsWith('sync')) return [`sync -1 ${call[2]}`]
      const offset = call[1] === 'pwrite64' ? (/, (\d+)\)/.exec(call[3]!)?.[1] ?? '-1') : '-1'
      return [`write ${offset} ${call[2]}`]
    })
}

async function finish(child: ReturnType<typeof startChild>): Promise<void> {
  const { code, errors } = await child.ended
  if (code !== 0) throw new Error(`The watched desk ended with ${code}: ${errors}`)
}
