import type { Verdict } from './rule.ts'
import {
  daysPaidBy,
  hoursOn,
  isActive,
  isResting,
  endOf,
  monthOf,
  type ModelFunding,
  type Package,
  type Session,
  type StudioModel,
  type Who,
} from './studio-model.ts'
import { addDays } from './wall-clock.ts'

/** The day a session stands on by the wall time that was agreed. */
export function dayInBook(model: StudioModel, { agreed, start }: Session): string {
  return (agreed ?? model.clock.dayOf(start)).slice(0, 10)
}

/** No book is kept of a day that is over for more than 31 days. */
export function judgeInBook(model: StudioModel, local: string): Verdict {
  return local.slice(0, 10) < addDays(model.today, -31) ? 'outside_book' : 'ok'
}

/** What was done so lately is taken back as it was. */
export function isTakenBackInTime(model: StudioModel, doneAt: number | null): boolean {
  return doneAt !== null && doneAt >= model.now - 24 * 3_600_000
}

/** A slot somebody wants. */
export interface WantedSlot {
  readonly trainerId: string
  readonly start: number
  readonly end: number
  readonly before: number
  readonly after: number
  /** Null: a group, whose clients are asked one by one. */
  readonly clientId: string | null
  readonly serviceId: string
  readonly room?: { readonly chosen?: string | undefined; readonly preferred?: string | null }
  /** The session that is moved is not in its own way. */
  readonly moving?: string
  /** It stood there before: hours are not asked again. */
  readonly stoodThere?: boolean
}

/** What somebody is ready to overrule. */
export interface Allowance {
  readonly allowOutsideHours?: boolean | undefined
  readonly allowNoBuffer?: boolean | undefined
  readonly allowClientOverlap?: boolean | undefined
  readonly exceptionReason?: string | undefined
}

const minute = 60_000
const longestHours = 12

/** The slot that wall times mean, or why they mean none. */
export function judgeTimes(
  model: StudioModel,
  input: { readonly start: string; readonly end?: string | undefined },
  minutes: number,
): { readonly start: number; readonly end: number } | string {
  const start = model.clock.momentOf(input.start)
  if (start === null) return 'time_does_not_exist'
  const end = input.end === undefined ? start + minutes * minute : model.clock.momentOf(input.end)
  if (end === null) return 'time_does_not_exist'
  if (end <= start) return 'end_before_start'
  return end - start > longestHours * 60 * minute ? 'too_long' : { start, end }
}

/** Whether a slot may be taken, and which room it gets. */
export function judgeSlot(
  model: StudioModel,
  wanted: WantedSlot,
  allowed: Allowance,
  who: Who,
): { readonly verdict: Verdict; readonly roomId: string | null } {
  const no = (verdict: Verdict) => ({ verdict, roomId: null })
  const others = [...model.sessions.values()].filter(
    (session) => isActive(session) && session.id !== wanted.moving,
  )
  const own = others.filter(({ trainerId }) => trainerId === wanted.trainerId)
  if (own.some((other) => overlaps(wanted, other))) return no('trainer_busy')
  const unavailable = wanted.stoodThere ? null : whyUnavailable(model, wanted)
  if (unavailable && !allowed.allowOutsideHours) return no(unavailable)
  const isClose = own.some((other) => isTooClose(wanted, other))
  if (isClose && !allowed.allowNoBuffer) return no('buffer_needed')
  const isElsewhere = wanted.clientId !== null && isClientBusy(model, wanted.clientId, wanted)
  if (isElsewhere && !allowed.allowClientOverlap) return no('client_busy')
  const stood = wanted.stoodThere ? wanted.room?.preferred : undefined
  const isHere = stood === null || (stood !== undefined && isRoomFree(others, stood, wanted))
  const room = isHere ? stood && { id: stood } : chooseRoom(model, wanted, others)
  if (typeof room === 'string') return no(room)
  if (unavailable || isClose || isElsewhere) {
    if (!allowed.exceptionReason) return no('exception_reason_needed')
    if ((unavailable || isClose) && who !== 'manager') return no('approval_needed')
  }
  return { verdict: 'ok', roomId: room?.id ?? null }
}

/** Whether two stretches of time have a moment in common. */
export function overlaps(
  a: { start: number; end: number },
  b: { start: number; end: number },
): boolean {
  return a.start < b.end && b.start < a.end
}

function whyUnavailable(model: StudioModel, wanted: WantedSlot): string | null {
  const { trainerId, start, end } = wanted
  const over = model.away.filter((away) => away.start < end && start < away.end)
  if (over.some((away) => away.trainerId === null)) return 'studio_closed'
  if (over.some((away) => away.trainerId === trainerId)) return 'trainer_away'
  return isInHours(model, wanted) ? null : 'outside_hours'
}

