"""Swaps: authored ones first, never with what is not there, honest where nothing fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.conversation import Situation
from content.library import Library
from content.loader import load_library, packaged_content
from content.models import Overhead, SpinalLoad
from content.substitutes import rank, within

LIBRARY = load_library(packaged_content())
ROUTINE = LIBRARY.workout.exercises
EQUIPMENT = st.frozensets(st.sampled_from(sorted(LIBRARY.equipment)))


@pytest.fixture
def library() -> Library:
    return LIBRARY


def test_the_t_bar_row_is_replaced_as_the_article_says(library: Library) -> None:
    options = rank(
        library.exercises["t_bar_row"], Situation(lacks=frozenset({"t_bar_machine"})), library
    )

    assert [option.exercise for option in options[:3]] == [
        "bent_over_dumbbell_row",
        "chest_supported_incline_row",
        "bent_over_cable_row",
    ]
    assert all(option.authored and library.sources[option.source].article for option in options[:3])


def test_a_pulldown_with_only_dumbbells_has_nothing_like_for_like(library: Library) -> None:
    options = rank(
        library.exercises["lat_pulldown"], Situation(only=frozenset({"dumbbell"})), library
    )

    loaded = [o for o in options if library.exercises[o.exercise].equipment[0]]
    assert loaded
    assert not any(option.keeps_pattern for option in loaded[:1])


def test_a_declined_exercise_is_not_offered(library: Library) -> None:
    options = rank(
        library.exercises["t_bar_row"],
        Situation(avoid=frozenset({"bent_over_dumbbell_row"})),
        library,
    )

    assert "bent_over_dumbbell_row" not in [option.exercise for option in options]


def test_what_was_asked_for_comes_first(library: Library) -> None:
    options = rank(
        library.exercises["dumbbell_pullover"],
        Situation(wants=frozenset({"cable_high"})),
        library,
    )

    ways = library.exercises[options[0].exercise].equipment
    assert any("cable_high" in way for way in ways)


@given(st.sampled_from(ROUTINE), EQUIPMENT, EQUIPMENT)
def test_nothing_is_offered_that_needs_what_is_missing(
    key: str, lacks: frozenset[str], taken: frozenset[str]
) -> None:
    missing = within(lacks | taken, LIBRARY)

    for option in rank(LIBRARY.exercises[key], Situation(lacks=lacks, taken=taken), LIBRARY):
        ways = LIBRARY.exercises[option.exercise].equipment
        assert any(not way & missing for way in ways)
        assert not missing & set(option.needs)
        assert option.exercise != key


@given(st.sampled_from(ROUTINE), EQUIPMENT)
def test_only_means_only(key: str, only: frozenset[str]) -> None:
    at_hand = {key for key, term in LIBRARY.equipment.items() if term.at_hand}
    there = within(only, LIBRARY) | at_hand

    for option in rank(LIBRARY.exercises[key], Situation(only=only), LIBRARY):
        assert any(way <= there for way in LIBRARY.exercises[option.exercise].equipment)


@given(st.sampled_from(ROUTINE), EQUIPMENT)
def test_a_sore_back_or_shoulder_is_spared(key: str, lacks: frozenset[str]) -> None:
    situation = Situation(lacks=lacks, sore_lower_back=True, sore_shoulder=True)

    for option in rank(LIBRARY.exercises[key], situation, LIBRARY):
        exercise = LIBRARY.exercises[option.exercise]
        assert exercise.spinal_load is not SpinalLoad.HIGH
        assert exercise.overhead is not Overhead.FULL
