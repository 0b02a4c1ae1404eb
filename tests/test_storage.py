"""What is kept about people: each question that the coach asks of the tables, on real databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.action import Done, Note, Skip, Stop, Swap, Undo, apply
from bot.domain.due import Due, DueKind
from bot.domain.gap import Gap
from bot.domain.gym import Gym, Inventory, first_gym
from bot.domain.load import Load, Unit
from bot.domain.person import Person, Stored
from bot.domain.reminder import Off, ReminderRule
from bot.domain.session import Effort, Noted, PlannedExercise, Session
from bot.storage import answers, due, gaps, gyms, inbox, people, questions, reminders, sessions
from bot.storage.connection import Connection
from bot.storage.questions import ALARM_MEMORY, MEMORY, Turn
from bot.storage.reminders import StoredRule
from bot.storage.tables import TABLES
from content.conversation import Conversation, Situation
from content.language import AlarmClass
from tests.databases import Databases

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
ANNA, BEN = 1, 7_000_000_000
RULE = ReminderRule(frozenset({1, 4}), time(18, 30), "Europe/Berlin")


@pytest.fixture
def connection(databases: Databases) -> Iterator[Connection]:
    with databases.migrated() as connection:
        people.greet(connection, ANNA, NOW)
        people.greet(connection, BEN, NOW)
        yield connection


def effort(reps: int, kilos: int | None = None) -> Effort:
    return Effort(reps, Load(Decimal(kilos), Unit.KG) if kilos else None)


def planned(exercise: str, sets: int = 1) -> PlannedExercise:
    return PlannedExercise(exercise, sets, 8, 12, timedelta(minutes=2), effort(10, 40))


def session_of(person: int, session_id: str = "s1", started: datetime = NOW) -> Session:
    plan = (planned("row", 2), planned("pulldown"))
    return Session(session_id, person, "back", plan, (), 0, started)


def trained(connection: Connection, session: Session, *efforts: Effort) -> Session:
    """Adds the session, logs the sets, ends it."""
    sessions.add(connection, session)
    now = session.started_at
    after = session
    for each in efforts:
        after = apply(after, Done(each), now).session
    after = apply(after, Stop(), now).session if after.ended_at is None else after
    assert sessions.save(connection, session, after)
    return after


class TestPeople:
    def test_nobody_is_known_before_they_write(self, connection: Connection) -> None:
        assert people.find(connection, 3) is None

    def test_whoever_writes_is_known_from_then_on(self, connection: Connection) -> None:
        assert people.greet(connection, 3, NOW) == Person(3)
        assert people.find(connection, 3) == Person(3)

    def test_greeting_again_changes_nothing(self, connection: Connection) -> None:
        people.choose_unit(connection, ANNA, Unit.LB)
        assert people.greet(connection, ANNA, NOW + HOUR) == Person(ANNA, Unit.LB)

    def test_what_somebody_chose_is_theirs_alone(self, connection: Connection) -> None:
        people.choose_unit(connection, BEN, Unit.LB)
        people.choose_zone(connection, BEN, "Asia/Kolkata")
        people.choose_rests(connection, BEN, False)
        people.expect(connection, BEN, "note")
        people.mark_blocked(connection, BEN, NOW)
        people.make_live(connection, BEN, 9)
        assert people.find(connection, BEN) == Person(
            BEN, Unit.LB, "Asia/Kolkata", False, 9, "note", NOW
        )
        assert people.find(connection, ANNA) == Person(ANNA)

    def test_whoever_comes_back_is_no_longer_blocked(self, connection: Connection) -> None:
        people.mark_blocked(connection, ANNA, NOW)
        people.mark_blocked(connection, ANNA, None)
        people.expect(connection, ANNA, None)
        assert people.find(connection, ANNA) == Person(ANNA)


class TestGyms:
    def test_everybody_starts_with_one(self, connection: Connection) -> None:
        assert gyms.all_of(connection, ANNA) == (first_gym(ANNA),)
        assert gyms.all_of(connection, 3) == (first_gym(3),), "also before they write"

    def test_a_gym_is_read_as_it_was_added(self, connection: Connection) -> None:
        for number, inventory in enumerate(
            (
                Inventory(),
                Inventory(frozenset({"cable"})),
                Inventory(frozenset(), frozenset()),
                Inventory(frozenset({"cable"}), frozenset({"dumbbell", "bench"})),
            )
        ):
            gym = Gym(f"gym-{number}", "<Home> & 🏠", inventory, "home")
            gyms.add(connection, ANNA, gym)
            assert gyms.find(connection, ANNA, gym.id) == gym
            assert gyms.find(connection, BEN, gym.id) is None, "it is Anna's"

    def test_one_is_current(self, connection: Connection) -> None:
        gyms.add(connection, ANNA, Gym("home", "Home"))
        assert gyms.current(connection, ANNA).id == str(ANNA)
        gyms.make_current(connection, ANNA, "home")
        assert [gym.current for gym in gyms.all_of(connection, ANNA)] == [False, True]
        assert gyms.current(connection, BEN).id == str(BEN)

    def test_what_was_known_before_a_change_is_kept(self, connection: Connection) -> None:
        gym = gyms.current(connection, ANNA)
        assert gyms.before(connection, gym.id) is None
        known = Inventory(frozenset({"cable"}), frozenset({"dumbbell"}))
        gyms.stock(connection, gym, known)
        stocked = gyms.current(connection, ANNA)
        assert (stocked.inventory, stocked.version) == (known, 1)
        assert gyms.before(connection, gym.id) == Inventory()
        gyms.stock(connection, stocked, Inventory())
        assert gyms.current(connection, ANNA) == replace(gym, version=2)
        assert gyms.before(connection, gym.id) == known

    def test_a_gym_goes_with_its_equipment(self, connection: Connection) -> None:
        before = everything(connection)
        gyms.add(connection, ANNA, Gym("home", "Home", Inventory(frozenset({"cable"}))))
        gyms.rename(connection, "home", "Garage")
        found = gyms.find(connection, ANNA, "home")
        assert found is not None
        assert found.name == "Garage"
        gyms.delete(connection, "home")
        assert everything(connection) == before


class TestLiveMessage:
    def test_the_first_one_takes_buttons_from_nobody(self, connection: Connection) -> None:
        assert people.make_live(connection, ANNA, 10) is None

    def test_a_lower_message_takes_them_from_the_one_before(self, connection: Connection) -> None:
        people.make_live(connection, ANNA, 10)
        assert people.make_live(connection, ANNA, 12) == 10
        assert people.make_live(connection, ANNA, 15) == 12

    def test_the_same_message_keeps_them(self, connection: Connection) -> None:
        people.make_live(connection, ANNA, 10)
        assert people.make_live(connection, ANNA, 10) is None

    def test_a_message_further_up_gives_its_own_away(self, connection: Connection) -> None:
        people.make_live(connection, ANNA, 10)
        assert people.make_live(connection, ANNA, 8) == 8
        assert people.make_live(connection, ANNA, 12) == 10

    def test_chats_do_not_touch_each_other(self, connection: Connection) -> None:
        people.make_live(connection, ANNA, 10)
        assert people.make_live(connection, BEN, 5) is None

    def test_somebody_unknown_has_no_live_message(self, connection: Connection) -> None:
        assert people.make_live(connection, 3, 10) is None


def gap(name: str, person: int, at: datetime = NOW, reason: str = "unknown") -> Gap:
    return Gap(name, person, "legs?", reason, at)


def fill(connection: Connection, person: int) -> None:
    """A row of the person in every table."""
    people.greet(connection, person, NOW)
    gym = gyms.current(connection, person)
    gyms.stock(connection, gym, Inventory(frozenset({"barbell"}), frozenset({"bench"})))
    running = session_of(person, f"running-{person}")
    rule = StoredRule(f"rule-{person}", person, RULE)
    trained(connection, session_of(person, f"ended-{person}"), effort(9, 40))
    sessions.add(connection, running)
    sessions.save(connection, running, apply(running, Done(), NOW, message=7).session)
    reminders.add(connection, rule)
    for kind, of_rule, of_session in (
        (DueKind.REMINDER, rule.id, None),
        (DueKind.SNOOZE, None, None),
        (DueKind.REST, None, running.id),
    ):
        due.put(connection, Due(f"{kind}-{person}", kind, person, NOW, of_rule, of_session))
    questions.save_turn(connection, person, Turn(Conversation(), ("why",), 1), NOW)
    answers.keep(connection, person, 1, 2, NOW)
    gaps.keep(connection, gap(f"q-{person}", person), 1)
    due.put(
        connection, Due(f"answer-{person}", DueKind.ANSWER, person, NOW, question=f"q-{person}")
    )


def everything(connection: Connection) -> dict[str, list[object]]:
    """All rows of every table that holds people's rows."""
    return {
        table.name: list(connection.all(f"SELECT * FROM {table.name} ORDER BY {table.key[0]}"))  # noqa: S608
        for table in TABLES
        if table.name
        not in ("served_bot", "zone_data", "inbox", "processes", "commits", "deliveries")
    }


