import type { Direction } from './grid-moves.ts'

/** What a key means in the grid. */
export type GridCommand =
  | { readonly kind: 'go'; readonly direction: Direction }
  | { readonly kind: 'shift'; readonly steps: number }
  | { readonly kind: 'across'; readonly steps: number }
  | { readonly kind: 'stretch'; readonly steps: number }
  | { readonly kind: 'enter' }
  | { readonly kind: 'escape' }

/** The part of a keyboard event that counts. */
export interface Key {
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'home',
  End: 'end',
}

/**
 * Reads a key in the grid: arrows go, Alt with arrows moves a session, Shift with ↑ and ↓ makes it
 * shorter or longer, as it does a selection. Null for every other key, also for Ctrl and Alt with
 * arrows: some graphics cards turn the screen by them.
 *
 * @example
 * gridCommandOf({ key: 'ArrowDown', altKey: true, … }) // { kind: 'shift', steps: 1 }
 */
export function gridCommandOf({
  key,
  altKey,
  ctrlKey,
  metaKey,
  shiftKey,
}: Key): GridCommand | null {
  if (metaKey || ctrlKey) return null
  const direction = directions[key]
  const steps = direction === 'up' || direction === 'left' ? -1 : 1
  const isUpright = direction === 'up' || direction === 'down'
  if (shiftKey) return !altKey && isUpright ? { kind: 'stretch', steps } : null
  if (!altKey) {
    if (key === 'Enter') return { kind: 'enter' }
    if (key === 'Escape') return { kind: 'escape' }
    return direction === undefined ? null : { kind: 'go', direction }
  }
  if (isUpright) return { kind: 'shift', steps }
  return direction === 'left' || direction === 'right' ? { kind: 'across', steps } : null
}
