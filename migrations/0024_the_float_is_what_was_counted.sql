-- What the last shift's count left when a drawer was opened, and why another sum lay in it then.
ALTER TABLE drawer_sessions ADD COLUMN carried_minor INTEGER CHECK (carried_minor >= 0);
ALTER TABLE drawer_sessions ADD COLUMN opening_reason TEXT
  CHECK (length(opening_reason) BETWEEN 1 AND 200);

CREATE TRIGGER drawer_sessions_open_once BEFORE UPDATE OF carried_minor ON drawer_sessions
BEGIN SELECT RAISE(ABORT, 'what a drawer was opened with is never changed'); END;
CREATE TRIGGER drawer_sessions_forget_people_at_opening
BEFORE UPDATE OF opening_reason ON drawer_sessions
WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE cleaned_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'what a drawer was opened with is never changed'); END;
