"""The coach's use cases: each one reads, decides and writes in one unit of work."""

from dataclasses import dataclass

from bot.coach.agenda import Agenda
from bot.coach.gaps import Gaps
from bot.coach.gyms import Gyms
from bot.coach.people import People
from bot.coach.questions import Questions
from bot.coach.reminders import Reminders
from bot.coach.snoozing import Snoozing
from bot.coach.statistics import Statistics
from bot.coach.summaries import Summaries
from bot.coach.training import Training
from bot.storage import gaps
from bot.storage.database import Database
from content.answers import Answerer
from content.cards import Cards
from content.library import Library


@dataclass(frozen=True)
class Coach:
    """Everything that a handler may ask for, over one state of the content.

    Other content makes another coach, in one assignment; what has begun with one ends with it.
    """

    number: int
    """Of the content: higher than that of any content before."""
    library: Library
    cards: Cards
    people: People
    gyms: Gyms
    training: Training
    questions: Questions
    gaps: Gaps
    reminders: Reminders
    snoozing: Snoozing
    summaries: Summaries
    agenda: Agenda
    statistics: Statistics


def build_coach(
    database: Database,
    library: Library,
    answerer: Answerer,
    default_zone: str,
    number: int = 1,
) -> Coach:
    """The use cases over one database and one content store."""
    return Coach(
        number=number,
        library=library,
        cards=Cards(library, answerer),
        people=People(database, default_zone),
        gyms=Gyms(database, library),
        training=Training(database, library),
        questions=Questions(database, library, answerer, number),
        gaps=Gaps(database, library, answerer, number),
        reminders=Reminders(database),
        snoozing=Snoozing(database),
        summaries=Summaries(database),
        agenda=Agenda(database, default_zone),
        statistics=Statistics(database),
    )


async def open_coach(
    database: Database, library: Library, answerer: Answerer, default_zone: str, above: int = 0
) -> Coach:
    """The coach over content that was loaded now, whose number is `above` that of content before;
    what earlier content could not answer is asked again of it."""
    number = await database.run(lambda connection: gaps.next_number(connection, above))
    return build_coach(database, library, answerer, default_zone, number)


__all__ = ["Coach", "build_coach", "open_coach"]