class TestForgetting:
    def test_nothing_of_the_person_stays_and_nothing_of_others_goes(
        self, connection: Connection
    ) -> None:
        fill(connection, BEN)
        before = everything(connection)
        newcomer = 99
        fill(connection, newcomer)
        for table, rows in everything(connection).items():
            assert len(rows) > len(before[table]), f"fill() adds no row to {table}"
        people.forget(connection, newcomer)
        assert everything(connection) == before

    def test_who_is_forgotten_is_as_new(self, connection: Connection) -> None:
        fill(connection, ANNA)
        people.forget(connection, ANNA)
        assert people.find(connection, ANNA) is None
        assert people.greet(connection, ANNA, NOW) == Person(ANNA)
        assert people.stored(connection, ANNA) == Stored(0, 0, 0, 0, 1, 0)
        assert sessions.last_efforts(connection, ANNA) == {}

    def test_a_gym_that_was_told_is_forgotten_from_the_conversation(
        self, connection: Connection
    ) -> None:
        told = Situation(lacks=frozenset({"cable"}), only=frozenset(), sore_shoulder=True)
        conversation = Conversation(exercise="row", situation=told)
        turn = Turn(conversation, ("why",), 4, question=9, before=conversation)
        questions.save_turn(connection, ANNA, turn, NOW)
        questions.forget_gym(connection, ANNA, NOW)
        kept = Conversation(exercise="row", situation=Situation(sore_shoulder=True))
        assert questions.last_turn(connection, ANNA, NOW) == replace(
            turn, conversation=kept, before=kept
        )

    def test_what_is_stored_is_counted(self, connection: Connection) -> None:
        fill(connection, ANNA)
        assert people.stored(connection, ANNA) == Stored(
            sessions=2, sets=2, reminders=1, questions=1, gyms=1, equipment=2
        )
        assert people.stored(connection, BEN) == Stored(0, 0, 0, 0, 1, 0)


