import { versionOf } from '../../../main/features/check-version.ts'
import type { Result } from '../../../shared/result.ts'
import { shownOf } from '../../../shared/shown.ts'
import { asSeen } from '../../support/as-seen.ts'
import { chooseMoneyIntent } from './desk-money-work.ts'
import type { Desk } from './desk.ts'
import { intentOf, newestOf, type Intent } from './intent.ts'
import type { Random } from './random.ts'

const dayMs = 86_400_000
/** Few days and many bookings: slots are fought for. */
const daysAhead = 40
/** Also what has begun already, so that somebody can have stayed away. */
const daysBack = 4

/**
 * Chooses what the desk does next: mostly booking, and everything that can follow it. A new studio
 * first gets a group and a package to sell.
 */
export function chooseIntent(desk: Desk, random: Random): Intent {
  const { name, input } = chooseWish(desk, random)
  return { name, input: asSeen(desk.app, name, input) }
}

function chooseWish(desk: Desk, random: Random): Intent {
  const missing = whatIsMissing(desk)
  if (missing) return missing
  const roll = random.next()
  if (roll < 0.3) return book(desk, random)
  if (roll < 0.34) return scheduleGroup(desk, random)
  if (roll < 0.42) return addSeat(desk, random) ?? book(desk, random)
  if (roll < 0.62) return followUp(desk, random) ?? book(desk, random)
  return chooseMoneyIntent(desk, random) ?? book(desk, random)
}

function whatIsMissing(desk: Desk): Intent | null {
  const { groups, products } = desk.all<{ groups: number; products: number }>(
    `SELECT (SELECT count(*) FROM services WHERE capacity IS NOT NULL) AS groups,
       (SELECT count(*) FROM products) AS products`,
  )[0]!
  if (groups === 0) {
    const times = { durationMinutes: 45, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
    const pilates = { name: 'Pilates', priceMinor: 1_800, hue: 5, capacity: 3, roomIds: [] }
    return intentOf('catalog.addService', { ...pilates, ...times })
  }
  if (products > 0) return null
  const terms = { credits: 3, priceMinor: 10_000, singlePriceMinor: 4_000, validityDays: 90 }
  const product = { kind: 'package' as const, name: 'Three', serviceIds: [], ...terms }
  return intentOf('packages.addProduct', { product })
}

function servicesOf(desk: Desk, kind: 'private' | 'group'): string[] {
  const isGroup = kind === 'group' ? 'IS NOT NULL' : 'IS NULL'
  return desk
    .all<{ id: string }>(`SELECT id FROM services WHERE capacity ${isGroup} ORDER BY position`)
    .map(({ id }) => id)
}

/** Who comes, and how it is to be paid: often somebody with a package, who books with it. */
function chooseWho(desk: Desk, random: Random) {
  const holder = random.chance(0.35)
    ? random.maybePick(
        newestOf<{ id: string; clientId: string }>(
          desk,
          'SELECT id, client_id AS clientId FROM client_packages',
        ),
      )
    : undefined
  if (!holder) {
    const client = { name: `Client ${random.below(100_000)}` }
    return { client: { kind: 'new' as const, client } }
  }
  return {
    client: { kind: 'existing' as const, clientId: holder.clientId },
    funding: { kind: 'package' as const, clientPackageId: holder.id },
  }
}

function book(desk: Desk, random: Random): Intent {
  return intentOf('appointments.create', {
    trainerId: random.pick(desk.people().trainers),
    serviceId: random.pick(servicesOf(desk, 'private')),
    start: chooseStart(desk, random),
    ...chooseWho(desk, random),
  })
}

function scheduleGroup(desk: Desk, random: Random): Intent {
  return intentOf('groups.schedule', {
    trainerId: random.pick(desk.people().trainers),
    serviceId: random.pick(servicesOf(desk, 'group')),
    start: chooseStart(desk, random),
  })
}

function addSeat(desk: Desk, random: Random): Intent | null {
  const group = random.maybePick(
    newestOf<{ id: string }>(
      desk,
      `SELECT id FROM appointments WHERE capacity IS NOT NULL AND status = 'booked'`,
    ),
  )
  return group
    ? intentOf('groups.addSeat', { appointmentId: group.id, ...chooseWho(desk, random) })
    : null
}

/** One of the newest bookings or seats: what names it in a command. */
function pickBooked(desk: Desk, random: Random, begunBefore: string | null = null) {
  const begun = begunBefore === null ? '' : `AND start_time < '${begunBefore}'`
  const query = random.chance(0.3)
    ? `SELECT id AS seatId, appointment_id AS appointmentId FROM seats WHERE status = 'booked'
       AND appointment_id IN (SELECT id FROM appointments WHERE status = 'booked' ${begun})`
    : `SELECT id AS appointmentId FROM appointments
       WHERE status = 'booked' AND client_id IS NOT NULL ${begun}`
  return random.maybePick(newestOf<{ appointmentId: string; seatId?: string }>(desk, query))
}

/** Moving what is booked, cancelling it, or marking that nobody came. */
function followUp(desk: Desk, random: Random): Intent | null {
  const roll = random.next()
  const part = pickBooked(desk, random, roll < 0.25 ? desk.app.work.now() : null)
  if (!part) return null
  if (roll < 0.25) {
    const shown = shownBy(desk.query('appointments.noShowConsequence', part))
    return intentOf('appointments.noShow', { ...part, refund: random.chance(0.5), ...shown })
  }
  if (roll < 0.6) {
    const { appointmentId } = part
    const trainerId = random.pick(desk.people().trainers)
    const start = chooseStart(desk, random)
    const late = desk.query('appointments.cancelConsequence', { ...part, by: 'client' })
    const isLate = late.ok && late.value.late && !late.value.movedLate
    const shown = isLate && { shown: { lateMoves: 1 } }
    const expectedVersion = versionOf(desk.app.database, 'appointment', appointmentId)
    const move = { appointmentId, trainerId, start, expectedVersion, ...shown }
    return intentOf('appointments.reschedule', move)
  }
  const by = random.chance(0.6) ? 'client' : 'studio'
  const consequence = desk.query('appointments.cancelConsequence', { ...part, by })
  return intentOf('appointments.cancel', {
    ...part,
    by,
    reason: 'other',
    refund: random.chance(0.7),
    ...shownBy(consequence),
  })
}

/** What was on the screen before the button was pressed. */
function shownBy(consequence: Result<Parameters<typeof shownOf>[0]>) {
  return consequence.ok ? { shown: shownOf(consequence.value) } : {}
}

function chooseStart(desk: Desk, random: Random): string {
  const first = Date.parse(desk.app.work.now()) - daysBack * dayMs
  // A third of all in the few days around today, where cancelling costs and nobody may have come.
  const days = random.below(random.chance(0.33) ? 2 * daysBack : daysAhead)
  const day = new Date(first + days * dayMs).toISOString().slice(0, 10)
  const minutes = 8 * 60 + random.below(44) * 15
  const two = (number: number) => String(number).padStart(2, '0')
  return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
