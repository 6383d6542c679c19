import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { Look } from './shown-versions.ts'
import { addDays, addMonths, WallClock, weekdayOf } from './wall-clock.ts'

export type Status = 'booked' | 'checked_in' | 'completed' | 'no_show' | 'cancelled'
export type Who = 'manager' | 'desk'

/** What the manager decides, as it is sent. */
export type ModelPolicy = InputOf<Contracts['policy.save']>['policy']

/** How a session is to be paid. */
export type ModelFunding =
  | { readonly kind: 'single' }
  | { readonly kind: 'package'; readonly id: string }
  | { readonly kind: 'membership'; readonly id: string }

/** What became of the credit that pays, or paid, for somebody's part in a session. */
export interface Credit {
  state: 'held' | 'used' | 'released'
  lot: string
  /** The lot it was of when the studio made it last longer. */
  before?: string
  /** Of which package it is. */
  readonly of: string
  /** The day since which it has been out of its client's hands. */
  readonly heldOn: string
  readonly releasedAt?: number
}

/** One client's part in a session. */
export interface Attendance {
  /** The seat's id, or the session's when it is private. */
  readonly key: string
  readonly appointmentId: string
  readonly seatId: string | null
  clientId: string
  status: Status
  readonly price: number
  /** As agreed when it was booked. */
  readonly terms: ModelPolicy
  readonly bookedAt: number
  readonly funding: ModelFunding
  credit: Credit | null
  movedLate: boolean
  /** Where it was moved away from late: back there it is late no more. */
  movedLateFrom: number | null
  checkedIn: boolean
  excused: 'forgiven' | 'waived' | null
  cancelledLate: boolean
  /** When it was called off, or marked as missed; null: neither. */
  lostAt: number | null
}

/** One slot of one trainer. */
export interface Session {
  readonly id: string
  trainerId: string
  readonly serviceId: string
  start: number
  end: number
  roomId: string | null
  /** The wall time that was agreed, where the clock's rules have changed since; null: as it starts. */
  agreed: string | null
  /** The rules changed for it once. */
  hasParted?: boolean
  /** How often it was decided what time stands, or that was taken back: each is an edit. */
  decided?: number
  readonly before: number
  readonly after: number
  /** Null: private, and `own` is set. */
  capacity: number | null
  /** Of a group. */
  cancelled: boolean
  /** When it was called off; null: it stands. */
  cancelledAt: number | null
  readonly own: Attendance | null
  readonly seats: Attendance[]
  /** Who stood in the line, in the order in which they came. */
  readonly line: Place[]
  readonly seriesId: string | null
}

/** Somebody's place in a line. It stays where it was, whatever becomes of it. */
export interface Place {
  readonly id: string
  clientId: string
  state: 'waiting' | 'seated' | 'left'
  /** They were offered a seat. */
  isOffered?: boolean
  /** It was left because the class was cancelled. */
  wentWithClass?: boolean
}

export interface ModelService {
  readonly id: string
  readonly name: string
  minutes: number
  price: number
  before: number
  after: number
  capacity: number | null
  /** In the order in which they are tried; none: it needs no room. */
  rooms: readonly string[]
}

/** Hours of a day in minutes, `[from, until)`. */
export type Hours = readonly (readonly [number, number])[]

export interface ModelProduct {
  readonly id: string
  readonly name: string
  readonly kind: 'package' | 'membership'
  readonly price: number
  readonly credits: number
  readonly validityDays: number
  readonly singlePrice: number
  readonly perMonth: number | null
  /** Whether it is sold now. */
  active: boolean
  /** Whether another form of it is sold since it was changed. */
  replaced?: boolean
  /** None: all services. */
  readonly services: readonly string[]
}

export interface SaleLine {
  readonly id: string
  readonly kind: 'session' | 'package' | 'membership' | 'fee' | 'top_up'
  /** Whose session it paid for. */
  readonly key: string | null
  readonly feeId: string | null
  /** The package or the membership that was bought. */
  readonly soldId: string | null
  readonly gross: number
  refunded: number
  /** How much of what was refunded was a present, so that it still counts as paid. */
  goodwill: number
}

export interface Tender {
  readonly id: string
  readonly method: 'cash' | 'card' | 'bank_transfer' | 'account'
  readonly amount: number
  refunded: number
}

export interface Sale {
  readonly id: string
  readonly receipt: string
  clientId: string
  readonly day: string
  readonly at: number
  readonly lines: readonly SaleLine[]
  readonly tenders: readonly Tender[]
  voided: boolean
}

/** A balance that was paid out. */
export interface PayOut {
  readonly receipt: string
  clientId: string
  readonly day: string
  readonly at: number
  readonly method: 'cash' | 'bank_transfer'
  readonly amount: number
  voided: boolean
}

export interface Fee {
  readonly id: string
  clientId: string
  readonly key: string
  amount: number
  readonly dueAt: number
  state: 'pending' | 'due' | 'kept' | 'paid' | 'waived' | 'forgiven' | 'withdrawn'
}

export interface Package {
  clientId: string
  readonly productId: string
  readonly paid: number
  readonly singlePrice: number
  readonly saleLineId: string
  /** Credits by their last day. */
  readonly lots: Map<string, number>
}

