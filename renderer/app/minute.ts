/**
 * Calls `listener` whenever the minute turns: on it, and at once when a laptop wakes up or the window
 * is seen again. Answers how to stop.
 *
 * @example
 * useEffect(() => onMinute(() => setNow(thisMinute())), [])
 */
export function onMinute(listener: () => void): () => void {
  let timer = 0
  const tick = () => {
    listener()
    window.clearTimeout(timer)
    // Shortly after it: a limit that is on the minute has passed only then.
    timer = window.setTimeout(tick, 60_000 - (Date.now() % 60_000) + 20)
  }
  tick()
  document.addEventListener('visibilitychange', tick)
  return () => {
    window.clearTimeout(timer)
    document.removeEventListener('visibilitychange', tick)
  }
}

/** Whole minutes since 1970. */
export function minuteNow(): number {
  return Math.floor(Date.now() / 60_000)
}
