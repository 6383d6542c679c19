-- A receipt, a closed drawer's report and a kept day report say for ever what they said when they were
-- made: the texts are stored with them. What was made before says what it would say now.
-- `local_time(instant, zone)` is the wall time; every connection of the app knows it.

-- What stands on a receipt beside its sums. Whoever is erased loses the name; nothing else changes.
CREATE TABLE receipts (
  receipt_number TEXT PRIMARY KEY,
  client_id      TEXT NOT NULL REFERENCES clients (id),
  client_name    TEXT NOT NULL,
  studio_name    TEXT NOT NULL,
  staff_name     TEXT NOT NULL,
  time_zone      TEXT NOT NULL,
  issued_at      TEXT NOT NULL,
  issued_local   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX receipts_client ON receipts (client_id);
CREATE INDEX receipts_issued ON receipts (issued_at);

INSERT INTO receipts
SELECT issued.number, issued.client_id, c.name, s.name, by.name, s.time_zone, issued.at,
  local_time(issued.at, s.time_zone)
FROM (SELECT receipt_number AS number, client_id, created_at AS at, created_by FROM sales
      UNION ALL
      SELECT r.receipt_number, sold.client_id, r.created_at, r.created_by
      FROM refunds r JOIN payments p ON p.id = r.payment_id JOIN sales sold ON sold.id = p.sale_id
     ) AS issued
JOIN clients c ON c.id = issued.client_id
JOIN staff by ON by.id = issued.created_by
CROSS JOIN studio s;

CREATE TRIGGER receipts_are_kept BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never deleted'); END;
CREATE TRIGGER receipts_are_immutable
BEFORE UPDATE OF receipt_number, studio_name, staff_name, time_zone, issued_at, issued_local ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are never changed'); END;
CREATE TRIGGER receipts_forget_people BEFORE UPDATE OF client_name ON receipts
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE cleaned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'receipts are never changed'); END;

-- What a line is for, in the words of its day.
DROP TRIGGER sale_lines_are_immutable;
ALTER TABLE sale_lines ADD COLUMN name TEXT;
ALTER TABLE sale_lines ADD COLUMN session_local TEXT;
ALTER TABLE sale_lines ADD COLUMN trainer_name TEXT;

UPDATE sale_lines SET name = s.name, session_local = a.local_start, trainer_name = t.name
FROM appointments a JOIN services s ON s.id = a.service_id JOIN trainers t ON t.id = a.trainer_id
WHERE a.id = sale_lines.appointment_id;
UPDATE sale_lines SET name = p.name
FROM client_packages c JOIN products p ON p.id = c.product_id
WHERE c.id = sale_lines.client_package_id;
UPDATE sale_lines SET name = p.name
FROM memberships m JOIN products p ON p.id = m.product_id
WHERE m.id = sale_lines.membership_id;

CREATE TRIGGER sale_lines_are_immutable
BEFORE UPDATE OF id, sale_id, position, kind, appointment_id, seat_id, fee_id, client_package_id,
  membership_id, net_minor, tax_minor, gross_minor, tax_bp, session_local, trainer_name ON sale_lines
BEGIN SELECT RAISE(ABORT, 'sale lines are never changed'); END;
CREATE TRIGGER sale_lines_forget_people BEFORE UPDATE OF name ON sale_lines
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE cleaned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'sale lines are never changed'); END;

-- Tax goes back with the money, in proportion: what the parts of a line took back adds up to its tax.
DROP TRIGGER refunds_are_immutable;
ALTER TABLE refunds ADD COLUMN tax_minor INTEGER NOT NULL DEFAULT 0
  CHECK (tax_minor >= 0 AND tax_minor <= amount_minor);

UPDATE refunds SET tax_minor = so_far.tax - so_far.tax_before
FROM (
  SELECT id,
    CASE so_far WHEN gross THEN tax ELSE CAST((2 * tax * so_far + gross) / (2 * gross) AS INTEGER) END AS tax,
    CAST((2 * tax * (so_far - amount) + gross) / (2 * gross) AS INTEGER) AS tax_before
  FROM (SELECT r.id, r.amount_minor AS amount, l.tax_minor AS tax, l.gross_minor AS gross,
          sum(r.amount_minor) OVER (PARTITION BY r.sale_line_id ORDER BY r.rowid) AS so_far
        FROM refunds r JOIN sale_lines l ON l.id = r.sale_line_id)
) AS so_far
WHERE so_far.id = refunds.id;

CREATE TRIGGER refunds_are_immutable BEFORE UPDATE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds are never changed'); END;

-- Goodwill is a present: what was paid stays paid.
UPDATE appointments SET payment_status = 'paid'
WHERE payment_status IN ('part_refunded', 'refunded') AND client_id IS NOT NULL
  AND price_minor + iif(tax_inclusive = 1, 0, (price_minor * tax_bp + 5000) / 10000) <= (
    SELECT coalesce(sum(l.gross_minor - (SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r
                                         WHERE r.sale_line_id = l.id AND r.reason <> 'goodwill')), 0)
    FROM sale_lines l
    WHERE l.kind = 'session' AND l.appointment_id = appointments.id AND l.seat_id IS NULL
      AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids));
UPDATE seats SET payment_status = 'paid'
WHERE payment_status IN ('part_refunded', 'refunded')
  AND price_minor + iif(tax_inclusive = 1, 0, (price_minor * tax_bp + 5000) / 10000) <= (
    SELECT coalesce(sum(l.gross_minor - (SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r
                                         WHERE r.sale_line_id = l.id AND r.reason <> 'goodwill')), 0)
    FROM sale_lines l
    WHERE l.kind = 'session' AND l.seat_id = seats.id
      AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids));

-- The names and wall times of a closed drawer; what people typed stays in its own columns.
DROP TRIGGER drawer_sessions_end_once;
ALTER TABLE drawer_sessions ADD COLUMN report TEXT CHECK (report IS NULL OR json_valid(report));

UPDATE drawer_sessions SET report = json_object(
  'studioName', s.name,
  'openedLocal', local_time(opened_at, s.time_zone),
  'openedBy', (SELECT name FROM staff WHERE id = opened_by),
  'closedLocal', local_time(closed_at, s.time_zone),
  'closedBy', (SELECT name FROM staff WHERE id = closed_by),
  'counts', json((SELECT json_group_object(c.id, local_time(c.created_at, s.time_zone))
                  FROM drawer_counts c WHERE c.drawer_session_id = drawer_sessions.id)),
  'movements', json((SELECT json_group_object(m.id,
                       json_object('local', local_time(m.created_at, s.time_zone), 'by', by.name))
                     FROM drawer_movements m JOIN staff by ON by.id = m.created_by
                     WHERE m.drawer_session_id = drawer_sessions.id)))
FROM studio s WHERE closed_at IS NOT NULL;

CREATE TRIGGER drawer_sessions_end_once
BEFORE UPDATE OF id, opened_at, opened_on, opened_by, float_minor, currency, closed_at, closed_by,
  counted, counted_minor, expected_minor, report ON drawer_sessions
WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed drawer is never changed'); END;

DROP TRIGGER day_closes_are_immutable;
UPDATE day_closes SET report = json_set(report,
  '$.studioName', s.name,
  '$.closedLocal', local_time(closed_at, s.time_zone),
  '$.closedBy', (SELECT name FROM staff WHERE id = closed_by))
FROM studio s;
CREATE TRIGGER day_closes_are_immutable BEFORE UPDATE ON day_closes
BEGIN SELECT RAISE(ABORT, 'day closes are never changed'); END;
