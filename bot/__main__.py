"""The command `backday`: run the bot; check the content and ask it; list what it could not answer;
back the database up, restore and move it; print codes for gym walls."""

import argparse
import asyncio
import logging
import os
import re
import signal
import sys
import zoneinfo
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import tzdata
from rapidfuzz import fuzz, process

from bot.clock import Clock
from bot.coach import build_coach, open_coach
from bot.coach.zone_data import follow_zone_data
from bot.demo import DemoServer
from bot.domain.budget import Budget
from bot.edition import Edition, load_edition
from bot.errors import BackDayError, SettingsError, SheetError
from bot.logs import configure_logging
from bot.settings import Settings, read_settings
from bot.storage.backup import back_up, restore
from bot.storage.move import copied
from bot.storage.serving import serving
from bot.storage.url import is_known, open_database, reading, writing
from content.checks.content import check_content
from content.conversation import Conversation
from content.errors import ContentError
from content.library import Library
from content.loader import load_library, packaged_content
from content.models import Exercise
from content.trace import trace
from handlers.application import build_application
from handlers.links import address, to_exercise
from handlers.refresh import Refresh
from handlers.service import LONGEST_STOP, serve, username_of
from handlers.webhook import Hook, derived_secret

_DEMO_TOKEN = "1:local"  # noqa: S105 - of the page on this machine, which has no secret
_STDIN = 0
_FAULTY = 1
_UNUSABLE = 2
_log = logging.getLogger(__name__)


