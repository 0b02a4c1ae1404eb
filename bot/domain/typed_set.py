"""A set as people type it between two breaths: "10", "40x10", "40 kg × 10", "62,5 x 8 reps"."""

import re
from decimal import Decimal

from bot.domain.action import MOST_REPS
from bot.domain.load import HEAVIEST, Load, Unit
from bot.domain.session import Effort

_UNIT = r"(?P<unit>kgs?|kilos?|lbs?|pounds?)?"
_TYPED = re.compile(
    rf"(?:(?P<amount>\d{{1,4}}(?:[.,]\d{{1,2}})?)\s*{_UNIT}\s*(?:[x×*]|for)\s*)?"
    r"(?P<reps>\d{1,3})\s*(?:reps?)?",
    re.IGNORECASE | re.ASCII,
)

_ATTEMPT = re.compile(r"(?=.*\d)(?:[\d\s.,x×*]|kgs?|kilos?|lbs?|reps?)+", re.IGNORECASE | re.ASCII)


def read_set(text: str, unit: Unit) -> Effort | None:
    """The effort that `text` says and nothing else, or None; `unit` is for a load without one."""
    match = _TYPED.fullmatch(text.strip().rstrip("."))
    if not match or not 1 <= int(match["reps"]) <= MOST_REPS:
        return None
    if match["amount"] is None:
        return Effort(int(match["reps"]))
    amount = Decimal(match["amount"].replace(",", "."))
    if not 0 < amount <= HEAVIEST:
        return None
    if match["unit"]:
        unit = Unit.LB if match["unit"][0] in "lLpP" else Unit.KG
    return Effort(int(match["reps"]), Load(amount, unit))


def looks_like_set(text: str) -> bool:
    """Numbers and units that are no set as they stand: "40x0", "10kg", "201"."""
    return bool(_ATTEMPT.fullmatch(text.strip()))
