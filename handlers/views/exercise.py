"""One exercise on its own, and what can take its place."""

from collections.abc import Sequence

from bot.coach.training import Numbers
from content.library import Library
from content.responses import Answer
from content.substitutes import Substitution
from handlers import texts
from handlers.callback_data import ExerciseButton, HowButton, Page
from handlers.reply import Button, Reply, bold, html, italic
from handlers.views.answers import body
from handlers.views.numbers import efforts
from handlers.views.person import START

MOST_SWAPS = 4


def exercise(given: Answer, numbers: Numbers) -> Reply:
    """What there is to say of it, the person's numbers, and what can be done from here."""
    assert given.exercise is not None
    lines = [body(given), ""]
    if numbers.last:
        lines.append(bold(texts.LAST_LINE.format(efforts=efforts(numbers.last))))
    if numbers.today:
        lines.append(bold(texts.TODAY_LINE.format(efforts=efforts(numbers.today))))
    if len(lines) == 2:
        lines.append(italic(texts.NO_NUMBERS))
    rows: tuple[tuple[Button, ...], ...] = (
        (
            Button(texts.TAKEN, ExerciseButton(Page.INSTEAD, given.exercise)),
            Button(texts.HOW, HowButton(given.exercise)),
        ),
    )
    return Reply("\n".join(lines), rows if numbers.training else (*rows, (START,)))


def instead(key: str, options: Sequence[Substitution], library: Library) -> Reply:
    """What can take its place outside of a session: one tap opens it."""
    offered = options[:MOST_SWAPS]
    frame = texts.INSTEAD_TITLE if offered else texts.NO_INSTEAD
    title = bold(frame.format(name=library.exercises[key].name))
    rows = [
        (Button(library.exercises[o.exercise].name, ExerciseButton(Page.ABOUT, o.exercise)),)
        for o in offered
    ]
    rows.append((Button(texts.BACK, ExerciseButton(Page.ABOUT, key)),))
    return Reply("\n".join((title, *substitutions(offered, library))), tuple(rows))


def substitutions(offered: Sequence[Substitution], library: Library) -> list[str]:
    """HTML: each option with its reason and its difference, then where that is from."""
    lines = []
    for number, option in enumerate(offered, 1):
        name = library.exercises[option.exercise].name
        line = f"{number}. {bold(name)} — {html(option.reason)}"
        lines.append(f"{line} {italic(option.difference)}")
    sources = dict.fromkeys(library.sources[option.source].label for option in offered)
    if sources:
        lines.append(italic(texts.SOURCE.format(source="; ".join(sources))))
    return lines
