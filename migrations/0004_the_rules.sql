-- The studio's rules: its policy by date, what is sold, what is owed, rooms, closures, groups, series.

-- What a manager decides, as a whole, from a day on. A change is a new row: yesterday's terms stand.
CREATE TABLE policies (
  position       INTEGER PRIMARY KEY,
  effective_from TEXT NOT NULL CHECK (effective_from GLOB '????-??-??'),   -- studio's calendar
  terms          TEXT NOT NULL CHECK (json_valid(terms)),
  changed_at     TEXT NOT NULL,
  changed_by     TEXT REFERENCES staff (id)
) STRICT;

CREATE INDEX policies_effective ON policies (effective_from, position);
CREATE TRIGGER policies_are_kept BEFORE DELETE ON policies
BEGIN SELECT RAISE(ABORT, 'policies are never deleted'); END;
CREATE TRIGGER policies_are_immutable BEFORE UPDATE ON policies
BEGIN SELECT RAISE(ABORT, 'policies are never changed'); END;

INSERT INTO policies (effective_from, terms, changed_at)
SELECT substr(created_at, 1, 10),
       json_object('lateCancelWindowMinutes', late_cancel_window_minutes,
                   'lateCancelFeeBasisPoints', late_cancel_fee_bp),
       created_at
FROM studio;

ALTER TABLE studio DROP COLUMN late_cancel_window_minutes;
ALTER TABLE studio DROP COLUMN late_cancel_fee_bp;

-- One action a manager allowed somebody else with their PIN. Used once, for that action, soon.
CREATE TABLE approvals (
  id          TEXT PRIMARY KEY,
  action      TEXT NOT NULL,
  approver_id TEXT NOT NULL REFERENCES staff (id),
  actor_id    TEXT NOT NULL REFERENCES staff (id),
  created_at  TEXT NOT NULL,
  expires_at  TEXT NOT NULL,
  used_at     TEXT
) STRICT;

