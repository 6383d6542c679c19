-- The immutable event log, its chain of hashes, and the state of every subscription.
-- docs/event-log.md says how an outside program checks the chain.

CREATE TABLE event_log (
  seq          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  event_type   TEXT NOT NULL,
  event_data   TEXT,                                      -- RFC 8785 JSON; NULL once erased
  metadata     TEXT NOT NULL,                             -- RFC 8785 JSON
  created_at   TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??.???Z'),
  subject_type TEXT NOT NULL,
  subject_id   TEXT NOT NULL,
  subject_seq  INTEGER NOT NULL CHECK (subject_seq >= 1),
  data_salt    BLOB CHECK (length(data_salt) = 16),       -- NULL once erased
  data_hash    BLOB NOT NULL CHECK (length(data_hash) = 32),
  prev_hash    BLOB NOT NULL CHECK (length(prev_hash) = 32),
  hash         BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (subject_type, subject_id, subject_seq),
  CHECK ((event_data IS NULL) = (data_salt IS NULL))
) STRICT;

CREATE INDEX event_log_type ON event_log (event_type, seq);
CREATE INDEX event_log_created_at ON event_log (created_at);
CREATE INDEX event_log_tenant ON event_log (metadata ->> '$.tenantId');
CREATE INDEX event_log_correlation ON event_log (metadata ->> '$.correlationId');

-- One row: the end of the chain. The log's triggers hold every insert against it.
CREATE TABLE event_log_head (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  epoch          TEXT NOT NULL,
  seq            INTEGER NOT NULL,
  hash           BLOB NOT NULL CHECK (length(hash) = 32),
  created_at     TEXT NOT NULL,
  pruned_through INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO event_log_head (id, epoch, seq, hash, created_at)
VALUES (1, lower(hex(randomblob(16))), 0, zeroblob(32), '0000-01-01T00:00:00.000Z');

CREATE TRIGGER event_log_follows_the_head BEFORE INSERT ON event_log
BEGIN
  SELECT RAISE(ABORT, 'event_log: seq must follow the head')
  WHERE NEW.seq IS NOT (SELECT seq + 1 FROM event_log_head);
  SELECT RAISE(ABORT, 'event_log: prev_hash must be the head''s hash')
  WHERE NEW.prev_hash IS NOT (SELECT hash FROM event_log_head);
  SELECT RAISE(ABORT, 'event_log: created_at must not go back')
  WHERE NEW.created_at < (SELECT created_at FROM event_log_head);
  -- INSERT OR REPLACE would delete the conflicting row without firing a delete trigger unless
  -- recursive_triggers is on, which a foreign program need not set: so refuse the conflict here.
  SELECT RAISE(ABORT, 'event_log: events are never replaced')
  WHERE EXISTS (SELECT 1 FROM event_log WHERE id = NEW.id)
     OR EXISTS (SELECT 1 FROM event_log
                WHERE subject_type = NEW.subject_type AND subject_id = NEW.subject_id
                  AND subject_seq = NEW.subject_seq);
END;

CREATE TRIGGER event_log_moves_the_head AFTER INSERT ON event_log
BEGIN
  UPDATE event_log_head SET seq = NEW.seq, hash = NEW.hash, created_at = NEW.created_at;
END;

-- Erasing a person empties the data and its salt; the hash of the data stays, so the chain stays.
-- Only what a log.erased event names may be emptied.
CREATE TRIGGER event_log_is_immutable BEFORE UPDATE ON event_log
WHEN NOT (
  NEW.event_data IS NULL AND NEW.data_salt IS NULL
  AND NEW.seq IS OLD.seq AND NEW.id IS OLD.id AND NEW.event_type IS OLD.event_type
  AND NEW.metadata IS OLD.metadata AND NEW.created_at IS OLD.created_at
  AND NEW.subject_type IS OLD.subject_type AND NEW.subject_id IS OLD.subject_id
  AND NEW.subject_seq IS OLD.subject_seq AND NEW.data_hash IS OLD.data_hash
  AND NEW.prev_hash IS OLD.prev_hash AND NEW.hash IS OLD.hash
  AND EXISTS (SELECT 1 FROM event_log e, json_each(e.event_data, '$.seqs') s
              WHERE e.event_type = 'log.erased' AND s.value = OLD.seq)
)
BEGIN
  SELECT RAISE(ABORT, 'event_log: events are never changed');
END;

CREATE TRIGGER event_log_is_kept BEFORE DELETE ON event_log
WHEN OLD.seq > (SELECT pruned_through FROM event_log_head)
BEGIN
  SELECT RAISE(ABORT, 'event_log: events are never deleted');
END;

CREATE TRIGGER event_log_head_is_one BEFORE INSERT ON event_log_head
WHEN EXISTS (SELECT 1 FROM event_log_head)
BEGIN
  SELECT RAISE(ABORT, 'event_log_head: there is one head');
END;

CREATE TRIGGER event_log_head_follows_the_log BEFORE UPDATE ON event_log_head
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) FROM event_log)
  OR NEW.hash IS NOT coalesce((SELECT hash FROM event_log WHERE seq = NEW.seq), zeroblob(32))
  OR NEW.created_at IS NOT coalesce((SELECT created_at FROM event_log WHERE seq = NEW.seq), OLD.created_at)
  OR NEW.pruned_through < OLD.pruned_through
  -- Only what a log.pruned event says is in an archive may leave the file.
  OR (NEW.pruned_through > OLD.pruned_through AND NOT EXISTS (
        SELECT 1 FROM event_log WHERE event_type = 'log.pruned'
        AND event_data ->> '$.throughSeq' = NEW.pruned_through))
