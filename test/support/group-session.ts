import { newId } from '../../shared/ids.ts'
import { minor } from '../../shared/money.ts'
import { addService } from '../../main/features/catalog/index.ts'
import type { TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'

/** Adds a group to the price list: Pilates, 60 minutes at 18.00 a seat. Answers its id. */
export function addGroupService(studio: TestStudio, capacity = 3): string {
  const context = { actorId: null, commandId: null, correlationId: newId() }
  return studio.app.work.run(context, (tx) => {
    const id = addService(tx, studio.app.bus, {
      name: 'Pilates',
      durationMinutes: 60,
      priceMinor: minor(1_800),
      hue: 5,
      position: 9,
    })
    tx.database.prepare('UPDATE services SET capacity = ? WHERE id = ?').run(capacity, id)
    return id
  })
}

/** Puts a group session with Ana into the day and answers its id. */
export function scheduleGroup(
  studio: TestStudio,
  start: string,
  changes: { readonly serviceId: string; readonly trainerId?: string; readonly capacity?: number },
): string {
  const input = { trainerId: studio.people.ana, start, ...changes }
  return valueOf(studio.command('groups.schedule', input)).appointmentId
}

/** Tries to give somebody new a seat. */
export function seatNew(studio: TestStudio, appointmentId: string, name: string) {
  return studio.command('groups.addSeat', {
    appointmentId,
    client: { kind: 'new', client: { name } },
  })
}

/** Gives so many new people a seat each and answers the seats' ids. */
export function fillSeats(studio: TestStudio, appointmentId: string, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => valueOf(seatNew(studio, appointmentId, `Guest ${index + 1}`)).seatId,
  )
}

/** Who is in a session and who waits, as the desk sees it. */
export function groupOf(studio: TestStudio, appointmentId: string) {
  return valueOf(studio.call('groups.get', { appointmentId }))
}
