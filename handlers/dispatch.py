"""What is due is claimed, sent and settled: by one process of all, at the pace of the budget."""

import logging
import time
from datetime import timedelta
from functools import partial

from telegram.error import Forbidden, RetryAfter, TelegramError, TimedOut
from telegram.ext import JobQueue

from bot.coach.agenda import AnswerDue, Claimed, ReminderDue, RestOver, SummaryDue
from bot.domain.due import Fate
from bot.storage.database import UnavailableError
from handlers.context import CoachApplication, CoachContext
from handlers.sender import seconds_to_wait
from handlers.unsure import UnsureError
from handlers.views import answers, card, week
from handlers.views import reminders as reminder_views

INTERVAL = 1.0
"""Seconds: a rest should ring when it is over."""
AHEAD = 1.5
"""Seconds of sending that are claimed: more than a tick, so that no turn is left out, and little
enough that a kill leaves few under a lease."""
_log = logging.getLogger(__name__)


def schedule_tick(queue: "JobQueue[CoachContext]") -> None:
    """One job, whatever the number of people; a late one runs late rather than not at all."""
    options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    queue.run_repeating(tick, INTERVAL, first=0, name="tick", job_kwargs=options)


async def tick(context: CoachContext) -> None:
    """Starts to send what is due and has a turn soon; nobody waits for anybody else's chat."""
    ours, agenda = context.ours, context.coach.agenda
    ours.metrics.ticked()
    await keep_tally(ours)
    rows = 1
    while rows and await agenda.leads():
        room = context.sender.budget.room(AHEAD, time.monotonic())
        claim = await agenda.claim(context.now(), room)
        for (kind, fate), number in claim.tally.items():
            ours.metrics.deliveries.labels(kind, fate).inc(number)
        for each in claim.to_send:
            ours.outbox.start(_deliver(each, context))
        rows = claim.rows
        ours.metrics.ticked()


async def keep_tally(application: CoachApplication) -> None:
    """Writes down what came of what was sent since the last time."""
    tally = application.outbox.take_tally()
    if not tally:
        return
    try:
        await application.coach.agenda.count(tally, application.clock.now())
    except UnavailableError:
        application.outbox.give_back(tally)
        raise


async def _deliver(claimed: Claimed, context: CoachContext) -> None:
    """One failure never holds up the next."""
    kind = claimed.due.kind
    try:
        fate = await _delivered(claimed, context)
    except UnavailableError as error:
        _log.warning("a %s may come again: %s", kind, error)
        return
    context.ours.outbox.count(kind, fate)
    context.ours.metrics.deliveries.labels(kind, fate).inc()


async def _delivered(claimed: Claimed, context: CoachContext) -> Fate:
    """What came of it; what was refused is tried again later."""
    row, agenda = claimed.due, context.coach.agenda
    try:
        message = await _send(claimed, context)
    except Forbidden:
        await context.coach.people.blocked(row.person, context.now())
        return Fate.UNREACHABLE
    except (TimedOut, UnsureError) as error:
        _log.warning("a %s may not have been sent: %s", row.kind, error)
        if isinstance(claimed, RestOver):  # one that may have rung does not ring again
            await agenda.settle(claimed, context.now())
        else:
            await agenda.postpone(row, context.now())
        return Fate.FAILED
    except RetryAfter as error:
        _log.warning("a %s could not be sent: %s", row.kind, error)
        await agenda.postpone(row, context.now(), timedelta(seconds=seconds_to_wait(error)))
        return Fate.FAILED
    except TelegramError as error:
        _log.warning("a %s could not be sent: %s", row.kind, error)
        await agenda.postpone(row, context.now())
        return Fate.FAILED
    except Exception:  # noqa: BLE001 - the next row must not wait for this one
        _log.exception("a %s failed", row.kind)
        await agenda.postpone(row, context.now())
        return Fate.FAILED
    await agenda.settle(claimed, context.now())
    if isinstance(claimed, RestOver) and message is not None:
        await _catch_up(claimed, message, context)
    late = isinstance(claimed, ReminderDue) and claimed.meant_for is not None
    return Fate.LATE if late else Fate.SENT


async def _send(claimed: Claimed, context: CoachContext) -> int | None:
    """The id of the message, where there was something to say to somebody."""
    coach, library = context.coach, context.coach.library
    post = partial(context.sender.post, claimed.due.person, patient=False)
    person = await coach.people.find(claimed.due.person)
    if person is None:
        return None
    zone = coach.people.zone_of(person)
    match claimed:
        case RestOver():
            reply = card.rest_over(claimed.outcome, library, person)
            sent = await post(reply, ring=claimed.rings)
        case ReminderDue():
            plan = await coach.training.overview(person.id)
            sent = await post(reminder_views.came(claimed, plan, library, zone), in_turn=True)
        case SummaryDue():
            sent = await post(week.summary(claimed.review, library), ring=False, in_turn=True)
        case AnswerDue():
            given = await coach.gaps.answer(claimed)
            if given is None:
                return None
            reply = answers.told(claimed.question, given, library)
            reply = await context.with_way_back(person.id, reply)
            sent = await post(reply, ring=False, in_turn=True)
    return sent.message_id


async def _catch_up(claimed: RestOver, message: int, context: CoachContext) -> None:
    """Whoever went on while what rings was on its way finds there how things stand by now."""
    coach, shown = context.coach, claimed.outcome.session
    while True:
        stands = await coach.training.stands(claimed.due.person, shown.id)
        if stands is None or stands.session == shown:
            return
        person = await coach.people.find(claimed.due.person)
        if person is None:
            return
        shown = stands.session
        reply = card.card(stands, coach.library, person, coach.people.zone_of(person))
        try:
            message = await context.sender.revise(person.id, message, reply)
        except TelegramError as error:
            _log.info("message %s shows how it was before: %s", message, error)
            return
