"""Answers a question from the content store: decides which kind of reply it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from content import texts
from content.asks import SWAP_INTENTS, Ask
from content.composition import Composer
from content.conversation import Conversation, Situation
from content.descriptions import Descriptions
from content.guide import Guide
from content.intents import Clause, Phrasebook
from content.language import AlarmClass, Intent, IntentKind, Sign
from content.library import Library
from content.mentions import Kind, Mention, Recognizer
from content.parts import Part, Request
from content.reader import Reader
from content.responses import Answer, Clarification, Command, OutOfScope, RedFlag, Response, Unknown
from content.safety import Watch, severest
from content.search import Search
from content.situation import Told, situation
from content.understanding import Interpreter, is_short
from content.wording import root

MAX_QUESTION = 4000
"""Characters of a message that are read."""
_MOST_PARTS = 2
"""Questions of one message that get an answer."""
_MOST_SOURCE = 250
"""Characters of the labels in a source line."""
_SMALL_TALK = 5
"""Words of a thanks or a greeting; a longer message says something else."""
_COMMANDS_OF_LONG = 2
"""Clauses at the end of a long message that may be a command; before them people tell stories."""
_COMMAND_MARGIN = 0.8
"""A command in words wins unless a question is clearer by so much."""
_TRAINING_INTENTS = SWAP_INTENTS | {"load", "prescription", "rest", "progression"}
"""Questions about doing an exercise; the others only ask what it is."""
_TOPIC_DECIDES = 0.6
"""A topic that fits so well needs no exercise to be asked for."""


class Answerer:
    """Built once from a library; answering changes nothing in it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reader = Reader(library)
        self._phrasebook = Phrasebook(library, self._reader, Recognizer(library, self._reader))
        self._watch = Watch(library)
        self._search = Search(library, self._reader)
        descriptions = Descriptions(library, self._reader, self._search)
        self._interpreter = Interpreter(library, self._search, descriptions)
        self._composer = Composer(library, self._search)
        self._guide = Guide(library, self._search)

    def answer(
        self,
        question: str,
        conversation: Conversation,
        *,
        lacks: frozenset[str] = frozenset(),
        current: str | None = None,
    ) -> Response:
        """Reply to one message.

        `lacks` is equipment that this person's gym is known to be without; `current` is the
        exercise of an open session, meant where the message names none.
        """
        question = question[:MAX_QUESTION]
        sentences = self._reader.sentences(question)
        signs = self._watch.signs(question)
        ended = signs.cleared and conversation.alarm is not None
        if ended:
            conversation = conversation.model_copy(update={"alarm": None})
        worst = signs.worst
        if worst and worst.alarm is not AlarmClass.CAUTION:
            return self._red_flag(worst, conversation)
        if question.lstrip().startswith("/"):
            text = texts.UNKNOWN_COMMAND.format(word=question.split()[0][:40])
            return self._guide.declined(conversation, text)
        clauses = self._phrasebook.clauses(sentences)
        flags = {*_flags(clauses), *(sign.tells for sign in signs.signs if sign.tells)}
        facts = situation(_told(clauses), flags, self._library)
        reply = self._reply(question, clauses, facts, conversation, lacks, current)
        in_force = conversation.alarm
        if in_force and _trains(reply, in_force):
            return RedFlag(
                conversation=conversation,
                alarm=in_force,
                text=self._library.safety.repeats[in_force],
            )
        acknowledged = self._library.safety.ended
        if ended and acknowledged and isinstance(reply, Unknown):
            return Answer(conversation=reply.conversation, headline=acknowledged)
        if worst and isinstance(reply, Answer | Clarification | Unknown | OutOfScope):
            caution = worst.reply or self._library.safety.replies[AlarmClass.CAUTION]
            return _with_caution(reply, caution)
        return reply

    def gist(self, question: str) -> frozenset[str]:
        """The words that say what a question is about, typos mended; all where none does."""
        read = self._reader.sentences(question[:MAX_QUESTION])
        words = frozenset(word for sentence in read for word in sentence.words)
        return self._search.content_words(words) or words or frozenset({question.strip().lower()})

    def _red_flag(self, sign: Sign, conversation: Conversation) -> RedFlag:
        """The text of the sign, or what was said earlier about a severer one."""
        alarm = severest(conversation.alarm, sign.alarm) or sign.alarm
        safety = self._library.safety
        text = sign.reply or safety.replies[alarm]
        return RedFlag(
            conversation=conversation.model_copy(update={"alarm": alarm, "intent": None}),
            alarm=alarm,
            text=text if alarm is sign.alarm else safety.repeats[alarm],
        )

    def _reply(
        self,
        question: str,
        clauses: Sequence[Clause],
        facts: Situation,
        conversation: Conversation,
        lacks: frozenset[str],
        current: str | None,
    ) -> Response:
        after = conversation.situation.merged(facts)
        known = after.model_copy(update={"lacks": after.lacks | (lacks - facts.has)})
        conversation = conversation.model_copy(update={"situation": after})
        asks = self._interpreter.asks(clauses, conversation, facts, known, current)
        short = is_short(clauses)
        commanding = clauses if short else clauses[-_COMMANDS_OF_LONG:]
        command, command_score = _clearest(commanding, IntentKind.COMMAND)
        declined, declined_score = _clearest(clauses, IntentKind.DECLINE)
        best = max((ask.weight for ask in asks), default=0.0)
        if command and command_score > max(best * _COMMAND_MARGIN, declined_score):
            exercise = next((ask.exercise for ask in asks if ask.exercise), current)
            return self._command(question, command, exercise, asks, facts, known, conversation)
        decided = any(
            ask.exercise
            and (ask.intent or (ask.named and (_apart(ask, declined) or _yields(declined))))
            for ask in asks
        )
        if declined and short and not decided:
            return self._guide.declined(conversation, texts.DECLINED.format(reply=declined.reply))
        parts: list[Part] = []
        for ask in asks[:_MOST_PARTS]:
            if ask.ambiguous and not parts and not self._topic_decides(ask):
                return self._guide.clarification(ask, conversation)
            request = _request(ask, facts, known, conversation)
            titled = any(other.exercise == ask.exercise for other in parts)
            part = self._composer.part(replace(request, titled=titled))
            if part and all(part.headline != other.headline for other in parts):
                parts.append(part)
        if parts:
            apart = declined and all(_apart(ask, declined) for ask in asks)
            beside = declined.reply if declined and apart and short and len(parts) == 1 else None
            return self._joined(parts, conversation, beside)
        if declined:
            return self._guide.declined(conversation, texts.DECLINED.format(reply=declined.reply))
        bare = next((ask for ask in asks if ask.intent and not ask.asked), None)
        if bare:
            return self._guide.clarification(
                replace(bare, ambiguous=self._library.workout.exercises), conversation
            )
        small, _ = _clearest(clauses, IntentKind.SMALLTALK)
        words = sum(len(clause.sentence.words) for clause in clauses)
        if small and small.reply and words <= _SMALL_TALK:
            return Answer(conversation=conversation, headline=small.reply)
        return self._guide.unknown(clauses, conversation)

    def _joined(
        self, parts: Sequence[Part], conversation: Conversation, not_covered: str | None
    ) -> Answer:
        """One answer of all parts: the answers themselves first, then what supports them."""
        first, last = parts[0], parts[-1]
        lines = first.lines
        if len(parts) > 1:
            lines = (*(part.headline for part in parts[1:]), *_alternating(parts))
        if not_covered:
            lines = (texts.DECLINED_PART.format(reply=not_covered), *lines)
        sources = dict.fromkeys(key for part in parts for key in part.sources)
        labels = _listed([self._library.sources[key].label for key in sources])
        links = (self._library.links[key] for part in parts for key in part.links)
        return Answer(
            conversation=conversation.model_copy(
                update={
                    "exercise": last.exercise or conversation.exercise,
                    "topic": last.topic,
                    "intent": last.intent or conversation.intent,
                    "asked": " ".join(sorted(last.asked)),
                }
            ),
            headline=first.headline,
            lines=lines,
            source=texts.SOURCE.format(labels=labels) if labels else "",
            exercise=first.exercise,
            options=first.options,
            missing=first.missing,
            links=tuple(link for link in links if link.url),
        )

    def _command(
        self,
        question: str,
        intent: Intent,
        exercise: str | None,
        asks: Sequence[Ask],
        facts: Situation,
        known: Situation,
        conversation: Conversation,
    ) -> Command:
        answer: Answer | None = None
        options: tuple[str, ...] = ()
        ask = next((ask for ask in asks if ask.exercise), None)
        if intent.key == "swap" and ask:
            kind = "can_i" if ask.other else "substitute"
            swap = replace(ask, intent=self._interpreter.intent(kind), asked=frozenset())
            part = self._composer.part(_request(swap, facts, known, conversation))
            if part:
                answer = self._joined([part], conversation, None)
                asked_for = (ask.other,) if ask.other else ()
                options = tuple(dict.fromkeys((*asked_for, *part.options)))
        return Command.model_validate(
            {
                "conversation": answer.conversation if answer else conversation,
                "name": intent.key,
                "text": question,
                "answer": answer,
                "exercise": exercise,
                "options": options,
            }
        )

    def _topic_decides(self, ask: Ask) -> bool:
        topic = self._search.topic(ask.words, ask.asked)
        return bool(topic and topic.score >= _TOPIC_DECIDES)


