import { useEffect, useRef, useState } from 'react'
import { useQueryOf } from '../../app/api.ts'

/** So long before the lock it is announced. */
const warningSeconds = 10
const inputs = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const

/**
 * Locks a window that nobody touches, after as many minutes as the policy says. Time is measured by
 * the page's own running time: setting the computer's clock changes nothing.
 *
 * @returns the seconds left, from ten on; null while there is nothing to announce
 */
export function useAutoLock(lock: () => void): number | null {
  const policy = useQueryOf('policy.autoLock', {})
  const minutes = policy.data?.minutes
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)
  const current = useRef(lock)
  useEffect(() => {
    current.current = lock
  })

  useEffect(() => {
    if (minutes === undefined) return
    let touchedAt = performance.now()
    let isOver = false
    const touch = () => {
      touchedAt = performance.now()
      setSecondsLeft(null)
    }
    const timer = setInterval(() => {
      if (isOver) return
      const left = Math.ceil(minutes * 60 - (performance.now() - touchedAt) / 1_000)
      setSecondsLeft(left <= warningSeconds ? Math.max(0, left) : null)
      if (left > 0) return
      isOver = true
      current.current()
    }, 250)
    for (const input of inputs) window.addEventListener(input, touch, { capture: true })
    return () => {
      clearInterval(timer)
      for (const input of inputs) window.removeEventListener(input, touch, { capture: true })
    }
  }, [minutes])

  return secondsLeft
}
