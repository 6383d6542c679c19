import { X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'
import { IconButton } from './icon-button.tsx'
import { LayerHost } from './layer-host.tsx'
import { useGuardedClose } from './guard-close.ts'
import { hasUnsavedInput } from './unsaved-input.ts'

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  /** One quiet line under the title. */
  subtitle?: ReactNode
  children: ReactNode
  /** Buttons, the confirming one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  /** `alertdialog` for a question that must be answered: a click outside does not close it. */
  role?: 'dialog' | 'alertdialog'
}

/**
 * A modal dialog. Focus goes into its first field, stays in, and returns to where it was; Esc
 * closes, and asks first when something was typed.
 * A form inside keeps its fields while the dialog stays mounted; mount it fresh for a fresh form.
 *
 * @example
 * <Dialog isOpen={isOpen} onClose={close} title={words.payment.title}
 *   footer={<><Button closes>{words.ui.close}</Button><Button variant="primary" type="submit" form="pay">…</Button></>}>
 *   <form id="pay">…</form>
 * </Dialog>
 */
export function Dialog({
  isOpen,
  onClose,
  title,
  subtitle,
  children,
  footer,
  size = 'md',
  role = 'dialog',
}: DialogProps): ReactNode {
  const modal = useRef<HTMLDivElement>(null)
  const close = useGuardedClose(modal, onClose)
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) close()
      }}
      isDismissable={role === 'dialog'}
      // A click beside it is seldom meant to drop what was typed: then only its buttons and Esc close it.
      shouldCloseOnInteractOutside={() => !hasUnsavedInput(modal.current)}
      className={styles.overlay ?? ''}
    >
      <Modal ref={modal} className={classNames(styles.modal, styles[size])}>
        <AriaDialog role={role} className={styles.dialog ?? ''}>
          <header className={styles.header}>
            <div className={styles.titles}>
              <Heading slot="title" level={2} className={styles.title}>
                {title}
              </Heading>
              {subtitle !== undefined && <p className={styles.subtitle}>{subtitle}</p>}
            </div>
            <IconButton
              icon={X}
              label={words.ui.close}
              shortcut="Esc"
              onPress={close}
              className={styles.close ?? ''}
            />
          </header>
          <Body>{children}</Body>
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
          <LayerHost />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

const fields =
  'input:not(:disabled, [tabindex="-1"]), textarea:not(:disabled), [aria-haspopup="listbox"]:not(:disabled)'

/** Where there is no field, the dialog itself has the focus, and its title is read aloud. */
function Body({ children }: { children: ReactNode }): ReactNode {
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (body.current?.contains(document.activeElement)) return
    body.current?.querySelector<HTMLElement>(fields)?.focus()
  }, [])
  return (
    <div ref={body} className={styles.body}>
      {children}
    </div>
  )
}
