-- Names, phones and e-mails are folded in code and found by what is written here, so that no text is
-- ever compared by two rules. Triggers only see to it that nothing stands in the index that is not so
-- any more, and that what changed is folded anew.

DROP TRIGGER clients_search_insert;
DROP TRIGGER clients_search_delete;
DROP TRIGGER clients_search_leave;
DROP TRIGGER clients_search_return;
DROP TRIGGER clients_names_insert;
DROP TRIGGER clients_names_delete;
DROP TRIGGER clients_names_leave;
DROP TRIGGER clients_names_return;
DROP TABLE client_search;
DROP TABLE client_words;
DROP TABLE client_name_letters;
DROP TABLE client_name_words;
DROP VIEW client_search_text;

-- Clients as they are looked for. A row is never changed, only taken out and written again.
CREATE TABLE client_folds (
  search_row INTEGER PRIMARY KEY,
  words      TEXT NOT NULL,                                -- the name: jurgen muller
  spelled    TEXT NOT NULL,                                -- spelled out, where that is another: juergen mueller
  parts      TEXT NOT NULL,                                -- what else it can begin with: jurgenmuller muller
  letters    TEXT NOT NULL,                                -- any three letters of it are found in these
  email      TEXT NOT NULL,
  digits     TEXT NOT NULL                                 -- the phone, international and national
) STRICT;

-- Whose row is to be written.
CREATE TABLE clients_to_fold (search_row INTEGER PRIMARY KEY) STRICT;

-- By which rules the rows were written. Others than the program's: all are written again. 0 while that
-- is done: then the indexes are made of all rows at once, which is many times faster.
CREATE TABLE client_fold_rules (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  country TEXT NOT NULL
) STRICT;

CREATE TRIGGER clients_fold_insert AFTER INSERT ON clients
WHEN NEW.merged_into IS NULL AND NEW.erased_at IS NULL BEGIN
  INSERT OR IGNORE INTO clients_to_fold VALUES (NEW.search_row);
END;
CREATE TRIGGER clients_fold_update
AFTER UPDATE OF name, phone, email, merged_into, erased_at ON clients BEGIN
  DELETE FROM client_folds WHERE search_row = OLD.search_row;
  INSERT OR IGNORE INTO clients_to_fold
  SELECT NEW.search_row WHERE NEW.merged_into IS NULL AND NEW.erased_at IS NULL;
END;
CREATE TRIGGER clients_fold_delete AFTER DELETE ON clients BEGIN
  DELETE FROM client_folds WHERE search_row = OLD.search_row;
  DELETE FROM clients_to_fold WHERE search_row = OLD.search_row;
END;

-- Words and their beginnings, and any three letters; of names alone, and of everything. In an index of
-- everything a search for a name would pass by each client whose e-mail holds the same letters.
CREATE VIRTUAL TABLE client_name_words USING fts5 (
  words, spelled, parts,
  content = 'client_folds', content_rowid = 'search_row', columnsize = 0,
  tokenize = 'unicode61 remove_diacritics 0 categories ''L* M* N* Co''', prefix = '1 2 3'
);
CREATE VIRTUAL TABLE client_name_letters USING fts5 (
  letters,
  content = 'client_folds', content_rowid = 'search_row', columnsize = 0,
  tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE client_words USING fts5 (
  parts, email, digits,
  content = 'client_folds', content_rowid = 'search_row', columnsize = 0,
  tokenize = 'unicode61 remove_diacritics 0 categories ''L* M* N* Co''', prefix = '1 2 3'
);
CREATE VIRTUAL TABLE client_search USING fts5 (
  letters, email, digits,
  content = 'client_folds', content_rowid = 'search_row', columnsize = 0,
  tokenize = 'trigram case_sensitive 1'
);
-- What is taken out of an index leaves no trace in it.
INSERT INTO client_name_words (client_name_words, rank) VALUES ('secure-delete', 1);
INSERT INTO client_name_letters (client_name_letters, rank) VALUES ('secure-delete', 1);
INSERT INTO client_words (client_words, rank) VALUES ('secure-delete', 1);
INSERT INTO client_search (client_search, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER client_folds_enter AFTER INSERT ON client_folds
WHEN NOT EXISTS (SELECT 1 FROM client_fold_rules WHERE version = 0) BEGIN
  INSERT INTO client_name_words (rowid, words, spelled, parts)
  VALUES (NEW.search_row, NEW.words, NEW.spelled, NEW.parts);
  INSERT INTO client_name_letters (rowid, letters) VALUES (NEW.search_row, NEW.letters);
  INSERT INTO client_words (rowid, parts, email, digits)
  VALUES (NEW.search_row, NEW.parts, NEW.email, NEW.digits);
  INSERT INTO client_search (rowid, letters, email, digits)
  VALUES (NEW.search_row, NEW.letters, NEW.email, NEW.digits);
END;
CREATE TRIGGER client_folds_leave AFTER DELETE ON client_folds
WHEN NOT EXISTS (SELECT 1 FROM client_fold_rules WHERE version = 0) BEGIN
  INSERT INTO client_name_words (client_name_words, rowid, words, spelled, parts)
  VALUES ('delete', OLD.search_row, OLD.words, OLD.spelled, OLD.parts);
  INSERT INTO client_name_letters (client_name_letters, rowid, letters)
  VALUES ('delete', OLD.search_row, OLD.letters);
  INSERT INTO client_words (client_words, rowid, parts, email, digits)
  VALUES ('delete', OLD.search_row, OLD.parts, OLD.email, OLD.digits);
  INSERT INTO client_search (client_search, rowid, letters, email, digits)
  VALUES ('delete', OLD.search_row, OLD.letters, OLD.email, OLD.digits);
END;
CREATE TRIGGER client_folds_are_written_anew BEFORE UPDATE ON client_folds
BEGIN SELECT RAISE(ABORT, 'a folded row is taken out and written again'); END;

-- Where the studio is: how its phones are read. NULL until the program that knows it opens the file.
ALTER TABLE studio ADD COLUMN country TEXT CHECK (country GLOB '[A-Z][A-Z]');
-- 1: FitFlow took the country from the time zone, and nobody has been told yet.
ALTER TABLE studio ADD COLUMN country_assumed INTEGER NOT NULL DEFAULT 0 CHECK (country_assumed IN (0, 1));
