"""A taste of the long runs, which are commands of their own."""

from pathlib import Path

import pytest

from tests.benchmarks import kills, soak
from tests.databases import POSTGRES, Databases, PostgresDatabases


@pytest.mark.both_databases
async def test_a_few_kills_leave_the_books_balanced(
    tmp_path: Path, databases: Databases, database_kind: str
) -> None:
    report = await kills.run(kills.Plan(runs=3, people=6, seed=1), databases, tmp_path)
    assert report.faults == []
    assert report.runs["kills"] == 3
    assert report.checked["screens looked at"] == 4 * 6
    assert report.checked["reminders delivered"] > 0


async def test_a_database_that_crashes_below_two_processes(tmp_path: Path) -> None:
    with kills.databases_of(POSTGRES) as databases:
        assert isinstance(databases, PostgresDatabases)
        plan = kills.Plan(runs=1, people=6, seed=1, processes=2, crashes=True)
        report = await kills.run(plan, databases, tmp_path)
    assert report.faults == []
    assert report.runs == {"crashes of the database": 1}


async def test_a_short_soak_takes_samples(
    tmp_path: Path, databases: Databases, capsys: pytest.CaptureFixture[str]
) -> None:
    run = await soak.soak(soak.Plan(seconds=6, people=10), databases, tmp_path)
    assert len(run.samples) > 5
    assert run.wrong == []
    last = run.samples[-1]
    assert last.memory > 50
    assert last.tasks > 3
    assert last.handles["socket"] > 0
    assert last.connections == 1
    assert sum(len(each.taps) for each in run.samples) > 5
    soak.show(run, soak.GROWTH)
    assert "memory, MB" in capsys.readouterr().out