class TestSessions:
    def test_a_session_is_found_by_whose_it_is(self, connection: Connection) -> None:
        session = session_of(ANNA)
        sessions.add(connection, session)
        assert sessions.find(connection, session.id, ANNA) == session
        assert sessions.find(connection, session.id, BEN) is None
        assert sessions.find(connection, "other", ANNA) is None

    def test_only_a_session_that_runs_is_open(self, connection: Connection) -> None:
        ended = trained(connection, session_of(ANNA))
        assert sessions.open_session(connection, ANNA) is None
        assert sessions.latest_session(connection, ANNA) == ended
        running = session_of(ANNA, "s2", NOW + HOUR)
        sessions.add(connection, running)
        assert sessions.open_session(connection, ANNA) == running
        assert sessions.latest_session(connection, ANNA) == running
        assert sessions.latest_session(connection, BEN) is None

    def test_two_sessions_cannot_be_open_at_once(
        self, connection: Connection, databases: Databases
    ) -> None:
        sessions.add(connection, session_of(ANNA))
        with pytest.raises(databases.refused):
            sessions.add(connection, session_of(ANNA, "s2"))

    def test_everything_that_happened_is_kept(self, connection: Connection) -> None:
        session = session_of(ANNA)
        sessions.add(connection, session)
        for action in (
            Done(effort(8, 50)),
            Note("“sore” 💪 %s :kg"),
            Swap(planned("seal_row", 2)),
            Skip(),
        ):
            message = 4_294_967_297 + len(session.facts)
            after = apply(session, action, NOW, message=message).session
            assert sessions.save(connection, session, after)
            session = after
        assert sessions.find(connection, session.id, ANNA) == session

    def test_a_nul_is_kept_or_replaced_but_breaks_nothing(self, connection: Connection) -> None:
        session = session_of(ANNA)
        sessions.add(connection, session)
        sessions.save(connection, session, apply(session, Note("a\x00b"), NOW).session)
        found = sessions.find(connection, session.id, ANNA)
        assert found is not None
        (note,) = found.facts
        assert isinstance(note, Noted)
        assert note.text in ("a\x00b", "a�b")

    def test_undo_takes_the_row_away(self, connection: Connection) -> None:
        session = session_of(ANNA)
        sessions.add(connection, session)
        done = apply(session, Done(), NOW).session
        undone = apply(done, Undo(), NOW).session
        sessions.save(connection, session, done)
        sessions.save(connection, done, undone)
        assert connection.all("SELECT * FROM session_facts") == []
        assert sessions.find(connection, session.id, ANNA) == replace(session, version=2)

    def test_what_was_seen_too_long_ago_is_not_written(self, connection: Connection) -> None:
        session = session_of(ANNA)
        sessions.add(connection, session)
        done = apply(session, Done(), NOW).session
        assert sessions.save(connection, session, done)
        assert not sessions.save(connection, session, apply(session, Skip(), NOW).session)
        assert sessions.find(connection, session.id, ANNA) == done


