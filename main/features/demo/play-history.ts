import { newId } from '../../../shared/ids.ts'
import { defaultPolicy } from '../../../shared/policy.ts'
import type { Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import { instantFrom } from '../../../shared/time.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { appointmentsHandlers } from '../appointments/index.ts'
import { addService, addTrainer } from '../catalog/index.ts'
import { registerClient } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { takeBackSold } from '../packages/index.ts'
import { paymentsHandlers } from '../payments/index.ts'
import { addStaffMember } from '../staff/index.ts'
import { setUpStudio } from '../studio/index.ts'
import { DrawerPlayer } from './play-drawer.ts'
import type { PlannedSession, PlannedSlot } from './history.ts'
import { demoTimeZone, type History, type TimedAct } from './plan-history.ts'
import { offerKeys, priceList } from './price-list.ts'
import { deskStaff } from './staff.ts'

const { refundLimitMinor } = defaultPolicy('EUR')

/** How far the writing is. */
export interface Played {
  readonly clients: number
  readonly appointments: number
}

/**
 * Writes a planned history through the same doors as the desk: every rule is asked, every event
 * logged, each at the time it happened. All calls need an open unit of work, and `setUp` comes first.
 */
export class HistoryPlayer {
  readonly #work: UnitOfWork
  readonly #bus: EventBus
  readonly #history: History
  readonly #book: ReturnType<typeof appointmentsHandlers>
  readonly #till: ReturnType<typeof paymentsHandlers>
  readonly #drawer: DrawerPlayer
  readonly #desk: StaffCaller[] = []
  readonly #trainers: string[] = []
  readonly #services: string[] = []
  readonly #clients: string[] = []
  readonly #sessions = new WeakMap<PlannedSession, { readonly id: string; paymentId?: string }>()
  #appointments = 0

  constructor(work: UnitOfWork, bus: EventBus, history: History) {
    this.#work = work
    this.#bus = bus
    this.#history = history
    this.#book = appointmentsHandlers(work, bus)
    this.#till = paymentsHandlers(work.database, bus, takeBackSold)
    this.#drawer = new DrawerPlayer(work, bus, (at, caller, act) => this.#at(at, caller, act))
  }

  get played(): Played {
    return { clients: this.#clients.length, appointments: this.#appointments }
  }

  /** Opens the studio: name, people with their hours and PINs, and the price list. */
  setUp(): void {
    const { trainers, setUpAt } = this.#history
    this.#at(setUpAt, null, (tx) => {
      const [manager, ...others] = deskStaff
      const { managerId } = setUpStudio(
        tx,
        this.#bus,
        {
          name: 'Harbour Street Studio',
          timeZone: demoTimeZone,
          currency: 'EUR',
          trainers: [],
          services: [],
          openingHours: [],
          manager: manager!,
        },
        { demo: true },
      )
      this.#desk.push(callerOf({ ...manager!, id: managerId, trainerId: null }))
      for (const member of others) {
        const id = addStaffMember(tx, this.#bus, { ...member, trainerId: null, demo: true })
        this.#desk.push(callerOf({ ...member, id, trainerId: null }))
      }
      for (const [position, { name, pin, week }] of trainers.entries()) {
        const workingHours = Object.entries(week).flatMap(([weekday, spans]) =>
          spans.map(({ start, end }) => ({
            weekday: Number(weekday),
            startMinute: start,
            endMinute: end,
          })),
        )
        const hue = (position % 8) + 1
        const trainerId = addTrainer(tx, this.#bus, { name, hue, position, workingHours })
        addStaffMember(tx, this.#bus, { name, pin, role: 'trainer', trainerId, demo: true })
        this.#trainers.push(trainerId)
      }
      for (const [position, key] of offerKeys.entries()) {
        this.#services.push(addService(tx, this.#bus, { ...priceList[key], position }))
      }
    })
  }

  /** Does what somebody did at the desk. Throws when a rule refuses it: then the plan is wrong. */
  play(act: TimedAct): void {
    // Above the limit money goes back through the manager's hands.
    const isLarge = act.act === 'cancel' && act.session.priceMinor > refundLimitMinor
    const caller = this.#desk[isLarge ? 0 : act.desk]!
    this.#drawer.before(act.at, caller)
    this.#at(act.at, caller, (tx) => this.#do(tx, act, caller))
  }

  /** Ends the history. To be called in the last transaction. */
  finish(tx: Tx): void {
    this.#drawer.finish(Date.parse(tx.now))
    // Confirmations of the past are not written today: nobody waits for them.
    for (const name of ['messages', 'seat-messages', 'waitlist-messages']) {
      this.#bus.subscriptions.skipToHead(tx, name)
    }
  }

  #do(tx: Tx, act: TimedAct, caller: StaffCaller): void {
    switch (act.act) {
      case 'register':
        this.#clients.push(registerClient(tx, this.#bus, this.#history.nextClient()))
        return
      case 'book': {
        const booked = expectOk(
          this.#book['appointments.create'](
            tx,
            {
              ...this.#slot(act.session.movedFrom ?? act.session),
              serviceId: this.#services[act.session.service]!,
              client: { kind: 'existing', clientId: this.#clients[act.session.client]! },
              note: act.note,
              funding: { kind: 'single' },
            },
            caller,
          ),
        )
        this.#appointments += 1
        this.#sessions.set(act.session, { id: booked.appointmentId })
        return
      }
      case 'move': {
        const { id: appointmentId } = this.#known(act.session)
        const input = { ...this.#slot(act.session), appointmentId }
        expectOk(this.#book['appointments.reschedule'](tx, input, caller))
        return
      }
      case 'cancel': {
        const { by, reason, note } = act
        const { id: appointmentId } = this.#known(act.session)
        const input = { appointmentId, by, reason, note, refund: true }
        expectOk(this.#book['appointments.cancel'](tx, input, caller))
        return
      }
      case 'check_in': {
        const { id: appointmentId } = this.#known(act.session)
        expectOk(this.#book['appointments.checkIn'](tx, { appointmentId }, caller))
        return
      }
      case 'complete': {
        const { id: appointmentId } = this.#known(act.session)
        expectOk(this.#book['appointments.complete'](tx, { appointmentId }, caller))
        return
      }
      case 'no_show': {
        const { id: appointmentId } = this.#known(act.session)
        const input = { appointmentId, refund: false }
        expectOk(this.#book['appointments.noShow'](tx, input, caller))
        return
      }
      case 'pay': {
        const known = this.#known(act.session)
        const { priceMinor: amountMinor } = act.session
        const tenders = [{ ...act.tender, amountMinor }]
        const input = { appointmentId: known.id, amountMinor, tenders }
        known.paymentId = expectOk(this.#till['payments.take'](tx, input, caller)).paymentId
        return
      }
      case 'refund': {
        const { paymentId } = this.#known(act.session)
        if (!paymentId) throw new Error('The plan refunds what was never paid.')
        const { amountMinor, reason } = act
        const input = { paymentId, amountMinor, reason, to: 'original' } as const
        expectOk(this.#till['payments.refund'](tx, input, caller))
      }
    }
  }

  #at<T>(at: number, caller: StaffCaller | null, work: (tx: Tx) => T): T {
    const context = {
      now: instantFrom(at),
      actorId: caller?.actor.id ?? null,
      correlationId: newId(),
    }
    return this.#work.within(context, work)
  }

  #slot(slot: PlannedSlot) {
    return {
      trainerId: this.#trainers[slot.trainer]!,
      start: this.#history.calendar.local(slot.day, slot.minute),
      allowOutsideHours: false,
      allowNoBuffer: false,
      allowClientOverlap: false,
    }
  }

  #known(session: PlannedSession) {
    const known = this.#sessions.get(session)
    if (!known) throw new Error('The plan uses a session before it is booked.')
    return known
  }
}

function callerOf(actor: Session): StaffCaller {
  const { id, name, role, trainerId } = actor
  const session: Session = { id, name, role, trainerId }
  return { actor: session, session: { current: session } }
}

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`The plan breaks a rule: ${result.error.message}`)
  return result.value
}
