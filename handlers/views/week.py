"""The summary of the week, and on which day it comes."""

from bot.domain.reminder import ReminderRule
from bot.domain.week import Best, Review
from content.library import Library
from handlers import texts
from handlers.callback_data import Choice, SettingButton
from handlers.reply import Button, Reply, html
from handlers.views.schedule import day_names

OFF = "off"
ASK = "ask"


def summary(review: Review, library: Library) -> Reply:
    lines = [texts.WEEK_TITLE, texts.WEEK_DONE.format(done=_count(review.sessions, review.sets))]
    if review.sessions_before:
        before = _count(review.sessions_before, review.sets_before)
        lines.append(texts.WEEK_BEFORE.format(done=before))
    if review.bests:
        lines += ["", texts.WEEK_BESTS, *(_best(each, library) for each in review.bests)]
    lines += ["", texts.WEEK_FOOT]
    return Reply("\n".join(lines))


def ask_day(rule: ReminderRule | None) -> Reply:
    """`rule` is the one that there is."""
    days = [
        Button(
            f"✓ {name}" if rule and day in rule.days else name,
            SettingButton(Choice.SUMMARY, str(day)),
        )
        for day, name in enumerate(texts.WEEKDAYS)
    ]
    rows = [tuple(days[:4]), tuple(days[4:])]
    if rule is not None:
        rows.append((Button(texts.WEEK_OFF, SettingButton(Choice.SUMMARY, OFF)),))
    return Reply(texts.WEEK_ASK, tuple(rows))


def chosen(rule: ReminderRule) -> Reply:
    text = texts.WEEK_CHOSEN.format(day=day_names(rule.days), time=f"{rule.at:%H:%M}")
    return Reply(text, ((change(rule),),))


def stopped(*, there_was_one: bool) -> Reply:
    return Reply(texts.WEEK_STOPPED if there_was_one else texts.WEEK_NONE, ((change(None),),))


def change(rule: ReminderRule | None) -> Button:
    label = texts.WEEK_CHANGE if rule else texts.WEEK_WANT
    return Button(label, SettingButton(Choice.SUMMARY, ASK))


def line(rule: ReminderRule | None) -> str:
    """HTML: for the settings."""
    if rule is None:
        return texts.SETTINGS_NO_WEEK
    return texts.SETTINGS_WEEK.format(day=day_names(rule.days), time=f"{rule.at:%H:%M}")


def _count(sessions: int, sets: int) -> str:
    what = texts.WEEK_SESSION if sessions == 1 else texts.WEEK_SESSIONS
    return what.format(sessions=sessions, sets=sets)


def _best(best: Best, library: Library) -> str:
    name = library.name_of(best.exercise)
    if best.before is None:
        return html(texts.WEEK_BEST.format(name=name, effort=best.effort))
    return html(texts.WEEK_BETTER.format(name=name, effort=best.effort, before=best.before))
