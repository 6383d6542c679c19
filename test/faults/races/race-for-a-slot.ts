import type { Desk } from '../support/desk.ts'
import { call, type Race, type RaceCall } from './race.ts'

const firstDay = Date.parse('2027-03-01T00:00:00Z')
/** Half hours between 08:00 and 20:00. */
const slotsPerDay = 24

/** The same half hour with the same trainer, for two new clients. */
export function raceForASlot(desk: Desk): Race {
  const { trainers, services } = desk.people()
  const book = (round: number, index: number): RaceCall =>
    call('appointments.create', {
      trainerId: trainers[0]!,
      // Half an hour of stretching.
      serviceId: services[1]!,
      start: slotOf(round),
      client: { kind: 'new', client: { name: `Racer ${index} of ${round}` } },
      shown: { priceMinor: 2_499 },
    })
  return {
    what: 'a slot',
    refusal: 'trainer_busy',
    prepare: (round) => [book(round, 0), book(round, 1)],
  }
}

/** A half hour of its own for each round, on working days. */
export function slotOf(round: number): string {
  const workingDay = Math.floor(round / slotsPerDay)
  const date = new Date(firstDay + (workingDay + Math.floor(workingDay / 6)) * 86_400_000)
  const minutes = 8 * 60 + (round % slotsPerDay) * 30
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.toISOString().slice(0, 10)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
