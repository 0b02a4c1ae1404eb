"""Setting a reminder, the reminder itself, and what a press on it came to."""

from collections.abc import Iterable
from datetime import datetime, time

from bot.coach.reminders import Scheduled
from bot.coach.training import Overview
from bot.domain.person import local
from bot.domain.reminder import Off, ReminderRule
from bot.domain.zones import COMMON, city_of
from content.library import Library
from handlers import texts
from handlers.callback_data import (
    Choice,
    Place,
    PlaceButton,
    RemindButton,
    ReminderButton,
    ReminderPress,
    RemindStep,
    SettingButton,
)
from handlers.reply import Button, Reply, html
from handlers.views.numbers import efforts
from handlers.views.times import clock_time, day_and_time


def to_bits(days: Iterable[int]) -> int:
    """Weekdays as the bits that a button carries."""
    return sum(1 << day for day in set(days))


def from_bits(bits: int) -> frozenset[int]:
    return frozenset(day for day in range(7) if bits >> day & 1)


def ask_days(chosen: int, at: time | None = None, toast: str | None = None) -> Reply:
    """Toggles for the days; the draft travels in the buttons, with the time if it was said."""
    toggles = [
        Button(
            f"✓ {name}" if chosen >> day & 1 else name,
            _draft(RemindStep.DAYS, chosen ^ 1 << day, at),
        )
        for day, name in enumerate(texts.WEEKDAYS)
    ]
    ready = _draft(RemindStep.SET if at else RemindStep.TIME, chosen, at)
    label = texts.DAYS_CHOSEN_AT.format(time=f"{at:%H:%M}") if at else texts.DAYS_CHOSEN
    rows = (tuple(toggles[:4]), tuple(toggles[4:]), (Button(label, ready, style="primary"),))
    return Reply(texts.ASK_DAYS, rows, toast)


def ask_time(days: int) -> Reply:
    times = [time.fromisoformat(each) for each in texts.REMIND_TIMES]
    buttons = [Button(f"{each:%H:%M}", _draft(RemindStep.SET, days, each)) for each in times]
    rows = (tuple(buttons[:3]), tuple(buttons[3:]))
    other = (Button(texts.OTHER_TIME, _draft(RemindStep.OTHER, days)),)
    return Reply(texts.ASK_TIME.format(days=day_names(from_bits(days))), (*rows, other))


def ask_other_time() -> Reply:
    return Reply(texts.ASK_OTHER_TIME)


def ask_either(days: frozenset[int], either: tuple[time, time]) -> Reply:
    """Morning or evening, where only an hour was said."""
    question = texts.ASK_EITHER.format(days=day_names(days), time=f"{either[0]:%-H:%M}")
    row = tuple(
        Button(f"{each:%H:%M}", _draft(RemindStep.SET, to_bits(days), each)) for each in either
    )
    return Reply(question, (row,))


def current(scheduled: Scheduled, now: datetime, *, zone_told: bool = True) -> Reply:
    """The rule, when it comes next, and what can be done with it."""
    rule = scheduled.rule
    lines = [rule_line(rule)]
    if scheduled.next_at is None:
        lines.append(texts.OFF[scheduled.off or Off.PAUSED])
    else:
        shown = day_and_time(scheduled.next_at, rule.zone)
        lines.append(texts.NEXT_REMINDER.format(next=shown))
    if not zone_told:
        shown = f"{local(now, rule.zone):%H:%M}"
        lines.append(texts.ZONE_RIGHT.format(time=shown))
    switch = (
        Button(texts.RESUME, _draft(RemindStep.RESUME))
        if scheduled.next_at is None
        else Button(texts.PAUSE, _draft(RemindStep.PAUSE))
    )
    change = Button(texts.CHANGE, _draft(RemindStep.DAYS, to_bits(rule.days)))
    delete = Button(texts.DELETE_REMINDER, _draft(RemindStep.DELETE), style="danger")
    zone = Button(texts.CHANGE_ZONE, PlaceButton(Place.ZONE))
    return Reply("\n".join(lines), ((change, switch), (zone, delete)))


def rule_line(rule: ReminderRule) -> str:
    """HTML: days, time and zone."""
    return texts.RULE_LINE.format(
        days=day_names(rule.days), time=f"{rule.at:%H:%M}", zone=html(city_of(rule.zone))
    )


def none_set() -> Reply:
    button = Button(texts.REMIND_BUTTON, _draft(RemindStep.DAYS))
    return Reply(texts.NO_REMINDER, ((button,),))


def deleted() -> Reply:
    return Reply(texts.REMINDERS_GONE)


def back_again() -> Reply:
    """Asked when somebody who could not be reached writes again."""
    return Reply(texts.BACK_AGAIN, ((Button(texts.RESUME, _draft(RemindStep.RESUME)),),))


def ask_zone() -> Reply:
    buttons = [Button(city_of(zone), SettingButton(Choice.ZONE, zone)) for zone in COMMON]
    return Reply(texts.ASK_ZONE, _pairs(buttons))


def which_zone(zones: tuple[str, ...]) -> Reply:
    if not zones:
        return Reply(texts.NO_ZONE_FOUND)
    buttons = [Button(city_of(zone), SettingButton(Choice.ZONE, zone)) for zone in zones]
    return Reply(texts.WHICH_ZONE, _pairs(buttons))


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


def day_names(days: frozenset[int]) -> str:
    """ "Tue and Fri", "Weekdays" """
    if days in texts.DAY_GROUPS:
        return texts.DAY_GROUPS[days]
    names = [texts.WEEKDAYS[day] for day in sorted(days)]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _draft(step: RemindStep, days: int = 0, at: time | None = None) -> RemindButton:
    return RemindButton(step, days, at.hour * 60 + at.minute if at else -1)


def _pairs(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
