import { isMet, type Measured, type Target } from './bench-row.ts'

/** Prints all figures as a table, and how many targets are met. */
export function printTable(measured: readonly Measured[], out: NodeJS.WritableStream): void {
  const lines = measured.map((each) => {
    const { row, targets } = each
    const met = isMet(each)
    return [
      row.name,
      `${say(row.value)} ${row.unit}`,
      `${say(row.min)}–${say(row.max)}`,
      row.baseline === null ? '' : `${say(row.baseline)} (${row.baselineName})`,
      row.ratio === null ? '' : row.ratio.toFixed(2),
      targets.map(sayTarget).join(' or '),
      met === null ? '' : met ? 'met' : 'NOT MET',
    ]
  })
  const head = ['figure', 'median', 'min–max', 'baseline', 'ratio', 'target', '']
  const all = [head, ...lines]
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]!.length)))
  for (const line of all) {
    out.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}\n`,
    )
  }
  const asked = measured.map(isMet).filter((met) => met !== null)
  out.write(`\n${asked.filter(Boolean).length} of ${asked.length} targets met\n`)
}

function sayTarget({ of, at, bound }: Target): string {
  const what = of === 'ratio' ? 'ratio ' : ''
  return `${what}${at === 'least' ? '≥' : '≤'} ${say(bound)}`
}

function say(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-GB')
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}
