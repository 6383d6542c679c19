import type { Selectable } from 'kysely'
import type { Tables } from '../../db/tables.ts'

/** A message in the outbox, as it stands in the database. */
export type OutboxRow = Selectable<Tables['outbox']>
