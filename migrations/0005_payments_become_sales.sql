-- A payment was for one session. It is now one tender of a sale, which has the receipt and the lines.

-- References to both tables are kept by name and are checked when the migration commits.
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE payments_before AS SELECT * FROM payments;
CREATE TEMP TABLE refunds_before AS SELECT * FROM refunds;
DROP TABLE refunds;
DROP TABLE payments;

-- Each old payment is one sale of one session, without tax, under the number it had. Sale and line
-- take the payment's id, so that what was logged before can be read as of today.
INSERT INTO sales (id, client_id, receipt_number, currency, total_minor, created_at, created_by)
SELECT id, client_id, receipt_number, currency, amount_minor, created_at, created_by
FROM payments_before;

INSERT INTO sale_lines (id, sale_id, position, kind, appointment_id, net_minor, tax_minor, gross_minor, tax_bp)
SELECT id, id, 0, 'session', appointment_id, amount_minor, 0, amount_minor, 0
FROM payments_before;

CREATE TABLE payments (
  id                 TEXT PRIMARY KEY,
  sale_id            TEXT NOT NULL REFERENCES sales (id),
  position           INTEGER NOT NULL,                       -- the order of the tenders
  method             TEXT NOT NULL CHECK (method IN ('cash', 'card', 'bank_transfer', 'account')),
  amount_minor       INTEGER NOT NULL CHECK (amount_minor > 0),
  currency           TEXT NOT NULL,
  tendered_minor     INTEGER CHECK (tendered_minor >= amount_minor),
  card_reference     TEXT CHECK (length(card_reference) <= 40),
  card_last4         TEXT CHECK (card_last4 GLOB '[0-9][0-9][0-9][0-9]'),
  transfer_reference TEXT CHECK (length(transfer_reference) <= 60),
  created_at         TEXT NOT NULL,
  created_by         TEXT NOT NULL REFERENCES staff (id),
  UNIQUE (sale_id, position),
  CHECK ((method = 'cash') = (tendered_minor IS NOT NULL)),
  CHECK ((method = 'card') = (card_reference IS NOT NULL)),
  CHECK (method = 'card' OR card_last4 IS NULL),
  CHECK ((method = 'bank_transfer') = (transfer_reference IS NOT NULL))
) STRICT;

INSERT INTO payments (id, sale_id, position, method, amount_minor, currency, tendered_minor,
  card_reference, card_last4, created_at, created_by)
SELECT id, id, 0, method, amount_minor, currency, tendered_minor,
  card_reference, CASE method WHEN 'card' THEN card_last4 END, created_at, created_by
FROM payments_before;

-- Money back: on one tender, for one line, back to that tender or to the client's account.
CREATE TABLE refunds (
  id             TEXT PRIMARY KEY,
  payment_id     TEXT NOT NULL REFERENCES payments (id),
  sale_line_id   TEXT NOT NULL REFERENCES sale_lines (id),
  method         TEXT NOT NULL CHECK (method IN ('cash', 'card', 'bank_transfer', 'account')),
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  reason         TEXT NOT NULL,
  receipt_number TEXT NOT NULL UNIQUE,
  approved_by    TEXT REFERENCES staff (id),                 -- the manager, when it needed one
  created_at     TEXT NOT NULL,
  created_by     TEXT NOT NULL REFERENCES staff (id)
) STRICT;

INSERT INTO refunds (id, payment_id, sale_line_id, method, amount_minor, reason, receipt_number,
  created_at, created_by)
SELECT r.id, r.payment_id, r.payment_id, p.method, r.amount_minor, r.reason, r.receipt_number,
  r.created_at, r.created_by
FROM refunds_before r JOIN payments_before p ON p.id = r.payment_id;

CREATE INDEX refunds_payment ON refunds (payment_id);
CREATE INDEX refunds_line ON refunds (sale_line_id);

DROP TABLE refunds_before;
DROP TABLE payments_before;

-- What a sale, a tender or a line holds is never given back twice.
CREATE TRIGGER payments_within_sale BEFORE INSERT ON payments
BEGIN
  SELECT RAISE(ABORT, 'payment_exceeds_sale')
  WHERE NEW.amount_minor + coalesce((SELECT sum(amount_minor) FROM payments WHERE sale_id = NEW.sale_id), 0)
      > (SELECT total_minor FROM sales WHERE id = NEW.sale_id);
