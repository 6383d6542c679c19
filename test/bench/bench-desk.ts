import type { EventBus } from '../../main/events/event-bus.ts'
import { createRouter } from '../../main/ipc/router.ts'
import type { StudioApp } from '../../main/studio-app.ts'
import { newId } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import type { Session } from '../../shared/staff.ts'
import { localDateTimeOf, type Instant } from '../../shared/time.ts'
import { FullBook, readPeople, type BenchPeople } from './bench-people.ts'
import { firstFreeDay } from './bench-studio.ts'
import { openPlainly } from './plain-desk.ts'

/** A free book of a bench's studio, the same for whoever books. */
export function freeBook(people: BenchPeople, firstDay = firstFreeDay): FullBook {
  return new FullBook(people, firstDay, (instant) =>
    localDateTimeOf(instant as Instant, people.timeZone),
  )
}

/** Who stands in a file. */
export function peopleOf(file: string): BenchPeople {
  const database = openPlainly(file)
  try {
    return readPeople(database)
  } finally {
    database.close()
  }
}

/** The manager at FitFlow's router: what a window sends, without the window. */
export class BenchDesk {
  readonly #route: (raw: unknown) => Result<unknown>
  readonly #people: BenchPeople
  readonly #bus: EventBus
  readonly #book: FullBook

  /** @param firstDay a day no earlier section has booked on or after. */
  constructor(app: StudioApp, people: BenchPeople, firstDay = firstFreeDay) {
    const route = createRouter(app, (_, channel, error) => {
      throw new Error(`${channel} failed.`, { cause: error })
    })
    const actor: Session = { id: people.managerId, name: '', role: 'manager', trainerId: null }
    this.#route = (raw) => route(raw, { current: actor })
    this.#people = people
    this.#bus = app.bus
    this.#book = freeBook(people, firstDay)
  }

  /** Books the next free slot. Throws when it is refused: then the bench is wrong. */
  book(): void {
    const { trainerId, clientId, localStart } = this.#book.next()
    this.command('appointments.create', {
      trainerId,
      serviceId: this.#people.serviceId,
      start: localStart,
      client: { kind: 'existing', clientId },
      shown: { priceMinor: this.#people.priceMinor },
    })
  }

  /** Publishes one event in a unit of work of its own. */
  append(): void {
    this.#bus.publish('client.registered', { clientId: newId() })
  }

  /** Sends a command. */
  command(name: string, input: unknown): unknown {
    return this.#send({ name, commandId: newId(), input })
  }

  /** Asks a query. */
  ask(name: string, input: unknown): unknown {
    return this.#send({ name, input })
  }

  #send(raw: unknown): unknown {
    const answer = this.#route(raw)
    if (!answer.ok) throw new Error(`The bench was refused: ${answer.error.message}`)
    return answer.value
  }
}
