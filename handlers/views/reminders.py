"""Setting a reminder, the reminder itself, and what a press on it came to."""

from datetime import datetime, time

from bot.coach.reminders import Schedule
from bot.coach.training import Overview
from bot.domain.moves import Move
from content.library import Library
from handlers import texts
from handlers.callback_data import (
    ReminderButton,
    ReminderPress,
    RemindStep,
)
from handlers.reply import Button, Reply, html
from handlers.views.numbers import efforts
from handlers.views.schedule import day_names, draft, from_bits, short, to_bits
from handlers.views.times import clock_time


def ask_days(
    chosen: int, at: time | None = None, toast: str | None = None, rule: str = ""
) -> Reply:
    """Toggles for the days; the draft travels in the buttons, with the time if it was said."""
    toggles = [
        Button(
            f"✓ {name}" if chosen >> day & 1 else name,
            draft(RemindStep.DAYS, chosen ^ 1 << day, at, rule),
        )
        for day, name in enumerate(texts.WEEKDAYS)
    ]
    ready = draft(RemindStep.SET if at else RemindStep.TIME, chosen, at, rule)
    label = texts.DAYS_CHOSEN_AT.format(time=f"{at:%H:%M}") if at else texts.DAYS_CHOSEN
    rows = (tuple(toggles[:4]), tuple(toggles[4:]), (Button(label, ready, style="primary"),))
    return Reply(texts.ASK_DAYS, rows, toast)


def ask_time(days: int, rule: str = "") -> Reply:
    times = [time.fromisoformat(each) for each in texts.REMIND_TIMES]
    buttons = [Button(f"{each:%H:%M}", draft(RemindStep.SET, days, each, rule)) for each in times]
    rows = (tuple(buttons[:3]), tuple(buttons[3:]))
    other = (Button(texts.OTHER_TIME, draft(RemindStep.OTHER, days, rule=rule)),)
    return Reply(texts.ASK_TIME.format(days=day_names(from_bits(days))), (*rows, other))


def ask_other_time() -> Reply:
    return Reply(texts.ASK_OTHER_TIME)


def ask_either(days: frozenset[int], either: tuple[time, time], rule: str = "") -> Reply:
    """Morning or evening, where only an hour was said."""
    question = texts.ASK_EITHER.format(days=day_names(days), time=f"{either[0]:%-H:%M}")
    row = tuple(
        Button(f"{each:%H:%M}", draft(RemindStep.SET, to_bits(days), each, rule)) for each in either
    )
    return Reply(question, (row,))


def ask_which(schedule: Schedule, move: Move) -> Reply:
    """Which rule a move is about, and where only an hour was said, which half of the day."""
    bits = to_bits(move.to.days) | to_bits(move.of) << 7
    rows = []
    for each in schedule:
        for at in move.to.either or (move.to.at,):
            days = day_names(move.to.days) if move.to.days else ""
            to = " ".join(filter(None, (days, f"{at:%H:%M}" if at else "")))
            label = texts.MOVE_TO.format(rule=short(each.rule), to=to)
            rows.append((Button(label, draft(RemindStep.MOVE, bits, at, each.id)),))
    return Reply(texts.WHICH_REMINDER, tuple(rows))


def due(
    due_at: datetime,
    meant_for: datetime | None,
    plan: Overview,
    library: Library,
    zone: str,
) -> Reply:
    """The reminder as it rings; `meant_for` is set where it comes late."""
    title = texts.REMINDER_LATE if meant_for else texts.REMINDER_TITLE
    lines = [title.format(time=clock_time(meant_for or due_at, zone))]
    minutes = library.workout.minutes
    lines.append(texts.REMINDER_LENGTH.format(count=len(plan.plan), minutes=minutes))
    remembered = next((each.planned for each in plan.plan if each.planned.last), None)
    if remembered is not None:
        name = library.name_of(remembered.exercise)
        shown = efforts(remembered.last)
        lines.append(html(texts.REMINDER_LAST.format(name=name, efforts=shown)))
    seconds = int(due_at.timestamp())
    start = Button(texts.START, ReminderButton(ReminderPress.START, seconds), style="success")
    later = (
        Button(texts.IN_30_MIN, ReminderButton(ReminderPress.SOON, seconds)),
        Button(texts.TONIGHT, ReminderButton(ReminderPress.TONIGHT, seconds)),
        Button(texts.SKIP_TODAY, ReminderButton(ReminderPress.SKIP, seconds)),
    )
    return Reply("\n".join(lines), ((start,), later))


def snoozed(until: datetime, zone: str, due_at: int) -> Reply:
    undo = Button(texts.UNDO, ReminderButton(ReminderPress.UNDO, due_at))
    start = Button(texts.START, ReminderButton(ReminderPress.START, due_at), style="success")
    return Reply(texts.SNOOZED.format(time=clock_time(until, zone)), ((start, undo),))


def skipped(due_at: int) -> Reply:
    undo = Button(texts.UNDO, ReminderButton(ReminderPress.UNDO, due_at))
    return Reply(texts.SKIPPED_REMINDER, ((undo,),))
