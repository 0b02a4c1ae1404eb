"""The words of the chat that are not coaching, by flow; views fill in what stands in braces."""

# Commands, as the menu shows them
COMMANDS = {
    "backday": "Start or resume your back day",
    "remind": "Reminders on your back days",
    "undo": "Take back the last set",
    "stop": "End the session",
    "places": "Where you train, and what is there",
    "settings": "Units, time zone, rest timer",
    "help": "What I can do",
    "privacy": "What is stored about you",
    "forget": "Delete everything about you",
}
OPERATOR_COMMANDS = {
    "unanswered": "What people asked and I could not answer",
    "stats": "What waits, what was sent, and what was not",
}
DESCRIPTION = (
    "A coach for your back: five exercises, one at a time, set by set. Ask how, why, or what to do "
    "when the T-bar is taken. Reminders on your back days."
)
SHORT_DESCRIPTION = "Your back day, set by set. Based on Erin Stern's V-taper routine."

# Start and help
WELCOME = (
    "Hi! I coach one thing well: the back. {exercises} exercises, one at a time, with your numbers "
    "and a rest timer.\n\nAsk me anything about them, too, such as “no T-bar, what instead?”"
)
HELP = (
    "<b>Train</b>: /backday guides you set by set. Tap <i>Done</i>, or type what you did: "
    "<code>10</code> or <code>40x10</code>. Typed sets also go through when the signal is bad.\n"
    "<b>Ask</b>: “how do I do the pullover?”, “why wide rows?”, “no cables, what instead?”\n"
    "<b>Remember</b>: /remind tue and fri 7am; “no T-bar here”, “at home I have dumbbells”: "
    "/places shows what I know of where you train.\n"
    "<b>Share</b>: in any chat, type my @name and an exercise. In groups, name me and ask.\n"
    "<b>Edit</b> a question or a typed set, and my answer follows.\n\n"
    "/undo takes back the last set, /stop ends the session, /settings has units, zone and rest, "
    "/privacy says what is stored, /forget deletes it."
)
UNKNOWN_LINK = (
    "That link leads nowhere any more: it may be an old one, or part of it got lost. Here is what "
    "I do:"
)
START_BUTTON = "Start back day"
REMIND_BUTTON = "Set a reminder"
READS_TEXT = "I can only read text. Try one of these:"
UNKNOWN_COMMAND = "I don’t know {command}. I coach back training: /help shows what I can do."
NOT_UNDERSTOOD_BUTTON = "That button is from an older version of me."
GROUP_LINE = "I coach in private, one person at a time."
OPEN_COACH = "Open the coach"
CHOICE_LINE = "• {choice}"
TROUBLE = "That did not come through. What you logged is kept: /backday shows where you stand."
TOO_FAST = (
    "Slow down, please: that was more than I can follow. Give me a quarter of a minute; what you "
    "send until then is lost. A warning sign such as chest pain I answer at once."
)
TOO_FAST_TOAST = "Slow down: try again in a few seconds"
BACK_AGAIN = "Reminders were switched off while I could not reach you. Turn them on again?"

