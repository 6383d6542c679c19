import type { ReactNode } from 'react'
import type { BackupFile, Backups } from '../../../shared/backups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SettingsCard } from '../settings/settings-card.tsx'
import { BackupReport } from './backup-report.tsx'
import styles from './backup-section.module.css'

/** Copies of the studio: makes one, says where the last one is, and lists FitFlow's own. */
export function BackupSection(): ReactNode {
  const backups = useQueryOf('backups.state', {})
  if (backups.failure && !backups.data) {
    return <ErrorState error={backups.failure} onRetry={backups.refetch} />
  }
  if (!backups.data) return <Skeleton height={280} />
  return (
    <>
      <MakeCard backups={backups.data} />
      <KeepCard backups={backups.data} />
      <AutomaticCard files={backups.data.automatic} />
    </>
  )
}

function MakeCard({ backups: { job, last } }: { backups: Backups }): ReactNode {
  const say = words.backups
  const make = useCommand('backups.make')
  const isRunning = ['choosing', 'copying', 'checking'].includes(job?.state ?? '')
  return (
    <SettingsCard
      title={say.makeTitle}
      hint={say.makeHint}
      action={
        <Button
          variant="primary"
          isPending={make.isPending}
          isDisabled={isRunning}
          onPress={() => void make.run({})}
        >
          {say.make}
        </Button>
      }
    >
      <div className={styles.body}>
        <FormError error={make.failure} />
        {job && job.state !== 'dismissed' && <BackupReport job={job} />}
        {last ? <Last last={last} /> : <p className={styles.quiet}>{say.never}</p>}
      </div>
    </SettingsCard>
  )
}

function Last({ last }: { last: NonNullable<Backups['last']> }): ReactNode {
  const say = words.backups
  const show = useCommand('backups.show', { toastFailures: true })
  return (
    <section aria-label={say.last} className={styles.last}>
      <h4 className={styles.heading}>{say.last}</h4>
      <DescriptionList
        items={[
          { term: say.when, value: say.madeBy({ when: sayMoment(last), who: last.madeBy }) },
          { term: say.size, value: say.bytes(last.bytes) },
          { term: say.where, value: <span className={styles.file}>{last.file}</span> },
        ]}
      />
      {last.isThere ? (
        <Button onPress={() => void show.run({})}>{say.show}</Button>
      ) : (
        <p className={styles.moved}>{say.moved}</p>
      )}
    </section>
  )
}

function KeepCard({ backups: { studio, archives } }: { backups: Backups }): ReactNode {
  const say = words.backups
  return (
    <SettingsCard title={say.keepTitle}>
      <p className={styles.text}>{say.keepBody}</p>
      {archives !== null && <p className={styles.text}>{say.archives(archives)}</p>}
      <p className={styles.text}>{say.restore}</p>
      <DescriptionList
        items={[
          {
            term: say.studioFile,
            value: <span className={styles.file}>{studio.file}</span>,
          },
          { term: say.size, value: say.bytes(studio.bytes) },
        ]}
      />
    </SettingsCard>
  )
}

function AutomaticCard({ files }: { files: readonly BackupFile[] }): ReactNode {
  const say = words.backups
  return (
    <SettingsCard title={say.automaticTitle} hint={say.automaticHint}>
      {files.length === 0 ? (
        <p className={styles.quiet}>{say.automaticNone}</p>
      ) : (
        <ul aria-label={say.automaticTitle} className={styles.list}>
          {files.map((file) => (
            <li key={file.file} className={styles.item}>
              <span className={styles.file}>{file.file}</span>
              <span className={styles.quiet}>
                {sayMoment(file)} · {say.bytes(file.bytes)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </SettingsCard>
  )
}

function sayMoment({ madeAt }: BackupFile): string {
  return `${formatDate(madeAt, 'medium')} ${madeAt.slice(11)}`
}
