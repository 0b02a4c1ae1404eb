"""Exercises by what is typed of their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import Library
from content.names import Names


@pytest.fixture(scope="session")
def names(library: Library) -> Names:
    return Names(library)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("t-bar", "t_bar_row"),
        ("T BAR", "t_bar_row"),
        ("tbar", "t_bar_row"),
        ("t", "t_bar_row"),
        ("tbra row", "t_bar_row"),
        ("lat pul", "lat_pulldown"),
        ("lat pull down", "lat_pulldown"),
        ("pullup", "pull_up"),
        ("pull-up", "pull_up"),
        ("dumbell pulover", "dumbbell_pullover"),
        ("pullover dumbbell", "dumbbell_pullover"),
        ("meadows", "meadows_row"),
        ("chest supported t-bar", "chest_supported_t_bar_row"),
        ("wide grip cable", "wide_grip_cable_row"),
    ],
)
def test_what_is_meant_comes_first(names: Names, typed: str, first: str) -> None:
    assert names.find(typed)[0].exercise == first


@pytest.mark.parametrize("typed", ["", "  ", "😂", "no t-bar, what instead?", "flurbington", "xq"])
def test_what_is_no_name_finds_none(names: Names, typed: str) -> None:
    assert names.find(typed) == ()


def test_every_name_and_nickname_finds_its_exercise(names: Names, library: Library) -> None:
    for exercise in library.exercises.values():
        found = names.find(exercise.name)
        assert found[0].exercise == exercise.key
        assert found[0].sure
        for alias in exercise.aliases:
            assert exercise.key in {each.exercise for each in names.find(alias) if each.sure}


def test_every_beginning_of_a_name_finds_it(names: Names, library: Library) -> None:
    for key in library.workout.exercises:
        name = library.exercises[key].name
        for end in range(1, len(name) + 1):
            assert key in {each.exercise for each in names.find(name[:end])}, name[:end]


def test_a_typo_is_not_sure(names: Names) -> None:
    assert names.find("pulover")[0].sure is False
    assert names.find("pullover")[0].sure is True


@given(typed=st.text(max_size=60))
def test_anything_can_be_typed(names: Names, library: Library, typed: str) -> None:
    found = [each.exercise for each in names.find(typed)]
    assert len(found) == len(set(found))
    assert set(found) <= library.exercises.keys()
