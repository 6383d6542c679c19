import { join, resolve } from 'node:path'
import { configFromUrl, type AsyncModeConfig } from '../events/broker-config.ts'

/** What a person may say on the command line. Everything else belongs to Chromium. */
export interface CommandLine {
  /** Where the studio's file is; undefined: the place the operating system has for it. */
  readonly dataDir: string | undefined
  /** Where this computer’s marks are (main/place), for tests; a released FitFlow does not read it. */
  readonly marksFolder: string | undefined
  /** Let this message broker carry events to their handlers; undefined: they read the log. */
  readonly broker: AsyncModeConfig | undefined
  /** Open the window, wait until the first screen answers, say how long it took, and exit. */
  readonly smoke: boolean
  /** Give the first manager a new PIN and show it once, for when nobody can sign in any more. */
  readonly resetManagerPin: boolean
}

/**
 * Reads `--data-dir DIR` (or `--data-dir=DIR`), `--marks-dir DIR`, `--broker URL`, `--smoke` and `--reset-manager-pin`.
 *
 * @param env `FITFLOW_BROKER` is a place for a broker's address that no list of processes shows
 * @throws Error when DIR or URL is missing, or URL is no broker's address; it never repeats the address.
 */
export function readCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): CommandLine {
  const dataDir = readOption(argv, '--data-dir', 'a folder, for example --data-dir ./my-studio')
  const marksFolder = readOption(argv, '--marks-dir', 'a folder')
  const example = 'an address, for example --broker redis://127.0.0.1:6379'
  const broker = readOption(argv, '--broker', example) ?? (env['FITFLOW_BROKER'] || undefined)
  return {
    dataDir: dataDir === undefined ? undefined : resolve(dataDir),
    marksFolder: marksFolder === undefined ? undefined : resolve(marksFolder),
    broker: broker === undefined ? undefined : configFromUrl(broker),
    smoke: argv.includes('--smoke'),
    resetManagerPin: argv.includes('--reset-manager-pin'),
  }
}

function readOption(argv: readonly string[], name: string, needs: string): string | undefined {
  const at = argv.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (at < 0) return undefined
  const given = argv[at]!.includes('=') ? argv[at]!.slice(name.length + 1) : argv[at + 1]
  if (!given || given.startsWith('--')) throw new Error(`${name} needs ${needs}`)
  return given
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
