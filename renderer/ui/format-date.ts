import { Temporal } from 'temporal-polyfill'

const forms = {
  /** `Mon 23 Nov 2026` */
  medium: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  /** `Monday 23 November 2026` */
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** `23 Nov` */
  short: { day: 'numeric', month: 'short' },
  /** `Mon 23 Nov` */
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  /** `November 2026` */
  month: { month: 'long', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>

const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * Says a calendar day. Times need no such help: `HH:MM` is how the app writes them, and the
 * contract's `localDateTime` values carry them ready (`value.slice(11)`).
 *
 * @param date an ISO date; a time after it is ignored
 * @example
 * formatDate('2026-11-23', 'medium') // 'Mon 23 Nov 2026'
 */
export function formatDate(date: string, form: keyof typeof forms): string {
  let formatter = formatters.get(form)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', { ...forms[form], timeZone: 'UTC' })
    formatters.set(form, formatter)
  }
  const day = Temporal.PlainDate.from(date.slice(0, 10))
  return formatter.format(new Date(Date.UTC(day.year, day.month - 1, day.day))).replaceAll(',', '')
}
