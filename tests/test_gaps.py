"""Gaps: the same question is one, however it is put; nobody is told too much in a day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.gaps import group
from bot.domain.gap import DAY, MOST_A_DAY, Gap, tell_at
from content.answers import Answerer
from content.repeats import repeats

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

words = st.text("abcde", min_size=3, max_size=10)
gists = st.lists(st.frozensets(words, max_size=4), max_size=12)


class TestRepeats:
    @pytest.mark.parametrize(
        "other",
        [
            "HOW DO I DO A FLURBINGTON?!",
            "flurbington, how?",
            "what is the flurbington",
            "how to do flurbingtons",
            "How do I do a flurbingtn?",
            "please tell me how I do the Flurbigton 🙏",
        ],
    )
    def test_the_same_question_in_other_words(self, answerer: Answerer, other: str) -> None:
        both = [answerer.gist("how do I do a flurbington?"), answerer.gist(other)]
        assert repeats(both) == [[0, 1]]

    @pytest.mark.parametrize(
        "other",
        [
            "how heavy should a flurbington be?",
            "flurbington or deadlift?",
            "how do I do a blurbington?",
            "how does it work?",
            "?",
        ],
    )
    def test_another_question(self, answerer: Answerer, other: str) -> None:
        both = [answerer.gist("how do I do a flurbington?"), answerer.gist(other)]
        assert repeats(both) == [[0], [1]]

    def test_words_of_the_content_are_read_as_one(self, answerer: Answerer) -> None:
        both = ["can pulldwns make me taller", "Can the PULLDOWN make me taller?"]
        assert repeats([answerer.gist(each) for each in both]) == [[0, 1]]

    @pytest.mark.parametrize("text", ["", "?", "😂", "how", "a" * 4000, "<b>x</b>", "\u202e"])
    def test_odd_text_has_a_gist(self, answerer: Answerer, text: str) -> None:
        assert len(answerer.gist(text)) == 1

    @given(gists)
    def test_each_question_is_in_one_group(self, asked: list[frozenset[str]]) -> None:
        found = repeats(asked)
        assert sorted(index for members in found for index in members) == list(range(len(asked)))

    @given(gists)
    def test_equal_ones_are_together(self, asked: list[frozenset[str]]) -> None:
        where = {index: n for n, members in enumerate(repeats(asked)) for index in members}
        for one in range(len(asked)):
            for other in range(one):
                assert where[one] == where[other] or asked[one] != asked[other]

    @given(gists.flatmap(lambda asked: st.tuples(st.just(asked), st.permutations(asked))))
    def test_the_order_does_not_matter(
        self, both: tuple[list[frozenset[str]], list[frozenset[str]]]
    ) -> None:
        def grouped(asked: list[frozenset[str]]) -> set[frozenset[frozenset[str]]]:
            return {frozenset(asked[index] for index in members) for members in repeats(asked)}

        assert grouped(both[0]) == grouped(both[1])


def gap(name: str, question: str, hours: int = 0, person: int = 1) -> Gap:
    return Gap(name, person, question, "unknown", NOW + hours * HOUR)


def test_the_group_asked_most_comes_first_and_then_the_latest(answerer: Answerer) -> None:
    asked = [
        gap("a", "how do I do a flurbington?"),
        gap("b", "can I do yoga?", 1),
        gap("c", "Flurbington?", 2, person=2),
        gap("d", "how do I do a flurbington?", 3),
        gap("e", "boxing?", 4),
    ]
    first, second, third = group(asked, answerer.gist)
    assert [each.id for each in first.gaps] == ["a", "c", "d"]
    assert (first.times, first.question) == (3, "how do I do a flurbington?")
    assert first.last.asked_at == NOW + 3 * HOUR
    assert (second.question, third.question) == ("boxing?", "can I do yoga?")


class TestTelling:
    def test_the_first_ones_are_told_now(self) -> None:
        assert tell_at([], NOW) == NOW
        assert tell_at([NOW] * (MOST_A_DAY - 1), NOW) == NOW

    def test_one_more_waits_until_the_first_is_a_day_old(self) -> None:
        told = [NOW - 3 * HOUR, NOW - 2 * HOUR, NOW - HOUR]
        assert tell_at(told, NOW) == NOW - 3 * HOUR + DAY

    @given(st.lists(st.integers(0, 100), max_size=30))
    def test_within_a_day_there_are_never_more(self, hours: list[int]) -> None:
        told: list[datetime] = []
        for wanted in sorted(hours):
            now = NOW + wanted * HOUR
            while (at := tell_at(told, now)) > now:
                now = at
            told.append(now)
        for at in told:
            assert sum(at - DAY < other <= at for other in told) <= MOST_A_DAY