-- Rooms and equipment: what only one session can use at a time.
CREATE TABLE rooms (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  kind     TEXT NOT NULL DEFAULT 'room' CHECK (kind IN ('room', 'equipment')),
  position INTEGER NOT NULL,
  active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

-- The rooms a service can take place in. None: it needs none.
CREATE TABLE service_rooms (
  service_id TEXT NOT NULL REFERENCES services (id),
  room_id    TEXT NOT NULL REFERENCES rooms (id),
  PRIMARY KEY (service_id, room_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE services ADD COLUMN buffer_before_minutes INTEGER NOT NULL DEFAULT 0
  CHECK (buffer_before_minutes BETWEEN 0 AND 240);
ALTER TABLE services ADD COLUMN buffer_after_minutes INTEGER NOT NULL DEFAULT 0
  CHECK (buffer_after_minutes BETWEEN 0 AND 240);
-- Seats of a group session; null: one client to themselves.
ALTER TABLE services ADD COLUMN capacity INTEGER CHECK (capacity BETWEEN 1 AND 500);

-- When nobody works. Strongest first: a closure, time off, a dated override, the weekly hours.
CREATE TABLE closures (
  id         TEXT PRIMARY KEY,
  start_time TEXT NOT NULL,
  end_time   TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (length(reason) <= 200),
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES staff (id),
  CHECK (end_time > start_time)
) STRICT;

CREATE TABLE time_off (
  id         TEXT PRIMARY KEY,
  trainer_id TEXT NOT NULL REFERENCES trainers (id),
  start_time TEXT NOT NULL,
  end_time   TEXT NOT NULL,
  reason     TEXT CHECK (length(reason) <= 200),
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL REFERENCES staff (id),
  CHECK (end_time > start_time)
) STRICT;

CREATE INDEX time_off_trainer ON time_off (trainer_id, start_time);

-- A date on which a trainer works other hours. `spans` is [[startMinute, endMinute], …]; [] is a day off.
CREATE TABLE hours_overrides (
  trainer_id TEXT NOT NULL REFERENCES trainers (id),
  date       TEXT NOT NULL CHECK (date GLOB '????-??-??'),
  spans      TEXT NOT NULL CHECK (json_valid(spans)),
  PRIMARY KEY (trainer_id, date)
) STRICT, WITHOUT ROWID;

-- What is sold apart from single sessions.
CREATE TABLE products (
  id                 TEXT PRIMARY KEY,
  kind               TEXT NOT NULL CHECK (kind IN ('package', 'membership')),
  name               TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  price_minor        INTEGER NOT NULL CHECK (price_minor >= 0),      -- a membership's: of one month
  credits            INTEGER CHECK (credits BETWEEN 1 AND 1000),     -- packages
  validity_days      INTEGER CHECK (validity_days BETWEEN 1 AND 3660),
  sessions_per_month INTEGER CHECK (sessions_per_month BETWEEN 1 AND 100),   -- memberships; null: unlimited
  position           INTEGER NOT NULL,
  active             INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  CHECK ((kind = 'package') = (credits IS NOT NULL)),
  CHECK ((kind = 'package') = (validity_days IS NOT NULL)),
  CHECK (kind = 'membership' OR sessions_per_month IS NULL)
) STRICT;

-- The services a product pays for. None: all of them.
CREATE TABLE product_services (
  product_id TEXT NOT NULL REFERENCES products (id),
  service_id TEXT NOT NULL REFERENCES services (id),
  PRIMARY KEY (product_id, service_id)
) STRICT, WITHOUT ROWID;

-- One sale is one receipt: its lines, and the payments that settle it.
CREATE TABLE sales (
  id             TEXT PRIMARY KEY,
  client_id      TEXT NOT NULL REFERENCES clients (id),
  receipt_number TEXT NOT NULL UNIQUE,
  currency       TEXT NOT NULL,
  total_minor    INTEGER NOT NULL CHECK (total_minor >= 0),
  created_at     TEXT NOT NULL,
  created_by     TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX sales_client ON sales (client_id, created_at);
CREATE INDEX sales_created ON sales (created_at);

CREATE TABLE series (
  id             TEXT PRIMARY KEY,
  client_id      TEXT NOT NULL REFERENCES clients (id),
  service_id     TEXT NOT NULL REFERENCES services (id),
  weekdays       TEXT NOT NULL CHECK (json_valid(weekdays)),
  interval_weeks INTEGER NOT NULL CHECK (interval_weeks BETWEEN 1 AND 12),
  created_at     TEXT NOT NULL,
  created_by     TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE TABLE client_packages (
  id                 TEXT PRIMARY KEY,
  client_id          TEXT NOT NULL REFERENCES clients (id),
  product_id         TEXT NOT NULL REFERENCES products (id),
  sale_id            TEXT NOT NULL REFERENCES sales (id),
  credits            INTEGER NOT NULL CHECK (credits >= 1),
  paid_minor         INTEGER NOT NULL CHECK (paid_minor >= 0),
  -- What one session costs without a package, to work out what a refund leaves.
  single_price_minor INTEGER NOT NULL CHECK (single_price_minor >= 0),
  currency           TEXT NOT NULL,
  expires_on         TEXT NOT NULL CHECK (expires_on GLOB '????-??-??'),   -- inclusive, studio's calendar
  sold_at            TEXT NOT NULL
) STRICT;

CREATE INDEX client_packages_client ON client_packages (client_id, expires_on);

-- The credits of a package. `used` follows a hold and moves nothing; a lot is a package with an expiry.
CREATE TABLE credit_entries (
  id                TEXT PRIMARY KEY,
  client_package_id TEXT NOT NULL REFERENCES client_packages (id),
  kind              TEXT NOT NULL CHECK (kind IN ('sold', 'held', 'used', 'released', 'void', 'expired')),
  delta             INTEGER NOT NULL,
  expires_on        TEXT NOT NULL CHECK (expires_on GLOB '????-??-??'),
  appointment_id    TEXT REFERENCES appointments (id),
  seat_id           TEXT REFERENCES seats (id),
  created_at        TEXT NOT NULL,
  created_by        TEXT REFERENCES staff (id),
  CHECK (CASE kind WHEN 'sold' THEN delta > 0 WHEN 'held' THEN delta = -1 WHEN 'used' THEN delta = 0
                   WHEN 'released' THEN delta = 1 ELSE delta < 0 END)
) STRICT;

CREATE INDEX credit_entries_package ON credit_entries (client_package_id, expires_on, delta);
CREATE INDEX credit_entries_appointment ON credit_entries (appointment_id);

CREATE TRIGGER credits_never_negative BEFORE INSERT ON credit_entries
WHEN NEW.delta < 0
BEGIN
  SELECT RAISE(ABORT, 'no_credit_left')
  WHERE coalesce((SELECT sum(delta) FROM credit_entries
                  WHERE client_package_id = NEW.client_package_id AND expires_on = NEW.expires_on), 0)
        + NEW.delta < 0;
END;
CREATE TRIGGER credit_entries_are_kept BEFORE DELETE ON credit_entries
BEGIN SELECT RAISE(ABORT, 'credit entries are never deleted'); END;
CREATE TRIGGER credit_entries_are_immutable BEFORE UPDATE ON credit_entries
BEGIN SELECT RAISE(ABORT, 'credit entries are never changed'); END;

-- Sold month by month: each further month paid moves `ends_on`.
CREATE TABLE memberships (
  id                 TEXT PRIMARY KEY,
  client_id          TEXT NOT NULL REFERENCES clients (id),
  product_id         TEXT NOT NULL REFERENCES products (id),
  sessions_per_month INTEGER,
  price_minor        INTEGER NOT NULL CHECK (price_minor >= 0),
  currency           TEXT NOT NULL,
  starts_on          TEXT NOT NULL CHECK (starts_on GLOB '????-??-??'),
  ends_on            TEXT NOT NULL CHECK (ends_on GLOB '????-??-??'),      -- inclusive
  created_at         TEXT NOT NULL
) STRICT;

CREATE INDEX memberships_client ON memberships (client_id, ends_on);

CREATE TABLE membership_pauses (
  id            TEXT PRIMARY KEY,
  membership_id TEXT NOT NULL REFERENCES memberships (id),
  from_on       TEXT NOT NULL CHECK (from_on GLOB '????-??-??'),
  until_on      TEXT NOT NULL CHECK (until_on GLOB '????-??-??'),          -- inclusive
  created_at    TEXT NOT NULL,
  created_by    TEXT NOT NULL REFERENCES staff (id),
  CHECK (until_on >= from_on)
) STRICT;

-- The book again: with groups, rooms, buffers, series, how it is to be paid, and every term as agreed.
-- A CHECK and a NOT NULL cannot be loosened, so the table is copied. References to it are kept by
-- name and are checked when the migration commits.
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE appointments_before AS SELECT * FROM appointments;
DROP TABLE appointments;

CREATE TABLE appointments (
  id                  TEXT PRIMARY KEY,
  trainer_id          TEXT NOT NULL REFERENCES trainers (id),
  client_id           TEXT REFERENCES clients (id),        -- null: a group session, its clients have seats
  service_id          TEXT NOT NULL REFERENCES services (id),
  room_id             TEXT REFERENCES rooms (id),
  series_id           TEXT REFERENCES series (id),
  start_time          TEXT NOT NULL CHECK (start_time GLOB '????-??-??T??:??:??.???Z'),
  end_time            TEXT NOT NULL CHECK (end_time GLOB '????-??-??T??:??:??.???Z'),
  time_zone           TEXT NOT NULL,                       -- the studio's zone when booked
  local_start         TEXT NOT NULL CHECK (local_start GLOB '????-??-??T??:??'),
  buffer_before_minutes INTEGER NOT NULL DEFAULT 0,
  buffer_after_minutes  INTEGER NOT NULL DEFAULT 0,
  capacity            INTEGER CHECK (capacity BETWEEN 1 AND 500),
  status              TEXT NOT NULL CHECK (status IN ('booked', 'checked_in', 'completed', 'no_show', 'cancelled')),
  note                TEXT CHECK (length(note) <= 500),
  exception_reason    TEXT CHECK (length(exception_reason) <= 200),   -- why outside hours, or overlapping
  -- The terms as they were when it was booked: a new price list or policy never changes an old booking.
  price_minor         INTEGER NOT NULL CHECK (price_minor >= 0),
  currency            TEXT NOT NULL,
  tax_bp              INTEGER NOT NULL DEFAULT 0 CHECK (tax_bp BETWEEN 0 AND 10000),
  tax_inclusive       INTEGER NOT NULL DEFAULT 1 CHECK (tax_inclusive IN (0, 1)),
  late_window_minutes INTEGER NOT NULL,
  late_fee_bp         INTEGER NOT NULL,
  no_show_grace_minutes INTEGER NOT NULL DEFAULT 15,
  no_show_fee_bp      INTEGER NOT NULL DEFAULT 10000,
  flat_fee_minor      INTEGER NOT NULL DEFAULT 0,          -- what an unlimited member owes instead
  moved_late          INTEGER NOT NULL DEFAULT 0 CHECK (moved_late IN (0, 1)),
  -- How it is to be paid.
  funding             TEXT NOT NULL DEFAULT 'single' CHECK (funding IN ('single', 'package', 'membership')),
  client_package_id   TEXT REFERENCES client_packages (id),
  membership_id       TEXT REFERENCES memberships (id),
  payment_status      TEXT NOT NULL DEFAULT 'unpaid'
                      CHECK (payment_status IN ('unpaid', 'paid', 'part_refunded', 'refunded', 'covered')),
  payment_id          TEXT REFERENCES payments (id),
  paid_at             TEXT,
  checked_in_at       TEXT,
  resolved_at         TEXT,                                -- completed, or found not to have come
  cancelled_at        TEXT,
  cancelled_by        TEXT CHECK (cancelled_by IN ('client', 'studio')),
  cancellation_reason TEXT,
  cancellation_note   TEXT CHECK (length(cancellation_note) <= 500),
  cancelled_late      INTEGER CHECK (cancelled_late IN (0, 1)),
  cancellation_fee_minor INTEGER CHECK (cancellation_fee_minor >= 0),
  told_at             TEXT,                                -- "the client told us at", when backdated
  created_at          TEXT NOT NULL,
  created_by          TEXT NOT NULL REFERENCES staff (id),
  CHECK (end_time > start_time),
  CHECK ((client_id IS NULL) = (capacity IS NOT NULL)),
  CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL)),
  CHECK ((status = 'cancelled') = (cancellation_reason IS NOT NULL)),
  CHECK ((payment_status IN ('unpaid', 'covered')) = (payment_id IS NULL)),
  CHECK ((funding = 'package') = (client_package_id IS NOT NULL)),
  CHECK ((funding = 'membership') = (membership_id IS NOT NULL))
) STRICT;

INSERT INTO appointments (
  id, trainer_id, client_id, service_id, start_time, end_time, time_zone, local_start, status, note,
  price_minor, currency, late_window_minutes, late_fee_bp, payment_status, payment_id, paid_at,
  cancelled_at, cancelled_by, cancellation_reason, cancellation_note, cancelled_late,
  cancellation_fee_minor, created_at, created_by)
SELECT
  id, trainer_id, client_id, service_id, start_time, end_time, time_zone, local_start, status, note,
  price_minor, currency, late_window_minutes, late_fee_bp, payment_status, payment_id, paid_at,
  cancelled_at, cancelled_by, cancellation_reason, cancellation_note, cancelled_late,
  cancellation_fee_minor, created_at, created_by
FROM appointments_before;
DROP TABLE appointments_before;

CREATE INDEX appointments_trainer ON appointments (trainer_id, start_time, end_time)
  WHERE status <> 'cancelled';
CREATE INDEX appointments_room ON appointments (room_id, start_time, end_time)
  WHERE status <> 'cancelled' AND room_id IS NOT NULL;
CREATE INDEX appointments_client ON appointments (client_id, start_time);
CREATE INDEX appointments_start ON appointments (start_time);
CREATE INDEX appointments_series ON appointments (series_id, start_time) WHERE series_id IS NOT NULL;
CREATE INDEX appointments_membership ON appointments (membership_id, start_time)
  WHERE membership_id IS NOT NULL;

-- A trainer is never double-booked, and neither is a room. Since the rows before held no overlap,
-- only the last session that starts before this one's end can reach into it: one index seek.
CREATE TRIGGER appointments_trainer_busy_insert BEFORE INSERT ON appointments
WHEN NEW.status <> 'cancelled'
BEGIN
  SELECT RAISE(ABORT, 'trainer_busy')
  WHERE (SELECT end_time FROM appointments
         WHERE trainer_id = NEW.trainer_id AND status <> 'cancelled' AND start_time < NEW.end_time
         ORDER BY start_time DESC LIMIT 1) > NEW.start_time;
END;

CREATE TRIGGER appointments_trainer_busy_update
BEFORE UPDATE OF trainer_id, start_time, end_time, status ON appointments
WHEN NEW.status <> 'cancelled'
BEGIN
  SELECT RAISE(ABORT, 'trainer_busy')
  WHERE (SELECT end_time FROM appointments
         WHERE trainer_id = NEW.trainer_id AND status <> 'cancelled' AND start_time < NEW.end_time
           AND id <> NEW.id
         ORDER BY start_time DESC LIMIT 1) > NEW.start_time;
END;

CREATE TRIGGER appointments_room_busy_insert BEFORE INSERT ON appointments
WHEN NEW.status <> 'cancelled' AND NEW.room_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'room_busy')
  WHERE (SELECT end_time FROM appointments
         WHERE room_id = NEW.room_id AND status <> 'cancelled' AND start_time < NEW.end_time
         ORDER BY start_time DESC LIMIT 1) > NEW.start_time;
END;

CREATE TRIGGER appointments_room_busy_update
BEFORE UPDATE OF room_id, start_time, end_time, status ON appointments
WHEN NEW.status <> 'cancelled' AND NEW.room_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'room_busy')
  WHERE (SELECT end_time FROM appointments
         WHERE room_id = NEW.room_id AND status <> 'cancelled' AND start_time < NEW.end_time
           AND id <> NEW.id
         ORDER BY start_time DESC LIMIT 1) > NEW.start_time;
END;

-- The seats of group sessions. What is a client's own (status, terms, money) has the same column
-- names as in `appointments`, so that one piece of code serves both.
CREATE TABLE seats (
  id                  TEXT PRIMARY KEY,
  appointment_id      TEXT NOT NULL REFERENCES appointments (id),
  client_id           TEXT NOT NULL REFERENCES clients (id),
  status              TEXT NOT NULL CHECK (status IN ('booked', 'checked_in', 'completed', 'no_show', 'cancelled')),
  note                TEXT CHECK (length(note) <= 500),
  price_minor         INTEGER NOT NULL CHECK (price_minor >= 0),
  currency            TEXT NOT NULL,
  tax_bp              INTEGER NOT NULL DEFAULT 0 CHECK (tax_bp BETWEEN 0 AND 10000),
  tax_inclusive       INTEGER NOT NULL DEFAULT 1 CHECK (tax_inclusive IN (0, 1)),
  late_window_minutes INTEGER NOT NULL,
  late_fee_bp         INTEGER NOT NULL,
  no_show_grace_minutes INTEGER NOT NULL DEFAULT 15,
  no_show_fee_bp      INTEGER NOT NULL DEFAULT 10000,
  flat_fee_minor      INTEGER NOT NULL DEFAULT 0,
  moved_late          INTEGER NOT NULL DEFAULT 0 CHECK (moved_late IN (0, 1)),
  funding             TEXT NOT NULL DEFAULT 'single' CHECK (funding IN ('single', 'package', 'membership')),
  client_package_id   TEXT REFERENCES client_packages (id),
  membership_id       TEXT REFERENCES memberships (id),
  payment_status      TEXT NOT NULL DEFAULT 'unpaid'
                      CHECK (payment_status IN ('unpaid', 'paid', 'part_refunded', 'refunded', 'covered')),
  payment_id          TEXT REFERENCES payments (id),
  paid_at             TEXT,
  checked_in_at       TEXT,
  resolved_at         TEXT,
  cancelled_at        TEXT,
  cancelled_by        TEXT CHECK (cancelled_by IN ('client', 'studio')),
  cancellation_reason TEXT,
  cancellation_note   TEXT CHECK (length(cancellation_note) <= 500),
  cancelled_late      INTEGER CHECK (cancelled_late IN (0, 1)),
  cancellation_fee_minor INTEGER CHECK (cancellation_fee_minor >= 0),
  told_at             TEXT,
  created_at          TEXT NOT NULL,
  created_by          TEXT NOT NULL REFERENCES staff (id),
  CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL)),
  CHECK ((status = 'cancelled') = (cancellation_reason IS NOT NULL)),
  CHECK ((payment_status IN ('unpaid', 'covered')) = (payment_id IS NULL)),
  CHECK ((funding = 'package') = (client_package_id IS NOT NULL)),
  CHECK ((funding = 'membership') = (membership_id IS NOT NULL))
) STRICT;

