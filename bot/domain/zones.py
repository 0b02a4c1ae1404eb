"""Time zones by the names people use: "Berlin", "new yrok", "Europe/Lisbon"."""

from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from content.wording import clean

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
_MOST = 4


def known_zone(name: str) -> bool:
    """Whether people may choose this name: an IANA zone of a region, or UTC."""
    return name in _choosable()


def find_zones(words: str) -> tuple[str, ...]:
    """The zones that the words may mean, likeliest first, at most four; one if it is certain."""
    wanted = clean(words).replace("_", " ").strip(" .!")
    names = {_spoken(zone): zone for zone in sorted(_choosable())}
    cities = {spoken.rpartition("/")[2]: zone for spoken, zone in names.items()}
    for exact in (names, cities):
        if wanted in exact:
            return (exact[wanted],)
    if len(wanted) < 3:
        return ()
    near = process.extract(
        wanted, cities.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=_MOST
    )
    return tuple(cities[city] for city, _, _ in near)


def city_of(zone: str) -> str:
    """What people call the zone: "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")


def _choosable() -> set[str]:
    skipped = ("Etc/", "SystemV/", "US/", "posix/", "right/")
    zones = available_timezones()
    return {zone for zone in zones if "/" in zone and not zone.startswith(skipped)} | {"Etc/UTC"}


def _spoken(zone: str) -> str:
    return clean(zone).replace("_", " ")
