import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { DayView } from '../../../shared/appointments.ts'
import type { Instant } from '../../../shared/time.ts'
import { firstMinuteShown, slotHeight, slotMinutes } from './day-geometry.ts'

/** Room for the sticky heads of the columns, and a little air. */
const headPixels = 56 + 24

/**
 * How many pixels a slot is high in the window there is. It also brings the first interesting hour
 * to the top when the grid first appears; after that the person scrolls.
 */
export function useSlotHeight(
  scroller: RefObject<HTMLDivElement | null>,
  day: DayView,
  now: Instant,
): number {
  const [height, setHeight] = useState<number | null>(null)
  const hasScrolled = useRef(false)

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setHeight(slotHeight(element.clientHeight - headPixels))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])

  useLayoutEffect(() => {
    if (height === null || hasScrolled.current) return
    hasScrolled.current = true
    if (scroller.current) scrollToNow(scroller.current, day, now)
  }, [height, scroller, day, now])

  return height ?? slotHeight(0)
}

/** Brings the hour of now, or the opening, to the top of the grid. */
export function scrollToNow(scroller: HTMLElement, day: DayView, now: Instant): void {
  const visiblePixels = scroller.clientHeight - headPixels
  const height = slotHeight(visiblePixels)
  const minute = firstMinuteShown(day, now, (visiblePixels / height) * slotMinutes)
  // A little above it, so that the label of a full hour is whole.
  scroller.scrollTo({ top: (minute / slotMinutes) * height - 12 })
}
