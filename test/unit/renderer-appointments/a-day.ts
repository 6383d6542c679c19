import type { AppointmentCard, DayView, TrainerColumn } from '../../../shared/appointments.ts'
import { minor } from '../../../shared/money.ts'
import {
  dayBounds,
  instantAt,
  type Instant,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'

export const berlin = 'Europe/Berlin'

/** A moment by its wall time in Berlin: `at('2026-03-02T09:00')`. */
export function at(local: string): Instant {
  const instant = instantAt(local as LocalDateTime, berlin)
  if (instant === null) throw new Error(`${local} does not exist in Berlin`)
  return instant
}

/** A trainer who works `from` to `until` on `date`; on a day off without them. */
export function trainer(id: string, date: string, from?: string, until?: string): TrainerColumn {
  const hours =
    from === undefined || until === undefined
      ? []
      : [{ start: at(`${date}T${from}`), end: at(`${date}T${until}`) }]
  return { id, name: `Trainer ${id}`, hue: 1, hours, isDated: false, usualHours: [], timeOff: [] }
}

/** A session of `clientId` with `trainerId`. */
export function session(
  id: string,
  trainerId: string,
  clientId: string,
  date: string,
  from: string,
  until: string,
): AppointmentCard {
  return {
    id,
    trainerId,
    clientId,
    clientNote: null,
    clientName: `Client ${clientId}`,
    serviceId: 'pt',
    serviceName: 'Personal training',
    hue: 1,
    startTime: at(`${date}T${from}`),
    endTime: at(`${date}T${until}`),
    status: 'booked',
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    roomId: null,
    roomName: null,
    money: { priceMinor: minor(5500), status: 'unpaid' },
    group: null,
    version: 1,
  }
}

/** A day in Berlin. */
export function aDay(
  date: string,
  trainers: readonly TrainerColumn[] = [],
  appointments: readonly AppointmentCard[] = [],
): DayView {
  return {
    date: date as LocalDate,
    timeZone: berlin,
    currency: 'EUR',
    ...dayBounds(date as LocalDate, berlin),
    closures: [],
    trainers,
    appointments,
  }
}
