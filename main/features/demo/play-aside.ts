import { assertNever } from '../../../shared/result.ts'
import { minor } from '../../../shared/money.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { catalogHandlers } from '../catalog/index.ts'
import { feesHandlers } from '../fees/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { takeBackRefunded, takeBackSold } from '../packages/index.ts'
import { paymentsHandlers } from '../payments/index.ts'
import { expectOk } from './expect-ok.ts'
import type { PlannedSession } from './history.ts'
import { demoTimeZone, type TimedAct } from './plan-history.ts'
import type { StudioCalendar } from './studio-calendar.ts'

/** One client's part in one session. */
export interface AttendanceKey {
  readonly appointmentId: string
  readonly seatId?: string
}

type AsideAct = Extract<
  TimedAct,
  { act: 'settle_fee' | 'waive_fee' | 'top_up' | 'close_studio' | 'give_time_off' }
>

/** Who acts, and what the plan's numbers are in the studio. */
interface Names {
  readonly caller: StaffCaller
  readonly client: (index: number) => string
  readonly trainer: (index: number) => string
  readonly key: (session: PlannedSession) => AttendanceKey
}

/** What is done at the desk beside the sessions: fees, money that is put by, days off. */
export class AsidePlayer {
  readonly #fees: ReturnType<typeof feesHandlers>
  readonly #till: ReturnType<typeof paymentsHandlers>
  readonly #catalog: ReturnType<typeof catalogHandlers>
  readonly #calendar: StudioCalendar

  constructor(work: UnitOfWork, bus: EventBus, calendar: StudioCalendar) {
    this.#fees = feesHandlers(work, bus)
    this.#till = paymentsHandlers(work, bus, takeBackSold, takeBackRefunded)
    this.#catalog = catalogHandlers(work, bus, () => demoTimeZone)
    this.#calendar = calendar
  }

  /** Does it. Throws when a rule refuses it: then the plan is wrong. */
  do(tx: Tx, act: AsideAct, { caller, client, trainer, key }: Names): void {
    switch (act.act) {
      case 'settle_fee': {
        const fee = openFee(tx, key(act.session))
        if (!fee) return
        const tender =
          act.tender.method === 'cash'
            ? { ...act.tender, tenderedMinor: minor(Math.ceil(fee.amountMinor / 500) * 500) }
            : act.tender
        const amountMinor = fee.amountMinor
        const input = {
          clientId: fee.clientId,
          items: [{ kind: 'fee' as const, feeId: fee.id }],
          amountMinor,
          tenders: [{ ...tender, amountMinor }],
        }
        expectOk(this.#till['payments.sell'](tx, input, caller))
        return
      }
      case 'waive_fee': {
        const fee = openFee(tx, key(act.session))
        if (!fee) return
        const input = { feeId: fee.id, reason: 'illness' as const }
        expectOk(this.#fees['fees.waive'](tx, input, caller))
        return
      }
      case 'top_up': {
        const { amountMinor, tender } = act
        const input = {
          clientId: client(act.client),
          items: [{ kind: 'top_up' as const, amountMinor }],
          amountMinor,
          tenders: [{ ...tender, amountMinor }],
        }
        expectOk(this.#till['payments.sell'](tx, input, caller))
        return
      }
      case 'close_studio': {
        const input = { ...this.#wholeDay(act.on), reason: act.reason }
        expectOk(this.#catalog['catalog.addClosure'](tx, input, caller))
        return
      }
      case 'give_time_off': {
        const trainerId = trainer(act.trainer)
        const input = { ...this.#wholeDay(act.on), trainerId, reason: act.reason }
        expectOk(this.#catalog['catalog.addTimeOff'](tx, input, caller))
        return
      }
      default:
        assertNever(act)
    }
  }

  #wholeDay(day: number) {
    return { start: this.#calendar.local(day, 0), end: this.#calendar.local(day + 1, 0) }
  }
}

/** What is still owed for a session; undefined when it was forgiven, kept or never charged. */
function openFee(tx: Tx, { appointmentId, seatId }: AttendanceKey) {
  return tx.database
    .prepare(
      `SELECT id, client_id AS clientId, amount_minor AS amountMinor FROM fees
       WHERE appointment_id = ? AND seat_id IS ? AND state IN ('pending', 'due')`,
    )
    .get(appointmentId, seatId ?? null) as
    | { id: string; clientId: string; amountMinor: ReturnType<typeof minor> }
    | undefined
}
