"""Hears a message out: red flags, clauses, what it tells of gym and person, what it asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.asks import Ask
from content.conversation import Conversation, Situation
from content.descriptions import Descriptions
from content.intents import Clause, Phrasebook
from content.library import Library
from content.mentions import Recognizer
from content.reader import Reader
from content.safety import Signs, Watch
from content.search import Search
from content.situation import Pairs, recalled, situation
from content.subjects import Subjects
from content.substitutes import without
from content.understanding import Interpreter

MAX_QUESTION = 4000
"""Characters of a message that are read."""


@dataclass(frozen=True)
class Heard:
    """All that was recognised in a message."""

    question: str
    signs: Signs
    clauses: tuple[Clause, ...]
    facts: Situation
    """What the message tells."""
    known: Situation
    """All that is known of gym and person."""
    conversation: Conversation
    """With the facts added."""
    asks: tuple[Ask, ...]
    topics: tuple[str, ...]
    """Keys of topics that it may be about, likeliest first."""


class Listener:
    """Built once from a library; listening changes nothing in it."""

    def __init__(self, library: Library, reader: Reader, search: Search) -> None:
        self._library = library
        self._reader = reader
        recognizer = Recognizer(library, reader)
        self._phrasebook = Phrasebook(library, reader, recognizer)
        self._watch = Watch(library)
        subjects = Subjects(library, Descriptions(library, reader, recognizer))
        self._interpreter = Interpreter(library, search, self._phrasebook, subjects)

    def signs(self, question: str) -> Signs:
        """The red flags alone; they come before all else."""
        return self._watch.signs(question[:MAX_QUESTION])

    def heard(
        self,
        question: str,
        signs: Signs,
        conversation: Conversation,
        gym: Situation,
        places: Mapping[str, Situation],
        current: str | None,
    ) -> Heard:
        """What it asks; see `Answerer.answer` for the arguments."""
        question = question[:MAX_QUESTION]
        clauses = self._phrasebook.clauses(self._reader.sentences(question))
        flags = {
            *(flag for clause in clauses for flag in clause.flags),
            *(sign.tells for sign in signs.signs if sign.tells),
        }
        told = told_of(clauses)
        facts = recalled(situation(told, flags, self._library), told, places, self._library)
        after = conversation.situation.merged(facts)
        there = after.has | after.wants | (after.only or frozenset())
        lacks = after.lacks | without(gym.lacks, there, self._library)
        only = gym.only if after.only is None else after.only
        known = after.model_copy(update={"lacks": lacks, "only": only})
        conversation = conversation.model_copy(update={"situation": after})
        # How something is done may be asked wherever one trains.
        said = known.model_copy(update={"only": after.only})
        asks = self._interpreter.asks(clauses, conversation, facts, said, current)
        topics = self._interpreter.topics(clauses)
        return Heard(question, signs, clauses, facts, known, conversation, tuple(asks), topics)


def told_of(clauses: Iterable[Clause]) -> Pairs:
    return [
        (mention, clause.told.get(index))
        for clause in clauses
        for index, mention in enumerate(clause.mentions)
    ]
