import type { SeriesChoice, SeriesOccurrence } from '../../../shared/series.ts'

/** What was chosen about each planned date, by its wall time. */
export type Choices = Readonly<Record<string, Omit<SeriesChoice, 'planned'>>>

/** The choices that are about dates which are still planned, as the contract wants them. */
export function choicesFor(dates: readonly SeriesOccurrence[], choices: Choices): SeriesChoice[] {
  return dates.flatMap(({ start }) => {
    const choice = choices[start]
    return choice ? [{ ...choice, planned: start } as SeriesChoice] : []
  })
}

/** How many dates would be booked, and how many still need a choice. */
export function countDates(
  dates: readonly SeriesOccurrence[],
  choices: Choices,
): { readonly booked: number; readonly open: number } {
  const skipped = dates.filter(({ start }) => choices[start]?.kind === 'skip').length
  const open = dates.filter(({ start, problem }) => problem !== null && !choices[start]).length
  return { booked: dates.length - skipped - open, open }
}
