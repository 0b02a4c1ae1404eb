"""The card of a session in all its faces, its overview and its summary."""

from collections.abc import Sequence
from datetime import datetime

from bot.coach.training import Overview
from bot.domain.action import Outcome
from bot.domain.load import first_choices, step
from bot.domain.person import Person
from bot.domain.session import (
    Effort,
    Noted,
    PlannedExercise,
    Session,
    SetLogged,
    Skipped,
    Step,
    Swapped,
)
from content.library import Library
from content.substitutes import Substitution
from handlers import texts
from handlers.callback_data import Place, PlaceButton, SessionButton, Verb
from handlers.reply import Button, Reply, Style, bold, html, italic
from handlers.views.times import clock_time

MOST_SWAPS = 4


def overview(plan: Overview, library: Library) -> Reply:
    """The exercises of today, before the start."""
    workout = library.workout
    title = texts.OVERVIEW_TITLE.format(count=len(plan.plan), minutes=workout.minutes)
    lines = [bold(title)]
    instead = {new: old for old, new in plan.swapped}
    for number, planned in enumerate(plan.plan, 1):
        line = f"{number}. {html(library.exercises[planned.exercise].name)} · {dose(planned)}"
        if planned.last:
            line += f"\n    {html(texts.LAST_LINE.format(efforts=efforts(planned.last)))}"
        if planned.exercise in instead:
            name = library.exercises[instead[planned.exercise]].name
            line += f"\n    {italic(texts.OVERVIEW_SWAPPED.format(exercise=name))}"
        lines.append(line)
    lines.append(italic(texts.OVERVIEW_FOOT))
    rows = [(Button(texts.START, PlaceButton(Place.START), style="success"),)]
    if workout.short:
        label = texts.SHORT.format(count=len(workout.short))
        rows.append((Button(label, PlaceButton(Place.SHORT)),))
    return Reply("\n".join(lines), tuple(rows))


def card(outcome: Outcome, library: Library, person: Person, zone: str) -> Reply:
    """The session as it stands: the set to do, the rest that runs, or the summary."""
    notice = toast(outcome, library)
    current = outcome.session.step
    if current is None:
        return summary(outcome.session, library, notice)
    if outcome.rest_until is not None:
        return _resting(outcome.session, current, outcome.rest_until, library, zone, notice)
    return _set(outcome.session, current, library, person, notice)


def rest_over(outcome: Outcome, library: Library, person: Person) -> Reply:
    """The card again, as the message that rings when the rest is over."""
    current = outcome.session.step
    assert current is not None
    reply = _set(outcome.session, current, library, person, None)
    return Reply(f"{html(texts.REST_OVER)}\n{reply.text}", reply.buttons)


def more(session: Session, library: Library) -> Reply:
    """What else there is to do in a session."""
    current = session.step
    if current is None:
        return summary(session, library)
    buttons = (
        (_button(session, texts.SKIP, Verb.SKIP), _button(session, texts.UNDO, Verb.UNDO)),
        (
            _button(session, texts.NOTE, Verb.NOTE),
            _button(session, texts.STOP, Verb.STOP, style="danger"),
        ),
        (_button(session, texts.BACK, Verb.CARD),),
    )
    name = library.exercises[current.planned.exercise].name
    return Reply(bold(texts.MORE_TITLE.format(name=name)), buttons)


def swaps(session: Session, options: Sequence[Substitution], library: Library) -> Reply:
    """The exercises that can take the place of the one at hand, each with one reason."""
    current = session.step
    if current is None:
        return summary(session, library)
    name = library.exercises[current.planned.exercise].name
    original = session.original(current.slot)
    offered = [each for each in options if each.exercise != original][:MOST_SWAPS]
    lines = [bold((texts.SWAP_TITLE if offered else texts.NO_SWAPS).format(name=name))]
    rows: list[tuple[Button, ...]] = []
    for number, option in enumerate(offered, 1):
        other = library.exercises[option.exercise].name
        line = f"{number}. {bold(other)} — {html(option.reason)}"
        lines.append(f"{line} {italic(option.difference)}")
        rows.append((_button(session, other, Verb.SWAP, option.exercise),))
    if original is not None:
        label = texts.RESTORE.format(name=library.exercises[original].name)
        rows.append((_button(session, label, Verb.RESTORE),))
    sources = dict.fromkeys(library.sources[option.source].label for option in offered)
    if sources:
        lines.append(italic(texts.SOURCE.format(source="; ".join(sources))))
    rows.append((_button(session, texts.BACK, Verb.CARD),))
    return Reply("\n".join(lines), tuple(rows))


