-- The local date that a rule reminded of last, or let pass: it reminds of later dates only, in
-- whatever zone. Null: of none since its days or its time were set.
ALTER TABLE reminder_rules ADD COLUMN done_on TEXT;

-- Of a reminder, the local date that it stands for; null: of the date at due_at in the rule's zone.
ALTER TABLE due ADD COLUMN day TEXT;

-- The first of the nights on which the person wrote, which may mean that they travel; null: none.
ALTER TABLE people ADD COLUMN night_on TEXT;
-- When they were last asked whether they travel, or said that they do not.
ALTER TABLE people ADD COLUMN travel_asked_at BIGINT;
