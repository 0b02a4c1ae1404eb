"""Time zones by the names that people use for them."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.zones import (
    COMMON,
    city_of,
    known_zone,
    named_zones,
    zones_at,
    zones_showing,
)
from bot.domain.zones import find_zones as find
from tests.packaged import LIBRARY

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ZONES = LIBRARY.zones


def find_zones(words: str) -> tuple[str, ...]:
    return find(words, ZONES, NOW)


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        (" berlin! ", "Europe/Berlin"),
        ("BERLIN.", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("São Paulo", "America/Sao_Paulo"),
        ("UTC", "Etc/UTC"),
        ("Rome", "Europe/Rome"),
        ("Munich", "Europe/Berlin"),
        ("münchen", "Europe/Berlin"),
        ("Mumbai", "Asia/Kolkata"),
        ("Seattle", "America/Los_Angeles"),
        ("st. petersburg", "Europe/Moscow"),
        ("Germany", "Europe/Berlin"),
        ("Japan", "Asia/Tokyo"),
        ("EST", "America/New_York"),
        ("CET", "Europe/Berlin"),
        ("Paris, France", "Europe/Paris"),
        ("London please", "Europe/London"),
        ("nice", "Europe/Paris"),
        ("UTC+14", "Pacific/Kiritimati"),
        ("gmt +5:45", "Asia/Kathmandu"),
    ],
)
def test_a_name_that_is_certain(words: str, zone: str) -> None:
    assert find_zones(words) == (zone,)


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("new yrok", "America/New_York"),
        ("Lissbon", "Europe/Lisbon"),
        ("sidney", "Australia/Sydney"),
        ("berln", "Europe/Berlin"),
        ("san fransisco", "America/Los_Angeles"),
        ("seatle", "America/Los_Angeles"),
        ("barcelone", "Europe/Madrid"),
        ("los angelas", "America/Los_Angeles"),
    ],
)
def test_a_slip_still_finds_the_city(words: str, zone: str) -> None:
    assert find_zones(words)[0] == zone


@pytest.mark.parametrize(
    "words",
    ["", "x", "??", "Gondor", "..", "/", "6am", "🌍", "no", "what", "banana", "utc+25", "utc-5:30"],
)
def test_no_city_finds_nothing(words: str) -> None:
    assert find_zones(words) == ()


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("USA", {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"}),
        ("san jose", {"America/Los_Angeles", "America/Costa_Rica"}),
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
    ],
)
def test_a_name_of_several_zones_offers_them(words: str, zones: set[str]) -> None:
    assert set(find_zones(words)) == zones


def test_a_distance_from_utc_is_that_of_now() -> None:
    assert "Europe/Berlin" not in find("UTC+2", ZONES, NOW)
    assert find("UTC+2", ZONES, NOW.replace(month=7))[0] == "Europe/Berlin"
    assert find("gmt minus 5", ZONES, NOW)[0] == "America/New_York"


@pytest.mark.parametrize(
    ("sentence", "zones"),
    [
        ("I moved to Sydney, adapt my times", ("Australia/Sydney",)),
        ("i'm in india, ist", ("Asia/Kolkata",)),
        ("i live in new york", ("America/New_York",)),
        ("my time zone is gmt+9", ("Asia/Tokyo",)),
        ("I flew from Berlin to Tokyo", ("Europe/Berlin", "Asia/Tokyo")),
        ("I have a nice day", ()),
        ("it is a male grip, and the eastern way", ()),
        ("change my time zone", ()),
        ("I'm in IST", ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
        ("was ist das", ()),
    ],
)
def test_a_sentence_names_zones_without_a_guess(sentence: str, zones: tuple[str, ...]) -> None:
    found = named_zones(sentence, ZONES, NOW)
    assert found[:1] == zones if sentence.endswith("+9") else found == zones


def test_a_clock_tells_the_zones_where_it_shows_that_now() -> None:
    now = datetime(2026, 3, 2, 17, 40, tzinfo=UTC)
    found = zones_showing([time(18, 42)], ZONES, now)
    assert found[0] == "Europe/Berlin"
    for zone in found:
        assert now.astimezone(ZoneInfo(zone)).hour == 18
    assert zones_showing([time(18, 51)], ZONES, now) == ()
    assert zones_showing([time(23, 12)], ZONES, now)[0] == "Asia/Kolkata"
    assert "Pacific/Auckland" in zones_showing([time(6, 35)], ZONES, now), "tomorrow there"
    midnight = datetime(2026, 3, 2, 0, 3, tzinfo=UTC)
    assert "Europe/London" in zones_showing([time(23, 58)], ZONES, midnight)


@pytest.mark.parametrize(
    ("latitude", "longitude", "zones"),
    [
        (52.52, 13.405, ("Europe/Berlin",)),
        (38.722, -9.139, ("Europe/Lisbon",)),
        (-33.869, 151.209, ("Australia/Sydney",)),
        (43.8, 87.6, ("Asia/Shanghai", "Asia/Urumqi")),
        (91.0, 0.0, ()),
        (0.0, 181.0, ()),
        (float("nan"), 0.0, ()),
        (0.0, float("inf"), ()),
    ],
)
def test_a_place_tells_its_zone(latitude: float, longitude: float, zones: tuple[str, ...]) -> None:
    assert zones_at(latitude, longitude, ZONES, NOW) == zones


@given(st.floats(-90, 90), st.floats(-180, 180))
@settings(max_examples=200, deadline=None)
def test_every_place_has_zones_that_can_be_chosen(latitude: float, longitude: float) -> None:
    found = zones_at(latitude, longitude, ZONES, NOW)
    assert len(found) <= 6
    assert all(known_zone(zone) for zone in found)


def test_at_sea_the_clock_there_counts() -> None:
    for zone in zones_at(0, 0, ZONES, NOW):
        assert NOW.astimezone(ZoneInfo(zone)).hour == NOW.hour
    assert zones_at(0, 0, ZONES, NOW)


def test_what_the_content_names_can_be_chosen() -> None:
    assert [zone for zone in ZONES if not known_zone(zone)] == []


def test_what_is_offered_can_be_chosen() -> None:
    assert [zone for zone in COMMON if not known_zone(zone)] == []


@pytest.mark.parametrize(
    "name", ["", "Mars/Base", "US/Eastern", "Etc/GMT+5", "EST", "localtime", "../etc/passwd", "utc"]
)
def test_other_names_cannot_be_chosen(name: str) -> None:
    assert not known_zone(name)


def test_every_zone_is_found_by_its_own_name(pinned_zones: None) -> None:
    for zone in sorted(filter(known_zone, available_timezones()))[::7]:
        assert find_zones(zone) == (zone,)
        assert find_zones(city_of(zone)) != ()


@given(st.text(max_size=40))
@settings(max_examples=50, deadline=None)
def test_whatever_is_typed_finds_a_few_zones_that_exist_or_none(words: str) -> None:
    found = find_zones(words)
    assert len(found) <= 6
    for zone in found:
        assert known_zone(zone)
        assert ZoneInfo(zone).key == zone
