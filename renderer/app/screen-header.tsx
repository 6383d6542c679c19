import { createContext, use, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import styles from './screen-header.module.css'

/** The place in the shell's top bar that belongs to the screen. */
export const HeaderSlotContext = createContext<HTMLElement | null>(null)

/**
 * Puts a screen's title and its controls into the shell's top bar, left of the signed-in person.
 * There is one top bar only, so the screen keeps its height.
 *
 * @example
 * <ScreenHeader title={words.day.title}>
 *   <Button onPress={today}>{words.day.today}</Button>
 * </ScreenHeader>
 */
export function ScreenHeader({
  title,
  isTitleHidden = false,
  children,
}: {
  title: ReactNode
  /** Keeps the title for screen readers where the controls already say it, as a date does. */
  isTitleHidden?: boolean
  children?: ReactNode
}): ReactNode {
  const slot = use(HeaderSlotContext)
  if (!slot) return null
  return createPortal(
    <>
      <h1 className={isTitleHidden ? styles.hidden : styles.title}>{title}</h1>
      {children}
    </>,
    slot,
  )
}
