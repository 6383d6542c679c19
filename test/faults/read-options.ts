import { parseArgs } from 'node:util'
import type { FaultOptions } from './support/part.ts'

/** What `npm run faults` was asked to do. */
export type FaultRequest =
  | { readonly kind: 'run'; readonly options: FaultOptions; readonly only: readonly string[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }

const defaults = {
  'random-seed': 1,
  kills: 12,
  steps: 200,
  races: 200,
  edits: 200,
  'file-runs': 1,
  'model-steps': 600,
  'sync-runs': 30,
  'broker-runs': 10,
  requests: 4_000,
  calls: 4_000,
} as const

/** What `--help` says. */
export function helpText(parts: readonly { name: string; promise: string }[]): string {
  return [
    'npm run faults -- [options]   breaks things on purpose and looks whether anything was lost',
    '',
    '  --kills N         how often a working desk is killed (12; the long form is 200, and from',
    '                    there on the disk, too, breaks at every single write)',
    '  --steps N         random steps of the handlers’ model (200)',
    '  --races N         races of two desks for each last thing (200; the long form is 10000)',
    '  --edits N         tampered copies of a log (200; the long form is 1000)',
    '  --file-runs N     seeds by which files are broken, from --random-seed on (1; the long form is 30)',
    '  --model-steps N   random steps at the desk against the model (600; the long form is 10000)',
    '  --sync-runs N     bursts of work over a line that breaks (30; the long form is 1000)',
    '  --broker-runs N   bursts of work behind Redis, each ended by a kill (10); a fifth behind Kafka',
    '  --requests N      what the cloud endpoint is asked (4000; the long form is 30000)',
    '  --calls N         what a hostile window sends (4000; the long form is 100000)',
    '  --random-seed N   another run of chances; a failure names its seed (1)',
    '  --only PART       one part alone; may be said several times',
    '  --help            this',
    '',
    ...parts.map(({ name, promise }) => `  ${name.padEnd(11)}${promise}`),
    '',
    'Exit 0 when everything is clean, 1 when something was found, 2 when a word was not understood.',
    '',
  ].join('\n')
}

/** Reads the words after `npm run faults --`. Nothing that is not understood is passed over. */
export function readFaultRequest(
  words: readonly string[],
  partNames: readonly string[],
): FaultRequest {
  let given
  try {
    given = parseArgs({
      args: [...words],
      options: {
        kills: { type: 'string' },
        steps: { type: 'string' },
        races: { type: 'string' },
        edits: { type: 'string' },
        'file-runs': { type: 'string' },
        'model-steps': { type: 'string' },
        'sync-runs': { type: 'string' },
        'broker-runs': { type: 'string' },
        requests: { type: 'string' },
        calls: { type: 'string' },
        'random-seed': { type: 'string' },
        only: { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    return { kind: 'wrong', problem: error instanceof Error ? error.message : String(error) }
  }
  if (given.help) return { kind: 'help' }
  const numbers: Record<string, number> = {}
  for (const name of Object.keys(defaults) as (keyof typeof defaults)[]) {
    const text = given[name]
    if (text !== undefined && !/^\d{1,9}$/.test(text)) {
      return { kind: 'wrong', problem: `--${name} must be a whole number, not “${text}”.` }
    }
    numbers[name] = text === undefined ? defaults[name] : Number(text)
  }
  const only = given.only ?? []
  const unknown = only.find((name) => !partNames.includes(name))
  if (unknown !== undefined) {
    const problem = `There is no part “${unknown}”: it is one of ${partNames.join(', ')}.`
    return { kind: 'wrong', problem }
  }
  const { kills = 0, steps = 0, races = 0, edits = 0, requests = 0, calls = 0 } = numbers
  const fileRuns = numbers['file-runs'] ?? 0
  const syncRuns = numbers['sync-runs'] ?? 0
  const brokerRuns = numbers['broker-runs'] ?? 0
  const randomSeed = numbers['random-seed'] ?? 0
  const modelSteps = numbers['model-steps'] ?? 0
  const options = {
    kills,
    steps,
    races,
    edits,
    fileRuns,
    modelSteps,
    syncRuns,
    brokerRuns,
    requests,
    calls,
    randomSeed,
  }
  return { kind: 'run', only, options }
}
