import { useState, type ReactNode } from 'react'
import type { SyncStatus } from '../../../shared/sync.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { FormError } from '../../ui/form-error.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Table } from '../../ui/table.tsx'
import { useSecond } from '../events/use-second.ts'
import { useToday } from '../events/use-today.ts'
import { SettingsCard } from '../settings/settings-card.tsx'
import { ConnectForm } from './connect-form.tsx'
import { DisconnectDialog } from './disconnect-dialog.tsx'
import { isCounting, saySyncInFull } from './say-sync.ts'
import styles from './sync-section.module.css'
import { UnlockForm } from './unlock-form.tsx'

type Link = NonNullable<SyncStatus['link']>

/** Where the log is pushed to, how that goes, and what the manager can do about it. */
export function SyncSection(): ReactNode {
  const status = useQueryOf('sync.status', {})
  if (status.failure) return <ErrorState error={status.failure} onRetry={status.refetch} />
  if (!status.data) return <Skeleton height={240} />
  const { link } = status.data
  return (
    <>
      <p className={styles.intro}>{words.sync.intro}</p>
      {link ? (
        <Connected link={link} status={status.data} />
      ) : (
        <SettingsCard title={words.sync.connection}>
          <ConnectForm status={status.data} />
        </SettingsCard>
      )}
    </>
  )
}

function Connected({ link, status }: { link: Link; status: SyncStatus }): ReactNode {
  const now = useSecond(isCounting(link))
  const said = saySyncInFull(link, now, useToday())
  const [isLeaving, setLeaving] = useState(false)
  const syncNow = useCommand('sync.now', { toastFailures: true })
  const needsCode =
    link.token === 'lost' ||
    link.delay?.reason === 'unauthorized' ||
    link.stopped?.reason === 'device_revoked' ||
    link.stopped?.reason === 'wrong_studio'
  return (
    <>
      {link.stopped && <Stopped reason={link.stopped.reason} />}
      <SettingsCard title={words.sync.connection}>
        <div className={styles.group}>
          <DescriptionList
            items={[
              { term: words.sync.state, value: said },
              { term: words.sync.endpoint, value: link.endpointUrl },
              { term: words.sync.tenant, value: link.tenant },
              {
                term: words.sync.since,
                value: `${formatDate(link.pairedAt, 'medium')}, ${link.pairedAt.slice(11, 16)}`,
              },
            ]}
          />
          {link.progress && (
            <ProgressBar
              label={words.sync.progress(link.progress)}
              value={link.progress.done / link.progress.total}
            />
          )}
          {link.clockOffMinutes !== null && (
            <p role="alert" className={styles.warning}>
              {words.sync.clock(link.clockOffMinutes)}
            </p>
          )}
          {link.token === 'locked' && <UnlockForm />}
          {needsCode && <ConnectForm status={status} endpointUrl={link.endpointUrl} />}
          <div className={styles.actions}>
            {link.token === 'ready' && !link.stopped && (
              <Button
                variant="primary"
                isPending={syncNow.isPending}
                onPress={() => void syncNow.run({})}
              >
                {words.sync.syncNow}
              </Button>
            )}
            <Button onPress={() => setLeaving(true)}>{words.sync.disconnect}</Button>
          </div>
        </div>
      </SettingsCard>
      {link.rejected > 0 && <Rejections />}
      {isLeaving && <DisconnectDialog link={link} onClose={() => setLeaving(false)} />}
    </>
  )
}

function Stopped({ reason }: { reason: NonNullable<Link['stopped']>['reason'] }): ReactNode {
  const begin = useCommand('sync.beginEpoch')
  const { title, body } = words.sync.stops[reason]
  return (
    <section role="alert" className={styles.notice}>
      <p className={styles.strong}>{title}</p>
      <p>{body}</p>
      {(reason === 'fork' || reason === 'restored') && (
        <>
          <p>{words.sync.beginEpochHint}</p>
          <FormError error={begin.failure} />
          <Button isPending={begin.isPending} onPress={() => void begin.run({})}>
            {words.sync.beginEpoch}
          </Button>
        </>
      )}
    </section>
  )
}

function Rejections(): ReactNode {
  const rejections = useQueryOf('sync.rejections', {})
  if (rejections.failure) {
    return <ErrorState error={rejections.failure} onRetry={rejections.refetch} />
  }
  if (!rejections.data) return <Skeleton height={160} />
  return (
    <SettingsCard title={words.sync.rejections} hint={words.sync.rejectionsHint}>
      <Table
        label={words.sync.rejections}
        columns={[
          { id: 'seq', header: words.sync.event, cell: ({ seq }) => seq, isRowHeader: true },
          { id: 'code', header: words.sync.reason, cell: ({ code }) => sayReason(code) },
          { id: 'detail', header: words.sync.details, cell: ({ detail }) => detail },
        ]}
        rows={rejections.data}
        keyOf={({ seq }) => seq}
      />
    </SettingsCard>
  )
}

/** A newer endpoint may have a reason of its own. */
function sayReason(code: string): string {
  return (words.sync.rejectionReasons as Readonly<Record<string, string>>)[code] ?? code
}
