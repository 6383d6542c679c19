-- The studio, its people, the book and the money.

CREATE TABLE studio (
  id                         INTEGER PRIMARY KEY CHECK (id = 1),   -- one file is one studio
  tenant_id                  TEXT NOT NULL,
  device_id                  TEXT NOT NULL,
  device_code                TEXT NOT NULL CHECK (length(device_code) BETWEEN 1 AND 8),
  name                       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  time_zone                  TEXT NOT NULL,
  currency                   TEXT NOT NULL CHECK (length(currency) = 3),
  demo                       INTEGER NOT NULL DEFAULT 0 CHECK (demo IN (0, 1)),
  late_cancel_window_minutes INTEGER NOT NULL DEFAULT 1440 CHECK (late_cancel_window_minutes >= 0),
  late_cancel_fee_bp         INTEGER NOT NULL DEFAULT 5000 CHECK (late_cancel_fee_bp BETWEEN 0 AND 10000),
  created_at                 TEXT NOT NULL
) STRICT;

CREATE TABLE trainers (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  hue             INTEGER NOT NULL CHECK (hue BETWEEN 1 AND 8),
  position        INTEGER NOT NULL,
  earning_rate_bp INTEGER NOT NULL DEFAULT 5000 CHECK (earning_rate_bp BETWEEN 0 AND 10000),
  active          INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE working_hours (
  trainer_id   TEXT NOT NULL REFERENCES trainers (id),
  weekday      INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),   -- Monday is 1
  start_minute INTEGER NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
  end_minute   INTEGER NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
  PRIMARY KEY (trainer_id, weekday, start_minute),
  CHECK (start_minute < end_minute)
) STRICT, WITHOUT ROWID;

