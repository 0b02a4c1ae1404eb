"""What operators see: questions without an answer, and faults of the content."""

from collections.abc import Sequence
from textwrap import shorten

from bot.coach.gaps import Group
from content.errors import Fault
from handlers import texts
from handlers.callback_data import GapButton, GapStep
from handlers.reply import Button, Reply, bold, html, italic

PAGE = 5
_LONGEST = 200
_LONGEST_LABEL = 30
_MOST_FAULTS = 5


def page(
    groups: Sequence[Group],
    number: int,
    *,
    toast: str | None = None,
    dismissed: Group | None = None,
) -> Reply:
    """The `number`-th page from 0, or the nearest there is; `dismissed` can be brought back."""
    last = max(0, (len(groups) - 1) // PAGE)
    number = min(max(number, 0), last)
    shown = list(enumerate(groups))[number * PAGE : (number + 1) * PAGE]
    title = texts.GAPS_TITLE.format(count=len(groups)) if groups else texts.NO_GAPS
    lines = [bold(title), *(_line(index + 1, group) for index, group in shown)]
    if shown:
        lines.append(italic(texts.GAPS_FOOT))
    rows = (
        tuple(
            Button(
                texts.DISMISS_BUTTON.format(number=index + 1),
                GapButton(GapStep.DISMISS, number, group.last.id),
            )
            for index, group in shown
        ),
        _turning(number, last),
        _bringing_back(number, dismissed),
    )
    return Reply("\n".join(lines), tuple(row for row in rows if row), toast)


def faults(found: Sequence[Fault]) -> Reply:
    """The first faults of content that was changed; none: it failed in another way."""
    if not found:
        return Reply(texts.CONTENT_BROKEN)
    lines = [texts.CONTENT_FAULTY.format(count=len(found))]
    lines += [
        html(shorten(str(fault), _LONGEST, placeholder="…")) for fault in found[:_MOST_FAULTS]
    ]
    if len(found) > _MOST_FAULTS:
        lines.append(texts.MORE_FAULTS.format(count=len(found) - _MOST_FAULTS))
    return Reply("\n".join(lines))


def _line(number: int, group: Group) -> str:
    question = shorten(group.question, _LONGEST, placeholder="…") or "…"
    facts = texts.GAP_FACTS.format(times=group.times, date=f"{group.last.asked_at:%d %b %Y}")
    if group.waiting:
        facts += texts.GAP_WAITING.format(count=group.waiting)
    if group.last.reason == "out_of_scope":
        facts += texts.GAP_OUT_OF_SCOPE
    return f"{html(texts.GAP_LINE.format(number=number, question=question))}\n{italic(facts)}"


def _turning(number: int, last: int) -> tuple[Button, ...]:
    """To the page before and the page after, as people count them."""
    before = Button(texts.PREVIOUS_PAGE.format(page=number), GapButton(GapStep.PAGE, number - 1))
    after = Button(texts.NEXT_PAGE.format(page=number + 2), GapButton(GapStep.PAGE, number + 1))
    return (*((before,) if number else ()), *((after,) if number < last else ()))


def _bringing_back(number: int, dismissed: Group | None) -> tuple[Button, ...]:
    if dismissed is None:
        return ()
    question = shorten(dismissed.question, _LONGEST_LABEL, placeholder="…") or "…"
    data = GapButton(GapStep.RESTORE, number, dismissed.last.id)
    return (Button(texts.RESTORE_BUTTON.format(question=question), data),)
