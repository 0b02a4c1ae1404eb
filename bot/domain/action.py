"""What a person can do in a session, and what comes of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.load import Load
from bot.domain.session import (
    Aimed,
    Effort,
    Fact,
    Noted,
    PlannedExercise,
    Session,
    SetLogged,
    Skipped,
    Step,
    Swapped,
)

MOST_REPS = 200
LONGEST_REST = timedelta(minutes=15)


@dataclass(frozen=True)
class Done:
    """Log the set; without an effort it was done as planned."""

    effort: Effort | None = None


@dataclass(frozen=True)
class Correct:
    """The typed message says something else now: it corrects the set it logged, or logs one."""

    effort: Effort


@dataclass(frozen=True)
class Aim:
    """Move the target: reps by so many, the load by so many steps, or to a given load."""

    reps: int = 0
    load_steps: int = 0
    load: Load | None = None


@dataclass(frozen=True)
class Swap:
    planned: PlannedExercise


@dataclass(frozen=True)
class Restore:
    """Bring the planned exercise back."""


@dataclass(frozen=True)
class Skip:
    pass


@dataclass(frozen=True)
class Undo:
    """Take back the last set, swap or skip; reopens a session that just ended."""


@dataclass(frozen=True)
class Note:
    text: str


@dataclass(frozen=True)
class Stop:
    pass


@dataclass(frozen=True)
class EndRest:
    """Go on now."""


@dataclass(frozen=True)
class ExtendRest:
    by: timedelta


Action = Done | Correct | Aim | Swap | Restore | Skip | Undo | Note | Stop | EndRest | ExtendRest


class Notice(StrEnum):
    """What a press came to; views put it in words."""

    STARTED = "started"
    RESUMED = "resumed"
    LOGGED = "logged"
    ALREADY_LOGGED = "already_logged"
    ALREADY_DONE = "already_done"
    CORRECTED = "corrected"
    AIMED = "aimed"
    SWAPPED = "swapped"
    RESTORED = "restored"
    SKIPPED = "skipped"
    UNDONE = "undone"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOTED = "noted"
    STOPPED = "stopped"
    FINISHED = "finished"
    REST_CHANGED = "rest_changed"
    STALE = "stale"
    ENDED = "ended"


@dataclass(frozen=True)
class Outcome:
    """The session afterwards, what happened, and until when to rest (None: no rest runs)."""

    session: Session
    notice: Notice
    rest_until: datetime | None = None
    fact: Fact | None = None


def apply(
    session: Session,
    action: Action,
    now: datetime,
    *,
    rest_until: datetime | None = None,
    resting: bool = True,
    message: int | None = None,
) -> Outcome:
    """What `action` makes of the session.

    `rest_until` is the rest that runs, `resting` the wish for rests at all, `message` the id of
    the message where the action was typed: each one acts once.
    """
    if isinstance(action, Correct):
        corrected = _correct(session, action, message, rest_until)
        if corrected is not None:
            return corrected
        action = Done(action.effort)
    if message is not None and message in session.typed:
        return Outcome(session, Notice.ALREADY_DONE, rest_until)
    outcome = _applied(session, action, now, message, rest_until, resting=resting)
    if message is None or outcome.session is session:
        return outcome
    return replace(
        outcome, session=replace(outcome.session, typed=outcome.session.typed | {message})
    )


def _applied(
    session: Session,
    action: Action,
    now: datetime,
    message: int | None,
    rest_until: datetime | None,
    *,
    resting: bool,
) -> Outcome:
    if isinstance(action, Undo):
        return _undo(session)
    step = session.step
    if session.ended_at is not None or step is None:
        return Outcome(session, Notice.ENDED)
    match action:
        case Done():
            return _log(session, step, action, now, message, resting=resting)
        case Aim():
            effort = _aimed(step, action)
            fact: Fact = Aimed(step.slot, step.planned.exercise, effort, now)
            return Outcome(session.with_fact(fact), Notice.AIMED, rest_until, fact)
        case Swap():
            fact = Swapped(step.slot, action.planned, now)
            return Outcome(session.with_fact(fact), Notice.SWAPPED, rest_until, fact)
        case Restore():
            if session.original(step.slot) is None:
                return Outcome(session, Notice.STALE, rest_until)
            fact = Swapped(step.slot, session.plan[step.slot], now)
            return Outcome(session.with_fact(fact), Notice.RESTORED, rest_until, fact)
        case Skip():
            fact = Skipped(step.slot, now)
            return _ended_if_done(session.with_fact(fact), Notice.SKIPPED, now, None, fact)
        case Note():
            fact = Noted(step.slot, action.text, now)
            return Outcome(session.with_fact(fact), Notice.NOTED, rest_until, fact)
        case Stop():
            return Outcome(_ended(session, now), Notice.STOPPED)
        case EndRest():
            return Outcome(session, Notice.REST_CHANGED)
        case ExtendRest():
            end = min(max(rest_until or now, now) + action.by, now + LONGEST_REST)
            return Outcome(session, Notice.REST_CHANGED, end)
        case Correct():
            raise AssertionError("a correction needs no open step")


def only_aimed_since(session: Session, version: int) -> bool:
    """Whether nothing but the target has moved since `version`: quick presses of + all count."""
    changes = session.version - version
    recent = session.facts[-changes:] if changes > 0 else ()
    return len(recent) == changes and all(isinstance(fact, Aimed) for fact in recent)


def _log(
    session: Session,
    step: Step,
    action: Done,
    now: datetime,
    message: int | None,
    *,
    resting: bool,
) -> Outcome:
    effort = action.effort or step.target
    if effort.load is None:
        effort = replace(effort, load=step.target.load)
    fact = SetLogged(step.slot, step.planned.exercise, effort, now, message)
    rest = now + step.planned.rest if resting else None
    return _ended_if_done(session.with_fact(fact), Notice.LOGGED, now, rest, fact)


def _correct(
    session: Session, action: Correct, message: int | None, rest_until: datetime | None
) -> Outcome | None:
    """None: the message logged no set."""
    for index, fact in enumerate(session.facts):
        if isinstance(fact, SetLogged) and fact.message == message:
            effort = replace(action.effort, load=action.effort.load or fact.effort.load)
            if effort == fact.effort:
                return Outcome(session, Notice.ALREADY_DONE, rest_until)
            corrected = replace(fact, effort=effort)
            facts = (*session.facts[:index], corrected, *session.facts[index + 1 :])
            after = replace(session, facts=facts, version=session.version + 1)
            return Outcome(after, Notice.CORRECTED, rest_until, corrected)
    return None


def _aimed(step: Step, action: Aim) -> Effort:
    reps = min(max(step.target.reps + action.reps, 1), MOST_REPS)
    load = action.load or step.target.load
    if load is not None and action.load_steps:
        load = load.moved(action.load_steps)
    return Effort(reps, load)


def _ended_if_done(
    session: Session, notice: Notice, now: datetime, rest_until: datetime | None, fact: Fact
) -> Outcome:
    if session.step is not None:
        return Outcome(session, notice, rest_until, fact)
    return Outcome(replace(session, ended_at=now), Notice.FINISHED, None, fact)


def _ended(session: Session, now: datetime) -> Session:
    return replace(session, ended_at=now, version=session.version + 1)


def _undo(session: Session) -> Outcome:
    """A stop is taken back first; then the last fact that moved the session on."""
    if session.ended_at is not None:
        reopened = replace(session, ended_at=None, version=session.version + 1)
        if reopened.step is not None:
            return Outcome(reopened, Notice.UNDONE)
    for index in range(len(session.facts) - 1, -1, -1):
        if isinstance(session.facts[index], SetLogged | Skipped | Swapped):
            notes = (fact for fact in session.facts[index:] if isinstance(fact, Noted))
            facts = (*session.facts[:index], *notes)
            version = session.version + 1
            undone = replace(session, facts=facts, ended_at=None, version=version)
            return Outcome(undone, Notice.UNDONE, None, session.facts[index])
    return Outcome(session, Notice.NOTHING_TO_UNDO)
