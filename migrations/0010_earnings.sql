-- What trainers earn: by a rate that holds from a day on, for what became of each session.

-- The rate in force on a day is the last one written of those that hold from the latest day.
CREATE TABLE trainer_rates (
  position       INTEGER PRIMARY KEY,
  trainer_id     TEXT NOT NULL REFERENCES trainers (id),
  effective_from TEXT NOT NULL CHECK (effective_from GLOB '????-??-??'),   -- studio's calendar
  kind           TEXT NOT NULL CHECK (kind IN ('percent', 'flat', 'hourly')),
  value          INTEGER NOT NULL CHECK (value >= 0),   -- basis points, or minor units
  set_at         TEXT,
  set_by         TEXT REFERENCES staff (id),
  CHECK (kind <> 'percent' OR value <= 10000)
) STRICT;

CREATE INDEX trainer_rates_effective ON trainer_rates (trainer_id, effective_from, position);
CREATE TRIGGER trainer_rates_are_kept BEFORE DELETE ON trainer_rates
BEGIN SELECT RAISE(ABORT, 'rates are never deleted'); END;
CREATE TRIGGER trainer_rates_are_immutable BEFORE UPDATE ON trainer_rates
BEGIN SELECT RAISE(ABORT, 'rates are never changed'); END;

INSERT INTO trainer_rates (trainer_id, effective_from, kind, value)
SELECT id, '0001-01-01', 'percent', earning_rate_bp FROM trainers ORDER BY position;

-- No trainer is ever without a rate.
CREATE TRIGGER trainers_begin_with_a_rate AFTER INSERT ON trainers
BEGIN
  INSERT INTO trainer_rates (trainer_id, effective_from, kind, value)
  VALUES (NEW.id, '0001-01-01', 'percent', NEW.earning_rate_bp);
END;

-- Days that were paid out. What comes later is dated into the first day after them that is open.
CREATE TABLE pay_periods (
  id        TEXT PRIMARY KEY,
  from_on   TEXT NOT NULL CHECK (from_on GLOB '????-??-??'),
  until_on  TEXT NOT NULL CHECK (until_on GLOB '????-??-??'),   -- inclusive
  locked_at TEXT NOT NULL,
  locked_by TEXT NOT NULL REFERENCES staff (id),
  CHECK (until_on >= from_on)
) STRICT;

CREATE TRIGGER pay_periods_apart BEFORE INSERT ON pay_periods
BEGIN
  SELECT RAISE(ABORT, 'pay_period_overlaps')
  WHERE EXISTS (SELECT 1 FROM pay_periods WHERE from_on <= NEW.until_on AND until_on >= NEW.from_on);
END;
CREATE TRIGGER pay_periods_are_kept BEFORE DELETE ON pay_periods
BEGIN SELECT RAISE(ABORT, 'pay periods are never deleted'); END;
CREATE TRIGGER pay_periods_are_immutable BEFORE UPDATE ON pay_periods
BEGIN SELECT RAISE(ABORT, 'pay periods are never changed'); END;

-- A line is a difference: together the lines of an attendance are what it earns.
CREATE TEMP TABLE earnings_before AS SELECT * FROM earnings ORDER BY rowid;
DROP TABLE earnings;

CREATE TABLE earnings (
  id                TEXT PRIMARY KEY,
  trainer_id        TEXT NOT NULL REFERENCES trainers (id),
  appointment_id    TEXT NOT NULL REFERENCES appointments (id),
  seat_id           TEXT REFERENCES seats (id),
  kind              TEXT NOT NULL CHECK (kind IN ('recorded', 'adjusted')),
  amount_minor      INTEGER NOT NULL,
  currency          TEXT NOT NULL,
  rate_kind         TEXT NOT NULL CHECK (rate_kind IN ('percent', 'flat', 'hourly')),
  rate_value        INTEGER NOT NULL,                 -- as it was when it was first earned
  session_on        TEXT NOT NULL,                    -- the session's day when the line was written
  pay_on            TEXT NOT NULL,                    -- the day it is paid out with
  client_package_id TEXT REFERENCES client_packages (id),
  credit_number     INTEGER,                          -- which session of its package this one is
  payment_id        TEXT REFERENCES payments (id),    -- when money caused it
  refund_id         TEXT REFERENCES refunds (id),
  cause_event_id    TEXT,
  created_at        TEXT NOT NULL
) STRICT;

INSERT INTO earnings (id, trainer_id, appointment_id, kind, amount_minor, currency, rate_kind, rate_value,
  session_on, pay_on, payment_id, refund_id, created_at)
SELECT e.id, e.trainer_id, e.appointment_id, iif(e.refund_id IS NULL, 'recorded', 'adjusted'),
  e.amount_minor, e.currency, 'percent', e.rate_bp,
  substr(a.local_start, 1, 10), substr(a.local_start, 1, 10), e.payment_id, e.refund_id, e.created_at
FROM earnings_before e JOIN appointments a ON a.id = e.appointment_id ORDER BY e.rowid;
DROP TABLE earnings_before;

CREATE INDEX earnings_trainer ON earnings (trainer_id, pay_on);
CREATE INDEX earnings_pay_on ON earnings (pay_on);
CREATE INDEX earnings_attendance ON earnings (appointment_id, seat_id);
CREATE INDEX earnings_package ON earnings (client_package_id) WHERE client_package_id IS NOT NULL;

CREATE TRIGGER earnings_are_kept BEFORE DELETE ON earnings
BEGIN SELECT RAISE(ABORT, 'earnings are never deleted'); END;
CREATE TRIGGER earnings_are_immutable BEFORE UPDATE ON earnings
BEGIN SELECT RAISE(ABORT, 'earnings are never changed'); END;
CREATE TRIGGER earnings_in_open_days BEFORE INSERT ON earnings
BEGIN
  SELECT RAISE(ABORT, 'pay_period_locked')
  WHERE EXISTS (SELECT 1 FROM pay_periods WHERE from_on <= NEW.pay_on AND until_on >= NEW.pay_on);
END;
