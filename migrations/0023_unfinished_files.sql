-- What FitFlow is just writing into a folder that somebody chose. It holds names, and a FitFlow that is
-- killed meanwhile cannot take it away: the next one does.
CREATE TABLE unfinished_files (
  file     TEXT PRIMARY KEY CHECK (file <> ''),
  begun_at TEXT NOT NULL CHECK (begun_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;
