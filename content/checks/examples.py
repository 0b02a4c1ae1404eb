"""Examples of the content that are understood as something else than they are given for."""

from collections.abc import Iterator

from content.answers import Answerer
from content.conversation import Conversation, Situation
from content.errors import Fault
from content.language import AlarmClass, Intent, IntentKind, Safety
from content.library import Library
from content.references import SAFETY, Documents
from content.responses import Answer, Clarification, Command, OutOfScope, RedFlag, Response

_NOT_SAID = frozenset({IntentKind.WORD, IntentKind.FILLER})
"""Kinds that are no sentence of their own."""


def misread_examples(library: Library, answerer: Answerer, documents: Documents) -> Iterator[Fault]:
    """Examples of intents that are recognised as another, and signs that contradict theirs."""
    for intent in library.intents:
        document = documents[Intent, intent.key]
        for index, example in enumerate(() if intent.kind in _NOT_SAID else intent.examples):
            reply = answerer.answer(example, Conversation())
            if not _recognised(intent, reply, library):
                message = f"examples: '{example}' is recognised as {_name(reply)}"
                yield document.fault(message, "examples", index)
    if (Safety, SAFETY) in documents:
        yield from _contradictions(library, answerer, documents)


def _contradictions(library: Library, answerer: Answerer, documents: Documents) -> Iterator[Fault]:
    """A sign that its own example does not raise, and harmless words that raise one."""
    safety, document = library.safety, documents[Safety, SAFETY]
    for number, sign in enumerate(safety.signs):
        for index, example in enumerate(sign.examples):
            place = ("signs", number, "examples", index)
            found = answerer.signs(example)
            if sign.key not in {one.key for one in found.signs}:
                raised = found.worst.key if found.worst else "no sign"
                message = f"{sign.key}: '{example}' raises {raised}"
                yield document.fault(message, *place)
    for index, example in enumerate(safety.harmless_examples):
        worst = answerer.signs(example).worst
        if worst:
            message = f"harmless_examples: '{example}' raises {worst.key}"
            yield document.fault(message, "harmless_examples", index)


def _recognised(intent: Intent, reply: Response, library: Library) -> bool:
    match intent.kind:
        case IntentKind.ASK:
            return isinstance(reply, Answer) and reply.conversation.intent == intent.key
        case IntentKind.COMMAND:
            return isinstance(reply, Command) and reply.name == intent.key
        case IntentKind.DECLINE:
            return isinstance(reply, OutOfScope) and (intent.reply or "") in reply.text
        case IntentKind.SMALLTALK:
            return isinstance(reply, Answer) and reply.headline == intent.reply
        case IntentKind.AMBIGUOUS:
            names = {library.exercises[key].name for key in intent.choices}
            return isinstance(reply, Clarification) and {c.label for c in reply.choices} <= names
        case IntentKind.DESCRIPTION:
            return reply.conversation.exercise in intent.choices
        case _:
            told = reply.conversation.situation
            return bool(getattr(told, intent.key, told != Situation()))


def _name(reply: Response) -> str:
    """What it was taken for, in the words of the content."""
    match reply:
        case RedFlag(alarm=alarm):
            return f"a warning sign of class {AlarmClass(alarm).value}"
        case Command(name=name):
            return f"'{name}'"
        case Answer(conversation=after) if after.intent:
            return f"'{after.intent}'"
        case Clarification():
            return "a name that fits several exercises"
        case OutOfScope():
            return "something that is not covered"
        case _:
            return "nothing"
