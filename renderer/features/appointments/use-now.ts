import { useEffect, useState } from 'react'
import { instantFrom, type Instant } from '../../../shared/time.ts'
import { minuteNow, onMinute } from '../../app/minute.ts'

/**
 * The present moment, to the minute. It moves when the minute does, and at once when a laptop
 * wakes up.
 */
export function useNow(): Instant {
  const [now, setNow] = useState(thisMinute)
  useEffect(() => onMinute(() => setNow(thisMinute())), [])
  return now
}

function thisMinute(): Instant {
  return instantFrom(minuteNow() * 60_000)
}
