"""The look back at a week."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.domain.load import Load, Unit
from bot.domain.session import Effort
from bot.domain.week import Best, Lifted, review

NOW = datetime(2026, 3, 8, 18, tzinfo=UTC)
DAY = timedelta(days=1)


def kg(amount: int, reps: int) -> Effort:
    return Effort(reps, Load(Decimal(amount), Unit.KG))


def lifted(days_ago: int, *efforts: Effort, exercise: str = "row") -> list[Lifted]:
    at = NOW - days_ago * DAY
    return [Lifted(f"s{days_ago}", at, exercise, effort) for effort in efforts]


def test_sessions_and_sets_of_both_weeks_are_counted() -> None:
    found = review(
        [
            *lifted(15, kg(40, 10)),
            *lifted(9, kg(40, 10), kg(40, 9)),
            *lifted(3, kg(40, 10)),
            *lifted(1, kg(40, 10)),
        ],
        NOW,
    )
    assert (found.sessions, found.sets) == (2, 2)
    assert (found.sessions_before, found.sets_before) == (1, 2)
    assert found.bests == ()


def test_what_is_better_than_before_is_named_with_what_was_before() -> None:
    found = review([*lifted(9, kg(40, 10), kg(40, 12)), *lifted(2, kg(42, 12), kg(20, 30))], NOW)
    assert found.bests == (Best("row", kg(42, 12), kg(40, 12)),)


def test_an_exercise_of_this_week_alone_has_nothing_before() -> None:
    found = review(lifted(2, Effort(8), Effort(11), exercise="pull_up"), NOW)
    assert found.bests == (Best("pull_up", Effort(11), None),)


def test_pounds_and_kilograms_are_compared() -> None:
    pounds = Effort(10, Load(Decimal(85), Unit.LB))
    assert review([*lifted(9, kg(40, 10)), *lifted(2, pounds)], NOW).bests == ()
    assert review([*lifted(9, pounds), *lifted(2, kg(42, 10))], NOW).bests != ()


def test_at_most_five_are_named_those_with_most_sets_first() -> None:
    many = [each for n in range(8) for each in lifted(1, *[kg(40, 10)] * (n + 1), exercise=f"e{n}")]
    assert [each.exercise for each in review(many, NOW).bests] == ["e7", "e6", "e5", "e4", "e3"]
