"""How fast one person may go: tapping and backlogs pass, floods do not."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace import Bucket, Pace, Verdict, take
from tests.running_bot import MONDAY_NOON

PACE = Pace()
SECOND = timedelta(seconds=1)


def verdicts(*seconds: float, pace: Pace = PACE) -> list[Verdict]:
    """What becomes of texts that come at these seconds."""
    bucket: Bucket | None = None
    given = []
    for second in seconds:
        bucket, verdict = take(bucket, pace, MONDAY_NOON + second * SECOND, can_tell=True)
        given.append(verdict)
    return given


def test_thumbs_that_go_to_a_hundred_kilos_are_let_through() -> None:
    assert set(verdicts(*(tap / 8 for tap in range(100)))) == {Verdict.PASS}


def test_a_session_of_sets_that_comes_at_once_is_let_through() -> None:
    assert set(verdicts(*[0] * 60)) == {Verdict.PASS}


def test_a_flood_is_told_once_and_then_dropped() -> None:
    given = verdicts(*[0] * 200)
    assert given == [Verdict.PASS] * 60 + [Verdict.SAY_SO] + [Verdict.DROP] * 139


def test_empty_it_is_shut_until_it_is_full() -> None:
    given = verdicts(*[0] * 61, 14.9, 15, 15)
    assert given[-4:] == [Verdict.SAY_SO, Verdict.DROP, Verdict.PASS, Verdict.PASS]


def test_the_next_flood_is_told_again() -> None:
    given = verdicts(*[0] * 62, *[20] * 62)
    assert given.count(Verdict.SAY_SO) == 2


def test_where_nothing_can_be_said_it_is_said_by_the_next_that_can_be_answered() -> None:
    bucket, verdict = take(Bucket(0, MONDAY_NOON), PACE, MONDAY_NOON, can_tell=False)
    assert verdict is Verdict.DROP
    bucket, verdict = take(bucket, PACE, MONDAY_NOON, can_tell=True)
    assert verdict is Verdict.SAY_SO
    assert take(bucket, PACE, MONDAY_NOON, can_tell=True)[1] is Verdict.DROP


def test_times_that_go_back_and_forth_give_nothing() -> None:
    """Messages carry the second they were written in; taps count from now."""
    given = verdicts(*(10 * (number % 2) for number in range(400)))
    assert given.count(Verdict.PASS) == 61, "the ten seconds pass once, when one was taken"


@given(st.lists(st.floats(0, 2), max_size=400))
def test_nobody_gets_more_than_the_room_and_what_has_come_in_since(pauses: list[float]) -> None:
    moments = [sum(pauses[: n + 1]) for n in range(len(pauses))]
    passed = verdicts(*moments, pace=Pace(5, 2)).count(Verdict.PASS)
    assert passed <= 5 + 2 * sum(pauses) + 1e-6
