-- Who counts a drawer by its amount notes no pieces, and a drawer that is open has none. SQLite before
-- 3.45 says of json_valid(NULL) that it is 0, and so of such a row that it breaks its rule.

DROP TRIGGER drawer_sessions_end_once;
DROP TRIGGER drawer_counts_are_immutable;

ALTER TABLE drawer_sessions ADD COLUMN pieces TEXT CHECK (pieces IS NULL OR json_valid(pieces));
UPDATE drawer_sessions SET pieces = counted WHERE counted IS NOT NULL;
ALTER TABLE drawer_sessions DROP COLUMN counted;
ALTER TABLE drawer_sessions RENAME COLUMN pieces TO counted;   -- {"5000": 3, …}: pieces by denomination

ALTER TABLE drawer_counts ADD COLUMN pieces TEXT CHECK (pieces IS NULL OR json_valid(pieces));
UPDATE drawer_counts SET pieces = counted WHERE counted IS NOT NULL;
ALTER TABLE drawer_counts DROP COLUMN counted;
ALTER TABLE drawer_counts RENAME COLUMN pieces TO counted;

CREATE TRIGGER drawer_sessions_end_once
BEFORE UPDATE OF id, opened_at, opened_on, opened_by, float_minor, currency, closed_at, closed_by,
  counted, counted_minor, expected_minor, report ON drawer_sessions
WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed drawer is never changed'); END;
CREATE TRIGGER drawer_counts_are_immutable BEFORE UPDATE ON drawer_counts
BEGIN SELECT RAISE(ABORT, 'drawer counts are never changed'); END;
