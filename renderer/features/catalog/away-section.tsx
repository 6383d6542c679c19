import { Plus, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { ManagedCatalog } from '../../../shared/manage-catalog.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SettingsCard } from '../settings/settings-card.tsx'
import { AwayDialog, type AwayKind } from './away-dialog.tsx'
import styles from './catalog.module.css'
import { writeHours } from './hours-text.ts'
import { useSaid } from './use-said.ts'

const say = words.catalog

/** When nobody works, when one trainer does not, and on which dates hours are others. */
export function AwaySection(): ReactNode {
  const catalog = useQueryOf('catalog.manage', {})
  const [adding, setAdding] = useState<AwayKind | null>(null)
  const removeClosure = useCommand('catalog.removeClosure', { toastFailures: true })
  const removeTimeOff = useCommand('catalog.removeTimeOff', { toastFailures: true })
  const setOverride = useCommand('catalog.setOverride', { toastFailures: true })
  const said = useSaid()
  if (catalog.failure) return <ErrorState error={catalog.failure} onRetry={catalog.refetch} />
  if (!catalog.data) return <Skeleton height={240} />
  const { closures, timeOff, overrides, trainers } = catalog.data
  const nameOf = (id: string) => trainers.find((trainer) => trainer.id === id)?.name ?? ''

  return (
    <>
      <Card
        kind="closure"
        onAdd={setAdding}
        rows={closures.map((closure) => ({
          key: closure.id,
          name: closure.reason,
          facts: spanText(closure),
          onRemove: async () => {
            const result = await removeClosure.run({ closureId: closure.id })
            if (result.ok) said(say.removed(say.closure), result.value.undo)
          },
        }))}
      />
      <Card
        kind="timeOff"
        onAdd={setAdding}
        rows={timeOff.map((off) => ({
          key: off.id,
          name: nameOf(off.trainerId ?? ''),
          facts: off.reason ? `${spanText(off)} · ${off.reason}` : spanText(off),
          onRemove: async () => {
            const result = await removeTimeOff.run({ timeOffId: off.id })
            if (result.ok) said(say.removed(say.theTimeOff), result.value.undo)
          },
        }))}
      />
      <Card
        kind="override"
        onAdd={setAdding}
        rows={overrides.map(({ trainerId, date, spans, version }) => ({
          key: `${trainerId} ${date}`,
          name: nameOf(trainerId),
          facts: `${formatDate(date, 'weekday')} · ${writeHours(spans) || words.day.dayOff}`,
          onRemove: async () => {
            const hours = { trainerId, date, spans: null, expectedVersion: version }
            const result = await setOverride.run(hours)
            if (result.ok) said(say.removed(say.theHours), result.value.undo)
          },
        }))}
      />
      {adding && (
        <AwayDialog
          kind={adding}
          trainers={trainers.filter(({ isActive }) => isActive)}
          overrides={overrides}
          onClose={() => setAdding(null)}
        />
      )}
    </>
  )
}

const cards = {
  closure: [say.closures, say.closuresHint, say.addClosure, say.noClosures],
  timeOff: [say.timeOff, say.timeOffHint, say.addTimeOff, say.noTimeOff],
  override: [say.overrides, say.overridesHint, say.addOverride, say.noOverrides],
} as const

interface Row {
  readonly key: string
  readonly name: string
  readonly facts: string
  readonly onRemove: () => Promise<void>
}

function Card({
  kind,
  rows,
  onAdd,
}: {
  kind: AwayKind
  rows: readonly Row[]
  onAdd: (kind: AwayKind) => void
}): ReactNode {
  const [title, hint, add, none] = cards[kind]
  return (
    <SettingsCard
      title={title}
      hint={hint}
      action={
        <Button icon={Plus} onPress={() => onAdd(kind)}>
          {add}
        </Button>
      }
    >
      {rows.length === 0 ? (
        <p className={styles.hint}>{none}</p>
      ) : (
        <ul className={styles.list} aria-label={title}>
          {rows.map((row) => (
            <li key={row.key} className={styles.row}>
              <div className={styles.text}>
                <span className={styles.name}>{row.name}</span>
                <span className={styles.hint}>{row.facts}</span>
              </div>
              <IconButton
                icon={Trash2}
                label={say.remove(`${row.name}, ${row.facts}`)}
                onPress={() => void row.onRemove()}
              />
            </li>
          ))}
        </ul>
      )}
    </SettingsCard>
  )
}

function spanText({ start, end }: ManagedCatalog['closures'][number]): string {
  const at = (local: string) => `${formatDate(local.slice(0, 10), 'weekday')} ${local.slice(11)}`
  return say.span(at(start), at(end))
}
