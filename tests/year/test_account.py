"""The account finds what went wrong, and accepts what has a reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from tests.year.account import Account, Books, Delivery, Trouble
from tests.year.deeds import Deed, Pause, Resume, Set, Skip, Snooze, Stop, Train, Weekly, Wish

ANNA = 1
ZONE = "Europe/Berlin"
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


def at(words: str) -> int:
    return int(datetime.fromisoformat(words).replace(tzinfo=UTC).timestamp())


START, END = at("2026-03-23 00:00"), at("2026-04-06 12:00")
DUE = [
    at(day)
    for day in ("2026-03-23 17:00", "2026-03-29 16:00", "2026-03-30 16:00", "2026-04-05 16:00")
]
"""Mondays and Sundays at six in the evening: on the 29th of March the clocks are changed."""
RULE = Set(0, Weekly(frozenset({0, 6}), time(18), ZONE))
OUT_OF_SIGHT = replace(RULE, weekly=Weekly(frozenset({2}), time(18), ZONE))


def deed(wish: Wish, moment: int, done: int | None = None) -> Deed:
    return Deed(ANNA, wish, moment, moment if done is None else done)


KEPT = [Delivery(ANNA, due, due) for due in DUE]


def settled(
    *deliveries: Delivery,
    deeds: tuple[Deed, ...] = (),
    troubles: tuple[Trouble, ...] = (),
    kills: tuple[int, ...] = (),
) -> Account:
    every = (deed(RULE, START), *deeds)
    return Books(every, deliveries, troubles, kills, END).settled()


def faults(account: Account) -> dict[str, int]:
    names = ("wrong", "missed", "doubled, unexplained")
    return {name: account.counts[name] for name in names if account.counts[name]}


def test_a_year_that_kept_its_promises_is_clean() -> None:
    account = settled(*KEPT)
    assert account.is_clean
    assert (account.counts["expected"], account.counts["on time"]) == (4, 4)


def test_one_that_never_came_is_missed() -> None:
    account = settled(*KEPT[:1], *KEPT[2:])
    assert faults(account) == {"missed": 1}
    assert "person 1, mon sun 18:00 Europe/Berlin, due Sun 2026-03-29 18:00" in str(account)


def test_one_that_came_twice_is_doubled() -> None:
    again = replace(KEPT[1], at=DUE[1] + 5)
    assert faults(settled(*KEPT, again)) == {"doubled, unexplained": 1}


@pytest.mark.parametrize(
    ("delivery", "why"),
    [
        (Delivery(ANNA, DUE[1], DUE[1] - 1), "too early"),
        (Delivery(ANNA, DUE[1], DUE[1] + 3 * MINUTE), "for no reason"),
        (Delivery(ANNA, DUE[1] + HOUR, DUE[1] + HOUR), "nobody asked"),
        (Delivery(ANNA, DUE[1], DUE[1], says_late=True), "says that it is late"),
    ],
)
def test_one_that_came_at_the_wrong_time_is_wrong(delivery: Delivery, why: str) -> None:
    account = settled(KEPT[0], delivery, *KEPT[2:])
    assert account.counts["wrong"] == 1
    assert why in str(account)


def test_nobody_else_gets_it() -> None:
    stranger = replace(KEPT[1], person=2)
    assert faults(settled(*KEPT, stranger)) == {"wrong": 1}


class TestTrouble:
    OUTAGE = (Trouble(DUE[1] - MINUTE, DUE[1] + HOUR),)

    def test_is_a_reason_to_be_late_and_to_say_so(self) -> None:
        late = replace(KEPT[1], at=DUE[1] + HOUR + 10 * MINUTE, says_late=True)
        account = settled(KEPT[0], late, *KEPT[2:], troubles=self.OUTAGE)
        assert account.is_clean
        assert account.counts["late"] == 1
        silent = replace(late, says_late=False)
        assert faults(settled(KEPT[0], silent, *KEPT[2:], troubles=self.OUTAGE)) == {"wrong": 1}

    def test_that_is_over_is_a_reason_no_more(self) -> None:
        late = replace(KEPT[1], at=DUE[1] + HOUR + 30 * MINUTE, says_late=True)
        assert faults(settled(KEPT[0], late, *KEPT[2:], troubles=self.OUTAGE)) == {"wrong": 1}

    def test_of_less_than_two_hours_is_no_reason_not_to_come(self) -> None:
        rest = (KEPT[0], *KEPT[2:])
        assert faults(settled(*rest, troubles=self.OUTAGE)) == {"missed": 1}
        longer = (Trouble(DUE[1] - MINUTE, DUE[1] + 2 * HOUR + MINUTE),)
        assert settled(*rest, troubles=longer).counts["dropped"] == 1
        of_others = (replace(longer[0], person=2),)
        assert faults(settled(*rest, troubles=of_others)) == {"missed": 1}

    def test_after_two_hours_nothing_comes(self) -> None:
        longer = (Trouble(DUE[1] - MINUTE, DUE[1] + 3 * HOUR),)
        late = replace(KEPT[1], at=DUE[1] + 3 * HOUR, says_late=True)
        assert faults(settled(KEPT[0], late, *KEPT[2:], troubles=longer)) == {"wrong": 1}

    def test_a_lost_answer_explains_one_more_and_not_two(self) -> None:
        unsure = replace(KEPT[1], unsure=True)
        again = replace(KEPT[1], at=DUE[1] + 5)
        account = settled(KEPT[0], unsure, again, *KEPT[2:])
        assert account.is_clean
        assert account.counts["doubled, explained"] == 1
        thrice = replace(KEPT[1], at=DUE[1] + 10)
        account = settled(KEPT[0], unsure, again, thrice, *KEPT[2:])
        assert faults(account) == {"doubled, unexplained": 1}

    def test_a_kill_explains_only_what_was_in_flight(self) -> None:
        again = replace(KEPT[1], at=DUE[1] + MINUTE)
        assert settled(*KEPT, again, kills=(DUE[1],)).is_clean
        later = settled(*KEPT, again, kills=(DUE[1] + 30,))
        assert faults(later) == {"doubled, unexplained": 1}


class TestWishes:
    def test_what_is_paused_does_not_come(self) -> None:
        pause = deed(Pause(date(2026, 3, 30)), DUE[0] + HOUR)
        assert settled(KEPT[0], *KEPT[2:], deeds=(pause,)).is_clean
        assert faults(settled(*KEPT, deeds=(pause,))) == {"wrong": 1}
        assert faults(settled(KEPT[0], KEPT[3], deeds=(pause,))) == {"missed": 1}

    def test_what_is_resumed_comes_again(self) -> None:
        deeds = (deed(Pause(), DUE[0] + HOUR), deed(Resume(), DUE[1] + HOUR))
        assert settled(KEPT[0], *KEPT[2:], deeds=deeds).is_clean
        assert faults(settled(KEPT[0], deeds=deeds)) == {"missed": 2}

    def test_what_is_stopped_never_comes(self) -> None:
        stop = deed(Stop(), DUE[0] + HOUR)
        assert settled(KEPT[0], deeds=(stop,)).is_clean
        assert faults(settled(*KEPT, deeds=(stop,))) == {"wrong": 3}

    def test_another_rule_takes_the_place_of_the_one_before(self) -> None:
        changed = deed(OUT_OF_SIGHT, DUE[1] + HOUR)
        wednesday = at("2026-04-01 16:00")
        assert settled(*KEPT[:2], Delivery(ANNA, wednesday, wednesday), deeds=(changed,)).is_clean
        assert faults(settled(*KEPT[:3], deeds=(changed,))) == {"wrong": 1, "missed": 1}

    def test_what_takes_effect_while_it_is_due_may_come_or_not(self) -> None:
        stop = deed(Stop(), DUE[3] - MINUTE, DUE[3] + MINUTE)
        assert settled(*KEPT, deeds=(stop,)).is_clean
        assert settled(*KEPT[:3], deeds=(stop,)).counts["suppressed"] == 1

    def test_of_a_skip_over_the_end_of_a_week_nobody_knows_which_it_skips(self) -> None:
        """The press does not say when it was made."""
        monday = (KEPT[0], KEPT[1], KEPT[3])
        skip = deed(Skip(0), DUE[1] + 5 * HOUR, DUE[1] + 7 * HOUR)
        assert settled(*KEPT, deeds=(skip,)).is_clean
        assert settled(*monday, deeds=(skip,)).counts["suppressed"] == 1
        before_midnight = deed(Skip(0), DUE[1] + 5 * HOUR)
        assert faults(settled(*monday, deeds=(before_midnight,))) == {"missed": 1}

    def test_a_snooze_comes_once_unless_another_takes_its_place(self) -> None:
        first, second = DUE[1] + MINUTE, DUE[1] + 2 * MINUTE
        snoozes = (deed(Snooze(ZONE), first), deed(Snooze(ZONE), second))
        back = second + 30 * MINUTE
        assert settled(*KEPT, Delivery(ANNA, back, back), deeds=snoozes).is_clean
        assert faults(settled(*KEPT, deeds=snoozes)) == {"missed": 1}
        skipped = (*snoozes, deed(Skip(), second + MINUTE))
        assert settled(*KEPT, deeds=skipped).is_clean

    def test_a_snooze_until_tonight_is_of_the_evening_there(self) -> None:
        evening = at("2026-03-29 18:00")
        tonight = (deed(Snooze(ZONE, tonight=True), DUE[1] + MINUTE),)
        assert settled(*KEPT, Delivery(ANNA, evening, evening), deeds=tonight).is_clean
        wrong = evening + HOUR
        account = settled(*KEPT, Delivery(ANNA, wrong, wrong), deeds=tonight)
        assert faults(account) == {"wrong": 1, "missed": 1}

    def test_nor_does_a_snooze_that_was_read_late_and_waited_for_until_they_trained(self) -> None:
        """The evening was over when it was read, so it would have come an hour after that."""
        evening = at("2026-03-29 18:00")
        snooze = deed(Snooze(ZONE, tonight=True), evening - 30 * MINUTE, evening + 10 * MINUTE)
        trained = deed(Train(ZONE), evening + 40 * MINUTE)
        assert settled(*KEPT, deeds=(snooze, trained)).is_clean
        assert faults(settled(*KEPT, deeds=(snooze,))) == {"missed": 1}

    def test_a_snooze_that_was_read_the_day_after_may_merge_with_that_days(self) -> None:
        evening = at("2026-03-29 18:00")
        snooze = deed(Snooze(ZONE, tonight=True), evening + 30 * MINUTE, evening + 5 * HOUR)
        assert settled(*KEPT, deeds=(snooze,)).is_clean
        assert faults(settled(*KEPT[:2], KEPT[3], deeds=(snooze,))) == {"missed": 1}

    def test_none_comes_on_a_day_of_training(self) -> None:
        trained = (deed(Train(ZONE), DUE[1] - 3 * HOUR),)
        assert settled(KEPT[0], *KEPT[2:], deeds=trained).counts["suppressed"] == 1
        assert faults(settled(*KEPT, deeds=trained)) == {"wrong": 1}
        the_day_before = (deed(Train(ZONE), DUE[1] - DAY),)
        assert faults(settled(KEPT[0], *KEPT[2:], deeds=the_day_before)) == {"missed": 1}

    def test_who_skips_one_rule_is_still_owed_the_snooze_of_another(self) -> None:
        snooze = deed(Snooze(ZONE, slot=1), DUE[1] + MINUTE)
        back = DUE[1] + 31 * MINUTE
        other, same = (deed(Skip(slot), DUE[1] + 2 * MINUTE) for slot in (0, 1))
        assert settled(*KEPT, Delivery(ANNA, back, back), deeds=(snooze, other)).is_clean
        assert settled(*KEPT, deeds=(snooze, same)).is_clean