BEGIN
  SELECT RAISE(ABORT, 'event_log_head: the head is where the log ends');
END;

CREATE TRIGGER event_log_head_is_kept BEFORE DELETE ON event_log_head
BEGIN
  SELECT RAISE(ABORT, 'event_log_head: the head is never deleted');
END;

-- Where a subject's count stood when its last event was moved into an archive.
CREATE TABLE pruned_subjects (
  subject_type TEXT NOT NULL,
  subject_id   TEXT NOT NULL,
  subject_seq  INTEGER NOT NULL,
  PRIMARY KEY (subject_type, subject_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_subscriptions (
  id              TEXT PRIMARY KEY,
  service_name    TEXT NOT NULL,
  event_type      TEXT NOT NULL,                          -- a type, 'appointment.*' or '*'
  endpoint_url    TEXT,                                   -- set: delivered by HTTP
  active          INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at      TEXT NOT NULL,
  tier            TEXT NOT NULL CHECK (tier IN ('inline', 'after_commit', 'relay')),
  ordering        TEXT NOT NULL CHECK (ordering IN ('none', 'subject')),
  cursor_seq      INTEGER NOT NULL DEFAULT 0,
  handler_version INTEGER NOT NULL DEFAULT 1,
  status          TEXT NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'paused', 'orphaned')),
  inflight_from   INTEGER,
  inflight_to     INTEGER,
  crash_count     INTEGER NOT NULL DEFAULT 0,
  max_attempts    INTEGER NOT NULL DEFAULT 10,
  backoff_base_ms INTEGER NOT NULL DEFAULT 1000,
  backoff_cap_ms  INTEGER NOT NULL DEFAULT 900000,
  heartbeat_at    TEXT,
  UNIQUE (service_name, event_type)
) STRICT;

-- Exceptions only: an event that was handled at the first try leaves no row here.
CREATE TABLE event_delivery (
  subscription_id TEXT NOT NULL REFERENCES event_subscriptions (id),
  seq             INTEGER NOT NULL,
  subject_key     TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('retry', 'running', 'parked', 'dead')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT,
  blocked_by_seq  INTEGER,
  last_error      TEXT,
  first_failed_at TEXT NOT NULL,
  PRIMARY KEY (subscription_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_delivery_due ON event_delivery (state, next_attempt_at);
CREATE INDEX event_delivery_subject ON event_delivery (subscription_id, subject_key, seq);

CREATE TABLE processed_events (
  subscription_id TEXT NOT NULL REFERENCES event_subscriptions (id),
  event_id        TEXT NOT NULL,
  processed_at    TEXT NOT NULL,
  PRIMARY KEY (subscription_id, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letters (
  id              TEXT PRIMARY KEY,
  subscription_id TEXT NOT NULL REFERENCES event_subscriptions (id),
  seq             INTEGER NOT NULL,
  attempts        INTEGER NOT NULL,
  error_name      TEXT NOT NULL,
  error_message   TEXT NOT NULL,
  error_stack     TEXT,
  handler_version INTEGER NOT NULL,
  first_failed_at TEXT NOT NULL,
  dead_at         TEXT NOT NULL,
  resolution      TEXT CHECK (resolution IN ('replayed', 'discarded')),
  resolved_by     TEXT,
  note            TEXT
) STRICT;

CREATE INDEX dead_letters_open ON dead_letters (subscription_id, seq) WHERE resolution IS NULL;

-- The first answer of every command: the same commandId again is answered from here.
CREATE TABLE command_results (
  command_id   TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  actor_id     TEXT,
  result       TEXT NOT NULL,                             -- JSON of ids and numbers, no personal data
  created_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX command_results_created_at ON command_results (created_at);
