import type { ApprovalAction } from '../../../shared/approvals.ts'
import { contracts, type CommandName } from '../../../shared/contracts.ts'
import { dayInDoubt } from '../../../shared/payments.ts'
import type { Result } from '../../../shared/result.ts'
import type { Seen } from '../../support/as-seen.ts'
import { valueOf } from '../../support/read-result.ts'
import { checkRules } from '../support/check-studio.ts'
import { bookingRules } from './booking-rules.ts'
import { catalogRules } from './catalog-rules.ts'
import { compareWithModel } from './compare-model.ts'
import { groupRules } from './group-rules.ts'
import { isOvertaken, noteLeft } from './left-standing.ts'
import { moneyRules } from './money-rules.ts'
import { outcomeRules } from './outcome-rules.ts'
import { packageRules } from './package-rules.ts'
import { paymentSourceRules } from './payment-source-rules.ts'
import type { RealStudio } from './real-studio.ts'
import {
  firstOf,
  nothingTaken,
  type Rule,
  type Rules,
  type Said,
  type Taken,
  type Verdict,
} from './rule.ts'
import { seriesRules } from './series-rules.ts'
import { editedBy, judgeVersion, lookAgain } from './shown-versions.ts'
import { studioRules } from './studio-rules.ts'
import { timeRules } from './time-rules.ts'
import type { StudioModel, Who } from './studio-model.ts'

/** A command with its input. */
export type Sent = {
  [N in CommandName]: { readonly name: N; readonly input: Seen<N> }
}[CommandName]

const rules: Rules = {
  ...bookingRules,
  ...outcomeRules,
  ...paymentSourceRules,
  ...moneyRules,
  ...packageRules,
  ...groupRules,
  ...seriesRules,
  ...catalogRules,
  ...studioRules,
  ...timeRules,
}

/** Whether the model knows what becomes of a command. */
export function hasRule(command: string): boolean {
  return command in rules
}

/** What a result named as its way back; null: the model knows no rule for it. */
export function undoOf({ command, input }: StudioModel['undos'][number]): Sent | null {
  // What a result names is made by the contract's own side; the router parses it again.
  return hasRule(command) ? ({ name: command, input } as Sent) : null
}

/**
 * Does one thing in both studios, and looks whether they are one still. Answers `ok` or the refusal's
 * code. Throws when the answer is another than the model's, or something is not as it must be.
 */
export function doStep(model: StudioModel, real: RealStudio, wished: Sent, who: Who): string {
  const { name } = wished
  // Each name has the rule of its own input; TypeScript cannot follow that through the index.
  const rule: Rule<CommandName> | undefined = rules[name]
  const { access } = contracts[name]
  const role = who === 'desk' ? 'front_desk' : who
  const mayNot = access !== 'anyone' && !access.some((allowed) => allowed === role)
  const isApproved = 'approvalId' in wished.input
  const judge = isApproved ? 'manager' : who
  const input = asKnown(model, wished.input)
  const must: Verdict = mayNot
    ? 'not_allowed'
    : firstOf(
        () => judgeVersion(model, wished, real.versionOf),
        () => rule?.must(model, input, judge),
      )
  const taken = (must === 'ok' && rule?.takes?.(model, input, judge)) || nothingTaken
  const sent = withSaid(wished, taken)
  const overtaken = must === 'ok' && isOvertaken(model, { name, input } as Sent)
  const agreed = must === 'ok' && !isShown(sent, taken) ? 'consequence_changed' : must
  const verdict = overtaken === true ? 'undo_overtaken' : agreed
  model.transcript.push(`${who} ${sent.name} ${JSON.stringify(sent.input)}`)
  const result = sendKnowingTheDay(model, real, sent, who)
  const outcome = result.ok ? 'ok' : result.error.code
  model.transcript.push(`  → ${outcome} ${result.ok ? JSON.stringify(result.value) : ''}`)
  const isPerhaps = overtaken === 'perhaps' && outcome === 'undo_overtaken'
  if (!isPerhaps && !isRight(outcome, verdict)) {
    const said = result.ok ? '' : ` (${result.error.message})`
    throw new Error(`${sent.name} was answered ${outcome}${said}, and must be ${String(verdict)}`)
  }
  if (result.ok) {
    const answer = result.value as Parameters<Rule<CommandName>['become']>[2]
    rule?.become(model, input, answer, real.lookup, judge)
    lookAgain(model, editedBy(model, sent), real.versionOf)
    const { undo } = (result.value ?? {}) as { undo?: StudioModel['undos'][number] | null }
    if (undo) {
      model.undos.push(undo)
      const back = undoOf(undo)
      if (back) noteLeft(model, back)
    }
    const touched = { ...sent.input, ...(result.value as object) } as Record<string, unknown>
    const fee = model.fees.get(String(touched['feeId']))
    const key = touched['seatId'] ?? touched['appointmentId'] ?? fee?.key
    if (typeof key === 'string') model.recent.push(key)
  }
  // A refusal that left the file as it was has left nothing new to look at.
  const isWritten = real.isWritten()
  if (result.ok || isWritten) checkAll(model, real)
  // What it costs is looked at, and then it is wanted all the same. What a manager allowed was another.
  if (outcome === 'consequence_changed' && must === 'ok') {
    const again: { approvalId?: string; shown: Taken } = { ...sent.input, shown: taken }
    delete again.approvalId
    return doStep(model, real, { name, input: again } as Sent, who)
  }
  const action = outcome === 'approval_needed' && !isApproved ? approvable[sent.name] : undefined
  if (action === undefined) return outcome
  const approved = { ...sent.input, approvalId: real.approve(action, subjectOf(result)) }
  return doStep(model, real, { name: sent.name, input: approved } as Sent, who)
}

