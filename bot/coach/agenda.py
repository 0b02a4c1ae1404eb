"""What is due: claimed under a lease, turned into something to send, then settled."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.coach.reminders import let_pass
from bot.domain.action import Notice, Outcome
from bot.domain.due import Due, DueKind, Fate, Tally, retry_at
from bot.domain.gap import tell_at
from bot.domain.gym import Gym
from bot.domain.habit import Silence, Verdict, heard, proposal, proposed, verdict
from bot.domain.person import local
from bot.domain.reminder import LATEST, About, Off, ReminderRule, too_late
from bot.domain.week import WEEK, Review, review
from bot.storage import deliveries, due, gaps, gyms, people, questions, reminders, sessions
from bot.storage.connection import Connection
from bot.storage.database import Database

BATCH = 20
"""Rows of a claim: people who tap wait for one of them at most."""
LATE = timedelta(minutes=5)
"""A reminder later than this says when it was meant for."""
QUIET = timedelta(minutes=2)
"""A rest that ended longer ago than this does not ring any more."""
OVER = timedelta(hours=12)
"""Nor is it told."""
WARMING_UP = timedelta(hours=1)
"""Whoever began a session so lately is at it, also before the first set."""
HELD = timedelta(hours=1)
"""While a red flag is in force, an answer is put off by so much."""


@dataclass(frozen=True)
class RestOver:
    """The session goes on; `rings` unless the rest ended long ago."""

    due: Due
    outcome: Outcome
    rings: bool


@dataclass(frozen=True)
class ReminderDue:
    """`meant_for` is when it should have come, where that was a while ago.

    `asks`: nobody has answered for two weeks, so a question takes the place of the reminder.
    `rule` comes at an hour from which it was put off to the hour `proposal` several times.
    """

    due: Due
    meant_for: datetime | None = None
    asks: bool = False
    rule: ReminderRule | None = None
    proposal: time | None = None


@dataclass(frozen=True)
class SummaryDue:
    """The look back at the week, in which the person trained."""

    due: Due
    review: Review


@dataclass(frozen=True)
class AnswerDue:
    """The content has an answer that the person waits for; `gyms` are the places they train at."""

    due: Due
    question: str
    gyms: tuple[Gym, ...]


Claimed = RestOver | ReminderDue | SummaryDue | AnswerDue


@dataclass(frozen=True)
class Claim:
    """`rows` were claimed; what of them has to be sent, and what came of the others."""

    rows: int
    to_send: tuple[Claimed, ...]
    tally: Tally


class Agenda:
    def __init__(self, database: Database, default_zone: str) -> None:
        self._database = database
        self._default_zone = default_zone

    async def leads(self) -> bool:
        """Whether this process is the one of all that sends what is due."""
        return await self._database.leads()

    async def claim(self, now: datetime, room: int = BATCH) -> Claim:
        """What has to be sent now: the ends of rests, and as much else as there is `room` for.

        The end of a rest is not claimed again: it comes at most once."""

        def unit(connection: Connection) -> Claim:
            rows = due.claim(connection, now, BATCH, min(room, BATCH))
            fates = [(row, _prepare(connection, row, now, self._default_zone)) for row in rows]
            tally = Counter((row.kind, fate) for row, fate in fates if isinstance(fate, Fate))
            deliveries.add(connection, tally, now)
            to_send = tuple(fate for _, fate in fates if not isinstance(fate, Fate | None))
            return Claim(len(rows), to_send, tally)

        return await self._database.run(unit)

    async def count(self, tally: Tally, now: datetime) -> None:
        """Keeps what came of what was sent."""
        await self._database.run(lambda connection: deliveries.add(connection, tally, now))

    async def settle(self, claimed: Claimed, now: datetime) -> None:
        """It was sent: a reminder moves on to its next occurrence and waits for an answer, a snooze
        is over."""

        def unit(connection: Connection) -> None:
            _settle(connection, claimed.due, now)
            if isinstance(claimed, ReminderDue):
                _await_answer(connection, claimed, now)

        await self._database.run(unit, claimed.due.person)

    async def postpone(self, row: Due, now: datetime, wait: timedelta = timedelta()) -> None:
        """It was refused, so it is tried again: after `wait`, if Telegram named one."""
        until = retry_at(now, row.attempts)
        if row.kind in (DueKind.REMINDER, DueKind.SNOOZE) and now < row.due_at + LATEST:
            until = min(until, row.due_at + LATEST)  # a last try before it is too late
        until = max(until, now + wait)
        await self._database.run(
            lambda connection: due.postpone(connection, row, until), row.person
        )


def _prepare(
    connection: Connection, row: Due, now: datetime, default_zone: str
) -> Claimed | Fate | None:
    """What has to be sent; a fate where it is settled without; None where it is put off."""
    who = people.find(connection, row.person)
    silent = (
        who is None
        or who.blocked_at is not None
        or questions.alarm_in_force(connection, row.person, now) is not None
    )
    if row.kind is DueKind.REST:
        session = sessions.find(connection, row.session or "", row.person)
        if silent or session is None or session.step is None or now - row.due_at > OVER:
            due.settle(connection, row.id)
            return Fate.UNNEEDED
        return RestOver(row, Outcome(session, Notice.RESUMED), now - row.due_at <= QUIET)
    if row.kind is DueKind.ANSWER:
        return _prepare_answer(connection, row, now)
    stored = reminders.find(connection, row.rule) if row.rule else None
    if stored is not None and stored.about is About.SUMMARY:
        return _prepare_summary(connection, row, now, silent=silent)
    training = _training(connection, row, now, (who and who.zone) or default_zone)
    if silent or training or too_late(row.due_at, now):
        _settle(connection, row, now)
        if silent or training:
            return Fate.UNNEEDED
        people.note_missed(connection, row.person, row.due_at)
        return Fate.DROPPED
    meant_for = row.due_at if now - row.due_at > LATE else None
    if stored is None or row.kind is DueKind.SNOOZE:
        return ReminderDue(row, meant_for)
    silence = heard(stored.silence, sessions.last_started(connection, row.person))
    if (found := verdict(silence, now)) is Verdict.PAUSE:
        due.settle(connection, row.id)
        reminders.save(connection, replace(stored, off=Off.PAUSED, silence=Silence()))
        people.note_silent(connection, row.person, now)
        return Fate.UNNEEDED
    if found is Verdict.ASK:
        return ReminderDue(row, meant_for, asks=True, rule=stored.rule)
    hour = proposal(stored.habit, stored.rule.at)
    return ReminderDue(row, meant_for, rule=stored.rule, proposal=hour)


def _prepare_summary(
    connection: Connection, row: Due, now: datetime, *, silent: bool
) -> SummaryDue | Fate:
    """Who has not trained is left in peace."""
    found = review(sessions.lifted_since(connection, row.person, now - 2 * WEEK), now)
    late = too_late(row.due_at, now)
    if silent or late or not found.sessions:
        _settle(connection, row, now)
        return Fate.DROPPED if late else Fate.UNNEEDED
    return SummaryDue(row, found)


def _await_answer(connection: Connection, sent: ReminderDue, now: datetime) -> None:
    """From the first reminder that nobody answers."""
    row = sent.due
    stored = reminders.find(connection, row.rule) if row.rule else None
    if stored is None or row.kind is DueKind.SNOOZE:
        return
    silence = heard(stored.silence, sessions.last_started(connection, row.person))
    silence = Silence(silence.since or row.due_at, now if sent.asks else silence.asked_at)
    habit = proposed(stored.habit, sent.proposal) if sent.proposal else stored.habit
    reminders.save(connection, replace(stored, silence=silence, habit=habit))


def _prepare_answer(connection: Connection, row: Due, now: datetime) -> AnswerDue | Fate | None:
    who = people.find(connection, row.person)
    gap = gaps.find(connection, row.question or "")
    if who is None or gap is None or gap.wanted_at is None:
        due.settle(connection, row.id)
        return Fate.UNNEEDED
    if who.blocked_at is not None:
        due.settle(connection, row.id)
        gaps.reopen(connection, gap.id)
        return Fate.UNNEEDED
    at = tell_at(gaps.told_lately(connection, who.id, gap.id, now), now)
    if questions.alarm_in_force(connection, who.id, now) is not None:
        at = now + HELD
    if at > now:
        due.postpone(connection, row, at)
        return None
    gaps.mark_told(connection, gap.id, now)
    return AnswerDue(row, gap.question, gyms.all_of(connection, who.id))


def _settle(connection: Connection, row: Due, now: datetime) -> None:
    changed_meanwhile = due.find(connection, row.id) is None
    due.settle(connection, row.id)
    if row.kind is DueKind.REMINDER and not changed_meanwhile:
        let_pass(connection, row, max(row.due_at, now - LATEST))


def _training(connection: Connection, row: Due, now: datetime, zone: str) -> bool:
    """Whether the person is training, or has trained on this day: then nobody needs reminding."""
    begun = sessions.open_session(connection, row.person)
    if begun is not None and now - begun.started_at < WARMING_UP:
        return True
    midnight = local(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return sessions.has_trained(connection, row.person, midnight)