-- One seat per client; a cancelled one may be followed by another.
CREATE UNIQUE INDEX seats_once_per_client ON seats (appointment_id, client_id) WHERE status <> 'cancelled';
CREATE INDEX seats_client ON seats (client_id);
CREATE INDEX seats_membership ON seats (membership_id) WHERE membership_id IS NOT NULL;

CREATE TRIGGER seats_within_capacity_insert BEFORE INSERT ON seats
WHEN NEW.status <> 'cancelled'
BEGIN
  SELECT RAISE(ABORT, 'session_full')
  WHERE (SELECT count(*) FROM seats WHERE appointment_id = NEW.appointment_id AND status <> 'cancelled')
        >= coalesce((SELECT capacity FROM appointments WHERE id = NEW.appointment_id), 0);
END;

CREATE TRIGGER seats_within_capacity_update BEFORE UPDATE OF appointment_id, status ON seats
WHEN NEW.status <> 'cancelled' AND (OLD.status = 'cancelled' OR NEW.appointment_id <> OLD.appointment_id)
BEGIN
  SELECT RAISE(ABORT, 'session_full')
  WHERE (SELECT count(*) FROM seats WHERE appointment_id = NEW.appointment_id AND status <> 'cancelled')
        >= coalesce((SELECT capacity FROM appointments WHERE id = NEW.appointment_id), 0);
