"""What a red flag does to a reply: it takes its place, stays in force, or goes before it."""

from content.asks import SWAP_INTENTS
from content.conversation import Conversation
from content.language import AlarmClass, Safety, Sign
from content.responses import Answer, Clarification, Command, OutOfScope, RedFlag, Response, Unknown
from content.safety import severest

_TRAINING_INTENTS = SWAP_INTENTS | {"load", "prescription", "rest", "progression"}
"""Questions about doing an exercise; the others only ask what it is."""


def red_flag(sign: Sign, conversation: Conversation, safety: Safety) -> RedFlag:
    """The text of the sign, or what was said earlier about a severer one."""
    alarm = severest(conversation.alarm, sign.alarm) or sign.alarm
    text = sign.reply or safety.replies[alarm]
    return RedFlag(
        conversation=conversation.model_copy(update={"alarm": alarm, "intent": None}),
        alarm=alarm,
        text=text if alarm is sign.alarm else safety.repeats[alarm],
    )


def in_force(reply: Response, conversation: Conversation, safety: Safety) -> Response:
    """The reply, unless it would have somebody train who was told to stop."""
    alarm = conversation.alarm
    if alarm is None or not _trains(reply, alarm):
        return reply
    return RedFlag(conversation=conversation, alarm=alarm, text=safety.repeats[alarm])


def with_caution(reply: Response, sign: Sign, safety: Safety) -> Response:
    """The stop rule first, then what was asked."""
    caution = sign.reply or safety.replies[AlarmClass.CAUTION]
    if isinstance(reply, Answer):
        lines = (reply.headline, *reply.lines)
        return reply.model_copy(update={"headline": caution, "lines": lines})
    if isinstance(reply, Command | RedFlag):
        return reply
    lines = (reply.text,) if isinstance(reply, OutOfScope) else ()
    return Answer(conversation=reply.conversation, headline=caution, lines=lines)


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
