import { Fragment, type ReactNode } from 'react'
import { words } from '../../shared/words/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import styles from './shortcut-list.module.css'
import { useShortcutSections } from './shortcuts.tsx'

/** The list behind `?`: every key that works on the screen shown now. */
export function ShortcutList({
  isOpen,
  onClose,
}: {
  isOpen: boolean
  onClose: () => void
}): ReactNode {
  const sections = useShortcutSections()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      size="lg"
      title={words.shell.shortcuts}
      subtitle={words.shell.shortcutsHint}
    >
      <div className={styles.columns}>
        {sections.map((section) => (
          <section key={section.title} aria-label={section.title} className={styles.section}>
            <h3 className={styles.title}>{section.title}</h3>
            <dl className={styles.list}>
              {section.shortcuts.map(({ keys, label }) => (
                <Fragment key={label}>
                  <dt className={styles.label}>{label}</dt>
                  <dd className={styles.keys}>
                    {[keys].flat().map((key) => (
                      <Kbd key={key} keys={key} />
                    ))}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
