import type fc from 'fast-check'
import type { ApprovalAction } from '../../../shared/approvals.ts'
import type { InputOf } from '../../../shared/contract.ts'
import { contracts, type CommandName, type Contracts } from '../../../shared/contracts.ts'
import type { Result } from '../../../shared/result.ts'
import { checkRules } from '../support/check-studio.ts'
import { differencesAfterUndo, photograph, type Photograph } from '../support/taken-back.ts'
import { bookingRules } from './booking-rules.ts'
import { catalogRules } from './catalog-rules.ts'
import { compareWithModel } from './compare-model.ts'
import { groupRules } from './group-rules.ts'
import { moneyRules } from './money-rules.ts'
import { outcomeRules } from './outcome-rules.ts'
import { packageRules } from './package-rules.ts'
import { Pick } from './pick.ts'
import type { RealStudio } from './real-studio.ts'
import {
  nothingTaken,
  type Lookup,
  type Rule,
  type Rules,
  type Taken,
  type Verdict,
} from './rule.ts'
import { seriesRules } from './series-rules.ts'
import { studioRules } from './studio-rules.ts'
import type { StudioModel, Who } from './studio-model.ts'

/** A command with its input. */
export type Sent = {
  [N in CommandName]: { readonly name: N; readonly input: InputOf<Contracts[N]> }
}[CommandName]

/** What somebody does next, drawn from a few numbers; null when there is nothing to do it with. */
export type Choosers = Readonly<Record<string, (model: StudioModel, pick: Pick) => Sent | null>>

const rules: Rules = {
  ...bookingRules,
  ...outcomeRules,
  ...moneyRules,
  ...packageRules,
  ...groupRules,
  ...seriesRules,
  ...catalogRules,
  ...studioRules,
}

/** How often each answer was given: what a run has really tried. */
export class Tally {
  isCounting = true
  steps = 0
  accepted = 0
  /** Credits that went back to their packages: where the least was tried once. */
  givenBack = 0
  readonly refusals = new Map<string, number>()
  readonly commands = new Set<string>()

  count(command: string, outcome: string): void {
    if (!this.isCounting) return
    this.steps += 1
    this.commands.add(command)
    if (outcome === 'ok') this.accepted += 1
    else this.refusals.set(outcome, (this.refusals.get(outcome) ?? 0) + 1)
  }

  countCredits(file: Lookup): void {
    if (!this.isCounting) return
    const released = `SELECT id FROM credit_entries WHERE kind = 'released'`
    this.givenBack += file.all(released).length
  }
}

/**
 * What a way back may be refused for at once: where several go back, the one that cannot is named, to
 * be left out or put elsewhere; and nothing stands again with who has left.
 */
const isNamedInstead: ReadonlySet<string> = new Set([
  'series_conflict',
  'seat_cannot_return',
  'trainer_not_found',
])

type Command = fc.Command<StudioModel, RealStudio>

/** Something done at the desk, judged by the model before and checked from outside afterwards. */
export class DeskStep implements Command {
  readonly #kind: string
  readonly #choose: (model: StudioModel, pick: Pick) => Sent | null
  readonly #numbers: readonly number[]
  readonly #tally: Tally

  constructor(kind: string, choose: Choosers[string], numbers: readonly number[], tally: Tally) {
    this.#kind = kind
    this.#choose = choose
    this.#numbers = numbers
    this.#tally = tally
  }

  check(model: Readonly<StudioModel>): boolean {
    return this.#choose(model, new Pick(this.#numbers)) !== null
  }

