import { createContext } from 'react'
import type { Undo } from '../../shared/contract.ts'
import type { Result } from '../../shared/result.ts'

/** What this window has done and can take back. */
export interface UndoStack {
  /** A command was carried out and named its reverse. Whatever was undone before is forgotten. */
  readonly push: (undo: Undo) => void
  /** Takes back one command by its reverse, wherever it is in the stack. */
  readonly take: (undo: Undo) => Promise<Result<unknown>>
}

/** Null before sign-in: there is nothing to take back then. */
export const UndoContext = createContext<UndoStack | null>(null)

/** The reverse that an answer names, if it names one. */
export function undoIn(value: unknown): Undo | null {
  if (typeof value !== 'object' || value === null || !('undo' in value)) return null
  const { undo } = value
  const isUndo = typeof undo === 'object' && undo !== null && 'command' in undo && 'input' in undo
  return isUndo && typeof undo.command === 'string'
    ? { command: undo.command, input: undo.input }
    : null
}

/** What can be undone, newest last, and what was undone and can be done again. */
export interface UndoState {
  readonly done: readonly Undo[]
  readonly undone: readonly Undo[]
}

/** Nobody remembers more than this many steps back. */
const deepest = 50

/** After a command that can be reversed: a new way forward, so the old one is gone. */
export function afterCommand({ done }: UndoState, undo: Undo): UndoState {
  return { done: [...done, undo].slice(-deepest), undone: [] }
}

/**
 * After a reverse was carried out or refused. It leaves its side; its own reverse, if it has one,
 * goes to the other.
 *
 * @param side where it was taken from
 */
export function afterReverse(
  state: UndoState,
  side: 'done' | 'undone',
  taken: Undo,
  reverse: Undo | null,
): UndoState {
  const other = side === 'done' ? 'undone' : 'done'
  return {
    ...state,
    [side]: state[side].filter((undo) => !isSame(undo, taken)),
    [other]: reverse ? [...state[other], reverse].slice(-deepest) : state[other],
  }
}

function isSame(a: Undo, b: Undo): boolean {
  return a === b || (a.command === b.command && JSON.stringify(a.input) === JSON.stringify(b.input))
}