CREATE TABLE services (
  id               TEXT PRIMARY KEY,
  name             TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  duration_minutes INTEGER NOT NULL CHECK (duration_minutes BETWEEN 5 AND 480),
  price_minor      INTEGER NOT NULL CHECK (price_minor >= 0),
  hue              INTEGER NOT NULL CHECK (hue BETWEEN 1 AND 8),
  position         INTEGER NOT NULL,
  active           INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE staff (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  role            TEXT NOT NULL CHECK (role IN ('front_desk', 'trainer', 'manager')),
  trainer_id      TEXT REFERENCES trainers (id),
  pin_salt        BLOB NOT NULL,
  pin_hash        BLOB NOT NULL,
  demo_pin        TEXT,                                    -- demo studios only, to be shown at sign-in
  failed_attempts INTEGER NOT NULL DEFAULT 0,
  locked_until    TEXT,
  position        INTEGER NOT NULL,
  active          INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  CHECK (role <> 'trainer' OR trainer_id IS NOT NULL)
) STRICT;

CREATE TABLE clients (
  search_row       INTEGER PRIMARY KEY,                    -- a rowid of its own: VACUUM may renumber a hidden one
  id               TEXT NOT NULL UNIQUE,
  name             TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  phone            TEXT,
  email            TEXT,
  messages_consent INTEGER NOT NULL DEFAULT 0 CHECK (messages_consent IN (0, 1)),
  last_seen_at     TEXT NOT NULL,                          -- registered or booked, whichever is later
  created_at       TEXT NOT NULL
) STRICT;

CREATE INDEX clients_last_seen ON clients (last_seen_at DESC);

-- Any part of a name, phone or e-mail: three letters or more through trigrams, accents folded.
CREATE VIRTUAL TABLE client_search USING fts5 (
  name, phone, email,
  content = 'clients', content_rowid = 'search_row',
  tokenize = 'trigram remove_diacritics 1'
);

CREATE TRIGGER clients_search_insert AFTER INSERT ON clients BEGIN
  INSERT INTO client_search (rowid, name, phone, email)
  VALUES (NEW.search_row, NEW.name, NEW.phone, NEW.email);
END;
CREATE TRIGGER clients_search_delete AFTER DELETE ON clients BEGIN
  INSERT INTO client_search (client_search, rowid, name, phone, email)
  VALUES ('delete', OLD.search_row, OLD.name, OLD.phone, OLD.email);
END;
CREATE TRIGGER clients_search_update AFTER UPDATE OF name, phone, email ON clients BEGIN
  INSERT INTO client_search (client_search, rowid, name, phone, email)
  VALUES ('delete', OLD.search_row, OLD.name, OLD.phone, OLD.email);
  INSERT INTO client_search (rowid, name, phone, email)
  VALUES (NEW.search_row, NEW.name, NEW.phone, NEW.email);
END;

CREATE TABLE appointments (
  id                  TEXT PRIMARY KEY,
  trainer_id          TEXT NOT NULL REFERENCES trainers (id),
  client_id           TEXT NOT NULL REFERENCES clients (id),
  service_id          TEXT NOT NULL REFERENCES services (id),
  start_time          TEXT NOT NULL CHECK (start_time GLOB '????-??-??T??:??:??.???Z'),
  end_time            TEXT NOT NULL CHECK (end_time GLOB '????-??-??T??:??:??.???Z'),
  time_zone           TEXT NOT NULL,                       -- the studio's zone when booked
  local_start         TEXT NOT NULL CHECK (local_start GLOB '????-??-??T??:??'),
  status              TEXT NOT NULL CHECK (status IN ('booked', 'checked_in', 'completed', 'no_show', 'cancelled')),
  note                TEXT CHECK (length(note) <= 500),
  -- The terms as they were when it was booked: a new price list never changes an old booking.
  price_minor         INTEGER NOT NULL CHECK (price_minor >= 0),
  currency            TEXT NOT NULL,
  late_window_minutes INTEGER NOT NULL,
  late_fee_bp         INTEGER NOT NULL,
  payment_status      TEXT NOT NULL DEFAULT 'unpaid'
                      CHECK (payment_status IN ('unpaid', 'paid', 'part_refunded', 'refunded')),
  payment_id          TEXT REFERENCES payments (id),
  paid_at             TEXT,
  cancelled_at        TEXT,
  cancelled_by        TEXT CHECK (cancelled_by IN ('client', 'studio')),
  cancellation_reason TEXT,
  cancellation_note   TEXT CHECK (length(cancellation_note) <= 500),
  cancelled_late      INTEGER CHECK (cancelled_late IN (0, 1)),
  cancellation_fee_minor INTEGER CHECK (cancellation_fee_minor >= 0),
  created_at          TEXT NOT NULL,
  created_by          TEXT NOT NULL REFERENCES staff (id),
  CHECK (end_time > start_time),
  CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL)),
  CHECK ((status = 'cancelled') = (cancellation_reason IS NOT NULL)),
  CHECK ((payment_status = 'unpaid') = (payment_id IS NULL))
) STRICT;

CREATE INDEX appointments_trainer ON appointments (trainer_id, start_time, end_time)
  WHERE status <> 'cancelled';
CREATE INDEX appointments_client ON appointments (client_id, start_time);
CREATE INDEX appointments_start ON appointments (start_time);

-- A trainer is never double-booked. Since the rows before held no overlap, only the last session
-- that starts before this one's end can reach into it: one index seek, however long the book is.
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

