import type { LoggedRow } from './read-log.ts'

interface FoldedAppointment {
  trainer: string
  room: string | null
  start: string
  end: string
  cancelled: boolean
  client: string
  status: string
  /** Seats; null for a private session. */
  capacity: number | null
}

interface FoldedSeat {
  readonly appointment: string
  client: string
  status: string
}

interface FoldedPayment {
  /** The session that was sold, `null` as a text when there was none. */
  readonly appointment: string
  readonly seat: string | null
  readonly amount: number
  readonly receipt: string
  readonly method: string
  readonly parts: readonly Part[]
  voided: boolean
}

interface Part {
  readonly kind: string
  readonly feeId: string | null
  readonly amount: number
}

interface FoldedRefund {
  readonly payment: string
  readonly amount: number
  readonly receipt: string
  readonly method: string
}

/** What the log alone says there must be in the tables. */
export interface FoldedLog {
  readonly clients: Set<string>
  /** Who went over into whom. */
  readonly merged: Map<string, string>
  readonly appointments: Map<string, FoldedAppointment>
  readonly seats: Map<string, FoldedSeat>
  readonly payments: Map<string, FoldedPayment>
  readonly refunds: Map<string, FoldedRefund>
  /** Signed amounts. */
  readonly earnings: Map<string, { amount: number; by: string }>
  /** What the studio holds for each client. */
  readonly balances: Map<string, number>
  /** Credits left of a package, by their last day. */
  readonly credits: Map<string, Map<string, number>>
  /** The last that happened to the credit of a session or a seat. */
  readonly holds: Map<string, 'held' | 'used' | 'released'>
  /** What pays the sessions and seats that were paid from something else than they were booked with. */
  readonly sources: Map<string, string>
  /** `open` is what is owed, now or later. */
  readonly fees: Map<string, { of: string; amount: number; state: string }>
  /** What must be in each drawer, and whether it was counted and closed. */
  readonly drawers: Map<string, { expected: number; closed: boolean }>
  /** What cannot be, whatever the tables say. */
  readonly contradictions: string[]
}

type Data = Readonly<Record<string, unknown>>

/** An empty studio's. */
export function emptyFold(): FoldedLog {
  return {
    clients: new Set(),
    merged: new Map(),
    appointments: new Map(),
    seats: new Map(),
    payments: new Map(),
    refunds: new Map(),
    earnings: new Map(),
    balances: new Map(),
    credits: new Map(),
    holds: new Map(),
    sources: new Map(),
    fees: new Map(),
    drawers: new Map(),
    contradictions: [],
  }
}

/** Reads the log as a book, with arithmetic of its own. */
export function foldLog(rows: readonly LoggedRow[]): FoldedLog {
  const folded = emptyFold()
  for (const row of rows) foldEvent(folded, row)
  return folded
}

/** Adds one event to what the ones before it said. */
export function foldEvent(
  folded: FoldedLog,
  { event_type: type, event_data }: Pick<LoggedRow, 'event_type' | 'event_data'>,
): void {
  if (event_data === null) return
  const data = JSON.parse(event_data) as Data
  if (type.endsWith('.payment_source_changed')) foldSource(folded, data)
  if (type.startsWith('appointment.')) foldAppointment(folded, type, data)
  else if (type.startsWith('seat.')) foldSeat(folded, type, data)
  else if (type.startsWith('package.')) foldCredit(folded, type, data)
  else if (type.startsWith('fee.')) foldFee(folded, type, data)
  else if (type.startsWith('drawer.')) foldDrawer(folded, type, data)
  else if (type.startsWith('payment.')) foldMoney(folded, type, data)
  else if (type.startsWith('balance.')) foldPayOut(folded, type, data)
  else if (type === 'client.registered') folded.clients.add(text(data, 'clientId'))
  else if (type === 'client.merged') mergeInto(folded, data)
  else if (type === 'group.capacity_changed') {
    const group = folded.appointments.get(text(data, 'appointmentId'))
    if (group) group.capacity = amountOf(data, 'capacity')
  } else if (type === 'earning.recorded' || type === 'earning.adjusted') {
    const by = text(data, 'appointmentId')
    folded.earnings.set(text(data, 'earningId'), { amount: amountOf(data, 'amount'), by })
  }
}

/** Who a client is by now. */
export function whoIs({ merged }: Pick<FoldedLog, 'merged'>, client: string): string {
  let id = client
  for (let next = merged.get(id); next !== undefined; next = merged.get(id)) id = next
  return id
}

