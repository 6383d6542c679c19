import { CircleAlert, CircleCheck, CircleSlash, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LogJob } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { CopyButton } from './copy-button.tsx'
import styles from './job-report.module.css'
import { nameHandler } from './name-handler.ts'
import { sayJob, type SaidJob } from './say-job.ts'
import { sayMoment } from './say-moment.ts'

const icons = {
  good: CircleCheck,
  bad: CircleAlert,
  plain: CircleSlash,
} satisfies Record<SaidJob['tone'], LucideIcon>

/** How far the walk along the log is, or how the last one ended. */
export function JobReport({
  job,
  onOpen,
}: {
  job: LogJob
  onOpen: (seq: number) => void
}): ReactNode {
  return job.state === 'running' ? (
    <Progress job={job} />
  ) : (
    <div role="status">
      <Outcome job={job} onOpen={onOpen} />
    </div>
  )
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

function Outcome({ job, onOpen }: { job: LogJob; onOpen: (seq: number) => void }): ReactNode {
  const say = words.events.check
  const { timeZone } = useSignedIn().studio
  const { tone, title, lines } = sayJob(job)
  const Icon = icons[tone]
  const { outcome } = job
  return (
    <div className={classNames(styles.outcome, styles[tone])}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
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
      </div>
    </div>
  )
}
