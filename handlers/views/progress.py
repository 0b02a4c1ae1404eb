"""The numbers of the last time, exercise by exercise."""

from bot.domain.session import PlannedExercise
from content.library import Library
from handlers import texts
from handlers.reply import Reply, bold, html
from handlers.views.numbers import efforts
from handlers.views.person import START


def progress(plan: tuple[PlannedExercise, ...], library: Library) -> Reply:
    done = [each for each in plan if each.last]
    if not done:
        return Reply(texts.NO_PROGRESS, ((START,),))
    lines = [
        html(
            texts.PROGRESS_LINE.format(
                name=library.name_of(each.exercise),
                last=efforts(each.last),
                target=each.target,
            )
        )
        for each in done
    ]
    return Reply("\n".join((bold(texts.PROGRESS_TITLE), *lines)), ((START,),))
