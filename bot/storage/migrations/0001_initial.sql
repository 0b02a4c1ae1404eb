-- Times are seconds since 1970 in UTC. Loads are exact decimals as text, with their unit.

-- One row: a person who has written to the bot in private. id is Telegram's user id.
CREATE TABLE people (
    id BIGINT PRIMARY KEY,
    unit TEXT NOT NULL CHECK (unit IN ('kg', 'lb')),
    zone TEXT,                              -- IANA name; null: never told
    rests BOOLEAN NOT NULL,                 -- whether rests are timed and ring
    live_message BIGINT,                    -- the one message with live buttons
    expecting TEXT,                         -- what the next typed words are for; null: a question
    blocked_at BIGINT,                      -- since when sending to them is refused
    joined_at BIGINT NOT NULL
);

-- One row: a training session. Where it stands follows from its plan and its facts.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    workout TEXT NOT NULL,
    version INTEGER NOT NULL,               -- counts changes; a button with another one is stale
    started_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX one_open_session ON sessions (person) WHERE ended_at IS NULL;
CREATE INDEX sessions_of_person ON sessions (person, started_at);

-- One row: one place in the plan of a session, as it was when the session started.
CREATE TABLE planned_exercises (
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL,
    planned TEXT NOT NULL,                  -- JSON: exercise, sets, reps, rest, target, last time
    PRIMARY KEY (session, slot)
);

-- One row: one thing that happened in a session, in order.
CREATE TABLE session_facts (
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('set', 'aim', 'swap', 'skip', 'note')),
    slot INTEGER NOT NULL,
    exercise TEXT,                          -- of a set or an aim
    reps INTEGER,
    load TEXT,
    unit TEXT CHECK (unit IN ('kg', 'lb')),
    planned TEXT,                           -- JSON, of a swap
    note TEXT,
    message BIGINT,                         -- the typed message that logged a set
    at BIGINT NOT NULL,
    PRIMARY KEY (session, seq)
);

-- One row: a typed message that was acted on in a session; it does not act again.
CREATE TABLE session_messages (
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    message BIGINT NOT NULL,
    PRIMARY KEY (session, message)
);

-- One row: a weekly reminder of a person, in local wall time.
CREATE TABLE reminder_rules (
    id TEXT PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    days TEXT NOT NULL,                     -- digits, 0 is Monday: '14' is Tuesday and Friday
    at TEXT NOT NULL,                       -- '18:00'
    zone TEXT NOT NULL,
    off TEXT CHECK (off IN ('paused', 'blocked'))   -- why nothing comes; null: it does
);
CREATE INDEX reminder_rules_of_person ON reminder_rules (person);

-- One row: something to do at an instant. The only place that says when.
CREATE TABLE due (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('reminder', 'snooze', 'rest')),
    person BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    rule TEXT REFERENCES reminder_rules (id) ON DELETE CASCADE,    -- of a reminder
    session TEXT REFERENCES sessions (id) ON DELETE CASCADE,       -- of a rest
    due_at BIGINT NOT NULL,
    claimable_at BIGINT NOT NULL,           -- due_at, or when the lease of a claim runs out
    attempts INTEGER NOT NULL
);
CREATE INDEX due_by_time ON due (claimable_at);
CREATE UNIQUE INDEX one_next_per_rule ON due (rule) WHERE kind = 'reminder';
CREATE UNIQUE INDEX one_rest_per_session ON due (session) WHERE kind = 'rest';
CREATE UNIQUE INDEX one_snooze_per_person ON due (person) WHERE kind = 'snooze';

-- One row: equipment that a person said their gym does not have.
CREATE TABLE missing_equipment (
    person BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    equipment TEXT NOT NULL,
    PRIMARY KEY (person, equipment)
);

-- One row: what a person's last question left behind, so that a follow-up keeps its topic.
CREATE TABLE conversations (
    person BIGINT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    state TEXT NOT NULL,                    -- JSON
    choices TEXT NOT NULL,                  -- JSON: the questions behind the buttons of the answer
    turn INTEGER NOT NULL,
    asked_at BIGINT NOT NULL
);

-- One row: a question that the content could not answer.
CREATE TABLE unanswered (
    id TEXT PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('unknown', 'out_of_scope')),
    asked_at BIGINT NOT NULL
);

-- One row: the bot that these chats are with, never a second. Another one counts anew.
CREATE TABLE served_bot (
    id BIGINT PRIMARY KEY
);

-- One row: an update from Telegram, kept before it is acknowledged and marked when handled.
CREATE TABLE inbox (
    update_id BIGINT PRIMARY KEY,
    payload TEXT,                           -- JSON; null once handled
    received_at BIGINT NOT NULL,
    handled_at BIGINT
);
CREATE INDEX inbox_waiting ON inbox (update_id) WHERE handled_at IS NULL;
