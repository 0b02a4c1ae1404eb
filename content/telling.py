"""What a message tells of a place to be remembered, rather than to be answered."""

from typing import Literal

from content.asks import GYM_COMMANDS
from content.conversation import Situation
from content.library import Library
from content.listening import Heard, told_of
from content.mentions import Kind, Mention
from content.situation import situation
from content.understanding import is_short

_LASTING = "lasting"
"""The flag of a clause that tells of more than today."""
_THERE_NOW = "there_now"
"""The flag of a clause that tells where the person trains."""

GymTold = tuple[Literal["remember_gym", "go_to_place"], Situation, str | None]


def gym_told(heard: Heard, library: Library) -> GymTold | None:
    """The command, what is told of the equipment, and the kit that names the place.

    None where the message asks for anything, or tells nothing that can be kept.
    """
    said = {ask.key for ask in heard.asks}
    asks = any(clause.sentence.asks for clause in heard.clauses)
    if not said or said - GYM_COMMANDS or not is_short(heard.clauses) or asks or heard.signs.worst:
        return None
    flags = frozenset[str]().union(*(clause.flags for clause in heard.clauses))
    told = told_of(heard.clauses)
    kit = next((key for mention, _ in told for key in _places(mention, library)), None)
    elsewhere = [(mention, how) for mention, how in told if not _places(mention, library)]
    facts = situation(elsewhere, (), library)
    kept = Situation(lacks=facts.lacks, has=facts.has, only=facts.only)
    if kit and _THERE_NOW in flags:
        return "go_to_place", kept, kit
    if _LASTING in flags and kept != Situation():
        return "remember_gym", kept, kit
    return None


def _places(mention: Mention, library: Library) -> list[str]:
    return [key for key in mention.keys(Kind.KIT) if library.kits[key].place]
