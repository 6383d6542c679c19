import { createContext } from 'react'
import type { Undo } from '../../shared/contract.ts'
import type { Result } from '../../shared/result.ts'

/** What this window has done and can take back. */
export interface UndoStack {
  /**
   * A command was carried out and named its reverse. Whatever was undone before is forgotten.
   *
   * @param again does it once more, for a reverse that names none of its own
   */
  readonly push: (undo: Undo, again?: Undo) => void
  /** A command was carried out that is not undone: what is done instead is said in its place. */
  readonly pass: (command: string) => void
  /** Takes back one command by its reverse, wherever it is in the stack. */
  readonly take: (undo: Undo) => Promise<Result<unknown>>
  /** Tells what was taken back, wherever that was asked for. Answers how to stop. */
  readonly watch: (onTaken: (undo: Undo) => void) => () => void
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

/** One step back, and the one that takes it forward again where main does not name it. */
export type UndoStep = Undo & {
  readonly again?: Undo | undefined
  /** It is not undone. Nothing that lies before it is either: that would be another thing than was meant. */
  readonly isFinal?: true
}

/** What can be undone, newest last, and what was undone and can be done again. */
export interface UndoState {
  readonly done: readonly UndoStep[]
  readonly undone: readonly UndoStep[]
}

/** Nobody remembers more than this many steps back. */
const deepest = 50

/** After a command that can be reversed: a new way forward, so the old one is gone. */
export function afterCommand({ done }: UndoState, undo: UndoStep): UndoState {
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
  reverse: UndoStep | null,
): UndoState {
  const other = side === 'done' ? 'undone' : 'done'
  return {
    ...state,
    [side]: state[side].filter((undo) => !isSame(undo, taken)),
    [other]: reverse ? [...state[other], reverse].slice(-deepest) : state[other],
  }
}

/**
 * The way back from a reverse that was carried out: what its answer named, else what was kept for it.
 *
 * @param state where the reverse was taken from, by whoever pressed it
 */
export function stepBack(
  state: UndoState,
  side: 'done' | 'undone',
  taken: Undo,
  named: Undo | null,
): UndoStep | null {
  if (named) return named
  const again = state[side].find((step) => isSame(step, taken))?.again
  return again ? { ...again, again: { command: taken.command, input: taken.input } } : null
}

/**
 * A step that begins from what the last one has left behind: with the version that its answer names,
 * so that it does not wipe what somebody else does in between.
 */
export function atVersion(step: UndoStep | null, answer: unknown): UndoStep | null {
  const version = (answer as { readonly version?: unknown } | null)?.version
  if (!step || typeof version !== 'number') return step
  return { ...step, input: { ...(step.input as object), expectedVersion: version } }
}

/** Whether two reverses would do the same. */
export function isSame(a: Undo, b: Undo): boolean {
  return a === b || (a.command === b.command && JSON.stringify(a.input) === JSON.stringify(b.input))
}
