import { HardDrive, PencilRuler, Telescope } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { BrandMark } from '../../app/brand-mark.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Choice } from './choice.tsx'
import styles from './welcome-choice.module.css'

export interface WelcomeChoiceProps {
  onSetUp: () => void
  onDemo: () => void
  /** Why the demo could not be made. */
  failure: Failure | null
}

/** The first thing anyone sees: two ways in. */
export function WelcomeChoice({ onSetUp, onDemo, failure }: WelcomeChoiceProps): ReactNode {
  return (
    <main tabIndex={-1} className={styles.welcome}>
      <span className={styles.mark}>
        <BrandMark size={48} />
      </span>
      <h1 className={styles.title}>{words.welcome.title}</h1>
      <p className={styles.lead}>{words.welcome.lead}</p>
      <div className={styles.choices}>
        <Choice
          icon={PencilRuler}
          title={words.welcome.setUpTitle}
          body={words.welcome.setUpBody}
          isMain
          onPress={onSetUp}
        />
        <Choice
          icon={Telescope}
          title={words.welcome.demoTitle}
          body={words.welcome.demoBody}
          onPress={onDemo}
        />
      </div>
      <FormError error={failure} />
      <p className={styles.note}>
        <HardDrive className={styles.noteIcon} aria-hidden />
        {words.welcome.localNote}
      </p>
    </main>
  )
}
