"""What is known of a gym: what is told changes it, and what follows for the exercises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.gym import (
    Gym,
    Inventory,
    first_gym,
    meant,
    named,
    read_name,
    situations,
    stocked,
    way_there,
)
from bot.domain.whereabouts import read_whereabouts
from content.conversation import Situation
from content.library import Library
from content.substitutes import within
from tests.packaged import LIBRARY

equipment = st.frozensets(st.sampled_from(sorted(LIBRARY.equipment)), max_size=6)
inventories = st.builds(Inventory, equipment, st.none() | equipment)
anything_told = st.builds(
    lambda lacks, has, only: Situation(lacks=lacks - has, has=has, only=only),
    equipment,
    equipment,
    st.none() | equipment,
)


def lacks(*keys: str) -> Situation:
    return Situation(lacks=frozenset(keys))


def has(*keys: str) -> Situation:
    return Situation(has=frozenset(keys))


class TestNoted:
    def test_what_is_missing_is_added_and_what_came_is_taken_away(self) -> None:
        gym = Inventory().noted(lacks("t_bar_machine", "barbell"), LIBRARY)
        assert gym.lacks == {"t_bar_machine", "barbell"}
        assert gym.noted(has("t_bar_machine"), LIBRARY).lacks == {"barbell"}

    def test_a_new_pulldown_in_a_gym_without_cables_leaves_the_other_cables_missing(self) -> None:
        gym = Inventory(frozenset({"cable"})).noted(has("lat_pulldown_machine"), LIBRARY)
        assert within(gym.lacks, LIBRARY) == {
            "cable_low",
            "cable_high",
            "seated_cable_row_machine",
        }

    def test_only_takes_the_place_of_all_that_was_known(self) -> None:
        gym = Inventory(frozenset({"cable"}), frozenset({"band"}))
        told = Situation(only=frozenset({"dumbbell"}))
        assert gym.noted(told, LIBRARY) == Inventory(only=frozenset({"dumbbell"}))

    def test_where_all_is_known_things_come_and_go(self) -> None:
        home = Inventory(only=frozenset({"dumbbell", "bench"}))
        assert home.noted(has("band"), LIBRARY).only == frozenset({"dumbbell", "bench", "band"})
        assert home.noted(lacks("flat_bench"), LIBRARY).only == frozenset(
            {"dumbbell", "incline_bench"}
        )

    @given(inventories, anything_told)
    def test_telling_it_twice_changes_nothing(self, gym: Inventory, told: Situation) -> None:
        once = gym.noted(told, LIBRARY)
        assert once.noted(told, LIBRARY) == once

    @given(inventories, anything_told)
    def test_what_was_told_holds(self, gym: Inventory, told: Situation) -> None:
        after = gym.noted(told, LIBRARY)
        gone = within(after.lacks, LIBRARY)
        assert within(told.lacks, LIBRARY) <= gone
        if not within(told.lacks, LIBRARY) & within(told.has, LIBRARY):
            assert not told.has & gone
        if after.only is not None:
            assert not within(after.only, LIBRARY) & within(told.lacks, LIBRARY)

    @given(inventories)
    def test_each_fact_can_be_taken_away_once(self, gym: Inventory) -> None:
        for key in gym.lacks | (gym.only or frozenset()):
            fewer = gym.dropped(key)
            assert fewer is not None
            assert fewer != gym
        assert gym.dropped("nonsense") is None


class TestWay:
    def test_a_gym_of_which_nothing_is_known_has_everything(self, library: Library) -> None:
        for exercise in library.exercises.values():
            assert way_there(exercise, Inventory(), library) == exercise.equipment[0]

    def test_another_way_counts_where_it_is_known_to_be_there(self, library: Library) -> None:
        t_bar = library.exercises["t_bar_row"]
        garage = stocked(library.kits["garage_gym"], library)
        assert way_there(t_bar, garage, library) == frozenset({"barbell", "corner"})
        assert way_there(t_bar, Inventory(frozenset({"t_bar_machine"})), library) is None

    def test_who_lacks_cables_lacks_the_pulldown(self, library: Library) -> None:
        gym = Inventory(frozenset({"cable"}))
        assert way_there(library.exercises["lat_pulldown"], gym, library) is None

    @given(st.sampled_from(sorted(LIBRARY.exercises)), inventories)
    def test_a_way_needs_nothing_that_is_missing(self, key: str, gym: Inventory) -> None:
        way = way_there(LIBRARY.exercises[key], gym, LIBRARY)
        assert way is None or not way & within(gym.lacks, LIBRARY)


def test_a_full_gym_starts_without_a_note_and_others_with_what_is_there(library: Library) -> None:
    assert stocked(library.kits["full_gym"], library) == Inventory()
    assert stocked(library.kits["park"], library).only == frozenset({"pull_up_bar", "low_bar"})


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Iron\n House ", "Iron House"),
        ("<b>Gym</b> & co", "<b>Gym</b> & co"),
        ("\u202egym\u200b", "gym"),
        ("👨‍👩‍👧 home", "👨‍👩‍👧 home"),
        ("\u200b\u2060", ""),
    ],
)
def test_names(typed: str, name: str) -> None:
    assert read_name(typed) == name


OWN = (first_gym(1), Gym("b", "Iron House"), Gym("c", "Hotel gym", kit="hotel_gym"))


@pytest.mark.parametrize(
    ("text", "kit", "name"),
    [
        ("my gym has no cables", None, "My gym"),
        ("no T-bar at iron house", None, "Iron House"),
        ("I'm at the hotel today", "hotel_room", "Hotel gym"),
        ("only dumbbells at the gym in the hotel", "hotel_gym", "Hotel gym"),
        ("at home I have a bench", "home", None),
        ("no T-bar here", None, None),
    ],
)
def test_which_gym_a_message_speaks_of(text: str, kit: str | None, name: str | None) -> None:
    gym = meant(text, kit, OWN)
    assert (gym.name if gym else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I'm at Iron House today", "Iron House"),
        ("im at the gym", "My gym"),
        ("Back at my gym!", "My gym"),
        ("switch to the hotel gym please", "Hotel gym"),
        ("training at IRON HOUSE this week", "Iron House"),
        ("I'm in pain", None),
        ("I'm at Iron House, what can I do?", None),
        ("switch to kg", None),
        ("how do I train at Iron House", None),
    ],
)
def test_whereabouts_by_the_names_of_the_places(text: str, name: str | None) -> None:
    said = read_whereabouts(text)
    gym = named(said, OWN) if said else None
    assert (gym.name if gym else None) == name


def test_what_a_question_goes_by_is_the_current_gym_and_the_kinds_of_the_others() -> None:
    here, garage, cellar = (
        Gym("1", "My gym", Inventory(frozenset({"t_bar_machine", "flurb_stand"})), current=True),
        Gym("2", "Garage", Inventory(only=frozenset({"dumbbell"})), "home"),
        Gym("3", "Cellar", Inventory(only=frozenset({"band"})), "home"),
    )
    known, places = situations((here, garage, cellar), LIBRARY)
    assert known == lacks("t_bar_machine"), "what the content no longer has is left out"
    assert places == {"home": Situation(only=frozenset({"dumbbell"}))}, "the first of a kind"
    assert situations((), LIBRARY) == (Situation(), {})
