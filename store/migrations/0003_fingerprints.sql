-- What a text is known by where it is nearly the same as another. Articles that were stored before
-- have none until the next start makes them.

CREATE TABLE fingerprints (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,        -- how it was made; those of two schemes are never compared
    cluster INTEGER NOT NULL,    -- the same for twins: id of their first, which may be deleted
    wording_sha256 BLOB NOT NULL, -- of the text with every run of white space made one space
    signature BLOB NOT NULL      -- unsigned 32-bit values, little-endian
);
CREATE INDEX fingerprints_by_cluster ON fingerprints (cluster);
CREATE INDEX fingerprints_by_wording ON fingerprints (wording_sha256);

-- Hashes of parts of the signatures: twins share at least one of them, almost surely.
CREATE TABLE fingerprint_bands (
    band INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES fingerprints (article_id) ON DELETE CASCADE,
    PRIMARY KEY (band, article_id)
) WITHOUT ROWID;
CREATE INDEX fingerprint_bands_by_article ON fingerprint_bands (article_id);
