-- How much work a guess at this PIN is: N of scrypt is 2 to this. What was hashed before is 14.
ALTER TABLE staff ADD COLUMN pin_cost INTEGER NOT NULL DEFAULT 14;

-- Says with a pepper whose PIN this is. A row of `staff` that another program wrote, or that got
-- somebody else's hash, does not fit, and its PIN opens nothing.
CREATE TABLE pin_seals (
  staff_id  TEXT PRIMARY KEY REFERENCES staff (id),
  pepper_id TEXT NOT NULL REFERENCES pin_peppers (id),
  mac       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
