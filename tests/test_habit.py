"""What becomes of reminders that are put off, answered, or left alone."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.habit import (
    OFTEN,
    Habit,
    Silence,
    Verdict,
    begun,
    heard,
    proposal,
    proposed,
    put_off,
    taken_back,
    verdict,
)

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
WEEK = timedelta(days=7)
SIX = time(18)
DAYS = [date(2026, 3, 2) + n * WEEK for n in range(6)]


def put_off_to(*hours: time) -> Habit:
    """Once a week, to each of these."""
    habit = Habit()
    for day, hour in zip(DAYS, hours, strict=False):
        habit = put_off(habit, day, hour)
    return habit


class TestSilence:
    def test_two_weeks_are_waited_before_anything_is_asked(self) -> None:
        assert verdict(Silence(), NOW) is Verdict.REMIND
        assert verdict(Silence(NOW), NOW + WEEK) is Verdict.REMIND
        assert verdict(Silence(NOW), NOW + 2 * WEEK) is Verdict.ASK

    def test_a_clock_change_makes_them_no_longer(self) -> None:
        assert verdict(Silence(NOW), NOW + 2 * WEEK - timedelta(hours=1)) is Verdict.ASK

    def test_an_unanswered_question_ends_it(self) -> None:
        assert verdict(Silence(NOW, NOW + 2 * WEEK), NOW + 3 * WEEK) is Verdict.PAUSE

    def test_a_session_since_is_an_answer(self) -> None:
        silence = Silence(NOW, NOW + 2 * WEEK)
        assert heard(silence, NOW + WEEK) == Silence()
        assert heard(silence, NOW - WEEK) == silence
        assert heard(silence, None) == silence


class TestHours:
    def test_the_same_hour_three_times_is_proposed(self) -> None:
        assert proposal(put_off_to(time(20), time(20)), SIX) is None
        assert proposal(put_off_to(time(20), time(20, 10), time(19, 50)), SIX) == time(19, 45)
        assert proposal(put_off_to(time(20), time(20), time(20)), SIX) == time(20)

    def test_different_hours_are_no_habit(self) -> None:
        assert proposal(put_off_to(time(20), time(22), time(20), time(22)), SIX) is None

    def test_several_times_on_a_day_count_once_and_the_last_hour_counts(self) -> None:
        habit = Habit()
        for hour in (time(18, 30), time(19), time(19, 30), time(20)):
            habit = put_off(habit, DAYS[0], hour)
        assert habit.hours == ((DAYS[0], time(20)),)

    def test_the_hour_at_which_it_comes_is_not_proposed(self) -> None:
        assert proposal(put_off_to(*[time(18, 5)] * OFTEN), SIX) is None

    def test_training_on_time_ends_the_habit_and_after_a_snooze_it_does_not(self) -> None:
        habit = put_off_to(*[time(20)] * OFTEN)
        assert begun(habit, DAYS[OFTEN - 1]) == habit
        assert begun(habit, DAYS[OFTEN]) == Habit()

    def test_what_is_taken_back_does_not_count(self) -> None:
        habit = taken_back(put_off_to(*[time(20)] * OFTEN), DAYS[0])
        assert proposal(habit, SIX) is None

    def test_one_other_hour_among_them_is_no_other_habit(self) -> None:
        habit = put_off_to(time(20), time(22), time(20), time(20))
        assert proposal(habit, SIX) == time(20)

    def test_half_an_hour_again_and_again_leads_to_the_hour_at_which_it_ends(self) -> None:
        habit = Habit()
        for day in DAYS[:OFTEN]:
            for hour in (time(18, 30), time(19), time(19, 30), time(20)):
                habit = put_off(habit, day, hour)
        assert proposal(habit, SIX) == time(20)

    @given(st.lists(st.times(), max_size=5), st.times())
    def test_what_is_taken_back_leaves_the_proposal_as_it_was(
        self, before: list[time], hour: time
    ) -> None:
        habit = put_off_to(*before)
        again = taken_back(put_off(habit, DAYS[5], hour), DAYS[5])
        assert proposal(again, SIX) == proposal(habit, SIX)

    def test_a_proposed_hour_is_never_proposed_again_but_another_is(self) -> None:
        habit = proposed(put_off_to(*[time(20)] * OFTEN), time(20))
        for day in DAYS:
            habit = put_off(habit, day, time(20))
        assert proposal(habit, SIX) is None
        for day in DAYS:
            habit = put_off(habit, day, time(22))
        assert proposal(habit, SIX) == time(22)

    @given(st.times())
    def test_any_hour_can_become_one(self, hour: time) -> None:
        found = proposal(put_off_to(*[hour] * OFTEN), SIX)
        assert found is None or found.minute % 15 == 0
