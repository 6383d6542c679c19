import { useEffect, useRef } from 'react'

/** Forgets a refusal as soon as the values it was given for change. */
export function useForgetRefusal(clear: () => void, values: readonly unknown[]): void {
  const last = useRef('')
  const now = JSON.stringify(values)
  useEffect(() => {
    if (last.current !== '' && last.current !== now) clear()
    last.current = now
  }, [now, clear])
}
