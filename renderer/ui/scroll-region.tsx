import type { ReactNode } from 'react'

export interface ScrollRegionProps {
  /** Read aloud: what the region holds. */
  label: string
  children: ReactNode
  /** What it holds is being read, or read again. */
  isBusy?: boolean
  className?: string | undefined
}

/**
 * A part of a screen that scrolls by itself. It can have the focus, so that it is scrolled by
 * keyboard also where nothing in it can be pressed.
 *
 * @example
 * <ScrollRegion label={words.messages.list} isBusy={list.isLoading} className={styles.list}>…</ScrollRegion>
 */
export function ScrollRegion({ label, children, isBusy, className }: ScrollRegionProps): ReactNode {
  return (
    <section
      aria-label={label}
      aria-busy={isBusy}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrow keys scroll what has the focus
      tabIndex={0}
      className={className}
    >
      {children}
    </section>
  )
}
