"""How people say things, as data: the shapes of `data/intents/*.yaml` and `data/safety.yaml`.

Phrases are written in a small pattern language (see `patterns.py`): plain words,
`(a|b)` alternatives, `[a]` optional, `*` a gap of a few words, `@exercise`, `@equipment`
and `@muscle` for something of the content store that is mentioned there.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from content.models import Entry, Frozen, Key, Words

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=900)]


class IntentKind(StrEnum):
    """What a recognised phrase is: a question, a command, a fact about the person, …"""

    ASK = "ask"
    COMMAND = "command"
    SITUATION = "situation"
    """A fact about the person: sets the flag of `Situation` with the intent's key."""
    DECLINE = "decline"
    """Outside of what the coach covers; `reply` says so."""
    SMALLTALK = "smalltalk"
    """Thanks, hello: `reply` is the whole answer."""
    FOLLOW = "follow"
    """The question before, about something else: "I meant the pullover"."""
    ASIDE = "aside"
    """Told beside the question; asks for nothing."""
    AMBIGUOUS = "ambiguous"
    """Words that fit several exercises; `choices` are those."""
    DESCRIPTION = "description"
    """Words that describe one exercise without its name; `choices` holds it."""
    WORD = "word"
    """Words, of any language, that are read as the one of `reads_as`."""
    FILLER = "filler"
    """Words without a meaning of their own in a question."""


class Intent(Entry):
    """One thing that a message can say, and the ways to say it."""

    kind: IntentKind
    description: Words
    phrases: tuple[Words, ...] = ()
    """Patterns that tell of it; the sentences of its samples are learned from besides."""
    unless: tuple[Words, ...] = ()
    """A sentence that matches one of these does not say this."""
    sections: tuple[Key, ...] = ()
    """ASK: the fields of an exercise that answer it, in order."""
    topic: Key | None = None
    """ASK: the topic that answers it where no exercise is meant."""
    because: Key | None = None
    """ASK: the intent that "why?" means after this one."""
    reply: Text | None = None
    """DECLINE, SMALLTALK: what to say."""
    yields: bool = False
    """DECLINE: gives way to an exercise that is named beside it."""
    choices: tuple[Key, ...] = ()
    """AMBIGUOUS, DESCRIPTION: the exercises it may mean, likeliest first."""
    reads_as: Words | None = None
    """WORD: the word or words it stands for."""
    examples: tuple[Words, ...] = ()
    """Sentences that must be recognised so."""


class AlarmClass(StrEnum):
    """How soon somebody has to look at it: now, today, before training on, with care."""

    EMERGENCY = "E"
    URGENT = "U"
    PROFESSIONAL = "P"
    CAUTION = "C"


STOPS_TRAINING = frozenset({AlarmClass.EMERGENCY, AlarmClass.URGENT})
"""Until it is cleared, there is no coaching."""


HARMLESS = "harmless"
"""The file of sample messages that are no red flag, or ask for no more than care."""
SAMPLED_ALARMS = {
    "emergency": AlarmClass.EMERGENCY,
    "urgent": AlarmClass.URGENT,
    "professional": AlarmClass.PROFESSIONAL,
}
"""The other files of sample messages, and their classes."""


class Combination(Frozen):
    """Groups of `Safety` that must all be told, near the first of them, and what rules it out."""

    all: tuple[Key, ...] = Field(min_length=1)
    beside: tuple[Key, ...] = ()
    """Told anywhere in the message."""
    none: tuple[Key, ...] = ()
    """Not told as near."""
    span: int = Field(default=12, ge=1, le=200)
    """Words from the first group to the end of each other one."""


class Sign(Frozen):
    """One red flag: any of its combinations raises its class."""

    key: Key
    alarm: AlarmClass
    description: Words
    when: tuple[Combination, ...] = ()
    reply: Text | None = None
    """Said in place of the class's text, where the class needs another wording."""
    tells: Key | None = None
    """The flag of a `Situation` that the sign sets, so that swaps spare what hurts."""
    examples: tuple[Words, ...] = ()


class Safety(Frozen):
    """The signs, and the fixed text of each class."""

    groups: dict[Key, tuple[Words, ...]]
    """Ways of saying one thing; a bare word also stands for its plural."""
    languages: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    """English words, and what they are in other languages; one with "?" only beside others."""
    signs: tuple[Sign, ...] = Field(min_length=1)
    replies: dict[AlarmClass, Text]
    repeats: dict[AlarmClass, Text]
    """Said when somebody goes on asking for exercises after an alarm."""
    cleared: tuple[Words, ...] = Field(min_length=1)
    """A professional has cleared the person, or it was a misunderstanding."""
    ended: Text | None = None
    """Said when an alarm ends so, and nothing else was asked."""
    fillers: tuple[Words, ...] = ()
    """Words that are skipped, in phrases and messages."""
    negators: tuple[Words, ...] = ()
    """Words that deny the complaints after them."""
    negation_carriers: tuple[Words, ...] = ()
    """Words that may stand between a negator and what it denies."""
    undeniable: tuple[Key, ...] = ()
    """Groups that no negator denies: parts of the body and what they do."""
    healed: tuple[Words, ...] = ()
    """A clause with one of these tells what is no more."""
    past: tuple[Words, ...] = ()
    """A clause with one of these tells what is long past, unless `present` says otherwise."""
    present: tuple[Words, ...] = ()
    over: tuple[Words, ...] = ()
    """Together with `past` these outdo `present`: "in 2015, fine now"."""
    supposing: tuple[Words, ...] = ()
    """What follows in the sentence only might happen."""
    alike: dict[AlarmClass, Key] = Field(default_factory=dict)
    """The sign that is raised where a message is like the sample messages of a class."""
    supposed: Key | None = None
    """The sign that is raised for what only might happen."""
    lasting: tuple[Key, ...] = ()
    """Groups that count however long ago they were."""
    plain: tuple[Words, ...] = ()
    """Ordinary words that look like a typo of a complaint and are none."""
    harmless: tuple[Words, ...] = ()
    """Figures of speech and plain soreness: their words count for no sign."""
    harmless_examples: tuple[Words, ...] = ()
    """Messages that must raise no alarm."""
