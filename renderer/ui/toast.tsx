import { CircleAlert, CircleCheck, Info, X, type LucideIcon } from 'lucide-react'
import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { words } from '../../shared/words/index.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import styles from './toast.module.css'

export interface Toast {
  title: string
  body?: string
  /**
   * `danger` is announced at once and stays until it is closed, its screen is left or something else
   * was done; the others go by themselves.
   */
  tone?: 'neutral' | 'success' | 'danger'
  /** One thing to do about it, most often Undo. Pressing it closes the toast. */
  action?: { label: string; onPress: () => void }
}

interface ShownToast extends Toast {
  id: number
}

interface Toasts {
  show: (toast: Toast) => number
  dismiss: (id: number) => void
  /** Takes it away, whatever it says. */
  clear: () => void
  /** Takes a refusal away: its screen was left, or something was done since. */
  settle: () => void
}

const ToastContext = createContext<Toasts | null>(null)

const icons = { neutral: Info, success: CircleCheck, danger: CircleAlert } satisfies Record<
  string,
  LucideIcon
>

/**
 * Says in the corner what happened, one thing at a time; a pointer or focus on it stops the clock.
 *
 * @example
 * const toasts = useToasts()
 * toasts.show({ tone: 'success', title: words.booking.cancelled, action: { label: words.ui.undo, onPress: undo } })
 */
export function useToasts(): Toasts {
  const toasts = use(ToastContext)
  if (!toasts) throw new Error('useToasts needs a ToastProvider above it')
  return toasts
}

/** Holds the toast and draws it above everything else. One, around the whole app. */
export function ToastProvider({ children }: { children: ReactNode }): ReactNode {
  const [shown, setShown] = useState<ShownToast | null>(null)
  const nextId = useRef(1)

  const dismiss = useCallback((id: number) => {
    setShown((toast) => (toast?.id === id ? null : toast))
  }, [])
  const show = useCallback((toast: Toast) => {
    const id = nextId.current++
    setShown({ ...toast, id })
    return id
  }, [])
  const clear = useCallback(() => setShown(null), [])
  const settle = useCallback(
    () => setShown((toast) => (toast?.tone === 'danger' ? null : toast)),
    [],
  )
  const toasts = useMemo(() => ({ show, dismiss, clear, settle }), [show, dismiss, clear, settle])

  return (
    <ToastContext value={toasts}>
      {children}
      {createPortal(
        // react-aria leaves a top layer visible and reachable while a dialog is open.
        <section
          aria-label={words.ui.notifications}
          data-react-aria-top-layer="true"
          className={styles.region}
        >
          <div role="status" className={styles.stack}>
            {shown && shown.tone !== 'danger' && (
              <ToastCard key={shown.id} toast={shown} onDismiss={dismiss} />
            )}
          </div>
          <div role="alert" className={styles.stack}>
            {shown?.tone === 'danger' && (
              <ToastCard key={shown.id} toast={shown} onDismiss={dismiss} />
            )}
          </div>
        </section>,
        document.body,
      )}
    </ToastContext>
  )
}

function ToastCard({
  toast,
  onDismiss,
}: {
  toast: ShownToast
  onDismiss: (id: number) => void
}): ReactNode {
  const { id, title, body, tone = 'neutral', action } = toast
  const Icon = icons[tone]
  return (
    <div className={classNames(styles.toast, styles[tone])}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {body !== undefined && <p className={styles.body}>{body}</p>}
      </div>
      {action && (
        <Button
          variant="ghost"
          className={styles.action ?? ''}
          onPress={() => {
            action.onPress()
            onDismiss(id)
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton
        icon={X}
        label={words.ui.dismiss}
        onPress={() => onDismiss(id)}
        tooltipPlacement="left"
        className={styles.close ?? ''}
      />
      {/* The clock is a CSS animation: hover and focus pause it with one rule. */}
      {tone !== 'danger' && (
        <span
          className={classNames(styles.clock, action && styles.slow)}
          onAnimationEnd={() => onDismiss(id)}
          aria-hidden
        />
      )}
    </div>
  )
}
