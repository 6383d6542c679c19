import type Sqlite from 'better-sqlite3'

/** Who works in the bench's studio and whom it serves. */
export interface BenchPeople {
  readonly tenantId: string
  readonly deviceId: string
  readonly managerId: string
  readonly trainerIds: readonly string[]
  /** Spread evenly over all clients, so that a booking touches any of them. */
  readonly clientIds: readonly string[]
  /** 60 minutes. */
  readonly serviceId: string
  readonly priceMinor: number
  readonly timeZone: string
}

const mostBookedClients = 1_000

/** Reads them from a studio's file. */
export function readPeople(database: Sqlite.Database): BenchPeople {
  const studio = database.prepare('SELECT * FROM studio').get() as Record<string, string>
  const service = database.prepare('SELECT * FROM services').get() as {
    id: string
    price_minor: number
  }
  const ids = (query: string, ...values: unknown[]) =>
    database
      .prepare(query)
      .pluck()
      .all(...values) as string[]
  const clients = database.prepare('SELECT count(*) FROM clients').pluck().get() as number
  const step = Math.max(1, Math.floor(clients / mostBookedClients))
  return {
    tenantId: studio['tenant_id']!,
    deviceId: studio['device_id']!,
    timeZone: studio['time_zone']!,
    managerId: ids('SELECT id FROM staff')[0]!,
    trainerIds: ids('SELECT id FROM trainers ORDER BY position'),
    clientIds: ids('SELECT id FROM clients WHERE search_row % ? = 0', step),
    serviceId: service.id,
    priceMinor: service.price_minor,
  }
}

const sessionsPerDay = 16
/** UTC: early enough that the last session ends before the studio's night. */
const firstHour = 5
const hourMs = 3_600_000

/** The hour-long sessions of a full book, trainer by trainer, hour by hour, from a day on. */
export class FullBook {
  readonly #people: BenchPeople
  readonly #localTimeOf: (instant: string) => string
  readonly #firstDayMs: number
  #next = 0

  /**
   * @param firstDay `2028-01-10`: no session was written on or after it.
   * @param localTimeOf the studio's wall time of a moment.
   */
  constructor(people: BenchPeople, firstDay: string, localTimeOf: (instant: string) => string) {
    this.#people = people
    this.#localTimeOf = localTimeOf
    this.#firstDayMs = Date.parse(`${firstDay}T00:00:00.000Z`)
  }

  /** The next free slot and who takes it. */
  next() {
    const { trainerIds, clientIds } = this.#people
    const index = this.#next
    this.#next += 1
    const hour = Math.floor(index / trainerIds.length)
    const startMs =
      this.#firstDayMs +
      Math.floor(hour / sessionsPerDay) * 24 * hourMs +
      (firstHour + (hour % sessionsPerDay)) * hourMs
    const startTime = new Date(startMs).toISOString()
    return {
      trainerId: trainerIds[index % trainerIds.length]!,
      // Coprime with a thousand clients: all get their turn, and nobody has two sessions at a time.
      clientId: clientIds[(index * 617) % clientIds.length]!,
      startTime,
      endTime: new Date(startMs + hourMs).toISOString(),
      localStart: this.#localTimeOf(startTime),
    }
  }
}
