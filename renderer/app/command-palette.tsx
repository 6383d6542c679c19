import { Search } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { Kbd } from '../ui/kbd.tsx'
import styles from './command-palette.module.css'
import { runShortcut, useShortcutSections } from './shortcuts.tsx'

/**
 * Everything that has a key on the screen shown now, found by typing a part of its name: for
 * hands that know what they want and not which key it is.
 */
export function CommandPalette({
  isOpen,
  onClose,
}: {
  isOpen: boolean
  onClose: () => void
}): ReactNode {
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      className={styles.overlay ?? ''}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog aria-label={words.shell.commands} className={styles.dialog ?? ''}>
          <Commands onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Commands({ onClose }: { onClose: () => void }): ReactNode {
  const { contains } = useFilter({ sensitivity: 'base' })
  const sections = useShortcutSections().map(({ title, shortcuts }) => ({
    title,
    commands: shortcuts.flatMap((shortcut) => {
      const { label, keys, run } = shortcut
      if (run === undefined || label === words.shell.commands) return []
      return [
        {
          id: `${title}/${label}`,
          label,
          keys: [keys].flat()[0] ?? '',
          run: () => runShortcut(shortcut, run),
        },
      ]
    }),
  }))

  // Runs once the dialog is gone and has given the focus back; before that it would be pulled in again.
  const chosen = useRef<(() => void) | null>(null)
  useEffect(
    () => () => {
      const run = chosen.current
      if (run) requestAnimationFrame(() => requestAnimationFrame(run))
    },
    [],
  )

  return (
    <Autocomplete filter={contains}>
      <SearchField aria-label={words.shell.commands} autoFocus className={styles.search ?? ''}>
        <Search className={styles.icon} aria-hidden />
        <Input placeholder={words.shell.commandsHint} className={styles.input ?? ''} />
      </SearchField>
      <Menu
        aria-label={words.shell.commands}
        items={sections.filter((section) => section.commands.length > 0)}
        className={styles.list ?? ''}
        renderEmptyState={() => <p className={styles.empty}>{words.ui.nothingFound}</p>}
      >
        {(section) => (
          <MenuSection id={section.title} className={styles.section ?? ''}>
            <Header className={styles.title ?? ''}>{section.title}</Header>
            <Collection items={section.commands}>
              {(command) => (
                <MenuItem
                  id={command.id}
                  textValue={command.label}
                  className={styles.item ?? ''}
                  onAction={() => {
                    chosen.current = command.run
                    onClose()
                  }}
                >
                  <span className={styles.label}>{command.label}</span>
                  <Kbd keys={command.keys} />
                </MenuItem>
              )}
            </Collection>
          </MenuSection>
        )}
      </Menu>
    </Autocomplete>
  )
}
