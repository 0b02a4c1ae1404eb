-- One row: a question that was answered, so that an edit of it edits the answer. Not who asked.
CREATE TABLE answers (
    chat BIGINT NOT NULL,                   -- a group, or the person in private
    question BIGINT NOT NULL,               -- both are ids of messages in the chat
    answer BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (chat, question)
);
CREATE INDEX answers_by_time ON answers (answered_at);

-- The message of the last turn, and the state before it: an edit takes its first wording back.
ALTER TABLE conversations ADD COLUMN question BIGINT;
ALTER TABLE conversations ADD COLUMN before TEXT;
