import { Printer } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { words } from '../../shared/words/index.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import type { Complaint } from './error-state.tsx'
import { FormError } from './form-error.tsx'
import styles from './paper-dialog.module.css'

export interface PaperDialogProps {
  title: string
  /** What lies on the paper; null while it is not there yet. */
  paper: ReactNode | null
  /** Shown while there is no paper: a spinner, or why there is none. */
  instead: ReactNode
  /** What closing is called where it means more. */
  closeLabel?: string
  /** Buttons before closing and printing. */
  actions?: ReactNode
  /** Before it goes on paper; false: it does not. Left out: nothing is to be done. */
  beforePrint?: () => Promise<boolean>
  /** Why it did not go on paper. */
  problem?: Complaint | null
  onClose: () => void
}

/**
 * A paper to look at and to print: on paper there is nothing but it.
 *
 * @example
 * <PaperDialog title={words.drawer.report} paper={report.data && <Slip … />} instead={<Spinner … />} onClose={close} />
 */
export function PaperDialog({
  title,
  paper,
  instead,
  closeLabel = words.ui.close,
  actions,
  beforePrint,
  problem,
  onClose,
}: PaperDialogProps): ReactNode {
  const isThere = paper !== null && paper !== undefined

  const [isPrinting, setPrinting] = useState(false)

  async function print(): Promise<void> {
    setPrinting(true)
    try {
      if (beforePrint && !(await beforePrint())) return
      window.print()
    } finally {
      setPrinting(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={title}
      footer={
        <>
          {actions}
          <Button onPress={onClose}>{closeLabel}</Button>
          <Button
            variant="primary"
            icon={Printer}
            isDisabled={!isThere}
            isPending={isPrinting}
            onPress={() => void print()}
            autoFocus
          >
            {words.ui.print}
          </Button>
        </>
      }
    >
      <div className={styles.counter}>
        {isThere ? <div className={styles.paper}>{paper}</div> : instead}
      </div>
      <FormError error={problem} />
      {isThere &&
        createPortal(
          <div className={styles.print} aria-hidden>
            {paper}
          </div>,
          document.body,
        )}
    </Dialog>
  )
}

/**
 * The paper itself: the studio's name, what it is, and then what is given.
 *
 * @example
 * <Paper label={words.drawer.report} studioName="Harbour Street Studio" kind={words.drawer.report}>…</Paper>
 */
export function Paper({
  label,
  studioName,
  kind,
  children,
}: {
  label: string
  studioName: string
  kind: string
  children: ReactNode
}): ReactNode {
  return (
    // A long one is scrolled with the keyboard, so it can have the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <article className={styles.slip} aria-label={label} tabIndex={0}>
      <header className={styles.head}>
        <p className={styles.studio}>{studioName}</p>
        <p>{kind}</p>
      </header>
      {children}
    </article>
  )
}

/**
 * A part of a paper: facts, term and value on a line each.
 *
 * @example
 * <PaperFacts title={words.drawer.counted} facts={[{ term: '€50.00 × 3', value: '€150.00' }]} />
 */
export function PaperFacts({
  title,
  facts,
}: {
  title?: string
  /** `isSum`: drawn stronger, as the line under an addition is. */
  facts: readonly { term: string; value: string; isSum?: boolean }[]
}): ReactNode {
  if (facts.length === 0) return null
  return (
    <section className={styles.part}>
      {title !== undefined && <p className={styles.partTitle}>{title}</p>}
      <dl>
        {facts.map(({ term, value, isSum }) => (
          <div key={term} className={isSum === true ? styles.sum : styles.fact}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
