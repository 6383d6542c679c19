import { ArrowRightLeft, Copy, FilePlus, History, type LucideIcon } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import {
  placeAnswers,
  type PlaceAnswer as Answer,
  type PlaceQuestion as Question,
} from '../../../shared/place.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { BrandMark } from '../../app/brand-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Choice } from './choice.tsx'
import screen from './first-run.module.css'
import styles from './welcome-choice.module.css'

const choices: Record<Answer, { icon: LucideIcon; title: string; body: string }> = {
  moved: {
    icon: ArrowRightLeft,
    title: words.place.movedTitle,
    body: words.place.movedBody,
  },
  copy: { icon: Copy, title: words.place.copyTitle, body: words.place.copyBody },
  put_back: { icon: History, title: words.place.putBackTitle, body: words.place.putBackBody },
  begin_anew: { icon: FilePlus, title: words.place.beginTitle, body: words.place.beginBody },
}

/**
 * The first screen of a studio that is not where, or not what, this computer left: before anybody
 * signs in, somebody says what it is.
 */
export function PlaceQuestion({ question }: { question: Question }): ReactNode {
  const answer = useCommand('studio.answerPlace')
  const { kind, wasIn, isIn, seenLocal } = question
  const answers: readonly Answer[] = placeAnswers[kind]
  const [isAsked, setAsked] = useState(false)

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
            items={
              kind === 'missing'
                ? [
                    { term: words.place.wasIn, value: wasIn },
                    { term: words.place.goBack, value: words.place.goBackHow },
                  ]
                : [
                    ...(wasIn === isIn ? [] : [{ term: words.place.wasIn, value: wasIn }]),
                    { term: words.place.isIn, value: isIn },
                  ]
            }
          />
        </div>
        <div className={styles.choices}>
          {answers.map((one) => (
            <Choice
              key={one}
              {...choices[one]}
              isMain={one === 'copy' || one === 'put_back'}
              isDisabled={answer.isPending}
              onPress={() =>
                one === 'begin_anew' ? setAsked(true) : void answer.run({ answer: one })
              }
            />
          ))}
        </div>
        <FormError error={answer.failure} />
        <p className={styles.note}>
          {kind === 'missing' ? words.place.missingNote : words.place.orClose}
        </p>
      </main>
      <Dialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        role="alertdialog"
        title={words.place.beginSure}
        footer={
          <>
            <Button onPress={() => setAsked(false)} autoFocus>
              {words.place.beginKeep}
            </Button>
            <Button
              variant="danger"
              isPending={answer.isPending}
              onPress={() => void answer.run({ answer: 'begin_anew' })}
            >
              {words.place.beginConfirm}
            </Button>
          </>
        }
      >
        {words.place.beginSureBody(wasIn)}
      </Dialog>
    </div>
  )
}
