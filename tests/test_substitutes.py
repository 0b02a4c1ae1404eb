"""Swaps: authored ones first, never with what is not there, honest where nothing fits."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import texts
from content.conversation import Situation
from content.library import Library
from content.likeness import NO_PULL, resistance
from content.models import Exercise, Level, Overhead, Pattern, Posture, SpinalLoad, Support
from content.substitutes import Substitution, rank, substitution
from content.swaps import Swaps
from tests.packaged import LIBRARY

EXERCISES = LIBRARY.exercises
ROUTINE = LIBRARY.workout.exercises
SHUFFLED = replace(LIBRARY, exercises=dict(sorted(EXERCISES.items(), reverse=True)))
"""The same content, read in another order."""
AT_HAND = {key for key, term in LIBRARY.equipment.items() if term.at_hand}
LONGEST = 140
"""Characters of a reason or a difference: two lines on a phone."""

EQUIPMENT = st.frozensets(st.sampled_from(sorted(LIBRARY.equipment)), max_size=12)
KEYS = st.sampled_from(sorted(EXERCISES))
SITUATIONS = st.builds(
    Situation,
    lacks=EQUIPMENT,
    taken=EQUIPMENT,
    has=EQUIPMENT,
    only=st.none() | EQUIPMENT,
    wants=st.just(frozenset()) | EQUIPMENT,
    avoid=st.frozensets(KEYS, max_size=3),
    sore_lower_back=st.booleans(),
    sore_shoulder=st.booleans(),
    beginner=st.booleans(),
    one_arm=st.booleans(),
    standing=st.booleans(),
    seated=st.booleans(),
)

SAYS_MOVEMENT = {
    Pattern.HORIZONTAL_PULL: r"\brow|elbows (lower|stay low)|pulls? from in front|less flare",
    Pattern.VERTICAL_PULL: r"pulldown|from overhead|from above|overhead stretch|arms start high",
    Pattern.SHOULDER_EXTENSION: r"long[- ]arm|long arms|arms stay long|straight arms|not a pulldown"
    r"|no true pulldown|keep their angle",
    Pattern.REAR_DELT_UPPER_BACK_ROW: r"elbows out|elbows-out|elbows go out|rear delts",
    Pattern.SCAPULAR_CONTROL: r"shoulder[- ]blade|squeeze|no row",
}
"""A change of movement is told by one of these."""


def own(field: str) -> Callable[[Exercise], Situation]:
    return lambda exercise: Situation.model_validate({field: exercise.equipment[0]})


def only(kit: str) -> Callable[[Exercise], Situation]:
    return lambda _: Situation(only=frozenset(LIBRARY.kits[kit].equipment))


def told(flag: str) -> Callable[[Exercise], Situation]:
    return lambda _: Situation.model_validate({flag: True})


CASES: dict[str, Callable[[Exercise], Situation]] = {
    "own machine missing": own("lacks"),
    "own machine taken": own("taken"),
    "only dumbbells": only("dumbbells_only"),
    "only a barbell": only("barbell_only"),
    "only cables": only("cables_only"),
    "only bands": only("bands_only"),
    "bodyweight only": only("bodyweight"),
    "only a pull-up bar": only("pull_up_bar_only"),
    "nothing at home": only("home"),
    "sore lower back": told("sore_lower_back"),
    "sore shoulder": told("sore_shoulder"),
    "beginner": told("beginner"),
    "one arm": told("one_arm"),
    "standing only": told("standing"),
    "seated only": told("seated"),
}


def named(equipment: frozenset[str]) -> set[str]:
    """With all that it includes, worked out anew."""
    found = set(equipment)
    while more := {part for key in found for part in LIBRARY.equipment[key].includes} - found:
        found |= more
    return found


def ways(option: Exercise, situation: Situation) -> list[frozenset[str]]:
    """How this person could equip it."""
    missing = named(situation.lacks | situation.taken)
    there = named(situation.has | (situation.only or frozenset())) | AT_HAND
    return [
        way
        for way in option.equipment
        if not way & missing and (situation.only is None or way <= there)
    ]


def check(exercise: Exercise, situation: Situation) -> tuple[Substitution, ...]:
    """All that holds for every ranking."""
    options = rank(exercise, situation, LIBRARY, None)
    keys = [option.exercise for option in options]
    assert exercise.key not in keys
    assert len(keys) == len({*keys})
    assert not situation.avoid & {*keys}
    for option in options:
        fits(EXERCISES[option.exercise], option, situation)
        is_worded(exercise, option)
        assert substitution(exercise, option.exercise, situation, LIBRARY) == option
    wanted = named(situation.wants)
    asked_for = [bool(wanted & frozenset().union(*EXERCISES[k].equipment)) for k in keys]
    plain = [option.authored for option, asked in zip(options, asked_for, strict=True) if not asked]
    assert plain == sorted(plain, reverse=True)
    assert rank(SHUFFLED.exercises[exercise.key], situation, SHUFFLED, None) == options
    return options


def fits(other: Exercise, option: Substitution, situation: Situation) -> None:
    """It asks nothing of the person that they lack, and names what they did not mention."""
    mentioned = named(situation.has | situation.wants | (situation.only or frozenset())) | AT_HAND
    possible = ways(other, situation)
    assert possible
    assert {*option.needs} in [way - mentioned for way in possible]
    assert other.pattern not in NO_PULL
    assert not (situation.sore_lower_back and other.spinal_load is SpinalLoad.HIGH)
    assert not (situation.sore_shoulder and other.overhead is Overhead.FULL)
    assert not (situation.beginner and other.level is Level.ADVANCED)
    assert not (situation.one_arm and not other.one_arm)
    assert not (situation.standing and Posture.STANDING not in other.posture)
    assert not (situation.seated and Posture.SEATED not in other.posture)


def is_worded(exercise: Exercise, option: Substitution) -> None:
    """One reason, one difference; another movement is called so."""
    other = EXERCISES[option.exercise]
    for text in (option.reason, option.difference):
        assert text.strip()
        assert text.endswith(".")
        assert len(text) <= LONGEST
    assert option.reason != option.difference
    assert option.keeps_pattern is (other.pattern is exercise.pattern)
    if not option.keeps_pattern:
        said = f"{option.reason} {option.difference}".lower()
        assert re.search(SAYS_MOVEMENT[other.pattern], said), said


@settings(max_examples=300)
@given(KEYS, SITUATIONS)
def test_any_exercise_in_any_situation(key: str, situation: Situation) -> None:
    check(EXERCISES[key], situation)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("key", EXERCISES)
def test_there_is_an_option_or_an_honest_nothing(key: str, case: str) -> None:
    exercise = EXERCISES[key]
    situation = CASES[case](exercise)
    options = check(exercise, situation)
    part = Swaps(LIBRARY).substitute(exercise, situation, situation)

    if options:
        best = EXERCISES[options[0].exercise].name
        assert best.lower() in part.headline.lower()
        assert part.options[0] == options[0].exercise
        assert f"{options[0].difference}" in part.lines[0]
        assert ("no like-for-like" in part.headline) is not options[0].keeps_pattern
        if options[0].needs:
            assert any("needs" in line for line in part.lines)
    else:
        frame = texts.NO_PULL if exercise.pattern in NO_PULL else texts.NO_SUBSTITUTE
        assert part.headline == frame.format(name=texts.inside(exercise.name))
        assert not part.options


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("key", ROUTINE)
def test_the_routine_always_has_an_option(key: str, case: str) -> None:
    exercise = EXERCISES[key]

    assert rank(exercise, CASES[case](exercise), LIBRARY)


@pytest.mark.parametrize("key", EXERCISES)
def test_what_two_exercises_are_said_to_share_is_true(key: str) -> None:
    exercise = EXERCISES[key]
    for option in rank(exercise, Situation(), LIBRARY, None):
        if option.authored:
            continue
        other = EXERCISES[option.exercise]
        pair, said = (exercise, other), option.reason
        muscles = {*other.muscles.primary, *other.muscles.secondary}
        trained = [texts.inside(LIBRARY.muscles[m].name) for m in muscles]
        assert any(name in said for name in trained)
        assert said.startswith("Also") is option.keeps_pattern
        if "one-arm" in said:
            assert all(one.unilateral for one in pair)
        if "chest-supported" in said:
            assert all(one.support is Support.CHEST for one in pair)
        if "bent-over" in said:
            assert all(one.spinal_load is SpinalLoad.HIGH for one in pair)
        for posture, words in texts.HELD.items():
            if f"a {words}" in said:
                assert all(one.posture == (posture,) for one in pair)
        for kind, words in texts.AGAINST.items():
            if f"{words}," in said:
                assert resistance(exercise, exercise.equipment[0], LIBRARY.equipment) is kind
                assert kind in [resistance(other, w, LIBRARY.equipment) for w in other.equipment]


@pytest.fixture
def library() -> Library:
    return LIBRARY


def keys(options: tuple[Substitution, ...]) -> list[str]:
    return [option.exercise for option in options]


def test_the_t_bar_row_is_replaced_as_the_article_says(library: Library) -> None:
    situation = Situation(lacks=frozenset({"t_bar_machine"}))
    options = rank(library.exercises["t_bar_row"], situation, library)

    assert keys(options)[:5] == [
        "bent_over_dumbbell_row",
        "chest_supported_incline_row",
        "bent_over_cable_row",
        "inverted_row",
        "bodyweight_row_mimic",
    ]
    assert all(option.authored and library.sources[option.source].article for option in options[:5])


def test_a_sore_lower_back_leaves_of_the_article_what_is_supported(library: Library) -> None:
    options = rank(library.exercises["t_bar_row"], Situation(sore_lower_back=True), library, None)

    by_article = [option for option in options if library.sources[option.source].article]
    assert keys(tuple(by_article)) == [
        "chest_supported_incline_row",
        "inverted_row",
        "bodyweight_row_mimic",
    ]
    assert options[:3] == tuple(by_article)


def test_a_sore_shoulder_reaches_no_higher_than_before(library: Library) -> None:
    options = rank(library.exercises["wide_grip_cable_row"], Situation(sore_shoulder=True), library)

    assert keys(options)[0] == "wide_grip_machine_row"


def test_a_beginner_is_spared_what_is_harder(library: Library) -> None:
    options = rank(library.exercises["chin_up"], Situation(beginner=True), library)

    assert library.exercises[options[0].exercise].level is Level.BEGINNER


def test_what_the_exercise_itself_can_be_done_with_is_said(library: Library) -> None:
    situation = Situation(only=frozenset({"barbell", "corner"}))
    part = Swaps(library).substitute(library.exercises["t_bar_row"], situation, situation)

    assert any("the T-bar row itself with" in line for line in part.lines)


def test_what_is_no_pull_has_no_swap(library: Library) -> None:
    part = Swaps(library).substitute(library.exercises["deadlift"], Situation(), Situation())

    assert "no pull" in part.headline


def test_a_pulldown_with_only_dumbbells_has_nothing_like_for_like(library: Library) -> None:
    situation = Situation(only=frozenset({"dumbbell"}))
    part = Swaps(library).substitute(library.exercises["lat_pulldown"], situation, situation)

    assert part.headline.startswith("There is no like-for-like lat pulldown")
    assert "dumbbell" in part.headline


def test_from_a_wheelchair_with_one_arm(library: Library) -> None:
    situation = Situation(seated=True, one_arm=True)
    best = {
        key: rank(library.exercises[key], situation, library)[0].exercise
        for key in ("lat_pulldown", "low_incline_dumbbell_row")
    }

    assert best == {
        "lat_pulldown": "single_arm_pulldown",
        "low_incline_dumbbell_row": "single_arm_cable_row",
    }


def test_a_declined_exercise_is_not_offered(library: Library) -> None:
    situation = Situation(avoid=frozenset({"bent_over_dumbbell_row"}))
    options = rank(library.exercises["t_bar_row"], situation, library, None)

    assert "bent_over_dumbbell_row" not in keys(options)


def test_what_was_asked_for_comes_first(library: Library) -> None:
    situation = Situation(wants=frozenset({"kettlebell"}))
    options = rank(library.exercises["t_bar_row"], situation, library)

    assert any("kettlebell" in way for way in library.exercises[options[0].exercise].equipment)


def test_what_is_not_mentioned_is_named(library: Library) -> None:
    situation = Situation(has=frozenset({"dumbbell"}), lacks=frozenset({"t_bar_machine"}))
    options = rank(library.exercises["t_bar_row"], situation, library)
    needs = {option.exercise: option.needs for option in options}

    assert needs["bent_over_dumbbell_row"] == ()
    assert needs["chest_supported_incline_row"] == ("incline_bench",)


def test_a_hundred_times_the_content_costs_little_more(library: Library) -> None:
    """Twenty options are put into words, however many there are."""
    many = {
        f"{key}{number}": exercise.model_copy(update={"key": f"{key}{number}", "substitutes": ()})
        for number in range(1, 101)
        for key, exercise in library.exercises.items()
    }
    large = replace(library, exercises={**library.exercises, **many})
    exercise = large.exercises["t_bar_row"]
    groups = large.likeness.nearest("t_bar_row")

    # Its own copies make the one group more.
    assert len(groups) <= len(library.likeness.nearest("t_bar_row")) + 1
    assert len(rank(exercise, Situation(sore_lower_back=True), large)) == 20
