"""What is said in a group: in short, nothing personal, and the way to the private chat."""

from content.responses import Answer, Clarification, Command, OutOfScope, RedFlag, Response, Unknown
from handlers import texts
from handlers.links import Payload, address, to_exercise
from handlers.reply import Button, Reply, html
from handlers.views.answers import body, links

_MOST_LINES = 2
"""Lines of an answer between the answer itself and its source."""
_LINKED = {"start_session": Payload.BACKDAY, "remind": Payload.REMIND}


def response(given: Response, bot: str) -> Reply:
    """A question answered in short; a red flag in full, with nothing beside it."""
    if isinstance(given, Command):
        if given.answer is None:
            return to_private(bot, _LINKED.get(given.name, Payload.COACH))
        given = given.answer
    match given:
        case RedFlag():
            return Reply(html(given.text))
        case Answer():
            short = given.model_copy(update={"lines": given.lines[:_MOST_LINES]})
            payload = to_exercise(given.exercise) if given.exercise else Payload.COACH
            return Reply(body(short), ((coach_button(bot, payload),), *links(given)))
        case Clarification():
            offered = given.choices
        case Unknown() | OutOfScope():
            offered = given.nearest
    lines = (given.text, *(texts.CHOICE_LINE.format(choice=choice.label) for choice in offered))
    return Reply(html("\n".join(lines)), ((coach_button(bot, Payload.COACH),),))


def to_private(bot: str, payload: str) -> Reply:
    """Sessions, reminders and settings are between two."""
    return Reply(texts.GROUP_LINE, ((coach_button(bot, payload),),))


def coach_button(bot: str, payload: str) -> Button:
    """The way to the private chat, for a message that anybody may see."""
    return Button(texts.OPEN_COACH, url=address(bot, payload))
