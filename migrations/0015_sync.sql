-- Pushing the log to a cloud endpoint. How far it is stands in event_subscriptions, as for every
-- other subscription; the tokens are sealed in a file of their own, so that no backup holds them.

CREATE TABLE sync_link (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  endpoint_url     TEXT NOT NULL,
  tenant           TEXT NOT NULL,
  paired_at        TEXT NOT NULL,
  paired_by        TEXT NOT NULL REFERENCES staff (id),
  last_synced_at   TEXT,
  clock_offset_ms  INTEGER,                               -- how far this clock was ahead of theirs
  stopped          TEXT CHECK (stopped IN
                     ('fork', 'restored', 'device_revoked', 'tenant_closed', 'wrong_studio')),
  stopped_seq      INTEGER,                               -- fork, restored: the event it is about
  exported_through INTEGER NOT NULL DEFAULT 0             -- up to here the log was saved into a file
) STRICT;

-- Events the endpoint keeps only the place and the hash of.
CREATE TABLE sync_rejections (
  epoch       TEXT NOT NULL,
  seq         INTEGER NOT NULL,
  code        TEXT NOT NULL,
  detail      TEXT NOT NULL,
  rejected_at TEXT NOT NULL,
  PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;
