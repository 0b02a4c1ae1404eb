"""What was learned from the content is kept for the next start, and never trusted blindly."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.edition import load_edition
from bot.learned import kept, name_of
from content.conversation import Conversation
from tests.content_files import Files


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def lessons() -> tuple[list[str], Callable[[], str]]:
    """What was learned so far, and learning."""
    learned: list[str] = []

    def learn() -> str:
        learned.append("row")
        return "row"

    return learned, learn


def test_it_is_learned_once(cache: Path) -> None:
    learned, learn = lessons()
    assert [kept(cache, "a", learn, str), kept(cache, "a", learn, str)] == ["row", "row"]
    assert learned == ["row"]


def test_without_a_folder_it_is_learned_each_time() -> None:
    learned, learn = lessons()
    assert [kept(None, "a", learn, str), kept(None, "a", learn, str)] == ["row", "row"]
    assert learned == ["row", "row"]


@pytest.mark.parametrize("rubbish", [b"", b"no pickle", b"\x80\x05K\x01."])
def test_a_file_of_no_use_is_learned_anew_and_written_anew(cache: Path, rubbish: bytes) -> None:
    learned, learn = lessons()
    cache.mkdir()
    (cache / "a.pickle").write_bytes(rubbish)
    (cache / "a.pickle").chmod(0o600)
    assert kept(cache, "a", learn, str) == kept(cache, "a", learn, str) == "row"
    assert learned == ["row"]


def test_a_file_that_others_can_write_is_not_read(cache: Path) -> None:
    learned, learn = lessons()
    kept(cache, "a", learn, str)
    (cache / "a.pickle").chmod(0o666)
    kept(cache, "a", learn, str)
    assert learned == ["row", "row"]


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    learned, learn = lessons()
    (tmp_path / "file").write_text("not a folder")
    assert kept(tmp_path / "file" / "cache", "a", learn, str) == "row"
    assert learned == ["row"]


def test_few_files_stay_and_they_are_for_us_alone(cache: Path) -> None:
    _, learn = lessons()
    for name in "abcde":
        kept(cache, name, learn, str)
    left = list(cache.iterdir())
    assert len(left) == 3
    assert {file.stat().st_mode & 0o777 for file in left} == {0o600}


def test_its_name_changes_with_the_bytes_of_a_file(folder: Path, files: Files) -> None:
    before = name_of(folder, ["topics/rest.md"])
    files.replace("topics/rest.md", "Two", "Ten")
    assert name_of(folder, ["topics/rest.md"]) != before


def test_the_next_start_answers_as_the_first(folder: Path, cache: Path) -> None:
    first, second = (load_edition(folder, cache) for _ in range(2))
    assert second.answerer is not first.answerer
    assert second.library is second.answerer.library
    answers = [
        one.answerer.answer("how long do I rest?", Conversation()).text for one in (first, second)
    ]
    assert answers[0] == answers[1]
