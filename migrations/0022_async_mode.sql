-- A message broker may carry events to the handlers after the commit; the log is the truth all the same.

-- Up to which event a subscription reads the log, because a broker brings it what comes later. NULL: to
-- the end, as without a broker.
ALTER TABLE event_subscriptions ADD COLUMN log_through INTEGER;

-- With a broker, events are handled out of the log's order: a mark says of each one above the
-- checkpoint that it is done. By their place, so that the checkpoint can take them over as it passes.

CREATE TABLE marks (
  subscription_id TEXT NOT NULL REFERENCES event_subscriptions (id),
  event_id        TEXT NOT NULL,
  processed_at    TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  PRIMARY KEY (subscription_id, event_id)
) STRICT, WITHOUT ROWID;

-- A mark of an event that lies in an archive is below every checkpoint: it has done its work.
INSERT INTO marks
  SELECT p.subscription_id, p.event_id, p.processed_at, e.seq
  FROM processed_events p JOIN event_log e ON e.id = p.event_id;

DROP TABLE processed_events;
ALTER TABLE marks RENAME TO processed_events;

CREATE UNIQUE INDEX processed_events_seq ON processed_events (subscription_id, seq);
