"""The printed codes: they are read back from the page, as a phone would."""

import os
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from bot.demo import DemoServer
from bot.errors import SheetError
from bot.qr_sheet import CALL, Sign, draw_sheet
from content.library import Library
from tests.bot_process import BotProcess
from tests.running_bot import TOKEN, RunningBot

SIGN = Sign("T-bar row", "https://t.me/backday_bot?start=ex_t_bar_row")


def read(pdf: bytes) -> list[list[str]]:
    """The addresses of the codes, page by page."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=2).to_pil() for page in document]
        return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages]


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


def links(keys: Iterable[str]) -> set[str]:
    return {f"https://t.me/backday_bot?start=ex_{key}" for key in keys}


async def drawn(folder: Path, *arguments: str) -> bytes:
    """What `backday qr` writes."""
    file = folder / "codes.pdf"
    process = BotProcess(folder, "qr", "--out", str(file), *arguments)
    assert await process.run() == 0, process.log
    return file.read_bytes()


def font_of(letters: str, file: Path) -> Path:
    """A TrueType font with empty shapes for these letters and a space."""
    names = {ord(letter): f"letter{ord(letter)}" for letter in {*letters, " "}}
    order = [".notdef", *names.values()]
    builder = FontBuilder(unitsPerEm=1000)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: Glyph() for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular", "psName": "Small"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(file)
    return file


async def test_the_routine_is_printed_and_every_code_can_be_scanned(
    tmp_path: Path, library: Library
) -> None:
    pdf = await drawn(tmp_path, "--bot", "@backday_bot")
    (page,) = read(pdf)
    assert len(page) == 5
    assert set(page) == links(library.workout.exercises)
    for key in library.workout.exercises:
        assert library.exercises[key].name in words(pdf)
    assert words(pdf).count(CALL) == words(pdf).count("@backday_bot") == 5


async def test_all_exercises_are_printed_once_each(tmp_path: Path, library: Library) -> None:
    pages = read(await drawn(tmp_path, "--bot", "backday_bot", "--all"))
    assert [len(page) for page in pages[:-1]] == [6] * (len(pages) - 1)
    assert {code for page in pages for code in page} == links(library.exercises)


async def test_only_what_is_named_is_printed(tmp_path: Path) -> None:
    named = ("--exercise", "pull_up", "t_bar_row", "--exercise", "pull_up")
    (page,) = read(await drawn(tmp_path, "--bot", "backday_bot", *named))
    assert sorted(page) == sorted(links(("pull_up", "t_bar_row")))


async def test_a_scanned_code_opens_the_exercise(bot: RunningBot, tmp_path: Path) -> None:
    ((address,),) = read(await drawn(tmp_path, "--bot", "backday_bot", "--exercise", "pull_up"))
    chat = bot.chat()
    chat.person.follow(address)
    await bot.settled()
    assert chat.text.startswith("Pull-up\nWorks the")


async def test_the_token_tells_the_name(tmp_path: Path, server: DemoServer) -> None:
    file = tmp_path / "codes.pdf"
    process = BotProcess(
        tmp_path, "qr", "--out", str(file), BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url
    )
    assert await process.run() == 0, process.log
    assert process.log.strip() == f"5 codes for @backday_bot: {file}"
    assert "@backday_bot" in words(file.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name it with --bot NAME, or set BOT_TOKEN"),
        (("--bot", "a bot"), "a bot is no username"),
        (("--bot", "bröt_bot"), "bröt_bot is no username"),
        (("--bot", "b_bot", "--exercise", "t_bar"), "no exercise t_bar. The nearest is t_bar_row."),
        (("--bot", "b_bot", "--out", "no/such/folder.pdf"), "no/such/folder.pdf cannot be written"),
        (("--bot", "b_bot", "--font", "none.ttf"), "The font none.ttf cannot be used"),
        (("--bot", "b_bot", "--font", __file__), "cannot be used"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_written(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    process = BotProcess(tmp_path, "qr", *arguments)
    assert await process.run() == 2
    assert said in process.log
    assert "Traceback" not in process.log
    assert [file for file in os.listdir(tmp_path) if file.endswith(".pdf")] == []  # noqa: PTH208


async def test_a_token_that_nobody_knows_is_said(tmp_path: Path, server: DemoServer) -> None:
    process = BotProcess(tmp_path, "qr", BOT_TOKEN="999:wrong", TELEGRAM_API_URL=server.url)
    assert await process.run() == 2
    assert "Telegram does not know this BOT_TOKEN" in process.log
    away = BotProcess(tmp_path, "qr", BOT_TOKEN=TOKEN, TELEGRAM_API_URL="http://127.0.0.1:9")
    assert await away.run() == 2
    assert "Telegram does not tell the bot's name" in away.log
    assert "Traceback" not in away.log


@pytest.mark.parametrize(
    "name", ["Row", "Very long name of a row " * 24, "W" * 600, "Row (50% & <b>)", "Zürich"]
)
def test_any_name_leaves_the_code_readable(name: str) -> None:
    signs = [Sign(name, f"{SIGN.address}_{number}") for number in range(7)]
    first, second = read(draw_sheet(signs, "backday_bot"))
    assert (len(first), len(second)) == (6, 1)


def test_the_longest_link_can_be_read() -> None:
    longest = Sign("Row", f"https://t.me/{'b' * 32}?start={'x' * 64}")
    assert read(draw_sheet([longest], "b" * 32)) == [[longest.address]]


def test_letters_that_the_font_lacks_are_named(tmp_path: Path) -> None:
    sign = Sign("Přítah", SIGN.address)
    with pytest.raises(SheetError, match=r"“Přítah” cannot be printed.*--font"):
        draw_sheet([sign], "backday_bot")
    small = font_of(CALL + "@backday_bot", tmp_path / "small.ttf")
    with pytest.raises(SheetError, match="no letters for: P í ř"):
        draw_sheet([sign], "backday_bot", small)
    enough = font_of(CALL + "@backday_bot" + sign.name, tmp_path / "enough.ttf")
    assert read(draw_sheet([sign], "backday_bot", enough)) == [[SIGN.address]]
