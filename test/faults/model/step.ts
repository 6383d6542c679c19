import type fc from 'fast-check'
import type { CommandName } from '../../../shared/contracts.ts'
import type { Shown } from '../../../shared/shown.ts'
import { differencesAfterUndo, photograph, type Photograph } from '../support/taken-back.ts'
import { checkAll, doStep, hasRule, undoOf, type Sent } from './do-step.ts'
import type { Mailbox } from './mailbox.ts'
import { Pick } from './pick.ts'
import type { RealStudio } from './real-studio.ts'
import type { Lookup } from './rule.ts'
import { lookAgain, withShownVersion } from './shown-versions.ts'
import type { StudioModel, Who } from './studio-model.ts'

/** What somebody does next, drawn from a few numbers; null when there is nothing to do it with. */
export type Choosers = Readonly<Record<string, (model: StudioModel, pick: Pick) => Sent | null>>

/** How often each answer was given: what a run has really tried. */
export class Tally {
  isCounting = true
  steps = 0
  accepted = 0
  /** Credits that went back to their packages: where the least was tried once. */
  givenBack = 0
  /** How often somebody was mailed that a seat is free, and then what had become of it. */
  offersMailed = 0
  offersOvertaken = 0
  readonly refusals = new Map<string, number>()
  readonly commands = new Set<string>()

  count(command: string, outcome: string): void {
    if (!this.isCounting) return
    this.steps += 1
    this.commands.add(command)
    if (outcome === 'ok') this.accepted += 1
    else this.refusals.set(outcome, (this.refusals.get(outcome) ?? 0) + 1)
  }

  countOffers({ offersTaken, newsTaken }: Mailbox): void {
    if (!this.isCounting) return
    this.offersMailed += offersTaken
    this.offersOvertaken += newsTaken
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
    const pick = new Pick(this.#numbers)
    const chosen = this.#choose(model, pick)
    if (!chosen) return
    lookAgain(model, null, real.versionOf)
    const sent = withOldSums(withShownVersion(model, chosen, pick), pick)
    const who: Who = (this.#numbers.at(-1) ?? 0) % 100 >= 85 ? 'desk' : 'manager'
    const before = this.#isTakenBack ? photograph(real.lookup) : null
    const known = model.undos.length
    const outcome = doStep(model, real, sent, who)
    this.#tally.count(sent.name, outcome)
    if (before && model.undos.length > known) this.#takeBack(model, real, before, 3)
    // Every other time the machine is not too slow for it.
    const late = (this.#numbers.at(-4) ?? 0) % 2 === 0 ? real.postAtOnce(model) : []
    if (late.length > 0) throw new Error(late.join('\n'))
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

/** What each of these says of itself, as a window may have shown it an hour ago. */
const oldSums: { readonly [N in CommandName]?: Shown } = {
  'appointments.create': { priceMinor: 1 },
  'groups.addSeat': { priceMinor: 1 },
  'series.create': { priceMinor: 1 },
  'appointments.changePaymentSource': { priceMinor: 1 },
  'packages.sell': { endsOn: '2026-01-01' },
  'memberships.renew': { endsOn: '2026-01-01' },
  'memberships.pause': { endsOn: '2026-01-01' },
  'memberships.resume': { endsOn: '2026-01-01' },
  'payments.refund': { endsOn: '2026-01-01' },
  'payments.void': { backMinor: 1 },
}

/** A command as it is sent seldom: with a price, a last day or a sum that is another by now. */
function withOldSums({ name, input }: Sent, pick: Pick): Sent {
  const shown = oldSums[name]
  if (!shown || 'shown' in input || !pick.percent(5)) return { name, input } as Sent
  return { name, input: { ...input, shown } } as Sent
}

/** Takes back what one of the last commands named its way back. */
export function chooseUndo(model: StudioModel, pick: Pick): Sent | null {
  const known = model.undos.filter(({ command }) => hasRule(command))
  const undo = pick.maybeOf(known.slice(-8).toReversed())
  return undo ? undoOf(undo) : null
}

/** Time goes by: what is due happens, and mails leave. Throws where somebody's last mail is not true. */
export function passTime(model: StudioModel, real: RealStudio, now: number): void {
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
      passTime(model, real, Math.max(model.now + minute, next + (pick.below(30) - 5) * minute))
    else if (pick.percent(25)) passTime(model, real, model.now + 24 * 60 * minute)
    else passTime(model, real, model.now + (1 + pick.below(300)) * minute)
    this.#tally.count('the clock', 'ok')
  }

  toString(): string {
    return `clock(${this.#numbers.join(', ')})`
  }
}