# The session
OVERVIEW_TITLE = "Back day · {count} exercises · about {minutes} min"
OVERVIEW_PLACE = "For {place}"
OVERVIEW_SWAPPED = "instead of {exercise}, which {place} lacks"
OVERVIEW_IMPOSSIBLE = "{place} lacks what it needs, and I know no swap: skip it there"
OVERVIEW_UNUSUAL = "done there with: {equipment}"
YOUR_GYM = "your gym"
OVERVIEW_FOOT = "Sets and reps are general guidance; the article gives none."
START = "Start"
SHORT = "Short version: {count} exercises"
SET_LINE = "Set {number} of {sets} · {target}{side} (range {low}–{high})"
EACH_SIDE = " each side"
LAST_LINE = "Last time: {efforts}"
FIRST_LOAD = "First time: choose a load you could do {reps} clean reps with and have 2–3 to spare."
DONE_LINE = "✓ {name}, set {number}: {effort}"
REST_LINE = "Rest until {time}"
REST_OVER = "Rest is over."
NEXT = "Next: "
CUE_LINE = "Cue: {cue}"
INSTEAD_OF = "instead of {exercise}"
DONE = "✓ Done {effort}"
LESS_REP, MORE_REP = "−1 rep", "+1 rep"
LESS_LOAD, MORE_LOAD = "−{step}", "+{step}"
TAKEN, HOW, MORE = "Taken / not here", "How?", "More…"
NEXT_NOW, MORE_REST = "Next set now", "+30 s"
UNDO, SKIP, NOTE, STOP, BACK = "Undo", "Skip exercise", "Add a note", "Stop session", "Back"
MORE_TITLE = "{name}: what else?"
SWAP_TITLE = "{name} is taken or not here? One tap swaps it:"
NO_SWAPS = "I know no swap for {name} with what your gym has. Skip it, or wait a moment."
NO_LONGER = "{name} is no longer in my notes. Finish its sets as you know it, swap or skip it."
RESTORE = "Bring back {name}"
NOTE_PROMPT = "Type your note for {name}. It is kept with today's session."
NOTHING_OPEN = "No session is open, so nothing to change yet. /backday starts one."
BACK_TO_SET = "Back to the set"
TODAY_LINE = "Today: {efforts}"
NO_NUMBERS = "You have logged no sets of it yet."
INSTEAD_TITLE = "{name} is taken or not here? The nearest to it:"
NO_INSTEAD = "I know no swap for {name} with what your gym has."
SUMMARY_TITLE = "Back day done"
STOPPED_TITLE = "Session ended"
SUMMARY_COUNT, SUMMARY_ONE = "{sets} sets in {minutes} min.", "1 set in {minutes} min."
SUMMARY_LINE = "{name}: {efforts}"
SUMMARY_SKIPPED = "{name}: skipped"
SUMMARY_NOTE = "Note: {note}"
SUMMARY_MORE_NOTES = "and {count} more notes"
NOTHING_LOGGED = "No set was logged."
CONTINUE = "Continue after all"

TOASTS = {
    "logged": "Logged: {effort}",
    "already_logged": "Already logged: {effort}",
    "already_done": "That is done already",
    "corrected": "Corrected to {effort}",
    "swapped": "Swapped to {name}",
    "restored": "{name} is back",
    "skipped": "Skipped",
    "undone": "Taken back",
    "nothing_to_undo": "Nothing to take back",
    "noted": "Noted",
    "stopped": "Session ended",
    "finished": "All done",
    "stale": "That card is old, here is the current one",
    "ended": "That session is over",
}

SET_HINT = "Type the reps, like <code>10</code>, or load × reps, like <code>40x10</code>."
# What people type in a session instead of pressing a button
SESSION_WORDS = {
    "done": "done",
    "did it": "done",
    "same": "done",
    "same again": "done",
    "next": "go",
    "go": "go",
    "ready": "go",
    "more rest": "rest",
    "whats next": "go",
    "skip": "skip",
    "skip this": "skip",
    "undo": "undo",
    "taken": "taken",
    "its taken": "taken",
    "swap": "taken",
    "undo that": "undo",
    "how": "how",
    "stop": "stop",
}

# Questions
USE_THIS = "Use: {name}"
HOW_BUTTON = "How? {name}"
MISSING_BUTTON = "No {equipment} here: remember"
MISSING_NOTED = "Remembered: no {equipment} at {place}. I plan around it; /places lists it."
PRESENT_NOTED = "Good to know: {equipment} at {place}."
UNDO_MISSING = "{equipment} is there after all"
SOURCE = "From: {source}"
OLD_QUESTION = "That question is a while ago: please type it again."
CLEARED_BUTTON = "A professional cleared me"
CLEARED = "Good to hear. Start lighter than before, and stop if it comes back. /backday starts."

# Questions that could not be answered
TELL_BUTTON = "Tell me when you know"
TELL_NOTED = "I will tell you once, as soon as my coach has added the answer."
TELL_ALREADY = "You are on the list already: I will tell you once."
TELL_COMING = "I know it now: the answer is on its way to you."
TELL_GONE = "I no longer have that question: please ask it again."
GIVE_UP_BUTTON = "✓ I will tell you (tap to cancel)"
GAVE_UP = "I will not tell you."
TOLD = "You asked: “{question}”\nNow I know:"

