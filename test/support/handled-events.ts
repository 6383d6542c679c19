import type { FitFlowEvent } from '../../shared/events/event.ts'
import { newId } from '../../shared/ids.ts'
import type { Tx } from '../../main/db/unit-of-work.ts'
import type { TestStudio } from './open-test-studio.ts'

/**
 * A handler's effect that a test can count: one row per call, in the handler's own transaction, so
 * that what is rolled back is gone and what is repeated is there twice.
 */
export class HandledEvents {
  readonly #studio: TestStudio

  constructor(studio: TestStudio) {
    this.#studio = studio
    studio.app.database.exec(
      'CREATE TABLE IF NOT EXISTS handled (name TEXT NOT NULL, seq INTEGER NOT NULL) STRICT',
    )
  }

  /** A handler that writes down that it was called. */
  by(name: string) {
    return (event: FitFlowEvent, tx: Tx): void => {
      tx.database.prepare('INSERT INTO handled VALUES (?, ?)').run(name, event.seq)
    }
  }

  /** A handler that writes down that it was called, and throws as long as `fails` says so. */
  failing(name: string, fails: (event: FitFlowEvent) => boolean) {
    const write = this.by(name)
    return (event: FitFlowEvent, tx: Tx): void => {
      write(event, tx)
      if (fails(event)) throw new Error(`${name} cannot handle event ${event.seq}`)
    }
  }

  /** The numbers of the events a handler's effect is there for, in the order it came to be. */
  of(name: string): number[] {
    return this.#studio
      .rows<{ seq: number }>('SELECT seq FROM handled WHERE name = ? ORDER BY rowid', name)
      .map(({ seq }) => seq)
  }
}

/** Publishes that somebody was registered and answers the event's number in the log. */
export function publishClient(studio: TestStudio, clientId: string = newId()): number {
  const id = studio.app.bus.publish('client.registered', { clientId })
  return studio.events().find((event) => event.id === id)!.seq
}

/** What is still owed, as the monitor would list it. */
export function openDeliveries(studio: TestStudio) {
  return studio.rows<{ seq: number; state: string; attempts: number; blocked: number | null }>(
    `SELECT d.seq, d.state, d.attempts, d.blocked_by_seq AS blocked FROM event_delivery d
     ORDER BY d.seq`,
  )
}