END;

CREATE TRIGGER refunds_of_its_own_sale BEFORE INSERT ON refunds
BEGIN
  SELECT RAISE(ABORT, 'refund_of_another_sale')
  WHERE (SELECT sale_id FROM payments WHERE id = NEW.payment_id)
        IS NOT (SELECT sale_id FROM sale_lines WHERE id = NEW.sale_line_id);
END;

CREATE TRIGGER refunds_to_the_tender_or_the_account BEFORE INSERT ON refunds
WHEN NEW.method <> 'account'
BEGIN
  SELECT RAISE(ABORT, 'refund_to_another_tender')
  WHERE NEW.method <> (SELECT method FROM payments WHERE id = NEW.payment_id);
END;

CREATE TRIGGER refunds_within_payment BEFORE INSERT ON refunds
BEGIN
  SELECT RAISE(ABORT, 'refund_exceeds_payment')
  WHERE NEW.amount_minor + coalesce((SELECT sum(amount_minor) FROM refunds WHERE payment_id = NEW.payment_id), 0)
      > (SELECT amount_minor FROM payments WHERE id = NEW.payment_id);
END;

CREATE TRIGGER refunds_within_line BEFORE INSERT ON refunds
BEGIN
  SELECT RAISE(ABORT, 'refund_exceeds_line')
  WHERE NEW.amount_minor + coalesce((SELECT sum(amount_minor) FROM refunds WHERE sale_line_id = NEW.sale_line_id), 0)
      > (SELECT gross_minor FROM sale_lines WHERE id = NEW.sale_line_id);
END;

CREATE TRIGGER refunds_of_no_voided_sale BEFORE INSERT ON refunds
BEGIN
  SELECT RAISE(ABORT, 'sale_voided')
  WHERE EXISTS (SELECT 1 FROM sale_voids v JOIN payments p ON p.sale_id = v.sale_id
                WHERE p.id = NEW.payment_id);
END;

CREATE TRIGGER voids_of_no_refunded_sale BEFORE INSERT ON sale_voids
BEGIN
  SELECT RAISE(ABORT, 'sale_refunded')
  WHERE EXISTS (SELECT 1 FROM refunds r JOIN payments p ON p.id = r.payment_id
                WHERE p.sale_id = NEW.sale_id);
END;

-- What was sold, paid and given back is kept as it was. Whose it is may change: clients are merged.
CREATE TRIGGER sales_are_kept BEFORE DELETE ON sales
BEGIN SELECT RAISE(ABORT, 'sales are never deleted'); END;
CREATE TRIGGER sales_are_immutable
BEFORE UPDATE OF id, receipt_number, currency, total_minor, created_at, created_by ON sales
BEGIN SELECT RAISE(ABORT, 'sales are never changed'); END;
CREATE TRIGGER sale_lines_are_kept BEFORE DELETE ON sale_lines
BEGIN SELECT RAISE(ABORT, 'sale lines are never deleted'); END;
CREATE TRIGGER sale_lines_are_immutable BEFORE UPDATE ON sale_lines
BEGIN SELECT RAISE(ABORT, 'sale lines are never changed'); END;
CREATE TRIGGER payments_are_kept BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never deleted'); END;
CREATE TRIGGER payments_are_immutable BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;
CREATE TRIGGER refunds_are_kept BEFORE DELETE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds are never deleted'); END;
CREATE TRIGGER refunds_are_immutable BEFORE UPDATE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds are never changed'); END;
CREATE TRIGGER sale_voids_are_kept BEFORE DELETE ON sale_voids
BEGIN SELECT RAISE(ABORT, 'voids are never deleted'); END;
CREATE TRIGGER sale_voids_are_immutable BEFORE UPDATE ON sale_voids
BEGIN SELECT RAISE(ABORT, 'voids are never changed'); END;
CREATE TRIGGER account_entries_are_kept BEFORE DELETE ON account_entries
BEGIN SELECT RAISE(ABORT, 'account entries are never deleted'); END;
CREATE TRIGGER account_entries_are_immutable
BEFORE UPDATE OF id, kind, amount_minor, currency, sale_id, payment_id, refund_id, created_at, created_by
ON account_entries
BEGIN SELECT RAISE(ABORT, 'account entries are never changed'); END;
