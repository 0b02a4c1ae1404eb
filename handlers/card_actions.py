"""What a press on the card of a session asks for."""

import re
from datetime import timedelta
from decimal import Decimal

from bot.domain.action import Action, Aim, Done, EndRest, ExtendRest, Restore, Skip, Stop, Undo
from bot.domain.load import Load, Unit
from content.library import Library
from handlers.callback_data import SessionButton, Verb

_FACES = (Verb.TAKEN, Verb.HOW, Verb.MORE, Verb.NOTE, Verb.CARD)
_WEIGHT = re.compile(r"(\d+(?:\.\d+)?)(kg|lb)")
_MOST_STEPS = 10


def changes(button: SessionButton, library: Library) -> bool:
    """Whether it does more than show another face of the card."""
    if button.verb is Verb.SWAP:
        return button.arg in library.exercises
    return button.verb not in _FACES


def action_of(button: SessionButton) -> Action:
    """What the press asks for; an argument that makes no sense changes nothing."""
    match button.verb:
        case Verb.DONE:
            return Done()
        case Verb.REPS:
            return Aim(reps=_steps(button.arg))
        case Verb.LOAD:
            return Aim(load_steps=_steps(button.arg))
        case Verb.WEIGH:
            return Aim(load=_load(button.arg))
        case Verb.RESTORE:
            return Restore()
        case Verb.SKIP:
            return Skip()
        case Verb.STOP:
            return Stop()
        case Verb.GO:
            return EndRest()
        case Verb.REST:
            return ExtendRest(timedelta(seconds=30))
        case _:
            return Undo()


def _load(arg: str) -> Load | None:
    weight = _WEIGHT.fullmatch(arg)
    try:
        return Load(Decimal(weight[1]), Unit(weight[2])) if weight else None
    except ValueError:
        return None


def _steps(arg: str) -> int:
    steps = int(arg) if re.fullmatch(r"-?\d{1,2}", arg) else 0
    return max(-_MOST_STEPS, min(steps, _MOST_STEPS))
