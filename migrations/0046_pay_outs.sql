-- A client's balance can be paid out: in cash out of the drawer or by bank transfer, on a receipt.

CREATE TABLE pay_outs (
  id                 TEXT PRIMARY KEY,
  client_id          TEXT NOT NULL REFERENCES clients (id),
  receipt_number     TEXT NOT NULL UNIQUE,
  method             TEXT NOT NULL CHECK (method IN ('cash', 'bank_transfer')),
  amount_minor       INTEGER NOT NULL CHECK (amount_minor > 0),
  currency           TEXT NOT NULL,
  transfer_reference TEXT CHECK (length(transfer_reference) <= 60),
  approved_by        TEXT REFERENCES staff (id),                 -- the manager, when it needed one
  created_at         TEXT NOT NULL,
  created_by         TEXT NOT NULL REFERENCES staff (id),
  CHECK ((method = 'bank_transfer') = (transfer_reference IS NOT NULL))
) STRICT;

CREATE INDEX pay_outs_client ON pay_outs (client_id, created_at);
CREATE INDEX pay_outs_made ON pay_outs (created_at);

-- A pay-out that never should have been. It keeps its number.
CREATE TABLE pay_out_voids (
  pay_out_id  TEXT PRIMARY KEY REFERENCES pay_outs (id),
  reason      TEXT NOT NULL,
  approved_by TEXT NOT NULL REFERENCES staff (id),
  created_at  TEXT NOT NULL,
  created_by  TEXT NOT NULL REFERENCES staff (id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER pay_outs_are_kept BEFORE DELETE ON pay_outs
BEGIN SELECT RAISE(ABORT, 'pay-outs are never deleted'); END;
CREATE TRIGGER pay_outs_are_immutable
BEFORE UPDATE OF id, receipt_number, method, amount_minor, currency, approved_by, created_at, created_by
ON pay_outs
BEGIN SELECT RAISE(ABORT, 'pay-outs are never changed'); END;
CREATE TRIGGER pay_outs_forget_people BEFORE UPDATE OF transfer_reference ON pay_outs
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE cleaned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'pay-outs are never changed'); END;
CREATE TRIGGER pay_out_voids_are_kept BEFORE DELETE ON pay_out_voids
BEGIN SELECT RAISE(ABORT, 'voids are never deleted'); END;
CREATE TRIGGER pay_out_voids_are_immutable BEFORE UPDATE ON pay_out_voids
BEGIN SELECT RAISE(ABORT, 'voids are never changed'); END;

-- Both tables learn one kind more, which a CHECK cannot in place.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE account_entries_with_pay_outs (
  id           TEXT PRIMARY KEY,
  client_id    TEXT NOT NULL REFERENCES clients (id),
  kind         TEXT NOT NULL CHECK (kind IN ('top_up', 'spent', 'refund', 'void', 'pay_out')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  currency     TEXT NOT NULL,
  sale_id      TEXT REFERENCES sales (id),
  payment_id   TEXT REFERENCES payments (id),
  refund_id    TEXT REFERENCES refunds (id),
  pay_out_id   TEXT REFERENCES pay_outs (id),
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL REFERENCES staff (id),
  CHECK (kind <> 'pay_out' OR pay_out_id IS NOT NULL),
  CHECK (pay_out_id IS NULL OR (sale_id IS NULL AND kind IN ('pay_out', 'void')))
) STRICT;
INSERT INTO account_entries_with_pay_outs
SELECT id, client_id, kind, amount_minor, currency, sale_id, payment_id, refund_id, NULL, created_at,
  created_by
FROM account_entries ORDER BY rowid;
DROP TABLE account_entries;
ALTER TABLE account_entries_with_pay_outs RENAME TO account_entries;

CREATE INDEX account_entries_client ON account_entries (client_id, created_at);
CREATE TRIGGER account_never_negative BEFORE INSERT ON account_entries
WHEN NEW.amount_minor < 0
BEGIN
  SELECT RAISE(ABORT, 'balance_too_small')
  WHERE coalesce((SELECT sum(amount_minor) FROM account_entries WHERE client_id = NEW.client_id), 0)
        + NEW.amount_minor < 0;
END;
CREATE TRIGGER account_entries_are_kept BEFORE DELETE ON account_entries
BEGIN SELECT RAISE(ABORT, 'account entries are never deleted'); END;
CREATE TRIGGER account_entries_are_immutable
BEFORE UPDATE OF id, kind, amount_minor, currency, sale_id, payment_id, refund_id, pay_out_id, created_at,
  created_by
ON account_entries
BEGIN SELECT RAISE(ABORT, 'account entries are never changed'); END;

CREATE TABLE drawer_movements_with_pay_outs (
  id                TEXT PRIMARY KEY,
  drawer_session_id TEXT NOT NULL REFERENCES drawer_sessions (id),
  kind              TEXT NOT NULL
    CHECK (kind IN ('sale', 'refund', 'void', 'pay_out', 'paid_in', 'paid_out', 'drop')),
  amount_minor      INTEGER NOT NULL CHECK (amount_minor <> 0),   -- positive: into the drawer
  payment_id        TEXT REFERENCES payments (id),
  refund_id         TEXT REFERENCES refunds (id),
  reason            TEXT CHECK (length(reason) <= 200),
  created_at        TEXT NOT NULL,
  created_by        TEXT NOT NULL REFERENCES staff (id),
  reverses_id       TEXT REFERENCES drawer_movements_with_pay_outs (id),
  pay_out_id        TEXT REFERENCES pay_outs (id),
  -- A balance that is paid out leaves the drawer, and comes back when that is voided.
  CHECK (kind = 'pay_out' OR (kind IN ('sale', 'paid_in')) = (amount_minor > 0)),
  CHECK ((kind = 'pay_out') = (pay_out_id IS NOT NULL))
) STRICT;
INSERT INTO drawer_movements_with_pay_outs
SELECT id, drawer_session_id, kind, amount_minor, payment_id, refund_id, reason, created_at, created_by,
  reverses_id, NULL
FROM drawer_movements ORDER BY rowid;
DROP TABLE drawer_movements;
ALTER TABLE drawer_movements_with_pay_outs RENAME TO drawer_movements;

CREATE INDEX drawer_movements_session ON drawer_movements (drawer_session_id, created_at);
CREATE UNIQUE INDEX drawer_movements_reversed_once ON drawer_movements (reverses_id)
  WHERE reverses_id IS NOT NULL;
CREATE TRIGGER drawer_movements_need_an_open_drawer BEFORE INSERT ON drawer_movements
BEGIN
  SELECT RAISE(ABORT, 'drawer_closed')
  WHERE (SELECT closed_at FROM drawer_sessions WHERE id = NEW.drawer_session_id) IS NOT NULL;
END;
CREATE TRIGGER drawer_movements_are_kept BEFORE DELETE ON drawer_movements
BEGIN SELECT RAISE(ABORT, 'drawer movements are never deleted'); END;
CREATE TRIGGER drawer_movements_are_immutable
BEFORE UPDATE OF id, drawer_session_id, kind, amount_minor, payment_id, refund_id, created_at,
  created_by, reverses_id, pay_out_id ON drawer_movements
BEGIN SELECT RAISE(ABORT, 'drawer movements are never changed'); END;
CREATE TRIGGER drawer_movements_forget_people
BEFORE UPDATE OF reason ON drawer_movements
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE cleaned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'drawer movements are never changed'); END;

-- Nothing new begins with somebody who is erased.
CREATE TRIGGER sales_to_nobody_erased BEFORE INSERT ON sales
WHEN (SELECT erased_at FROM clients WHERE id = NEW.client_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'client_erased'); END;
CREATE TRIGGER balances_of_nobody_erased BEFORE INSERT ON account_entries
WHEN (SELECT erased_at FROM clients WHERE id = NEW.client_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'client_erased'); END;
CREATE TRIGGER appointments_of_nobody_erased BEFORE INSERT ON appointments
WHEN (SELECT erased_at FROM clients WHERE id = NEW.client_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'client_erased'); END;
CREATE TRIGGER seats_of_nobody_erased BEFORE INSERT ON seats
WHEN (SELECT erased_at FROM clients WHERE id = NEW.client_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'client_erased'); END;
CREATE TRIGGER places_of_nobody_erased BEFORE INSERT ON waitlist
WHEN (SELECT erased_at FROM clients WHERE id = NEW.client_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'client_erased'); END;
