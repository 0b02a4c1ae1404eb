-- Since when nobody has answered the rule's reminders, null: somebody answered the last; and when
-- the person was asked what is to become of it.
ALTER TABLE reminder_rules ADD COLUMN unanswered_since BIGINT;
ALTER TABLE reminder_rules ADD COLUMN asked_at BIGINT;
-- JSON: the hour to which its reminders were put off lately, on which dates, and the hours that the
-- person does not want it at; null: none.
ALTER TABLE reminder_rules ADD COLUMN habit TEXT;
-- What comes: a reminder to train, or the summary of the week.
ALTER TABLE reminder_rules ADD COLUMN about TEXT NOT NULL DEFAULT 'training' CHECK (about IN ('training', 'summary'));

-- What they are told when they write next: a reminder that was due then did not go out; since then
-- their reminders are paused, as nobody had answered them. Null: nothing.
ALTER TABLE people ADD COLUMN missed_at BIGINT;
ALTER TABLE people ADD COLUMN silent_at BIGINT;
