import type { ApprovalFacts } from '../../../shared/approvals.ts'
import type { LocalDateTime } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'

/** What the commands that a manager can allow name, of all that they take. */
interface Asked {
  readonly receiptNumber?: string
  readonly paymentId?: string
  readonly feeId?: string
  readonly appointmentId?: string
  readonly seatId?: string
  readonly clientPackageId?: string
  readonly clientId?: string
  readonly client?:
    | { readonly kind: 'existing'; readonly clientId: string }
    | { readonly kind: 'new'; readonly client: { readonly name: string } }
  readonly serviceId?: string
  readonly trainerId?: string
  readonly start?: LocalDateTime
  readonly amountMinor?: number
  readonly reason?: string
  readonly exceptionReason?: string
  readonly waiver?: { readonly reason: string }
  readonly expired?: { readonly reason: string }
}

interface Found {
  readonly client?: string | null
  readonly receiptNumber?: string
  readonly amountMinor?: number
  readonly service?: string
  readonly trainer?: string
  readonly start?: LocalDateTime
  readonly product?: string
}

/**
 * What a request is about, in names and sums as they stand in the file, for the manager who is to allow
 * it. Of a request that is decided by what it costs, the sum is the caller's to say.
 */
export function nameRequest(database: StudioDatabase, input: unknown): ApprovalFacts {
  const asked = input as Asked
  const found = Object.assign({}, ...lookUps(database, asked)) as Found
  const isMoved = asked.appointmentId !== undefined && asked.start !== undefined
  const newClient = asked.client?.kind === 'new' ? asked.client.client.name : null
  return {
    client: found.client ?? newClient,
    receiptNumber: found.receiptNumber ?? null,
    amountMinor: asked.amountMinor ?? found.amountMinor ?? null,
    product: found.product ?? null,
    session:
      found.service === undefined
        ? null
        : { service: found.service, start: found.start ?? null, trainer: found.trainer ?? null },
    to: isMoved
      ? { start: asked.start, trainer: nameOf(database, 'trainers', asked.trainerId) }
      : null,
    reason:
      asked.waiver?.reason ??
      asked.expired?.reason ??
      asked.exceptionReason ??
      asked.reason ??
      null,
  }
}

function lookUps(database: StudioDatabase, asked: Asked): (Found | undefined)[] {
  const one = (query: string, id: string | undefined): Found | undefined =>
    id === undefined ? undefined : (database.prepare(query).get(id) as Found | undefined)
  const clientId = asked.client?.kind === 'existing' ? asked.client.clientId : asked.clientId
  const session = `SELECT s.name AS service, t.name AS trainer, a.local_start AS start, c.name AS client
    FROM appointments a JOIN services s ON s.id = a.service_id JOIN trainers t ON t.id = a.trainer_id
    LEFT JOIN clients c ON c.id = a.client_id`
  const booked = asked.serviceId !== undefined && asked.start !== undefined
  return [
    booked
      ? {
          service: nameOf(database, 'services', asked.serviceId) ?? '',
          trainer: nameOf(database, 'trainers', asked.trainerId) ?? '',
          start: asked.start,
        }
      : undefined,
    one(`${session} WHERE a.id = ?`, asked.appointmentId),
    one(
      'SELECT c.name AS client FROM seats x JOIN clients c ON c.id = x.client_id WHERE x.id = ?',
      asked.seatId,
    ),
    one('SELECT name AS client FROM clients WHERE id = ?', clientId),
    one(
      `SELECT c.name AS client, f.amount_minor AS amountMinor, s.name AS service, t.name AS trainer,
         a.local_start AS start
       FROM fees f JOIN clients c ON c.id = f.client_id JOIN appointments a ON a.id = f.appointment_id
       JOIN services s ON s.id = a.service_id JOIN trainers t ON t.id = a.trainer_id WHERE f.id = ?`,
      asked.feeId,
    ),
    one(
      `SELECT c.name AS client, s.receipt_number AS receiptNumber FROM payments p
       JOIN sales s ON s.id = p.sale_id JOIN clients c ON c.id = s.client_id WHERE p.id = ?`,
      asked.paymentId,
    ),
    one(
      `SELECT c.name AS client, s.receipt_number AS receiptNumber, s.total_minor AS amountMinor
       FROM sales s JOIN clients c ON c.id = s.client_id WHERE s.receipt_number = ?`,
      asked.receiptNumber,
    ),
    one(
      `SELECT c.name AS client, o.receipt_number AS receiptNumber, o.amount_minor AS amountMinor
       FROM pay_outs o JOIN clients c ON c.id = o.client_id WHERE o.receipt_number = ?`,
      asked.receiptNumber,
    ),
    one(
      `SELECT c.name AS client, p.name AS product FROM client_packages x
       JOIN clients c ON c.id = x.client_id JOIN products p ON p.id = x.product_id WHERE x.id = ?`,
      asked.clientPackageId,
    ),
  ]
}

function nameOf(
  database: StudioDatabase,
  table: 'services' | 'trainers',
  id: string | undefined,
): string | null {
  const name = database
    .prepare(`SELECT name FROM ${table} WHERE id = ?`)
    .pluck()
    .get(id ?? '')
  return (name as string | undefined) ?? null
}
