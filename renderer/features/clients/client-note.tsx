import { StickyNote } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './client-note.module.css'

/** What the studio has noted about a client, where it matters; nothing where nothing is noted. */
export function ClientNote({
  note,
  isShort = false,
}: {
  note: string | null | undefined
  /** A few lines of it, where there is little room. */
  isShort?: boolean
}): ReactNode {
  if (note === null || note === undefined) return null
  return (
    <p role="note" aria-label={words.clients.noteOf} className={styles.note}>
      <StickyNote className={styles.icon} aria-hidden />
      <span className={classNames(styles.text, isShort && styles.short)}>{note}</span>
    </p>
  )
}
