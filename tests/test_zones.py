"""Time zones by the names that people use for them."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.zones import COMMON, city_of, find_zones, known_zone


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
    ],
)
def test_a_slip_still_finds_the_city(words: str, zone: str) -> None:
    assert find_zones(words)[0] == zone


@pytest.mark.parametrize("words", ["", "x", "??", "Gondor", "..", "/", "6am", "🌍"])
def test_no_city_finds_nothing(words: str) -> None:
    assert find_zones(words) == ()


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
    assert len(found) <= 4
    for zone in found:
        assert known_zone(zone)
        assert ZoneInfo(zone).key == zone
