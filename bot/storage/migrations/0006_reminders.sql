-- One row: the release of the time zone data by which the due rows of reminders were worked out.
CREATE TABLE zone_data (
    release TEXT PRIMARY KEY                -- '2026f'
);
