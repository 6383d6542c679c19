import { useState, type ReactNode } from 'react'
import type { ManagedOverride, ManagedTrainer } from '../../../shared/manage-catalog.ts'
import {
  addDays,
  instantFrom,
  localDateOf,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { BothVersions } from '../../ui/both-versions.tsx'
import { Button } from '../../ui/button.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TimeField } from '../../ui/time-field.tsx'
import { AffectedList } from './affected-list.tsx'
import styles from './catalog.module.css'
import { readHours, writeHours } from './hours-text.ts'
import { useSaid } from './use-said.ts'

const say = words.catalog

/** What is to be added: the whole studio closed, one trainer away, or other hours on one date. */
export type AwayKind = 'closure' | 'timeOff' | 'override'

const titles = { closure: say.addClosure, timeOff: say.addTimeOff, override: say.addOverride }

export interface AwayDialogProps {
  kind: AwayKind
  trainers: readonly ManagedTrainer[]
  /** The dated hours there are. */
  overrides: readonly ManagedOverride[]
  onClose: () => void
}

/** A new exception to the weekly hours, with the bookings it concerns before it is saved. */
export function AwayDialog({ kind, trainers, overrides, onClose }: AwayDialogProps): ReactNode {
  const { studio } = useSignedIn()
  const [today] = useState(() => localDateOf(instantFrom(Date.now()), studio.timeZone))
  const close = useCommand('catalog.addClosure')
  const takeOff = useCommand('catalog.addTimeOff')
  const override = useCommand('catalog.setOverride')
  const said = useSaid()
  const [trainerId, setTrainerId] = useState(trainers[0]?.id ?? '')
  const [from, setFrom] = useState<LocalDate>(today)
  const [fromTime, setFromTime] = useState<string | null>(null)
  const [until, setUntil] = useState<LocalDate>(today)
  const [untilTime, setUntilTime] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [hours, setHours] = useState('')
  const [isChecked, setChecked] = useState(false)

  const hoursAt = (trainer: string, date: string) =>
    overrides.find((dated) => dated.trainerId === trainer && dated.date === date)
  const versionAt = (trainer: string, date: string) => hoursAt(trainer, date)?.version ?? 0
  const there = hoursAt(trainerId, from)
  // As they stood when trainer and date were chosen.
  const [seen, setSeen] = useState(() => versionAt(trainerId, from))
  const theirs = there ? writeHours(there.spans) || words.day.dayOff : say.asTheWeek

  const isOverride = kind === 'override'
  const last = isOverride ? from : until
  const start = `${from}T${isOverride ? '00:00' : (fromTime ?? '00:00')}` as LocalDateTime
  const end = (
    isOverride || untilTime === null ? `${addDays(last, 1)}T00:00` : `${last}T${untilTime}`
  ) as LocalDateTime
  const spans = readHours(hours)
  const isReasonMissing = kind === 'closure' && reason.trim() === ''
  const about = { start, end, ...(kind !== 'closure' && { trainerId }) }

  function run() {
    if (kind === 'closure') return close.run({ start, end, reason })
    if (kind === 'timeOff') return takeOff.run({ trainerId, start, end, reason })
    return override.run({ trainerId, date: from, spans: spans ?? [], expectedVersion: seen })
  }

  async function save(): Promise<void> {
    setChecked(true)
    if (isReasonMissing || (isOverride && spans === null)) return
    const result = await run()
    if (!result.ok) return
    const what = { closure: say.closure, timeOff: say.theTimeOff, override: say.theHours }[kind]
    said(say.saved(what), result.value.undo)
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={titles[kind]}
      footer={
        <>
          <Button closes>{words.ui.close}</Button>
          <Button
            variant="primary"
            type="submit"
            form="away"
            isPending={close.isPending || takeOff.isPending || override.isPending}
          >
            {say.save}
          </Button>
        </>
      }
    >
      <form
        id="away"
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {kind !== 'closure' && (
          <Select
            label={say.trainer}
            options={trainers.map(({ id, name, hue }) => ({ value: id, label: name, hue }))}
            value={trainerId}
            onChange={(id) => {
              setTrainerId(id)
              setSeen(versionAt(id, from))
              override.clear()
            }}
          />
        )}
        <div className={styles.pair}>
          <DatePicker
            label={isOverride ? say.date : say.from}
            value={from}
            today={today}
            {...(isOverride && { min: today })}
            onChange={(date) => {
              setFrom(date as LocalDate)
              setSeen(versionAt(trainerId, date))
              override.clear()
              if (until < date) setUntil(date as LocalDate)
            }}
          />
          {isOverride ? (
            <TextField
              label={say.hours}
              value={hours}
              onChange={setHours}
              description={there ? say.hoursThere(theirs) : say.weekHint}
              {...(isChecked && spans === null && { error: say.hoursWrong })}
            />
          ) : (
            <TimeField
              label={say.fromTime}
              value={fromTime}
              onChange={setFromTime}
              description={say.wholeDay}
            />
          )}
        </div>
        {!isOverride && (
          <>
            <div className={styles.pair}>
              <DatePicker
                label={say.until}
                value={until}
                today={today}
                min={from}
                onChange={(date) => setUntil(date as LocalDate)}
              />
              <TimeField
                label={say.untilTime}
                value={untilTime}
                onChange={setUntilTime}
                description={say.wholeDay}
              />
            </div>
            <TextField
              label={say.reason}
              value={reason}
              onChange={setReason}
              maxLength={200}
              isOptional={kind === 'timeOff'}
              {...(isChecked && isReasonMissing && { error: say.reasonMissing })}
            />
          </>
        )}
        {start < end && <AffectedList about={about} />}
        <FormError error={close.failure ?? takeOff.failure ?? override.failure} />
        <BothVersions
          failure={override.failure}
          fields={[{ label: say.hours, mine: hours, theirs }]}
          onKeepMine={() => {
            setSeen(there?.version ?? 0)
            override.clear()
          }}
          onTakeTheirs={onClose}
        />
      </form>
    </Dialog>
  )
}
