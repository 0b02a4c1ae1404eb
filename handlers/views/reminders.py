"""Setting a reminder, the reminder itself, and what a press on it came to."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from bot.coach.reminders import Added, Schedule, Scheduled
from bot.coach.training import Overview
from bot.domain.moves import Move
from bot.domain.person import local
from bot.domain.reminder import Off, ReminderRule
from bot.domain.zones import COMMON, city_of
from content.library import Library
from handlers import texts
from handlers.callback_data import (
    BESIDE,
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


def ask_days(
    chosen: int, at: time | None = None, toast: str | None = None, rule: str = ""
) -> Reply:
    """Toggles for the days; the draft travels in the buttons, with the time if it was said."""
    toggles = [
        Button(
            f"✓ {name}" if chosen >> day & 1 else name,
            _draft(RemindStep.DAYS, chosen ^ 1 << day, at, rule),
        )
        for day, name in enumerate(texts.WEEKDAYS)
    ]
    ready = _draft(RemindStep.SET if at else RemindStep.TIME, chosen, at, rule)
    label = texts.DAYS_CHOSEN_AT.format(time=f"{at:%H:%M}") if at else texts.DAYS_CHOSEN
    rows = (tuple(toggles[:4]), tuple(toggles[4:]), (Button(label, ready, style="primary"),))
    return Reply(texts.ASK_DAYS, rows, toast)


def ask_time(days: int, rule: str = "") -> Reply:
    times = [time.fromisoformat(each) for each in texts.REMIND_TIMES]
    buttons = [Button(f"{each:%H:%M}", _draft(RemindStep.SET, days, each, rule)) for each in times]
    rows = (tuple(buttons[:3]), tuple(buttons[3:]))
    other = (Button(texts.OTHER_TIME, _draft(RemindStep.OTHER, days, rule=rule)),)
    return Reply(texts.ASK_TIME.format(days=day_names(from_bits(days))), (*rows, other))


def ask_other_time() -> Reply:
    return Reply(texts.ASK_OTHER_TIME)


def ask_either(days: frozenset[int], either: tuple[time, time], rule: str = "") -> Reply:
    """Morning or evening, where only an hour was said."""
    question = texts.ASK_EITHER.format(days=day_names(days), time=f"{either[0]:%-H:%M}")
    row = tuple(
        Button(f"{each:%H:%M}", _draft(RemindStep.SET, to_bits(days), each, rule))
        for each in either
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
            rows.append((Button(label, _draft(RemindStep.MOVE, bits, at, each.id)),))
    return Reply(texts.WHICH_REMINDER, tuple(rows))


def current(
    schedule: Schedule,
    now: datetime,
    *,
    zone_told: bool = True,
    note: str | None = None,
    toast: str | None = None,
) -> Reply:
    """The rules, when each comes next, and what can be done with it; below a `note`."""
    if not schedule:
        return replace(none_set(), toast=toast)
    zone = schedule[0].rule.zone
    lines = [note] if note else []
    if len(schedule) == 1:
        lines += [rule_line(schedule[0].rule), *_when(schedule[0])]
        rows = _one(schedule[0])
    else:
        lines += [texts.RULES_TITLE.format(zone=html(city_of(zone)))]
        lines += map(line_of_several, schedule)
        rows = [*map(change_row, schedule)]
    if not zone_told:
        lines.append(texts.ZONE_RIGHT.format(time=f"{local(now, zone):%H:%M}"))
    add = Button(texts.ADD_REMINDER, _draft(RemindStep.DAYS, rule=BESIDE))
    rows.append((add, Button(texts.CHANGE_ZONE, PlaceButton(Place.ZONE))))
    return Reply("\n".join(lines), tuple(rows), toast)


def added(done: Added, now: datetime, *, zone_told: bool) -> Reply:
    """The rules with the new one; what gave way to it can be kept beside it."""
    if done.full:
        return current(done.schedule, now, zone_told=zone_told, note=texts.TOO_MANY_REMINDERS)
    if done.replaced is None:
        return current(done.schedule, now, zone_told=zone_told)
    before = done.replaced
    note = texts.REPLACED.format(rule=short(before))
    reply = current(done.schedule, now, zone_told=zone_told, note=note)
    draft = _draft(RemindStep.KEEP, to_bits(before.days), before.at)
    keep = Button(texts.KEEP_BOTH.format(rule=short(before)), draft)
    return replace(reply, buttons=((keep,), *reply.buttons))


def short(rule: ReminderRule) -> str:
    """ "Mon and Thu 18:00" """
    return texts.RULE.format(days=day_names(rule.days), time=f"{rule.at:%H:%M}")


def line_of_several(each: Scheduled) -> str:
    """HTML: a rule and when it comes next."""
    if each.next_at is None:
        when = texts.OFF_SHORT[each.off or Off.PAUSED]
    else:
        shown = day_and_time(each.next_at, each.rule.zone)
        when = texts.NEXT_OF_SEVERAL.format(next=shown)
        if each.paused_until is not None:
            day = _day(each.paused_until)
            when = texts.PAUSED_UNTIL_SHORT.format(day=day, next=shown)
    return texts.RULE_OF_SEVERAL.format(rule=short(each.rule), when=when)


def change_row(each: Scheduled) -> tuple[Button, ...]:
    """Pause or resume, and delete, of one of several."""
    off = each.next_at is None or each.paused_until is not None
    switch = texts.RESUME_ONE if off else texts.PAUSE_ONE
    step = RemindStep.RESUME if off else RemindStep.PAUSE
    rule = short(each.rule)
    return (
        Button(switch.format(rule=rule), _draft(step, rule=each.id)),
        Button(
            texts.DELETE_ONE.format(rule=rule),
            _draft(RemindStep.DELETE, rule=each.id),
            style="danger",
        ),
    )


def _one(each: Scheduled) -> list[tuple[Button, ...]]:
    off = each.next_at is None or each.paused_until is not None
    step = RemindStep.RESUME if off else RemindStep.PAUSE
    change = _draft(RemindStep.DAYS, to_bits(each.rule.days), rule=each.id)
    delete = _draft(RemindStep.DELETE, rule=each.id)
    return [
        (
            Button(texts.CHANGE, change),
            Button(texts.RESUME if off else texts.PAUSE, _draft(step, rule=each.id)),
            Button(texts.DELETE_REMINDER, delete, style="danger"),
        )
    ]


def _when(each: Scheduled) -> list[str]:
    if each.next_at is None:
        return [texts.OFF[each.off or Off.PAUSED]]
    shown = texts.NEXT_REMINDER.format(next=day_and_time(each.next_at, each.rule.zone))
    if each.paused_until is None:
        return [shown]
    return [texts.PAUSED_UNTIL.format(day=_day(each.paused_until)), shown]


def _day(day: date) -> str:
    return f"{day:%a %d %b}"


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


def _draft(step: RemindStep, days: int = 0, at: time | None = None, rule: str = "") -> RemindButton:
    return RemindButton(step, days, at.hour * 60 + at.minute if at else -1, rule)


def _pairs(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
