import type { WebContents } from 'electron'

/** What is asked of whoever keeps the sessions. */
interface Left {
  /** The page begins anew: after a crash whoever is there need not be who signed in. */
  readonly onBegin: () => void
  /** Nobody has touched the window for so long. Asked every second. */
  readonly onIdle: (idleMs: number) => void
}

/**
 * Watches a window for being left, in main: a page that hangs, was reloaded or is not ours does not lock
 * itself. Time is the process's own, which setting the clock does not change.
 */
export function lockWhenLeft(contents: WebContents, { onBegin, onIdle }: Left): void {
  let touchedAt = performance.now()
  contents.on('input-event', () => {
    touchedAt = performance.now()
  })
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) onBegin()
  })
  contents.on('render-process-gone', onBegin)
  const timer = setInterval(() => onIdle(performance.now() - touchedAt), 1_000)
  contents.once('destroyed', () => clearInterval(timer))
}
