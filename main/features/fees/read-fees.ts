import type { FeeView } from '../../../shared/fees.ts'
import type { Instant } from '../../../shared/time.ts'
import { waiverReasonSchema } from '../../../shared/waiver.ts'
import { asWritten, sql, type StudioDatabase } from '../../db/studio-database.ts'
import { feeStateAt } from './fee-row.ts'
import { decideWaiver } from './waive-fee.ts'

/** The fees of a client or of a session, newest first, each in the state it has now. */
export function listFees(
  database: StudioDatabase,
  of: { readonly clientId: string } | { readonly appointmentId: string },
  now: Instant,
): FeeView[] {
  const query =
    'clientId' in of
      ? selectFees().where('f.client_id', '=', of.clientId)
      : selectFees().where('f.appointment_id', '=', of.appointmentId)
  return database
    .all(query.orderBy(asWritten<number>`f.rowid`, 'desc'))
    .map((row) => toView(database, row, now))
}

/** The fees that are pending or due, the oldest first: as many as somebody goes through. */
export function openFees(database: StudioDatabase, limit: number, now: Instant): FeeView[] {
  const open = selectFees()
    .where(asWritten<boolean>`f.state IN ('pending', 'due')`)
    .orderBy('f.due_at')
    .limit(limit)
  return database.all(open).map((row) => toView(database, row, now))
}

function selectFees() {
  return sql
    .selectFrom('fees as f')
    .innerJoin('appointments as a', 'a.id', 'f.appointment_id')
    .innerJoin('services as s', 's.id', 'a.service_id')
    .innerJoin('clients as c', 'c.id', 'f.client_id')
    .selectAll('f')
    .select(['c.name as client', 's.name as service', 'a.local_start'])
}

type FeeQueryRow =
  ReturnType<typeof selectFees> extends { execute(): Promise<(infer R)[]> } ? R : never

function toView(database: StudioDatabase, row: FeeQueryRow, now: Instant): FeeView {
  const waiver = decideWaiver(database, row)
  return {
    id: row.id,
    clientId: row.client_id,
    clientName: row.client,
    appointmentId: row.appointment_id,
    seatId: row.seat_id,
    serviceName: row.service,
    sessionLocal: row.local_start,
    kind: row.kind,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: feeStateAt(row, now),
    waivableMinor: waiver.ok ? waiver.value : null,
    dueAt: row.due_at,
    waiverReason: row.waiver_reason === null ? null : waiverReasonSchema.parse(row.waiver_reason),
  }
}
