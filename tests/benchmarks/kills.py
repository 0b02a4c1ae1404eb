"""kill -9 at random moments, in all weathers, and the books balanced after each.

    python -m tests.benchmarks.kills [--runs 500] [--database both] [--people 50] [--seed 7]
    python -m tests.benchmarks.kills --processes 2 [--restart-database] …

The real bot runs in its own process against the local Bot API server in this one. People tap, type
sets, ask and get reminders and rests, while calls fail and updates come twice or in another order.
A process is killed at a random moment and started again; when it has caught up, what people did and
saw has to agree with what is stored: `tests.benchmarks.accounts` says how. Rests and reminders that
nobody has claimed are moved to the next seconds in the database. Two processes share the posts to a
webhook on PostgreSQL, which `--restart-database` crashes instead of a process every second time.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.campaign import Campaign, Report
from tests.benchmarks.fleet import clean_up_when_told_to_end, fleet
from tests.benchmarks.telegram import telegram
from tests.databases import POSTGRES, SQLITE, Databases, PostgresDatabases, SqliteDatabases

A_CAMPAIGN = 50
"""Runs with the same database and the same people."""


@dataclass(frozen=True)
class Plan:
    runs: int
    people: int
    seed: int
    processes: int = 1
    crashes: bool = False


async def run(plan: Plan, databases: Databases, folder: Path, *, told: bool = False) -> Report:
    """All campaigns on databases of one kind, made in the folder."""
    report = Report()
    for number, first in enumerate(range(0, plan.runs, A_CAMPAIGN)):
        seed = plan.seed + number
        here = folder / f"campaign{number}"
        here.mkdir(parents=True)
        runs = min(A_CAMPAIGN, plan.runs - first)
        with databases.made(here) as url:
            async with (
                telegram() as server,
                fleet(plan.processes, here, server.url, url) as bots,
            ):
                campaign = Campaign(server.world, databases, url, bots, plan.people, seed)
                await campaign.arrive()
                for each in range(runs):
                    if plan.crashes and each % 2 == 0:
                        await campaign.crash(report)
                    else:
                        await campaign.kill(report)
                await campaign.close(report)
        if told:
            print(f"  seed {seed}: {first + runs} runs, {len(report.faults)} violations so far")
            for fault in report.faults:
                print(f"  - {fault}")
            sys.stdout.flush()
    return report


def show(title: str, report: Report, seconds: float) -> None:
    runs = sum(report.runs.values())
    print(f"\n{title}: {_listed(report.runs)}, {seconds:.0f} s, {seconds / runs:.1f} s a run")
    for name, taken in (("start", report.starts), ("catching up", report.catching_up)):
        if taken:
            print(f"{name}: median {statistics.median(taken):.1f} s, at most {max(taken):.1f} s")
    print(f"faults met: {_listed(report.struck)}")
    print(f"checked: {_listed(report.checked)}")
    print(f"left behind by kills and faults: {_listed(report.excused) or 'nothing'}")
    print(f"{len(report.faults)} violations")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))


@contextmanager
def databases_of(kind: str) -> Iterator[Databases]:
    """A PostgreSQL keeps what it committed through a crash."""
    if kind == SQLITE:
        yield SqliteDatabases()
        return
    with tempfile.TemporaryDirectory(prefix="backday-") as folder:
        server = PostgresDatabases(Path(folder) / "postgres", durable=True)
        try:
            yield server
        finally:
            server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--processes", type=int, choices=(1, 2), default=1)
    parser.add_argument("--restart-database", action="store_true")
    chosen = parser.parse_args()
    clean_up_when_told_to_end()
    needs_postgres = chosen.processes > 1 or chosen.restart_database
    wanted = {"sqlite": [SQLITE], "postgres": [POSTGRES], "both": [SQLITE, POSTGRES]}
    kinds = [POSTGRES] if needs_postgres else wanted[chosen.database]
    plan = Plan(chosen.runs, chosen.people, chosen.seed, chosen.processes, chosen.restart_database)
    violations = 0
    for kind in kinds:
        start = time.monotonic()
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backday-")))
            databases = stack.enter_context(databases_of(kind))
            report = asyncio.run(run(plan, databases, folder, told=True))
        show(f"{kind}, {plan.processes} process(es)", report, time.monotonic() - start)
        violations += len(report.faults)
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
