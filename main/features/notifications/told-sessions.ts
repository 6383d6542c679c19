import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { Slot, Told } from './decide-message.ts'

/** One session of one recipient: all their messages about it belong together. */
export interface Correspondence {
  readonly recipient_type: 'client' | 'trainer'
  readonly recipient_id: string
  readonly appointment_id: string
}

/** What a recipient knows of a session, and the entry in their own calendar. */
export interface ToldSession extends Told {
  readonly uid: string
  /** The last number that was given to their calendar's entry; 0: none was. */
  readonly sequence: number
}

const isIts = `recipient_type = @recipient_type AND recipient_id = @recipient_id
  AND appointment_id = @appointment_id`

/** What a recipient knows; undefined before the first act they are to hear of. */
export function readTold(
  database: StudioDatabase,
  { recipient_type, recipient_id, appointment_id }: Correspondence,
): ToldSession | undefined {
  const row = database
    .prepare(`SELECT * FROM told_sessions WHERE ${isIts}`)
    .get({ recipient_type, recipient_id, appointment_id }) as Tables['told_sessions'] | undefined
  return (
    row && {
      // Nothing else writes these columns.
      known: JSON.parse(row.known) as Slot | null,
      tried: JSON.parse(row.tried) as (Slot | null)[],
      isTold: row.is_told === 1,
      actedAt: row.acted_at,
      uid: row.uid,
      sequence: row.sequence,
    }
  )
}

/** Keeps what a recipient knows. Their calendar's entry keeps the id it began with. */
export function keepTold(tx: Tx, whose: Correspondence, told: Told & { sequence?: number }): void {
  const { recipient_type, recipient_id, appointment_id } = whose
  tx.database
    .prepare(
      `INSERT INTO told_sessions
         (recipient_type, recipient_id, appointment_id, known, tried, is_told, acted_at, uid, sequence)
       VALUES (@recipient_type, @recipient_id, @appointment_id, @known, @tried, @isTold, @actedAt,
         @uid, @sequence)
       ON CONFLICT DO UPDATE SET known = @known, tried = @tried, is_told = @isTold,
         acted_at = @actedAt, sequence = max(sequence, @sequence)`,
    )
    .run({
      recipient_type,
      recipient_id,
      appointment_id,
      known: JSON.stringify(told.known),
      tried: JSON.stringify(told.tried),
      isTold: told.isTold ? 1 : 0,
      actedAt: told.actedAt,
      uid: `${appointment_id}.${recipient_id.slice(-12)}`,
      sequence: told.sequence ?? 0,
    })
}