def _request(ask: Ask, facts: Situation, known: Situation, conversation: Conversation) -> Request:
    asked = ask.asked - _phrase_words(ask)
    if not asked and ask.clause.mentions:
        asked = frozenset(conversation.asked.split())
    return Request(
        intent=ask.intent,
        exercise=ask.exercise,
        named=ask.named,
        other=ask.other,
        several=ask.several,
        asked=asked,
        words=ask.words,
        things=frozenset(
            root(word)
            for mention in ask.clause.mentions
            for word in ask.clause.sentence.words[mention.span.start : mention.span.end]
        ),
        situation=known,
        new=facts,
        muscles=ask.clause.keys(Kind.MUSCLE),
        equipment=ask.clause.keys(Kind.EQUIPMENT),
    )


def _apart(ask: Ask, declined: Intent | None) -> bool:
    """What is declined was said elsewhere in the message."""
    return not ask.clause.said or ask.clause.said[0].intent is not declined


def _yields(declined: Intent | None) -> bool:
    return declined is not None and declined.yields


def _phrase_words(ask: Ask) -> frozenset[str]:
    """The words that only say a swap is asked for: "a fair stand-in for"."""
    said = ask.clause.of(IntentKind.ASK)
    swaps = (one.span for one in said if one.intent.key in SWAP_INTENTS)
    if not ask.intent or ask.intent.key not in SWAP_INTENTS:
        return frozenset()
    words = ask.clause.sentence.words
    return frozenset(root(word) for span in swaps for word in words[span.start : span.end])


