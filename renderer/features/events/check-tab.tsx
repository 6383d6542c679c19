import { FileArchive, ShieldCheck } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ArchiveDialog } from './archive-dialog.tsx'
import { ArchiveList } from './archive-list.tsx'
import styles from './check-tab.module.css'
import { JobReport } from './job-report.tsx'

/** Proves that the log is untouched, shows how far a long walk along it is, and moves old events out. */
export function CheckTab({ onOpen }: { onOpen: (seq: number) => void }): ReactNode {
  const say = words.events
  const job = useQueryOf('events.job', {})
  const verify = useCommand('events.verify')
  const [isArchiving, setArchiving] = useState(false)
  const isRunning = job.data?.state === 'running'
  const hasVerified = job.data?.kind === 'verify'

  return (
    <div className={styles.tab}>
      <section aria-label={say.check.title} className={styles.card}>
        <div className={styles.head}>
          <ShieldCheck className={styles.icon} aria-hidden />
          <div className={styles.text}>
            <h2 className={styles.title}>{say.check.title}</h2>
            <p className={styles.body}>{say.check.body}</p>
          </div>
          <Button
            variant="primary"
            isPending={verify.isPending}
            isDisabled={isRunning}
            onPress={() => void verify.run({})}
          >
            {hasVerified ? say.check.again : say.check.start}
          </Button>
        </div>
        <FormError error={verify.failure} />
        {job.failure && !job.data ? (
          <ErrorState error={job.failure} onRetry={job.refetch} />
        ) : job.isLoading ? (
          <Skeleton height={56} />
        ) : (
          job.data && <JobReport job={job.data} onOpen={onOpen} />
        )}
      </section>
      <section aria-label={say.archive.title} className={styles.card}>
        <div className={styles.head}>
          <FileArchive className={styles.icon} aria-hidden />
          <div className={styles.text}>
            <h2 className={styles.title}>{say.archive.title}</h2>
            <p className={styles.body}>{say.archive.body}</p>
          </div>
          <Button isDisabled={isRunning} onPress={() => setArchiving(true)}>
            {say.archive.start}
          </Button>
        </div>
        <ArchiveList />
      </section>
      {isArchiving && <ArchiveDialog onClose={() => setArchiving(false)} />}
    </div>
  )
}
