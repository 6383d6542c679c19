-- Why a late cancellation or a no-show cost nothing although it might have: it was forgiven by the
-- policy, or let go by a manager. Kept apart from `fees`, because a credit can be let go too.
ALTER TABLE appointments ADD COLUMN excused TEXT CHECK (excused IN ('forgiven', 'waived'));
ALTER TABLE seats ADD COLUMN excused TEXT CHECK (excused IN ('forgiven', 'waived'));

-- Forgiveness looks back over a client's sessions. Few are ever forgiven.
CREATE INDEX appointments_forgiven ON appointments (client_id, start_time) WHERE excused = 'forgiven';
CREATE INDEX seats_forgiven ON seats (client_id) WHERE excused = 'forgiven';
