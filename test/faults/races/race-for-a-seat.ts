import { valueOf } from '../../support/read-result.ts'
import type { Desk } from '../support/desk.ts'
import { call, type Race, type RaceCall } from './race.ts'
import { slotOf } from './race-for-a-slot.ts'

/** Years after the last slot of the other races. */
const firstRound = 20_000

/** The only seat of a group session, for two new clients. */
export function raceForASeat(desk: Desk): Race {
  const { trainers } = desk.people()
  valueOf(
    desk.command('catalog.addService', {
      name: 'Pilates',
      durationMinutes: 30,
      priceMinor: 2_000,
      hue: 5,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      capacity: 8,
      roomIds: [],
    }),
  )
  const serviceId = desk.people().services.at(-1)!
  return {
    what: 'a seat',
    refusal: 'session_full',
    prepare(round) {
      const { appointmentId } = valueOf(
        desk.command('groups.schedule', {
          trainerId: trainers[0]!,
          serviceId,
          start: slotOf(firstRound + round),
          capacity: 1,
        }),
      )
      const sit = (index: number): RaceCall =>
        call('groups.addSeat', {
          appointmentId,
          client: { kind: 'new', client: { name: `Seat ${index} of ${round}` } },
          shown: { priceMinor: 2_000 },
        })
      return [sit(0), sit(1)]
    },
  }
}
