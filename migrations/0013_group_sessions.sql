-- Group sessions: a free seat is offered to whoever waits, on paper or by e-mail.

ALTER TABLE waitlist ADD COLUMN offered_at TEXT;

CREATE INDEX waitlist_line ON waitlist (appointment_id, created_at) WHERE status = 'waiting';

-- The outbox again, with the offer of a free seat. A CHECK cannot be widened, so the table is copied.
CREATE TABLE outbox_with_offers (
  position        INTEGER PRIMARY KEY,                     -- the order of queueing
  id              TEXT NOT NULL UNIQUE,
  event_id        TEXT NOT NULL,
  kind            TEXT NOT NULL
                  CHECK (kind IN ('confirmation', 'change', 'cancellation', 'reminder', 'waitlist_offer')),
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

INSERT INTO outbox_with_offers (
  position, id, event_id, kind, recipient_type, recipient_id, appointment_id, status, created_at,
  message_id, attempts, next_attempt_at, last_error, skip_reason, sent_at)
SELECT
  position, id, event_id, kind, recipient_type, recipient_id, appointment_id, status, created_at,
  message_id, attempts, next_attempt_at, last_error, skip_reason, sent_at
FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_with_offers RENAME TO outbox;

CREATE INDEX outbox_clients ON outbox (status, position) WHERE recipient_type = 'client';
CREATE INDEX outbox_open ON outbox (appointment_id, position) WHERE status IN ('queued', 'sending');
