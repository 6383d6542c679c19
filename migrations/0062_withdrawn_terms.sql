-- What was planned for a day can be called off: the row written last for the day then says that nothing
-- begins on it, as if it had never been planned, and what is changed before goes on past the day.
ALTER TABLE policies ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));
ALTER TABLE trainer_rates ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));
