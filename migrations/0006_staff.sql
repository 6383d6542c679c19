-- What PINs are hashed with besides their own salt, sealed by the operating system's key store. A PIN
-- names the one it was hashed with; none: there was no key store. A new one is added when the newest
-- cannot be opened any more, as on another computer.
CREATE TABLE pin_peppers (
  id         TEXT PRIMARY KEY,
  sealed     BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE staff ADD COLUMN pepper_id TEXT REFERENCES pin_peppers (id);

-- A pause is measured by how long the process has been running: a wall clock can be set.
ALTER TABLE staff DROP COLUMN locked_until;
