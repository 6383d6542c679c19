import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { words } from '../../shared/words/index.ts'
import type { Complaint } from './error-state.tsx'
import styles from './form-error.module.css'

export interface FormErrorProps {
  /** Null or undefined draws nothing. */
  error: Complaint | null | undefined
  /** Something to do about it right here, e.g. "Book anyway". */
  action?: ReactNode
}

/**
 * A refusal inside a form: the sentence, the next step, and what was typed stays. It is read aloud
 * and scrolled to when it appears.
 *
 * @example
 * <FormError error={book.error} action={canOverride && <Button onPress={bookAnyway}>…</Button>} />
 */
export function FormError({ error, action }: FormErrorProps): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  // By its words, not by the object: a caller may build it anew on every render.
  const message = error?.message
  useEffect(() => {
    if (message !== undefined) box.current?.scrollIntoView({ block: 'nearest' })
  }, [message])

  return (
    <div role="alert" ref={box}>
      {error && (
        <div className={styles.box}>
          <CircleAlert className={styles.icon} aria-hidden />
          <div className={styles.text}>
            <p className={styles.message}>{error.message}</p>
            {error.nextStep !== undefined && <p className={styles.next}>{error.nextStep}</p>}
            {error.incidentId !== undefined && (
              <p className={styles.incident}>{words.ui.incident(error.incidentId)}</p>
            )}
            {action}
          </div>
        </div>
      )}
    </div>
  )
}
