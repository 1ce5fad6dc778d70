-- Articles with all that is made of them. Offsets count code points of articles.text, half-open.
-- AUTOINCREMENT where an id is kept elsewhere (index, buttons): it must never mean something new.

CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text_sha256 BLOB NOT NULL,
    language TEXT NOT NULL,
    title TEXT,
    publisher TEXT,
    published TEXT,            -- ISO 8601 date
    url TEXT,
    extractor TEXT NOT NULL,   -- identity of what read the attributions
    added_at TEXT NOT NULL,    -- ISO 8601, UTC
    text TEXT NOT NULL         -- last: long, and not read when the rest is counted
);

-- The same text from the same publisher is one article; a missing publisher counts as one.
CREATE UNIQUE INDEX articles_by_text_and_publisher
    ON articles (text_sha256, coalesce(publisher, ''));
CREATE INDEX articles_by_language ON articles (language);
CREATE INDEX articles_by_publisher ON articles (publisher);

-- How each copy of an article reached us; at least one row an article.
CREATE TABLE arrivals (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    received_at TEXT NOT NULL, -- ISO 8601, with the offset it was given in
    origin TEXT,
    reference TEXT,
    person INTEGER
);
CREATE INDEX arrivals_by_article ON arrivals (article_id);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    CHECK (0 <= span_start AND span_start < span_end)
);
CREATE INDEX passages_by_article ON passages (article_id, span_start);

-- Its own copy of each passage's words, as store/terms.py tells them, between spaces.
CREATE VIRTUAL TABLE passage_terms USING fts5 (
    terms,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab (passage_terms, 'row');
CREATE TRIGGER passage_terms_go_with_their_passage AFTER DELETE ON passages BEGIN
    DELETE FROM passage_terms WHERE rowid = old.id;
END;

CREATE TABLE embedding_models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,        -- as first asked for; the digest is what tells models apart
    digest TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    UNIQUE (digest, dimension)
);

CREATE TABLE vectors (
    passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    model_id INTEGER NOT NULL REFERENCES embedding_models (id),
    vector BLOB NOT NULL,      -- float32, little-endian
    UNIQUE (passage_id, model_id)
);

CREATE TABLE attributions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    extent_start INTEGER NOT NULL,
    extent_end INTEGER NOT NULL,
    source_start INTEGER,
    source_end INTEGER,
    cue_start INTEGER,
    cue_end INTEGER,
    content TEXT NOT NULL,     -- JSON: [[start, end], …], in reading order
    claimant TEXT,
    claimant_kind TEXT NOT NULL,
    stance TEXT NOT NULL,
    type TEXT NOT NULL
);
CREATE INDEX attributions_by_article ON attributions (article_id);

-- Intermediaries that the text states, nearest to the reader first.
CREATE TABLE vias (
    attribution_id INTEGER NOT NULL REFERENCES attributions (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    PRIMARY KEY (attribution_id, position)
) WITHOUT ROWID;

-- The same for an article as a whole.
CREATE TABLE credits (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