def main() -> None:
    """Exit code 0; 1 where the content has faults; 2 where settings or database are unusable."""
    zoneinfo.reset_tzpath([])  # the pinned tzdata package, not whatever the system has
    arguments = _parser().parse_args()
    try:
        settings = read_settings()
        sys.exit(arguments.command(settings, arguments))
    except ContentError as error:
        print(f"The content has {len(error.faults)} faults:", file=sys.stderr)
        print(error, file=sys.stderr)
        sys.exit(_FAULTY)
    except BackDayError as error:
        print(error, file=sys.stderr)
        sys.exit(_UNUSABLE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backday", description=__doc__)
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(title="commands")
    run = commands.add_parser("run", help="serve Telegram, or the chat page where no token is set")
    run.set_defaults(command=_run)
    check = commands.add_parser("check", help="name every fault of the content, with file and line")
    check.add_argument("folder", nargs="?", type=Path, help="another folder than CONTENT_DIR")
    check.set_defaults(command=_check)
    ask = commands.add_parser("ask", help="answer a question as the chat would")
    ask.add_argument("question", nargs="+")
    ask.add_argument("--explain", action="store_true", help="what was recognised, and why")
    ask.set_defaults(command=_ask)
    listing = commands.add_parser("unanswered", help="list what the content could not answer")
    listing.set_defaults(command=_unanswered)
    saving = commands.add_parser("backup", help="write all of the database to a file")
    saving.add_argument("file", metavar="FILE", type=Path)
    saving.add_argument("--force", action="store_true", help="replace a file that is there")
    saving.set_defaults(command=_back_up)
    restoring = commands.add_parser("restore", help="fill an empty database from a backup")
    restoring.add_argument("file", metavar="FILE", type=Path)
    restoring.add_argument(
        "--force", action="store_true", help="put a SQLite database that is there aside"
    )
    restoring.set_defaults(command=_restore)
    moving = commands.add_parser("move-database", help="carry a database over to an empty one")
    moving.add_argument("old", metavar="FROM", type=_database, help="as in DATABASE_URL")
    moving.add_argument("new", metavar="TO", type=_database)
    moving.set_defaults(command=_move)
    codes = commands.add_parser("qr", help="draw a sheet of QR codes for gym walls, as PDF")
    codes.add_argument("--bot", metavar="NAME", help="the bot's username; else BOT_TOKEN tells it")
    which = codes.add_mutually_exclusive_group()
    which.add_argument(
        "--exercise", metavar="KEY", nargs="+", action="extend", help="else those of the routine"
    )
    which.add_argument("--all", action="store_true", help="every exercise")
    codes.add_argument("--out", metavar="FILE", type=Path, default=Path("backday-qr.pdf"))
    codes.add_argument(
        "--font", metavar="FILE", type=Path, help="TrueType, for names that are not in Latin-1"
    )
    codes.set_defaults(command=_qr)
    return parser


def _folder(settings: Settings) -> Path:
    return settings.content_dir or packaged_content()


def _library(settings: Settings) -> Library:
    return load_library(_folder(settings))


def _edition(settings: Settings) -> Edition:
    return load_edition(_folder(settings), settings.cache_dir)


def _check(settings: Settings, arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder or _folder(settings)
    library = check_content(folder)
    print(f"{len(library.exercises)} exercises, {len(library.topics)} topics: no faults.")
    return 0


def _ask(settings: Settings, arguments: argparse.Namespace) -> int:
    answerer, question = _edition(settings).answerer, " ".join(arguments.question)
    if arguments.explain:
        print(*trace(answerer.heard(question), answerer.library), "", sep="\n")
    print(answerer.answer(question, Conversation()).text)
    return 0


def _unanswered(settings: Settings, _arguments: argparse.Namespace) -> int:
    edition = _edition(settings)

    async def listed() -> None:
        database = await open_database(settings.database_url.get_secret_value())
        zone = settings.default_timezone
        coach = build_coach(database, edition.library, edition.answerer, zone)
        try:
            for group in await coach.gaps.groups():
                last, waiting = group.last, group.waiting
                facts = [last.reason, f"{last.asked_at:%Y-%m-%d}"]
                if waiting:
                    facts.append(f"{waiting} waiting")
                print(f"{group.times} × {group.question} ({', '.join(facts)})")
        finally:
            await database.close()

    asyncio.run(listed())
    return 0


def _database(url: str) -> str:
    if not is_known(url):
        raise argparse.ArgumentTypeError("sqlite:/// and a path, or postgresql://… is needed")
    return url


def _move(_settings: Settings, arguments: argparse.Namespace) -> int:
    with reading(arguments.old) as old, writing(arguments.new) as new:
        moved = copied(old, new)
    for table, content in moved.items():
        print(f"{table}: {content}")
    print("All of it was moved: each table has the same rows and the same checksum on both sides.")
    return 0


def _back_up(settings: Settings, arguments: argparse.Namespace) -> int:
    file: Path = arguments.file
    back_up(settings.database_url.get_secret_value(), file, replace=arguments.force)
    print(f"{file}: {file.stat().st_size} bytes, read back whole.")
    return 0


def _restore(settings: Settings, arguments: argparse.Namespace) -> int:
    url = settings.database_url.get_secret_value()
    aside = restore(url, arguments.file, replace=arguments.force)
    print("The backup was restored.")
    if aside is not None:
        print(f"What was there before is {aside} now.")
    return 0


def _qr(settings: Settings, arguments: argparse.Namespace) -> int:
    from bot.qr_sheet import Sign, draw_sheet  # noqa: PLC0415 - no other command needs to draw

    library = _library(settings)
    every = sorted(library.exercises, key=lambda key: library.exercises[key].name)
    keys = every if arguments.all else arguments.exercise or library.workout.exercises
    bot = _bot_name(settings, arguments.bot)
    signs = [
        Sign(_exercise(library, key).name, address(bot, to_exercise(key)))
        for key in dict.fromkeys(keys)
    ]
    out: Path = arguments.out
    try:
        out.write_bytes(draw_sheet(signs, bot, arguments.font))
    except OSError as error:
        raise SheetError(f"{out} cannot be written: {error.strerror}") from None
    print(f"{len(signs)} codes for @{bot}: {out}")
    return 0


def _exercise(library: Library, key: str) -> Exercise:
    if key not in library.exercises:
        nearest, *_ = process.extractOne(key, library.exercises.keys(), scorer=fuzz.ratio)
        raise SheetError(f"There is no exercise {key}. The nearest is {nearest}.")
    return library.exercises[key]


def _bot_name(settings: Settings, given: str | None) -> str:
    if given is not None:
        name = given.removeprefix("@")
        if not re.fullmatch(r"[A-Za-z]\w{3,31}", name, re.ASCII):
            raise SettingsError(f"{given} is no username: 4 to 32 of A-Z, a-z, 0-9 and _.")
        return name
    if settings.bot_token is None:
        raise SettingsError("Codes lead to a bot: name it with --bot NAME, or set BOT_TOKEN.")
    token = settings.bot_token.get_secret_value()
    return asyncio.run(username_of(token, settings.telegram_api_url, settings.proxy))


def _run(settings: Settings, _arguments: argparse.Namespace) -> int:
    token = settings.bot_token.get_secret_value() if settings.bot_token else None
    configure_logging(settings.log_level, token, settings.log_format)
    asyncio.run(_serve(settings, _edition(settings), token))
    return 0


async def _serve(settings: Settings, edition: Edition, token: str | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop_soon() -> None:
        signal.alarm(LONGEST_STOP)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop_soon)
    async with AsyncExitStack() as stack:
        where = settings.database_url.get_secret_value()
        stack.enter_context(serving(where))
        database = await open_database(where)
        stack.push_async_callback(database.close)
        clock = Clock()
        if token is None:
            page = await _page(settings, clock)
            stack.push_async_callback(page.stop)
            token, url, proxy, hook = _DEMO_TOKEN, page.url, None, None
        else:
            url, proxy = settings.telegram_api_url, settings.proxy
            hook = _hook(settings, token)
        moved = await follow_zone_data(database, tzdata.IANA_VERSION, clock.now())
        if moved:
            _log.info("time zone data %s moved %s reminders", tzdata.IANA_VERSION, moved)
        zone = settings.default_timezone
        application = build_application(
            token,
            url,
            await open_coach(database, edition.library, edition.answerer, zone),
            clock,
            settings.operator_ids,
            proxy=proxy,
            budget=Budget(settings.sends_per_second),
        )
        refresh = Refresh(application, database, zone, _folder(settings), edition.files)
        del edition  # the next one takes its place in memory, too
        loop.add_signal_handler(signal.SIGHUP, _on_hangup(stop, refresh.at_once))
        port = settings.metrics_port
        health_at = (settings.metrics_host, port) if port is not None else None
        await serve(application, database, refresh, stop, hook, health_at)


def _hook(settings: Settings, token: str) -> Hook | None:
    """None: the bot polls."""
    if settings.webhook_url is None:
        return None
    given = settings.webhook_secret
    return Hook(
        url=settings.webhook_url,
        secret=given.get_secret_value() if given else derived_secret(token),
        host=settings.webhook_host,
        port=settings.webhook_port,
        certificate=settings.webhook_cert,
        key=settings.webhook_key,
    )


def _on_hangup(stop: asyncio.Event, reload: asyncio.Event) -> Callable[[], None]:
    """SIGHUP asks for the content anew; but a terminal that is closed sends it, too: that ends."""
    in_terminal = os.isatty(_STDIN)

    def hung_up() -> None:
        closed = in_terminal and not os.isatty(_STDIN)
        (stop if closed else reload).set()

    return hung_up


async def _page(settings: Settings, clock: Clock) -> DemoServer:
    """The chat page, with the chats it had before."""
    page = DemoServer(_DEMO_TOKEN, clock, state_file=settings.chats_file)
    try:
        await page.start(port=settings.page_port)
    except OSError:
        raise SettingsError(
            f"Port {settings.page_port} is in use, perhaps by another BackDay. "
            "Stop that one, or set PAGE_PORT."
        ) from None
    print(f"No BOT_TOKEN is set, so the chat is on this machine: {page.url}", flush=True)
    return page


if __name__ == "__main__":
    main()
