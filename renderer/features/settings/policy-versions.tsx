import type { ReactNode } from 'react'
import { minor } from '../../../shared/money.ts'
import { differences, otherAmounts, type PolicyVersion } from '../../../shared/policy.ts'
import { localDateTimeOf, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf, useUndo } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { PolicyChanges } from './policy-changes.tsx'
import styles from './policy-section.module.css'
import { SettingsCard } from './settings-card.tsx'

const tones = {
  past: 'neutral',
  replaced: 'neutral',
  called_off: 'neutral',
  current: 'success',
  future: 'info',
} as const satisfies Record<PolicyVersion['state'], string>

/** Every policy there was, is and is planned: from when, who wrote it, and what it changed. */
export function PolicyVersions({ today }: { today: LocalDate }): ReactNode {
  const versions = useQueryOf('policy.versions', {})
  const say = words.policy
  return (
    <SettingsCard title={say.versionsTitle} hint={say.versionsHint}>
      {versions.data === undefined ? (
        versions.failure ? (
          <ErrorState error={versions.failure} onRetry={versions.refetch} />
        ) : (
          <Skeleton height={120} />
        )
      ) : (
        <ul className={styles.versions}>
          {versions.data.map((version, index, all) => (
            <Version
              key={version.position}
              version={version}
              before={all[index + 1]}
              // The one that holds until that day, whatever else was once written for the day.
              until={all.find(
                ({ effectiveFrom, state }) =>
                  effectiveFrom < version.effectiveFrom &&
                  state !== 'replaced' &&
                  state !== 'called_off',
              )}
              today={today}
            />
          ))}
        </ul>
      )}
    </SettingsCard>
  )
}

function Version({
  version,
  before,
  until,
  today,
}: {
  version: PolicyVersion
  before: PolicyVersion | undefined
  until: PolicyVersion | undefined
  today: LocalDate
}): ReactNode {
  const { timeZone } = useSignedIn().studio
  const say = words.policy
  const day = formatDate(version.effectiveFrom, 'medium')
  const written = localDateTimeOf(version.changedAt, timeZone)
  const who = version.changedBy ?? words.activity.theApp
  return (
    <li className={styles.version}>
      <div className={styles.head}>
        <span className={styles.day}>{day}</span>
        <Badge tone={tones[version.state]}>{say.states[version.state]}</Badge>
        <span className={styles.who}>
          {say.writtenBy(who, `${formatDate(written, 'medium')} ${written.slice(11)}`)}
        </span>
        {version.state === 'future' && version.effectiveFrom > today && until && (
          <CallOff version={version} before={until} day={day} />
        )}
      </div>
      {before ? (
        <PolicyChanges before={before.policy} after={version.policy} empty={say.same} />
      ) : (
        <p className={styles.note}>{say.first}</p>
      )}
    </li>
  )
}

/** Writes what held before once more, for the day that was planned. */
function CallOff({
  version,
  before,
  day,
}: {
  version: PolicyVersion
  before: PolicyVersion
  day: string
}): ReactNode {
  const save = useCommand('policy.save', { toastFailures: true })
  const current = useQueryOf('policy.current', {})
  const toasts = useToasts()
  const undo = useUndo()
  if (differences(before.policy, version.policy).length === 0) return null
  const expectedVersion = current.data?.version ?? 0

  async function callOff(): Promise<void> {
    const { effectiveFrom } = version
    const { policy } = before
    // It held already, and was confirmed when it was set.
    const sureOfMinor = minor(Math.max(0, ...otherAmounts(version.policy, policy)))
    const result = await save.run({ effectiveFrom, policy, expectedVersion, sureOfMinor })
    if (!result.ok) return
    toasts.show({
      tone: 'success',
      title: words.policy.calledOff,
      action: { label: words.ui.undo, onPress: () => void undo(result.value.undo) },
    })
  }

  return (
    <Button
      aria-label={words.policy.callOffHint(day)}
      isPending={save.isPending}
      onPress={() => void callOff()}
    >
      {words.policy.callOff}
    </Button>
  )
}
