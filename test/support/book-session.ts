import type { Seen } from './as-seen.ts'
import type { TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'

type Input = Seen<'appointments.create'>

/** A booking's input with what does not matter filled in: Cleo Client, an hour with Ana. */
export function bookingInput(
  studio: TestStudio,
  start: string,
  changes: Partial<Omit<Input, 'start'>> = {},
): Input {
  return {
    trainerId: studio.people.ana,
    serviceId: studio.people.training,
    start,
    client: { kind: 'new', client: { name: 'Cleo Client' } },
    // Only what is overruled needs a reason, and only then is it kept.
    exceptionReason: 'As agreed',
    ...changes,
  }
}

/** Books and answers the appointment's id. */
export function bookSession(
  studio: TestStudio,
  start: string,
  changes: Partial<Omit<Input, 'start'>> = {},
): string {
  return valueOf(studio.command('appointments.create', bookingInput(studio, start, changes)))
    .appointmentId
}

/** Pays the whole price in cash, exactly counted out. */
export function payCash(studio: TestStudio, appointmentId: string, amountMinor = 5_500) {
  return valueOf(
    studio.command('payments.take', {
      appointmentId,
      amountMinor,
      tenders: [{ method: 'cash', amountMinor, tenderedMinor: amountMinor }],
    }),
  )
}

/** The client of an appointment. */
export function clientOf(studio: TestStudio, appointmentId: string): string {
  const { clientId } = valueOf(studio.call('appointments.get', { appointmentId }))
  if (clientId === null) throw new Error('A group session has no client of its own.')
  return clientId
}
