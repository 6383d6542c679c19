import type { CommandName } from '../../../shared/contracts.ts'
import type { Desk } from './desk.ts'
import type { Random } from './random.ts'

/** A command that is about to be sent. */
export interface Intent {
  readonly name: CommandName
  readonly input: unknown
}

const firstDay = Date.parse('2027-03-01T00:00:00Z')
/** Few days and many bookings: slots are fought for. */
const dayCount = 40

/** Chooses what the desk does next: mostly booking, and everything that can follow it. */
export function chooseIntent(desk: Desk, random: Random): Intent {
  const roll = random.next()
  if (roll >= 0.4) {
    const booked = pickAppointment(desk, random)
    if (booked) return followUp(random, booked, roll, desk)
  }
  const { trainers, services } = desk.people()
  return {
    name: 'appointments.create',
    input: {
      trainerId: random.pick(trainers),
      serviceId: random.pick(services),
      start: chooseStart(random),
      client: { kind: 'new', client: { name: `Client ${random.below(100_000)}` } },
    },
  }
}

interface Booked {
  readonly id: string
  readonly price: number
}

function followUp(random: Random, { id, price }: Booked, roll: number, desk: Desk): Intent {
  if (roll < 0.65) {
    const tender = random.chance(0.5)
      ? { method: 'cash', amountMinor: price, tenderedMinor: price + random.below(3) * 500 }
      : { method: 'card', amountMinor: price, reference: `T${random.below(1_000_000)}` }
    return {
      name: 'payments.take',
      input: { appointmentId: id, amountMinor: price, tenders: [tender] },
    }
  }
  if (roll < 0.8) {
    const trainerId = random.pick(desk.people().trainers)
    const input = { appointmentId: id, trainerId, start: chooseStart(random) }
    return { name: 'appointments.reschedule', input }
  }
  const by = random.chance(0.5) ? 'client' : 'studio'
  const input = { appointmentId: id, by, reason: 'other', refund: random.chance(0.7) }
  return { name: 'appointments.cancel', input }
}

/** One of the newest bookings; undefined when the book is empty. */
function pickAppointment(desk: Desk, random: Random): Booked | undefined {
  const newest = desk.all<Booked>(
    `SELECT id, price_minor AS price FROM appointments WHERE status = 'booked'
     ORDER BY rowid DESC LIMIT 40`,
  )
  return newest.length === 0 ? undefined : random.pick(newest)
}

function chooseStart(random: Random): string {
  const day = new Date(firstDay + random.below(dayCount) * 86_400_000).toISOString().slice(0, 10)
  const minutes = 8 * 60 + random.below(44) * 15
  const two = (number: number) => String(number).padStart(2, '0')
  return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
