import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'

type Texts = Pick<Row<'sale_lines'>, 'name' | 'session_local' | 'trainer_name'>
type Subject = Pick<Row<'sale_lines'>, 'appointment_id' | 'client_package_id' | 'membership_id'>

const none: Texts = { name: null, session_local: null, trainer_name: null }

/**
 * What a line of a sale is for, as things are called at this moment: they are stored with the line, so
 * that its receipt still says so after a service is renamed or a session is moved. A fee names the
 * service it came from; a top-up names nothing.
 */
export function lineTexts(database: StudioDatabase, subject: Subject): Texts {
  const { appointment_id: appointmentId, client_package_id: packageId } = subject
  if (appointmentId !== null) {
    return database
      .prepare(
        `SELECT s.name, a.local_start AS session_local, t.name AS trainer_name
         FROM appointments a JOIN services s ON s.id = a.service_id
         JOIN trainers t ON t.id = a.trainer_id WHERE a.id = ?`,
      )
      .get(appointmentId) as Texts
  }
  const sold = packageId ?? subject.membership_id
  if (sold === null) return none
  const table = packageId === null ? 'memberships' : 'client_packages'
  const name = database
    .prepare(`SELECT p.name FROM ${table} b JOIN products p ON p.id = b.product_id WHERE b.id = ?`)
    .pluck()
    .get(sold) as string
  return { ...none, name }
}
