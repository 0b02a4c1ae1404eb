"""Sets as people type them between two breaths."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.action import MOST_REPS
from bot.domain.load import HEAVIEST, Load, Unit
from bot.domain.session import Effort
from bot.domain.typed_set import read_set


def kilos(amount: str) -> Load:
    return Load(Decimal(amount), Unit.KG)


def pounds(amount: str) -> Load:
    return Load(Decimal(amount), Unit.LB)


@pytest.mark.parametrize(
    ("words", "effort"),
    [
        ("10", Effort(10)),
        (" 10 reps. ", Effort(10)),
        ("1 rep", Effort(1)),
        ("200", Effort(200)),
        ("40x10", Effort(10, kilos("40"))),
        ("40 x 10", Effort(10, kilos("40"))),
        ("40 X 10", Effort(10, kilos("40"))),
        ("40*10", Effort(10, kilos("40"))),
        ("40 for 10", Effort(10, kilos("40"))),
        ("62,5×8", Effort(8, kilos("62.5"))),
        ("62.5 × 8 reps", Effort(8, kilos("62.5"))),
        ("40kg x 10", Effort(10, kilos("40"))),
        ("40 kilos for 10", Effort(10, kilos("40"))),
        ("90 lbs x 8 reps", Effort(8, pounds("90"))),
        ("90 Pounds x 8", Effort(8, pounds("90"))),
        ("1000x1", Effort(1, kilos("1000"))),
        ("0.25x12", Effort(12, kilos("0.25"))),
        ("10 reps at 40", Effort(10, kilos("40"))),
        ("did 10 with 90 lbs", Effort(10, pounds("90"))),
        ("I did 10", Effort(10)),
        ("8 @ 62.5kg", Effort(8, kilos("62.5"))),
    ],
)
def test_a_set(words: str, effort: Effort) -> None:
    assert read_set(words, Unit.KG) == effort


def test_a_load_without_a_unit_is_in_the_unit_of_the_person() -> None:
    assert read_set("90x8", Unit.LB) == Effort(8, pounds("90"))
    assert read_set("40 kg x 8", Unit.LB) == Effort(8, kilos("40"))


@pytest.mark.parametrize(
    "words",
    [
        "", " ", ".", "x", "0", "00", "201", "-5", "+5", "1e3", "x10", "40x", "40x0", "0x10",
        "0.00x10", "1000x1000", "1000.5x10", "1001x10", "40.125x8", "40x10x3", "40 10",
        "10 minutes", "10 sets", "10 kg", "40 kg", "reps", "ten", "10 reps please", "10?", "10!",
        "3 sets of 10", "40 x 10, 45 x 8", "10\n10", "1 0", "💪", "10💪", "10️⃣",
        "1\u200b0", "10\u200f", "\u202e10", "10\u0000", "١٠", "٤٠x١٠", "１０", "²", "½", "4０x10",
        "9" * 4000, "9" * 4000 + "x10", "10" + " " * 4000 + "x", "1" + ",1" * 2000,
    ],
)  # fmt: skip
def test_anything_else_is_no_set(words: str) -> None:
    assert read_set(words, Unit.KG) is None


efforts = st.builds(
    Effort,
    st.integers(1, MOST_REPS),
    st.none()
    | st.builds(
        Load,
        st.decimals(Decimal("0.01"), HEAVIEST, places=2),
        st.sampled_from(Unit),
    ),
)


@given(efforts, st.sampled_from(Unit))
def test_a_set_is_read_as_the_coach_writes_it(effort: Effort, unit: Unit) -> None:
    assert read_set(str(effort), unit) == effort


pieces = st.sampled_from([*"0123456789x×*.,- \t\n٣", "kg", "lb", "reps", "for", "10", "1000"])


@given(st.text() | st.lists(pieces, max_size=10).map("".join), st.sampled_from(Unit))
def test_whatever_is_typed_is_a_possible_set_or_none(words: str, unit: Unit) -> None:
    effort = read_set(words, unit)
    if effort is not None:
        assert 1 <= effort.reps <= MOST_REPS
        assert effort.load is None or 0 < effort.load.amount <= HEAVIEST
