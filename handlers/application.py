"""The Application: handlers in order, and the dispatch of what is due."""

from collections.abc import Sequence

from telegram.ext import ApplicationBuilder, ContextTypes

from bot.clock import Clock
from bot.coach import Coach
from bot.domain.budget import Budget
from bot.domain.pace import Pace
from bot.metrics import Metrics
from handlers import (
    ask,
    calendar,
    dispatch,
    errors,
    exercises,
    gaps,
    gate,
    groups,
    gyms,
    inline,
    notices,
    reminder_buttons,
    reminders,
    settings,
    start,
    stats,
    unhandled,
    week,
    workout,
    zones,
)
from handlers.context import CoachApplication, CoachContext, Handler
from handlers.journal import Journal
from handlers.lanes import MOST_AT_ONCE
from handlers.outbox import Outbox
from handlers.sender import PAUSES, Sender
from handlers.transport import Transport

HANDLERS: tuple[Handler, ...] = (
    *inline.HANDLERS,
    *groups.HANDLERS,
    *start.HANDLERS,
    *workout.HANDLERS,
    *reminders.HANDLERS,
    *reminder_buttons.HANDLERS,
    *zones.HANDLERS,
    *calendar.HANDLERS,
    *week.HANDLERS,
    *settings.HANDLERS,
    *gyms.HANDLERS,
    *exercises.HANDLERS,
    *ask.HANDLERS,
    *unhandled.HANDLERS,
)

CONNECTIONS = MOST_AT_ONCE + 16
"""One for each person whose update is handled, one for the poll, some for what the tick sends."""


def build_application(
    token: str,
    api_url: str,
    coach: Coach,
    clock: Clock,
    operators: frozenset[int] = frozenset(),
    pauses: Sequence[float] = PAUSES,
    proxy: str | None = None,
    pace: Pace = Pace(),  # noqa: B008 - it is frozen
    budget: Budget | None = None,
) -> CoachApplication:
    """Not started yet; `api_url` is the base of a Bot API server without its /bot part.

    `operators` are Telegram ids of who looks after the content; `pauses` are the seconds before
    each further try of a call that failed. `proxy` is the address of an HTTP proxy to Telegram.
    `pace` is how fast each person may go, `budget` how fast the bot may.

    It has no Updater: updates come in through `handlers.intake`.
    """
    metrics = Metrics()
    transport = Transport(CONNECTIONS, proxy=proxy, metrics=metrics)
    builder = ApplicationBuilder()
    application = (
        builder.application_class(CoachApplication)
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .context_types(ContextTypes(context=CoachContext))
        .updater(None)
        .request(transport)
        .get_updates_request(transport)
        .build()
    )
    assert isinstance(application, CoachApplication)
    application.coach = coach
    application.clock = clock
    application.answered, application.unsent = set(), set()
    application.sender = Sender(application.bot, coach.people, pauses, budget or Budget())
    application.outbox = Outbox()
    application.operators = operators
    application.metrics = metrics
    application.journal = Journal(token)
    application.add_handler(gate.handler(pace), group=-1)
    application.add_handlers((*gaps.handlers(operators), *stats.handlers(operators), *HANDLERS))
    application.add_handler(notices.AFTERWARDS, group=1)
    application.add_handler(zones.AFTERWARDS, group=2)
    application.add_error_handler(errors.on_error)
    assert application.job_queue is not None
    dispatch.schedule_tick(application.job_queue)
    return application
