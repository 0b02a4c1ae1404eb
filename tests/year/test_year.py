"""Three weeks of the virtual year, over the change of clocks: every promise is kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.year.people import inhabitants
from tests.year.weather import Kind, Spell
from tests.year.year import Year

SEED = 6
START = datetime(2026, 3, 16, tzinfo=UTC)
"""Clocks are changed on the 29th of March in the north, on the 5th of April in the south."""
DAYS = 22
WEATHER = (
    (1.5, Kind.OUTAGE, 3 * 3600, 1),
    (2.2, Kind.REFUSED, 0, 5),
    (3.0, Kind.LOST, 0, 2),
    (4.0, Kind.KILLED, 0, 1),
    (5.1, Kind.FLOOD, 5, 2),
    (7.3, Kind.DOWN, 1800, 1),
    (9.0, Kind.OUTAGE, 2400, 1),
    (11.0, Kind.STOPPED, 600, 1),
    (12.9, Kind.KILLED, 0, 1),
    (19.8, Kind.KILLED, 0, 1),
)
"""Days after the start, what comes then, for how many seconds, and how often."""


@pytest.mark.both_databases
async def test_every_reminder_comes_once_whatever_happens(
    database_url: str, tmp_path: Path
) -> None:
    spells = [
        Spell(int((START + timedelta(days=days)).timestamp()), kind, seconds, times)
        for days, kind, seconds, times in WEATHER
    ]
    year = Year(inhabitants(12, SEED), spells, SEED)
    books = await year.lived(START, DAYS, database_url, tmp_path)
    account = books.settled()
    assert account.is_clean, account
    assert account.counts["on time"] > 100
    assert year.kills_at_work == 3
    assert year.bot.log == ""
