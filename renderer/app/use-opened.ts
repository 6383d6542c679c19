import { useState } from 'react'
import type { Versioned } from '../../shared/expected-version.ts'

/**
 * Keeps what a form was opened on, while `now` goes on to say how it is: an edit is sent with the version
 * of the first, and what came between is shown beside what was typed.
 *
 * @example
 * const { opened, catchUp } = useOpened(room)
 * change.run({ …, expectedVersion: opened.version })
 */
export function useOpened<T extends Versioned | null>(
  now: T,
): { readonly opened: T; readonly catchUp: () => void } {
  const [opened, setOpened] = useState(now)
  return { opened, catchUp: () => setOpened(now) }
}

/**
 * As {@link useOpened}, for a form that stands in its screen for good: as long as nothing is typed it
 * follows what is saved elsewhere.
 *
 * @param follow fills the form in with what is there now
 */
export function useFollowed<T extends Versioned>(now: T, follow: (now: T) => void) {
  const { opened, catchUp } = useOpened(now)
  const [isTyped, setTyped] = useState(false)
  if (!isTyped && opened.version !== now.version) {
    catchUp()
    follow(now)
  }
  return {
    opened,
    /** Somebody typed, and has yet to save it. */
    onTyped: () => setTyped(true),
    onSaved: () => setTyped(false),
    onKeepMine: catchUp,
    onTakeTheirs: () => {
      setTyped(false)
      catchUp()
      follow(now)
    },
  }
}
