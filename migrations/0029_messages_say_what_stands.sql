-- A message is decided when it is sent, from how things stand then; and trainers are written to.

-- What each recipient knows of each session: what they were told last, or did themselves. Before the
-- first message: how it stood before the first act they are to hear of. JSON of the slot; 'null': they
-- are not expected.
CREATE TABLE told_sessions (
  recipient_type TEXT NOT NULL CHECK (recipient_type IN ('client', 'trainer')),
  recipient_id   TEXT NOT NULL,
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  known          TEXT NOT NULL CHECK (json_valid(known)),
  -- What a server was asked to take and nobody knows whether it did: an array of such slots.
  tried          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tried)),
  -- Whether a message was ever sent, or being sent.
  is_told        INTEGER NOT NULL CHECK (is_told IN (0, 1)),
  acted_at       TEXT NOT NULL,                            -- the last act they are to hear of
  -- Of the entry in a client's own calendar: one per person and session. The number never falls.
  uid            TEXT NOT NULL,
  sequence       INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0),
  PRIMARY KEY (recipient_type, recipient_id, appointment_id)
) STRICT, WITHOUT ROWID;

-- The outbox again. A CHECK cannot be widened, so the table is copied. What was set aside for trainers,
-- who had no address until now, stays set aside.
CREATE TABLE outbox_that_decides (
  position        INTEGER PRIMARY KEY,                     -- the order of queueing
  id              TEXT NOT NULL UNIQUE,
  event_id        TEXT,                                    -- null: a reminder
  kind            TEXT NOT NULL                            -- at sending it becomes what is said
                  CHECK (kind IN ('confirmation', 'change', 'cancellation', 'reminder', 'waitlist_offer')),
  recipient_type  TEXT NOT NULL CHECK (recipient_type IN ('client', 'trainer')),
  recipient_id    TEXT NOT NULL,
  appointment_id  TEXT NOT NULL REFERENCES appointments (id),
  session_start   TEXT CHECK (session_start GLOB '????-??-??T??:??:??.???Z'),   -- of a reminder or an offer: which start
  acted_at        TEXT NOT NULL CHECK (acted_at GLOB '????-??-??T??:??:??.???Z'),  -- when what it is about was done
  status          TEXT NOT NULL DEFAULT 'queued'
                  CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'skipped')),
  created_at      TEXT NOT NULL,
  message_id      TEXT,                                    -- chosen at the first try, the same at every other
  attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_attempt_at TEXT,
  last_error      TEXT,                                    -- the server's words, without the address
  skip_reason     TEXT CHECK (skip_reason IN (
                    'no_consent', 'no_address', 'too_late', 'outdated', 'superseded', 'cancelled', 'unchanged',
                    'moved', 'seat_taken', 'not_waiting', 'not_wanted', 'own_act')),
  sent_at         TEXT,
  UNIQUE (event_id, kind, recipient_type, recipient_id),
  CHECK ((kind = 'reminder') = (event_id IS NULL)),
  CHECK (kind <> 'reminder' OR session_start IS NOT NULL),
  CHECK ((status = 'skipped') = (skip_reason IS NOT NULL)),
  CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
  CHECK (status NOT IN ('sending', 'sent') OR message_id IS NOT NULL)
) STRICT;

INSERT INTO outbox_that_decides (
  position, id, event_id, kind, recipient_type, recipient_id, appointment_id, session_start, acted_at,
  status, created_at, message_id, attempts, next_attempt_at, last_error, skip_reason, sent_at)
SELECT
  o.position, o.id, event_id, kind, recipient_type, recipient_id, appointment_id,
  -- An offer is about one start: that of its event, or of the book where the event is archived.
  CASE kind WHEN 'waitlist_offer'
    THEN coalesce((SELECT event_data ->> '$.startTime' FROM event_log WHERE id = event_id), a.start_time)
    ELSE session_start END,
  o.created_at, o.status, o.created_at, message_id, attempts, next_attempt_at, last_error, skip_reason, sent_at
FROM outbox AS o LEFT JOIN appointments AS a ON a.id = o.appointment_id;

DROP TABLE outbox;
ALTER TABLE outbox_that_decides RENAME TO outbox;

CREATE INDEX outbox_waiting ON outbox (position) WHERE status = 'queued';
-- What the Messages screen shows: not what was never to be sent.
CREATE INDEX outbox_shown ON outbox (status, position)
  WHERE recipient_type = 'client' OR skip_reason IS NULL OR skip_reason NOT IN ('no_address', 'own_act');
