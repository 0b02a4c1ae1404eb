"""What is due: nobody gets it before its time, nobody gets it twice, nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.domain.due import LEASE, REST_LEASE, Due, DueKind, retry_at
from bot.domain.gap import Gap
from bot.domain.reminder import ReminderRule
from bot.domain.session import Session
from bot.storage import due, gaps, people, reminders, sessions
from bot.storage.connection import Connection
from bot.storage.reminders import StoredRule
from tests.databases import Databases

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
ANNA, BEN = 1, 2


def prepare(connection: Connection) -> None:
    """Two people, each with a session and a weekly rule."""
    weekly = ReminderRule(frozenset({0}), time(18), "Etc/UTC")
    for person in (ANNA, BEN):
        people.greet(connection, person, NOW)
        sessions.add(connection, Session(f"s{person}", person, "back", (), (), 0, NOW))
        reminders.add(connection, StoredRule(f"r{person}", person, weekly))
        gaps.keep(connection, Gap(f"q{person}", person, "legs?", "unknown", NOW), 1)


@pytest.fixture
def connection(databases: Databases) -> Iterator[Connection]:
    with databases.migrated() as connection:
        prepare(connection)
        yield connection


def snooze(due_id: str, at: datetime = NOW, person: int = ANNA) -> Due:
    return Due(due_id, DueKind.SNOOZE, person, at)


def rest(due_id: str, at: datetime = NOW, person: int = ANNA) -> Due:
    return Due(due_id, DueKind.REST, person, at, session=f"s{person}")


def answer(due_id: str, at: datetime = NOW, person: int = ANNA) -> Due:
    return Due(due_id, DueKind.ANSWER, person, at, question=f"q{person}")


def reminder(due_id: str, at: datetime = NOW, person: int = ANNA) -> Due:
    return Due(due_id, DueKind.REMINDER, person, at, rule=f"r{person}")


def claimed(connection: Connection, now: datetime, limit: int = 20) -> list[str]:
    """So many rests at most, and so many others."""
    return [each.id for each in due.claim(connection, now, limit, limit)]


class TestClaiming:
    def test_nothing_comes_before_its_time(self, connection: Connection) -> None:
        due.put(connection, snooze("a", NOW))
        assert claimed(connection, NOW - SECOND) == []
        assert due.claim(connection, NOW, 20, 20) == [snooze("a", NOW)]

    def test_what_was_claimed_is_not_claimed_again(self, connection: Connection) -> None:
        due.put(connection, snooze("a"))
        assert claimed(connection, NOW) == ["a"]
        assert claimed(connection, NOW) == []
        assert claimed(connection, NOW + LEASE - SECOND) == []

    def test_a_claim_that_was_not_settled_comes_again(self, connection: Connection) -> None:
        due.put(connection, snooze("a"))
        claimed(connection, NOW)
        (again,) = due.claim(connection, NOW + LEASE, 20, 20)
        assert (again.id, again.due_at, again.attempts) == ("a", NOW, 1)

    def test_what_is_settled_never_comes_again(self, connection: Connection) -> None:
        due.put(connection, snooze("a"))
        claimed(connection, NOW)
        due.settle(connection, "a")
        assert due.find(connection, "a") is None
        assert claimed(connection, NOW + 10 * LEASE) == []

    def test_what_is_postponed_comes_then_and_still_knows_when_it_was_due(
        self, connection: Connection
    ) -> None:
        due.put(connection, snooze("a"))
        claimed(connection, NOW)
        due.postpone(connection, snooze("a"), NOW + 5 * MINUTE)
        assert claimed(connection, NOW + 5 * MINUTE - SECOND) == []
        (again,) = due.claim(connection, NOW + 5 * MINUTE, 20, 20)
        assert again.due_at == NOW

    def test_what_waits_longest_comes_first_and_no_more_than_asked_for(
        self, connection: Connection
    ) -> None:
        due.put(connection, answer("a", NOW))
        due.put(connection, snooze("b", NOW - MINUTE))
        due.put(connection, reminder("c", NOW - 2 * MINUTE))
        assert claimed(connection, NOW, limit=2) == ["c", "b"]
        assert claimed(connection, NOW, limit=2) == ["a"]

    def test_ends_of_rests_wait_for_nothing_else(self, connection: Connection) -> None:
        due.put(connection, reminder("a", NOW - MINUTE))
        due.put(connection, rest("b", NOW))
        due.put(connection, rest("c", NOW, BEN))
        assert [each.id for each in due.claim(connection, NOW, 20, 0)] == ["b", "c"]
        assert [each.id for each in due.claim(connection, NOW, 20, 1)] == ["a"]


class TestOneOfEach:
    def test_a_person_has_one_snooze(self, connection: Connection) -> None:
        due.put(connection, snooze("a", NOW + MINUTE))
        due.put(connection, snooze("b", NOW))
        due.put(connection, snooze("c", NOW, BEN))
        assert claimed(connection, NOW + MINUTE) == ["b", "c"]

    def test_a_rule_has_one_reminder(self, connection: Connection) -> None:
        due.put(connection, reminder("a", NOW))
        due.put(connection, reminder("b", NOW + MINUTE))
        due.put(connection, reminder("c", NOW + MINUTE, BEN))
        assert claimed(connection, NOW + MINUTE) == ["b", "c"]

    def test_a_session_has_one_rest(self, connection: Connection) -> None:
        due.put(connection, rest("a", NOW))
        due.put(connection, rest("b", NOW + MINUTE))
        assert due.rest_until(connection, "s1") == NOW + MINUTE
        assert due.rest_until(connection, "s2") is None
        assert claimed(connection, NOW + MINUTE) == ["b"]

    def test_a_question_has_one_answer(self, connection: Connection) -> None:
        due.put(connection, answer("a", NOW))
        due.put(connection, answer("b", NOW))
        due.put(connection, answer("c", NOW, BEN))
        assert claimed(connection, NOW) == ["b", "c"]

    def test_kinds_do_not_replace_each_other(self, connection: Connection) -> None:
        for each in (snooze("a"), rest("b"), reminder("c"), answer("d")):
            due.put(connection, each)
        assert claimed(connection, NOW) == ["b", "a", "c", "d"]

    def test_ending_one_leaves_the_others(self, connection: Connection) -> None:
        for person in (ANNA, BEN):
            due.put(connection, snooze(f"snooze{person}", NOW, person))
            due.put(connection, rest(f"rest{person}", NOW, person))
            due.put(connection, reminder(f"reminder{person}", NOW, person))
        due.end_rest(connection, "s1")
        due.end_snooze(connection, BEN)
        assert claimed(connection, NOW) == ["rest2", "reminder1", "reminder2", "snooze1"]

    def test_a_replaced_row_that_is_settled_late_does_no_harm(self, connection: Connection) -> None:
        due.put(connection, reminder("a"))
        claimed(connection, NOW)
        due.put(connection, reminder("b", NOW + MINUTE))
        due.settle(connection, "a")
        due.postpone(connection, reminder("a"), NOW)
        assert claimed(connection, NOW + MINUTE) == ["b"]

    def test_a_row_goes_with_its_rule_and_its_person(self, connection: Connection) -> None:
        due.put(connection, reminder("a"))
        due.put(connection, rest("b", NOW, BEN))
        connection.execute("DELETE FROM reminder_rules WHERE id = 'r1'")
        people.forget(connection, BEN)
        assert claimed(connection, NOW) == []


def test_each_failure_waits_longer_but_never_too_long() -> None:
    waits = [retry_at(NOW, attempts) - NOW for attempts in range(200)]
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)


def due_kind(connection: Connection, key: str) -> DueKind | None:
    row = due.find(connection, key)
    return row.kind if row else None


class TwoWorkers(RuleBasedStateMachine):
    """Two processes claim, settle, postpone and crash as they like."""

    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.connection = self.open.enter_context(self.databases.migrated())
        prepare(self.connection)
        self.now = NOW
        self.made = 0
        self.leased: dict[str, datetime] = {}
        self.waiting: dict[str, datetime] = {}

    def teardown(self) -> None:
        self.open.close()

    @rule(make=st.sampled_from([snooze, rest, reminder, answer]), minutes=st.integers(-2, 5))
    def put(self, make: Callable[[str, datetime], Due], minutes: int) -> None:
        self.made += 1
        made = make(f"d{self.made:04}", self.now + minutes * MINUTE)
        due.put(self.connection, made)
        self.waiting = {
            key: at
            for key, at in self.waiting.items()
            if (known := due.find(self.connection, key)) and known.kind is not made.kind
        }
        self.waiting[made.id] = made.due_at

    @rule(limit=st.integers(1, 3))
    def claim(self, limit: int) -> None:
        got = claimed(self.connection, self.now, limit)
        ready = [key for key, at in self.waiting.items() if at <= self.now]
        assert set(got) <= set(ready)
        rests = [key for key in ready if due_kind(self.connection, key) is DueKind.REST]
        assert len(got) == min(limit, len(rests)) + min(limit, len(ready) - len(rests))
        for key in got:
            assert self.leased.get(key, self.now) <= self.now, "two have it at once"
            lease = REST_LEASE if key in rests else LEASE
            self.leased[key] = self.waiting[key] = self.now + lease

    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        if held := sorted(self.leased.keys() & self.waiting.keys()):
            key = data.draw(st.sampled_from(held))
            due.settle(self.connection, key)
            del self.waiting[key], self.leased[key]

    @rule(seconds=st.integers(1, 90))
    def time_goes_on(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = self.connection.all("SELECT id FROM due")
        assert {row["id"] for row in rows} == self.waiting.keys()


def test_two_workers(databases: Databases) -> None:
    class Workers(TwoWorkers):
        pass

    Workers.databases = databases
    run_state_machine_as_test(Workers)
