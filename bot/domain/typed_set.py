"""A set as people type it between two breaths: "10", "40x10", "62,5 kg × 8", "10 reps at 40"."""

import re
from decimal import Decimal

from bot.domain.action import MOST_REPS
from bot.domain.load import HEAVIEST, Load, Unit
from bot.domain.session import Effort

_UNIT = r"(?P<unit>kgs?|kilos?|lbs?|pounds?)?"
_AMOUNT = rf"(?P<amount>\d{{1,4}}(?:[.,]\d{{1,2}})?)\s*{_UNIT}"
_REPS = r"(?P<reps>\d{1,3})\s*(?:reps?)?"
_DID = r"(?:(?:i )?did |done )?"
_LOAD_FIRST = re.compile(
    rf"{_DID}(?:{_AMOUNT}\s*(?:[x×*]|for)\s*)?{_REPS}", re.IGNORECASE | re.ASCII
)
_REPS_FIRST = re.compile(rf"{_DID}{_REPS}\s*(?:at|with|@)\s*{_AMOUNT}", re.IGNORECASE | re.ASCII)
_ATTEMPT = re.compile(r"(?=.*\d)(?:[\d\s.,x×*]|kgs?|kilos?|lbs?|reps?)+", re.IGNORECASE | re.ASCII)


def read_set(text: str, unit: Unit) -> Effort | None:
    """The effort that `text` says and nothing else, or None; `unit` is for a load without one."""
    said = text.strip().rstrip(".")
    match = _LOAD_FIRST.fullmatch(said) or _REPS_FIRST.fullmatch(said)
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
