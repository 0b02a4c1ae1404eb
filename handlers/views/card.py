"""The card of a session in all its faces."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.action import Outcome
from bot.domain.load import first_choices, step
from bot.domain.person import Person
from bot.domain.session import Session, SetLogged, Step, Swapped
from content.library import Library
from content.models import LoadMode
from content.substitutes import Substitution
from handlers import texts
from handlers.callback_data import SessionButton, Verb
from handlers.reply import Button, Reply, Style, bold, html, italic
from handlers.views.exercise import MOST_SWAPS, substitutions
from handlers.views.numbers import efforts
from handlers.views.overview import summary
from handlers.views.times import clock_time


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
    name = library.name_of(current.planned.exercise)
    return Reply(bold(texts.MORE_TITLE.format(name=name)), buttons)


def swaps(session: Session, options: Sequence[Substitution], library: Library) -> Reply:
    """The exercises that can take the place of the one at hand, each with one reason."""
    current = session.step
    if current is None:
        return summary(session, library)
    name = library.name_of(current.planned.exercise)
    original = session.original(current.slot)
    offered = [each for each in options if each.exercise != original][:MOST_SWAPS]
    title = bold((texts.SWAP_TITLE if offered else texts.NO_SWAPS).format(name=name))
    rows: list[tuple[Button, ...]] = [
        (_button(session, library.name_of(o.exercise), Verb.SWAP, o.exercise),) for o in offered
    ]
    if original is not None and original in library.exercises:
        label = texts.RESTORE.format(name=library.name_of(original))
        rows.append((_button(session, label, Verb.RESTORE),))
    rows.append((_button(session, texts.BACK, Verb.CARD),))
    return Reply("\n".join((title, *substitutions(offered, library))), tuple(rows))


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
    name = library.name_of(current.planned.exercise)
    back = _button(session, texts.BACK_TO_SET, Verb.CARD)
    return Reply(html(texts.NOTE_PROMPT.format(name=name)), ((back,),))


def toast(outcome: Outcome, library: Library) -> str | None:
    """What came of a press, in a few words."""
    words = texts.TOASTS.get(outcome.notice.value)
    if words is None:
        return None
    effort = outcome.fact.effort if isinstance(outcome.fact, SetLogged) else ""
    exercise = outcome.fact.planned.exercise if isinstance(outcome.fact, Swapped) else None
    name = library.name_of(exercise) if exercise else ""
    return words.format(effort=effort, name=name)


def _set(
    session: Session, current: Step, library: Library, person: Person, notice: str | None
) -> Reply:
    planned, target = current.planned, current.target
    lines = [*_heading(session, current, library), _aim(current, library)]
    if planned.last:
        lines.append(texts.LAST_LINE.format(efforts=efforts(planned.last)))
    elif _wants_load(current, library):
        lines.append(italic(texts.FIRST_LOAD.format(reps=target.reps)))
    lines += _cue(current, library)
    return Reply("\n".join(lines), _set_buttons(session, current, library, person), notice)


def _resting(
    session: Session,
    current: Step,
    until: datetime,
    library: Library,
    zone: str,
    notice: str | None,
) -> Reply:
    lines = []
    if session.logged:
        last = session.logged[-1]
        done = texts.DONE_LINE.format(
            name=library.name_of(last.exercise),
            number=len(session.sets_at(last.slot)),
            effort=last.effort,
        )
        lines.append(html(done))
    lines.append(texts.REST_LINE.format(time=clock_time(until, zone, seconds=True)))
    lines.append("")
    lines += [*_heading(session, current, library, texts.NEXT), _aim(current, library)]
    lines += _cue(current, library)
    rows = (
        (
            _button(session, texts.NEXT_NOW, Verb.GO, style="primary"),
            _button(session, texts.MORE_REST, Verb.REST),
        ),
        (_button(session, texts.TAKEN, Verb.TAKEN), _button(session, texts.UNDO, Verb.UNDO)),
        (_button(session, texts.MORE, Verb.MORE),),
    )
    return Reply("\n".join(lines), rows, notice)


def _heading(session: Session, current: Step, library: Library, before: str = "") -> list[str]:
    name = library.name_of(current.planned.exercise)
    lines = [f"{before}{current.slot + 1}/{len(session.plan)} {bold(name)}"]
    original = session.original(current.slot)
    if original is not None:
        lines.append(italic(texts.INSTEAD_OF.format(exercise=library.name_of(original))))
    return lines


def _aim(current: Step, library: Library) -> str:
    planned = current.planned
    exercise = library.exercises.get(planned.exercise)
    side = exercise is not None and exercise.unilateral
    return texts.SET_LINE.format(
        number=current.number,
        sets=planned.sets,
        target=bold(str(current.target)),
        side=texts.EACH_SIDE if side else "",
        low=planned.reps_low,
        high=planned.reps_high,
    )


def _cue(current: Step, library: Library) -> list[str]:
    """One cue a set, in turn; none of an exercise that the content no longer has."""
    exercise = library.exercises.get(current.planned.exercise)
    if exercise is None:
        return []
    cue = exercise.cues[(current.number - 1) % len(exercise.cues)]
    return [html(texts.CUE_LINE.format(cue=cue.text))]


def _wants_load(current: Step, library: Library) -> bool:
    """Whether the first load of an exercise that is done with weights is still to be chosen."""
    exercise = library.exercises.get(current.planned.exercise)
    weighted = exercise is not None and exercise.load_mode is LoadMode.EXTERNAL
    return weighted and current.target.load is None


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
    elif _wants_load(current, library):
        rows.append((less, more_))
        rows.append(
            tuple(
                _button(session, str(load), Verb.WEIGH, f"{load.amount.normalize():f}{load.unit}")
                for load in first_choices(person.unit)
            )
        )
    else:
        rows.append((less, more_))
    rows.append((_button(session, texts.TAKEN, Verb.TAKEN), _button(session, texts.HOW, Verb.HOW)))
    rows.append((_button(session, texts.MORE, Verb.MORE),))
    return tuple(rows)


def _button(
    session: Session, label: str, verb: Verb, arg: str = "", style: Style | None = None
) -> Button:
    return Button(label, SessionButton(session.id, session.version, verb, arg), style=style)
