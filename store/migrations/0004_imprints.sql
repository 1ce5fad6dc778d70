-- What questions are matched with (retrieval/matching); empty where the extractor made none.
ALTER TABLE attributions ADD COLUMN imprint BLOB NOT NULL DEFAULT x'';