  run(model: StudioModel, real: RealStudio): void {
    const sent = this.#choose(model, new Pick(this.#numbers))
    if (!sent) return
    const who: Who = (this.#numbers.at(-1) ?? 0) % 100 >= 85 ? 'desk' : 'manager'
    const before = this.#isTakenBack ? photograph(real.lookup) : null
    const known = model.undos.length
    const outcome = doStep(model, real, sent, who)
    this.#tally.count(sent.name, outcome)
    if (before && model.undos.length > known) this.#takeBack(model, real, before, 3)
  }

  /** Whether what is done is taken back at once, and that as well, and so on. */
  get #isTakenBack(): boolean {
    return (this.#numbers.at(-2) ?? 0) % 100 >= 70
  }

  #takeBack(model: StudioModel, real: RealStudio, before: Photograph, times: number): void {
    const undo = undoOf(model.undos.at(-1)!)
    if (!undo || times === 0) return
    const between = photograph(real.lookup)
    const known = model.undos.length
    const hours = Math.max(0, ((this.#numbers.at(-3) ?? 0) % 100) - 70)
    if (hours > 0) passTime(model, real, model.now + hours * 3_600_000)
    const outcome = doStep(model, real, undo, 'manager')
    this.#tally.count(undo.name, outcome)
    if (outcome !== 'ok') {
      if (hours === 0 && !isNamedInstead.has(outcome)) {
        throw new Error(`${undo.name} was refused at once: ${outcome}`)
      }
      return
    }
    const problems = differencesAfterUndo(before, photograph(real.lookup))
    if (problems.length > 0) throw new Error(problems.slice(0, 8).join('\n'))
    if (model.undos.length > known) this.#takeBack(model, real, between, times - 1)
  }

  toString(): string {
    return this.#kind
  }
}

/** Takes back what one of the last commands named its way back. */
export function chooseUndo(model: StudioModel, pick: Pick): Sent | null {
  const known = model.undos.filter(({ command }) => command in rules)
  const undo = pick.maybeOf(known.slice(-8).toReversed())
  return undo ? undoOf(undo) : null
}

/** What a result named as its way back; null: the model knows no rule for it. */
function undoOf({ command, input }: StudioModel['undos'][number]): Sent | null {
  // What a result names is made by the contract's own side; the router parses it again.
  return command in rules ? ({ name: command, input } as Sent) : null
}

function passTime(model: StudioModel, real: RealStudio, now: number): void {
  model.now = now
  real.now = now
  model.transcript.push(`it is ${model.clock.localOf(now)}`)
  real.deliver()
  checkAll(model, real)
  const untruths = real.post(model)
  if (untruths.length > 0) throw new Error(untruths.join('\n'))
}

/** Takes a seat back that somebody had waited for. */
export function chooseUnseat(model: StudioModel, pick: Pick): Sent | null {
  const seats = model.undos.filter(
    ({ command, input }) => command === 'appointments.cancel' && 'waitlistId' in (input as object),
  )
  const undo = pick.maybeOf(seats.slice(-2).toReversed())
  return undo ? ({ name: undo.command, input: undo.input } as Sent) : null
}

/** Time goes by; nothing else may change for it. */
export class ClockStep implements Command {
  readonly #numbers: readonly number[]
  readonly #tally: Tally

  constructor(numbers: readonly number[], tally: Tally) {
    this.#numbers = numbers
    this.#tally = tally
  }

  check(): boolean {
    return true
  }

  run(model: StudioModel, real: RealStudio): void {
    const pick = new Pick(this.#numbers)
    const minute = 60_000
    const next = [...model.sessions.values()]
      .map(({ start }) => start)
      .filter((start) => start > model.now)
      .toSorted((a, b) => a - b)[0]
    if (next !== undefined && pick.percent(50))
      passTime(model, real, next + pick.below(25) * minute)
    else if (pick.percent(25)) passTime(model, real, model.now + 24 * 60 * minute)
    else passTime(model, real, model.now + (1 + pick.below(300)) * minute)
    this.#tally.count('the clock', 'ok')
  }

  toString(): string {
    return `clock(${this.#numbers.join(', ')})`
  }
}

function doStep(model: StudioModel, real: RealStudio, sent: Sent, who: Who): string {
  // Each name has the rule of its own input; TypeScript cannot follow that through the index.
  const rule: Rule<CommandName> | undefined = rules[sent.name]
  const { access } = contracts[sent.name]
  const role = who === 'desk' ? 'front_desk' : who
  const mayNot = access !== 'anyone' && !access.some((allowed) => allowed === role)
  const isApproved = 'approvalId' in sent.input
  const judge = isApproved ? 'manager' : who
  const input = asKnown(model, sent.input)
  const must: Verdict = mayNot ? 'not_allowed' : rule?.must(model, input, judge)
  const taken = (must === 'ok' && rule?.takes?.(model, input, judge)) || nothingTaken
  const verdict = must === 'ok' && !isShown(sent, taken) ? 'consequence_changed' : must
  model.transcript.push(`${who} ${sent.name} ${JSON.stringify(sent.input)}`)
  const result = real.send(sent.name, sent.input, who)
  const outcome = result.ok ? 'ok' : result.error.code
  model.transcript.push(`  → ${outcome} ${result.ok ? JSON.stringify(result.value) : ''}`)
  if (!isRight(outcome, verdict)) {
    const said = result.ok ? '' : ` (${result.error.message})`
    throw new Error(`${sent.name} was answered ${outcome}${said}, and must be ${String(verdict)}`)
  }
  if (result.ok) {
    const answer = result.value as Parameters<Rule<CommandName>['become']>[2]
    rule?.become(model, input, answer, real.lookup, judge)
    const { undo } = (result.value ?? {}) as { undo?: StudioModel['undos'][number] | null }
    if (undo) model.undos.push(undo)
    const touched = { ...sent.input, ...(result.value as object) } as Record<string, unknown>
    const fee = model.fees.get(String(touched['feeId']))
    const key = touched['seatId'] ?? touched['appointmentId'] ?? fee?.key
    if (typeof key === 'string') model.recent.push(key)
  }
  // A refusal that left the file as it was has left nothing new to look at.
  const isWritten = real.isWritten()
  if (result.ok || isWritten) checkAll(model, real)
  // What it costs is looked at, and then it is wanted all the same.
  if (outcome === 'consequence_changed') {
    return doStep(
      model,
      real,
      { name: sent.name, input: { ...sent.input, shown: taken } } as Sent,
      who,
    )
  }
  const action = outcome === 'approval_needed' && !isApproved ? approvable[sent.name] : undefined
  if (action === undefined) return outcome
  const approved = { ...sent.input, approvalId: real.approve(action, subjectOf(result)) }
  return doStep(model, real, { name: sent.name, input: approved } as Sent, who)
}

/** An input with who each client is by now, wherever an old id of theirs stands. */
function asKnown<T>(model: StudioModel, input: T): T {
  const follow = (_key: string, value: unknown) =>
    typeof value === 'string' && model.clients.has(value) ? model.client(value).id : value
  return JSON.parse(JSON.stringify(input), follow) as T
}

/** Whether all that it takes was said before, and no more. */
function isShown({ input }: Sent, taken: Taken): boolean {
  const shown = { ...nothingTaken, ...('shown' in input && input.shown) }
  return (Object.keys(taken) as (keyof Taken)[]).every((what) => shown[what] === taken[what])
}

function subjectOf(result: Result<unknown>): string {
  return String((result.ok ? undefined : result.error.details)?.['subject'])
}

/** What a manager allows the desk with a PIN, and then it is done. */
const approvable: { readonly [N in CommandName]?: ApprovalAction } = {
  'fees.waive': 'waive',
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

function checkAll(model: StudioModel, real: RealStudio): void {
  real.readLog()
  const problems = [
    ...real.papers.check(),
    ...checkRules(real.lookup.connection, real.folded),
    ...compareWithModel(model, real.lookup),
  ]
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