# What operators see
STATS_TITLE = "How it goes"
STATS_WAITING = "Due and waiting: {count}"
STATS_LAG = ", the oldest for {seconds} s"
STATS_SCHEDULED = "Reminders yet to come: {count}"
STATS_INBOX = "Updates in hand: {count}"
STATS_PEOPLE = "People: {count}, of whom {trained} trained within a week"
STATS_UNANSWERED = "Questions without an answer: {count}"
STATS_TODAY = "Today (UTC)"
STATS_WEEK = "Last 7 days"
STATS_LINE = "{what}: {counts}"
STATS_NOTHING = "nothing was due"
STATS_REMINDERS = "Reminders"
STATS_RESTS = "Ends of rests"
STATS_ANSWERS = "Answers that came later"
STATS_COUNT = {
    "sent": "{number} sent",
    "late": "{number} late",
    "dropped": "{number} dropped as too late",
    "failed": "{number} failed and tried again",
    "unreachable": "{number} to people who left",
    "unneeded": "{number} not needed any more",
}
GAPS_TITLE = "Not answered yet: {count}"
NO_GAPS = "Nothing is waiting for an answer."
GAP_LINE = "{number}. {question}"
GAP_FACTS = "{times}×, last on {date}"
GAP_WAITING = ", {count} waiting to be told"
GAP_OUT_OF_SCOPE = ", declined as not covered"
GAPS_FOOT = "✕ takes a question off this list: not for us."
DISMISS_BUTTON = "✕ {number}"
DISMISSED = "Off the list: not for us"
RESTORED_GAP = "Back on the list"
GAP_GONE = "That question is no longer on the list"
RESTORE_BUTTON = "Bring back “{question}”"
PREVIOUS_PAGE, NEXT_PAGE = "‹ Page {page}", "Page {page} ›"
CONTENT_FAULTY = "<b>The changed content has {count} faults</b>, so I go on with what I had:"
CONTENT_BROKEN = "<b>The changed content could not be used</b>, so I go on with what I had."
MORE_FAULTS = "and {count} more; <code>backday check</code> names them all."
CONTENT_MENDED = "The content has no faults any more, and is in use."

