import type { AnyContract, Undo } from '../../shared/contract.ts'
import { contracts } from '../../shared/contracts.ts'
import type { Edited } from '../../shared/expected-version.ts'
import { ok, refuse, type Result } from '../../shared/result.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { lastEdit, nameOfEditor } from '../events/edit-events.ts'

/**
 * The version of something that can be edited: another number after each change of it, and the same as
 * long as there is none. Of a series it is the sum of its sessions' versions, of a product that of all its
 * forms; 0 for dated hours that there are none of.
 *
 * @param id left out for what there is one of in a studio
 * @param part the date, of dated hours
 */
export function versionOf(
  database: StudioDatabase,
  subject: Edited,
  id = studioIdIn(database),
  part: string | null = null,
): number {
  if (subject === 'datedHours' && !hasDatedHours(database, id, part)) return 0
  if (subject === 'product') {
    const forms = formsOf(database, id)
    return forms.reduce((sum, form) => sum + lastEdit(database, 'product', form, null), 0)
  }
  if (subject !== 'series') return lastEdit(database, subject, id, part)
  const sessions = database
    .prepare(
      `SELECT id FROM appointments WHERE series_id = (SELECT series_id FROM appointments WHERE id = ?)`,
    )
    .pluck()
    .all(id) as string[]
  return sessions.reduce((sum, session) => sum + versionOf(database, 'appointment', session), 0)
}

/**
 * Asks before an edit whether what it was made on still stands. Refuses `changed_since` with both
 * versions when somebody changed it meanwhile. What restores a former state is held to that instead.
 */
export function checkVersion(
  database: StudioDatabase,
  contract: AnyContract,
  input: unknown,
): Result<null> {
  const given = input as { readonly expectedVersion?: number; readonly formerId?: string }
  const now = editedVersion(database, contract, input)
  if (now === null || given.formerId !== undefined || contract.kind === 'query') return ok(null)
  const shown = given.expectedVersion ?? 0
  if (now === shown) return ok(null)
  return refuse('changed_since', { shown, now, by: editorOf(database, contract, input, now) })
}

/** Gives an undo the version that its act has left behind, so that it cannot wipe what came after. */
export function withVersion(database: StudioDatabase, value: unknown): unknown {
  const undo = (value as { readonly undo?: Undo | null } | null)?.undo
  if (!undo) return value
  const contract = contracts[undo.command as keyof typeof contracts]
  const expectedVersion = editedVersion(database, contract, undo.input)
  if (expectedVersion === null) return value
  return {
    ...(value as object),
    undo: { ...undo, input: { ...(undo.input as object), expectedVersion } },
  }
}

/** The version by now of what a command with this input edits; null: it edits nothing. */
export function editedVersion(
  database: StudioDatabase,
  contract: AnyContract,
  input: unknown,
): number | null {
  if (contract.kind !== 'command' || !contract.edits) return null
  const { subject, idIn, alsoIdIn, partIn } = contract.edits
  const given = input as Readonly<Record<string, unknown>>
  const id = idIn === undefined ? undefined : String(given[idIn])
  const also = alsoIdIn === undefined ? 0 : versionOf(database, subject, String(given[alsoIdIn]))
  const part = partIn === undefined ? null : String(given[partIn])
  return versionOf(database, subject, id, part) + also
}

/** A product with all that it was before and is by now, that one last: each change of it makes a new one. */
function formsOf(database: StudioDatabase, productId: string): string[] {
  return database
    .prepare(
      `WITH RECURSIVE form (id) AS (
         SELECT @productId
         UNION SELECT p.replaced_by FROM products p JOIN form f ON p.id = f.id
           WHERE p.replaced_by IS NOT NULL
         UNION SELECT p.id FROM products p JOIN form f ON p.replaced_by = f.id
       ) SELECT form.id FROM form LEFT JOIN products USING (id) ORDER BY replaced_by IS NULL`,
    )
    .pluck()
    .all({ productId }) as string[]
}

/** Who changed it last; null when nobody knows any more, of two things, and of a whole series. */
function editorOf(
  database: StudioDatabase,
  { edits }: Extract<AnyContract, { kind: 'command' }>,
  input: unknown,
  version: number,
): string | null {
  if (!edits || edits.subject === 'series' || edits.alsoIdIn !== undefined) return null
  const given = input as Readonly<Record<string, unknown>>
  const id = edits.idIn === undefined ? studioIdIn(database) : String(given[edits.idIn])
  if (edits.subject === 'product') {
    const newest = formsOf(database, id).at(-1)!
    return nameOfEditor(database, 'product', newest, lastEdit(database, 'product', newest, null))
  }
  return nameOfEditor(database, edits.subject, id, version)
}

function hasDatedHours(database: StudioDatabase, trainerId: string, date: string | null): boolean {
  return (
    database
      .prepare('SELECT 1 FROM hours_overrides WHERE trainer_id = ? AND date = ?')
      .get(trainerId, date) !== undefined
  )
}

function studioIdIn(database: StudioDatabase): string {
  return String(database.prepare('SELECT tenant_id FROM studio').pluck().get())
}
