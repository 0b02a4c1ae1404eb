"""A virtual year of reminders, with outages, lost answers and kills, and the account of it.

    python -m tests.benchmarks.virtual_year [--people 200] [--seed N] [--database sqlite|postgres]

People in sixty time zones set, move, pause, stop, answer and snooze reminders, from 2026-01-01 on;
the bot is a process of its own over HTTP and a real database, which is really killed. Each reminder
that was promised has to come once within two hours, or there is a reason that can be named. Prints
each fault, and the counts. Exit code 1 where there are faults.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
import zoneinfo
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.year.people import inhabitants
from tests.year.weather import weather
from tests.year.year import Year

START = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    given = parser.parse_args()
    zoneinfo.reset_tzpath([])
    began, cpu = time.monotonic(), time.process_time()
    people = inhabitants(given.people, given.seed)
    spells = weather(int(START.timestamp()), given.days, given.seed)
    year = Year(people, spells, given.seed)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backday-")))
        databases: Databases = SqliteDatabases()
        if given.database == "postgres":
            server = PostgresDatabases(folder / "postgres")
            stack.callback(server.stop)
            databases = server
        url = stack.enter_context(databases.made(folder))
        books = asyncio.run(year.lived(START, given.days, url, folder))
        log = year.bot.log
    account = books.settled()
    zones = len({each.zone for each in people})
    print(f"seed {given.seed}: {given.people} people in {zones} zones, {given.days} days on")
    print(f"{given.database}; {len(books.deeds):,} wishes, {len(spells)} spells of trouble,")
    print(f"{len(books.kills)} kills, {year.kills_at_work} of them while something was done;")
    print(
        f"{time.monotonic() - began:.0f} s, {time.process_time() - cpu:.0f} s of CPU beside the bot"
    )
    print(account)
    if log:
        print(f"The bot's log of errors:\n{log}")
    sys.exit(0 if account.is_clean and not log else 1)


if __name__ == "__main__":
    main()