class TestLastEfforts:
    def test_the_latest_session_that_has_the_exercise_counts(self, connection: Connection) -> None:
        trained(connection, session_of(ANNA, "s1"), effort(8, 40), effort(7, 40), effort(12))
        trained(connection, session_of(ANNA, "s2", NOW + HOUR), effort(9, 42))
        assert sessions.last_efforts(connection, ANNA) == {
            "row": (effort(9, 42),),
            "pulldown": (Effort(12, Load(Decimal(40), Unit.KG)),),
        }

    def test_a_session_that_runs_does_not_count_yet(self, connection: Connection) -> None:
        session = session_of(ANNA)
        sessions.add(connection, session)
        sessions.save(connection, session, apply(session, Done(), NOW).session)
        assert sessions.last_efforts(connection, ANNA) == {}

    def test_nobody_gets_the_numbers_of_others(self, connection: Connection) -> None:
        trained(connection, session_of(ANNA), effort(8, 40))
        assert sessions.last_efforts(connection, BEN) == {}


class TestReminders:
    def test_a_rule_is_kept_as_it_was_set(self, connection: Connection) -> None:
        stored = StoredRule("r1", ANNA, RULE)
        reminders.add(connection, stored)
        assert reminders.find(connection, "r1") == stored
        assert reminders.of_person(connection, ANNA) == [stored]
        assert reminders.of_person(connection, BEN) == []
        assert reminders.find(connection, "r2") is None

    def test_switched_off_it_stays_and_nothing_is_due(self, connection: Connection) -> None:
        fill(connection, ANNA)
        fill(connection, BEN)
        reminders.switch_off(connection, ANNA, Off.PAUSED)
        assert [each.off for each in reminders.of_person(connection, ANNA)] == [Off.PAUSED]
        assert [each.off for each in reminders.of_person(connection, BEN)] == [None]
        left = {each.id for each in due.claim(connection, NOW, 10, 10)}
        assert left == {
            *(f"rest-{ANNA}", f"answer-{ANNA}"),
            *(f"rest-{BEN}", f"answer-{BEN}", f"reminder-{BEN}", f"snooze-{BEN}"),
        }

    def test_what_was_changed_is_kept(self, connection: Connection) -> None:
        stored = StoredRule("r1", ANNA, RULE)
        reminders.add(connection, stored)
        reminders.add(connection, replace(stored, id="r2"))
        changed = replace(
            stored,
            rule=ReminderRule(frozenset({0}), time(6), "Asia/Tokyo"),
            off=Off.PAUSED,
            paused_until=date(2026, 5, 4),
        )
        reminders.save(connection, changed)
        assert reminders.find(connection, "r1") == changed
        assert reminders.find(connection, "r2") == replace(stored, id="r2")

    def test_one_is_deleted_with_what_is_due(self, connection: Connection) -> None:
        fill(connection, ANNA)
        reminders.delete(connection, f"rule-{ANNA}")
        assert reminders.of_person(connection, ANNA) == []
        left = {each.kind for each in due.claim(connection, NOW, 10, 10)}
        assert left == {DueKind.SNOOZE, DueKind.REST, DueKind.ANSWER}

    def test_deleting_says_how_many_there_were(self, connection: Connection) -> None:
        fill(connection, ANNA)
        fill(connection, BEN)
        assert reminders.delete_all(connection, ANNA) == 1
        assert reminders.delete_all(connection, ANNA) == 0
        assert reminders.of_person(connection, ANNA) == []
        assert len(reminders.of_person(connection, BEN)) == 1


