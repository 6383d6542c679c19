import type { FitFlowEvent } from '../../shared/events/event.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import type { EventBus } from './event-bus.ts'
import type { Pattern, TypesOf } from './subscriptions.ts'

/**
 * A read model that is made from the log alone, so that it can be thrown away and made again.
 * `apply` reads and writes only its own tables and knows nothing but the event.
 */
export interface Projection<P extends Pattern = Pattern> {
  /** The name of its subscription. */
  readonly name: string
  readonly pattern: P
  readonly tables: readonly string[]
  // A method, so that a projection of one family can stand in a list of projections.
  apply(event: FitFlowEvent<TypesOf<P>>, database: StudioDatabase): void
}

/** Keeps a projection up to date, after each commit, from the first event on. */
export function project<P extends Pattern>(bus: EventBus, projection: Projection<P>): void {
  bus.on(projection.pattern, (event, { database }) => projection.apply(event, database), {
    name: projection.name,
    tier: 'after_commit',
    startAt: 'beginning',
    // It knows nothing but the event, and a row of its tables is about one subject or counts.
    asyncReady: true,
  })
}
