-- Answers as they were given, so that what people say of one can be kept with what it said. One that
-- nobody votes on is forgotten after some hours.

CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL,          -- 0 is the terminal
    thread INTEGER NOT NULL,        -- the topic; 0 where there is none
    given_at TEXT NOT NULL,         -- ISO 8601, in UTC
    query TEXT NOT NULL,            -- JSON of retrieval.model.Query
    status TEXT NOT NULL,
    findings TEXT NOT NULL,         -- JSON: ids, spans and names of what was shown, best first
    program TEXT NOT NULL,
    extractor TEXT NOT NULL,
    embedding_model TEXT NOT NULL   -- its digest
);
CREATE INDEX answers_by_time ON answers (given_at);

-- One vote a person and answer.
CREATE TABLE votes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    answer_id INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    voted_at TEXT NOT NULL,
    UNIQUE (answer_id, person)
);
