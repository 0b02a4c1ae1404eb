-- What is due is sent by one process of all; the ends of rests come before all that may wait.
CREATE INDEX rests_by_time ON due (claimable_at) WHERE kind = 'rest';

-- Answers take from the send budget, too: how many messages a minute the process sends.
ALTER TABLE processes ADD COLUMN sends_per_minute INTEGER NOT NULL DEFAULT 0;

-- One row: how much of a kind came to what on a day (UTC), of nobody in particular.
CREATE TABLE deliveries (
    day TEXT NOT NULL,                      -- '2026-03-02'
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (day, kind, outcome)
);
