"""The one tick: what is due is claimed, sent and settled."""

import asyncio
import logging
from datetime import timedelta

from telegram.error import Forbidden, RetryAfter, TelegramError, TimedOut
from telegram.ext import JobQueue

from bot.coach.agenda import AnswerDue, Claimed, ReminderDue, RestOver
from handlers.context import CoachContext
from handlers.sender import seconds_to_wait
from handlers.views import answers, card
from handlers.views import reminders as reminder_views

INTERVAL = 1.0
"""Seconds: a rest should ring when it is over."""
_log = logging.getLogger(__name__)


def schedule_tick(queue: "JobQueue[CoachContext]") -> None:
    """One job, whatever the number of people; a late one runs late rather than not at all."""
    options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    queue.run_repeating(tick, INTERVAL, first=0, name="tick", job_kwargs=options)


async def tick(context: CoachContext) -> None:
    """Sends everything that is due; nobody waits for anybody else's chat."""
    context.ours.metrics.ticked()
    while claimed := await context.coach.agenda.claim(context.now()):
        await asyncio.gather(*(_handle(each, context) for each in claimed))
        context.ours.metrics.ticked()


async def _handle(claimed: Claimed, context: CoachContext) -> None:
    """One failure never holds up the next; what was refused is tried again later."""
    row, agenda = claimed.due, context.coach.agenda
    try:
        await _send(claimed, context)
    except Forbidden:
        await context.coach.people.blocked(row.person, context.now())
    except TimedOut as error:
        _log.warning("a %s may not have been sent: %s", row.kind, error)
        if not isinstance(claimed, RestOver):  # a rest that may have rung does not ring again
            await agenda.postpone(row, context.now())
    except TelegramError as error:
        _log.warning("a %s could not be sent: %s", row.kind, error)
        wait = seconds_to_wait(error) if isinstance(error, RetryAfter) else 0
        await agenda.postpone(row, context.now(), timedelta(seconds=wait))
    except Exception:  # noqa: BLE001 - the next row must not wait for this one
        _log.exception("a %s failed", row.kind)
        await agenda.postpone(row, context.now())
    else:
        await agenda.settle(row, context.now())


async def _send(claimed: Claimed, context: CoachContext) -> None:
    coach, library = context.coach, context.coach.library
    person = await coach.people.find(claimed.due.person)
    if person is None:
        return
    zone = coach.people.zone_of(person)
    match claimed:
        case RestOver():
            reply = card.rest_over(claimed.outcome, library, person)
            await context.sender.post(person.id, reply, ring=claimed.rings, patient=False)
        case ReminderDue():
            plan = await coach.training.overview(person.id)
            due = claimed.due
            reply = reminder_views.due(due.due_at, claimed.meant_for, plan, library, zone)
            await context.sender.post(person.id, reply, patient=False)
        case AnswerDue():
            given = await coach.gaps.answer(claimed)
            if given is not None:
                reply = answers.told(claimed.question, given, library)
                reply = await context.with_way_back(person.id, reply)
                await context.sender.post(person.id, reply, ring=False, patient=False)
