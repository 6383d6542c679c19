import { createContext, use, type RefObject } from 'react'

/** Goes on at once, or asks first when what was typed in a part of the window would be lost by it. */
export type AskBeforeLoss = (part: Element | null, go: () => void) => void

/** Asks nothing where nobody has provided a question: before somebody has signed in. */
export const LossContext = createContext<AskBeforeLoss>((_, go) => go())

/**
 * Closes a panel or a dialog, by Esc or its ×, only when nothing is lost by it or somebody has said that
 * it may be. What was sent, and a button that says what it drops, closes it directly.
 */
export function useGuardedClose(part: RefObject<Element | null>, close: () => void): () => void {
  const ask = use(LossContext)
  return () => ask(part.current, close)
}
