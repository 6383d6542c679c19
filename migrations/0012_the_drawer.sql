-- A drawer's counts, its counter movements, and the days that were closed.

-- Every count that was handed in: the first one cannot be tried out against what it shows.
CREATE TABLE drawer_counts (
  id                TEXT PRIMARY KEY,
  drawer_session_id TEXT NOT NULL REFERENCES drawer_sessions (id),
  counted           TEXT CHECK (json_valid(counted)),
  counted_minor     INTEGER NOT NULL CHECK (counted_minor >= 0),
  expected_minor    INTEGER NOT NULL,
  created_at        TEXT NOT NULL,
  created_by        TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX drawer_counts_session ON drawer_counts (drawer_session_id, created_at);
CREATE TRIGGER drawer_counts_are_kept BEFORE DELETE ON drawer_counts
BEGIN SELECT RAISE(ABORT, 'drawer counts are never deleted'); END;
CREATE TRIGGER drawer_counts_are_immutable BEFORE UPDATE ON drawer_counts
BEGIN SELECT RAISE(ABORT, 'drawer counts are never changed'); END;

-- A movement is taken back once, by another.
ALTER TABLE drawer_movements ADD COLUMN reverses_id TEXT REFERENCES drawer_movements (id);
CREATE UNIQUE INDEX drawer_movements_reversed_once ON drawer_movements (reverses_id)
  WHERE reverses_id IS NOT NULL;

CREATE INDEX drawer_sessions_opened ON drawer_sessions (opened_at);

-- A day that was closed, as its report was printed; again when something happened afterwards.
CREATE TABLE day_closes (
  id        TEXT PRIMARY KEY,
  date      TEXT NOT NULL CHECK (date GLOB '????-??-??'),   -- studio's calendar
  report    TEXT NOT NULL CHECK (json_valid(report)),
  closed_at TEXT NOT NULL,
  closed_by TEXT NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX day_closes_date ON day_closes (date, closed_at);
CREATE TRIGGER day_closes_are_kept BEFORE DELETE ON day_closes
BEGIN SELECT RAISE(ABORT, 'day closes are never deleted'); END;
CREATE TRIGGER day_closes_are_immutable BEFORE UPDATE ON day_closes
BEGIN SELECT RAISE(ABORT, 'day closes are never changed'); END;