class TestQuestions:
    told = Turn(
        Conversation(alarm=AlarmClass.URGENT, exercise="t_bar_row"),
        ("a", "b"),
        3,
        question=7,
        before=Conversation(exercise="lat_pulldown"),
    )

    def test_a_conversation_begins_empty(self, connection: Connection) -> None:
        assert questions.last_turn(connection, ANNA, NOW) == Turn(Conversation())

    def test_a_follow_up_keeps_its_topic(self, connection: Connection) -> None:
        questions.save_turn(connection, ANNA, self.told, NOW)
        assert questions.last_turn(connection, ANNA, NOW + MEMORY) == self.told
        assert questions.last_turn(connection, BEN, NOW) == Turn(Conversation())

    def test_later_only_the_alarm_is_kept(self, connection: Connection) -> None:
        questions.save_turn(connection, ANNA, self.told, NOW)
        for age in (MEMORY + SECOND, ALARM_MEMORY):
            turn = questions.last_turn(connection, ANNA, NOW + age)
            assert turn.conversation == Conversation(alarm=AlarmClass.URGENT)

    def test_after_a_week_nothing_is_kept(self, connection: Connection) -> None:
        questions.save_turn(connection, ANNA, self.told, NOW)
        turn = questions.last_turn(connection, ANNA, NOW + ALARM_MEMORY + SECOND)
        assert turn.conversation == Conversation()

    def test_the_number_of_the_turn_never_starts_again(self, connection: Connection) -> None:
        questions.save_turn(connection, ANNA, self.told, NOW)
        assert questions.last_turn(connection, ANNA, NOW + 10 * ALARM_MEMORY).number == 3

    def test_a_new_turn_takes_the_place_of_the_one_before(self, connection: Connection) -> None:
        questions.save_turn(connection, ANNA, self.told, NOW)
        following = Turn(Conversation(), (), 4)
        questions.save_turn(connection, ANNA, following, NOW + HOUR)
        assert questions.last_turn(connection, ANNA, NOW + HOUR) == following


