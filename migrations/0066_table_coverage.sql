-- With which migration the log began to say what stands in the tables. One row; with another migration
-- than the file's last one, the tables are noted anew, as migrations write unseen.
CREATE TABLE table_coverage (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  migration TEXT NOT NULL
) STRICT;
