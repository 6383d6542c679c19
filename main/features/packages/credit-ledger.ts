import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, type Instant, type LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readStudio } from '../studio/index.ts'
import { countCredits, expiryAfterRelease, heldSince, type CreditEntry } from './decide.ts'

/*
 * The credits of a package, one line per move, never changed.
 *
 *   sold +n            it was bought
 *   held −1            for a session that was booked
 *   used  0            that session took place, or was lost by the client
 *   released +1        given back, after a hold or after a use that is taken back
 *   void −n            refunded, or its sale undone
 *
 * A session's credit is in the state of its last line: held → used | released, used → released,
 * released → held.
 */

/** One client's part in a session: the appointment when it is private, else the seat in it. */
export interface AttendanceKey {
  readonly appointmentId: string
  readonly seatId?: string | null | undefined
}

/** The last move for one attendance, with whose package it is. */
export interface AttendanceCredit {
  readonly clientPackageId: string
  readonly clientId: string
  readonly kind: CreditEntry['kind']
  readonly expiresOn: LocalDate
}

// By hand, like the next one: every booking asks.
const selectEntries = `SELECT kind, delta, expires_on AS expiresOn, appointment_id AS appointmentId,
    seat_id AS seatId FROM credit_entries WHERE client_package_id = ? ORDER BY rowid`

/** The ledger of a package, oldest line first. */
export function readEntries(database: StudioDatabase, clientPackageId: string): CreditEntry[] {
  return database.prepare(selectEntries).all(clientPackageId) as CreditEntry[]
}

const selectMoves = `SELECT e.client_package_id AS clientPackageId, p.client_id AS clientId, e.kind,
    e.expires_on AS expiresOn
  FROM credit_entries e JOIN client_packages p ON p.id = e.client_package_id
  WHERE e.appointment_id = ? AND e.seat_id IS ? ORDER BY e.rowid DESC`

/** What became of the credit of an attendance; undefined when none ever paid for it. */
export function creditOf(
  database: StudioDatabase,
  { appointmentId, seatId = null }: AttendanceKey,
): AttendanceCredit | undefined {
  return database.prepare(`${selectMoves} LIMIT 1`).get(appointmentId, seatId) as
    | AttendanceCredit
    | undefined
}

function readMoves(
  database: StudioDatabase,
  { clientPackageId }: Pick<AttendanceCredit, 'clientPackageId'>,
  { appointmentId, seatId = null }: AttendanceKey,
) {
  return database
    .prepare(
      `SELECT kind, created_at AS at FROM credit_entries
       WHERE appointment_id = ? AND seat_id IS ? AND client_package_id = ? ORDER BY rowid`,
    )
    .all(appointmentId, seatId, clientPackageId) as { kind: CreditEntry['kind']; at: Instant }[]
}

/** Keeps one credit of a lot for an attendance that stands in the book already. */
export function holdCredit(
  tx: Tx,
  bus: EventBus,
  lot: Pick<AttendanceCredit, 'clientPackageId' | 'clientId' | 'expiresOn'>,
  attendance: AttendanceKey,
): void {
  write(tx, { ...lot, kind: 'held', delta: -1 }, attendance)
  bus.publish('package.credit_held', eventData(lot, attendance))
}

/**
 * The session took place, or the client lost it: its credit is used. Nothing happens when no credit
 * is held for it, so every session may be told so.
 */
export function spendCredit(tx: Tx, bus: EventBus, attendance: AttendanceKey): void {
  const credit = creditOf(tx.database, attendance)
  if (credit?.kind !== 'held') return
  write(tx, { ...credit, kind: 'used', delta: 0 }, attendance)
  bus.publish('package.credit_used', eventData(credit, attendance))
}

/**
 * Gives the credit of an attendance back, whether it was held or used already. It keeps its last
 * day; if the studio itself cancelled, it lasts at least a week from today, unless it had ended before it
 * was held. Nothing happens when no credit is out for it.
 */
export function releaseCredit(
  tx: Tx,
  bus: EventBus,
  attendance: AttendanceKey,
  { byStudio }: { readonly byStudio: boolean },
): void {
  const credit = creditOf(tx.database, attendance)
  if (credit?.kind !== 'held' && credit?.kind !== 'used') return
  const dayOf = (at: Instant) => localDateOf(at, readStudio(tx.database).time_zone)
  const heldOn = dayOf(heldSince(readMoves(tx.database, credit, attendance)) ?? tx.now)
  const expiresOn = expiryAfterRelease(credit.expiresOn, byStudio, dayOf(tx.now), heldOn)
  const released = { ...credit, expiresOn }
  write(tx, { ...released, kind: 'released', delta: 1 }, attendance)
  bus.publish('package.credit_released', { ...eventData(released, attendance), byStudio })
}

