import { useState, type ReactNode } from 'react'
import type { Service } from '../../../shared/catalog.ts'
import type { Client } from '../../../shared/clients.ts'
import type { FundingWish } from '../../../shared/packages.ts'
import { longestSeries, type SeriesChanged } from '../../../shared/series.ts'
import { addDays, weekdayOf, type LocalDate, type LocalDateTime } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { PlannedDates } from './planned-dates.tsx'
import { choicesFor, countDates, type Choices } from './series-choices.ts'
import styles from './series-dialog.module.css'
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
  const catalog = useQueryOf('catalog.list', {})
  const create = useCommand('series.create')
  const [weekdays, setWeekdays] = useState<readonly number[]>([weekdayOf(first)])
  const [interval, setInterval] = useState('1')
  const [ending, setEnding] = useState<'count' | 'date'>('count')
  const [count, setCount] = useState('12')
  const [last, setLast] = useState<LocalDate>(addDays(first, 12 * 7))
  const [choices, setChoices] = useState<Choices>({})

  const sessions = /^\d{1,3}$/.test(count) ? Number(count) : 0
  const isCountRight = sessions >= 2 && sessions <= longestSeries
  const isValid = weekdays.length > 0 && (ending === 'date' || isCountRight)
  const pattern = {
    clientId: client.id,
    serviceId: service.id,
    trainerId,
    start,
    funding,
    weekdays: [...weekdays],
    intervalWeeks: Number(interval),
    until:
      ending === 'count'
        ? { kind: 'count' as const, count: sessions }
        : { kind: 'date' as const, date: last },
  }
  const preview = useQueryOf('series.preview', pattern, { enabled: isValid, keepPrevious: true })
  const dates = isValid ? (preview.data ?? []) : []
  const { booked, open } = countDates(dates, choices)

  async function submit(): Promise<void> {
    const result = await create.run({
      ...pattern,
      choices: choicesFor(dates, choices),
      ...(note.trim() !== '' && { note }),
    })
    if (result.ok) onBooked(result.value)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={words.series.title(client.name)}
      subtitle={words.series.subtitle(service.name, start.slice(11))}
      footer={
        <>
          <span role="status" className={styles.summary}>
            {dates.length > 0 && words.series.summary(booked, open)}
          </span>
          <Button onPress={onClose}>{words.ui.close}</Button>
          <Button
            variant="primary"
            isPending={create.isPending}
            isDisabled={!isValid || booked === 0 || open > 0}
            onPress={() => void submit()}
          >
            {words.series.confirm(booked)}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
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
        <PlannedDates
          isValid={isValid}
          preview={preview}
          choices={choices}
          onChoices={setChoices}
          trainers={catalog.data?.trainers ?? []}
          skipLabel={words.series.skip}
        />
        <FormError error={create.failure} />
      </div>
    </Dialog>
  )
}
