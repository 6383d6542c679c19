import type { DrawerMoved, HandMovement } from '../../../shared/drawer.ts'
import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { checkUsual } from '../../../shared/sane-amounts.ts'
import { dayBounds, localDateOf, type Instant, type LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { spendApproval } from '../staff/index.ts'
import { counterOf, decideCash, decideEnough } from './decide.ts'

/** Cash that a sale brings, or that a refund, a void or a pay-out takes. The amount is never negative. */
interface CashMovement {
  /** `pay_out_void` brings back what a pay-out took. */
  readonly kind: 'sale' | 'refund' | 'void' | 'pay_out' | 'pay_out_void'
  readonly amountMinor: Minor
  readonly paymentId?: string
  readonly refundId?: string
  readonly payOutId?: string
}

/** The session that was opened and not yet closed. */
export function findOpenDrawer(database: StudioDatabase): Row<'drawer_sessions'> | undefined {
  return database.prepare('SELECT * FROM drawer_sessions WHERE closed_at IS NULL').get() as
    | Row<'drawer_sessions'>
    | undefined
}

/**
 * Whether cash of a day can still lie in an open drawer, which is counted before that day ends: one that
 * was opened on it or before, or has money of it; and any that is open today, for a clock that ran ahead
 * dates a drawer too late.
 */
export function isDrawerOpenFrom(database: StudioDatabase, date: LocalDate, now: Instant): boolean {
  const open = findOpenDrawer(database)
  if (!open) return false
  const { time_zone: timeZone } = readStudio(database)
  if (open.opened_on <= date || date >= localDateOf(now, timeZone)) return true
  const { start, end } = dayBounds(date, timeZone)
  const moved = database
    .prepare(
      `SELECT 1 FROM drawer_movements
       WHERE drawer_session_id = ? AND created_at >= ? AND created_at < ? LIMIT 1`,
    )
    .get(open.id, start, end)
  return moved !== undefined
}

/**
 * Puts the cash of a payment, a refund or a void on the drawer, in the transaction that took it; the
 * payment's own event tells of it. Nothing is written for an amount of nothing.
 *
 * Refuses `drawer_closed`, `drawer_overdue` and `drawer_not_enough`.
 *
 * @example
 * const moved = recordCash(tx, { kind: 'sale', amountMinor, paymentId }, caller)
 * if (!moved.ok) return moved
 */
export function recordCash(tx: Tx, movement: CashMovement, caller: StaffCaller): Result<null> {
  if (movement.amountMinor === 0) return ok(null)
  const drawer = openDrawer(tx)
  if (!drawer.ok) return drawer
  const isIn = movement.kind === 'sale' || movement.kind === 'pay_out_void'
  if (!isIn) {
    const enough = checkEnough(tx.database, drawer.value, movement.amountMinor)
    if (!enough.ok) return enough
  }
  tx.database.insert('drawer_movements', {
    id: newId(),
    drawer_session_id: drawer.value.id,
    kind: movement.kind === 'pay_out_void' ? 'pay_out' : movement.kind,
    amount_minor: isIn ? movement.amountMinor : 0 - movement.amountMinor,
    payment_id: movement.paymentId ?? null,
    refund_id: movement.refundId ?? null,
    pay_out_id: movement.payOutId ?? null,
    reason: null,
    reverses_id: null,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  tx.touch(topics.drawer)
  return ok(null)
}

/**
 * Whether the drawer can give this change back. The client's own note makes none: it has to be there
 * before the sale, so this is asked before {@link recordCash} puts the payment in. No change is always there.
 *
 * Refuses `drawer_closed`, `drawer_overdue` and `drawer_not_enough`.
 */
export function checkChange(tx: Tx, changeMinor: Minor): Result<null> {
  if (changeMinor === 0) return ok(null)
  const drawer = openDrawer(tx)
  return drawer.ok ? checkEnough(tx.database, drawer.value, changeMinor) : drawer
}

/**
 * Moves cash by hand. Refuses `drawer_closed`, `drawer_overdue`, `drawer_not_enough`, `amount_unusual`,
 * and `approval_needed` for a pay-out that takes what was paid out today, by hand and of balances, above
 * the policy's limit: a large one could be made in small ones. What is brought to the safe stays the
 * studio's and needs nobody.
 */
export function moveCash(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly kind: HandMovement
    readonly amountMinor: Minor
    readonly reason: string
    readonly approvalId?: string | undefined
    readonly sureOfMinor?: Minor | undefined
  },
  caller: StaffCaller,
): Result<DrawerMoved> {
  const drawer = openDrawer(tx)
  if (!drawer.ok) return drawer
  const { kind, amountMinor, reason } = input
  if (kind !== 'paid_in') {
    const enough = checkEnough(tx.database, drawer.value, amountMinor)
    if (!enough.ok) return enough
  }
  const usual = checkUsual([amountMinor], input.sureOfMinor, drawer.value.currency)
  if (!usual.ok) return usual
  if (kind === 'paid_out' && amountMinor + paidOutToday(tx, drawer.value.id) > payOutLimit(tx)) {
    const allowed = spendApproval(tx, bus, 'pay_out', input.approvalId, caller)
    if (!allowed.ok) return allowed
  }
  const movement = { kind, amountMinor, reason, reverses: null }
  return ok(writeMovement(tx, bus, drawer.value, movement, caller))
}

/**
 * Takes back a movement made by hand: the money went the other way, and both stay on the list.
 * Refuses `movement_not_found`, `movement_reversed`, `drawer_already_closed` and `drawer_not_enough`.
 */
export function reverseMovement(
  tx: Tx,
  bus: EventBus,
  input: { readonly movementId: string },
  caller: StaffCaller,
): Result<DrawerMoved> {
  const movement = tx.database
    .prepare('SELECT * FROM drawer_movements WHERE id = ?')
    .get(input.movementId) as Row<'drawer_movements'> | undefined
  if (!movement || !isByHand(movement.kind)) return refuse('movement_not_found', {})
  const drawer = openDrawer(tx)
  if (!drawer.ok) return drawer
  if (drawer.value.id !== movement.drawer_session_id) return refuse('drawer_already_closed', {})
  const reversed = tx.database
    .prepare('SELECT 1 FROM drawer_movements WHERE reverses_id = ?')
    .get(movement.id)
  if (reversed) return refuse('movement_reversed', {})
  if (movement.amount_minor > 0) {
    const enough = checkEnough(tx.database, drawer.value, movement.amount_minor)
    if (!enough.ok) return enough
  }
  const counter = {
    ...counterOf(movement.amount_minor),
    reason: movement.reason,
    reverses: movement.id,
  }
  return ok(writeMovement(tx, bus, drawer.value, counter, caller))
}

/** Whether somebody moved it by hand, so that a counter movement can take it back. */
export function isByHand(kind: Row<'drawer_movements'>['kind']): kind is HandMovement {
  return kind === 'paid_in' || kind === 'paid_out' || kind === 'drop'
}

/** What the desk may pay out without a manager: as much as it may give back. */
function payOutLimit(tx: Tx): Minor {
  const { time_zone: timeZone } = readStudio(tx.database)
  return readPolicy(tx.database, localDateOf(tx.now, timeZone)).refundLimitMinor
}

/**
 * What left as pay-outs since today began, whichever drawer it came from, and all of the drawer that is
 * open, on whatever day a wrong clock opened it; less what was taken back.
 */
function paidOutToday(tx: Tx, openId: string): number {
  const { time_zone: timeZone } = readStudio(tx.database)
  const { start } = dayBounds(localDateOf(tx.now, timeZone), timeZone)
  return tx.database
    .prepare(
      `SELECT coalesce(sum(-m.amount_minor), 0) FROM drawer_movements m
       WHERE (m.created_at >= @start OR m.drawer_session_id = @openId)
         AND (m.kind = 'pay_out' OR m.kind = 'paid_out' AND m.reverses_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM drawer_movements r WHERE r.reverses_id = m.id))`,
    )
    .pluck()
    .get({ start, openId }) as number
}

function checkEnough(
  database: StudioDatabase,
  drawer: Row<'drawer_sessions'>,
  amountMinor: number,
): Result<null> {
  const { moved } = database
    .prepare(
      'SELECT coalesce(sum(amount_minor), 0) AS moved FROM drawer_movements WHERE drawer_session_id = ?',
    )
    .get(drawer.id) as { moved: number }
  return decideEnough(drawer.float_minor + moved, amountMinor, drawer.currency)
}

function openDrawer(tx: Tx): Result<Row<'drawer_sessions'>> {
  const drawer = findOpenDrawer(tx.database)
  const today = localDateOf(tx.now, readStudio(tx.database).time_zone)
  const allowed = decideCash(drawer && { openedOn: drawer.opened_on }, today)
  return allowed.ok ? ok(drawer!) : allowed
}

function writeMovement(
  tx: Tx,
  bus: EventBus,
  drawer: Row<'drawer_sessions'>,
  movement: {
    readonly kind: HandMovement
    readonly amountMinor: Minor
    readonly reason: string | null
    readonly reverses: string | null
  },
  caller: StaffCaller,
): DrawerMoved {
  const { kind, amountMinor, reason, reverses } = movement
  const movementId = newId()
  tx.database.insert('drawer_movements', {
    id: movementId,
    drawer_session_id: drawer.id,
    kind,
    amount_minor: kind === 'paid_in' ? amountMinor : 0 - amountMinor,
    payment_id: null,
    refund_id: null,
    pay_out_id: null,
    reason,
    reverses_id: reverses,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  bus.publish('drawer.movement', {
    drawerId: drawer.id,
    movementId,
    kind,
    amount: amountMinor,
    currency: drawer.currency,
    reverses,
  })
  tx.touch(topics.drawer)
  return { movementId, undo: { command: 'drawer.reverse', input: { movementId } } }
}
