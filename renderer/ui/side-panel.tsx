import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { words } from '../../shared/words/index.ts'
import { useGuardedClose } from './guard-close.ts'
import { IconButton } from './icon-button.tsx'
import styles from './side-panel.module.css'
import { useEscape } from './use-escape.ts'

export interface SidePanelProps {
  title: ReactNode
  subtitle?: ReactNode
  /** Sits right of the title, before the close button: a badge, a menu. */
  actions?: ReactNode
  children: ReactNode
  /** Stays at the bottom while the body scrolls. */
  footer?: ReactNode
  onClose: () => void
}

/**
 * A drawer at the right of the layout. It is not modal: the day beside it stays usable. It takes
 * focus when it appears; Esc closes it, wherever the focus is by then, asks first when something was
 * typed in it, and gives focus back to what had it before.
 *
 * Give it a `key` of what it shows, so that another booking is another panel.
 *
 * @example
 * {selected && <SidePanel key={selected.id} title={selected.clientName} onClose={close}>…</SidePanel>}
 */
export function SidePanel({
  title,
  subtitle,
  actions,
  children,
  footer,
  onClose,
}: SidePanelProps): ReactNode {
  const titleId = useId()
  const panel = useRef<HTMLElement>(null)
  const close = useGuardedClose(panel, onClose)
  useEscape(close)

  useEffect(() => {
    const before = document.activeElement
    const own = panel.current
    // A field inside with autoFocus has already taken the focus; leave it there.
    if (own && !own.contains(before)) own.focus({ preventScroll: true })
    return () => {
      const now = document.activeElement
      const isFocusLost = now === null || now === document.body || own?.contains(now)
      if (isFocusLost && before instanceof HTMLElement && before.isConnected)
        before.focus({ preventScroll: true })
    }
  }, [])

  return (
    <aside ref={panel} data-panel aria-labelledby={titleId} tabIndex={-1} className={styles.panel}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          {subtitle !== undefined && <div className={styles.subtitle}>{subtitle}</div>}
        </div>
        {actions}
        <IconButton icon={X} label={words.ui.close} shortcut="Esc" onPress={close} />
      </header>
      <div className={styles.body}>{children}</div>
      {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
    </aside>
  )
}
