import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { Paper, PaperDialog } from '../../ui/paper-dialog.tsx'
import styles from './recovery-paper.module.css'

export interface RecoveryPaperProps {
  /** In groups of four. Shown this once. */
  code: string
  studioName: string
  onClose: () => void
}

/** The recovery code, to be printed or written down: nothing can show it a second time. */
export function RecoveryPaper({ code, studioName, onClose }: RecoveryPaperProps): ReactNode {
  const say = words.staff
  return (
    <PaperDialog
      title={say.codeTitle}
      closeLabel={say.codeDone}
      paper={
        <Paper label={say.codePaper} studioName={studioName} kind={say.codePaper}>
          <p className={styles.code}>{code}</p>
          <p className={styles.text}>{say.codeBody}</p>
          <p className={styles.text}>{say.codeKeep}</p>
        </Paper>
      }
      instead={null}
      onClose={onClose}
    />
  )
}
