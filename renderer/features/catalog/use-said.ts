import { useCallback } from 'react'
import type { Undo } from '../../../shared/contract.ts'
import { words } from '../../../shared/words/index.ts'
import { useUndo } from '../../app/api.ts'
import { useToasts } from '../../ui/toast.tsx'

/** Says that a change of the catalogue was made, with its undo. */
export function useSaid(): (title: string, reverse: Undo | null) => void {
  const toasts = useToasts()
  const undo = useUndo()
  return useCallback(
    (title, reverse) => {
      toasts.show({
        tone: 'success',
        title,
        ...(reverse && {
          action: { label: words.booking.undo, onPress: () => void undo(reverse) },
        }),
      })
    },
    [toasts, undo],
  )
}
