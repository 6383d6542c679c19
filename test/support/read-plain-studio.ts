import type { StudioDatabase } from '../../main/db/studio-database.ts'

/**
 * What a studio says without its ids: people, prices, hours, sessions, money, and what happened when.
 * Two studios that read the same differ only in ids, salts and hashes.
 */
export function readPlainStudio(database: StudioDatabase): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(questions).map(([name, query]) => [name, database.prepare(query).all()]),
  )
}

const questions = {
  studio: 'SELECT name, time_zone, currency, demo, created_at FROM studio',
  staff: 'SELECT name, role, demo_pin FROM staff ORDER BY position',
  services: 'SELECT name, duration_minutes, price_minor, hue FROM services ORDER BY position',
  trainers: `SELECT name, hue, weekday, start_minute, end_minute
    FROM trainers JOIN working_hours ON trainer_id = id ORDER BY position, weekday, start_minute`,
  clients: `SELECT name, phone, email, messages_consent, last_seen_at, created_at
    FROM clients ORDER BY search_row`,
  appointments: `SELECT t.name AS trainer, c.name AS client, c.email, s.name AS service, a.local_start,
      a.start_time, a.end_time, a.status, a.note, a.price_minor, a.payment_status, a.paid_at,
      a.cancelled_at, a.cancelled_by, a.cancellation_reason, a.cancellation_note, a.cancelled_late,
      a.cancellation_fee_minor, a.created_at, by.name AS booked_by
    FROM appointments a JOIN trainers t ON t.id = a.trainer_id
      LEFT JOIN clients c ON c.id = a.client_id
      JOIN services s ON s.id = a.service_id JOIN staff by ON by.id = a.created_by
    ORDER BY a.start_time, t.position, a.created_at`,
  seats: `SELECT a.start_time, t.name AS trainer, c.name AS client, s.status, s.funding, s.created_at
    FROM seats s JOIN appointments a ON a.id = s.appointment_id JOIN trainers t ON t.id = a.trainer_id
      JOIN clients c ON c.id = s.client_id ORDER BY a.start_time, t.position, s.created_at`,
  fees: `SELECT c.name, f.kind, f.amount_minor, f.state, f.created_at
    FROM fees f JOIN clients c ON c.id = f.client_id ORDER BY f.created_at, c.name`,
  payments: `SELECT s.receipt_number, p.method, p.amount_minor, p.tendered_minor, p.card_reference,
      p.card_last4, p.created_at
    FROM payments p JOIN sales s ON s.id = p.sale_id ORDER BY s.receipt_number, p.position`,
  lines: `SELECT s.receipt_number, l.kind, l.net_minor, l.tax_minor, s.total_minor
    FROM sale_lines l JOIN sales s ON s.id = l.sale_id ORDER BY s.receipt_number, l.position`,
  refunds:
    'SELECT receipt_number, amount_minor, reason, created_at FROM refunds ORDER BY receipt_number',
  earnings: `SELECT s.receipt_number, e.amount_minor, e.rate_kind, e.rate_value, e.created_at
    FROM earnings e LEFT JOIN payments p ON p.id = e.payment_id LEFT JOIN sales s ON s.id = p.sale_id
    ORDER BY e.created_at, s.receipt_number, e.amount_minor`,
  events: `SELECT e.seq, e.event_type, e.created_at, s.name AS who
    FROM event_log e LEFT JOIN staff s ON s.id = e.metadata ->> '$.userId'
    WHERE e.event_type <> 'staff.signed_in' ORDER BY e.seq`,
} as const
