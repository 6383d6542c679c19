import type { MinuteSpan } from '../../../shared/manage-catalog.ts'

/**
 * Reads the hours of a day as a manager types them; null for what is none.
 *
 * @example
 * readHours('08:00–12:00, 13-20') // [[480, 720], [780, 1200]]
 */
export function readHours(text: string): MinuteSpan[] | null {
  const parts = text.split(',').filter((part) => part.trim() !== '')
  const spans: MinuteSpan[] = []
  for (const part of parts) {
    const match = /^\s*(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?\s*$/.exec(part)
    if (!match) return null
    const [, fromHour, fromMinute = '0', toHour, toMinute = '0'] = match
    const start = Number(fromHour) * 60 + Number(fromMinute)
    const end = Number(toHour) * 60 + Number(toMinute)
    const isOrdered = (spans.at(-1)?.[1] ?? 0) <= start && start < end && end <= 24 * 60
    if (!isOrdered || Number(fromMinute) > 59 || Number(toMinute) > 59) return null
    spans.push([start, end])
  }
  return spans
}

/** Writes the hours of a day as {@link readHours} reads them. */
export function writeHours(spans: readonly MinuteSpan[]): string {
  return spans.map(([start, end]) => `${clock(start)}–${clock(end)}`).join(', ')
}

function clock(minute: number): string {
  const hours = String(Math.floor(minute / 60)).padStart(2, '0')
  return `${hours}:${String(minute % 60).padStart(2, '0')}`
}
