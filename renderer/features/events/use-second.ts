import { useEffect, useState } from 'react'

/**
 * Milliseconds now, to the second: for a countdown.
 *
 * @param isCounting false: nothing is counted down, and nothing ticks
 */
export function useSecond(isCounting = true): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isCounting) return
    const tick = () => setNow(Date.now())
    tick()
    const timer = window.setInterval(tick, 1_000)
    return () => window.clearInterval(timer)
  }, [isCounting])
  return now
}