export interface Membership {
  clientId: string
  readonly productId: string
  readonly price: number
  readonly startsOn: string
  /** Months that were paid and not taken back. */
  months: number
  /** `at`: when it was written down. */
  readonly pauses: Map<string, { from: string; until: string; at: number }>
  /** The last day, when it was given up earlier. */
  endedOn: string | null
}

export interface Client {
  readonly id: string
  name: string
  mergedInto: string | null
  erased: boolean
  balance: number
  canBeWrittenTo: boolean
}

export interface Drawer {
  readonly id: string
  readonly openedOn: string
  expected: number
  isOpen: boolean
  /** The last count, and what was expected at it. */
  count: {
    readonly id: string
    readonly expected: number
    readonly counted: number
    readonly day: string
  } | null
  /** Moved by hand; true once it was taken back. */
  readonly byHand: Map<string, { readonly amount: number; reversed: boolean }>
}

export interface Stretch {
  readonly id: string
  readonly start: number
  readonly end: number
  /** Null: the whole studio. */
  readonly trainerId: string | null
}

/** How a session, or a seat, stood before an act that may be undone as it was. */
export interface Former {
  /** The session's id or the seat's: the newest of it counts. */
  readonly of: string
  readonly at: number
  readonly slot: Pick<Session, 'trainerId' | 'start' | 'end' | 'roomId' | 'agreed'>
  readonly cancelledAt: number | null
  readonly parts: ReadonlyMap<string, Attendance & { readonly held: number }>
  readonly fees: ReadonlyMap<string, Fee['state']>
}

/** A studio in a few lists and sums: what the real one must come to, whatever is done with it. */
export class StudioModel {
  readonly clock: WallClock
  now: number
  readonly trainers: readonly string[]
  readonly services: readonly ModelService[]
  /** In the order of their list. */
  rooms: readonly string[]
  readonly products: ModelProduct[]
  readonly sessions = new Map<string, Session>()
  readonly clients = new Map<string, Client>()
  readonly packages = new Map<string, Package>()
  readonly memberships = new Map<string, Membership>()
  readonly sales: Sale[] = []
  readonly payOuts: PayOut[] = []
  readonly fees = new Map<string, Fee>()
  readonly drawers: Drawer[] = []
  readonly away: Stretch[] = []
  /** Hours of each trainer's week, Monday first; everybody begins with the same. */
  readonly weeks = new Map<string, readonly Hours[]>()
  /** Hours of a trainer on one date, by `trainer date`. */
  readonly dated = new Map<string, Hours>()
  /** Trainers, services and rooms that were taken off their lists. */
  readonly retired = new Set<string>()
  policies: { readonly from: string; readonly policy: ModelPolicy }[]
  readonly locked: { readonly from: string; readonly until: string }[] = []
  /** Which day was closed, and when. */
  readonly closes: { readonly date: string; readonly at: number }[] = []
  /** The days on which a receipt was given. */
  readonly receiptDays = new Set<string>()
  /** The day the studio was set up. */
  readonly firstDay: string
  /** What was answered as the way back, newest last. */
  readonly undos: { readonly command: string; readonly input: unknown }[] = []
  /** How sessions stood before what can be undone as it was, by what the way back names. */
  readonly formers = new Map<string, Former>()
  /** The sessions and seats of whoever was erased: nothing is kept to undo by. */
  readonly forgotten = new Set<string>()
  /** How things stood after what can be undone, by the mark that the way back carries. */
  readonly left = new Map<string, string>()
  /** What was done, in words: told when it fails. */
  readonly transcript: string[] = []
  /** Whose parts in sessions were touched, newest last: what happens again and again to one. */
  readonly recent: string[] = []
  /** What the windows were last shown of what can be edited, by its id. */
  readonly looks = new Map<string, Look>()
  /** Names that were given so far. */
  named = 0

  constructor(given: {
    readonly timeZone: string
    readonly now: number
    readonly trainers: readonly string[]
    readonly services: readonly ModelService[]
    readonly rooms: readonly string[]
    readonly products: ModelProduct[]
    readonly policy: ModelPolicy
  }) {
    this.clock = new WallClock(given.timeZone)
    this.now = given.now
    this.firstDay = this.clock.dayOf(given.now)
    this.trainers = given.trainers
    this.services = given.services
    this.rooms = given.rooms
    this.products = given.products
    this.policies = [{ from: '0001-01-01', policy: given.policy }]
  }

  get today(): string {
    return this.clock.dayOf(this.now)
  }

  /** What holds on a day: the last one written of those that hold from the latest day. */
  policyOn(day: string): ModelPolicy {
    const latest = this.policies
      .filter(({ from }) => from <= day)
      .reduce((best, one) => (one.from >= best.from ? one : best))
    return latest.policy
  }

  /** The drawer that stands open, if one does. */
  get openDrawer(): Drawer | undefined {
    return this.drawers.find(({ isOpen }) => isOpen)
  }

