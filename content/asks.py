"""One question of a message, understood as far as the message alone allows."""

from dataclasses import dataclass

from content.intents import Clause
from content.language import Intent

SWAP_INTENTS = frozenset(("substitute", "can_i"))
GYM_COMMANDS = frozenset(("remember_gym", "go_to_place"))
"""Commands that tell of a place to be remembered."""


@dataclass(frozen=True)
class Ask:
    """One question of a message."""

    clause: Clause
    intent: Intent | None
    share: float
    """How sure the intent is, from 0 to 1."""
    exercise: str | None
    named: bool
    """The message names or describes the exercise."""
    other: str | None
    """The exercise that is held against it."""
    several: bool
    """It names more than one exercise, clearly or not."""
    ambiguous: tuple[str, ...]
    """Several exercises fit, and nothing decides."""
    asked: frozenset[str]
    """The content words without the names of exercises."""
    weight: float
    second: Intent | None = None
    """Another intent that is nearly as likely."""

    @property
    def key(self) -> str | None:
        return self.intent.key if self.intent else None
