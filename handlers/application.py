"""The Application: handlers in order, and the tick."""

from collections.abc import Sequence

from telegram.ext import ApplicationBuilder, ContextTypes

from bot.clock import Clock
from bot.coach import Coach
from handlers import (
    ask,
    errors,
    exercises,
    gaps,
    groups,
    gyms,
    inline,
    reminders,
    settings,
    start,
    tick,
    unhandled,
    workout,
)
from handlers.context import CoachApplication, CoachContext, Handler
from handlers.sender import PAUSES, Sender

HANDLERS: tuple[Handler, ...] = (
    *inline.HANDLERS,
    *groups.HANDLERS,
    *start.HANDLERS,
    *workout.HANDLERS,
    *reminders.HANDLERS,
    *settings.HANDLERS,
    *gyms.HANDLERS,
    *exercises.HANDLERS,
    *ask.HANDLERS,
    *unhandled.HANDLERS,
)


def build_application(
    token: str,
    api_url: str,
    coach: Coach,
    clock: Clock,
    operators: frozenset[int] = frozenset(),
    pauses: Sequence[float] = PAUSES,
) -> CoachApplication:
    """Not started yet; `api_url` is the base of a Bot API server without its /bot part.

    `operators` are Telegram ids of who looks after the content; `pauses` are the seconds before
    each further try of a call that failed.

    It has no Updater: updates come in through `handlers.intake`.
    """
    builder = ApplicationBuilder()
    application = (
        builder.application_class(CoachApplication)
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .context_types(ContextTypes(context=CoachContext))
        .updater(None)
        .connection_pool_size(16)
        .pool_timeout(10)
        .build()
    )
    assert isinstance(application, CoachApplication)
    application.coach = coach
    application.clock = clock
    application.answered, application.unsent = set(), set()
    application.sender = Sender(application.bot, coach.people, pauses)
    application.operators = operators
    application.add_handlers((*gaps.handlers(operators), *HANDLERS))
    application.add_error_handler(errors.on_error)
    assert application.job_queue is not None
    tick.schedule_tick(application.job_queue)
    return application
