import { useEffect, useRef } from 'react'
import { useLeave } from '../../app/leave-guard.tsx'
import { openPanel } from '../../app/read-key-scene.ts'

/**
 * Goes back to searching for a client when that is asked for while the booking form is open (F2, or
 * "New booking"). A new client who is half filled in is asked about first. A class has no client yet:
 * there the service is gone to.
 *
 * @param searches grows each time it is asked for
 */
export function useSearchAnew(searches: number, isNew: boolean, onSearch: () => void): void {
  const leave = useLeave()
  const latest = useRef({ isNew, onSearch })
  useEffect(() => {
    latest.current = { isNew, onSearch }
  })
  useEffect(() => {
    if (searches === 0) return
    if (latest.current.isNew) return leave(() => latest.current.onSearch())
    const field = openPanel()?.querySelector<HTMLElement>(
      'input[role="combobox"], [aria-haspopup="listbox"]',
    )
    field?.focus()
    if (field instanceof HTMLInputElement) field.select()
  }, [searches, leave])
}
