"""What a message tells of a place to be remembered, rather than to be answered."""

from collections.abc import Mapping, Sequence
from typing import Literal

from content.conversation import Situation
from content.intents import Clause
from content.language import IntentKind
from content.library import Library
from content.mentions import Kind, Mention
from content.situation import Told, situation
from content.understanding import is_short

GYM_COMMANDS = frozenset(("remember_gym", "go_to_place"))

Pairs = Sequence[tuple[Mention, Told | None]]
GymTold = tuple[Literal["remember_gym", "go_to_place"], Situation, str | None]


def gym_told(clauses: Sequence[Clause], told: Pairs, library: Library) -> GymTold | None:
    """The command, what is told of the equipment, and the kit that names the place.

    None where the message asks for anything, or tells nothing that can be kept.
    """
    said = {said.intent.key for clause in clauses for said in clause.of(IntentKind.COMMAND)}
    if not said or said - GYM_COMMANDS or not is_short(clauses) or any(map(_asks, clauses)):
        return None
    kit = next((key for mention, _ in told for key in _places(mention, library)), None)
    elsewhere = [(mention, how) for mention, how in told if not _places(mention, library)]
    facts = situation(elsewhere, (), library)
    kept = Situation(lacks=facts.lacks, has=facts.has, only=facts.only)
    if "go_to_place" in said and kit:
        return "go_to_place", kept, kit
    if "remember_gym" in said and kept != Situation():
        return "remember_gym", kept, kit
    return None


def recalled(
    facts: Situation, told: Pairs, places: Mapping[str, Situation], library: Library
) -> Situation:
    """The facts, where "at home" names a place that is remembered and says no more of it."""
    kits = [key for mention, _ in told for key in mention.keys(Kind.KIT)]
    place = places.get(kits[0]) if len(kits) == 1 else None
    if place is None or facts.only != frozenset(library.kits[kits[0]].equipment):
        return facts
    return facts.model_copy(
        update={"only": place.only, "lacks": facts.lacks | (place.lacks - facts.has)}
    )


def _asks(clause: Clause) -> bool:
    """A question of its own; "no T-bar here" alone is also a call for a swap."""
    tells = any(said.intent.key in GYM_COMMANDS for said in clause.of(IntentKind.COMMAND))
    return clause.sentence.asks or (not tells and bool(clause.of(IntentKind.ASK)))


def _places(mention: Mention, library: Library) -> list[str]:
    return [key for key in mention.keys(Kind.KIT) if library.kits[key].place]
