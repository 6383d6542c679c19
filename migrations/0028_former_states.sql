-- How a session stood before an act that cannot be worked out backwards from what it left: where it
-- was, what had become of each client's part in it, its credit, its fees. Undoing the act reads it.
-- Kept for a day; it may repeat what was typed beside a session, so an erasure empties the table.
CREATE TABLE former_states (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  -- Null: the session itself, with everybody's part in it.
  seat_id TEXT REFERENCES seats (id),
  state TEXT NOT NULL CHECK (json_valid(state)),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX former_states_appointment ON former_states (appointment_id, seat_id, created_at);
CREATE INDEX former_states_created ON former_states (created_at);
