-- Messages that leave the studio by e-mail, and the calendar files of the trainers.

-- How the studio sends e-mail. The password is sealed by the computer's key store and useless elsewhere.
CREATE TABLE message_settings (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  enabled         INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  host            TEXT NOT NULL CHECK (length(host) > 0),
  port            INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
  security        TEXT NOT NULL CHECK (security IN ('none', 'starttls', 'tls')),
  user_name       TEXT,
  sealed_password BLOB,
  from_name       TEXT NOT NULL,
  from_address    TEXT NOT NULL,
  changed_at      TEXT NOT NULL,
  CHECK (sealed_password IS NULL OR user_name IS NOT NULL)
) STRICT;

-- The outbox again, with what sending needs. A CHECK cannot be widened, so the table is copied.
CREATE TABLE outbox_that_sends (
  position        INTEGER PRIMARY KEY,                     -- the order of queueing
  id              TEXT NOT NULL UNIQUE,
  event_id        TEXT NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('confirmation', 'change', 'cancellation')),
  recipient_type  TEXT NOT NULL CHECK (recipient_type IN ('client', 'trainer')),
  recipient_id    TEXT NOT NULL,
  appointment_id  TEXT NOT NULL REFERENCES appointments (id),
  status          TEXT NOT NULL DEFAULT 'queued'
                  CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'skipped')),
  created_at      TEXT NOT NULL,
  message_id      TEXT,                                    -- chosen at the first try, the same at every other
  attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_attempt_at TEXT,
  last_error      TEXT,                                    -- the server's words, without the address
  skip_reason     TEXT CHECK (skip_reason IN ('no_consent', 'no_address', 'too_late')),
  sent_at         TEXT,
  UNIQUE (event_id, kind, recipient_type, recipient_id),
  CHECK ((status = 'skipped') = (skip_reason IS NOT NULL)),
  CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
  CHECK (status NOT IN ('sending', 'sent') OR message_id IS NOT NULL)
) STRICT;

-- Trainers have no address yet; what is about them is in their calendar file.
INSERT INTO outbox_that_sends
  (id, event_id, kind, recipient_type, recipient_id, appointment_id, status, created_at, skip_reason)
SELECT id, event_id, kind, recipient_type, recipient_id, appointment_id,
       CASE recipient_type WHEN 'trainer' THEN 'skipped' ELSE 'queued' END, created_at,
       CASE recipient_type WHEN 'trainer' THEN 'no_address' END
FROM outbox ORDER BY rowid;

DROP TABLE outbox;
ALTER TABLE outbox_that_sends RENAME TO outbox;

CREATE INDEX outbox_clients ON outbox (status, position) WHERE recipient_type = 'client';
CREATE INDEX outbox_open ON outbox (appointment_id, position) WHERE status IN ('queued', 'sending');

-- When the entry last changed: LAST-MODIFIED of its event in the calendar file.
ALTER TABLE trainer_calendar ADD COLUMN changed_at TEXT;
UPDATE trainer_calendar SET changed_at =
  (SELECT max(created_at) FROM event_log
   WHERE subject_type = 'appointment' AND subject_id = appointment_id);

-- A trainer's file is stale while `changes` is ahead of `written`. The triggers raise it in the
-- transaction that changes an entry, whoever changes it.
CREATE TABLE calendar_files (
  trainer_id TEXT PRIMARY KEY REFERENCES trainers (id),
  changes    INTEGER NOT NULL,
  written    INTEGER NOT NULL DEFAULT 0,
  written_at TEXT
) STRICT;

INSERT INTO calendar_files (trainer_id, changes)
SELECT DISTINCT trainer_id, 1 FROM trainer_calendar;

CREATE TRIGGER trainer_calendar_entry_added AFTER INSERT ON trainer_calendar
BEGIN
  INSERT INTO calendar_files (trainer_id, changes) VALUES (NEW.trainer_id, 1)
  ON CONFLICT (trainer_id) DO UPDATE SET changes = changes + 1;
END;

CREATE TRIGGER trainer_calendar_entry_changed AFTER UPDATE ON trainer_calendar
BEGIN
  UPDATE calendar_files SET changes = changes + 1 WHERE trainer_id = OLD.trainer_id;
  INSERT INTO calendar_files (trainer_id, changes) VALUES (NEW.trainer_id, 1)
  ON CONFLICT (trainer_id) DO UPDATE SET changes = changes + 1;
END;

CREATE TRIGGER trainer_calendar_entry_removed AFTER DELETE ON trainer_calendar
BEGIN
  UPDATE calendar_files SET changes = changes + 1 WHERE trainer_id = OLD.trainer_id;
END;
