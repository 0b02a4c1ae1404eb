"""Answers a question from the content store: decides which kind of reply it needs."""

from collections.abc import Mapping
from dataclasses import replace

from content import texts
from content.alarms import in_force, red_flag, with_caution
from content.asks import GYM_COMMANDS, SWAP_INTENTS, Ask
from content.composition import Composer
from content.conversation import Conversation, Situation
from content.guide import Guide
from content.language import AlarmClass, IntentKind
from content.library import Library
from content.listening import MAX_QUESTION, Heard, Listener
from content.mentions import Kind
from content.parts import Part, Request, joined
from content.reader import Reader
from content.responses import Answer, Command, Response, Unknown
from content.safety import Signs
from content.search import Search
from content.telling import gym_told
from content.wording import root

_NOTHING = Situation()
_NOWHERE: Mapping[str, Situation] = {}


class Answerer:
    """Built once from a library; answering changes nothing in it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._intents = {intent.key: intent for intent in library.intents}
        self._small_talk = {
            intent.reply for intent in library.intents if intent.kind is IntentKind.SMALLTALK
        }
        self._reader = Reader(library)
        self._search = Search(library, self._reader)
        self._listener = Listener(library, self._reader, self._search)
        self._composer = Composer(library, self._search)
        self._guide = Guide(library)

    def answer(
        self,
        question: str,
        conversation: Conversation,
        *,
        gym: Situation = _NOTHING,
        places: Mapping[str, Situation] = _NOWHERE,
        current: str | None = None,
    ) -> Response:
        """Reply to one message.

        `gym` is what is remembered of where this person trains, `places` the same for the kits
        of the content that are places of theirs; what the message says wins. `current` is the
        exercise of an open session, meant where the message names none.
        """
        safety = self.library.safety
        signs = self._listener.signs(question)
        ended = signs.cleared and conversation.alarm is not None
        if ended:
            conversation = conversation.model_copy(update={"alarm": None})
        worst = signs.worst
        if worst and worst.alarm is not AlarmClass.CAUTION:
            return red_flag(worst, conversation, safety)
        if question.lstrip().startswith("/"):
            text = texts.UNKNOWN_COMMAND.format(word=question.split(maxsplit=1)[0][:40])
            return self._guide.declined(conversation, text)
        heard = self._listener.heard(question, signs, conversation, gym, places, current)
        reply = in_force(self._reply(heard, current), conversation, safety)
        if ended and safety.ended and self._says_nothing(reply):
            return Answer(conversation=reply.conversation, headline=safety.ended)
        return with_caution(reply, worst, safety) if worst else reply

    def _says_nothing(self, reply: Response) -> bool:
        small_talk = isinstance(reply, Answer) and reply.headline in self._small_talk
        return small_talk or isinstance(reply, Unknown)

    def heard(self, question: str) -> Heard:
        """All that is recognised in a question of somebody unknown."""
        signs = self._listener.signs(question)
        return self._listener.heard(question, signs, Conversation(), _NOTHING, _NOWHERE, None)

    def signs(self, message: str) -> Signs:
        """The warning signs that a message names."""
        return self._listener.signs(message)

    def gist(self, question: str) -> frozenset[str]:
        """The words that say what a question is about, typos mended; all where none does."""
        read = self._reader.sentences(question[:MAX_QUESTION])
        words = frozenset(word for sentence in read for word in sentence.words)
        return self._search.content_words(words) or words or frozenset({question.strip().lower()})

    def _reply(self, heard: Heard, current: str | None) -> Response:
        by_kind = {ask.intent.kind: ask for ask in reversed(heard.asks) if ask.intent}
        command = by_kind.get(IntentKind.COMMAND)
        if command and command.key in GYM_COMMANDS:
            return self._gym_command(heard, command)
        if command:
            return self._command(heard, command, command.exercise if command.named else current)
        parts: list[Part] = []
        for ask in heard.asks:
            if ask.intent and ask.intent.kind is not IntentKind.ASK:
                continue
            if ask.ambiguous and not parts and not _for_all(ask, heard):
                return self._guide.clarification(ask, heard.conversation)
            both = (ask, replace(ask, intent=ask.second)) if ask.second else (ask,)
            for either in both:
                request = _request(either, heard)
                titled = any(other.exercise == ask.exercise for other in parts)
                part = self._composer.part(replace(request, titled=titled))
                if part is None:
                    break
                if all(part.headline != other.headline for other in parts):
                    parts.append(part)
        declined = by_kind.get(IntentKind.DECLINE)
        refusal = declined.intent.reply if declined and declined.intent else None
        if parts:
            return joined(parts, heard.conversation, refusal, self.library)
        if refusal:
            return self._guide.declined(heard.conversation, texts.DECLINED.format(reply=refusal))
        bare = next((ask for ask in heard.asks if ask.intent and not ask.asked), None)
        if bare and IntentKind.ASK in by_kind:
            open_choice = replace(bare, ambiguous=self.library.workout.exercises)
            return self._guide.clarification(open_choice, heard.conversation)
        small = by_kind.get(IntentKind.SMALLTALK)
        if small and small.intent and small.intent.reply:
            return Answer(conversation=heard.conversation, headline=small.intent.reply)
        return self._guide.unknown(self._listener.topics(heard), heard.conversation)

    def _gym_command(self, heard: Heard, ask: Ask) -> Response:
        """What is to be remembered of a place; an answer where that was no more than an aside."""
        follows = heard.conversation.intent
        asked = follows if follows in SWAP_INTENTS else "substitute"
        swap = replace(ask, intent=self._intents[asked])
        answer: Answer | None = None
        if ask.exercise:
            part = self._composer.part(_request(swap, heard))
            answer = joined([part], heard.conversation, None, self.library) if part else None
        told = gym_told(heard, self.library)
        if told is None:
            return answer or self._guide.unknown(self._listener.topics(heard), heard.conversation)
        name, kept, kit = told
        follows_on = answer.conversation if answer else heard.conversation
        # "I'm at home with just bands", said after a call for a swap, asks on.
        asks_on = follows in SWAP_INTENTS and (kit or not kept.has)
        answer = answer.model_copy(update={"missing": None}) if answer and asks_on else None
        return Command(
            conversation=follows_on,
            name=name,
            text=heard.question,
            answer=answer,
            told=kept,
            kit=kit,
        )

    def _command(self, heard: Heard, ask: Ask, exercise: str | None) -> Command:
        answer: Answer | None = None
        options: tuple[str, ...] = ()
        if ask.key == "swap" and ask.exercise:
            swap = replace(ask, intent=self._intents["can_i" if ask.other else "substitute"])
            part = self._composer.part(_request(swap, heard))
            if part:
                answer = joined([part], heard.conversation, None, self.library)
                asked_for = (ask.other,) if ask.other else ()
                options = tuple(dict.fromkeys((*asked_for, *part.options)))
        return Command.model_validate(
            {
                "conversation": answer.conversation if answer else heard.conversation,
                "name": ask.key,
                "text": heard.question,
                "answer": answer,
                "exercise": exercise,
                "options": options,
            }
        )


def _muscles(heard: Heard) -> tuple[str, ...]:
    """Those that the message names anywhere: "rhomboids? where are those?"."""
    return tuple(key for clause in heard.clauses for key in clause.keys(Kind.MUSCLE))


def _for_all(ask: Ask, heard: Heard) -> bool:
    """What is asked of any row can be answered for each; so can swaps for what is missing."""
    if ask.key in SWAP_INTENTS:
        named = ask.clause.keys(Kind.EXERCISE) or ask.clause.keys(Kind.AMBIGUOUS)
        return not named and bool(heard.facts.lacks or heard.facts.taken or heard.facts.only)
    return ask.key is not None and ask.key not in {"how", "why"}


def _request(ask: Ask, heard: Heard) -> Request:
    words = ask.clause.sentence.words
    there = tuple(sorted(heard.facts.has))
    elsewhere = ask.key == "define" or (ask.key == "muscles" and ask.exercise is None)
    return Request(
        intent=ask.intent,
        exercise=ask.exercise,
        named=ask.named,
        spelled=any(
            mention.words and ask.exercise in mention.keys(Kind.EXERCISE)
            for mention in ask.clause.mentions
        ),
        other=ask.other,
        asked=ask.asked,
        things=frozenset(
            root(word)
            for mention in ask.clause.mentions
            for word in words[mention.span.start : mention.span.end]
        ),
        situation=heard.known,
        new=heard.facts,
        muscles=ask.clause.keys(Kind.MUSCLE) or (_muscles(heard) if elsewhere else ()),
        equipment=ask.clause.keys(Kind.EQUIPMENT) or (there if ask.key == "can_i" else ()),
    )
