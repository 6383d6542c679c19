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

/**
 * The same for a text that is a day or a local time; any other is answered as it is.
 *
 * @example
 * sayMoment('2026-11-30 09:00') // '30 Nov 2026, 09:00'
 */
export function sayMoment(text: string): string {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text) ?? []
  if (date === undefined || Number.isNaN(Date.parse(`${date}T00:00Z`))) return text
  return time === undefined ? sayDay(date) : `${sayDay(date)}, ${time}`
}
