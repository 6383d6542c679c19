import { useEffect, useState } from 'react'

/**
 * Counts down to a moment, in whole seconds; 0 when it has passed or there is none.
 *
 * @param until milliseconds as of `Date.now()`
 */
export function useSecondsLeft(until: number | null): number {
  const [now, setNow] = useState(Date.now)
  const left = until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000))

  useEffect(() => {
    if (until === null) return
    setNow(Date.now())
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() >= until) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [until])

  return left
}
