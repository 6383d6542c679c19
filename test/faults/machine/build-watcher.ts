import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The library that watches writes and lets them fail, or why there is none on this machine. */
export type Watcher =
  | { readonly library: string; readonly missing?: never }
  | { readonly library?: never; readonly missing: string }

/** Compiles `watch-writes.c` into `folder`. */
export function buildWatcher(folder: string): Watcher {
  if (process.platform !== 'linux') {
    return { missing: 'writes can be watched and broken on Linux only' }
  }
  const library = join(folder, 'watch-writes.so')
  const source = join(import.meta.dirname, 'watch-writes.c')
  const built = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], {
    encoding: 'utf8',
  })
  if (built.error) return { missing: 'there is no C compiler (cc) to build the watcher with' }
  if (built.status !== 0) return { missing: `cc could not build the watcher: ${built.stderr}` }
  return { library }
}