/**
 * Sends it, and again once the day is confirmed where the year turned between two receipts that lie days
 * apart: whoever is asked then knows it.
 */
function sendKnowingTheDay(
  model: StudioModel,
  real: RealStudio,
  { name, input }: Sent,
  who: Who,
): ReturnType<RealStudio['send']> {
  const result = real.send(name, input, who)
  const day = result.ok ? null : dayInDoubt(result.error)
  const isNewYear =
    day === model.today &&
    ![...model.receiptDays].some((one) => one.slice(0, 4) === day.slice(0, 4))
  if (!isNewYear) return result
  valueOf(real.send('payments.confirmClock', { day }, 'manager'))
  return real.send(name, input, who)
}

/** An input with who each client is by now, wherever an old id of theirs stands. */
function asKnown<T>(model: StudioModel, input: T): T {
  const follow = (_key: string, value: unknown) =>
    typeof value === 'string' && model.clients.has(value) ? model.client(value).id : value
  return JSON.parse(JSON.stringify(input), follow) as T
}

const saidOf: readonly (keyof Said)[] = ['priceMinor', 'backMinor', 'credits', 'endsOn']

/** A command as a window sends it that shows what it comes to, by the model. */
function withSaid({ name, input }: Sent, taken: Taken): Sent {
  const shown: Partial<Taken> = ('shown' in input && input.shown) || {}
  const unsaid = saidOf.filter((what) => taken[what] !== undefined && shown[what] === undefined)
  if (unsaid.length === 0) return { name, input } as Sent
  const said = Object.fromEntries(unsaid.map((what) => [what, taken[what]]))
  return { name, input: { ...input, shown: { ...said, ...shown } } } as Sent
}

/** Whether all that it takes was said before, and no more. */
function isShown({ input }: Sent, taken: Taken): boolean {
  const shown: Taken = { ...nothingTaken, ...('shown' in input && input.shown) }
  const comes: Taken = { ...nothingTaken, ...taken }
  return (Object.keys(comes) as (keyof Taken)[]).every((what) => shown[what] === comes[what])
}

function subjectOf(result: Result<unknown>): string {
  return String((result.ok ? undefined : result.error.details)?.['subject'])
}

/** What a manager allows the desk with a PIN, and then it is done. */
const approvable: { readonly [N in CommandName]?: ApprovalAction } = {
  'fees.waive': 'waive',
  'appointments.takeBackNoShow': 'waive',
  'payments.void': 'void_sale',
  'payments.refund': 'refund',
  'payments.payOut': 'pay_out',
  'packages.refund': 'refund',
  'drawer.move': 'pay_out',
}

function isRight(outcome: string, verdict: Verdict): boolean {
  if (verdict === undefined) return outcome !== 'unexpected'
  return typeof verdict === 'string' ? outcome === verdict : verdict.includes(outcome)
}

/** Throws unless the real studio is what the model is, and keeps its own rules. */
export function checkAll(model: StudioModel, real: RealStudio): void {
  real.readLog()
  const problems = [
    ...real.papers.check(),
    ...checkRules(real.lookup.connection, real.folded),
    ...compareWithModel(model, real.lookup),
  ]
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
