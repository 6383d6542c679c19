import { CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import type { Trainer } from '../../../shared/catalog.ts'
import type { SeriesOccurrence, SeriesSlot } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'
import { Select } from '../../ui/select.tsx'
import styles from './date-choices.module.css'
import type { Choices } from './series-choices.ts'

export interface DateChoicesProps {
  dates: readonly SeriesOccurrence[]
  choices: Choices
  onChoices: (choices: Choices) => void
  trainers: readonly Trainer[]
  /** What leaving a date out means here. */
  skipLabel: string
  /** What is to be said of single dates, by their planned start. */
  notes?: ReadonlyMap<string, string> | undefined
}

/** Every date of a series in a line: free, or what stands in its way and what to do about it. */
export function DateChoices({
  dates,
  choices,
  onChoices,
  trainers,
  skipLabel,
  notes,
}: DateChoicesProps): ReactNode {
  const nameOf = useMemo(() => new Map(trainers.map(({ id, name }) => [id, name])), [trainers])
  return (
    <ol className={styles.list} aria-label={words.series.dates}>
      {dates.map((date) => (
        <DateLine
          key={date.start}
          date={date}
          choice={choices[date.start]}
          nameOf={nameOf}
          skipLabel={skipLabel}
          note={notes?.get(date.start)}
          onChoose={(choice) => {
            const others = Object.entries(choices).filter(([start]) => start !== date.start)
            onChoices(Object.fromEntries(choice ? [...others, [date.start, choice]] : others))
          }}
        />
      ))}
    </ol>
  )
}

const asPlanned = 'planned'
const skip = 'skip'

function DateLine({
  date,
  choice,
  nameOf,
  skipLabel,
  note,
  onChoose,
}: {
  date: SeriesOccurrence
  choice: Choices[string] | undefined
  nameOf: ReadonlyMap<string, string>
  skipLabel: string
  note: string | undefined
  onChoose: (choice: Choices[string] | null) => void
}): ReactNode {
  const day = formatDate(date.start, 'medium')
  const time = date.start.slice(11)
  const isSkipped = choice?.kind === 'skip'
  const isOpen = date.problem !== null && !choice
  const Icon = isSkipped ? CircleMinus : isOpen ? TriangleAlert : CircleCheck
  const keyOf = (slot: SeriesSlot) => `${slot.start} ${slot.trainerId}`
  const options = [
    ...(date.problem ? [] : [{ value: asPlanned, label: words.series.asPlanned }]),
    ...date.alternatives.map((slot) => ({
      value: keyOf(slot),
      label: words.series.elsewhere(slot.start.slice(11), nameOf.get(slot.trainerId) ?? ''),
    })),
    { value: skip, label: skipLabel },
  ]
  function choose(value: string): void {
    if (value === asPlanned) return onChoose(null)
    if (value === skip) return onChoose({ kind: 'skip' })
    const slot = date.alternatives.find((candidate) => keyOf(candidate) === value)
    if (slot) onChoose({ kind: 'elsewhere', ...slot })
  }
  const value = !choice
    ? date.problem
      ? null
      : asPlanned
    : choice.kind === 'skip'
      ? skip
      : keyOf(choice as SeriesSlot & typeof choice)
  return (
    <li className={styles.line} data-state={isSkipped ? 'skipped' : isOpen ? 'open' : 'free'}>
      <Icon className={styles.icon} aria-hidden />
      <span className={styles.date}>
        <span>{day}</span>
        <span className={styles.time}>{time}</span>
      </span>
      <span className={styles.what}>
        {date.problem
          ? date.problem.message
          : date.isShifted
            ? words.series.shifted(time)
            : words.series.free}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </span>
      <Select
        label={words.series.choice(day)}
        isLabelHidden
        options={options}
        value={value}
        onChange={choose}
        placeholder={words.series.choose}
        className={styles.choice ?? ''}
      />
    </li>
  )
}