class TestGaps:
    """What the content, whose number is told, could not answer."""

    def test_an_edited_question_takes_the_place_of_what_it_was(
        self, connection: Connection
    ) -> None:
        first = gap("q", ANNA)
        gaps.keep_instead(connection, "q", first, 1)
        assert gaps.want(connection, "q", NOW)
        gaps.keep_instead(connection, "q", replace(first, asked_at=NOW + HOUR), 1)
        assert gaps.waiting(connection, ANNA) == [replace(first, wanted_at=NOW)], "the same words"
        other = replace(first, question="arms?")
        gaps.keep_instead(connection, "q", other, 1)
        assert gaps.unanswered(connection) == [other]
        assert gaps.waiting(connection, ANNA) == []
        gaps.keep_instead(connection, "q", None, 1)
        assert gaps.unanswered(connection) == []

    def test_what_has_no_answer_is_listed_oldest_first(self, connection: Connection) -> None:
        later, earlier = gap("a", ANNA, at=NOW + HOUR), gap("b", BEN, reason="out_of_scope")
        gaps.keep(connection, later, 1)
        gaps.keep(connection, earlier, 1)
        assert gaps.unanswered(connection) == [earlier, later]
        gaps.mark_answered(connection, "b", NOW)
        assert gaps.unanswered(connection) == [later]

    def test_only_newer_content_is_asked_again_and_who_waits_comes_first(
        self, connection: Connection
    ) -> None:
        for number, name in enumerate("abc"):
            gaps.keep(connection, gap(name, ANNA, at=NOW + number * HOUR), 4)
        gaps.want(connection, "c", NOW)
        assert gaps.untried(connection, 4, 10) == []
        assert [each.id for each in gaps.untried(connection, 5, 10)] == ["c", "a", "b"]
        gaps.mark_tried(connection, "a", 5)
        gaps.mark_answered(connection, "c", NOW)
        assert [each.id for each in gaps.untried(connection, 5, 10)] == ["b"]
        gaps.mark_tried(connection, "a", 3)
        assert [each.id for each in gaps.untried(connection, 5, 10)] == ["b"]

    def test_content_that_is_loaded_gets_a_number_above_all_before(
        self, connection: Connection
    ) -> None:
        assert gaps.next_number(connection) == 1
        assert gaps.next_number(connection, above=6) == 7
        gaps.keep(connection, gap("a", ANNA), 9)
        assert gaps.next_number(connection, above=6) == 10

    def test_who_is_out_of_reach_is_not_asked_for(self, connection: Connection) -> None:
        gaps.keep(connection, gap("a", ANNA), 1)
        gaps.keep(connection, gap("b", ANNA), 1)
        gaps.want(connection, "a", NOW)
        people.mark_blocked(connection, ANNA, NOW)
        assert [each.id for each in gaps.untried(connection, 2, 10)] == ["b"]
        people.mark_blocked(connection, ANNA, None)
        assert [each.id for each in gaps.untried(connection, 2, 10)] == ["a", "b"]

    def test_nobody_waits_for_what_is_answered(self, connection: Connection) -> None:
        gaps.keep(connection, gap("a", ANNA), 1)
        assert gaps.want(connection, "a", NOW)
        assert [each.id for each in gaps.waiting(connection, ANNA)] == ["a"]
        gaps.give_up(connection, "a")
        assert gaps.waiting(connection, ANNA) == []
        gaps.mark_answered(connection, "a", NOW)
        assert not gaps.want(connection, "a", NOW)

    def test_giving_up_takes_the_answer_back_that_is_on_its_way(
        self, connection: Connection
    ) -> None:
        gaps.keep(connection, gap("a", ANNA), 1)
        gaps.want(connection, "a", NOW)
        due.put(connection, Due("d", DueKind.ANSWER, ANNA, NOW, question="a"))
        gaps.give_up(connection, "a")
        assert due.find(connection, "d") is None

    def test_what_was_told_within_a_day_is_known(self, connection: Connection) -> None:
        for name, at in (("a", NOW - 24 * HOUR), ("b", NOW - 23 * HOUR), ("c", NOW)):
            gaps.keep(connection, gap(name, ANNA), 1)
            gaps.mark_told(connection, name, at)
        assert gaps.told_lately(connection, ANNA, "c", NOW) == [NOW - 23 * HOUR]
        assert gaps.told_lately(connection, BEN, "c", NOW) == []

    def test_what_was_answered_long_ago_goes_unless_it_is_still_to_be_told(
        self, connection: Connection
    ) -> None:
        for name in ("answered", "on its way", "open", "lately"):
            gaps.keep(connection, gap(name, ANNA), 1)
        for name in ("answered", "on its way"):
            gaps.mark_answered(connection, name, NOW - gaps.KEPT - SECOND)
        gaps.mark_answered(connection, "lately", NOW - gaps.KEPT)
        due.put(connection, Due("d", DueKind.ANSWER, ANNA, NOW, question="on its way"))
        gaps.prune(connection, NOW)
        kept = ["answered", "on its way", "open", "lately"]
        assert [name for name in kept if gaps.find(connection, name)] == kept[1:]


