"""Links into the private chat with the bot: what the payload of /start stands for."""

from enum import StrEnum

from telegram.helpers import create_deep_linked_url

_EXERCISE = "ex_"


class Payload(StrEnum):
    """Places that a link can lead to, beside the exercises."""

    BACKDAY = "backday"
    REMIND = "remind"
    COACH = "coach"
    """The chat, and nothing in particular."""


def to_exercise(key: str) -> str:
    """The payload of an exercise: a key has 41 characters of a-z, 0-9 and _ at most, a payload 64
    of A-Z, a-z, 0-9, _ and -."""
    return f"{_EXERCISE}{key}"


def exercise_of(payload: str) -> str | None:
    """The key behind the payload of an exercise; whether there is one is not checked."""
    return payload.removeprefix(_EXERCISE) if payload.startswith(_EXERCISE) else None


def address(bot: str, payload: str | None = None) -> str:
    """The https address of the chat with the bot of that username."""
    return create_deep_linked_url(bot, payload)
