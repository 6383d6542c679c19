-- When the receipt that was issued last says it was, and which day was confirmed since. By dates alone
-- nobody could tell: a receipt of a clock that ran ahead is the latest for ever.
CREATE TABLE receipt_clock (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  issued_at     TEXT NOT NULL,
  confirmed_day TEXT CHECK (confirmed_day GLOB '????-??-??')
) STRICT;

INSERT INTO receipt_clock (id, issued_at) SELECT 1, issued_at FROM receipts
WHERE true ORDER BY issued_at DESC LIMIT 1;
