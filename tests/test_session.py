"""What the presses and words of one session come to, told by the pure decisions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.action import (
    LONGEST_REST,
    MOST_REPS,
    Action,
    Aim,
    Correct,
    Done,
    EndRest,
    ExtendRest,
    Note,
    Notice,
    Outcome,
    Restore,
    Skip,
    Stop,
    Swap,
    Undo,
    apply,
)
from bot.domain.load import Load, Unit
from bot.domain.session import Effort, Noted, PlannedExercise, Session, Step
from bot.storage import people, sessions
from bot.storage.connection import Connection
from tests.databases import Databases

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
REST = timedelta(seconds=150)

Plan = tuple[PlannedExercise, ...]
Deed = tuple[Action, int | None]
"""An action, and the typed message that asks for it; None: a button."""


def kilos(amount: str) -> Load:
    return Load(Decimal(amount), Unit.KG)


def planned(exercise: str, sets: int = 2, load: Load | None = None) -> PlannedExercise:
    return PlannedExercise(exercise, sets, 6, 12, REST, Effort(9, load))


def session_of(*plan: PlannedExercise) -> Session:
    return Session("a1b2c3d4e5", 1, "back", plan, (), 0, NOW)


@pytest.fixture
def session() -> Session:
    return session_of(planned("row", load=kilos("40")), planned("pulldown"))


def played(session: Session, *actions: Action) -> Session:
    for action in actions:
        session = apply(session, action, NOW).session
    return session


def step_of(session: Session) -> Step:
    assert session.step is not None
    return session.step


class TestSets:
    def test_a_session_begins_with_the_first_set_of_the_first_exercise(
        self, session: Session
    ) -> None:
        step = step_of(session)
        assert (step.slot, step.number, step.planned.exercise) == (0, 1, "row")
        assert step.target == Effort(9, kilos("40"))

    def test_done_logs_the_target_and_lets_the_rest_run(self, session: Session) -> None:
        outcome = apply(session, Done(), NOW)
        assert outcome.notice is Notice.LOGGED
        assert [each.effort for each in outcome.session.logged] == [Effort(9, kilos("40"))]
        assert outcome.rest_until == NOW + REST
        assert step_of(outcome.session).number == 2

    def test_whoever_wants_no_rests_gets_none(self, session: Session) -> None:
        assert apply(session, Done(), NOW, resting=False).rest_until is None

    def test_typed_numbers_win_and_their_load_is_the_next_target(self, session: Session) -> None:
        session = played(session, Done(Effort(7, kilos("42.5"))))
        assert session.logged[0].effort == Effort(7, kilos("42.5"))
        assert step_of(session).target == Effort(9, kilos("42.5"))

    def test_typed_reps_alone_keep_the_load(self, session: Session) -> None:
        session = played(session, Done(Effort(7)))
        assert session.logged[0].effort == Effort(7, kilos("40"))

    def test_the_last_set_of_an_exercise_leads_to_the_next_exercise(self, session: Session) -> None:
        step = step_of(played(session, Done(), Done()))
        assert (step.slot, step.number, step.planned.exercise) == (1, 1, "pulldown")
        assert step.target == Effort(9)

    def test_the_last_set_of_all_ends_the_session_without_a_rest(self, session: Session) -> None:
        outcome = apply(played(session, Done(), Done(), Done()), Done(), NOW)
        assert (outcome.notice, outcome.rest_until) == (Notice.FINISHED, None)
        assert outcome.session.ended_at == NOW
        assert outcome.session.step is None

    def test_a_message_logs_only_once(self, session: Session) -> None:
        first = apply(session, Done(Effort(8)), NOW, message=70)
        again = apply(first.session, Done(Effort(8)), NOW, message=70)
        assert again.notice is Notice.ALREADY_DONE
        assert again.session == first.session

    def test_a_typed_undo_happens_only_once(self, session: Session) -> None:
        logged = played(session, Done(), Done())
        first = apply(logged, Undo(), NOW, message=71)
        again = apply(first.session, Undo(), NOW, message=71)
        assert again.notice is Notice.ALREADY_DONE
        assert len(again.session.logged) == 1

    def test_an_edited_message_corrects_its_set(self, session: Session) -> None:
        logged = apply(session, Done(Effort(8)), NOW, message=70).session
        outcome = apply(logged, Correct(Effort(12)), NOW, message=70)
        assert outcome.notice is Notice.CORRECTED
        assert [each.effort.reps for each in outcome.session.logged] == [12]
        again = apply(outcome.session, Correct(Effort(12)), NOW, message=70)
        assert again.notice is Notice.ALREADY_DONE

    def test_after_the_end_nothing_more_is_logged(self, session: Session) -> None:
        stopped = played(session, Stop())
        for action in (Done(), Aim(1), Skip(), Note("late"), Stop(), EndRest(), Restore()):
            assert apply(stopped, action, NOW) == Outcome(stopped, Notice.ENDED)


class TestTarget:
    def test_aiming_moves_reps_and_load(self, session: Session) -> None:
        session = played(session, Aim(reps=1), Aim(load_steps=1))
        assert step_of(session).target == Effort(10, kilos("42.5"))

    def test_an_exercise_without_a_load_takes_the_one_that_is_chosen(
        self, session: Session
    ) -> None:
        session = played(session, Skip(), Aim(load_steps=3), Aim(load=kilos("20")))
        assert step_of(session).target == Effort(9, kilos("20"))

    @pytest.mark.parametrize(("reps", "target"), [(-50, 1), (500, MOST_REPS)])
    def test_reps_stay_within_what_is_possible(
        self, session: Session, reps: int, target: int
    ) -> None:
        assert step_of(played(session, Aim(reps=reps))).target.reps == target

    def test_what_was_aimed_at_holds_for_the_following_sets(self, session: Session) -> None:
        session = played(session, Aim(reps=2), Done())
        assert step_of(session).target == Effort(11, kilos("40"))

    def test_what_was_aimed_at_ends_with_the_exercise(self, session: Session) -> None:
        assert step_of(played(session, Aim(reps=2), Skip())).target == Effort(9)


class TestSwaps:
    def test_another_exercise_takes_the_place(self, session: Session) -> None:
        session = played(session, Swap(planned("seal_row")))
        assert step_of(session).planned.exercise == "seal_row"
        assert session.original(0) == "row"
        assert step_of(session).target == Effort(9)

    def test_sets_done_before_the_swap_count(self, session: Session) -> None:
        session = played(session, Done(), Swap(planned("seal_row")))
        assert step_of(session).number == 2

    def test_restoring_brings_the_planned_one_back_with_its_load(self, session: Session) -> None:
        swapped = played(session, Swap(planned("seal_row")))
        outcome = apply(swapped, Restore(), NOW)
        assert outcome.notice is Notice.RESTORED
        assert step_of(outcome.session).target == Effort(9, kilos("40"))
        assert outcome.session.original(0) is None

    def test_there_is_nothing_to_restore_where_nothing_was_swapped(self, session: Session) -> None:
        assert apply(session, Restore(), NOW) == Outcome(session, Notice.STALE)

    def test_skipping_goes_on_with_the_next_exercise(self, session: Session) -> None:
        outcome = apply(played(session, Done()), Skip(), NOW, rest_until=NOW + REST)
        assert (outcome.notice, outcome.rest_until) == (Notice.SKIPPED, None)
        assert step_of(outcome.session).slot == 1

    def test_skipping_the_last_exercise_ends_the_session(self, session: Session) -> None:
        outcome = apply(played(session, Skip()), Skip(), NOW)
        assert (outcome.notice, outcome.session.ended_at) == (Notice.FINISHED, NOW)


class TestUndo:
    def test_it_takes_back_the_last_set(self, session: Session) -> None:
        outcome = apply(played(session, Done()), Undo(), NOW)
        assert outcome.notice is Notice.UNDONE
        assert outcome.session == replace(session, version=2)

    def test_it_takes_back_a_swap(self, session: Session) -> None:
        undone = played(session, Done(), Swap(planned("seal_row")), Undo())
        assert step_of(undone).planned.exercise == "row"
        assert len(undone.logged) == 1

    def test_it_takes_back_a_skip(self, session: Session) -> None:
        assert step_of(played(session, Skip(), Undo())).slot == 0

    def test_it_takes_back_the_set_that_finished_the_session(self, session: Session) -> None:
        finished = played(session, Done(), Done(), Done(), Done())
        outcome = apply(finished, Undo(), NOW)
        assert outcome.session.ended_at is None
        assert (step_of(outcome.session).slot, step_of(outcome.session).number) == (1, 2)
        assert outcome.session.version == finished.version + 1

    def test_it_takes_back_a_stop_and_nothing_else(self, session: Session) -> None:
        stopped = played(session, Done(), Stop())
        undone = played(stopped, Undo())
        assert undone.ended_at is None
        assert undone.facts == stopped.facts

    def test_notes_stay(self, session: Session) -> None:
        undone = played(session, Done(), Note("left shoulder clicks"), Undo())
        assert [each.text for each in undone.facts if isinstance(each, Noted)] == [
            "left shoulder clicks"
        ]
        assert undone.logged == ()

    def test_at_the_beginning_there_is_nothing_to_undo(self, session: Session) -> None:
        assert apply(session, Undo(), NOW) == Outcome(session, Notice.NOTHING_TO_UNDO)


class TestRests:
    def test_a_rest_is_made_longer_from_its_end(self, session: Session) -> None:
        outcome = apply(session, ExtendRest(MINUTE), NOW, rest_until=NOW + MINUTE)
        assert outcome.rest_until == NOW + 2 * MINUTE

    def test_a_rest_that_is_over_starts_again_from_now(self, session: Session) -> None:
        outcome = apply(session, ExtendRest(MINUTE), NOW, rest_until=NOW - MINUTE)
        assert outcome.rest_until == NOW + MINUTE

    def test_no_rest_is_endless(self, session: Session) -> None:
        outcome = apply(session, ExtendRest(30 * MINUTE), NOW, rest_until=NOW + MINUTE)
        assert outcome.rest_until == NOW + LONGEST_REST

    def test_going_on_ends_the_rest_and_changes_nothing_else(self, session: Session) -> None:
        outcome = apply(session, EndRest(), NOW, rest_until=NOW + MINUTE)
        assert outcome == Outcome(session, Notice.REST_CHANGED)

    @pytest.mark.parametrize("action", [Aim(1), Note("ok"), Swap(planned("seal_row"))])
    def test_a_rest_runs_on_through_changes_of_plan(self, session: Session, action: Action) -> None:
        assert apply(session, action, NOW, rest_until=NOW + MINUTE).rest_until == NOW + MINUTE


loads = st.builds(
    Load,
    st.decimals(min_value=Decimal("0.01"), max_value=1000, places=2),
    st.sampled_from(Unit),
)
efforts = st.builds(Effort, st.integers(1, MOST_REPS), st.none() | loads)
plans_of_one = st.builds(
    PlannedExercise,
    exercise=st.sampled_from(["row", "pulldown", "pullover", "seal_row"]),
    sets=st.integers(1, 4),
    reps_low=st.just(6),
    reps_high=st.just(12),
    rest=st.integers(30, 300).map(lambda seconds: timedelta(seconds=seconds)),
    target=efforts,
    last=st.lists(efforts, max_size=3).map(tuple),
)
plans = st.lists(plans_of_one, min_size=1, max_size=3).map(tuple)
typed = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
"""Without NUL, which PostgreSQL cannot keep: storage puts another character in its place."""
done = st.builds(Done, st.none() | efforts)
aims = st.builds(Aim, st.integers(-3, 3), st.integers(-3, 3), st.none() | loads)
actions = st.one_of(
    done,
    done,
    aims,
    st.builds(Swap, plans_of_one),
    st.sampled_from([Restore(), Skip(), Undo(), Stop(), EndRest(), ExtendRest(MINUTE)]),
    st.builds(Note, typed),
)
sequences = st.lists(st.tuples(actions, st.none() | st.integers(1, 5)), max_size=30)


def as_coached(session: Session, action: Action) -> Action:
    """A swap keeps the number of sets, as the coach asks for it."""
    step = session.step
    if isinstance(action, Swap) and step is not None:
        return Swap(replace(action.planned, sets=step.planned.sets))
    return action


@dataclass(frozen=True)
class Happened:
    """An action, the session and the rest before it, and what came of it."""

    before: Session
    rest: datetime | None
    action: Action
    now: datetime
    outcome: Outcome

    @property
    def session(self) -> Session:
        return self.outcome.session


def told(plan: Plan, sequence: Iterable[Deed]) -> Iterator[Happened]:
    """The story of a session, action by action."""
    session, now = session_of(*plan), NOW
    rest: datetime | None = None
    for each, message in sequence:
        now += timedelta(seconds=40)
        action = as_coached(session, each)
        outcome = apply(session, action, now, rest_until=rest, message=message)
        yield Happened(session, rest, action, now, outcome)
        session, rest = outcome.session, outcome.rest_until


def end_of(plan: Plan, sequence: Iterable[Deed]) -> Session:
    session = session_of(*plan)
    for happened in told(plan, sequence):
        session = happened.session
    return session


def notes(session: Session) -> list[Noted]:
    return [fact for fact in session.facts if isinstance(fact, Noted)]


@given(plans, sequences)
def test_the_version_counts_the_changes(plan: Plan, sequence: list[Deed]) -> None:
    for each in told(plan, sequence):
        changed = replace(each.session, version=each.before.version) != each.before
        assert each.session.version == each.before.version + changed


@given(plans, sequences)
def test_a_session_goes_on_until_everything_is_done_or_skipped_or_it_ended(
    plan: Plan, sequence: list[Deed]
) -> None:
    for each in told(plan, sequence):
        session = each.session
        open_slots = []
        for slot in range(len(plan)):
            left = session.at(slot).sets - len(session.sets_at(slot))
            assert left >= 0
            if left and not session.skipped(slot):
                open_slots.append(slot)
        assert (session.step is None) == (session.ended_at is not None or not open_slots)
        assert (session.step is None) == (session.ended_at is not None)


@given(plans, sequences)
def test_a_typed_message_is_one_set_at_most(plan: Plan, sequence: list[Deed]) -> None:
    for each in told(plan, sequence):
        messages = [a_set.message for a_set in each.session.logged if a_set.message is not None]
        assert len(messages) == len(set(messages))


@given(plans, sequences)
def test_no_note_is_ever_lost(plan: Plan, sequence: list[Deed]) -> None:
    for each in told(plan, sequence):
        before = notes(each.before)
        assert notes(each.session)[: len(before)] == before


@given(plans, sequences)
def test_only_a_set_or_more_rest_starts_a_rest(plan: Plan, sequence: list[Deed]) -> None:
    for each in told(plan, sequence):
        rest = each.outcome.rest_until
        if rest is None or rest == each.rest:
            continue
        assert isinstance(each.action, Done | ExtendRest)
        assert each.now < rest <= each.now + LONGEST_REST
        assert each.session.step is not None


@given(plans, sequences, done)
def test_undo_gives_back_what_was_there_before_the_set(
    plan: Plan, sequence: list[Deed], action: Done
) -> None:
    before = end_of(plan, sequence)
    logged = apply(before, action, NOW)
    assume(logged.notice in {Notice.LOGGED, Notice.FINISHED})
    undone = apply(logged.session, Undo(), NOW)
    assert undone.session == replace(before, version=before.version + 2)
    assert undone.session.step == before.step


@given(plans, sequences)
def test_undoing_again_and_again_comes_to_an_end(plan: Plan, sequence: list[Deed]) -> None:
    session = end_of(plan, sequence)
    kept = notes(session)
    for _ in range(len(session.facts) + 1):
        session = apply(session, Undo(), NOW).session
    assert apply(session, Undo(), NOW).notice is Notice.NOTHING_TO_UNDO
    assert session.logged == ()
    assert notes(session) == kept


@contextmanager
def stored(databases: Databases, session: Session) -> Iterator[Connection]:
    """A database that holds the session and whose it is."""
    with databases.migrated() as connection:
        people.greet(connection, session.person, NOW)
        sessions.add(connection, session)
        yield connection


@pytest.mark.both_databases
@given(plan=plans, sequence=sequences)
def test_what_is_saved_is_found_again(
    databases: Databases, plan: Plan, sequence: list[Deed]
) -> None:
    session = session_of(*plan)
    with stored(databases, session) as connection:
        for each in told(plan, sequence):
            if each.session != each.before:
                assert sessions.save(connection, each.before, each.session)
            assert sessions.find(connection, session.id, session.person) == each.session


@pytest.mark.both_databases
@given(plan=plans, first=sequences, second=sequences)
def test_of_two_that_saw_the_same_version_only_the_first_is_kept(
    databases: Databases, plan: Plan, first: list[Deed], second: list[Deed]
) -> None:
    session = session_of(*plan)
    one, other = end_of(plan, first), end_of(plan, second)
    assume(one.version > 0 and other.version > 0)
    with stored(databases, session) as connection:
        assert sessions.save(connection, session, one)
        assert not sessions.save(connection, session, other)
        assert sessions.find(connection, session.id, session.person) == one
