-- One row: a place where a person trains. Everybody has at least one; one of them is current.
CREATE TABLE gyms (
    id TEXT PRIMARY KEY,                    -- of the first one: the person's id
    person BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,                -- in the order in which they were added
    name TEXT NOT NULL,
    kit TEXT,                               -- the kind of place, by its key in the content
    is_current BOOLEAN NOT NULL,
    is_complete BOOLEAN NOT NULL,           -- whether what is there is all there is
    version INTEGER NOT NULL,               -- counts changes of the equipment, for their undo
    before TEXT                             -- JSON: the equipment before the last change
);
CREATE UNIQUE INDEX gyms_of_person ON gyms (person, number);
CREATE UNIQUE INDEX one_current_gym ON gyms (person) WHERE is_current;

-- One row: equipment that is there, or is not, as the person said.
CREATE TABLE gym_equipment (
    gym TEXT NOT NULL REFERENCES gyms (id) ON DELETE CASCADE,
    equipment TEXT NOT NULL,
    is_there BOOLEAN NOT NULL,
    PRIMARY KEY (gym, equipment)
);

INSERT INTO gyms (id, person, number, name, is_current, is_complete, version)
SELECT CAST(id AS TEXT), id, 1, 'My gym', TRUE, FALSE, 0 FROM people;

INSERT INTO gym_equipment (gym, equipment, is_there)
SELECT CAST(person AS TEXT), equipment, FALSE FROM missing_equipment;

DROP TABLE missing_equipment;
