import { denominationsOf } from '../../../shared/denominations.ts'
import type { CashCount, HandMovement } from '../../../shared/drawer.ts'
import { minor, type Minor } from '../../../shared/money.ts'
import type { Result } from '../../../shared/result.ts'
import { instantFrom, localDateOf, type LocalDate } from '../../../shared/time.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { dayCloseHandlers } from '../day-close/index.ts'
import { drawerHandlers } from '../drawer/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { expectOk } from './expect-ok.ts'
import { demoTimeZone } from './plan-history.ts'
import { Random } from './random.ts'

/** What lies in the drawer over night: the evening's drop takes the rest to the safe. */
const floatMinor = minor(15_000)

const errands: readonly { readonly amountMinor: Minor; readonly reason: string }[] = [
  { amountMinor: minor(840), reason: 'Milk and coffee' },
  { amountMinor: minor(1_295), reason: 'Cleaning supplies' },
  { amountMinor: minor(620), reason: 'Postage' },
  { amountMinor: minor(2_400), reason: 'Flowers for the entrance' },
]

/** Work at the desk at a moment, in milliseconds, by one of its people. */
type At = <T>(at: number, caller: StaffCaller, work: (tx: Tx) => T) => T

/** Opens the demo's drawer with the first act of a day and counts it after the last one, which closes the day. */
export class DrawerPlayer {
  readonly #handlers: ReturnType<typeof drawerHandlers>
  readonly #days: ReturnType<typeof dayCloseHandlers>
  readonly #at: At
  #open: { date: LocalDate; drawerId: string; last: number; caller: StaffCaller } | null = null
  #float = floatMinor

  constructor(work: UnitOfWork, bus: EventBus, at: At) {
    this.#handlers = drawerHandlers(work, bus)
    this.#days = dayCloseHandlers(work, bus, () => null)
    this.#at = at
  }

  /** To be told of every act before it is played: on a new day the old drawer is counted first. */
  before(at: number, caller: StaffCaller): void {
    const date = dateOf(at)
    if (this.#open?.date !== date) {
      this.#closeIfOpen()
      const opened = this.#at(at, caller, (tx) =>
        expectOk(this.#handlers['drawer.open'](tx, { floatMinor: this.#float }, caller)),
      )
      this.#open = { date, drawerId: opened.drawerId, last: at, caller }
    }
    this.#open.last = at
    this.#open.caller = caller
  }

  /** To be told when there are no more acts: a drawer of an earlier day is counted. */
  finish(now: number): void {
    if (this.#open && this.#open.date !== dateOf(now)) this.#closeIfOpen()
  }

  #closeIfOpen(): void {
    if (!this.#open) return
    const { date, drawerId, last, caller } = this.#open
    this.#open = null
    const random = new Random(1, `drawer ${date}`)
    // Minutes after the day's last act, as far as the day has them.
    const after = (minutes: number) => {
      const at = last + minutes * 60_000
      return dateOf(at) === date ? at : last
    }
    const step = <T>(minutes: number, work: (tx: Tx) => Result<T>): T =>
      this.#at(after(minutes), caller, (tx) => expectOk(work(tx)))
    const move = (minutes: number, kind: HandMovement, amountMinor: Minor, reason: string) =>
      step(minutes, (tx) =>
        this.#handlers['drawer.move'](tx, { kind, amountMinor, reason }, caller),
      )

    if (random.chance(0.25)) {
      const errand = random.pick(errands)
      move(1, 'paid_out', errand.amountMinor, errand.reason)
    }
    const held = this.#sumOf(drawerId)
    const spare = Math.floor(Math.max(0, held - floatMinor) / 500) * 500
    if (spare > 0) move(3, 'drop', minor(spare), 'Evening takings to the safe')
    const expected = held - spare
    const { slip, reason } = slipOf(random)
    const counted = minor(Math.max(0, expected + slip))
    const count = piecesOf(counted)
    const { countId } = step(5, (tx) =>
      this.#handlers['drawer.count'](tx, { drawerId, count }, caller),
    )
    step(6, (tx) => this.#handlers['drawer.close'](tx, { drawerId, countId, reason }, caller))
    this.#float = counted
    step(8, (tx) => this.#days['day.close'](tx, { date, ahead: 0 }, caller))
  }

  /** What the drawer holds, worked out beside the rule that is asked for it afterwards. */
  #sumOf(drawerId: string): number {
    const status = this.#handlers['drawer.status']({}, {} as StaffCaller)
    if (!status.ok || status.value.state !== 'open' || status.value.drawerId !== drawerId) {
      throw new Error('The plan lost its drawer.')
    }
    const { floatMinor, movements } = status.value
    return movements.reduce<number>((sum, { amountMinor }) => sum + amountMinor, floatMinor)
  }
}

/** Most counts are right; some are off by a coin, and once in a while somebody has to say why. */
function slipOf(random: Random): { slip: number; reason?: string } {
  const roll = random.next()
  if (roll < 0.72) return { slip: 0 }
  if (roll < 0.95) return { slip: random.pick([-200, -100, -50, -10, 10, 50, 100]) }
  return { slip: -1_000, reason: 'Change given on 50 instead of 40, noticed too late' }
}

/** The fewest pieces that make an amount. */
function piecesOf(amountMinor: Minor): CashCount {
  const pieces: Record<string, number> = {}
  let left: number = amountMinor
  for (const denomination of denominationsOf('EUR')) {
    const number = Math.floor(left / denomination)
    if (number > 0) pieces[String(denomination)] = number
    left -= number * denomination
  }
  return { by: 'pieces', pieces }
}

function dateOf(at: number): LocalDate {
  return localDateOf(instantFrom(at), demoTimeZone)
}
