-- Where a session stood when it was moved away inside its cancellation window. Moved back there, it
-- is late by the clock alone, as it was before: the move has been taken back.
ALTER TABLE appointments ADD COLUMN moved_late_from TEXT;
