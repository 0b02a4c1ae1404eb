"""A session before its start and after its end."""

from datetime import datetime
from textwrap import shorten

from bot.coach.training import Overview
from bot.domain.gym import FIRST_NAME
from bot.domain.session import Effort, Noted, Session
from content.library import Library
from handlers import texts
from handlers.callback_data import Place, PlaceButton, SessionButton, Verb
from handlers.reply import Button, Reply, bold, html, italic
from handlers.views.numbers import dose, efforts

_MOST_NOTES = 3
_LONGEST_NOTE = 120
"""Characters of a note in the summary, which has to fit one message whatever was noted."""


def overview(plan: Overview, library: Library) -> Reply:
    """The exercises of today, before the start."""
    workout = library.workout
    title = texts.OVERVIEW_TITLE.format(count=len(plan.plan), minutes=workout.minutes)
    lines = [bold(title)]
    place = plan.gym.name
    if place == FIRST_NAME:
        place = texts.YOUR_GYM
    else:
        lines.append(html(texts.OVERVIEW_PLACE.format(place=place)))
    for number, today in enumerate(plan.plan, 1):
        planned = today.planned
        line = f"{number}. {html(library.name_of(planned.exercise))} · {dose(planned)}"
        if planned.last:
            line += f"\n    {html(texts.LAST_LINE.format(efforts=efforts(planned.last)))}"
        if today.instead_of is not None:
            name = library.name_of(today.instead_of)
            swapped = texts.OVERVIEW_SWAPPED.format(exercise=name, place=place)
            line += f"\n    {italic(swapped)}"
        if today.unusual:
            names = ", ".join(library.equipment[key].name for key in today.unusual)
            line += f"\n    {italic(texts.OVERVIEW_UNUSUAL.format(equipment=names))}"
        if not today.possible:
            impossible = texts.OVERVIEW_IMPOSSIBLE.format(place=place)
            line += f"\n    {italic(impossible[0].upper() + impossible[1:])}"
        lines.append(line)
    lines.append(italic(texts.OVERVIEW_FOOT))
    rows = [(Button(texts.START, PlaceButton(Place.START), style="success"),)]
    if workout.short:
        label = texts.SHORT.format(count=len(workout.short))
        rows.append((Button(label, PlaceButton(Place.SHORT)),))
    return Reply("\n".join(lines), tuple(rows))


def summary(session: Session, library: Library, notice: str | None = None) -> Reply:
    """What was done, exercise by exercise, in the order of the plan."""
    done = all(session.sets_at(slot) or session.skipped(slot) for slot in range(len(session.plan)))
    title = texts.SUMMARY_TITLE if done and session.logged else texts.STOPPED_TITLE
    lines = [bold(title)]
    if session.logged:
        minutes = _minutes(session.started_at, session.logged[-1].at)
        sets = len(session.logged)
        counted = texts.SUMMARY_ONE if sets == 1 else texts.SUMMARY_COUNT
        lines.append(counted.format(sets=sets, minutes=minutes))
    else:
        lines.append(texts.NOTHING_LOGGED)
    for slot in range(len(session.plan)):
        lines += _summary_lines(session, slot, library)
    undo = Button(
        texts.UNDO if done else texts.CONTINUE,
        SessionButton(session.id, session.version, Verb.UNDO),
    )
    remind = Button(texts.REMIND_BUTTON, PlaceButton(Place.REMIND))
    return Reply("\n".join(lines), ((undo, remind),), notice)


def _summary_lines(session: Session, slot: int, library: Library) -> list[str]:
    lines: list[str] = []
    by_exercise: dict[str, list[Effort]] = {}
    for logged in session.sets_at(slot):
        by_exercise.setdefault(logged.exercise, []).append(logged.effort)
    for exercise, done in by_exercise.items():
        name = library.name_of(exercise)
        lines.append(html(texts.SUMMARY_LINE.format(name=name, efforts=efforts(done))))
    if not by_exercise and session.skipped(slot):
        name = library.name_of(session.at(slot).exercise)
        lines.append(html(texts.SUMMARY_SKIPPED.format(name=name)))
    notes = [f.text for f in session.facts if isinstance(f, Noted) and f.slot == slot]
    shown = [shorten(note, _LONGEST_NOTE, placeholder="…") for note in notes[:_MOST_NOTES]]
    lines += [italic(texts.SUMMARY_NOTE.format(note=note)) for note in shown]
    if len(notes) > _MOST_NOTES:
        lines.append(italic(texts.SUMMARY_MORE_NOTES.format(count=len(notes) - _MOST_NOTES)))
    return lines


def _minutes(start: datetime, end: datetime) -> int:
    return max(1, round((end - start).total_seconds() / 60))
