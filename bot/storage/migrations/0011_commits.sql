-- Of a transaction whose connection broke it is seen here whether it is on disk.

-- One row: a connection of a process to PostgreSQL, which counts its transactions.
CREATE TABLE commits (
    connection TEXT PRIMARY KEY,
    number BIGINT NOT NULL,                 -- of the last one that wrote
    committed_at BIGINT NOT NULL
);
