"""Content that is changed while the bot runs: used when it is good, told when it is not."""

import asyncio
import gc
import logging
import shutil
import sys
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.demo import DemoServer
from bot.edition import files_in, load_edition
from bot.storage.questions import last_turn
from content.answers import Answerer
from content.conversation import Situation
from content.errors import ContentError
from content.library import Library
from content.loader import load_library, packaged_content
from handlers import texts
from handlers.refresh import Refresh
from tests.chat import Chat
from tests.content_files import write_small
from tests.running_bot import RunningBot, StandingClock, running_bot

FLURB = "how do I do a flurbington?"
TOPIC = """\
---
title: How do I do a flurbington
source: general
---
## Answer

- Stand tall, then flurb slowly.
"""
ROW = "flurb_row"


@dataclass
class Desk:
    """The coach at work: a folder of content, the bot that serves it, an operator who looks on."""

    folder: Path
    bot: RunningBot
    refresh: Refresh
    olga: Chat

    def save(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    async def look(self) -> None:
        """As much later as it takes to see that nothing is being written any more."""
        await self.refresh.look()
        await self.refresh.look()
        await self.bot.tick()

    def told(self) -> list[str]:
        """What the operator was told of the content."""
        words = ("faults", "could not be used")
        return [m.text for m in self.olga.person.bot_messages if any(w in m.text for w in words)]


@asynccontextmanager
async def at_work(
    folder: Path, library: Library, answerer: Answerer, server: DemoServer, clock: StandingClock
) -> AsyncIterator[Desk]:
    files = files_in(folder)
    url = f"sqlite:///{folder.with_name('backday.db')}"
    operators = frozenset({server.world.person("Olga").id, 404})
    async with running_bot(library, answerer, url, server, clock, operators=operators) as bot:
        refresh = Refresh(bot.application, bot.database, "Europe/Berlin", folder, files)
        olga = bot.chat("Olga")
        await olga.send("/start")
        yield Desk(folder, bot, refresh, olga)


@pytest.fixture
async def desk(
    library: Library,
    answerer: Answerer,
    tmp_path: Path,
    server: DemoServer,
    clock: StandingClock,
) -> AsyncIterator[Desk]:
    """With a copy of all there is."""
    folder = tmp_path / "content"
    shutil.copytree(packaged_content(), folder)
    async with at_work(folder, library, answerer, server, clock) as desk:
        yield desk


@pytest.fixture
async def small(tmp_path: Path, server: DemoServer, clock: StandingClock) -> AsyncIterator[Desk]:
    """With as little content as there can be."""
    folder = tmp_path / "content"
    write_small(folder)
    # Only beside many samples does one tell much.
    (folder / "samples/handle.txt").write_text("which handle\n" * 400, "utf-8")
    library = load_library(folder)
    async with at_work(folder, library, Answerer(library), server, clock) as desk:
        yield desk


async def test_nothing_changed_nothing_is_loaded(small: Desk) -> None:
    coach = small.bot.application.coach
    await small.look()
    await small.look()
    assert small.bot.application.coach is coach


async def test_an_answer_that_is_added_is_known_and_told(desk: Desk) -> None:
    chat = desk.bot.chat()
    await chat.send(FLURB)
    await chat.tap("Tell me when you know")
    desk.save("topics/flurbing.md", TOPIC)
    await desk.look()
    assert chat.text.startswith(f"You asked: “{FLURB}”")
    assert "flurb slowly" in chat.text
    boris = desk.bot.chat("Boris")
    await boris.send(FLURB)
    assert boris.text.startswith("Stand tall, then flurb slowly.")
    assert desk.told() == []
    (desk.folder / "topics/flurbing.md").unlink()
    await desk.look()
    await boris.send(FLURB)
    assert "not in my notes" in boris.text


async def test_faulty_content_is_told_once_and_the_old_one_stays_until_it_is_mended(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    chat = desk.bot.chat()
    coach = desk.bot.application.coach
    desk.save("topics/flurbing.md", TOPIC.replace("general", "hearsay"))
    with caplog.at_level(logging.ERROR):
        await desk.look()
    assert "topics/flurbing.md:3: " in caplog.text
    (told,) = desk.told()
    assert "topics/flurbing.md:3: " in told
    assert "has 1 faults" in told
    await desk.look()
    desk.save("topics/flurbing.md", "---\n<b>& no front matter")
    await desk.look()
    assert len(desk.told()) == 1, "however often it is saved"
    assert desk.bot.application.coach is coach
    await chat.send("no T-bar, what instead?")
    assert chat.text.startswith("Bent-over dumbbell row")
    desk.save("topics/flurbing.md", TOPIC)
    await desk.look()
    assert texts.CONTENT_MENDED in desk.told()[-1]
    await chat.send(FLURB)
    assert "flurb slowly" in chat.text


async def test_only_the_first_of_many_faults_are_told(small: Desk) -> None:
    for number in range(20):
        small.save(f"exercises/<b>{number}.md", "<b>not</b> & ready\n")
    await small.look()
    (told,) = small.told()
    assert "more; backday check names them all" in told
    assert len(told) < 1500


async def test_a_folder_that_is_gone_is_a_fault_like_any_other(small: Desk) -> None:
    away = small.folder.rename(small.folder.with_name("away"))
    await small.look()
    assert "no such content folder" in small.told()[0]
    away.rename(small.folder)
    await small.look()
    assert texts.CONTENT_MENDED in small.told()[-1]


async def test_what_is_still_being_written_does_not_matter(small: Desk) -> None:
    coach = small.bot.application.coach
    for end in range(0, len(TOPIC), 40):
        small.save("topics/flurbing.md", TOPIC[:end])
        await small.refresh.look()
    assert small.bot.application.coach is coach
    small.save("topics/flurbing.md", TOPIC)
    await small.look()
    assert small.told() == []
    await small.olga.send(FLURB)
    assert "flurb slowly" in small.olga.text


async def test_what_is_written_to_while_it_is_read_is_read_again(desk: Desk) -> None:
    coach = desk.bot.application.coach
    desk.save("topics/flurbing.md", TOPIC[:40])
    await desk.refresh.look()
    interval = sys.getswitchinterval()
    loading = asyncio.create_task(desk.refresh.look())
    while sys.getswitchinterval() == interval:  # noqa: ASYNC110 - it has not begun to read
        await asyncio.sleep(0)
    desk.save("topics/flurbing.md", TOPIC)
    await loading
    assert desk.told() == []
    assert desk.bot.application.coach is coach
    await desk.look()
    await desk.olga.send(FLURB)
    assert "flurb slowly" in desk.olga.text


async def test_what_editors_leave_beside_a_file_does_not_count(small: Desk) -> None:
    coach = small.bot.application.coach
    for name in (".rest.md.swp", "rest.md~", ".rest.md", "4913", "#rest.md#", "rest.md.tmp"):
        small.save(f"topics/{name}", "half a th")
    (small.folder / "topics/.#rest.md").symlink_to("erin@laptop.4711")
    await small.look()
    assert small.bot.application.coach is coach
    load_edition(small.folder)


async def test_a_save_by_renaming_is_seen_even_with_the_same_size(small: Desk) -> None:
    small.save("topics/flurbing.md", TOPIC)
    await small.look()
    other = small.folder / "topics/.flurbing.md.new"
    other.write_text(TOPIC.replace("slowly", "boldly"), "utf-8")
    other.replace(small.folder / "topics/flurbing.md")
    await small.look()
    await small.olga.send(FLURB)
    assert "flurb boldly" in small.olga.text


async def test_at_once_means_without_waiting_and_changed_or_not(small: Desk) -> None:
    coach = small.bot.application.coach
    await small.refresh.look(at_once=True)
    again = small.bot.application.coach
    assert again is not coach
    assert again.number > coach.number
    small.save("topics/flurbing.md", TOPIC)
    await small.refresh.look(at_once=True)
    await small.olga.send(FLURB)
    assert "flurb slowly" in small.olga.text


async def test_asking_for_it_says_the_faults_again(small: Desk) -> None:
    small.save("topics/flurbing.md", TOPIC.replace("general", "hearsay"))
    await small.look()
    await small.refresh.look(at_once=True)
    assert len(small.told()) == 2


async def test_watching_goes_on_until_it_is_cancelled(small: Desk) -> None:
    small.save("topics/flurbing.md", TOPIC)
    watching = asyncio.create_task(small.refresh.watch())
    coach = small.bot.application.coach
    small.refresh.at_once.set()
    async with asyncio.timeout(30):
        await small.olga.send(FLURB)
        while "flurb slowly" not in small.olga.text:
            await small.olga.send(FLURB)
    assert not watching.done()
    assert small.bot.application.coach is not coach
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    assert not small.refresh.at_once.is_set()


async def test_people_can_tap_while_it_loads(desk: Desk) -> None:
    """Nobody waits for the whole of it, and Python is left as it was."""
    chat = desk.bot.chat()
    await chat.send("/backday")
    await chat.tap("Start")
    interval = sys.getswitchinterval()
    loading = asyncio.create_task(desk.refresh.look(at_once=True))
    taps = 0
    while not loading.done():
        await chat.tap("+1 rep")
        taps += 1
    assert taps >= 3
    assert sys.getswitchinterval() == interval
    assert gc.isenabled()


async def test_the_content_before_is_let_go(small: Desk) -> None:
    await small.refresh.look(at_once=True)
    before = weakref.ref(small.bot.application.coach.library)
    await small.olga.send("no T-bar, what instead?")
    await small.refresh.look(at_once=True)
    await small.olga.send("/help")
    assert before() is None


async def test_the_content_before_is_let_go_whatever_failed_meanwhile(small: Desk) -> None:
    """An error, its traceback and the content hold each other; what is frozen so stays for ever."""
    await small.refresh.look(at_once=True)
    before = weakref.ref(small.bot.application.coach.library)
    gc.disable()
    small.bot.server.world.faults.fail(403, method="sendMessage")
    small.olga.person.send("/help")
    await small.bot.settled()
    await small.refresh.look(at_once=True)
    assert before() is None


def test_loading_that_fails_leaves_python_as_it_was(tmp_path: Path) -> None:
    interval = sys.getswitchinterval()
    with pytest.raises(ContentError):
        load_edition(tmp_path / "nowhere")
    assert sys.getswitchinterval() == interval
    assert gc.isenabled()


class TestWhatIsGone:
    """An exercise was in the plan, in answers and on buttons, and is in the content no more."""

    @pytest.fixture
    async def vanishing(self, desk: Desk) -> Desk:
        """The routine starts with an exercise of its own."""
        text = (desk.folder / "exercises/chest_supported_incline_row.md").read_text("utf-8")
        name = next(line for line in text.splitlines() if line.startswith("name:"))
        head, _, rest = text.partition(f"{name}\n")
        lines = [line for line in rest.splitlines() if not line.startswith(" " * 40)]
        start = next((n for n, line in enumerate(lines) if line.startswith("aliases:")), None)
        if start is not None:
            end = next(n for n in range(start + 1, len(lines)) if lines[n][:1].strip())
            del lines[start:end]
        body = "\n".join(lines)
        desk.save(f"exercises/{ROW}.md", f"{head}name: Flurb row\n{body}\n")
        workout = desk.folder / "workouts/v_taper.md"
        self.routine = workout.read_text("utf-8")
        changed = self.routine.replace("exercises: [t_bar_row", f"exercises: [{ROW}, t_bar_row")
        workout.write_text(changed, "utf-8")
        await desk.look()
        assert desk.told() == []
        return desk

    async def vanish(self, desk: Desk) -> None:
        (desk.folder / f"exercises/{ROW}.md").unlink()
        desk.save("workouts/v_taper.md", self.routine)
        await desk.look()
        assert desk.told() == []
        assert ROW not in desk.bot.application.coach.library.exercises

    async def test_the_session_goes_on(self, vanishing: Desk) -> None:
        chat = vanishing.bot.chat()
        await chat.send("/backday")
        await chat.tap("Start")
        assert "1/6 Flurb row" in chat.text
        await chat.send("20x10")
        await self.vanish(vanishing)
        await vanishing.bot.advance(minutes=5)
        assert "1/6 Flurb row" in chat.text, "its rest is over"
        await chat.tap("+1 rep")
        await chat.tap("How?")
        assert "no longer in my notes" in chat.text
        await chat.tap("Back to the set")
        await chat.tap("Taken")
        assert "I know no swap for Flurb row" in chat.text
        await chat.tap("Back")
        for question in ("what can I do instead?", "how heavy?", "and why?", FLURB):
            await chat.send(question)
            assert chat.text != texts.TROUBLE
        await chat.tap("Back to the set")
        await chat.tap("✓ Done")
        await chat.send("/undo")
        await chat.send("skip")
        assert "2/6 T-bar row" in chat.text
        await chat.send("/stop")
        assert "Flurb row: 20 kg × 10" in chat.text
        await chat.tap("Continue after all")
        assert "2/6 T-bar row" in chat.text
        await chat.send("show my progress")
        assert chat.text != texts.TROUBLE

    async def test_buttons_that_name_it_are_old(self, vanishing: Desk) -> None:
        chat = vanishing.bot.chat()
        await chat.send("/backday")
        await chat.tap("Start")
        await chat.tap("Taken")
        swaps = chat.last
        data = swaps.buttons[0][0].callback_data or ""
        await self.vanish(vanishing)
        chat.person.tap(data=f"how:{ROW}", message_id=swaps.id)
        await vanishing.bot.settled()
        assert chat.toast == texts.NOT_UNDERSTOOD_BUTTON
        chat.person.tap(data=f"{data.rpartition(':')[0]}:{ROW}", message_id=swaps.id)
        await vanishing.bot.settled()
        assert chat.toast == texts.TOASTS["stale"]
        assert "1/6 Flurb row" in chat.text

    async def test_what_was_talked_about_is_forgotten(self, vanishing: Desk) -> None:
        chat = vanishing.bot.chat()
        await chat.send("/start ex_flurb_row")
        assert "Flurb row" in chat.text
        await chat.send("how do I do the flurb row?")
        remembered = await vanishing.bot.database.run(
            lambda db: last_turn(db, chat.person.id, vanishing.bot.clock.now())
        )
        assert remembered.conversation.exercise == ROW
        await self.vanish(vanishing)
        for question in ("and which muscles?", "why?", "what instead of it?"):
            await chat.send(question)
            assert chat.text != texts.TROUBLE
        await chat.send("/start ex_flurb_row")
        assert "I coach one thing well" in chat.text

    async def test_a_button_with_a_question_asks_the_new_content(self, desk: Desk) -> None:
        chat = desk.bot.chat()
        await chat.send("how do I do the row?")
        choice = chat.buttons[0][0]
        await desk.refresh.look(at_once=True)
        await chat.tap(choice)
        assert "From:" in chat.text

    async def test_equipment_that_is_gone_does_no_harm(self, desk: Desk) -> None:
        chat = desk.bot.chat()
        await chat.send("/start")
        gyms, gone = desk.bot.application.coach.gyms, frozenset({"flurb_stand"})
        await gyms.note(chat.person.id, Situation(lacks=gone), desk.bot.clock.now())
        for said in ("/settings", "no T-bar, what instead?", "/backday"):
            await chat.send(said)
            assert chat.text != texts.TROUBLE
        await chat.tap("Start")
        await chat.tap("Taken")
        assert "One tap swaps it" in chat.text