# Reminders
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_GROUPS = {
    frozenset(range(7)): "Every day",
    frozenset(range(5)): "Weekdays",
    frozenset({5, 6}): "Weekends",
}
ASK_DAYS = "On which days do you train your back? Or type it: <code>tue and fri 7am</code>"
ASK_TIME = "{days}: at what time?"
ASK_EITHER = "{days}: {time} in the morning or in the evening?"
ASK_OTHER_TIME = "Type the time, for example <code>6:45am</code> or <code>18:15</code>."
NO_TIME_READ = "I could not read a time in that. Try <code>7am</code> or <code>18:30</code>."
NO_DAY_CHOSEN = "Choose at least one day."
DAYS_CHOSEN = "Next: time"
DAYS_CHOSEN_AT = "Set for {time}"
OTHER_TIME = "Other time"
REMIND_TIMES = ("06:30", "07:00", "12:00", "17:00", "18:00", "19:00")
RULE_LINE = "Back-day reminder: <b>{days} {time}</b> ({zone})"
RULE_LINE_AWAY = "Back-day reminder: <b>{days} {time}</b>{elsewhere}"
NEXT_REMINDER = "Next: {next}"
OFF = {
    "paused": "Paused: nothing comes until you resume.",
    "blocked": "Off, since I could not reach you. Nothing comes until you resume.",
}
OFF_SHORT = {"paused": "paused", "blocked": "off, since I could not reach you"}
PAUSED_UNTIL = "Paused until {day}."
CHANGE, PAUSE, RESUME, DELETE_REMINDER = "Change", "Pause", "Resume", "Delete"
CHANGE_ONE, PAUSE_ONE, RESUME_ONE = "Change {rule}", "Pause {rule}", "Resume {rule}"
DELETE_ONE = "Delete {rule}"
ADD_REMINDER = "Add another"
RULES_TITLE = "Back-day reminders ({zone}):"
RULE_OF_SEVERAL = "• <b>{rule}</b>: {when}"
NEXT_OF_SEVERAL = "next {next}"
PAUSED_UNTIL_SHORT = "paused until {day}, next {next}"
RULE = "{days} {time}"
REPLACED = "In place of {rule}."
KEEP_BOTH = "Keep {rule}, too"
TOO_MANY_REMINDERS = "Seven reminders are the most I keep. Delete one of them first."
WHICH_REMINDER = "Which reminder is meant?"
MOVE_TO = "{rule} → {to}"
NOTHING_TO_PAUSE = "None comes before that anyway."
NO_SUCH_REMINDER = "None of your reminders is like that."
REMINDER_GONE = "That reminder is gone"
ONE_DELETED = "Deleted."
ZONE_RIGHT = (
    "In {zone} it is {time} now, and your phone shows {phone}. If the two differ, change the zone."
)
CHANGE_ZONE = "Change zone"
NO_REMINDER = "No reminder is set."
REMINDERS_GONE = "Reminder deleted. You will not hear from me unless you write."
REMINDER_TITLE = "<b>Back day, {time}</b>"
REMINDER_LATE = "<b>Back day</b> (meant for {time}; I was offline)"
REMINDER_LENGTH = "{count} exercises, about {minutes} min."
REMINDER_LAST = "Last time: {name} {efforts}"
IN_30_MIN, TONIGHT, TOMORROW = "In 30 min", "Tonight", "Tomorrow"
SHORT_BUTTON = "{minutes}-min version"
SKIP_WEEK = "Skip this week"
SNOOZED = "Back day: I will remind you again at {time}. Your weekly reminder stays as it is."
MERGED = "Your next reminder comes {time} anyway, so that one counts."
SKIPPED_REMINDER = "Skipped this time."
SKIPPED_WEEK = "This week is skipped. The next reminder comes from {day} on."
PROPOSE_HOUR = "You often put this off to {time}. Move it there?"
MOVE_HOUR, KEEP_HOUR = "Move to {time}", "Keep {time}"
ASK_WHETHER = (
    "Two weeks went by without an answer to your reminder on {rule}. Would another day suit you "
    "better? If I hear nothing, I stop reminding you for now."
)
ANOTHER_DAY, KEEP = "Another day", "Keep it"
KEPT_RULE = "It stays: {rule}."
MISSED = "The reminder for {time} did not go out: I was offline."
FELL_SILENT = (
    "I stopped reminding you, as the last reminders found no answer. /remind brings them back."
)
WEEK_TITLE = "<b>Your week</b>"
WEEK_SESSION, WEEK_SESSIONS = "1 session, {sets} sets", "{sessions} sessions, {sets} sets"
WEEK_DONE = "{done}."
WEEK_BEFORE = "The week before: {done}."
WEEK_BESTS = "Better than the week before:"
WEEK_BEST = "• {name}: {effort}"
WEEK_BETTER = "• {name}: {effort} (before: {before})"
WEEK_FOOT = "<i>/settings changes the day of this summary, or ends it.</i>"
WEEK_ASK = "On which day shall I sum up your week?"
WEEK_CHOSEN = "I sum up your week each {day} at {time}, if you trained."
WEEK_STOPPED = "No more weekly summary."
WEEK_NONE = "The weekly summary is off."
WEEK_OFF, WEEK_CHANGE, WEEK_WANT = "No summary", "Change the weekly summary", "Weekly summary"
SETTINGS_WEEK = "Weekly summary: {day} {time}"
SETTINGS_NO_WEEK = "Weekly summary: off"
OLD_REMINDER = "That reminder is over"

# Settings
SETTINGS_TITLE = "<b>Settings</b>"
SETTINGS_REMINDERS = "Reminders:"
SETTINGS_UNIT = "Loads in {unit}"
SETTINGS_ZONE = "Time zone {zone}, {time} now"
SETTINGS_NO_ZONE = "Time zone not set ({zone} assumed)"
SETTINGS_RESTS = {True: "Rest timer on", False: "Rest timer off"}
SETTINGS_PLACE = "You train at {place}"
USE_UNIT = "Use {unit}"
SWITCH_RESTS = {True: "Switch the rest timer off", False: "Switch the rest timer on"}