/**
 * Takes a use back: the session is still to come after all, and its credit is held as before.
 * Nothing happens when no credit was used for it.
 */
export function unspendCredit(tx: Tx, bus: EventBus, attendance: AttendanceKey): void {
  const credit = creditOf(tx.database, attendance)
  if (credit?.kind !== 'used') return
  releaseCredit(tx, bus, attendance, { byStudio: false })
  holdCredit(tx, bus, credit, attendance)
}

/**
 * Brings the credit of an attendance to where it was, lot and all: it was kept before something
 * changed that is being taken back. Refuses `credit_gone` when the credit was spent on something else
 * meanwhile.
 *
 * @param former what {@link creditOf} answered then; null: none was out.
 */
export function restoreCredit(
  tx: Tx,
  bus: EventBus,
  attendance: AttendanceKey,
  former: AttendanceCredit | null,
): Result<null> {
  const now = creditOf(tx.database, attendance)
  const isOut = now?.kind === 'held' || now?.kind === 'used'
  const wasOut = former?.kind === 'held' || former?.kind === 'used'
  const isSame =
    now?.clientPackageId === former?.clientPackageId && now?.expiresOn === former?.expiresOn
  if (isOut && !wasOut) {
    const lot = former && now.clientPackageId === former.clientPackageId ? former : now
    giveBack(tx, bus, { ...now, expiresOn: lot.expiresOn }, attendance)
    return ok(null)
  }
  if (!wasOut) return ok(null)
  if (!isOut || !isSame) {
    const { lots } = countCredits(readEntries(tx.database, former.clientPackageId))
    if (!lots.some(({ expiresOn }) => expiresOn === former.expiresOn)) {
      return refuse('credit_gone', {})
    }
    if (isOut) giveBack(tx, bus, now, attendance)
    holdCredit(tx, bus, former, attendance)
  }
  if (former.kind === 'used') spendCredit(tx, bus, attendance)
  else unspendCredit(tx, bus, attendance)
  return ok(null)
}

function giveBack(
  tx: Tx,
  bus: EventBus,
  credit: AttendanceCredit,
  attendance: AttendanceKey,
): void {
  write(tx, { ...credit, kind: 'released', delta: 1 }, attendance)
  bus.publish('package.credit_released', { ...eventData(credit, attendance), byStudio: false })
}

/**
 * Holds a credit again that the studio's own cancellation had made last longer: it goes back to the
 * last day it had, as if nothing had been. Answers false, and does nothing, when its last day was not
 * moved, or it was spent on something else meanwhile.
 */
export function holdExtended(
  tx: Tx,
  bus: EventBus,
  attendance: AttendanceKey & { readonly date: LocalDate },
): boolean {
  const { appointmentId, seatId = null } = attendance
  const [released, before] = tx.database
    .prepare(selectMoves)
    .all(appointmentId, seatId) as AttendanceCredit[]
  if (!released || !before || before.expiresOn >= released.expiresOn) return false
  const { lots } = countCredits(readEntries(tx.database, released.clientPackageId))
  const isLeft = lots.some(({ expiresOn }) => expiresOn === released.expiresOn)
  if (!isLeft || attendance.date > before.expiresOn) return false
  holdCredit(tx, bus, released, attendance)
  write(tx, { ...before, kind: 'released', delta: 1 }, attendance)
  bus.publish('package.credit_released', { ...eventData(before, attendance), byStudio: false })
  holdCredit(tx, bus, before, attendance)
  return true
}

/** Writes one line and tells the windows. */
export function write(
  tx: Tx,
  line: {
    readonly clientPackageId: string
    readonly clientId: string
    readonly kind: CreditEntry['kind']
    readonly delta: number
    readonly expiresOn: LocalDate
  },
  attendance: AttendanceKey | null,
): void {
  tx.database.insert('credit_entries', {
    id: newId(),
    client_package_id: line.clientPackageId,
    kind: line.kind,
    delta: line.delta,
    expires_on: line.expiresOn,
    appointment_id: attendance?.appointmentId ?? null,
    seat_id: attendance?.seatId ?? null,
    created_at: tx.now,
    created_by: tx.actorId,
  })
  tx.touch(topics.funding(line.clientId))
}

function eventData(
  { clientPackageId, clientId, expiresOn }: Omit<AttendanceCredit, 'kind'>,
  { appointmentId, seatId }: AttendanceKey,
) {
  return { clientPackageId, clientId, appointmentId, ...(seatId ? { seatId } : {}), expiresOn }
}
