-- One row: the release of the time zone data by which the due rows of reminders were worked out.
CREATE TABLE zone_data (
    release TEXT PRIMARY KEY                -- '2026f'
);

-- The date in the rule's zone from which reminders come again; null or past: they come.
ALTER TABLE reminder_rules ADD COLUMN paused_until TEXT;
