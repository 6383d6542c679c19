import type { KeyboardEvent } from 'react'

/**
 * Lets ↑ and ↓ go through the rows of a list: its buttons marked `data-row`. Home and End jump.
 *
 * @example
 * <div onKeyDown={moveByArrows}><button data-row>…</button></div>
 */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-row]')) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const next = rows[nextIndex(rows.indexOf(event.target), rows.length, event.key)]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function nextIndex(now: number, count: number, key: string): number {
  switch (key) {
    case 'ArrowDown':
      return now + 1
    case 'ArrowUp':
      return now - 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return -1
  }
}
