-- What a follow-up question ("and who denied it?") refers to: the last answer in each chat or topic.

CREATE TABLE conversations (
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,        -- the topic; 0 where there is none
    answer_id INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    PRIMARY KEY (chat, thread)
) WITHOUT ROWID;
CREATE INDEX conversations_by_answer ON conversations (answer_id);
