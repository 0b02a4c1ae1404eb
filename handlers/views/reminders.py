"""Setting a reminder, the reminder itself, and what a press on it came to."""

from dataclasses import replace
from datetime import datetime, time

from bot.coach.agenda import ReminderDue
from bot.coach.reminders import Schedule
from bot.coach.snoozing import Rung, Skipped, Snoozed, Waiting
from bot.coach.training import Overview
from bot.domain.moves import Move
from bot.domain.reminder import ReminderRule
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
from handlers.views.times import clock_time, day_and_time


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


def came(claimed: ReminderDue, plan: Overview, library: Library, zone: str) -> Reply:
    """The reminder as it rings, or the question that takes its place."""
    row = claimed.due
    rung = Rung(row.rule or "", row.due_at)
    if claimed.asks and claimed.rule is not None:
        return ask_whether(rung, claimed.rule)
    reply = due(rung, plan, library, zone, claimed.meant_for)
    if claimed.proposal is None or claimed.rule is None:
        return reply
    rule, to = claimed.rule, f"{claimed.proposal:%H:%M}"
    text = f"{reply.text}\n{texts.PROPOSE_HOUR.format(time=to)}"
    bits = to_bits(rule.days)
    row_of_two = (
        Button(
            texts.MOVE_HOUR.format(time=to),
            draft(RemindStep.MOVE, bits | bits << 7, claimed.proposal, rung.rule),
        ),
        Button(texts.KEEP_HOUR.format(time=f"{rule.at:%H:%M}"), _button(ReminderPress.KEEP, rung)),
    )
    return replace(reply, text=text, buttons=(*reply.buttons, row_of_two))


def due(
    rung: Rung,
    plan: Overview,
    library: Library,
    zone: str,
    meant_for: datetime | None = None,
    toast: str | None = None,
) -> Reply:
    """The reminder; `meant_for` is set where it comes late."""
    title = texts.REMINDER_LATE if meant_for else texts.REMINDER_TITLE
    lines = [title.format(time=clock_time(meant_for or rung.due_at, zone))]
    minutes = library.workout.minutes
    lines.append(texts.REMINDER_LENGTH.format(count=len(plan.plan), minutes=minutes))
    remembered = next((each.planned for each in plan.plan if each.planned.last), None)
    if remembered is not None:
        name = library.name_of(remembered.exercise)
        shown = efforts(remembered.last)
        lines.append(html(texts.REMINDER_LAST.format(name=name, efforts=shown)))
    rows = (
        (Button(texts.START, _button(ReminderPress.START, rung), style="success"),),
        (*_short(rung, library), Button(texts.IN_30_MIN, _button(ReminderPress.SOON, rung))),
        (
            Button(texts.TONIGHT, _button(ReminderPress.TONIGHT, rung)),
            Button(texts.TOMORROW, _button(ReminderPress.TOMORROW, rung)),
        ),
        (Button(texts.SKIP_WEEK, _button(ReminderPress.SKIP, rung)),),
    )
    return Reply("\n".join(lines), rows, toast)


def ask_whether(rung: Rung, rule: ReminderRule) -> Reply:
    """Asked once, when nobody has answered for two weeks."""
    rows = (
        (
            Button(texts.ANOTHER_DAY, _button(ReminderPress.OTHER_DAY, rung)),
            Button(texts.PAUSE, _button(ReminderPress.PAUSE, rung)),
            Button(texts.KEEP, _button(ReminderPress.KEEP, rung)),
        ),
    )
    return Reply(html(texts.ASK_WHETHER.format(rule=short(rule))), rows)


def kept(rule: ReminderRule) -> Reply:
    return Reply(html(texts.KEPT_RULE.format(rule=short(rule))))


def snoozed(snoozed: Snoozed, rung: Rung, zone: str) -> Reply:
    text = texts.MERGED if snoozed.merged else texts.SNOOZED
    before = _packed(snoozed.before) if snoozed.before else ""
    start = Button(texts.START, _button(ReminderPress.START, rung), style="success")
    undo = Button(texts.UNDO, _button(ReminderPress.WAKE, rung, before))
    return Reply(text.format(time=day_and_time(snoozed.until, zone)), ((start, undo),))


def skipped(skipped: Skipped, rung: Rung) -> Reply:
    """The week is skipped; of a rule that is gone, only a snooze was."""
    if skipped.until is None:
        return Reply(texts.SKIPPED_REMINDER)
    before = skipped.before.isoformat() if skipped.before else ""
    undo = Button(texts.UNDO, _button(ReminderPress.UNSKIP, rung, before))
    return Reply(texts.SKIPPED_WEEK.format(day=f"{skipped.until:%a %d %b}"), ((undo,),))


def _short(rung: Rung, library: Library) -> tuple[Button, ...]:
    """The short version, where the workout has one."""
    minutes = library.workout.short_minutes
    label = texts.SHORT_BUTTON.format(minutes=minutes)
    return (Button(label, _button(ReminderPress.SHORT, rung)),) if minutes else ()


def _packed(waiting: Waiting) -> str:
    return f"{int(waiting.until.timestamp())}.{waiting.rule}"


def _button(press: ReminderPress, rung: Rung, before: str = "") -> ReminderButton:
    return ReminderButton(press, int(rung.due_at.timestamp()), rung.rule, before)
