/** One measured figure, as `--json` writes it. */
export interface BenchRow {
  readonly name: string
  readonly unit: string
  /** Median over the rounds. */
  readonly value: number
  /** What it is held against, measured in the same run; null where nothing compares. */
  readonly baselineName: string | null
  /** Median over the same rounds. */
  readonly baseline: number | null
  /** `value / baseline`. */
  readonly ratio: number | null
  readonly rounds: number
  /** Of the value, over the rounds. */
  readonly min: number
  readonly max: number
}

/** What a figure should be. */
export interface Target {
  readonly of: 'ratio' | 'value'
  readonly at: 'least' | 'most'
  readonly bound: number
}

/** A figure with what it should be, if anything. */
export interface Measured {
  readonly row: BenchRow
  readonly targets: readonly Target[]
}

/**
 * Sums rounds up to a row. Both lists hold one figure per round, measured side by side.
 *
 * @param targets one of them met is enough.
 */
export function summarize(
  what: Pick<BenchRow, 'name' | 'unit'>,
  values: readonly number[],
  against?: { readonly name: string; readonly values: readonly number[] },
  ...targets: readonly Target[]
): Measured {
  const value = median(values)
  const baseline = against ? median(against.values) : null
  return {
    row: {
      ...what,
      value,
      baselineName: against?.name ?? null,
      baseline,
      ratio: baseline ? value / baseline : null,
      rounds: values.length,
      min: Math.min(...values),
      max: Math.max(...values),
    },
    targets,
  }
}

/** Whether a figure is as it should be; null when nothing was asked of it. */
export function isMet({ row, targets }: Measured): boolean | null {
  if (targets.length === 0) return null
  return targets.some(({ of, at, bound }) => {
    const actual = row[of]
    if (actual === null) return false
    return at === 'least' ? actual >= bound : actual <= bound
  })
}

/** The middle of a list; the mean of the two in the middle of an even one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length % 2 === 1) return sorted[middle]!
  return (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value that a share of all is not above: `percentile(values, 0.99)`. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!
}
