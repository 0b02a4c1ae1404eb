"""What earlier turns of a chat left behind; the caller keeps it as JSON and drops it in time."""

from content.language import AlarmClass
from content.library import Library
from content.models import Frozen, Key


class Situation(Frozen):
    """What somebody told about their gym and their body; sets hold equipment keys."""

    lacks: frozenset[Key] = frozenset()
    taken: frozenset[Key] = frozenset()
    has: frozenset[Key] = frozenset()
    only: frozenset[Key] | None = None
    """All that there is; None where that was not said."""
    wants: frozenset[Key] = frozenset()
    """Asked for by name: options that use one of these come first."""
    avoid: frozenset[Key] = frozenset()
    """Exercises that were declined."""
    sore_lower_back: bool = False
    sore_shoulder: bool = False
    beginner: bool = False
    one_arm: bool = False
    standing: bool = False
    seated: bool = False

    def merged(self, later: "Situation") -> "Situation":
        """Both together; what was said later wins where they differ."""
        lost = later.lacks | later.taken
        gained = later.has | later.wants
        return Situation(
            lacks=(self.lacks - gained) | later.lacks,
            taken=(self.taken - gained) | later.taken,
            has=(self.has - lost) | later.has,
            only=later.only if later.only is not None else self.only,
            wants=later.wants or (self.wants - lost),
            avoid=self.avoid | later.avoid,
            sore_lower_back=self.sore_lower_back or later.sore_lower_back,
            sore_shoulder=self.sore_shoulder or later.sore_shoulder,
            beginner=self.beginner or later.beginner,
            one_arm=self.one_arm or later.one_arm,
            standing=(self.standing or later.standing) and not later.seated,
            seated=(self.seated or later.seated) and not later.standing,
        )

    def within(self, library: Library) -> "Situation":
        """Without equipment and exercises that the content no longer has."""
        equipment, only = library.equipment, self.only
        return self.model_copy(
            update={
                "lacks": self.lacks.intersection(equipment),
                "taken": self.taken.intersection(equipment),
                "has": self.has.intersection(equipment),
                "only": only if only is None else only.intersection(equipment),
                "wants": self.wants.intersection(equipment),
                "avoid": self.avoid.intersection(library.exercises),
            }
        )


class Conversation(Frozen):
    """The state of a chat between two questions."""

    exercise: Key | None = None
    topic: Key | None = None
    intent: Key | None = None
    situation: Situation = Situation()
    alarm: AlarmClass | None = None
    """A red flag that was told stays in force until it is cleared."""

    def within(self, library: Library) -> "Conversation":
        """Without what the content no longer has; it may have changed since the last turn."""
        intents = {intent.key for intent in library.intents}
        return self.model_copy(
            update={
                "exercise": self.exercise if self.exercise in library.exercises else None,
                "topic": self.topic if self.topic in library.topics else None,
                "intent": self.intent if self.intent in intents else None,
                "situation": self.situation.within(library),
            }
        )