/** Whether it lies wholly in the trainer's hours: those of both days, when it is at night. */
function isInHours(model: StudioModel, { trainerId, start, end }: WantedSlot): boolean {
  const first = model.clock.dayOf(start)
  const last = model.clock.dayOf(end - minute)
  const spans = [...new Set([first, last])].flatMap((day) =>
    hoursOn(model, trainerId, day).map((span) => span.map((at) => momentIn(model, day, at))),
  )
  let reached = start
  for (const [from = 0, until = 0] of spans.toSorted(([a = 0], [b = 0]) => a - b)) {
    if (from <= reached && until > reached) reached = until
  }
  return reached >= end
}

/** The moment it is so many minutes into a day. */
export function momentIn(model: StudioModel, day: string, minutes: number): number {
  if (minutes === 1_440) return model.clock.momentAfter(`${addDays(day, 1)}T00:00`)
  const two = (number: number) => String(number).padStart(2, '0')
  const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  return model.clock.momentAfter(`${day}T${time}`)
}

function isTooClose(wanted: WantedSlot, other: Session): boolean {
  const [first, second] = wanted.start < other.start ? [wanted, other] : [other, wanted]
  return second.start - first.end < Math.max(first.after, second.before) * minute
}

/** Whether a client has another session in the time of a slot. */
export function isClientBusy(
  model: StudioModel,
  clientId: string,
  slot: { readonly start: number; readonly end: number; readonly moving?: string },
): boolean {
  return [...model.sessions.values()].some((session) => {
    if (!isActive(session) || session.id === slot.moving || !overlaps(session, slot)) return false
    const parts = session.own ? [session.own] : session.seats
    return parts.some((one) => one.clientId === clientId && one.status !== 'cancelled')
  })
}

function isRoomFree(
  others: readonly Session[],
  roomId: string,
  slot: { readonly start: number; readonly end: number },
): boolean {
  return !others.some((other) => other.roomId === roomId && overlaps(other, slot))
}

/** Whether the room it has, if any, is none that its service can use, though it needs one. */
export function needsOtherRoom(
  model: StudioModel,
  { serviceId, roomId }: { readonly serviceId: string; readonly roomId: string | null },
): boolean {
  const { rooms } = model.service(serviceId)
  const isIn = roomId !== null && rooms.includes(roomId) && !model.retired.has(roomId)
  return rooms.length > 0 && !isIn
}

function chooseRoom(
  model: StudioModel,
  { serviceId, start, end, room = {} }: WantedSlot,
  others: readonly Session[],
): { readonly id: string } | null | 'room_busy' | 'room_not_found' | 'no_room_left' {
  const used = new Set(model.service(serviceId).rooms)
  const { chosen, preferred } = room
  const rooms = model.rooms.filter((id) => used.has(id) && !model.retired.has(id))
  if (chosen !== undefined && !rooms.includes(chosen)) return 'room_not_found'
  if (rooms.length === 0) return used.size === 0 ? null : 'no_room_left'
  const tried =
    chosen === undefined
      ? rooms.toSorted((a, b) => Number(b === preferred) - Number(a === preferred))
      : [chosen]
  const free = tried.find((id) => isRoomFree(others, id, { start, end }))
  return free === undefined ? 'room_busy' : { id: free }
}

/** Whether something that was bought pays a session, and with a credit of which lot. */
export function judgeFunding(
  model: StudioModel,
  funding: ModelFunding,
  session: { readonly clientId: string; readonly serviceId: string; readonly day: string },
  before: { readonly key: string; readonly lot: string | null } | null = null,
): { readonly verdict: Verdict; readonly lot: string | null } {
  const no = (verdict: string) => ({ verdict, lot: null })
  if (funding.kind === 'single') return { verdict: 'ok', lot: null }
  const bought =
    funding.kind === 'package' ? model.packages.get(funding.id) : model.memberships.get(funding.id)
  if (bought?.clientId !== session.clientId) return no(`${funding.kind}_not_found`)
  const { services, perMonth } = model.product(bought.productId)
  if (services.length > 0 && !services.includes(session.serviceId)) return no('wrong_service')
  if (funding.kind === 'package') {
    return judgeLot(model.packages.get(funding.id)!, session.day, before?.lot ?? null)
  }
  const membership = model.memberships.get(funding.id)!
  if (session.day < membership.startsOn || endOf(membership) < session.day) {
    return no('membership_not_valid')
  }
  if (isResting(membership, session.day)) return no('membership_paused')
  const month = monthOf(membership, session.day)
  const days = daysPaidBy(model, funding.id, before?.key ?? null)
  const used = days.filter((day) => monthOf(membership, day) === month).length
  return perMonth !== null && used >= perMonth
    ? no('membership_used_up')
    : { verdict: 'ok', lot: null }
}

/** The credit that would be lost first, unless the session's own is still there. */
function judgeLot({ lots }: Package, day: string, preferred: string | null) {
  const left = [...lots].filter(([, credits]) => credits > 0).map(([lot]) => lot)
  if (left.length === 0) return { verdict: 'no_credit_left', lot: null }
  const valid = left.filter((lot) => day <= lot).toSorted()
  const lot = valid.find((one) => one === preferred) ?? valid[0]
  return lot === undefined ? { verdict: 'package_expired', lot: null } : { verdict: 'ok', lot }
}
