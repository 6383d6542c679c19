/** What a person chose on the command line. */
export interface FaultOptions {
  readonly randomSeed: number
  /** How often the process is killed. */
  readonly kills: number
  /** How many random steps the handlers' model takes. */
  readonly steps: number
  /** How often two desks race for each thing. */
  readonly races: number
  /** How many random steps are taken at the desk. */
  readonly modelSteps: number
  /** How many bursts of work go over a line that breaks them. */
  readonly syncRuns: number
  /** How many bursts of work a broker carries. */
  readonly brokerRuns: number
  /** By how many seeds files are broken. */
  readonly fileRuns: number
  /** How many requests the endpoint is asked. */
  readonly requests: number
  /** How many calls a hostile window makes. */
  readonly calls: number
  /** How many tampered copies are made. */
  readonly edits: number
}

/** What one part found. */
interface PartResult {
  /** One short line with counts. */
  readonly summary: string
  /** Empty: clean. */
  readonly problems: readonly string[]
  /** Set when it cannot be done on this machine, and why. It then proves nothing. */
  readonly notRun?: string
}

/** One part of `npm run faults`. */
export interface FaultPart {
  readonly name: string
  /** What it proves, in a line. */
  readonly promise: string
  run(options: FaultOptions, tell: (line: string) => void): Promise<PartResult>
}
