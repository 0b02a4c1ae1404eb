"""Loads: exact, in the unit they were lifted in, never outside of what is possible."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.load import HEAVIEST, Load, Unit, first_choices, step

amounts = st.decimals(min_value=Decimal("0.01"), max_value=HEAVIEST, places=2)
loads = st.builds(Load, amounts, st.sampled_from(Unit))


@pytest.mark.parametrize(
    ("amount", "words"),
    [("40", "40 kg"), ("40.00", "40 kg"), ("62.5", "62.5 kg"), ("0.25", "0.25 kg")],
)
def test_a_load_reads_as_people_write_it(amount: str, words: str) -> None:
    assert str(Load(Decimal(amount), Unit.KG)) == words


def test_a_hundred_is_not_written_with_an_exponent() -> None:
    assert str(Load(Decimal("1E+2"), Unit.LB)) == "100 lb"


@pytest.mark.parametrize("amount", ["0", "-5", "0.004", "1000.01", "1E+40"])
def test_an_impossible_load_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="not possible"):
        Load(Decimal(amount), Unit.KG)


def test_equal_amounts_are_equal_loads() -> None:
    assert Load(Decimal(40), Unit.KG) == Load(Decimal("40.0"), Unit.KG)
    assert Load(Decimal(40), Unit.KG) != Load(Decimal(40), Unit.LB)


def test_a_step_is_the_smallest_pair_of_plates() -> None:
    assert [str(step(unit)) for unit in Unit] == ["2.5 kg", "5 lb"]


def test_a_load_moves_by_steps_of_its_unit() -> None:
    assert Load(Decimal(40), Unit.KG).moved(1) == Load(Decimal("42.5"), Unit.KG)
    assert Load(Decimal(90), Unit.LB).moved(-2) == Load(Decimal(80), Unit.LB)


def test_a_load_stays_where_a_step_would_leave_the_range() -> None:
    light, heavy = Load(Decimal("2.5"), Unit.KG), Load(Decimal(1000), Unit.KG)
    assert light.moved(-1) == light
    assert heavy.moved(1) == heavy


@pytest.mark.parametrize(
    ("amount", "unit", "other", "expected"),
    [
        ("40", Unit.KG, Unit.LB, "90 lb"),
        ("45", Unit.LB, Unit.KG, "20 kg"),
        ("1", Unit.LB, Unit.KG, "2.5 kg"),
        ("1000", Unit.KG, Unit.LB, "1000 lb"),
    ],
)
def test_in_the_other_unit_it_is_a_load_that_can_be_put_together(
    amount: str, unit: Unit, other: Unit, expected: str
) -> None:
    assert str(Load(Decimal(amount), unit).in_unit(other)) == expected


@given(loads)
def test_in_its_own_unit_a_load_stays_exact(load: Load) -> None:
    assert load.in_unit(load.unit) is load


@given(loads, st.sampled_from(Unit))
def test_the_other_unit_is_at_most_half_a_step_away(load: Load, unit: Unit) -> None:
    there = load.in_unit(unit)
    assert there.amount % step(unit).amount == 0 or there == load
    if there.amount not in {step(unit).amount, HEAVIEST} and unit is not load.unit:
        back = there.amount * (Decimal("0.45359237") if unit is Unit.LB else 1)
        here = load.amount * (Decimal("0.45359237") if load.unit is Unit.LB else 1)
        half_a_step = step(unit).amount / 2 * (Decimal("0.4536") if unit is Unit.LB else 1)
        assert abs(back - here) <= half_a_step


@given(loads, st.integers(-500, 500))
def test_no_step_leaves_the_range(load: Load, steps: int) -> None:
    moved = load.moved(steps)
    assert 0 < moved.amount <= HEAVIEST
    assert moved.unit is load.unit
    assert moved == load or moved.moved(-steps) == load


@pytest.mark.parametrize("unit", Unit)
def test_the_first_choices_rise(unit: Unit) -> None:
    choices = [load.amount for load in first_choices(unit)]
    assert choices == sorted(set(choices))
    assert all(load.unit is unit for load in first_choices(unit))