# Time zones and travel
ASK_ZONE = "Which city's time do you live by? Choose one, or type a city."
WHICH_ZONE = "Which one?"
NO_ZONE_FOUND = (
    "I know no time zone by that name. Try the nearest big city, or tell me what your clock shows, "
    "such as 18:42."
)
ZONE_SET = "Time zone: {zone}, where it is {time} now."
ZONE_CHOICE = "{zone} {time}"
SEND_LOCATION, TELL_TIME = "Send location", "Tell my time"
ASK_LOCATION = (
    "Tap “Send location” below. I look up the time zone on my own and drop the place at once. Or "
    "type a city."
)
LOCATION_FIELD = "Or type a city"
LOCATION_ASKED = "Tap “Send location” below"
LOCATION_USED = "Thank you. I have looked up the time zone and dropped the place."
LOCATION_NOT_NEEDED = "All right, without your location."
ASK_CLOCK = "What time is it where you are? Type it, such as <code>18:42</code>."
NO_CLOCK_SHOWS = (
    "Nowhere does a clock show about {time} now; in {zone} it is {now}. Look again, or type a city."
)
HERE_OR_HOME = "{rule} by which clock? From now on I go by the one in {here}."
RULES_HERE_OR_HOME = "By which clock shall they come? From now on I go by the one in {here}."
RULE_HERE = "{time} in {zone}"
RULE_HOME = "{time} in {zone} ({here} here)"
CLOCK_OF = "By the clock in {zone}"
COME_ALONG = "{rule} by the clock here"
CAME_ALONG = "It goes by your clock now"
ELSEWHERE = " in {zone}"
ELSEWHERE_NOW = " in {zone} ({time} here)"
TRAVELLING = "Are you travelling? It is {time} in {zone}."
TRAVELLING_YES, TRAVELLING_NO = "Yes, change zone", "No"
ZONE_ASSUMED = "You never told me your time zone. I assume {zone}, where it is {time} now. Right?"
ASSUMED_WRONG, ASSUMED_RIGHT = "No, change zone", "Yes"
NOT_TRAVELLING = "All right, I go on by {zone} time."

# The calendar file
CALENDAR_BUTTON = "Calendar file"
CALENDAR_NAME = "back-day.ics"
CALENDAR_EVENT = "Back day"
CALENDAR_FILE = (
    "Open it to put your back days into a calendar. It does not change by itself: after a change, "
    "ask for it again, and it takes the place of the old one."
)
CALENDAR_SOME_OFF = "What is paused until you resume is not in it."
CALENDAR_ALL_OFF = "Your reminders are off, so there is nothing for a calendar."

# Places
PLACES_TITLE = "<b>Your places</b>"
PLACES_LINE = "{name}: {facts}"
PLACES_HERE = "{name} (you train here): {facts}"
PLACES_FOOT = "Or tell me: “I'm at the hotel today”, “no T-bar here”, “only dumbbells at home”."
PLACE_HERE = "You train here."
PLACE_ONLY = "There is only: {equipment}."
PLACE_BARE = "There is nothing but your body."
PLACE_LACKS = "Not there: {equipment}."
PLACE_UNKNOWN = "Nothing is noted: I count on a full gym."
PLACE_FOOT = "A tap on ✕ takes a note away. Or tell me: “we got a T-bar now”."
CHIP_LACKS, CHIP_ONLY = "✕ No {equipment}", "✕ {equipment}"
PLACES_BUTTON = "My places"
GO_THERE, SHOW_PLACE = "Go: {name}", "Edit {name}"
TRAIN_THERE = "I train at {name} now"
BACK_THERE = "Back to {name}"
ADD_PLACE, ADD_KIND, ADD_NAMED = "Add a place", "Add {name}", "Type a name"
RENAME_PLACE, DELETE_PLACE, CLEAR_PLACE = "Rename", "Delete", "Everything is there"
DELETE_SURE, KEEP_PLACE = "Delete {name}", "Keep it"
ASK_KIND = "What kind of place? What is there can be changed afterwards."
ASK_NAME = "Type its name, up to {most} characters."
ASK_NEW_NAME = "Type the new name of {name}, up to {most} characters."
NAME_TOO_LONG = "That name has {length} characters, and {most} fit. Type a shorter one."
NO_NAME_READ = "I could not read a name in that. Type letters or digits."
ASK_DELETE = "Delete {name} with what is noted there? This cannot be undone."
NAME_TAKEN = "You have a place called {name}. Type another name."
HAVE_PLACE = "You have a place called {name}."
TOO_MANY_PLACES = "You have {most} places, which is the most I keep. Delete one first."
LAST_PLACE = "The last place stays. Rename it instead"
OFFER_KIND = "You have no such place yet. Shall I add {name}?"
NOTED_AT = "Noted for {name}: {facts}."
NOTED_NEW = "Noted as a new place, {name}."
KNOWN_AT = "That is what I have for {name} already."
AT_PLACE = "You train at {name} now."
RENAMED_TO = "It is called {name} now."
TOLD_ONLY, TOLD_LACKS, TOLD_HAS = "only {equipment}", "no {equipment}", "has {equipment}"
TOLD_NOTHING = "nothing but your body"
PLAN_TITLE = "Your next plan there:"
PLAN_SWAP = "{exercise} instead of {original}"
PLAN_IMPOSSIBLE = "{exercise} cannot be done, and I know no swap"
SESSION_STAYS = "The session that runs stays as it is; the next plan is for {name}."
SWAP_NOW = "Swap {name} now"
PLACE_TOASTS = {
    "switched": "You train at {name} now",
    "added": "{name} is added",
    "deleted": "Deleted",
    "dropped": "Taken away",
    "undone": "Taken back",
    "stale": "That is gone already",
}

