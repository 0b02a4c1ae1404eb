"""Responses of the content as messages: the answer first, its source last, buttons that lead on."""

from textwrap import shorten

from bot.coach.questions import Asked
from bot.domain.session import Session
from content.library import Library
from content.responses import Answer, Choice, Clarification, OutOfScope, RedFlag, Unknown
from handlers import texts
from handlers.callback_data import (
    ChoiceButton,
    EquipmentButton,
    Fix,
    HowButton,
    Place,
    PlaceButton,
    SessionButton,
    Tell,
    TellButton,
    Verb,
)
from handlers.reply import Button, Reply, bold, html, italic

MOST_OPTIONS = 3
_LONGEST_QUESTION = 200
Rows = tuple[tuple[Button, ...], ...]


def answer(given: Answer, session: Session | None, library: Library) -> Reply:
    """What the content says; with a session open, its options can be used at once."""
    return Reply(body(given), (*_options(given, session, library), *links(given)))


def body(given: Answer) -> str:
    """HTML: the answer itself in bold, what supports it, its source last."""
    headline, *lines = given.parts
    source = [lines.pop()] if given.source else []
    first, stop, reason = headline.partition(". ")
    return "\n".join(
        [bold(first + stop.strip()) + html(f" {reason}" if reason else "")]
        + [html(line) for line in lines]
        + [italic(line) for line in source]
    )


def choices(given: Clarification | Unknown | OutOfScope, asked: Asked) -> Reply:
    """A question back, or the nearest that there is an answer to; and to be told the right one."""
    offered = given.choices if isinstance(given, Clarification) else given.nearest
    rows = _choices(offered, asked.turn)
    if isinstance(given, Unknown) and asked.gap is not None:
        rows = (*rows, (tell_button(Tell.WANT, asked.gap),))
    return Reply(html(given.text), rows)


def tell_button(wish: Tell, gap: str) -> Button:
    """What a press on it will do: ask to be told, or take that back."""
    label = texts.TELL_BUTTON if wish is Tell.WANT else texts.GIVE_UP_BUTTON
    return Button(label, TellButton(wish, gap))


def told(question: str, given: Answer, library: Library) -> Reply:
    """The answer to a question of a while ago."""
    reply = answer(given, None, library)
    asked = shorten(question, _LONGEST_QUESTION, placeholder="…")
    title = html(texts.TOLD.format(question=asked))
    return Reply(f"{title}\n\n{reply.text}", reply.buttons)


def red_flag(text: str, session: Session | None, *, again: bool = False) -> Reply:
    """The fixed text; a session that is open can be stopped there.

    Told again, it shows the way out of an alarm that is still in force.
    """
    rows: Rows = ()
    if again:
        rows = ((Button(texts.CLEARED_BUTTON, PlaceButton(Place.CLEARED)),),)
    if session is not None and session.step is not None:
        data = SessionButton(session.id, session.version, Verb.STOP)
        rows = (*rows, (Button(texts.STOP, data, style="danger"),))
    return Reply(html(text), rows)


def response(
    given: Answer | Clarification | Unknown | OutOfScope | RedFlag,
    asked: Asked,
    session: Session | None,
    library: Library,
) -> Reply:
    """Any response that is said rather than done."""
    match given:
        case Answer():
            return answer(given, session, library)
        case RedFlag():
            return red_flag(given.text, session, again=asked.again)
        case _:
            return choices(given, asked)


def _options(given: Answer, session: Session | None, library: Library) -> Rows:
    current = session.step if session else None
    offered = given.options[:MOST_OPTIONS]
    rows: list[tuple[Button, ...]] = []
    for key in offered:
        name = library.exercises[key].name
        if session and current and current.planned.exercise == given.exercise:
            data = SessionButton(session.id, session.version, Verb.SWAP, key)
            rows.append((Button(texts.USE_THIS.format(name=name), data),))
        else:
            rows.append((Button(texts.HOW_BUTTON.format(name=name), HowButton(key)),))
    if given.missing is not None:
        label = texts.MISSING_BUTTON.format(equipment=library.equipment[given.missing].name)
        rows.append((Button(label, EquipmentButton(Fix.MISSING, given.missing)),))
    return tuple(rows)


def _choices(offered: tuple[Choice, ...], turn: int) -> Rows:
    return tuple(
        (Button(choice.label, ChoiceButton(turn, index)),) for index, choice in enumerate(offered)
    )


def links(given: Answer) -> Rows:
    """The addresses that go with an answer, where they are set."""
    return tuple((Button(link.label, url=link.url),) for link in given.links if link.url)
