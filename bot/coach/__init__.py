"""The coach's use cases: each one reads, decides and writes in one unit of work."""

from dataclasses import dataclass

from bot.coach.agenda import Agenda
from bot.coach.gyms import Gyms
from bot.coach.people import People
from bot.coach.questions import Questions
from bot.coach.reminders import Reminders
from bot.coach.training import Training
from bot.storage.database import Database
from content.answers import Answerer
from content.cards import Cards
from content.library import Library


@dataclass(frozen=True)
class Coach:
    """Everything that a handler may ask for."""

    library: Library
    cards: Cards
    people: People
    gyms: Gyms
    training: Training
    questions: Questions
    reminders: Reminders
    agenda: Agenda


def build_coach(
    database: Database, library: Library, answerer: Answerer, default_zone: str
) -> Coach:
    """The use cases over one database and one content store."""
    return Coach(
        library=library,
        cards=Cards(library, answerer),
        people=People(database, default_zone),
        gyms=Gyms(database, library),
        training=Training(database, library),
        questions=Questions(database, library, answerer),
        reminders=Reminders(database),
        agenda=Agenda(database, default_zone),
    )


__all__ = ["Coach", "build_coach"]
