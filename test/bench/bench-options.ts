import { parseArgs } from 'node:util'

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  /** File for the rows, or null. */
  readonly json: string | null
  /** Only sections and figures whose name contains this. */
  readonly only: string | null
  readonly rounds: number
  /** Size of the big log. */
  readonly events: number
  readonly randomSeed: number
  readonly quick: boolean
}

export const benchHelp = `Measures FitFlow against hand-written SQLite in the same run. docs/performance.md says how to read it.

  npm run bench -- [options]

  --quick           All figures with a small log and few rounds, in less than a minute: to see that
                    it runs, not to compare.
  --only NAME       Only the sections whose name contains NAME:
                    searching, reading, starting, booking, catch-up, walking, stalls, syncing,
                    carrying, sharing, pruning.
  --rounds N        Rounds of everything that is measured side by side, 1 to 99. Default 9; quick 3.
  --events N        Size of the big log, 1,000 to 10,000,000. Default 1,000,000; quick 20,000.
                    It is made once and kept in the system's folder for temporary files.
  --random-seed N   Which clients are booked and searched. Default 1.
  --json FILE       Also writes the rows to a file.
  --help            This text.
`

/** Reads the command line: options, `help`, or a sentence about what is wrong with it. */
export function readBenchOptions(
  argv: readonly string[],
): BenchOptions | 'help' | { readonly problem: string } {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        json: text,
        only: text,
        rounds: text,
        events: text,
        'random-seed': text,
        quick: flag,
        help: flag,
      },
      strict: true,
    })
    if (values.help) return 'help'
    const quick = values.quick ?? false
    return {
      json: values.json ?? null,
      only: values.only ?? null,
      rounds: whole('rounds', values.rounds, 1, 99, quick ? 3 : 9),
      events: whole('events', values.events, 1_000, 10_000_000, quick ? 20_000 : 1_000_000),
      randomSeed: whole('random-seed', values['random-seed'], 0, 2 ** 32 - 1, 1),
      quick,
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function whole(
  option: string,
  given: string | undefined,
  least: number,
  most: number,
  otherwise: number,
): number {
  if (given === undefined) return otherwise
  const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
  if (number >= least && number <= most) return number
  throw new Error(`--${option} must be a whole number from ${least} to ${most}, not “${given}”.`)
}
