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
from content.language import AlarmClass, IntentKind, Sign
from content.library import Library
from content.mentions import Kind, Mention, Recognizer
from content.parts import Part, Request
from content.reader import Reader
from content.responses import Answer, Clarification, Command, OutOfScope, RedFlag, Response, Unknown
from content.safety import Watch, severest
from content.search import Search
from content.situation import Told, situation
from content.subjects import Subjects
from content.understanding import Interpreter
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
        recognizer = Recognizer(library, self._reader)
        self._phrasebook = Phrasebook(library, self._reader, recognizer)
        self._watch = Watch(library)
        search = Search(library, self._reader)
        subjects = Subjects(library, search, Descriptions(library, self._reader, recognizer))
        self._interpreter = Interpreter(library, search, self._phrasebook, subjects)
        self._composer = Composer(library, search)
        self._guide = Guide(library)

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
        flags = {
            *(flag for clause in clauses for flag in clause.flags),
            *(sign.tells for sign in signs.signs if sign.tells),
        }
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
        by_kind = {ask.intent.kind: ask for ask in reversed(asks) if ask.intent}
        command = by_kind.get(IntentKind.COMMAND)
        if command and command.intent:
            exercise = command.exercise if command.named else current
            return self._command(question, command, exercise, facts, known, conversation)
        parts: list[Part] = []
        for ask in asks:
            if ask.intent and ask.intent.kind is not IntentKind.ASK:
                continue
            if ask.ambiguous and not parts:
                return self._guide.clarification(ask, conversation)
            request = _request(ask, facts, known)
            titled = any(other.exercise == ask.exercise for other in parts)
            part = self._composer.part(replace(request, titled=titled))
            if part and all(part.headline != other.headline for other in parts):
                parts.append(part)
        declined = by_kind.get(IntentKind.DECLINE)
        refusal = declined.intent.reply if declined and declined.intent else None
        if parts:
            return self._joined(parts, conversation, refusal)
        if refusal:
            return self._guide.declined(conversation, texts.DECLINED.format(reply=refusal))
        bare = next((ask for ask in asks if ask.intent and not ask.asked), None)
        if bare and IntentKind.ASK in by_kind:
            return self._guide.clarification(
                replace(bare, ambiguous=self._library.workout.exercises), conversation
            )
        small = by_kind.get(IntentKind.SMALLTALK)
        if small and small.intent and small.intent.reply:
            return Answer(conversation=conversation, headline=small.intent.reply)
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
        ask: Ask,
        exercise: str | None,
        facts: Situation,
        known: Situation,
        conversation: Conversation,
    ) -> Command:
        answer: Answer | None = None
        options: tuple[str, ...] = ()
        if ask.key == "swap" and ask.exercise:
            kind = "can_i" if ask.other else "substitute"
            swap = replace(ask, intent=self._interpreter.intent(kind))
            part = self._composer.part(_request(swap, facts, known))
            if part:
                answer = self._joined([part], conversation, None)
                asked_for = (ask.other,) if ask.other else ()
                options = tuple(dict.fromkeys((*asked_for, *part.options)))
        return Command.model_validate(
            {
                "conversation": answer.conversation if answer else conversation,
                "name": ask.key,
                "text": question,
                "answer": answer,
                "exercise": exercise,
                "options": options,
            }
        )


def _request(ask: Ask, facts: Situation, known: Situation) -> Request:
    words = ask.clause.sentence.words
    return Request(
        intent=ask.intent,
        exercise=ask.exercise,
        named=ask.named,
        spelled=ask.exercise in ask.clause.keys(Kind.EXERCISE),
        other=ask.other,
        asked=ask.asked,
        things=frozenset(
            root(word)
            for mention in ask.clause.mentions
            for word in words[mention.span.start : mention.span.end]
        ),
        situation=known,
        new=facts,
        muscles=ask.clause.keys(Kind.MUSCLE),
        equipment=ask.clause.keys(Kind.EQUIPMENT),
    )


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
