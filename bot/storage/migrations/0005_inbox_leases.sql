-- Processes that share a database handle its updates together. An update is in the hands of the
-- process that owns it, for as long as that one says that it lives.
ALTER TABLE inbox ADD COLUMN person BIGINT NOT NULL DEFAULT 0; -- who sent it; 0: nobody in particular
ALTER TABLE inbox ADD COLUMN owner TEXT;                       -- a process; null: nobody's so far
CREATE INDEX inbox_of_person ON inbox (person) WHERE handled_at IS NULL;

-- One row: a process that runs, or that did not end by itself.
CREATE TABLE processes (
    id TEXT PRIMARY KEY,
    alive_until BIGINT NOT NULL             -- after that it counts as dead, unless it says more
);
