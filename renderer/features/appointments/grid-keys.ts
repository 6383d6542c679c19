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
 * Reads a key in the grid: arrows go, Alt with arrows moves a session, Ctrl+Alt with ↑ and ↓ makes
 * it shorter or longer. Null for every other key.
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
  if (metaKey || shiftKey) return null
  const direction = directions[key]
  if (!altKey && !ctrlKey) {
    if (key === 'Enter') return { kind: 'enter' }
    if (key === 'Escape') return { kind: 'escape' }
    return direction === undefined ? null : { kind: 'go', direction }
  }
  if (!altKey || direction === undefined) return null
  const steps = direction === 'up' || direction === 'left' ? -1 : 1
  if (direction === 'up' || direction === 'down')
    return { kind: ctrlKey ? 'stretch' : 'shift', steps }
  if (direction === 'left' || direction === 'right')
    return ctrlKey ? null : { kind: 'across', steps }
  return null
}
