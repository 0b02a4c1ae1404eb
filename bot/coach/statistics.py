"""What an operator wants to know: what waits, what was sent, and what was not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.due import Tally
from bot.storage import deliveries
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.figures import Audience, Figures, audience, figures


@dataclass(frozen=True)
class Stats:
    """Days are of UTC; the week includes today."""

    figures: Figures
    audience: Audience
    today: Tally
    week: Tally


class Statistics:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def now(self, now: datetime) -> Stats:
        def unit(connection: Connection) -> Stats:
            return Stats(
                figures(connection, now),
                audience(connection, now),
                deliveries.since(connection, now),
                deliveries.since(connection, now - timedelta(days=6)),
            )

        return await self._database.run(unit)
