-- Short ways to what the desk asks most, in a studio of many years.

-- The names alone, as words and as any three letters. In the indexes of everything, a search for a name
-- had to pass by each client whose e-mail holds the same letters: with “example”, all of them.
CREATE VIRTUAL TABLE client_name_letters USING fts5 (
  name,
  content = 'client_search_text', content_rowid = 'search_row', columnsize = 0,
  tokenize = 'trigram remove_diacritics 1'
);
CREATE VIRTUAL TABLE client_name_words USING fts5 (
  name,
  content = 'client_search_text', content_rowid = 'search_row', columnsize = 0,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
INSERT INTO client_name_letters (client_name_letters, rank) VALUES ('secure-delete', 1);
INSERT INTO client_name_words (client_name_words, rank) VALUES ('secure-delete', 1);
INSERT INTO client_name_letters (client_name_letters) VALUES ('rebuild');
INSERT INTO client_name_words (client_name_words) VALUES ('rebuild');

CREATE TRIGGER clients_names_insert AFTER INSERT ON clients BEGIN
  INSERT INTO client_name_letters (rowid, name)
  SELECT search_row, name FROM client_search_text WHERE search_row = NEW.search_row;
  INSERT INTO client_name_words (rowid, name)
  SELECT search_row, name FROM client_search_text WHERE search_row = NEW.search_row;
END;
CREATE TRIGGER clients_names_delete BEFORE DELETE ON clients BEGIN
  INSERT INTO client_name_letters (client_name_letters, rowid, name)
  SELECT 'delete', search_row, name FROM client_search_text WHERE search_row = OLD.search_row;
  INSERT INTO client_name_words (client_name_words, rowid, name)
  SELECT 'delete', search_row, name FROM client_search_text WHERE search_row = OLD.search_row;
END;
CREATE TRIGGER clients_names_leave BEFORE UPDATE OF name, merged_into, erased_at ON clients BEGIN
  INSERT INTO client_name_letters (client_name_letters, rowid, name)
  SELECT 'delete', search_row, name FROM client_search_text WHERE search_row = OLD.search_row;
  INSERT INTO client_name_words (client_name_words, rowid, name)
  SELECT 'delete', search_row, name FROM client_search_text WHERE search_row = OLD.search_row;
END;
CREATE TRIGGER clients_names_return AFTER UPDATE OF name, merged_into, erased_at ON clients BEGIN
  INSERT INTO client_name_letters (rowid, name)
  SELECT search_row, name FROM client_search_text WHERE search_row = NEW.search_row;
  INSERT INTO client_name_words (rowid, name)
  SELECT search_row, name FROM client_search_text WHERE search_row = NEW.search_row;
END;

-- Sessions and seats of which nobody has said yet what became of them: the few that are to come, and
-- the fewer that were left behind, among all there ever were.
CREATE INDEX appointments_open ON appointments (start_time, end_time, client_id)
  WHERE status IN ('booked', 'checked_in');
CREATE INDEX seats_open ON seats (appointment_id) WHERE status IN ('booked', 'checked_in');

-- Whole ones: a partial index helps only a query that says the same constant.
CREATE INDEX seats_appointment ON seats (appointment_id, status);
CREATE INDEX waitlist_appointment ON waitlist (appointment_id, status);

-- The money of a day.
CREATE INDEX payments_created ON payments (created_at);
CREATE INDEX refunds_created ON refunds (created_at);
CREATE INDEX sale_voids_created ON sale_voids (created_at);

-- Asked for each session that a membership is to pay.
CREATE INDEX membership_pauses_membership ON membership_pauses (membership_id, from_on);
