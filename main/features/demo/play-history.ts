import { newId } from '../../../shared/ids.ts'
import { defaultPolicy } from '../../../shared/policy.ts'
import { instantFrom, type LocalDate } from '../../../shared/time.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { appointmentsHandlers } from '../appointments/index.ts'
import { registerClient } from '../clients/index.ts'
import { groupsHandlers } from '../groups/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { takeBackRefunded, takeBackSold } from '../packages/index.ts'
import { paymentsHandlers } from '../payments/index.ts'
import { seriesHandlers } from '../series/index.ts'
import { expectOk } from './expect-ok.ts'
import type { PlannedGroup, PlannedSeries, PlannedSession, PlannedSlot } from './history.ts'
import { openStudio, type OpenedStudio } from './open-studio.ts'
import type { History, TimedAct } from './plan-history.ts'
import { AsidePlayer, type AttendanceKey } from './play-aside.ts'
import { DrawerPlayer } from './play-drawer.ts'
import { PassPlayer } from './play-passes.ts'

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
  readonly #classes: ReturnType<typeof groupsHandlers>
  readonly #weekly: ReturnType<typeof seriesHandlers>
  readonly #aside: AsidePlayer
  readonly #drawer: DrawerPlayer
  readonly #clients: string[] = []
  readonly #sessions = new WeakMap<PlannedSession, KnownSession>()
  readonly #groups = new WeakMap<PlannedGroup, string>()
  /** The sessions a series has booked, by their day. */
  readonly #series = new WeakMap<PlannedSeries, ReadonlyMap<number, KnownSession>>()
  #studio: OpenedStudio | null = null
  #passes: PassPlayer | null = null
  #appointments = 0

  constructor(work: UnitOfWork, bus: EventBus, history: History) {
    this.#work = work
    this.#bus = bus
    this.#history = history
    this.#book = appointmentsHandlers(work, bus)
    this.#till = paymentsHandlers(work, bus, takeBackSold, takeBackRefunded)
    this.#classes = groupsHandlers(work, bus)
    this.#weekly = seriesHandlers(work, bus)
    this.#aside = new AsidePlayer(work, bus, history.calendar)
    this.#drawer = new DrawerPlayer(work, bus, (at, caller, act) => this.#at(at, caller, act))
  }

  get played(): Played {
    return { clients: this.#clients.length, appointments: this.#appointments }
  }

  /** Opens the studio. */
  setUp(): void {
    const { trainers, setUpAt } = this.#history
    this.#studio = this.#at(setUpAt, null, (tx) => openStudio(tx, this.#work, this.#bus, trainers))
    this.#passes = new PassPlayer(this.#work, this.#bus, this.#studio.products)
  }

  /** Does what somebody did at the desk. Throws when a rule refuses it: then the plan is wrong. */
  play(act: TimedAct): void {
    // Above the limit money goes back through the manager's hands.
    const isLarge = act.act === 'cancel' && act.session.priceMinor > refundLimitMinor
    const caller = this.#opened.desk[isLarge ? 0 : act.desk]!
    this.#drawer.before(act.at, caller)
    this.#at(act.at, caller, (tx) => this.#do(tx, act, caller))
  }

  /** Ends the history. To be called in the last transaction. */
  finish(tx: Tx): void {
    this.#drawer.finish(Date.parse(tx.now))
    // Confirmations of the past are not written today: nobody waits for them.
    for (const name of ['messages', 'seat-messages', 'waitlist-messages', 'offer-messages']) {
      this.#bus.subscriptions.skipToHead(tx, name)
    }
  }

  #do(tx: Tx, act: TimedAct, caller: StaffCaller): void {
    switch (act.act) {
      case 'register':
        this.#clients.push(registerClient(tx, this.#bus, this.#history.nextClient()))
        return
      case 'schedule': {
        const input = { ...this.#slot(act.group), serviceId: this.#service(act.group) }
        const scheduled = expectOk(this.#classes['groups.schedule'](tx, input, caller))
        this.#appointments += 1
        this.#groups.set(act.group, scheduled.appointmentId)
        return
      }
      case 'wait': {
        const appointmentId = this.#groupOf(act.group)
        const client = { kind: 'existing' as const, clientId: this.#clients[act.client]! }
        // Somebody may have given a seat back: then there is nothing to wait for.
        this.#classes['groups.joinWaitlist'](tx, { appointmentId, client }, caller)
        return
      }
      case 'book_series':
        this.#bookSeries(tx, act.series, caller)
        return
      case 'book':
        this.#sessions.set(act.session, this.#bookSession(tx, act, caller))
        return
      case 'move': {
        const { appointmentId } = this.#known(act.session)
        const input = { ...this.#slot(act.session), appointmentId }
        expectOk(this.#book['appointments.reschedule'](tx, input, caller))
        return
      }
      case 'cancel': {
        const { by, reason, note } = act
        const input = { ...keyOf(this.#known(act.session)), by, reason, note, refund: true }
        expectOk(this.#book['appointments.cancel'](tx, input, caller))
        return
      }
      case 'check_in':
        expectOk(this.#book['appointments.checkIn'](tx, keyOf(this.#known(act.session)), caller))
        return
      case 'complete':
        expectOk(this.#book['appointments.complete'](tx, keyOf(this.#known(act.session)), caller))
        return
      case 'no_show': {
        const input = { ...keyOf(this.#known(act.session)), refund: false }
        expectOk(this.#book['appointments.noShow'](tx, input, caller))
        return
      }
      case 'pay': {
        const known = this.#known(act.session)
        if (known.isCovered) return
        const { priceMinor: amountMinor } = act.session
        const tenders = [{ ...act.tender, amountMinor }]
        const input = { ...keyOf(known), amountMinor, tenders }
        known.paymentId = expectOk(this.#till['payments.take'](tx, input, caller)).paymentId
        return
      }
      case 'refund': {
        const { paymentId, isCovered } = this.#known(act.session)
        if (isCovered) return
        if (!paymentId) throw new Error('The plan refunds what was never paid.')
        const { amountMinor, reason } = act
        const input = { paymentId, amountMinor, reason, to: 'original' } as const
        expectOk(this.#till['payments.refund'](tx, input, caller))
        return
      }
      case 'settle_fee':
      case 'waive_fee':
      case 'top_up':
      case 'close_studio':
      case 'give_time_off':
        this.#aside.do(tx, act, {
          caller,
          client: (index) => this.#clients[index]!,
          trainer: (index) => this.#opened.trainers[index]!,
          key: (session) => this.#known(session),
        })
    }
  }

  #bookSession(
    tx: Tx,
    { session, note }: Extract<TimedAct, { act: 'book' }>,
    caller: StaffCaller,
  ): KnownSession {
    const { client: index, service, group, day } = session
    const clientId = this.#clients[index]!
    const date = this.#history.calendar.local(day, 0).slice(0, 10) as LocalDate
    const funding = this.#passes!.wishFor(tx, caller, { index, id: clientId }, { service, date })
    const isCovered = funding.kind !== 'single'
    const client = { kind: 'existing' as const, clientId }
    if (group) {
      const input = {
        appointmentId: this.#groupOf(group),
        client,
        funding,
        allowClientOverlap: false,
      }
      const seat = expectOk(this.#classes['groups.addSeat'](tx, input, caller))
      return { appointmentId: seat.appointmentId, seatId: seat.seatId, isCovered }
    }
    const slot = this.#slot(session.movedFrom ?? session)
    const roomId = this.#opened.roomOf(session.trainer, service)
    const input = { ...slot, roomId, serviceId: this.#service(session), client, note, funding }
    const { appointmentId } = expectOk(this.#book['appointments.create'](tx, input, caller))
    this.#appointments += 1
    return { appointmentId, isCovered }
  }

  #bookSeries(tx: Tx, series: PlannedSeries, caller: StaffCaller): void {
    const [first] = series.days
    const slot = this.#slot({ ...series, day: first! })
    const input = {
      trainerId: slot.trainerId,
      start: slot.start,
      serviceId: this.#service(series),
      clientId: this.#clients[series.client]!,
      funding: { kind: 'single' as const },
      thenSingle: false,
      weekdays: [this.#history.calendar.weekday(first!)],
      intervalWeeks: 1,
      until: { kind: 'count' as const, count: series.days.length },
      choices: [],
    }
    const { seriesId } = expectOk(this.#weekly['series.create'](tx, input, caller))
    const ids = tx.database
      .prepare('SELECT id FROM appointments WHERE series_id = ? ORDER BY start_time')
      .pluck()
      .all(seriesId) as string[]
    this.#appointments += ids.length
    const byDay = ids.map(
      (appointmentId, index) => [series.days[index]!, { appointmentId, isCovered: false }] as const,
    )
    this.#series.set(series, new Map(byDay))
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
      trainerId: this.#opened.trainers[slot.trainer]!,
      start: this.#history.calendar.local(slot.day, slot.minute),
      allowOutsideHours: false,
      allowNoBuffer: false,
      allowClientOverlap: false,
    }
  }

  #service({ service }: { readonly service: number }): string {
    return this.#opened.services[service]!
  }

  get #opened(): OpenedStudio {
    if (!this.#studio) throw new Error('The studio is not open yet.')
    return this.#studio
  }

  #groupOf(group: PlannedGroup): string {
    const id = this.#groups.get(group)
    if (!id) throw new Error('The plan uses a group before it is in the book.')
    return id
  }

  #known(session: PlannedSession): KnownSession {
    const known = session.series
      ? this.#series.get(session.series)?.get(session.day)
      : this.#sessions.get(session)
    if (!known) throw new Error('The plan uses a session before it is booked.')
    return known
  }
}

/** A session that stands in the book. */
interface KnownSession extends AttendanceKey {
  /** By what was bought ahead: nothing is paid. */
  readonly isCovered: boolean
  paymentId?: string
}

function keyOf({ appointmentId, seatId }: KnownSession): AttendanceKey {
  return seatId === undefined ? { appointmentId } : { appointmentId, seatId }
}
