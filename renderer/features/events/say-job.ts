import type { LogJob } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { nameHandler } from './name-handler.ts'

/** How a walk along the log ended, in words. */
export interface SaidJob {
  readonly tone: 'good' | 'bad' | 'plain'
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
  const isCheck = job.kind === 'verify'
  const { outcome } = job
  if (job.state === 'cancelled') {
    const title = isCheck ? say.cancelledVerify : say.cancelledRebuild(name)
    return { tone: 'plain', title, lines: [say.cancelledBody] }
  }
  if (outcome === null) {
    const title = isCheck ? say.failedVerify : say.failedRebuild(name)
    return { tone: 'bad', title, lines: job.problem === null ? [] : [job.problem] }
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