CREATE INDEX outbox_open ON outbox (appointment_id, position) WHERE status IN ('queued', 'sending');
-- Nobody is reminded twice of one start, however often somebody looks or sets the clock.
CREATE UNIQUE INDEX outbox_reminded_once ON outbox (appointment_id, recipient_id, session_start)
  WHERE kind = 'reminder';

-- Where the last message is on its way, this is what they know. Their calendars hold the session's own
-- id, so its entry goes on under it; whatever number it had there is lower than the next one.
INSERT INTO told_sessions
  (recipient_type, recipient_id, appointment_id, known, is_told, acted_at, uid)
SELECT 'client', o.recipient_id, o.appointment_id,
  CASE WHEN o.kind = 'cancellation' THEN 'null' ELSE json_object(
    'startTime', coalesce(e.event_data ->> '$.startTime', a.start_time),
    'endTime', coalesce(e.event_data ->> '$.endTime', a.end_time),
    'trainerId', coalesce(e.event_data ->> '$.trainerId', a.trainer_id),
    'serviceId', coalesce(e.event_data ->> '$.serviceId', a.service_id),
    'roomId', CASE WHEN e.event_data IS NULL THEN a.room_id ELSE e.event_data ->> '$.roomId' END) END,
  1, o.created_at, o.appointment_id
FROM outbox AS o JOIN appointments AS a ON a.id = o.appointment_id
  LEFT JOIN event_log AS e ON e.id = o.event_id
WHERE o.position IN (
  SELECT max(position) FROM outbox
  WHERE recipient_type = 'client' AND status IN ('sending', 'sent') AND kind IN ('confirmation', 'change', 'cancellation')
  GROUP BY recipient_id, appointment_id);

-- Who waits for their first message knows how it stood before the first act they are to hear of.
INSERT INTO told_sessions
  (recipient_type, recipient_id, appointment_id, known, is_told, acted_at, uid)
SELECT 'client', o.recipient_id, o.appointment_id,
  CASE WHEN o.kind = 'confirmation' THEN 'null' ELSE json_object(
    'startTime', coalesce(e.event_data ->> '$.previousStartTime', e.event_data ->> '$.startTime', a.start_time),
    'endTime', coalesce(e.event_data ->> '$.previousEndTime', e.event_data ->> '$.endTime', a.end_time),
    'trainerId', coalesce(e.event_data ->> '$.previousTrainerId', e.event_data ->> '$.trainerId', a.trainer_id),
    'serviceId', coalesce(e.event_data ->> '$.serviceId', a.service_id),
    'roomId', CASE WHEN e.event_data IS NULL THEN a.room_id ELSE e.event_data ->> '$.roomId' END) END,
  0, o.created_at, o.appointment_id || '.' || substr(o.recipient_id, -12)
FROM outbox AS o JOIN appointments AS a ON a.id = o.appointment_id
  LEFT JOIN event_log AS e ON e.id = o.event_id
WHERE o.position IN (
  SELECT min(position) FROM outbox
  WHERE recipient_type = 'client' AND status IN ('queued', 'failed') AND kind IN ('confirmation', 'change', 'cancellation')
  GROUP BY recipient_id, appointment_id)
  AND NOT EXISTS (SELECT 1 FROM told_sessions AS t
                  WHERE t.recipient_id = o.recipient_id AND t.appointment_id = o.appointment_id);

-- Where trainers and others are written to, and of what. An address is kept when somebody leaves the
-- list, because they can be put back; it is not written to meanwhile.
ALTER TABLE staff ADD COLUMN email TEXT CHECK (length(email) BETWEEN 3 AND 254);
ALTER TABLE staff ADD COLUMN hears_booked INTEGER NOT NULL DEFAULT 1 CHECK (hears_booked IN (0, 1));
ALTER TABLE staff ADD COLUMN hears_moved INTEGER NOT NULL DEFAULT 1 CHECK (hears_moved IN (0, 1));
ALTER TABLE staff ADD COLUMN hears_cancelled INTEGER NOT NULL DEFAULT 1 CHECK (hears_cancelled IN (0, 1));
-- Only of what begins within so many hours; null: however far ahead.
ALTER TABLE staff ADD COLUMN hears_within_hours INTEGER CHECK (hears_within_hours BETWEEN 1 AND 8760);
