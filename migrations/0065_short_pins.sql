-- Whether a PIN has fewer than six digits, which are too few where the computer has no key ring. Null: it was
-- set before this was noted, and nobody knows until it is entered.
ALTER TABLE staff ADD COLUMN pin_is_short INTEGER CHECK (pin_is_short IN (0, 1));
