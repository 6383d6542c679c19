import type { ReactNode } from 'react'
import type { BackupJob } from '../../../shared/backups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Outcome, type OutcomeTone } from '../../ui/outcome.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import styles from './backup-report.module.css'

/** How far the backup is, or how the last one of this run ended. */
export function BackupReport({ job }: { job: BackupJob }): ReactNode {
  if (job.state === 'choosing') return <ProgressBar label={words.backups.choosing} value={null} />
  if (job.state === 'copying' || job.state === 'checking') return <Progress job={job} />
  return <Outcome {...sayOutcome(job)} />
}

function Progress({ job }: { job: BackupJob }): ReactNode {
  const say = words.backups
  const cancel = useCommand('backups.cancel', { toastFailures: true })
  const size = (bytes: number) => say.bytes(bytes)
  return (
    <div className={styles.progress}>
      {job.state === 'checking' ? (
        <ProgressBar label={say.checking} value={null} detail={say.checkingDetail} />
      ) : (
        <ProgressBar
          label={say.copying}
          value={job.total === 0 ? 0 : Math.min(1, job.done / job.total)}
          detail={say.copied({ done: size(job.done), total: size(job.total) })}
        />
      )}
      <Button isPending={cancel.isPending} onPress={() => void cancel.run({})}>
        {say.cancel}
      </Button>
    </div>
  )
}

function sayOutcome(job: BackupJob): {
  readonly tone: OutcomeTone
  readonly title: string
  readonly lines: readonly string[]
} {
  const say = words.backups
  if (job.state === 'saved') return { tone: 'good', title: say.saved, lines: [say.savedBody] }
  const left = job.isLeft && job.file !== null ? say.halfLeft(`${job.file}.part`) : say.nothingLeft
  if (job.state === 'cancelled') return { tone: 'plain', title: say.cancelled, lines: [left] }
  return {
    tone: 'bad',
    title: say.failed,
    lines: [
      say.problems[job.problem ?? 'other'],
      left,
      ...(job.detail === null ? [] : [say.answered(job.detail)]),
    ],
  }
}
