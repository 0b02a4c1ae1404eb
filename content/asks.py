"""One question of a message, understood as far as the message alone allows."""

from dataclasses import dataclass

from content.intents import Clause
from content.language import Intent

SWAP_INTENTS = frozenset(("substitute", "can_i"))


@dataclass(frozen=True)
class Ask:
    """One question of a message."""

    clause: Clause
    intent: Intent | None
    exercise: str | None
    named: bool
    """The message names the exercise."""
    other: str | None
    """The exercise that is held against it."""
    several: bool
    """It names more than one exercise, clearly or not."""
    ambiguous: tuple[str, ...]
    """Several exercises fit, and nothing decides."""
    words: frozenset[str]
    asked: frozenset[str]
    """The content words without the names of exercises."""
    weight: float
    fit: float = 0.0
    """How well an entry of the content fits it."""
    certain: bool = False
    """A topic answers it so well that nothing about the gym matters."""
