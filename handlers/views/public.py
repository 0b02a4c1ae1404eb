"""What is said where anybody may read it, groups and shared cards: nothing personal, and the way
to the private chat."""

from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.constants import ParseMode

from content.cards import Card
from content.responses import Answer, Clarification, Command, OutOfScope, RedFlag, Response, Unknown
from handlers import texts
from handlers.links import Payload, address, to_exercise
from handlers.reply import NO_PREVIEW, Button, Reply, html, italic
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
            leads = to_exercise(given.exercise) if given.exercise else Payload.COACH
            return Reply(body(short), ((coach_button(bot, leads),), *links(given)))
        case Clarification():
            offered = given.choices
        case Unknown() | OutOfScope():
            offered = given.nearest
    lines = (given.text, *(texts.CHOICE_LINE.format(choice=choice.label) for choice in offered))
    return Reply(html("\n".join(lines)), ((coach_button(bot, Payload.COACH),),))


def to_private(bot: str, leads: str) -> Reply:
    """Sessions, reminders and settings are between two."""
    return Reply(texts.GROUP_LINE, ((coach_button(bot, leads),),))


def article(card: Card, number: int, bot: str) -> InlineQueryResultArticle:
    """A card as it is offered in inline mode, and the message that it becomes."""
    said = card.said
    if isinstance(said, RedFlag):
        reply = Reply(html(said.text))
    else:
        asked = f"{italic(card.question)}\n" if card.question else ""
        reply = Reply(asked + body(said), ((coach_button(bot, payload(card)),), *links(said)))
    return InlineQueryResultArticle(
        id=str(number),
        title=card.title,
        description=card.hint,
        input_message_content=InputTextMessageContent(
            reply.text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=reply.markup,
    )


def payload(card: Card) -> str:
    """Where the coach opens from a card."""
    if card.routine:
        return Payload.BACKDAY
    if isinstance(card.said, RedFlag) or card.said.exercise is None:
        return Payload.COACH
    return to_exercise(card.said.exercise)


def coach_button(bot: str, leads: str) -> Button:
    """The way to the private chat, for a message that anybody may see."""
    return Button(texts.OPEN_COACH, url=address(bot, leads))
