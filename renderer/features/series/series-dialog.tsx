import { useState, type ReactNode } from 'react'
import type { Service } from '../../../shared/catalog.ts'
import type { Client } from '../../../shared/clients.ts'
import type { FundingWish } from '../../../shared/packages.ts'
import { readCount } from '../../../shared/read-amount.ts'
import { longestSeries, type SeriesChanged } from '../../../shared/series.ts'
import { addDays, weekdayOf, type LocalDate, type LocalDateTime } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DatesDialog } from './dates-dialog.tsx'
import styles from './dates-dialog.module.css'
import { choicesFor, countDates, type Choices } from './series-choices.ts'
import { WeekdayPicker } from './weekday-picker.tsx'

export interface SeriesDialogProps {
  client: Client
  service: Service
  trainerId: string
  /** The first session, as the booking form has it. */
  start: LocalDateTime
  /** How each is to be paid. */
  funding: FundingWish
  note: string
  today: LocalDate
  onClose: () => void
  onBooked: (booked: SeriesChanged) => void
}

const intervals = [1, 2, 3, 4].map((weeks) => ({
  value: String(weeks),
  label: words.series.everyWeeks(weeks),
}))
const endings = [
  { value: 'count', label: words.series.endsAfter },
  { value: 'date', label: words.series.endsOn },
] as const

/**
 * Plans sessions that repeat: the rule above, every date it makes below, each free or with a choice
 * to make. Books all of them or none.
 */
export function SeriesDialog(props: SeriesDialogProps): ReactNode {
  const { client, service, trainerId, start, funding, note, today, onClose, onBooked } = props
  const first = start.slice(0, 10) as LocalDate
  const create = useCommand('series.create')
  const [weekdays, setWeekdays] = useState<readonly number[]>([weekdayOf(first)])
  const [interval, setInterval] = useState('1')
  const [ending, setEnding] = useState<'count' | 'date'>('count')
  const [count, setCount] = useState('12')
  const [choices, setChoices] = useState<Choices>({})
  const [thenSingle, setThenSingle] = useState(false)
  const [last, setLast] = useState<LocalDate>(addDays(first, 12 * 7))

  const read = readCount(count, { least: 2, most: longestSeries })
  const sessions = read ?? 0
  const isCountRight = read !== null
  const isValid = weekdays.length > 0 && (ending === 'date' || isCountRight)
  const pattern = {
    clientId: client.id,
    serviceId: service.id,
    trainerId,
    start,
    funding,
    thenSingle,
    weekdays: [...weekdays],
    intervalWeeks: Number(interval),
    until:
      ending === 'count'
        ? { kind: 'count' as const, count: sessions }
        : { kind: 'date' as const, date: last },
  }
  const preview = useQueryOf('series.preview', pattern, { enabled: isValid, keepPrevious: true })
  const dates = isValid ? (preview.data ?? []) : []
  const chosen = choicesFor(dates, choices)
  const isFunded = funding.kind !== 'single'
  const singly = useQueryOf(
    'series.paidSingly',
    { ...pattern, choices: chosen },
    { enabled: isFunded && thenSingle && dates.length > 0, keepPrevious: true },
  )

  const paidSingly = (thenSingle && singly.data) || []
  const { booked } = countDates(dates, choices)

  return (
    <DatesDialog
      title={words.series.title(client.name)}
      subtitle={words.series.subtitle(service.name, start.slice(11))}
      isValid={isValid}
      preview={preview}
      choices={choices}
      onChoices={setChoices}
      notes={new Map(paidSingly.map((start) => [start, words.series.paidSingly]))}
      skipLabel={words.series.skip}
      confirm={words.series.confirm}
      command={create}
      onSubmit={() => {
        const input = {
          ...pattern,
          choices: chosen,
          ...(note.trim() !== '' && { note }),
          shown: { priceMinor: service.priceMinor * (isFunded ? paidSingly.length : booked) },
        }
        void create.run(input).then((result) => {
          if (result.ok) onBooked(result.value)
        })
      }}
      onClose={onClose}
    >
      <WeekdayPicker
        value={weekdays}
        onChange={setWeekdays}
        error={weekdays.length === 0 ? words.series.needsWeekday : undefined}
      />
      <div className={styles.rule}>
        <Select
          label={words.series.interval}
          options={intervals}
          value={interval}
          onChange={setInterval}
        />
        <SegmentedControl
          label={words.series.ends}
          isFullWidth
          segments={endings}
          value={ending}
          onChange={setEnding}
        />
        {ending === 'count' ? (
          <TextField
            label={words.series.count}
            inputMode="numeric"
            maxLength={3}
            value={count}
            onChange={setCount}
            error={isCountRight ? undefined : words.series.countWrong}
          />
        ) : (
          <DatePicker
            label={words.series.last}
            value={last}
            today={today}
            min={first}
            // The picker answers with the ISO date of a day it drew.
            onChange={(date) => setLast(date as LocalDate)}
          />
        )}
      </div>
      {isFunded && (
        <Checkbox
          isSelected={thenSingle}
          onChange={setThenSingle}
          description={words.series.thenSingleHelp}
        >
          {words.series.thenSingle}
        </Checkbox>
      )}
    </DatesDialog>
  )
}
