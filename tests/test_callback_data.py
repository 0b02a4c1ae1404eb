"""What buttons carry: packed and read back the same, within the bytes that Telegram allows."""

import re
from dataclasses import fields
from enum import Enum
from typing import Any, get_type_hints
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.ids import new_id
from bot.domain.zones import known_zone
from content.library import Library
from handlers.callback_data import (
    LIMIT,
    LONGEST_ID,
    ButtonData,
    Choice,
    EquipmentButton,
    Fix,
    GymButton,
    GymPage,
    GymStep,
    HowButton,
    Place,
    PlaceButton,
    RemindButton,
    ReminderButton,
    RemindStep,
    SessionButton,
    SettingButton,
    Verb,
)

BUTTONS = sorted(ButtonData.__subclasses__(), key=lambda button: button.prefix)
words = st.text(st.characters(codec="utf-8", exclude_characters=":"), max_size=4)
ids = st.text("0123456789abcdef", max_size=LONGEST_ID)


def value_of(kind: type, *, is_id: bool) -> st.SearchStrategy[Any]:
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    if kind is int:
        return st.integers(-999_999, 999_999)
    return ids if is_id else words


def button_of(kind: type[ButtonData]) -> st.SearchStrategy[ButtonData]:
    types = get_type_hints(kind)
    values = {
        field.name: value_of(types[field.name], is_id=field.name in kind.ids)
        for field in fields(kind)
    }
    return st.builds(kind, **values)


buttons = st.sampled_from(BUTTONS).flatmap(button_of)


@given(buttons)
def test_a_button_is_read_back_as_it_was_packed(button: ButtonData) -> None:
    packed = button.pack()
    assert type(button).parse(packed) == button
    assert len(packed.encode()) <= LIMIT


@given(buttons)
def test_a_button_is_matched_by_its_own_class_and_by_no_other(button: ButtonData) -> None:
    packed = button.pack()
    assert [kind for kind in BUTTONS if re.match(kind.pattern(), packed)] == [type(button)]
    assert [kind for kind in BUTTONS if kind.parse(packed)] == [type(button)]


pieces = st.lists(
    st.sampled_from(
        [*(kind.prefix for kind in BUTTONS), ":", "::", "done", "0", "-1", "٣", "9" * 5000, "1_0"]
    )
)


@given(st.text() | pieces.map("".join) | pieces.map(":".join))
def test_whatever_comes_back_is_a_button_or_nothing(data: str) -> None:
    for kind in BUTTONS:
        button = kind.parse(data)
        assert button is None or isinstance(button, kind)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (RemindButton, "r:days:1:-1:" + "x" * 52),
        (RemindButton, f"r:days:{'9' * 50}:-1:"),
        (ReminderButton, "due:soon:1772460000:💪💪💪💪💪💪💪💪💪💪:"),
        (SessionButton, f"s:{'x' * 40}:1:more:"),
    ],
)
def test_what_would_not_fit_when_it_is_packed_again_is_no_button(
    kind: type[ButtonData], data: str
) -> None:
    assert len(data.encode()) <= LIMIT
    assert kind.parse(data) is None


@pytest.mark.parametrize(
    "data",
    ["", "s", "s:", "s:abc:1", "s:abc:one:done:", "s:abc:1:dance:", "s:abc:1:done:x:y", "x:abc"],
)
def test_what_was_not_packed_by_us_is_no_button(data: str) -> None:
    assert SessionButton.parse(data) is None


def test_a_button_that_is_too_long_is_refused() -> None:
    fits = HowButton("x" * (LIMIT - len("how:")))
    assert len(fits.pack()) == LIMIT
    for exercise in (fits.exercise + "x", "ü" * 40):
        with pytest.raises(ValueError, match="64 bytes"):
            HowButton(exercise).pack()


def test_the_pattern_of_places_matches_these_and_no_others() -> None:
    pattern = PlaceButton.to(Place.FORGET_ALL, Place.ZONE)
    matched = [place for place in Place if re.match(pattern, PlaceButton(place).pack())]
    assert matched == [Place.ZONE, Place.FORGET_ALL]


class TestRoom:
    """The longest that can really come up still fits."""

    def test_every_exercise_can_be_swapped_in_and_explained(self, library: Library) -> None:
        for key in library.exercises:
            SessionButton(new_id(), 9999, Verb.SWAP, key).pack()
            HowButton(key).pack()

    def test_every_piece_of_equipment_can_be_remembered(self, library: Library) -> None:
        for key in library.equipment:
            for fix in Fix:
                EquipmentButton(fix, key).pack()

    def test_every_note_on_a_gym_can_be_dropped(self, library: Library) -> None:
        first_of_the_longest_id = str(2**52)
        for key in (*library.equipment, *library.kits):
            GymButton(GymStep.DROP, first_of_the_longest_id, key, GymPage.SETTINGS).pack()
        GymButton(GymStep.DELETE, first_of_the_longest_id, "9" * 9).pack()

    def test_every_verb_has_room_for_its_number(self) -> None:
        for verb in Verb:
            SessionButton(new_id(), 9999, verb, "1000.00lb").pack()

    def test_every_step_of_a_reminder_has_room_for_the_draft(self) -> None:
        for step in RemindStep:
            RemindButton(step, 2**14 - 1, 1439, new_id()).pack()

    def test_the_longest_zones_can_be_chosen(self) -> None:
        for zone in sorted(filter(known_zone, available_timezones()), key=len)[-20:]:
            SettingButton(Choice.ZONE, zone).pack()
