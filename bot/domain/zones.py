"""Time zones by what people say: a city, a country, letters, a distance from UTC, their clock."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from content.models import Zone
from content.wording import clean

Zones = Mapping[str, Zone]
"""What the content knows of zones, those of the most people first."""

COMMON = (
    "America/Los_Angeles",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Moscow",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Australia/Sydney",
)
_LEAST_ALIKE = 80
_CLEARLY = 10
"""A name that is more alike by so much than any other is the one that is meant."""
_MOST = 6
_NEAR = timedelta(minutes=10)
_DAY = timedelta(days=1)
_LONGEST_NAME = 4
"""Words of a name."""
_FROM_UTC = re.compile(
    r"\b(?:utc|gmt)\s*(?P<sign>[-+\u2212]|plus|minus)?\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?\b"
    r"|(?<![\w:])(?P<bare>[-+\u2212])(?P<bare_hours>\d{1,2})(?::?(?P<bare_minutes>[0-5]\d))?(?!\S)"
)
_WORD = re.compile(r"[^\W_]+")
_FILLERS = frozenset(
    (
        "i",
        "im",
        "am",
        "live",
        "in",
        "near",
        "my",
        "is",
        "its",
        "city",
        "time",
        "please",
        "pls",
        "now",
    )
)
_EVERYDAY = frozenset(
    ("nice", "male", "java", "west", "cork", "eastern", "pacific", "essen", "easter", "center")
)
"""Names that are other words, too: in a sentence they say nothing."""


def known_zone(name: str) -> bool:
    """Whether people may choose this name: an IANA zone of a region, or UTC."""
    return name in _choosable()


def find_zones(words: str, zones: Zones, now: datetime) -> tuple[str, ...]:
    """The zones that a name may mean, likeliest first, a few at most; one if it is certain."""
    offset = _offset_in(words)
    if offset is not None:
        return _ahead_of_utc(offset, zones, now)
    names = _names(zones)
    wanted = _plain(words)
    for exact in (wanted, _plain(words.partition(",")[0])):
        if exact in names:
            return names[exact][:_MOST]
    said = " ".join(word for word in wanted.split() if word not in _FILLERS)
    return named_zones(words, zones, now) or _alike(said, names)


def named_zones(sentence: str, zones: Zones, now: datetime) -> tuple[str, ...]:
    """The zones that a sentence names without a slip, such as "I moved to Sydney"."""
    offset = _offset_in(sentence)
    if offset is not None:
        return _ahead_of_utc(offset, zones, now)
    names = _names(zones)
    words = _WORD.findall(clean(sentence))
    shouted = {word for word in _WORD.findall(sentence) if word.isupper()}
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        for length in range(_LONGEST_NAME, 0, -1):
            name = " ".join(words[at : at + length])
            if name in names and (length > 1 or _tells(name, shouted)):
                found.append(names[name])
                at += length - 1
                break
        at += 1
    said = tuple(dict.fromkeys(zone for each in found for zone in each))
    by_all = tuple(zone for zone in said if all(zone in each for each in found))
    return (by_all or said)[:_MOST]


def zones_showing(times: Sequence[time], zones: Zones, now: datetime) -> tuple[str, ...]:
    """The zones where a clock shows about one of the times now, those of the most people first;
    of each time equally many."""
    clocks = {zone: _past_midnight(now.astimezone(ZoneInfo(zone)).time()) for zone in zones}
    found: list[str] = []
    for each in map(_past_midnight, times):
        near = [
            zone
            for zone, shown in clocks.items()
            if min((shown - each) % _DAY, (each - shown) % _DAY) <= _NEAR
        ]
        found += near[: _MOST // len(times)]
    return tuple(dict.fromkeys(found))


def zones_at(latitude: float, longitude: float, zones: Zones, now: datetime) -> tuple[str, ...]:
    """The zones of a place by degrees, without any network; at sea, those with the clock there."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # also false for what is no number
        return ()
    import tzfpy  # noqa: PLC0415 - 35 MB once the first place is looked up, which few people send

    there = tzfpy.get_tzs(longitude, latitude)
    known = tuple(zone for zone in there if known_zone(zone) and not zone.startswith("Etc/"))
    if known or not there:
        return known[:_MOST]
    offset = now.astimezone(ZoneInfo(there[0])).utcoffset()
    return _ahead_of_utc(offset or timedelta(), zones, now)


def city_of(zone: str) -> str:
    """What people call the zone: "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")


def _tells(name: str, shouted: set[str]) -> bool:
    if len(name) <= 3:
        return name.upper() in shouted
    return name not in _EVERYDAY


def _past_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)


def _ahead_of_utc(offset: timedelta, zones: Zones, now: datetime) -> tuple[str, ...]:
    found = (zone for zone in zones if now.astimezone(ZoneInfo(zone)).utcoffset() == offset)
    return tuple(found)[:_MOST]


def _offset_in(words: str) -> timedelta | None:
    """ "UTC+5:30", "gmt minus 5", "+2" """
    match = _FROM_UTC.search(words.lower())
    if match is None:
        return None
    sign = match["sign"] or match["bare"] or "+"
    hours = int(match["hours"] or match["bare_hours"])
    minutes = int(match["minutes"] or match["bare_minutes"] or 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return offset if sign in ("+", "plus") else -offset


def _alike(wanted: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if len(wanted) < _LONGEST_NAME:
        return ()
    spelled = [name for name in names if len(name) >= _LONGEST_NAME and "/" not in name]
    near = process.extract(
        wanted, spelled, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=_MOST
    )
    if not near:
        return ()
    best = near[0][1]
    likely = [zone for name, score, _ in near if score > best - _CLEARLY for zone in names[name]]
    return tuple(dict.fromkeys(likely))[:_MOST]


def _names(zones: Zones) -> dict[str, tuple[str, ...]]:
    """Zones by every name they have, in plain words."""
    names: dict[str, dict[str, None]] = {}
    for zone, said in zones.items():
        for name in (*said.names, zone, city_of(zone)):
            names.setdefault(_plain(name), {})[zone] = None
    for zone in sorted(_choosable()):
        names.setdefault(_plain(zone), {})[zone] = None
        names.setdefault(_plain(city_of(zone)), {zone: None})
    return {name: tuple(meant) for name, meant in names.items()}


def _plain(name: str) -> str:
    return " ".join(clean(name).replace("_", " ").replace(".", " ").split()).strip(" !?")


def _choosable() -> set[str]:
    skipped = ("Etc/", "SystemV/", "US/", "posix/", "right/")
    zones = available_timezones()
    return {zone for zone in zones if "/" in zone and not zone.startswith(skipped)} | {"Etc/UTC"}
