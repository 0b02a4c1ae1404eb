"""Loads: exact decimals that keep the unit they were lifted in."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    KG = "kg"
    LB = "lb"


_STEP = {Unit.KG: Decimal("2.5"), Unit.LB: Decimal(5)}
_FIRST = {
    Unit.KG: (Decimal(5), Decimal(10), Decimal(20), Decimal(40)),
    Unit.LB: (Decimal(10), Decimal(25), Decimal(45), Decimal(90)),
}
_KG_PER_LB = Decimal("0.45359237")
HEAVIEST = Decimal(1000)
"""No set of this routine is heavier, in either unit; more is a slip of the thumb."""


@dataclass(frozen=True)
class Load:
    """A load above zero, at most HEAVIEST, with at most two decimals."""

    amount: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        possible = 0 < self.amount <= HEAVIEST
        amount = self.amount.quantize(Decimal("0.01")) if possible else Decimal(0)
        if not amount:
            raise ValueError(f"a load of {self.amount} {self.unit} is not possible")
        object.__setattr__(self, "amount", amount)

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.unit}"

    def moved(self, steps: int) -> "Load":
        """So many steps heavier or lighter; stays where the next step would leave the range."""
        amount = self.amount + steps * _STEP[self.unit]
        return Load(amount, self.unit) if 0 < amount <= HEAVIEST else self

    def in_unit(self, unit: Unit) -> "Load":
        """The nearest load that can be stepped to in the other unit; the same one in its own."""
        if unit == self.unit:
            return self
        factor = _KG_PER_LB if unit is Unit.KG else 1 / _KG_PER_LB
        step = _STEP[unit]
        steps = (self.amount * factor / step).to_integral_value()
        return Load(min(max(steps * step, step), HEAVIEST), unit)


def step(unit: Unit) -> Load:
    """What one press of + or − changes."""
    return Load(_STEP[unit], unit)


def first_choices(unit: Unit) -> tuple[Load, ...]:
    """Loads to pick from where nothing is known yet."""
    return tuple(Load(amount, unit) for amount in _FIRST[unit])
