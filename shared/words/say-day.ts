const form = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/**
 * A calendar day inside a sentence.
 *
 * @example
 * sayDay('2026-11-30') // '30 Nov 2026'
 */
export function sayDay(date: string): string {
  return form.format(Date.parse(`${date}T00:00Z`))
}
