import { useCallback, useEffect, useState } from 'react'

export interface Countdown {
  /** Whole seconds still to wait; 0 when there is nothing to wait for. */
  readonly secondsLeft: number
  readonly start: (seconds: number) => void
  readonly stop: () => void
}

/** Counts seconds down on the screen. Only for showing: the real pause is kept in main. */
export function useCountdown(): Countdown {
  const [until, setUntil] = useState<number | null>(null)
  const [secondsLeft, setSecondsLeft] = useState(0)

  useEffect(() => {
    if (until === null) return
    const timer = setInterval(() => {
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      setSecondsLeft(left)
      if (left === 0) setUntil(null)
    }, 250)
    return () => clearInterval(timer)
  }, [until])

  const start = useCallback((seconds: number) => {
    setUntil(Date.now() + seconds * 1000)
    setSecondsLeft(Math.ceil(seconds))
  }, [])
  const stop = useCallback(() => {
    setUntil(null)
    setSecondsLeft(0)
  }, [])
  return { secondsLeft, start, stop }
}