CREATE TABLE receipt_numbers (
  device_code TEXT NOT NULL,
  year        INTEGER NOT NULL,
  last        INTEGER NOT NULL CHECK (last >= 1),
  PRIMARY KEY (device_code, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE payments (
  id             TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  client_id      TEXT NOT NULL REFERENCES clients (id),
  method         TEXT NOT NULL CHECK (method IN ('cash', 'card')),
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  currency       TEXT NOT NULL,
  tendered_minor INTEGER CHECK (tendered_minor >= amount_minor),
  card_reference TEXT CHECK (length(card_reference) <= 40),
  card_last4     TEXT CHECK (card_last4 GLOB '[0-9][0-9][0-9][0-9]'),
  receipt_number TEXT NOT NULL UNIQUE,
  created_at     TEXT NOT NULL,
  created_by     TEXT NOT NULL REFERENCES staff (id),
  CHECK ((method = 'cash') = (tendered_minor IS NOT NULL)),
  CHECK ((method = 'card') = (card_reference IS NOT NULL))
) STRICT;

CREATE INDEX payments_appointment ON payments (appointment_id);

CREATE TABLE refunds (
  id             TEXT PRIMARY KEY,
  payment_id     TEXT NOT NULL REFERENCES payments (id),
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  reason         TEXT NOT NULL,
  receipt_number TEXT NOT NULL UNIQUE,
  created_at     TEXT NOT NULL,
  created_by     TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX refunds_payment ON refunds (payment_id);

CREATE TRIGGER refunds_within_payment BEFORE INSERT ON refunds
BEGIN
  SELECT RAISE(ABORT, 'refund_exceeds_payment')
  WHERE NEW.amount_minor + coalesce((SELECT sum(amount_minor) FROM refunds WHERE payment_id = NEW.payment_id), 0)
      > (SELECT amount_minor FROM payments WHERE id = NEW.payment_id);
END;

-- Positive when earned, negative when an adjustment takes something back.
CREATE TABLE earnings (
  id             TEXT PRIMARY KEY,
  trainer_id     TEXT NOT NULL REFERENCES trainers (id),
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  payment_id     TEXT NOT NULL REFERENCES payments (id),
  refund_id      TEXT REFERENCES refunds (id),
  amount_minor   INTEGER NOT NULL,
  currency       TEXT NOT NULL,
  rate_bp        INTEGER NOT NULL,                         -- the trainer's rate when it was earned
  created_at     TEXT NOT NULL,
  CHECK ((refund_id IS NULL AND amount_minor >= 0) OR (refund_id IS NOT NULL AND amount_minor <= 0))
) STRICT;

CREATE UNIQUE INDEX earnings_once_per_payment ON earnings (payment_id) WHERE refund_id IS NULL;
CREATE UNIQUE INDEX earnings_once_per_refund ON earnings (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX earnings_trainer ON earnings (trainer_id, created_at);

CREATE TRIGGER payments_are_kept BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never deleted'); END;
CREATE TRIGGER payments_are_immutable BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;
CREATE TRIGGER refunds_are_kept BEFORE DELETE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds are never deleted'); END;
CREATE TRIGGER refunds_are_immutable BEFORE UPDATE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds are never changed'); END;
CREATE TRIGGER earnings_are_kept BEFORE DELETE ON earnings
BEGIN SELECT RAISE(ABORT, 'earnings are never deleted'); END;
CREATE TRIGGER earnings_are_immutable BEFORE UPDATE ON earnings
BEGIN SELECT RAISE(ABORT, 'earnings are never changed'); END;

-- Messages to be sent. Ids only: name, address and text are looked up when it is sent.
CREATE TABLE outbox (
  id             TEXT PRIMARY KEY,
  event_id       TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('confirmation', 'change', 'cancellation')),
  recipient_type TEXT NOT NULL CHECK (recipient_type IN ('client', 'trainer')),
  recipient_id   TEXT NOT NULL,
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  status         TEXT NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed')),
  created_at     TEXT NOT NULL,
  UNIQUE (event_id, kind, recipient_type, recipient_id)
) STRICT;

CREATE TABLE trainer_calendar (
  appointment_id TEXT PRIMARY KEY REFERENCES appointments (id),
  trainer_id     TEXT NOT NULL REFERENCES trainers (id),
  start_time     TEXT NOT NULL,
  end_time       TEXT NOT NULL,
  status         TEXT NOT NULL CHECK (status IN ('confirmed', 'cancelled')),
  sequence       INTEGER NOT NULL                          -- rises with every change, as iCalendar wants
) STRICT;

CREATE INDEX trainer_calendar_trainer ON trainer_calendar (trainer_id, start_time);

CREATE TABLE analytics_counters (
  metric     TEXT NOT NULL,
  local_date TEXT NOT NULL,
  hour       INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  service_id TEXT NOT NULL,
  trainer_id TEXT NOT NULL,
  count      INTEGER NOT NULL,
  PRIMARY KEY (metric, local_date, hour, service_id, trainer_id)
) STRICT, WITHOUT ROWID;
