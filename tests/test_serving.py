"""One SQLite file is served by one process; commands work beside it; a crash leaves no lock."""

from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.storage.serving import serving
from tests.bot_process import BotProcess


async def test_a_second_process_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    first = BotProcess(tmp_path, PAGE_PORT="18431")
    second = BotProcess(tmp_path, PAGE_PORT="18432")
    try:
        await first.start(until="the chat is on this machine")
        assert await second.run() == 2
        assert second.log.startswith("Another BackDay (process ")
        assert second.log.endswith(
            "Stop that one first; several processes can share a PostgreSQL.\n"
        )
        assert first.running
        assert await first.stop() == 0
        await second.start(until="the chat is on this machine")
        assert await second.stop() == 0
    finally:
        for each in (first, second):
            if each.running:
                await each.kill()


async def test_after_a_crash_the_next_one_serves(tmp_path: Path) -> None:
    for _ in range(2):
        async with BotProcess(tmp_path, PAGE_PORT="18433") as bot:
            await bot.kill()


@pytest.mark.parametrize("command", [("unanswered",), ("ask", "no T-bar?"), ("backup", "today")])
async def test_a_command_works_beside_it(tmp_path: Path, command: tuple[str, ...]) -> None:
    async with BotProcess(tmp_path, PAGE_PORT="18434") as bot:
        beside = BotProcess(tmp_path, *command)
        assert await beside.run() == 0, beside.log
        assert bot.running
        restoring = BotProcess(tmp_path, "restore", "today", "--force")
        assert await restoring.run() == 2
        assert await bot.stop() == 0


def test_another_name_of_the_file_is_the_same_database(tmp_path: Path) -> None:
    (tmp_path / "other.db").symlink_to(tmp_path / "backday.db")
    with (
        serving(f"sqlite:///{tmp_path / 'backday.db'}"),
        pytest.raises(DatabaseError, match=r"^Another BackDay \(process \d+\) serves the database"),
        serving(f"sqlite:///{tmp_path / 'other.db'}"),
    ):
        pass


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(
            DatabaseError, match=r"cannot be used: backday\.db\.lock beside it cannot be"
        ),
        serving(f"sqlite:///{tmp_path / 'file' / 'backday.db'}"),
    ):
        pass


def test_a_postgresql_is_shared() -> None:
    with serving("postgresql:///shared"), serving("postgresql:///shared"):
        pass
