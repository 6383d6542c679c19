import { useState, type ReactNode } from 'react'
import type { OutputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import { differences, type Policy } from '../../../shared/policy.ts'
import { addDays, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf, useUndo } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useSure } from '../../app/sure-provider.tsx'
import { useFollowed } from '../../app/use-opened.ts'
import { BothVersions, type TwoValues } from '../../ui/both-versions.tsx'
import { Button } from '../../ui/button.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { PolicyChanges } from './policy-changes.tsx'
import { draftOf, readDraft } from './policy-draft.ts'
import { PolicyFieldInput } from './policy-field-input.tsx'
import { policyGroups, sayPolicyValue } from './policy-fields.ts'
import styles from './policy-section.module.css'
import { PolicyVersions } from './policy-versions.tsx'
import { SettingsCard } from './settings-card.tsx'

type CurrentPolicy = OutputOf<Contracts['policy.current']>

/** Everything the manager decides for the whole studio, from a day on. */
export function PolicySection(): ReactNode {
  const current = useQueryOf('policy.current', {})
  if (current.data === undefined) {
    return current.failure ? (
      <ErrorState error={current.failure} onRetry={current.refetch} />
    ) : (
      <div role="status" aria-label={words.policy.loading}>
        <Skeleton height={480} />
      </div>
    )
  }
  return (
    <>
      <PolicyForm now={current.data} />
      <PolicyVersions today={current.data.date} />
    </>
  )
}

function PolicyForm({ now }: { now: CurrentPolicy }): ReactNode {
  const { date: today, policy } = now
  const [draft, setDraft] = useState(() => draftOf(policy))
  const [from, setFrom] = useState(today)
  const then = useQueryOf('policy.current', { date: from }, { keepPrevious: true })
  const save = useCommand('policy.save')
  const edit = useFollowed(now, (saved) => setDraft(draftOf(saved.policy)))
  const sure = useSure()
  const toasts = useToasts()
  const undo = useUndo()
  const { studio } = useSignedIn()
  const say = words.policy
  const { policy: typed, problems } = readDraft(draft)
  const before = then.data?.policy ?? policy
  const nextFrom = then.data?.nextFrom ?? null

  async function submit(): Promise<void> {
    if (!typed) return
    const expectedVersion = edit.opened.version
    const result = await sure((sureOfMinor) =>
      save.run({ effectiveFrom: from, policy: typed, expectedVersion, sureOfMinor }),
    )
    if (!result.ok) return
    edit.onSaved()
    toasts.show({
      tone: 'success',
      title: say.saved,
      body: say.savedFrom(formatDate(from, 'medium')),
      action: { label: words.ui.undo, onPress: () => void undo(result.value.undo) },
    })
    // A planned one leaves what holds now, and the form with it, as it was.
    setDraft(draftOf(policy))
    setFrom(today)
  }

  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {policyGroups.map(({ title, fields }) => (
        <SettingsCard key={title} title={title}>
          <div className={styles.fields}>
            {fields.map((field) => (
              <PolicyFieldInput
                key={field.key}
                field={field}
                value={draft[field.key]}
                error={problems[field.key]}
                onChange={(value) => {
                  setDraft((old) => ({ ...old, [field.key]: value }))
                  edit.onTyped()
                  save.clear()
                }}
              />
            ))}
          </div>
        </SettingsCard>
      ))}
      <SettingsCard title={say.previewTitle} hint={say.formHint}>
        <div className={styles.from}>
          <DatePicker
            label={say.from}
            value={from}
            today={today}
            min={today}
            max={addDays(today, 3 * 366)}
            onChange={(date) => {
              setFrom(date as LocalDate)
              save.clear()
            }}
            description={from === today ? say.fromToday : say.fromLater(formatDate(from, 'medium'))}
          />
        </div>
        {typed && <PolicyChanges before={before} after={typed} empty={say.previewNone} />}
        {nextFrom !== null && (
          <p className={styles.note}>{say.nextTakesOver(formatDate(nextFrom, 'medium'))}</p>
        )}
        <FormError error={save.failure} />
        <BothVersions
          failure={save.failure}
          fields={typed ? policyVersions(typed, before, studio.currency) : []}
          onKeepMine={() => {
            edit.onKeepMine()
            save.clear()
          }}
          onTakeTheirs={() => {
            edit.onTakeTheirs()
            save.clear()
          }}
        />
        <div className={styles.actions}>
          <Button
            variant="primary"
            type="submit"
            isPending={save.isPending}
            isDisabled={typed === null}
          >
            {say.save}
          </Button>
          <Button
            onPress={() => {
              edit.onTakeTheirs()
              save.clear()
            }}
          >
            {say.reset}
          </Button>
        </div>
      </SettingsCard>
    </form>
  )
}

/** What was typed beside what holds, setting by setting. */
function policyVersions(mine: Policy, theirs: Policy, currency: string): TwoValues[] {
  return differences(theirs, mine).map((key) => ({
    label: words.policy.fields[key],
    mine: sayPolicyValue(key, mine, currency),
    theirs: sayPolicyValue(key, theirs, currency),
  }))
}
