"""What operators see of how it goes."""

from bot.coach.statistics import Stats
from bot.domain.due import DueKind, Fate, Tally
from handlers import texts
from handlers.reply import Reply, bold

_KINDS = (
    (texts.STATS_REMINDERS, (DueKind.REMINDER, DueKind.SNOOZE)),
    (texts.STATS_RESTS, (DueKind.REST,)),
    (texts.STATS_ANSWERS, (DueKind.ANSWER,)),
)


def stats(found: Stats) -> Reply:
    """Counts alone: nothing of anybody."""
    figures, audience = found.figures, found.audience
    waiting = texts.STATS_WAITING.format(count=figures.due_waiting)
    if figures.due_waiting:
        waiting += texts.STATS_LAG.format(seconds=figures.due_lag)
    lines = [
        bold(texts.STATS_TITLE),
        waiting,
        texts.STATS_SCHEDULED.format(count=audience.scheduled),
        texts.STATS_INBOX.format(count=figures.inbox),
        texts.STATS_PEOPLE.format(count=audience.people, trained=audience.trained),
        texts.STATS_UNANSWERED.format(count=figures.unanswered),
        *("", bold(texts.STATS_TODAY), *_lines(found.today)),
        *("", bold(texts.STATS_WEEK), *_lines(found.week)),
    ]
    return Reply("\n".join(lines))


def _lines(tally: Tally) -> list[str]:
    """One for each kind of which something was due."""
    lines = []
    for what, kinds in _KINDS:
        counts = {fate: sum(tally[kind, fate] for kind in kinds) for fate in Fate}
        shown = [texts.STATS_COUNT[fate].format(number=n) for fate, n in counts.items() if n]
        if shown:
            lines.append(texts.STATS_LINE.format(what=what, counts=", ".join(shown)))
    return lines or [texts.STATS_NOTHING]