def how(session: Session, text: str, library: Library) -> Reply:
    """How the exercise at hand is done, with the way back to the set."""
    if session.step is None:
        return summary(session, library)
    back = _button(session, texts.BACK_TO_SET, Verb.CARD, style="primary")
    return Reply(text, ((back,),))


def note_prompt(session: Session, library: Library) -> Reply:
    current = session.step
    if current is None:
        return summary(session, library)
    name = library.exercises[current.planned.exercise].name
    back = _button(session, texts.BACK_TO_SET, Verb.CARD)
    return Reply(html(texts.NOTE_PROMPT.format(name=name)), ((back,),))


def summary(session: Session, library: Library, notice: str | None = None) -> Reply:
    """What was done, exercise by exercise, in the order of the plan."""
    done = all(session.sets_at(slot) or session.skipped(slot) for slot in range(len(session.plan)))
    title = texts.SUMMARY_TITLE if done and session.logged else texts.STOPPED_TITLE
    lines = [bold(title)]
    if session.logged:
        minutes = _minutes(session.started_at, session.logged[-1].at)
        lines.append(texts.SUMMARY_COUNT.format(sets=len(session.logged), minutes=minutes))
    else:
        lines.append(texts.NOTHING_LOGGED)
    for slot in range(len(session.plan)):
        lines += _summary_lines(session, slot, library)
    undo = _button(session, texts.CONTINUE if not done else texts.UNDO, Verb.UNDO)
    remind = Button(texts.REMIND_BUTTON, PlaceButton(Place.REMIND))
    return Reply("\n".join(lines), ((undo, remind),), notice)


def toast(outcome: Outcome, library: Library) -> str | None:
    """What came of a press, in a few words."""
    words = texts.TOASTS.get(outcome.notice.value)
    if words is None:
        return None
    effort = outcome.fact.effort if isinstance(outcome.fact, SetLogged) else ""
    exercise = outcome.fact.planned.exercise if isinstance(outcome.fact, Swapped) else None
    name = library.exercises[exercise].name if exercise else ""
    return words.format(effort=effort, name=name)


def efforts(done: Sequence[Effort]) -> str:
    """ "40 kg × 11, 10, 9": the load again only where it changes."""
    parts: list[str] = []
    before: Effort | None = None
    for effort in done:
        same = before is not None and effort.load == before.load
        parts.append(str(effort.reps) if same else _effort(effort))
        before = effort
    return ", ".join(parts)


def dose(planned: PlannedExercise) -> str:
    return f"{planned.sets} × {planned.reps_low}–{planned.reps_high}"


def _effort(effort: Effort) -> str:
    return f"{effort.load} × {effort.reps}" if effort.load else f"{effort.reps}"


def _set(
    session: Session, current: Step, library: Library, person: Person, notice: str | None
) -> Reply:
    planned, target = current.planned, current.target
    exercise = library.exercises[planned.exercise]
    lines = [*_heading(session, current, library)]
    aim = str(target) + (f" {texts.EACH_SIDE}" if exercise.unilateral else "")
    lines.append(
        texts.SET_LINE.format(number=current.number, sets=planned.sets, target=f"<b>{aim}</b>")
    )
    lines.append(texts.RANGE_LINE.format(low=planned.reps_low, high=planned.reps_high))
    if planned.last:
        lines.append(texts.LAST_LINE.format(efforts=efforts(planned.last)))
    elif target.load is None and exercise.load_mode == "external":
        lines.append(italic(texts.FIRST_LOAD.format(reps=target.reps)))
    lines.append(_cue(session, current, library))
    return Reply("\n".join(lines), _set_buttons(session, current, library, person), notice)


