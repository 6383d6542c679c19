import { join, resolve } from 'node:path'

/** What a person may say on the command line. Everything else belongs to Chromium. */
export interface CommandLine {
  /** Where the studio's file is; undefined: the place the operating system has for it. */
  readonly dataDir: string | undefined
  /** Open the window, wait until the first screen answers, say how long it took, and exit. */
  readonly smoke: boolean
  /** Give the first manager a new PIN and show it once, for when nobody can sign in any more. */
  readonly resetManagerPin: boolean
}

/** Reads `--data-dir DIR` (or `--data-dir=DIR`), `--smoke` and `--reset-manager-pin`. Throws when DIR is missing. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const at = argv.findIndex((arg) => arg === '--data-dir' || arg.startsWith('--data-dir='))
  let dataDir: string | undefined
  if (at >= 0) {
    const given = argv[at]!.includes('=') ? argv[at]!.slice('--data-dir='.length) : argv[at + 1]
    if (!given || given.startsWith('--')) {
      throw new Error('--data-dir needs a folder, for example --data-dir ./my-studio')
    }
    dataDir = resolve(given)
  }
  return {
    dataDir,
    smoke: argv.includes('--smoke'),
    resetManagerPin: argv.includes('--reset-manager-pin'),
  }
}

/** Where everything of one studio lies, inside its data folder. */
export function dataPaths(dataDir: string) {
  return {
    database: join(dataDir, 'studio.db'),
    /** Chromium's own files. The single-instance lock is here, so it is one per data folder. */
    window: join(dataDir, 'window'),
    log: join(dataDir, 'logs', 'fitflow.log'),
  }
}
