import { Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { ManagedTrainer } from '../../../shared/manage-catalog.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useOpened } from '../../app/use-opened.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SettingsCard } from '../settings/settings-card.tsx'
import styles from './catalog.module.css'
import { readHours, writeHours } from './hours-text.ts'
import { OfferList } from './offer-list.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { useSaid } from './use-said.ts'

const say = words.catalog

/** Who takes bookings, and when in the week. */
export function TrainersSection(): ReactNode {
  const catalog = useQueryOf('catalog.manage', {})
  const [editing, setEditing] = useState<string | null>(null)
  if (catalog.failure) return <ErrorState error={catalog.failure} onRetry={catalog.refetch} />
  if (!catalog.data) return <Skeleton height={240} />
  const { trainers } = catalog.data
  return (
    <SettingsCard
      title={say.trainersTitle}
      hint={say.trainersHint}
      action={
        <Button icon={Plus} onPress={() => setEditing('new')}>
          {say.addTrainer}
        </Button>
      }
    >
      <OfferList
        kind="trainer"
        label={say.trainersTitle}
        offers={trainers.map((trainer) => ({ ...trainer, facts: weekText(trainer) }))}
        onEdit={setEditing}
      />
      {editing !== null && (
        <TrainerDialog
          trainer={trainers.find(({ id }) => id === editing) ?? null}
          hue={(trainers.length % 8) + 1}
          onClose={() => setEditing(null)}
        />
      )}
    </SettingsCard>
  )
}

function TrainerDialog({
  trainer,
  hue: nextHue,
  onClose,
}: {
  trainer: ManagedTrainer | null
  hue: number
  onClose: () => void
}): ReactNode {
  const add = useCommand('catalog.addTrainer')
  const change = useCommand('catalog.changeTrainer')
  const setWeek = useCommand('catalog.setWeek')
  const said = useSaid()
  const [name, setName] = useState(trainer?.name ?? '')
  const [hue, setHue] = useState(trainer?.hue ?? nextHue)
  const [hours, setHours] = useState(() =>
    say.weekdays.map((_, day) => (trainer ? writeHours(trainer.week[day] ?? []) : '')),
  )
  const [isChecked, setChecked] = useState(false)
  const { opened, catchUp } = useOpened(trainer)
  const read = hours.map(readHours)
  const naming = trainer ? change : add
  // Kept: the name may be asked about for another reason next.
  const [isAnother, setAnother] = useState(false)
  const allowLookAlike = naming.failure?.code === 'staff_name_alike'

  async function save(): Promise<void> {
    setChecked(true)
    const week = read.filter((spans) => spans !== null)
    if (name.trim() === '' || week.length < read.length) return
    const allowRetired = isAnother || naming.failure?.code === 'retired_exists'
    setAnother(allowRetired)
    const wish = { name, hue, allowLookAlike, allowRetired }
    if (!opened) {
      const result = await add.run({ ...wish, week })
      if (!result.ok) return
      said(say.saved(name), result.value.undo)
    } else {
      const { id: trainerId, version, weekVersion } = opened
      const isRenamed = name.trim() !== opened.name || hue !== opened.hue
      const renamed = isRenamed
        ? await change.run({ trainerId, ...wish, expectedVersion: version })
        : null
      if (renamed && !renamed.ok) return
      const isNewWeek = JSON.stringify(week) !== JSON.stringify(opened.week)
      const changed = isNewWeek
        ? await setWeek.run({ trainerId, week, expectedVersion: weekVersion })
        : null
      if (changed && !changed.ok) return
      const last = changed ?? renamed
      if (last) said(say.saved(name), last.value.undo)
    }
    onClose()
  }

  return (
    <EditDialog
      onClose={onClose}
      title={trainer ? say.editTrainer(trainer.name) : say.newTrainer}
      commands={[add, change, setWeek]}
      versions={
        trainer
          ? {
              fields: [
                { label: say.name, mine: name, theirs: trainer.name },
                {
                  label: say.colour,
                  mine: say.colourNumber(hue),
                  theirs: say.colourNumber(trainer.hue),
                },
                ...say.weekdays.map((label, day) => ({
                  label,
                  mine: hours[day] ?? '',
                  theirs: writeHours(trainer.week[day] ?? []),
                })),
              ],
              onKeepMine: catchUp,
              onTakeTheirs: () => {
                catchUp()
                setName(trainer.name)
                setHue(trainer.hue)
                setHours(say.weekdays.map((_, day) => writeHours(trainer.week[day] ?? [])))
              },
            }
          : undefined
      }
      onSave={save}
      {...(allowLookAlike && { saveLabel: words.staff.saveAnyway })}
    >
      <div className={styles.pair}>
        <TextField
          label={say.name}
          value={name}
          onChange={(next) => {
            setName(next)
            setAnother(false)
            naming.clear()
          }}
          maxLength={80}
          autoFocus
          {...(isChecked && name.trim() === '' && { error: say.nameMissing })}
        />
        <HueSelect hue={hue} onChange={setHue} />
      </div>
      <p className={styles.hint}>{say.weekHint}</p>
      {say.weekdays.map((weekday, day) => (
        <TextField
          key={weekday}
          label={weekday}
          value={hours[day] ?? ''}
          onChange={(text) => setHours(hours.with(day, text))}
          {...(isChecked && read[day] === null && { error: say.hoursWrong })}
        />
      ))}
    </EditDialog>
  )
}

/** Which of the eight colours marks it. */
export function HueSelect({
  hue,
  onChange,
}: {
  hue: number
  onChange: (hue: number) => void
}): ReactNode {
  return (
    <Select
      label={say.colour}
      options={Array.from({ length: 8 }, (_, index) => ({
        value: String(index + 1),
        label: say.colourNumber(index + 1),
        hue: index + 1,
      }))}
      value={String(hue)}
      onChange={(value) => onChange(Number(value))}
    />
  )
}

function weekText({ week }: ManagedTrainer): string {
  return week
    .flatMap((spans, day) =>
      spans.length === 0 ? [] : [`${say.weekdays[day]?.slice(0, 3)} ${writeHours(spans)}`],
    )
    .join(' · ')
}
