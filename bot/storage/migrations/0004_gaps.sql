-- Questions that could not be answered are asked again of new content, and told to who waits.
ALTER TABLE unanswered ADD COLUMN tried_with INTEGER NOT NULL DEFAULT 0;  -- content it was last asked of; newer content is asked, too
ALTER TABLE unanswered ADD COLUMN wanted_at BIGINT;       -- since when the person waits for the answer
ALTER TABLE unanswered ADD COLUMN answered_at BIGINT;     -- since when the content has the answer
ALTER TABLE unanswered ADD COLUMN told_at BIGINT;         -- when the answer was sent, or is being sent
ALTER TABLE unanswered ADD COLUMN dismissed_at BIGINT;    -- an operator said: not for us
CREATE INDEX unanswered_of_person ON unanswered (person);
CREATE INDEX unanswered_open ON unanswered (tried_with) WHERE answered_at IS NULL;

-- One row: something to do at an instant. The only place that says when.
CREATE TABLE due_with_answers (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('reminder', 'snooze', 'rest', 'answer')),
    person BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    rule TEXT REFERENCES reminder_rules (id) ON DELETE CASCADE,    -- of a reminder
    session TEXT REFERENCES sessions (id) ON DELETE CASCADE,       -- of a rest
    question TEXT REFERENCES unanswered (id) ON DELETE CASCADE,    -- of an answer
    due_at BIGINT NOT NULL,
    claimable_at BIGINT NOT NULL,           -- due_at, or when the lease of a claim runs out
    attempts INTEGER NOT NULL
);
INSERT INTO due_with_answers (id, kind, person, rule, session, due_at, claimable_at, attempts)
    SELECT id, kind, person, rule, session, due_at, claimable_at, attempts FROM due;
DROP TABLE due;
ALTER TABLE due_with_answers RENAME TO due;
CREATE INDEX due_by_time ON due (claimable_at);
CREATE UNIQUE INDEX one_next_per_rule ON due (rule) WHERE kind = 'reminder';
CREATE UNIQUE INDEX one_rest_per_session ON due (session) WHERE kind = 'rest';
CREATE UNIQUE INDEX one_snooze_per_person ON due (person) WHERE kind = 'snooze';
CREATE UNIQUE INDEX one_answer_per_question ON due (question) WHERE kind = 'answer';

-- Whether the person's chat has the command menu of an operator.
ALTER TABLE people ADD COLUMN operator_menu BOOLEAN NOT NULL DEFAULT FALSE;
