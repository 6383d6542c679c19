import { ArrowRight, HardDrive, PencilRuler, Telescope, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { BrandMark } from '../../app/brand-mark.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FormError } from '../../ui/form-error.tsx'
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
    <main className={styles.welcome}>
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

function Choice({
  icon: Icon,
  title,
  body,
  isMain = false,
  onPress,
}: {
  icon: LucideIcon
  title: string
  body: string
  isMain?: boolean
  onPress: () => void
}): ReactNode {
  return (
    <Button onPress={onPress} className={classNames(styles.choice, isMain && styles.main)}>
      <span className={styles.badge}>
        <Icon className={styles.icon} aria-hidden />
      </span>
      <span className={styles.choiceTitle}>
        {title}
        <ArrowRight className={styles.arrow} aria-hidden />
      </span>
      <span className={styles.choiceBody}>{body}</span>
    </Button>
  )
}
