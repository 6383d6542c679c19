-- Whether a receipt has been on paper: what is printed after that says that it is a copy. Of receipts
-- from before this nobody knows it: they are taken for printed, as people were given them.
ALTER TABLE receipts ADD COLUMN printed_at TEXT;
UPDATE receipts SET printed_at = issued_at;

CREATE TRIGGER receipts_stay_printed BEFORE UPDATE OF printed_at ON receipts
WHEN OLD.printed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a receipt that was printed stays so'); END;