def _trains(reply: Response, alarm: AlarmClass) -> bool:
    """The reply would have somebody train who was told to stop."""
    if alarm is AlarmClass.CAUTION:
        return False
    if isinstance(reply, Command):
        return reply.name in ("start_session", "swap")
    if not isinstance(reply, Answer | Clarification | Unknown) or _is_small(reply):
        return False
    if alarm is AlarmClass.PROFESSIONAL:
        return reply.conversation.intent in _TRAINING_INTENTS
    return True


def _is_small(reply: Response) -> bool:
    return isinstance(reply, Answer) and not (reply.source or reply.exercise or reply.options)


def _with_caution(reply: Answer | Clarification | Unknown | OutOfScope, caution: str) -> Answer:
    """The stop rule first, then what was asked."""
    if isinstance(reply, Answer):
        lines = (reply.headline, *reply.lines)
        return reply.model_copy(update={"headline": caution, "lines": lines})
    lines = (reply.text,) if isinstance(reply, OutOfScope) else ()
    return Answer(conversation=reply.conversation, headline=caution, lines=lines)


def _alternating(parts: Sequence[Part]) -> tuple[str, ...]:
    """Two supporting lines of each part."""
    return tuple(line for part in parts for line in part.lines[:2])


def _listed(labels: Sequence[str]) -> str:
    """As many labels as leave room for the answer itself; the first always."""
    line = ""
    for label in labels:
        longer = f"{line}; {label}" if line else label
        if line and len(longer) > _MOST_SOURCE:
            break
        line = longer
    return line


def _told(clauses: Iterable[Clause]) -> list[tuple[Mention, Told | None]]:
    return [
        (mention, clause.told.get(index))
        for clause in clauses
        for index, mention in enumerate(clause.mentions)
    ]


def _flags(clauses: Iterable[Clause]) -> list[str]:
    return [said.intent.key for clause in clauses for said in clause.of(IntentKind.SITUATION)]


def _clearest(clauses: Iterable[Clause], kind: IntentKind) -> tuple[Intent | None, float]:
    said = [said for clause in clauses for said in clause.of(kind)]
    best = max(said, key=lambda said: said.score, default=None)
    return (best.intent, best.score) if best else (None, 0.0)