/** The status that an outcome leads to; a booking that was moved keeps its own. */
const outcomes: Readonly<Record<string, string>> = {
  cancelled: 'cancelled',
  reinstated: 'booked',
  checked_in: 'checked_in',
  check_in_taken_back: 'booked',
  completed: 'completed',
  no_show: 'no_show',
  no_show_taken_back: 'booked',
}

function foldAppointment(folded: FoldedLog, type: string, data: Data): void {
  const id = text(data, 'appointmentId')
  const slot = {
    trainer: text(data, 'trainerId'),
    room: data['roomId'] === undefined ? null : text(data, 'roomId'),
    start: text(data, 'startTime'),
    end: text(data, 'endTime'),
  }
  if (type === 'appointment.created') {
    // A group session has no client.
    const client = textOrNull(data, 'clientId')
    const capacity = data['capacity'] === undefined ? null : amountOf(data, 'capacity')
    const fresh = { cancelled: false, status: 'booked', client, capacity }
    folded.appointments.set(id, { ...slot, ...fresh })
    return
  }
  const appointment = folded.appointments.get(id)
  if (!appointment) throw new Error(`${type} of an appointment that was never created`)
  const status = statusAfter(type, appointment.status)
  Object.assign(appointment, slot, { status, cancelled: status === 'cancelled' })
}

function foldSeat(folded: FoldedLog, type: string, data: Data): void {
  const id = text(data, 'seatId')
  const appointment = text(data, 'appointmentId')
  if (type === 'seat.booked') {
    folded.seats.set(id, { appointment, client: text(data, 'clientId'), status: 'booked' })
    return
  }
  const seat = folded.seats.get(id)
  if (!seat) throw new Error(`${type} of a seat that was never booked`)
  seat.status = statusAfter(type, seat.status)
}

/** A completion that is taken back leads to where it came from, which only the tables know. */
function statusAfter(type: string, before: string): string {
  const act = type.slice(type.indexOf('.') + 1)
  if (act === 'completion_taken_back') return 'booked or checked_in'
  return outcomes[act] ?? before
}

function foldCredit(folded: FoldedLog, type: string, data: Data): void {
  const id = text(data, 'clientPackageId')
  const lots = folded.credits.get(id) ?? new Map<string, number>()
  folded.credits.set(id, lots)
  if (type === 'package.refunded' || type === 'package.voided') {
    const left = [...lots.values()].reduce((sum, credits) => sum + credits, 0)
    if (left !== data['creditsVoid']) {
      folded.contradictions.push(`package ${id} had ${left} credits when it was given back`)
    }
    lots.clear()
    return
  }
  const lot = text(data, 'expiresOn')
  const move = (by: number) => lots.set(lot, (lots.get(lot) ?? 0) + by)
  const of = String(data['seatId'] ?? data['appointmentId'])
  if (type === 'package.sold') move(amountOf(data, 'credits'))
  if (type === 'package.credit_used') folded.holds.set(of, 'used')
  if (type === 'package.credit_held') {
    if (folded.holds.get(of) === 'held') folded.contradictions.push(`${of} holds two credits`)
    folded.holds.set(of, 'held')
    move(-1)
  }
  if (type === 'package.credit_released') {
    if (folded.holds.get(of) === 'released')
      folded.contradictions.push(`${of} gave back two credits`)
    folded.holds.set(of, 'released')
    move(1)
  }
}

function foldSource({ sources }: FoldedLog, data: Data): void {
  const { kind, clientPackageId, membershipId } = data['source'] as Readonly<Record<string, string>>
  const of = String(data['seatId'] ?? data['appointmentId'])
  sources.set(of, `${kind} ${clientPackageId ?? membershipId ?? '-'}`)
}

function foldFee(folded: FoldedLog, type: string, data: Data): void {
  const id = text(data, 'feeId')
  if (type === 'fee.charged') {
    const of = String(data['seatId'] ?? data['appointmentId'])
    const state = openIf(text(data, 'state'))
    folded.fees.set(id, { of, amount: amountOf(data, 'amount'), state })
    return
  }
  const fee = folded.fees.get(id)
  if (fee && type === 'fee.charged_again') {
    fee.state = openIf(text(data, 'state'))
    return
  }
  if (!fee) throw new Error(`${type} of a fee that was never charged`)
  const states = { waived: 'waived', waiver_taken_back: 'open', withdrawn: 'withdrawn' }
  fee.state = states[type.slice('fee.'.length) as keyof typeof states]
  // Of what had been kept only what was still there was let go.
  if (type === 'fee.waived') fee.amount = amountOf(data, 'amount')
}

