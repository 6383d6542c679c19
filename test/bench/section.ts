import type { BenchOptions } from './bench-options.ts'
import type { Measured } from './bench-row.ts'
import type { Say } from './bench-studio.ts'

/** What a section works with. Its files are its own to write to, but shared with later sections. */
export interface BenchContext {
  readonly options: BenchOptions
  readonly folder: string
  /** FitFlow's and the hand-written desk's copy of the big log. */
  readonly big: { readonly ours: string; readonly plain: string }
  /** The same of the empty log. */
  readonly empty: { readonly ours: string; readonly plain: string }
  /** A tenth of the big log, for what is walked again and again. */
  readonly middle: { readonly ours: string; readonly plain: string }
  readonly say: Say
}

/** One group of figures, measured in a process of its own. */
export type Section = (context: BenchContext) => Promise<Measured[]> | Measured[]

/** What a section's process is sent, and what it sends. */
export type SectionTask = Omit<BenchContext, 'say'> & { readonly section: string }
export type SectionAnswer = { readonly measured: readonly Measured[] }

/** `1,000,000` */
export function count(value: number): string {
  return value.toLocaleString('en-GB')
}

/** Runs work and answers how many milliseconds it took. */
export function timed(work: () => void): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}

/** Each contestant once per turn, another one first each time, so that no one is always disturbed. */
export function takeTurns(contestants: readonly (() => void)[], turns: number): void {
  for (let turn = 0; turn < turns; turn += 1) {
    for (let index = 0; index < contestants.length; index += 1) {
      contestants[(turn + index) % contestants.length]!()
    }
  }
}
