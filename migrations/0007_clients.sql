-- Notes about a client, clients that turned out to be one, clients who asked to be forgotten.

ALTER TABLE clients ADD COLUMN notes TEXT CHECK (length(notes) <= 2000);
-- Set: this row is kept only so that old links find the other one. It is never a chain.
ALTER TABLE clients ADD COLUMN merged_into TEXT REFERENCES clients (id);
ALTER TABLE clients ADD COLUMN erased_at TEXT;

CREATE INDEX clients_merged ON clients (merged_into) WHERE merged_into IS NOT NULL;
DROP INDEX clients_last_seen;
CREATE INDEX clients_last_seen ON clients (last_seen_at DESC)
  WHERE merged_into IS NULL AND erased_at IS NULL;

-- Who was forgotten. The file is cleaned of what is left of them after the commit; until that is
-- done it is tried again at each start.
CREATE TABLE erasures (
  client_id  TEXT PRIMARY KEY REFERENCES clients (id),
  erased_at  TEXT NOT NULL,
  erased_by  TEXT NOT NULL REFERENCES staff (id),
  cleaned_at TEXT
) STRICT, WITHOUT ROWID;

-- The search again, of those only who are to be found, in two indexes. `client_words` knows words and
-- their beginnings and so finds the best matches first; `client_search` knows any three letters.
-- `digits` is the phone without what people put between its digits.
DROP TRIGGER clients_search_insert;
DROP TRIGGER clients_search_delete;
DROP TRIGGER clients_search_update;
DROP TABLE client_search;

CREATE VIEW client_search_text AS
SELECT
  search_row, name, phone, email,
  replace(replace(replace(replace(replace(replace(replace(phone,
    ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', '') AS digits
FROM clients
WHERE merged_into IS NULL AND erased_at IS NULL;

CREATE VIRTUAL TABLE client_search USING fts5 (
  name, phone, email, digits,
  content = 'client_search_text', content_rowid = 'search_row',
  tokenize = 'trigram remove_diacritics 1'
);
CREATE VIRTUAL TABLE client_words USING fts5 (
  name, phone, email,
  content = 'client_search_text', content_rowid = 'search_row',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
-- What is taken out of an index leaves no trace in it.
INSERT INTO client_search (client_search, rank) VALUES ('secure-delete', 1);
INSERT INTO client_words (client_words, rank) VALUES ('secure-delete', 1);
INSERT INTO client_search (client_search) VALUES ('rebuild');
INSERT INTO client_words (client_words) VALUES ('rebuild');

CREATE TRIGGER clients_search_insert AFTER INSERT ON clients BEGIN
  INSERT INTO client_search (rowid, name, phone, email, digits)
  SELECT search_row, name, phone, email, digits FROM client_search_text
  WHERE search_row = NEW.search_row;
  INSERT INTO client_words (rowid, name, phone, email)
  SELECT search_row, name, phone, email FROM client_search_text
  WHERE search_row = NEW.search_row;
END;
CREATE TRIGGER clients_search_delete BEFORE DELETE ON clients BEGIN
  INSERT INTO client_search (client_search, rowid, name, phone, email, digits)
  SELECT 'delete', search_row, name, phone, email, digits FROM client_search_text
  WHERE search_row = OLD.search_row;
  INSERT INTO client_words (client_words, rowid, name, phone, email)
  SELECT 'delete', search_row, name, phone, email FROM client_search_text
  WHERE search_row = OLD.search_row;
END;
CREATE TRIGGER clients_search_leave BEFORE UPDATE OF name, phone, email, merged_into, erased_at ON clients BEGIN
  INSERT INTO client_search (client_search, rowid, name, phone, email, digits)
  SELECT 'delete', search_row, name, phone, email, digits FROM client_search_text
  WHERE search_row = OLD.search_row;
  INSERT INTO client_words (client_words, rowid, name, phone, email)
  SELECT 'delete', search_row, name, phone, email FROM client_search_text
  WHERE search_row = OLD.search_row;
END;
CREATE TRIGGER clients_search_return AFTER UPDATE OF name, phone, email, merged_into, erased_at ON clients BEGIN
  INSERT INTO client_search (rowid, name, phone, email, digits)
  SELECT search_row, name, phone, email, digits FROM client_search_text
  WHERE search_row = NEW.search_row;
  INSERT INTO client_words (rowid, name, phone, email)
  SELECT search_row, name, phone, email FROM client_search_text
  WHERE search_row = NEW.search_row;
END;
