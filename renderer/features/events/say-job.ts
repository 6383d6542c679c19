import type { LogJob } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import type { OutcomeTone } from '../../ui/outcome.tsx'
import { nameHandler } from './name-handler.ts'

/** How a walk along the log ended, in words. */
export interface SaidJob {
  readonly tone: OutcomeTone
  readonly title: string
  readonly lines: readonly string[]
}

/**
 * Says how a walk ended.
 *
 * @example
 * sayJob(job).title // 'The log is untouched'
 */
export function sayJob(job: LogJob): SaidJob {
  const say = words.events.check
  const name = nameHandler(job.projection ?? '')
  const { cancelled, failed } = say.of(name)[job.kind]
  const { outcome } = job
  if (job.state === 'cancelled') {
    return { tone: 'plain', title: cancelled, lines: [say.cancelledBody] }
  }
  if (outcome === null) {
    return { tone: 'bad', title: failed, lines: job.problem === null ? [] : [job.problem] }
  }
  if (outcome.kind === 'archived') {
    const { throughSeq } = outcome
    const lines = throughSeq === 0 ? [say.archivedNone] : [say.archivedBody(throughSeq)]
    return { tone: 'good', title: say.archived, lines }
  }
  if (outcome.kind === 'rebuilt') {
    const { events, changedRows } = outcome
    const line =
      changedRows === 0 ? say.rebuiltSame(events) : say.rebuiltChanged(events, changedRows)
    return { tone: 'good', title: say.rebuilt(name), lines: [line] }
  }
  if (outcome.valid) {
    return { tone: 'good', title: say.valid, lines: [say.validBody(outcome.events)] }
  }
  const { seq, problem } = outcome
  return {
    tone: 'bad',
    title: say.invalid,
    lines: [say.invalidBody(seq), problem, say.invalidNext],
  }
}