  /** Those of a list that are about what was touched last; all of them when none is. */
  lately<T>(list: readonly T[], keyOf: (one: T) => string | null): readonly T[] {
    const recent = new Set(this.recent.slice(-6))
    const some = list.filter((one) => recent.has(keyOf(one) ?? ''))
    return some.length === 0 ? list : some
  }

  client(id: string): Client {
    const client = this.clients.get(id)!
    return client.mergedInto === null ? client : this.client(client.mergedInto)
  }

  /** Everybody's part in every session. */
  get attendances(): Attendance[] {
    return [...this.sessions.values()].flatMap(({ own, seats }) => (own ? [own] : seats))
  }

  attendance(appointmentId: string, seatId: string | null | undefined): Attendance | undefined {
    const session = this.sessions.get(appointmentId)
    return seatId ? session?.seats.find(({ key }) => key === seatId) : (session?.own ?? undefined)
  }

  service(id: string): ModelService {
    return this.services.find((service) => service.id === id)!
  }

  product(id: string): ModelProduct {
    return this.products.find((product) => product.id === id)!
  }

  /** Paid for a session and not given back, but as goodwill. */
  paidFor(key: string): number {
    const lines = this.standingLines(key)
    return lines.reduce((sum, line) => sum + line.goodwill, this.heldFor(key))
  }

  /** What of it is still here. */
  heldFor(key: string): number {
    return this.standingLines(key).reduce((sum, line) => sum + line.gross - line.refunded, 0)
  }

  /** What was sold for a session, without what was voided. */
  standingLines(key: string): SaleLine[] {
    return this.sales
      .filter(({ voided }) => !voided)
      .flatMap(({ lines }) => lines)
      .filter((line) => line.kind === 'session' && line.key === key)
  }

  /** The price as it is paid: with its tax. */
  grossOf({ price, terms }: Pick<Attendance, 'price' | 'terms'>): number {
    return terms.taxInclusive ? price : price + shareOf(price, terms.taxBasisPoints)
  }

  /** The day a session is on. */
  dayOf({ start }: Session): string {
    return this.clock.dayOf(start)
  }
}

/** Whether a session takes place, so that its trainer and room are busy. */
export function isActive({ own, cancelled }: Session): boolean {
  return own ? own.status !== 'cancelled' : !cancelled
}

/** A share in hundredths of a percent, half up. */
export function shareOf(amount: number, basisPoints: number): number {
  return Math.floor((amount * basisPoints + 5_000) / 10_000)
}

/** Who waits in a line, in order. */
export function waitingIn({ line }: Session): Place[] {
  return line.filter(({ state }) => state === 'waiting')
}

type Paused = Pick<Membership, 'startsOn' | 'pauses'>

/** Whether a member rests on a day. */
export function isResting({ pauses }: Pick<Membership, 'pauses'>, day: string): boolean {
  return [...pauses.values()].some(({ from, until }) => from <= day && day <= until)
}

/** Which month of a membership a day is in, from 0. Days of rest are not counted. */
export function monthOf(membership: Paused, day: string): number {
  const { startsOn } = membership
  let counted = startsOn
  for (let one = startsOn; one < day; one = addDays(one, 1)) {
    if (!isResting(membership, one)) counted = addDays(counted, 1)
  }
  let month = 0
  while (addMonths(startsOn, month + 1) <= counted) month += 1
  return month
}

/** The last day of what was paid: the one before the first that would be of the next month. */
export function paidUntil(membership: Paused & Pick<Membership, 'months'>): string {
  const { startsOn, months } = membership
  if (months === 0) return addDays(startsOn, -1)
  let counted = startsOn
  for (let day = startsOn; ; day = addDays(day, 1)) {
    if (isResting(membership, day)) continue
    if (counted >= addMonths(startsOn, months)) return addDays(day, -1)
    counted = addDays(counted, 1)
  }
}

/** The last day of a membership. */
export function endOf(membership: Membership): string {
  return membership.endedOn ?? paidUntil(membership)
}

/** When a trainer works on a day, as their week says or that day's own hours. */
export function hoursOn(model: StudioModel, trainerId: string, day: string): Hours {
  const dated = model.dated.get(`${trainerId} ${day}`)
  if (dated) return dated
  const weekday = weekdayOf(day)
  const week = model.weeks.get(trainerId)
  return week ? week[weekday - 1]! : weekday < 7 ? [[480, 1_200]] : []
}

/** The same studio once more, to try something in: nothing of it comes back. */
export function imagine(model: StudioModel): StudioModel {
  const { clock, transcript, undos, recent, ...lists } = model
  const copy = Object.create(StudioModel.prototype) as StudioModel
  return Object.assign(copy, structuredClone(lists), { clock, transcript, undos, recent })
}

/** The days of what a membership pays for, also of what was lost and not let go. */
export function daysPaidBy(model: StudioModel, id: string, except: string | null): string[] {
  return model.attendances
    .filter((one) => {
      const { funding, key, status } = one
      if (funding.kind !== 'membership' || funding.id !== id || key === except) return false
      if (status === 'cancelled' && !one.cancelledLate) return false
      return status !== 'no_show' || one.excused === null
    })
    .map(({ appointmentId }) => model.dayOf(model.sessions.get(appointmentId)!))
}
