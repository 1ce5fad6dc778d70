-- Names of one source, as an administrator has set them: who is called alias is the one called name.
-- alias_key is what makes two aliases the same one, as retrieval.model tells it.

CREATE TABLE aliases (
    alias_key TEXT PRIMARY KEY,
    alias TEXT NOT NULL,
    name TEXT NOT NULL
) WITHOUT ROWID;
