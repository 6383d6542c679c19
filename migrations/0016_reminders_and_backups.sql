-- Clients are reminded of a session once for each time it is at; and where the studio's copies are.

-- The outbox again. A reminder is about a time, not about an event: it has the one or the other. And
-- it may be about a time that holds no longer. A NOT NULL and a CHECK cannot be loosened, so the
-- table is copied.
CREATE TABLE outbox_that_reminds (
  position        INTEGER PRIMARY KEY,                     -- the order of queueing
  id              TEXT NOT NULL UNIQUE,
  event_id        TEXT,                                    -- null: a reminder
  kind            TEXT NOT NULL
                  CHECK (kind IN ('confirmation', 'change', 'cancellation', 'reminder', 'waitlist_offer')),
  recipient_type  TEXT NOT NULL CHECK (recipient_type IN ('client', 'trainer')),
  recipient_id    TEXT NOT NULL,
  appointment_id  TEXT NOT NULL REFERENCES appointments (id),
  session_start   TEXT CHECK (session_start GLOB '????-??-??T??:??:??.???Z'),   -- of a reminder: which start
  status          TEXT NOT NULL DEFAULT 'queued'
                  CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'skipped')),
  created_at      TEXT NOT NULL,
  message_id      TEXT,                                    -- chosen at the first try, the same at every other
  attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_attempt_at TEXT,
  last_error      TEXT,                                    -- the server's words, without the address
  skip_reason     TEXT CHECK (skip_reason IN ('no_consent', 'no_address', 'too_late', 'outdated')),
  sent_at         TEXT,
  UNIQUE (event_id, kind, recipient_type, recipient_id),
  CHECK ((kind = 'reminder') = (event_id IS NULL)),
  CHECK ((kind = 'reminder') = (session_start IS NOT NULL)),
  CHECK ((status = 'skipped') = (skip_reason IS NOT NULL)),
  CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
  CHECK (status NOT IN ('sending', 'sent') OR message_id IS NOT NULL)
) STRICT;

INSERT INTO outbox_that_reminds (
  position, id, event_id, kind, recipient_type, recipient_id, appointment_id, status, created_at,
  message_id, attempts, next_attempt_at, last_error, skip_reason, sent_at)
SELECT
  position, id, event_id, kind, recipient_type, recipient_id, appointment_id, status, created_at,
  message_id, attempts, next_attempt_at, last_error, skip_reason, sent_at
FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_that_reminds RENAME TO outbox;

CREATE INDEX outbox_clients ON outbox (status, position) WHERE recipient_type = 'client';
CREATE INDEX outbox_open ON outbox (appointment_id, position) WHERE status IN ('queued', 'sending');
-- Nobody is reminded twice of one start, however often somebody looks or sets the clock.
CREATE UNIQUE INDEX outbox_reminded_once ON outbox (appointment_id, recipient_id, session_start)
  WHERE kind = 'reminder';

-- The copies a manager made. The path stays here: the log holds no names, and a path may hold one.
CREATE TABLE backups (
  id      TEXT PRIMARY KEY,
  file    TEXT NOT NULL,
  bytes   INTEGER NOT NULL CHECK (bytes > 0),
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX backups_made ON backups (made_at);