class TestInbox:
    def test_an_update_that_comes_again_is_not_new(self, connection: Connection) -> None:
        assert inbox.receive(connection, [(1, "a"), (2, "b"), (1, "a")], NOW) == {1, 2}
        assert inbox.receive(connection, [(2, "b"), (3, "c")], NOW) == {3}
        assert inbox.waiting(connection) == ["a", "b", "c"]

    def test_an_update_that_was_handled_is_not_new_either(self, connection: Connection) -> None:
        inbox.receive(connection, [(1, "a")], NOW)
        inbox.mark_handled(connection, 1, NOW)
        assert inbox.receive(connection, [(1, "a")], NOW) == set()
        assert inbox.waiting(connection) == []

    def test_what_waits_longest_comes_first(self, connection: Connection) -> None:
        inbox.receive(connection, [(900, "first"), (901, "second")], NOW)
        inbox.receive(connection, [(5, "after the numbers began anew")], NOW + HOUR)
        assert inbox.waiting(connection) == ["first", "second", "after the numbers began anew"]

    def test_the_words_of_a_handled_update_are_dropped(self, connection: Connection) -> None:
        inbox.receive(connection, [(1, "private words")], NOW)
        inbox.mark_handled(connection, 1, NOW)
        assert "private" not in str(connection.all("SELECT * FROM inbox"))

    def test_only_what_was_handled_long_ago_is_forgotten(self, connection: Connection) -> None:
        inbox.receive(connection, [(1, "old"), (2, "newer"), (3, "never handled")], NOW)
        inbox.mark_handled(connection, 1, NOW)
        inbox.mark_handled(connection, 2, NOW + HOUR)
        inbox.prune(connection, NOW + inbox.KEPT)
        assert inbox.receive(connection, [(1, "old")], NOW) == set()
        inbox.prune(connection, NOW + inbox.KEPT + SECOND)
        assert inbox.receive(connection, [(1, "old"), (2, "newer")], NOW) == {1}
        assert "never handled" in inbox.waiting(connection)

    def test_what_was_never_handled_goes_after_a_week(self, connection: Connection) -> None:
        inbox.receive(connection, [(1, "cannot be read")], NOW)
        inbox.prune(connection, NOW + inbox.KEPT_UNHANDLED)
        assert inbox.waiting(connection) == ["cannot be read"]
        inbox.prune(connection, NOW + inbox.KEPT_UNHANDLED + SECOND)
        assert inbox.waiting(connection) == []


@given(batches=st.lists(st.lists(st.integers(1, 30), max_size=6), max_size=6), data=st.data())
def test_every_update_is_new_exactly_once(
    databases: Databases, batches: list[list[int]], data: st.DataObject
) -> None:
    with databases.migrated() as connection:
        new: list[int] = []
        for batch in batches:
            new += inbox.receive(connection, [(each, str(each)) for each in batch], NOW)
            for each in data.draw(st.lists(st.sampled_from(new)) if new else st.just([])):
                inbox.mark_handled(connection, each, NOW)
        assert sorted(new) == sorted({each for batch in batches for each in batch})


def test_another_bot_starts_with_its_own_numbers(connection: Connection) -> None:
    inbox.serve_as(connection, 1)
    people.greet(connection, ANNA, NOW)
    people.make_live(connection, ANNA, 870_000_000)
    inbox.receive(connection, [(5, "{}")], NOW)
    answers.keep(connection, ANNA, 7, 8, NOW)
    questions.save_turn(connection, ANNA, Turn(Conversation(), question=7), NOW)
    inbox.serve_as(connection, 1)
    assert answers.find(connection, ANNA, 7) == 8
    assert inbox.waiting(connection) == ["{}"]
    inbox.serve_as(connection, 2)
    assert inbox.waiting(connection) == []
    assert answers.find(connection, ANNA, 7) is None
    assert questions.last_turn(connection, ANNA, NOW).question is None
    assert people.make_live(connection, ANNA, 12) is None
