-- Where the last edit of a subject stood among its events, of those that lie in an archive: its version
-- is that of its last edit, wherever that event is.
CREATE TABLE pruned_edits (
  subject_type TEXT NOT NULL,
  subject_id   TEXT NOT NULL,
  event_type   TEXT NOT NULL,   -- '': archived by an older FitFlow, which kept no types apart
  part         TEXT NOT NULL,   -- the date of dated hours; '' for all else
  subject_seq  INTEGER NOT NULL,
  PRIMARY KEY (subject_type, subject_id, event_type, part)
) STRICT, WITHOUT ROWID;

INSERT INTO pruned_edits (subject_type, subject_id, event_type, part, subject_seq)
SELECT subject_type, subject_id, '', '', subject_seq FROM pruned_subjects;
