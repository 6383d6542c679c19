import { createContext, use, useEffect, useMemo, useRef, type ReactNode } from 'react'
import type { Undo } from '../../../shared/contract.ts'
import { words } from '../../../shared/words/index.ts'
import { useUndo } from '../../app/api.ts'
import { isSame, UndoContext } from '../../app/undo-context.ts'
import { useToasts, type Toast } from '../../ui/toast.tsx'

/** How the desk says what happened. */
export interface Say {
  /** Says it in a toast, with Undo when main named one. It takes the place of the last one. */
  readonly done: (said: Pick<Toast, 'title' | 'body' | 'action'>, undo?: Undo | null) => void
  /** Says why something did not happen. */
  readonly refused: (said: Pick<Toast, 'title' | 'body'>) => void
  /** Takes the last one away. */
  readonly quiet: () => void
}

const SayContext = createContext<Say | null>(null)

/** What happened at the desk, one at a time: an older Undo would undo something else by now. */
export function useSay(): Say {
  const say = use(SayContext)
  if (!say) throw new Error('useSay needs a SayProvider above it')
  return say
}

/** Around the day's screen. */
export function SayProvider({ children }: { children: ReactNode }): ReactNode {
  const toasts = useToasts()
  const undo = useUndo()
  const stack = use(UndoContext)
  const last = useRef<number | null>(null)
  const lastUndo = useRef<Undo | null>(null)
  const say = useMemo<Say>(() => {
    const quiet = () => {
      if (last.current !== null) toasts.dismiss(last.current)
      last.current = null
      lastUndo.current = null
    }
    const done: Say['done'] = (said, reverse) => {
      quiet()
      lastUndo.current = reverse ?? null
      last.current = toasts.show({
        tone: 'success',
        ...(reverse && {
          action: { label: words.booking.undo, onPress: () => void undo(reverse) },
        }),
        ...said,
      })
    }
    const refused: Say['refused'] = (said) => {
      quiet()
      last.current = toasts.show({ tone: 'danger', ...said })
    }
    return { done, refused, quiet }
  }, [toasts, undo])
  // What Ctrl+Z has taken back is no longer offered to be taken back.
  const { quiet } = say
  useEffect(
    () =>
      stack?.watch((taken) => {
        if (lastUndo.current && isSame(lastUndo.current, taken)) quiet()
      }),
    [stack, quiet],
  )
  return <SayContext value={say}>{children}</SayContext>
}
