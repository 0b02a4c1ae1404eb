"""The send budget: never more than Telegram takes, and who is waited for goes first."""

from heapq import heappop, heappush
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import PER_CHAT, Budget

CHATS = st.integers(1, 50)
SENDINGS = st.tuples(st.floats(0, 0.2), st.floats(0, 3), st.floats(0, 3), st.booleans())
"""Seconds before it is sent, on its way, and of the way back; and whether somebody waits for it."""
MOMENTS = st.lists(st.floats(0, 0.2), min_size=1, max_size=200)


def most_within_a_second(instants: list[float]) -> int:
    return max(sum(first <= each < first + 1 for each in instants) for first in instants)


class TestTurns:
    def test_the_first_goes_at_once_and_the_others_evenly_after_it(self) -> None:
        budget = Budget(10)
        turns = [budget.turn(chat, 100.0) for chat in range(30)]
        assert turns[0] == 100
        steps = [later - earlier for earlier, later in pairwise(turns)]
        assert steps == pytest.approx([1 / 9.8] * 29)

    @given(st.integers(1, 100), MOMENTS)
    def test_never_more_than_the_limit_in_any_second(self, limit: int, pauses: list[float]) -> None:
        budget, now, turns = Budget(limit), 0.0, []
        for chat, pause in enumerate(pauses):
            now += pause
            turns.append(budget.turn(chat, now))
            assert turns[-1] >= now
        assert most_within_a_second(turns) <= limit

    @given(st.integers(1, 40), st.lists(SENDINGS, min_size=1, max_size=200))
    def test_however_long_messages_travel(
        self, limit: int, sendings: list[tuple[float, float, float, bool]]
    ) -> None:
        """Many ask for a turn at once, as after a process stood still."""
        budget, now = Budget(limit), 0.0
        arrived: list[float] = [-10.0]
        answers: list[float] = []
        for pause, there, back, urgent in sendings:
            now += pause
            while answers and answers[0] <= now:
                budget.answered(heappop(answers))
            if urgent and budget.full(now) == 0:
                budget.spend(1, now)
            elif urgent or budget.go(now) > 0:
                continue
            arrived.append(now + there)
            heappush(answers, now + there + back)
        assert most_within_a_second(sorted(arrived)) <= limit

    def test_who_has_to_wait_is_told_for_how_long(self) -> None:
        budget = Budget(3)
        assert [budget.go(0.0), budget.go(0.5)] == [0, 0]
        assert budget.go(0.6) == pytest.approx(0.005), "both are under way"
        budget.answered(0.7)
        assert budget.go(0.8) == pytest.approx(0.9)
        budget.answered(1.0)
        assert budget.go(1.7) == 0
        assert budget.go(1.8) == pytest.approx(0.2)

    @given(st.lists(st.tuples(CHATS, st.floats(0, 0.5)), max_size=100))
    def test_a_chat_gets_one_a_second(self, asked: list[tuple[int, float]]) -> None:
        budget, now = Budget(30), 0.0
        turns: dict[int, list[float]] = {}
        for chat, pause in asked:
            now += pause
            turns.setdefault(chat, []).append(budget.turn(chat, now))
        for each in turns.values():
            assert all(later - earlier >= PER_CHAT - 1e-9 for earlier, later in pairwise(each))

    def test_what_is_not_used_is_not_saved_up(self) -> None:
        budget = Budget(10)
        budget.turn(1, 0.0)
        turns = [budget.turn(chat, 1000.0) for chat in range(2, 40)]
        assert most_within_a_second(turns) <= 10

    def test_who_waits_still_after_their_turn_takes_up_room(self) -> None:
        budget = Budget(10)
        for chat in range(10):
            budget.turn(chat, 0.0)
        assert budget.room(1.5, 60.0) == 14 - 10
        for _ in range(10):
            budget.waited()
        assert budget.room(1.5, 60.0) == 14

    @given(st.floats(0.1, 5), st.integers(0, 40))
    def test_there_is_room_for_as_many_as_get_a_turn(self, ahead: float, taken: int) -> None:
        budget = Budget(20)
        for chat in range(taken):
            budget.turn(chat, 0.0)
        room = budget.room(ahead, 0.0)
        turns = [budget.turn(100 + chat, 0.0) for chat in range(room + 1)]
        assert all(turn <= ahead for turn in turns[:room])
        assert turns[room] >= ahead - budget.interval - 1e-9


class TestUrgent:
    def test_it_goes_first_and_what_may_wait_gives_way(self) -> None:
        budget = Budget(10)
        for chat in range(5):
            budget.spend(chat, 0.0)
        assert budget.turn(99, 0.0) == pytest.approx(5 / 9.8)
        assert budget.urgent == 5

    def test_there_is_room_for_the_next_answer_in_the_midst_of_a_wave(self) -> None:
        budget = Budget(30)
        went = sum(budget.go(moment / 1000) == 0 for moment in range(1000))
        assert went == 29
        assert budget.full(1.0) == 0
        budget.spend(1, 1.0)
        assert budget.full(1.0) > 0

    def test_a_flood_of_answers_holds_the_rest_up_for_a_second_at_most(self) -> None:
        budget = Budget(10)
        for number in range(1000):
            budget.spend(number, 0.0)
        assert budget.turn(99, 0.0) <= 1

    def test_a_chat_that_just_got_an_answer_gets_its_reminder_a_second_later(self) -> None:
        budget = Budget(30)
        budget.spend(1, 0.0)
        assert budget.turn(1, 0.2) == 1.0

    def test_what_other_processes_send_is_left_to_them(self) -> None:
        budget = Budget(30, elsewhere=10)
        turns = [budget.turn(chat, 0.0) for chat in range(20)]
        assert turns[-1] < 1 < turns[-1] + budget.interval

    def test_something_is_left_for_what_may_wait_whatever_others_send(self) -> None:
        budget = Budget(30, elsewhere=1000)
        budget.turn(1, 0.0)
        assert budget.turn(2, 0.0) == pytest.approx(1 / (0.98 * 3))


def refuse_two(budget: Budget, seconds: float, now: float) -> None:
    for chat in (1, 2):
        budget.refused(chat, seconds, now)


class TestHolding:
    def test_nothing_that_may_wait_goes_while_telegram_asks_for_a_pause(self) -> None:
        budget = Budget(30)
        refuse_two(budget, 7, 10.0)
        assert budget.held(16.5) == 0.5
        assert budget.held(17.0) == 0
        assert budget.room(5, 11.0) == 0
        assert budget.turn(1, 11.0) == 17.0

    def test_not_for_as_long_as_a_lease(self) -> None:
        budget = Budget(30)
        refuse_two(budget, 40_000, 0.0)
        assert budget.turn(1, 0.0) == 40

    def test_one_chat_that_had_too_much_holds_up_nobody_else(self) -> None:
        budget = Budget(30)
        for now in (0.0, 1.0, 2.0):
            budget.refused(1, 600, now)
        budget.refused(2, 600, 700.0)
        assert budget.held(700.0) == 0


def test_chats_are_forgotten() -> None:
    budget = Budget(1000)
    for chat in range(50_000):
        budget.spend(chat, chat / 100)
    assert len(vars(budget)["_chats"]) <= 10_001
