"""A running bot: start through an outage, serve until told to stop, finish what is in hand."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import SettingsError
from bot.storage import answers, deliveries, gaps, inbox
from bot.storage.database import Database, UnavailableError
from handlers.context import CoachApplication
from handlers.dispatch import keep_tally
from handlers.health import Health
from handlers.intake import ALLOWED_UPDATES, Intake
from handlers.lanes import LONGEST_PAUSE
from handlers.menu import introduce
from handlers.refresh import Refresh
from handlers.transport import Transport
from handlers.webhook import MOST_CONNECTIONS, Hook, Receiver

GRACE = 8.0
"""Seconds that what is in hand, of updates and of the tick, gets to finish at a stop."""
LONGEST_STOP = 11
"""Seconds from a signal to the end, whatever hangs: a thread of a driver may wait for a server that
is gone. What was not committed then is in the inbox, or due, still."""
_LAST_MOMENT = 0.1
"""Seconds that the tick gets at least, when the updates have used up the grace."""
_PRUNE_EVERY = 3600.0
_UNKNOWN_TOKEN = "Telegram does not know this BOT_TOKEN."  # noqa: S105 - a sentence
_log = logging.getLogger(__name__)


async def username_of(token: str, api_url: str, proxy: str | None = None) -> str:
    """The name of the bot behind a token, or a SettingsError where Telegram does not tell it."""
    transport = Transport(1, proxy=proxy)
    base = f"{api_url}/bot"
    bot = Bot(token, base_url=base, request=transport, get_updates_request=transport)
    try:
        async with bot:
            return bot.username
    except InvalidToken:
        raise SettingsError(_UNKNOWN_TOKEN) from None
    except TelegramError as error:
        raise SettingsError(f"Telegram does not tell the bot's name: {error}") from None


async def serve(
    application: CoachApplication,
    database: Database,
    refresh: Refresh,
    stop: asyncio.Event,
    hook: Hook | None = None,
    health_at: tuple[str, int] | None = None,
) -> None:
    """Serves until `stop` is set; a SettingsError where Telegram does not know the token.

    Updates come by the hook, or by polling where there is none. `health_at` is the host and port
    where the process tells how it is.
    """
    health = Health(application, database)
    try:
        if health_at is not None:
            await health.start(*health_at)
        if await _initialized(application, stop):
            await _serve(application, database, refresh, stop, hook)
    finally:
        await health.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
        await application.bot.shutdown()  # which the application leaves out if it never got ready


async def _initialized(application: CoachApplication, stop: asyncio.Event) -> bool:
    """Whether Telegram has told who we are before `stop` was set."""
    starting = asyncio.create_task(_get_ready(application))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        starting.cancel()
        await asyncio.wait({starting})
        return False
    await starting
    return True


async def _serve(
    application: CoachApplication,
    database: Database,
    refresh: Refresh,
    stop: asyncio.Event,
    hook: Hook | None,
) -> None:
    bot = application.bot.id
    await database.run(lambda connection: inbox.serve_as(connection, bot))
    await application.start()
    await _until(application, database, refresh, stop, hook)


async def _get_ready(application: CoachApplication) -> None:
    await _initialize(application)
    try:
        await introduce(application)
    except TelegramError as error:
        _log.warning("the command menu was not set: %s", error)


async def _initialize(application: CoachApplication) -> None:
    """Asks who we are until Telegram answers."""
    pause = 1.0
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise SettingsError(_UNKNOWN_TOKEN) from None
        except TelegramError as error:
            _log.warning("Telegram cannot be reached yet: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            _log.info("serving @%s", application.bot.username)
            if not application.bot.supports_inline_queries:
                _log.warning("inline mode is off: /setinline of @BotFather switches it on")
            return


async def _until(
    application: CoachApplication,
    database: Database,
    refresh: Refresh,
    stop: asyncio.Event,
    hook: Hook | None,
) -> None:
    intake = Intake(application, database)
    await intake.recover(alone=hook is None)
    updates = _polled(application, intake) if hook is None else _posted(application, intake, hook)
    tasks = {
        asyncio.create_task(updates),
        asyncio.create_task(_prune(application, database)),
        asyncio.create_task(refresh.watch()),
        asyncio.create_task(stop.wait()),
    }
    if database.shared:
        tasks.add(asyncio.create_task(intake.watch()))
    done, running = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await _finish(application, intake)
    for task in done:
        task.result()


async def _finish(application: CoachApplication, intake: Intake) -> None:
    """Waits for what is in hand, but never longer than the grace: a call may hang.

    What is cut off is in the inbox or due still, so the next start takes it up.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + GRACE
    await intake.finish(GRACE)
    try:
        async with asyncio.timeout_at(max(end, loop.time() + _LAST_MOMENT)):
            await application.stop()
            await application.outbox.idle()
            with contextlib.suppress(UnavailableError):
                await keep_tally(application)
    except TimeoutError:
        _log.warning("not everything could be finished within %.0f seconds", GRACE)
        await application.outbox.cut()
        assert application.job_queue is not None
        await application.job_queue.stop(wait=False)


async def _polled(application: CoachApplication, intake: Intake) -> None:
    await _insist(lambda: application.bot.delete_webhook(drop_pending_updates=False))
    await intake.poll()


async def _posted(application: CoachApplication, intake: Intake, hook: Hook) -> None:
    """A SettingsError where the hook is of no use."""
    receiver = Receiver(hook, intake.take_one, application.metrics)
    await receiver.start()
    try:
        await _insist(
            lambda: application.bot.set_webhook(
                hook.url,
                certificate=hook.self_signed,
                max_connections=MOST_CONNECTIONS,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
                secret_token=hook.secret,
            )
        )
        _log.info("Telegram posts updates to the webhook")
        await asyncio.Event().wait()
    finally:
        await receiver.stop()


async def _insist(call: Callable[[], Awaitable[object]]) -> None:
    """Calls until Telegram answers; a SettingsError where it refuses the webhook."""
    pause = 1.0
    while True:
        try:
            await call()
        except BadRequest as error:
            raise SettingsError(f"Telegram refuses the webhook: {error.message}") from None
        except (NetworkError, RetryAfter) as error:
            _log.warning("Telegram was not told of the webhook yet: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        except TelegramError as error:
            _log.warning("Telegram was not told of the webhook: %s", error)
            return
        else:
            return


async def _prune(application: CoachApplication, database: Database) -> None:
    while True:
        now = application.clock.now()
        await database.run(partial(inbox.prune, now=now))
        await database.run(partial(answers.prune, now=now))
        await database.run(partial(gaps.prune, now=now))
        await database.run(partial(deliveries.prune, now=now))
        await asyncio.sleep(_PRUNE_EVERY)
