"""A person's reminders: when each comes, and what can be done with it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from bot.coach.reminders import Added, Schedule, Scheduled
from bot.domain.person import local
from bot.domain.reminder import Off, ReminderRule
from bot.domain.zones import city_of
from handlers import texts
from handlers.callback_data import (
    BESIDE,
    Place,
    PlaceButton,
    RemindButton,
    RemindStep,
    TravelButton,
    TravelStep,
)
from handlers.reply import Button, Reply, html
from handlers.views.times import clock_time, day_and_time

CALENDAR = Button(texts.CALENDAR_BUTTON, PlaceButton(Place.CALENDAR))


def to_bits(days: Iterable[int]) -> int:
    """Weekdays as the bits that a button carries."""
    return sum(1 << day for day in set(days))


def from_bits(bits: int) -> frozenset[int]:
    return frozenset(day for day in range(7) if bits >> day & 1)


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
    zone = schedule[0].here or schedule[0].rule.zone
    lines = [note] if note else []
    if len(schedule) == 1:
        lines += [_line(schedule[0]), *_when(schedule[0])]
        rows = _one(schedule[0])
    else:
        lines += [texts.RULES_TITLE.format(zone=html(city_of(zone)))]
        lines += map(line_of_several, schedule)
        rows = [*map(change_row, schedule)]
    rows += [(come_along(each),) for each in schedule if each.here]
    if not zone_told:
        there = f"{local(now, zone):%H:%M}"
        phone = clock_time(now, zone)
        line = texts.ZONE_RIGHT.format(zone=html(city_of(zone)), time=there, phone=phone)
        lines.append(line)
    add = Button(texts.ADD_REMINDER, draft(RemindStep.DAYS, rule=BESIDE))
    rows.append((add, Button(texts.CHANGE_ZONE, PlaceButton(Place.ZONE))))
    if any(each.next_at for each in schedule):
        rows.append((CALENDAR,))
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
    again = draft(RemindStep.KEEP, to_bits(before.days), before.at)
    keep = Button(texts.KEEP_BOTH.format(rule=short(before)), again)
    return replace(reply, buttons=((keep,), *reply.buttons))


def short(rule: ReminderRule) -> str:
    """ "Mon and Thu 18:00" """
    return texts.RULE.format(days=day_names(rule.days), time=f"{rule.at:%H:%M}")


def line_of_several(each: Scheduled) -> str:
    """HTML: a rule and when it comes next."""
    if each.next_at is None:
        when = texts.OFF_SHORT[each.off or Off.PAUSED]
    else:
        shown = day_and_time(each.next_at, each.here or each.rule.zone)
        when = texts.NEXT_OF_SEVERAL.format(next=shown)
        if each.paused_until is not None:
            day = _day(each.paused_until)
            when = texts.PAUSED_UNTIL_SHORT.format(day=day, next=shown)
    rule = short(each.rule) + html(_elsewhere(each))
    return texts.RULE_OF_SEVERAL.format(rule=rule, when=when)


def change_row(each: Scheduled) -> tuple[Button, ...]:
    """Pause or resume, and delete, of one of several."""
    off = _is_off(each)
    switch = texts.RESUME_ONE if off else texts.PAUSE_ONE
    step = RemindStep.RESUME if off else RemindStep.PAUSE
    rule = short(each.rule)
    return (
        Button(switch.format(rule=rule), draft(step, rule=each.id)),
        Button(
            texts.DELETE_ONE.format(rule=rule),
            draft(RemindStep.DELETE, rule=each.id),
            style="danger",
        ),
    )


def _is_off(each: Scheduled) -> bool:
    return each.next_at is None or each.paused_until is not None


def _one(each: Scheduled) -> list[tuple[Button, ...]]:
    off = _is_off(each)
    step = RemindStep.RESUME if off else RemindStep.PAUSE
    change = draft(RemindStep.DAYS, to_bits(each.rule.days), rule=each.id)
    delete = draft(RemindStep.DELETE, rule=each.id)
    return [
        (
            Button(texts.CHANGE, change),
            Button(texts.RESUME if off else texts.PAUSE, draft(step, rule=each.id)),
            Button(texts.DELETE_REMINDER, delete, style="danger"),
        )
    ]


def _when(each: Scheduled) -> list[str]:
    if each.next_at is None:
        return [texts.OFF[each.off or Off.PAUSED]]
    shown = texts.NEXT_REMINDER.format(next=day_and_time(each.next_at, each.here or each.rule.zone))
    if each.paused_until is None:
        return [shown]
    return [texts.PAUSED_UNTIL.format(day=_day(each.paused_until)), shown]


def _day(day: date) -> str:
    return f"{day:%a %d %b}"


def _line(each: Scheduled) -> str:
    """HTML: days, time and zone; where the person lives by another one, the time there, too."""
    days, time = day_names(each.rule.days), f"{each.rule.at:%H:%M}"
    if each.here is None:
        return texts.RULE_LINE.format(days=days, time=time, zone=html(city_of(each.rule.zone)))
    return texts.RULE_LINE_AWAY.format(days=days, time=time, elsewhere=html(_elsewhere(each)))


def _elsewhere(each: Scheduled) -> str:
    """By which clock a rule goes that does not go by the person's; empty if it does."""
    if each.here is None:
        return ""
    zone = city_of(each.rule.zone)
    if each.next_at is None:
        return texts.ELSEWHERE.format(zone=zone)
    return texts.ELSEWHERE_NOW.format(zone=zone, time=f"{local(each.next_at, each.here):%H:%M}")


def come_along(each: Scheduled) -> Button:
    """A rule that goes by another clock goes by the person's."""
    label = texts.COME_ALONG.format(rule=short(each.rule))
    return Button(label, TravelButton(TravelStep.BRING, each.id))


def none_set() -> Reply:
    button = Button(texts.REMIND_BUTTON, draft(RemindStep.DAYS))
    return Reply(texts.NO_REMINDER, ((button,),))


def deleted() -> Reply:
    return Reply(texts.REMINDERS_GONE)


def back_again() -> Reply:
    """Asked when somebody who could not be reached writes again."""
    return Reply(texts.BACK_AGAIN, ((Button(texts.RESUME, draft(RemindStep.RESUME)),),))


def day_names(days: frozenset[int]) -> str:
    """ "Tue and Fri", "Weekdays" """
    if days in texts.DAY_GROUPS:
        return texts.DAY_GROUPS[days]
    names = [texts.WEEKDAYS[day] for day in sorted(days)]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def draft(step: RemindStep, days: int = 0, at: time | None = None, rule: str = "") -> RemindButton:
    """A button that carries what was said so far."""
    return RemindButton(step, days, at.hour * 60 + at.minute if at else -1, rule)