def _resting(
    session: Session,
    current: Step,
    until: datetime,
    library: Library,
    zone: str,
    notice: str | None,
) -> Reply:
    last = session.logged[-1] if session.logged else None
    lines = [*_heading(session, current, library)]
    if last is not None:
        number = len(session.sets_at(last.slot))
        lines.append(texts.DONE_LINE.format(number=number, effort=html(str(last.effort))))
    lines.append(texts.REST_LINE.format(time=clock_time(until, zone, seconds=True)))
    lines.append(
        texts.NEXT_LINE.format(
            name=html(library.exercises[current.planned.exercise].name),
            number=current.number,
            sets=current.planned.sets,
            target=html(str(current.target)),
        )
    )
    lines.append(_cue(session, current, library))
    rows = (
        (
            _button(session, texts.NEXT_NOW, Verb.GO, style="primary"),
            _button(session, texts.MORE_REST, Verb.REST, "30"),
        ),
        (
            _button(session, texts.TAKEN, Verb.TAKEN),
            _button(session, texts.UNDO, Verb.UNDO),
            _button(session, texts.MORE, Verb.MORE),
        ),
    )
    return Reply("\n".join(lines), rows, notice)


def _heading(session: Session, current: Step, library: Library) -> list[str]:
    name = library.exercises[current.planned.exercise].name
    lines = [f"{current.slot + 1}/{len(session.plan)} {bold(name)}"]
    original = session.original(current.slot)
    if original is not None:
        lines.append(italic(texts.INSTEAD_OF.format(exercise=library.exercises[original].name)))
    return lines


def _cue(session: Session, current: Step, library: Library) -> str:
    """One cue a set, in turn."""
    cues = library.exercises[current.planned.exercise].cues
    return html(texts.CUE_LINE.format(cue=cues[(current.number - 1) % len(cues)].text))


def _set_buttons(
    session: Session, current: Step, library: Library, person: Person
) -> tuple[tuple[Button, ...], ...]:
    target = current.target
    done = _button(session, texts.DONE.format(effort=target), Verb.DONE, style="success")
    less = _button(session, texts.LESS_REP, Verb.REPS, "-1")
    more_ = _button(session, texts.MORE_REP, Verb.REPS, "1")
    rows: list[tuple[Button, ...]] = [(done,)]
    if target.load is not None:
        size = step(target.load.unit)
        lighter = _button(session, texts.LESS_LOAD.format(step=size), Verb.LOAD, "-1")
        heavier = _button(session, texts.MORE_LOAD.format(step=size), Verb.LOAD, "1")
        rows.append((less, more_, lighter, heavier))
    elif library.exercises[current.planned.exercise].load_mode == "external":
        rows.append((less, more_))
        rows.append(
            tuple(
                _button(session, str(load), Verb.WEIGH, f"{load.amount.normalize():f}{load.unit}")
                for load in first_choices(person.unit)
            )
        )
    else:
        rows.append((less, more_))
    rows.append(
        (
            _button(session, texts.TAKEN, Verb.TAKEN),
            _button(session, texts.HOW, Verb.HOW),
            _button(session, texts.MORE, Verb.MORE),
        )
    )
    return tuple(rows)


def _summary_lines(session: Session, slot: int, library: Library) -> list[str]:
    lines: list[str] = []
    by_exercise: dict[str, list[Effort]] = {}
    for logged in session.sets_at(slot):
        by_exercise.setdefault(logged.exercise, []).append(logged.effort)
    for exercise, done in by_exercise.items():
        name = library.exercises[exercise].name
        lines.append(html(texts.SUMMARY_LINE.format(name=name, efforts=efforts(done))))
    if not by_exercise and any(isinstance(f, Skipped) and f.slot == slot for f in session.facts):
        name = library.exercises[session.at(slot).exercise].name
        lines.append(html(texts.SUMMARY_SKIPPED.format(name=name)))
    notes = [f.text for f in session.facts if isinstance(f, Noted) and f.slot == slot]
    return [*lines, *(italic(texts.SUMMARY_NOTE.format(note=note)) for note in notes)]


def _minutes(start: datetime, end: datetime) -> int:
    return max(1, round((end - start).total_seconds() / 60))


def _button(
    session: Session, label: str, verb: Verb, arg: str = "", style: Style | None = None
) -> Button:
    return Button(label, SessionButton(session.id, session.version, verb, arg), style=style)