/** Whether a fee is due already is a question of the time. */
export function openIf(state: string): string {
  return state === 'pending' || state === 'due' ? 'open' : state
}

function foldDrawer(folded: FoldedLog, type: string, data: Data): void {
  const id = text(data, 'drawerId')
  if (type === 'drawer.opened') {
    folded.drawers.set(id, { expected: amountOf(data, 'amount'), closed: false })
    return
  }
  const drawer = folded.drawers.get(id)
  if (!drawer) throw new Error(`${type} of a drawer that was never opened`)
  if (type === 'drawer.movement') {
    drawer.expected += amountOf(data, 'amount') * (data['kind'] === 'paid_in' ? 1 : -1)
    return
  }
  if (data['expected'] !== drawer.expected) {
    const said = `${drawer.expected} must be in drawer ${id}, ${type} says ${String(data['expected'])}`
    folded.contradictions.push(said)
  }
  if (type === 'drawer.closed') drawer.closed = true
}

function foldMoney(folded: FoldedLog, type: string, data: Data): void {
  const id = text(data, 'paymentId')
  const amount = amountOf(data, 'amount')
  const receipt = text(data, 'receiptNumber')
  const client = whoIs(folded, String(data['clientId']))
  if (type === 'payment.refunded') {
    const payment = folded.payments.get(id)
    const method = data['to'] === 'account' ? 'account' : (payment?.method ?? 'unknown')
    folded.refunds.set(text(data, 'refundId'), { payment: id, amount, receipt, method })
    if (method === 'cash') moveCash(folded, -amount)
    if (method === 'account') moveBalance(folded, client, amount)
    if (data['kind'] === 'top_up') moveBalance(folded, client, -amount)
    return
  }
  const method = text(data, 'method')
  const parts = (data['parts'] ?? []) as readonly Part[]
  const sign = type === 'payment.voided' ? -1 : 1
  if (method === 'cash') moveCash(folded, sign * amount)
  if (method === 'account') moveBalance(folded, client, -sign * amount)
  for (const part of parts) {
    if (part.kind === 'top_up') moveBalance(folded, client, sign * part.amount)
    const fee = part.feeId === null ? undefined : folded.fees.get(part.feeId)
    if (fee && sign > 0) fee.state = 'paid'
    else if (fee?.state === 'paid') fee.state = 'open'
  }
  const payment = folded.payments.get(id)
  if (payment) payment.voided = sign < 0
  else {
    const appointment = textOrNull(data, 'appointmentId')
    const seat = data['seatId'] ? text(data, 'seatId') : null
    folded.payments.set(id, { appointment, seat, amount, receipt, method, parts, voided: false })
  }
}

/** A balance that was paid out leaves it, and the drawer when it was cash; voided, both come back. */
function foldPayOut(folded: FoldedLog, type: string, data: Data): void {
  const out = (type === 'balance.paid_out' ? 1 : -1) * amountOf(data, 'amount')
  moveBalance(folded, whoIs(folded, text(data, 'clientId')), -out)
  if (data['method'] === 'cash') moveCash(folded, -out)
}

function moveCash({ drawers, contradictions }: FoldedLog, amount: number): void {
  const open = [...drawers.values()].find(({ closed }) => !closed)
  if (open) open.expected += amount
  else contradictions.push(`${amount} in cash moved with no drawer open`)
}

function moveBalance({ balances }: FoldedLog, client: string, amount: number): void {
  balances.set(client, (balances.get(client) ?? 0) + amount)
}

function mergeInto(folded: FoldedLog, data: Data): void {
  const keep = text(data, 'clientId')
  const gone = text(data, 'mergedClientId')
  folded.merged.set(gone, keep)
  moveBalance(folded, keep, folded.balances.get(gone) ?? 0)
  folded.balances.delete(gone)
}

function text(data: Data, key: string): string {
  return String(data[key])
}

/** `null` as a text where there is nothing. */
function textOrNull(data: Data, key: string): string {
  return data[key] === undefined ? 'null' : text(data, key)
}

function amountOf(data: Data, key: string): number {
  return Number(data[key])
}
