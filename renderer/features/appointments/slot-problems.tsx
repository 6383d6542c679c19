import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { DayView } from '../../../shared/appointments.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import {
  conflictWords,
  suggestSlots,
  type Conflict,
  type PreviewInput,
} from './preview-conflicts.ts'
import type { SlotDraft } from './slot-draft.ts'
import { overrideOf, SlotOverrides, type Overrides } from './slot-overrides.tsx'
import styles from './slot-problems.module.css'

export interface SlotProblemsProps {
  /** What the day says before the button is pressed. */
  conflicts: readonly Conflict[]
  /** What main said after it. */
  failure: Failure | null
  /** What to look for free times with; null while the day is not there. */
  preview: PreviewInput | null
  overrides: Overrides
  onOverrides: (overrides: Overrides) => void
  isManager: boolean
  onSuggestion: (slot: SlotDraft) => void
}

/**
 * What stands in the way of a slot: the sentence, what to do about it, and free times instead. The
 * same words before and after main was asked.
 */
export function SlotProblems({
  conflicts,
  failure,
  preview,
  overrides,
  onOverrides,
  isManager,
  onSuggestion,
}: SlotProblemsProps): ReactNode {
  const problems = useRef<HTMLDivElement>(null)
  // The button that was pressed may be all that is in view of a small window.
  useEffect(() => {
    if (failure) problems.current?.scrollIntoView({ block: 'nearest' })
  }, [failure])
  const shown = conflicts.filter((conflict) => conflict.code !== failure?.code)
  const codes = new Set<string>([
    ...conflicts.map((conflict) => conflict.code),
    ...(failure ? [failure.code] : []),
  ])
  const needsAnother = [...codes].some((code) => {
    const allowed = overrideOf(code)
    return code === 'trainer_busy' || code === 'room_busy' || isRefusedHours(code, allowed)
  })
  function isRefusedHours(code: string, allowed: ReturnType<typeof overrideOf>): boolean {
    return code !== 'client_busy' && allowed !== null && !overrides[allowed]
  }
  const suggestions = preview && needsAnother ? suggestSlots(preview) : []

  return (
    <div ref={problems} className={styles.problems}>
      <FormError error={failure?.code === 'exception_reason_needed' ? null : failure} />
      <div role="status" className={styles.list}>
        {shown.map((conflict) => {
          const said = conflictWords(conflict)
          const isOwnChoice = isManager && overrideOf(conflict.code) === 'allowOutsideHours'
          return (
            <div key={conflict.code} className={styles.problem}>
              <CircleAlert className={styles.icon} aria-hidden />
              <div>
                <p className={styles.message}>{said.message}</p>
                <p className={styles.next}>
                  {isOwnChoice ? words.booking.outsideForManager : said.nextStep}
                </p>
              </div>
            </div>
          )
        })}
      </div>
      {suggestions.length > 0 && preview && (
        <div role="group" aria-label={words.booking.freeInstead} className={styles.suggestions}>
          <span className={styles.label}>{words.booking.freeInstead}</span>
          {suggestions.map((slot) => (
            <Button key={`${slot.trainerId} ${slot.time}`} onPress={() => onSuggestion(slot)}>
              {words.booking.suggestion(slot.time, trainerName(preview.day, slot.trainerId))}
            </Button>
          ))}
        </div>
      )}
      <SlotOverrides
        codes={codes}
        overrides={overrides}
        onOverrides={onOverrides}
        isManager={isManager}
        failure={failure}
      />
    </div>
  )
}

function trainerName(day: DayView, trainerId: string): string {
  return day.trainers.find((trainer) => trainer.id === trainerId)?.name ?? ''
}
