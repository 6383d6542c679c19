import { ArrowRightLeft, Copy, History, type LucideIcon } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { placeAnswers, type PlaceQuestion as Question } from '../../../shared/place.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { BrandMark } from '../../app/brand-mark.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Choice } from './choice.tsx'
import screen from './first-run.module.css'
import styles from './welcome-choice.module.css'

type Answer = (typeof placeAnswers)[Question['kind']][number]

const choices: Record<Answer, { icon: LucideIcon; title: string; body: string }> = {
  moved: {
    icon: ArrowRightLeft,
    title: words.place.movedTitle,
    body: words.place.movedBody,
  },
  copy: { icon: Copy, title: words.place.copyTitle, body: words.place.copyBody },
  put_back: { icon: History, title: words.place.putBackTitle, body: words.place.putBackBody },
}

/**
 * The first screen of a studio that is not where, or not what, this computer left: before anybody
 * signs in, somebody says what it is.
 */
export function PlaceQuestion({ question }: { question: Question }): ReactNode {
  const answer = useCommand('studio.answerPlace')
  const { kind, wasIn, isIn, seenLocal } = question
  const answers: readonly Answer[] = placeAnswers[kind]

  useEffect(() => {
    document.title = words.shell.appName
  }, [])

  return (
    <div className={screen.screen}>
      <main className={styles.welcome}>
        <span className={styles.mark}>
          <BrandMark size={48} />
        </span>
        <h1 className={styles.title}>{words.place.titles[kind]}</h1>
        <p className={styles.lead}>
          {words.place.leads[kind](
            `${formatDate(seenLocal, 'weekday')}, ${seenLocal.slice(11, 16)}`,
          )}
        </p>
        <div className={styles.places}>
          <DescriptionList
            items={[
              ...(wasIn === isIn ? [] : [{ term: words.place.wasIn, value: wasIn }]),
              { term: words.place.isIn, value: isIn },
            ]}
          />
        </div>
        <div className={styles.choices}>
          {answers.map((one) => (
            <Choice
              key={one}
              {...choices[one]}
              isMain={one !== 'moved'}
              isDisabled={answer.isPending}
              onPress={() => void answer.run({ answer: one })}
            />
          ))}
        </div>
        <FormError error={answer.failure} />
        <p className={styles.note}>{words.place.orClose}</p>
      </main>
    </div>
  )
}
