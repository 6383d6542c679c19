import type fc from 'fast-check'
import { checkAll } from './do-step.ts'
import { Pick } from './pick.ts'
import type { RealStudio } from './real-studio.ts'
import type { Choosers, Tally } from './step.ts'
import { isActive, type Session, type StudioModel } from './studio-model.ts'
import { undecidedIn } from './time-rules.ts'

const minute = 60_000
const shifts = [-60, 60, -30, 30, 120]

/** The rules of the clock change for one session that is booked: another FitFlow, with other rules. */
export class PartStep implements fc.Command<StudioModel, RealStudio> {
  readonly #numbers: readonly number[]
  readonly #tally: Tally

  constructor(numbers: readonly number[], tally: Tally) {
    this.#numbers = numbers
    this.#tally = tally
  }

  check(model: Readonly<StudioModel>): boolean {
    return this.#choose(model) !== null
  }

  run(model: StudioModel, real: RealStudio): void {
    const { session, agreed } = this.#choose(model)!
    model.transcript.push(`the rules of the clock change: ${session.id} was agreed for ${agreed}`)
    real.deliver()
    real.mailbox.part(model, session, agreed)
    Object.assign(session, { agreed, hasParted: true })
    real.partTimes(session.id, agreed)
    checkAll(model, real)
    this.#tally.count('the rules of the clock', 'ok')
  }

  /** On the same day: what pays a session goes by the day that was agreed. */
  #choose(model: StudioModel): { session: Session; agreed: string } | null {
    const pick = new Pick(this.#numbers)
    const session = pick.maybeOf(
      [...model.sessions.values()].filter(
        (one) => isActive(one) && one.hasParted !== true && one.start > model.now,
      ),
    )
    if (!session) return null
    const moment = session.start + pick.of(shifts) * minute
    const agreed = model.clock.localOf(moment)
    const isSaid = model.clock.momentOf(agreed) === moment
    const isSameDay = agreed.slice(0, 10) === model.dayOf(session)
    const isOther = agreed !== model.clock.localOf(session.start)
    return isSaid && isSameDay && isOther ? { session, agreed } : null
  }

  toString(): string {
    return `part(${this.#numbers.join(', ')})`
  }
}

/** What the desk does with times that have parted. */
export const timeChoosers: Choosers = {
  settleTimes(model, pick) {
    const undecided = undecidedIn(model)
    const one = pick.maybeOf(undecided)
    if (!one && !pick.percent(3)) return null
    const keep = pick.of(['wall', 'instant'] as const)
    const isOne = one !== undefined && pick.percent(50)
    const timesSettled = isOne ? 1 : undecided.length
    const shown = pick.percent(10) ? {} : { shown: { timesSettled } }
    const which = isOne ? { appointmentId: one.id } : {}
    return { name: 'appointments.settleTimes', input: { keep, ...which, ...shown } }
  },
}
