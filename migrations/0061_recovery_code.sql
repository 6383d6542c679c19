-- The way back when nobody can sign in any more: a code that was printed and is known to no file. One at
-- most; what is here is its hash. It is gone when it was used.
CREATE TABLE recovery_code (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  salt    BLOB NOT NULL,
  hash    BLOB NOT NULL,
  made_at TEXT NOT NULL
) STRICT;
