import { useState, type ReactNode } from 'react'
import type { RateKind, TrainerEarnings, TrainerRate } from '../../../shared/earnings.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useOpened } from '../../app/use-opened.ts'
import { useSure } from '../../app/sure-provider.tsx'
import { Badge } from '../../ui/badge.tsx'
import { BothVersions } from '../../ui/both-versions.tsx'
import { Button } from '../../ui/button.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { MoneyField } from '../../ui/money-field.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Table, type TableColumn } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { useToday } from '../events/use-today.ts'
import { draftOf, readRate, type RateDraft } from './rate-draft.ts'
import styles from './rates.module.css'
import { sayRate } from './say-rate.ts'

const say = words.earnings
const kinds = (['percent', 'flat', 'hourly'] as const).map((value: RateKind) => ({
  value,
  label: say.rateKinds[value],
}))

/** Sets what a trainer is paid from a day on, and shows every rate there was and is planned. */
export function RateDialog({
  trainer,
  rates,
  onClose,
}: {
  trainer: TrainerEarnings
  rates: readonly TrainerRate[]
  onClose: () => void
}): ReactNode {
  const { currency } = useSignedIn().studio
  const today = useToday()
  const command = useCommand('earnings.setRate')
  const sure = useSure()
  const toasts = useToasts()
  const now = rates.find(({ state }) => state === 'current')?.rate
  const [draft, setDraft] = useState(() => draftOf(now))
  const [from, setFrom] = useState(today)
  const { opened, catchUp } = useOpened({ version: rates[0]?.version ?? 0 })
  const [isChecked, setChecked] = useState(false)
  const rate = readRate(draft)
  const standing = rates.filter(({ state }) => state !== 'replaced' && state !== 'called_off')
  // The latest day comes first.
  const there = standing.find(({ effectiveFrom }) => effectiveFrom <= from)?.rate
  const day = formatDate(from, 'medium')
  const planned = standing.some(({ effectiveFrom }) => effectiveFrom === from)
  const change = (changes: Partial<RateDraft>) => {
    setDraft({ ...draft, ...changes })
    command.clear()
  }
  const wrong =
    draft.kind === 'percent' && draft.percent.trim() !== '' ? say.percentWrong : say.valueMissing
  const error = isChecked && !rate ? { error: wrong } : {}

  async function save(): Promise<void> {
    setChecked(true)
    if (!rate) return
    const { trainerId, name } = trainer
    const result = await sure((sureOfMinor) =>
      command.run({
        trainerId,
        effectiveFrom: from,
        rate,
        sureOfMinor,
        expectedVersion: opened.version,
      }),
    )
    if (!result.ok) return
    toasts.show({ tone: 'success', title: say.rateSet(name, day) })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={say.rateTitle(trainer.name)}
      {...(now && { subtitle: say.rateNow(sayRate(now, currency)) })}
      footer={
        <>
          <Button closes>{words.ui.close}</Button>
          <Button variant="primary" type="submit" form="rate" isPending={command.isPending}>
            {say.setRate}
          </Button>
        </>
      }
    >
      <form
        id="rate"
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <SegmentedControl
          label={say.kind}
          isFullWidth
          segments={kinds}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
        />
        <div className={styles.fields}>
          {draft.kind === 'percent' ? (
            <TextField
              label={say.value.percent}
              suffix={say.percentUnit}
              inputMode="decimal"
              maxLength={6}
              value={draft.percent}
              onChange={(percent) => change({ percent })}
              autoFocus
              {...error}
            />
          ) : (
            <MoneyField
              key={draft.kind}
              label={say.value[draft.kind]}
              currency={currency}
              value={draft.amountMinor}
              onChange={(amountMinor) => change({ amountMinor })}
              {...error}
            />
          )}
          <DatePicker
            label={say.effectiveFrom}
            value={from}
            min={today}
            today={today}
            onChange={(date) => {
              setFrom(date as typeof from)
              command.clear()
            }}
          />
        </div>
        {rate && (
          <p className={styles.means}>
            {say.rateMeans(sayRate(rate, currency), day)} {planned && say.rateReplaces(day)}
          </p>
        )}
        <FormError error={command.failure} />
        <BothVersions
          failure={command.failure}
          fields={[
            {
              label: say.rateFrom(day),
              mine: rate ? sayRate(rate, currency) : '',
              theirs: there ? sayRate(there, currency) : '',
            },
          ]}
          onKeepMine={() => {
            command.clear()
            catchUp()
          }}
          onTakeTheirs={() => {
            change(draftOf(there))
            catchUp()
          }}
        />
      </form>
      <h3 className={styles.historyTitle}>{say.history}</h3>
      <Table
        label={say.history}
        columns={columnsIn(currency)}
        rows={rates.map((row, index) => ({ ...row, index }))}
        keyOf={({ index }) => index}
      />
    </Dialog>
  )
}

const tones = {
  past: 'neutral',
  current: 'success',
  future: 'info',
  replaced: 'neutral',
  called_off: 'neutral',
} as const

function columnsIn(currency: string): readonly TableColumn<TrainerRate>[] {
  return [
    {
      id: 'since',
      header: say.since,
      isRowHeader: true,
      // The first rate holds from before the studio.
      cell: ({ effectiveFrom }) =>
        effectiveFrom < '1000' ? say.always : formatDate(effectiveFrom, 'medium'),
    },
    { id: 'rate', header: say.rate, cell: ({ rate }) => sayRate(rate, currency) },
    { id: 'by', header: say.setBy, cell: ({ setBy }) => setBy ?? words.activity.theApp },
    {
      id: 'state',
      header: say.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{say.states[state]}</Badge>,
    },
  ]
}
