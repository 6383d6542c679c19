import { useEffect, useState } from 'react'
import { instantFrom, type Instant } from '../../../shared/time.ts'

/**
 * The present moment, to the minute. It moves when the minute does, and at once when a laptop
 * wakes up.
 */
export function useNow(): Instant {
  const [now, setNow] = useState(thisMinute)

  useEffect(() => {
    let timer = 0
    const tick = () => {
      setNow(thisMinute())
      window.clearTimeout(timer)
      timer = window.setTimeout(tick, 60_000 - (Date.now() % 60_000) + 20)
    }
    tick()
    document.addEventListener('visibilitychange', tick)
    return () => {
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [])

  return now
}

function thisMinute(): Instant {
  return instantFrom(Math.floor(Date.now() / 60_000) * 60_000)
}
