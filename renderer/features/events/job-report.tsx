import type { ReactNode } from 'react'
import type { LogJob } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Outcome } from '../../ui/outcome.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { CopyButton } from './copy-button.tsx'
import styles from './job-report.module.css'
import { nameHandler } from './name-handler.ts'
import { sayJob } from './say-job.ts'
import { sayMoment } from './say-moment.ts'

/** How far the walk along the log is, or how the last one ended. */
export function JobReport({
  job,
  onOpen,
}: {
  job: LogJob
  onOpen: (seq: number) => void
}): ReactNode {
  return job.state === 'running' ? <Progress job={job} /> : <Ended job={job} onOpen={onOpen} />
}

function Progress({ job }: { job: LogJob }): ReactNode {
  const say = words.events.check
  const cancel = useCommand('events.cancelJob', { toastFailures: true })
  const count = say.progress(job.done, job.total)
  const phase = job.phase === 'reading' ? say.reading : say.writing
  return (
    <div className={styles.progress}>
      <ProgressBar
        label={say.of(nameHandler(job.projection ?? ''))[job.kind].running}
        value={job.total === 0 ? 0 : Math.min(1, job.done / job.total)}
        detail={job.kind === 'rebuild' ? `${phase}: ${count}` : count}
      />
      <Button isPending={cancel.isPending} onPress={() => void cancel.run({})}>
        {say.cancel}
      </Button>
    </div>
  )
}

function Ended({ job, onOpen }: { job: LogJob; onOpen: (seq: number) => void }): ReactNode {
  const say = words.events.check
  const { timeZone } = useSignedIn().studio
  const { outcome } = job
  return (
    <Outcome {...sayJob(job)}>
      {outcome?.kind === 'verified' && outcome.valid && (
        <>
          <p className={styles.term}>{say.headHash}</p>
          <div className={styles.head}>
            <code className={styles.hash}>{outcome.headHash}</code>
            <CopyButton what={say.copyHead} text={outcome.headHash} />
          </div>
          <p className={styles.quiet}>{say.headHint}</p>
        </>
      )}
      {outcome?.kind === 'verified' && !outcome.valid && (
        <Button className={styles.open ?? ''} onPress={() => onOpen(outcome.seq)}>
          {say.openBad(outcome.seq)}
        </Button>
      )}
      <p className={styles.quiet}>{say.startedAt(sayMoment(job.startedAt, timeZone))}</p>
    </Outcome>
  )
}