# Privacy
PRIVACY = (
    "<b>What is stored</b>\n"
    "• Your Telegram id, since when, whether you have blocked me, your settings, what I asked you "
    "to type, and which message has buttons; a night on which you wrote, and when I asked whether "
    "you travel.\n"
    "• Your sessions with their plans, sets and notes, and the numbers of the messages you typed "
    "in them.\n"
    "• Your reminder with the day it last came for, whether you answered, the hour you put it off "
    "to, and what I am to send you when.\n"
    "• Of a place that you send: the time zone. The place itself is dropped once I have answered, "
    "and nobody else is asked about it.\n"
    "• The places where you train by the names you gave them, with their kind, the equipment that "
    "is there or missing, and what was noted before the last change.\n"
    "• Of your last question and of the one before: the topic, what you told of your situation, "
    "such as a sore shoulder or a warning sign, and the questions on the buttons.\n"
    "• Questions I could not answer, so that the coach can add the answer and I can tell you if "
    "you asked me to. The coach reads them without your id.\n"
    "• What comes in, as Telegram sends it with your name, until it is handled.\n"
    "• For two days, the numbers of messages and of their answers, so that an edited question can "
    "be answered anew and nothing is done twice.\n"
    "Otherwise your name is not stored. Nothing is given to anyone else. The log has a code in "
    "place of your id. Your words are in it only where they are part of an error.\n\n"
    "<b>In groups and inline mode</b>\n"
    "I look nothing up about you and keep nothing but the numbers of question and answer, without "
    "yours.\n\n"
    "<b>For how long</b>\n"
    "What could not be handled goes after a week, questions I could not answer a week after their "
    "answer is there, and what you delete or change at once. "
    "All else stays until /forget, which deletes all that is stored about you. A backup of the "
    "operator may hold it until the backup is deleted, and the chat is with Telegram until you "
    "delete it there."
)
FORGET_TITLE = "<b>Stored about you</b>"
FORGET_COUNTS = (
    "{sessions} sessions with {sets} sets, {reminders} reminders, {gyms} places with {equipment} "
    "notes on equipment, {questions} questions I could not answer, your settings."
)
FORGET_ASK = "Delete all of it? This cannot be undone."
FORGET_YES, FORGET_NO = "Delete everything", "Keep it"
FORGOTTEN = "Everything about you is deleted. /start if you want to begin again."
KEPT = "Nothing was deleted."

# Progress
PROGRESS_TITLE = "Your last numbers"
PROGRESS_LINE = "{name}: {last} → next {target}"
NO_PROGRESS = "Nothing is logged yet. After your first session your numbers stand here."

STALE_TOASTS = frozenset(
    (
        TOASTS["stale"],
        TOASTS["ended"],
        PLACE_TOASTS["stale"],
        NOT_UNDERSTOOD_BUTTON,
        OLD_QUESTION,
        OLD_REMINDER,
        TELL_GONE,
        GAP_GONE,
    )
)
"""What is said of a button that no longer means anything."""