END;

CREATE TRIGGER capacity_holds_the_seats BEFORE UPDATE OF capacity ON appointments
BEGIN
  SELECT RAISE(ABORT, 'session_full')
  WHERE (SELECT count(*) FROM seats WHERE appointment_id = NEW.id AND status <> 'cancelled')
        > coalesce(NEW.capacity, 0);
END;

CREATE TABLE waitlist (
  id             TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  client_id      TEXT NOT NULL REFERENCES clients (id),
  status         TEXT NOT NULL CHECK (status IN ('waiting', 'seated', 'left')),
  created_at     TEXT NOT NULL,
  created_by     TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE UNIQUE INDEX waitlist_once_per_client ON waitlist (appointment_id, client_id)
  WHERE status = 'waiting';

-- What a client owes for a late cancellation or for not coming.
CREATE TABLE fees (
  id             TEXT PRIMARY KEY,
  client_id      TEXT NOT NULL REFERENCES clients (id),
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  seat_id        TEXT REFERENCES seats (id),
  kind           TEXT NOT NULL CHECK (kind IN ('late_cancellation', 'no_show')),
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  currency       TEXT NOT NULL,
  -- pending until `due_at`, then due; kept: taken out of what was paid before; withdrawn: its cause was taken back.
  state          TEXT NOT NULL CHECK (state IN ('pending', 'due', 'kept', 'paid', 'waived', 'forgiven', 'withdrawn')),
  due_at         TEXT NOT NULL,
  waiver_reason  TEXT,
  decided_by     TEXT REFERENCES staff (id),
  decided_at     TEXT,
  created_at     TEXT NOT NULL
) STRICT;

CREATE INDEX fees_client ON fees (client_id, created_at);
CREATE INDEX fees_appointment ON fees (appointment_id);
CREATE INDEX fees_open ON fees (due_at) WHERE state IN ('pending', 'due');

CREATE TABLE sale_lines (
  id                TEXT PRIMARY KEY,
  sale_id           TEXT NOT NULL REFERENCES sales (id),
  position          INTEGER NOT NULL,
  kind              TEXT NOT NULL CHECK (kind IN ('session', 'package', 'membership', 'fee', 'top_up')),
  appointment_id    TEXT REFERENCES appointments (id),
  seat_id           TEXT REFERENCES seats (id),
  fee_id            TEXT REFERENCES fees (id),
  client_package_id TEXT REFERENCES client_packages (id),
  membership_id     TEXT REFERENCES memberships (id),
  net_minor         INTEGER NOT NULL CHECK (net_minor >= 0),
  tax_minor         INTEGER NOT NULL CHECK (tax_minor >= 0),
  gross_minor       INTEGER NOT NULL CHECK (gross_minor = net_minor + tax_minor),
  tax_bp            INTEGER NOT NULL,
  UNIQUE (sale_id, position),
  CHECK (kind <> 'session' OR appointment_id IS NOT NULL),
  CHECK ((kind = 'fee') = (fee_id IS NOT NULL)),
  CHECK ((kind = 'package') = (client_package_id IS NOT NULL)),
  CHECK ((kind = 'membership') = (membership_id IS NOT NULL))
) STRICT;

CREATE INDEX sale_lines_appointment ON sale_lines (appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX sale_lines_package ON sale_lines (client_package_id) WHERE client_package_id IS NOT NULL;
CREATE INDEX sale_lines_membership ON sale_lines (membership_id) WHERE membership_id IS NOT NULL;
CREATE INDEX sale_lines_fee ON sale_lines (fee_id) WHERE fee_id IS NOT NULL;

-- A sale that never should have been. It keeps its number.
CREATE TABLE sale_voids (
  sale_id     TEXT PRIMARY KEY REFERENCES sales (id),
  reason      TEXT NOT NULL,
  approved_by TEXT NOT NULL REFERENCES staff (id),
  created_at  TEXT NOT NULL,
  created_by  TEXT NOT NULL REFERENCES staff (id)
) STRICT, WITHOUT ROWID;

-- What the studio holds for a client. Never below nothing: who owes has a fee instead.
CREATE TABLE account_entries (
  id           TEXT PRIMARY KEY,
  client_id    TEXT NOT NULL REFERENCES clients (id),
  kind         TEXT NOT NULL CHECK (kind IN ('top_up', 'spent', 'refund', 'void')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  currency     TEXT NOT NULL,
  sale_id      TEXT REFERENCES sales (id),
  payment_id   TEXT REFERENCES payments (id),
  refund_id    TEXT REFERENCES refunds (id),
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX account_entries_client ON account_entries (client_id, created_at);

CREATE TRIGGER account_never_negative BEFORE INSERT ON account_entries
WHEN NEW.amount_minor < 0
BEGIN
  SELECT RAISE(ABORT, 'balance_too_small')
  WHERE coalesce((SELECT sum(amount_minor) FROM account_entries WHERE client_id = NEW.client_id), 0)
        + NEW.amount_minor < 0;
END;

-- The cash drawer, from its float to its count.
CREATE TABLE drawer_sessions (
  id              TEXT PRIMARY KEY,
  opened_at       TEXT NOT NULL,
  opened_on       TEXT NOT NULL CHECK (opened_on GLOB '????-??-??'),   -- studio's calendar
  opened_by       TEXT NOT NULL REFERENCES staff (id),
  float_minor     INTEGER NOT NULL CHECK (float_minor >= 0),
  currency        TEXT NOT NULL,
  closed_at       TEXT,
  closed_by       TEXT REFERENCES staff (id),
  counted         TEXT CHECK (json_valid(counted)),                    -- {"5000": 3, …}: pieces by denomination
  counted_minor   INTEGER CHECK (counted_minor >= 0),
  expected_minor  INTEGER,
  variance_reason TEXT CHECK (length(variance_reason) <= 200),
  CHECK ((closed_at IS NULL) = (counted_minor IS NULL)),
  CHECK ((closed_at IS NULL) = (expected_minor IS NULL))
) STRICT;

CREATE UNIQUE INDEX drawer_one_open ON drawer_sessions ((closed_at IS NULL)) WHERE closed_at IS NULL;

CREATE TABLE drawer_movements (
  id                TEXT PRIMARY KEY,
  drawer_session_id TEXT NOT NULL REFERENCES drawer_sessions (id),
  kind              TEXT NOT NULL CHECK (kind IN ('sale', 'refund', 'void', 'paid_in', 'paid_out', 'drop')),
  amount_minor      INTEGER NOT NULL CHECK (amount_minor <> 0),   -- positive: into the drawer
  payment_id        TEXT REFERENCES payments (id),
  refund_id         TEXT REFERENCES refunds (id),
  reason            TEXT CHECK (length(reason) <= 200),
  created_at        TEXT NOT NULL,
  created_by        TEXT NOT NULL REFERENCES staff (id),
  CHECK ((kind IN ('sale', 'paid_in')) = (amount_minor > 0))
) STRICT;

CREATE INDEX drawer_movements_session ON drawer_movements (drawer_session_id, created_at);

CREATE TRIGGER drawer_sessions_end_once BEFORE UPDATE ON drawer_sessions
WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed drawer is never changed'); END;
CREATE TRIGGER drawer_sessions_are_kept BEFORE DELETE ON drawer_sessions
BEGIN SELECT RAISE(ABORT, 'drawer sessions are never deleted'); END;
CREATE TRIGGER drawer_movements_need_an_open_drawer BEFORE INSERT ON drawer_movements
BEGIN
  SELECT RAISE(ABORT, 'drawer_closed')
  WHERE (SELECT closed_at FROM drawer_sessions WHERE id = NEW.drawer_session_id) IS NOT NULL;
END;
CREATE TRIGGER drawer_movements_are_kept BEFORE DELETE ON drawer_movements
BEGIN SELECT RAISE(ABORT, 'drawer movements are never deleted'); END;
CREATE TRIGGER drawer_movements_are_immutable BEFORE UPDATE ON drawer_movements
BEGIN SELECT RAISE(ABORT, 'drawer movements are never changed'); END;
