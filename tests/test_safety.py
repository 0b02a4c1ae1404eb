"""Red flags get their fixed text and no exercise; soreness and figures of speech do not."""

from pathlib import Path

import pytest
import yaml

from content.answers import Answerer
from content.conversation import Conversation
from content.language import AlarmClass
from content.responses import Answer, Clarification, RedFlag, Response
from content.safety import SEVEREST_FIRST
from tests.packaged import ANSWERER, LIBRARY

MESSAGES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "safety" / "messages.yaml").read_text("utf-8")
)
SIGNS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "safety" / "signs.yaml").read_text("utf-8")
)
LONGEST_TEXT = 500
EXAMPLES = [
    pytest.param(example, sign.key, id=f"{sign.key}: {example}")
    for sign in LIBRARY.safety.signs
    for example in sign.examples
]
FLAGS = [
    pytest.param(message, SEVEREST_FIRST[: number + 1], id=f"{name}: {message}")
    for number, name in enumerate(("emergency", "urgent", "professional"))
    for message in MESSAGES[name]
]
CLASSES = {
    "E": SEVEREST_FIRST[:1],
    "U": SEVEREST_FIRST[:2],
    "P": SEVEREST_FIRST[:3],
    "C": (AlarmClass.CAUTION,),
    "NC": (AlarmClass.CAUTION, None),
    "N": (None,),
}
SAID = [
    pytest.param(message, CLASSES[key.rstrip("0123456789")], id=f"{key}: {message}")
    for key, messages in SIGNS.items()
    for message in messages
]
EMERGENCY = "both legs are numb since the rows"
URGENT = "my pee is dark brown and my lats are massively swollen since monday"
PROFESSIONAL = "i had heart surgery in january and nobody has cleared me to lift yet"


def alarm(message: str) -> AlarmClass | None:
    worst = ANSWERER.signs(message).worst
    return worst.alarm if worst else None


def said(answerer: Answerer, *turns: str) -> Response:
    """The reply to the last of several messages of one chat."""
    conversation = Conversation()
    for turn in turns[:-1]:
        conversation = answerer.answer(turn, conversation).conversation
    return answerer.answer(turns[-1], conversation)


def test_every_sign_shows_how_people_say_it() -> None:
    assert [sign.key for sign in LIBRARY.safety.signs if not sign.examples] == []


@pytest.mark.parametrize(("message", "key"), EXAMPLES)
def test_an_example_raises_its_sign(message: str, key: str) -> None:
    assert key in [sign.key for sign in ANSWERER.signs(message).signs]


@pytest.mark.parametrize(("message", "classes"), FLAGS)
def test_a_red_flag_gets_its_class_or_a_higher_one(
    message: str, classes: tuple[AlarmClass, ...]
) -> None:
    assert alarm(message) in classes


@pytest.mark.parametrize(("message", "classes"), SAID)
def test_every_way_of_saying_a_sign_gets_its_class(
    message: str, classes: tuple[AlarmClass | None, ...]
) -> None:
    assert alarm(message) in classes


@pytest.mark.parametrize("message", MESSAGES["caution"])
def test_ordinary_discomfort_gets_the_stop_rule(message: str) -> None:
    assert alarm(message) is AlarmClass.CAUTION


@pytest.mark.parametrize("message", MESSAGES["caution_at_most"])
def test_what_is_denied_supposed_or_long_past_raises_no_alarm(message: str) -> None:
    assert alarm(message) in (AlarmClass.CAUTION, None)


@pytest.mark.parametrize("message", [*MESSAGES["harmless"], *LIBRARY.safety.harmless_examples])
def test_soreness_idiom_and_coaching_talk_are_no_sign(message: str) -> None:
    assert alarm(message) is None


@pytest.mark.parametrize(
    "shape",
    [
        "{} lol",
        "{}!!! asking for a friend",
        "quick one. what instead of the T-bar row? {}",
        "had a great session, hit 4x10 on pulldowns and felt strong. {}. how many sets next?",
    ],
)
@pytest.mark.parametrize("message", MESSAGES["emergency"][:40])
def test_a_red_flag_is_found_wherever_it_stands(message: str, shape: str) -> None:
    assert alarm(shape.format(message)) is AlarmClass.EMERGENCY


@pytest.mark.parametrize(
    "word", ["numbb crotch, back pain", "passd out on rows", "chst pain", "both legs tingeling"]
)
def test_a_typo_hides_no_red_flag(word: str) -> None:
    assert alarm(word) is AlarmClass.EMERGENCY


@pytest.mark.parametrize(
    "message",
    [
        "no numbness, no fever, what instead of the T-bar row?",
        "can I row without chest pain?",
        "no chest pain, never fainted, not pregnant, just want a swap",
    ],
)
def test_a_denied_sign_is_no_sign(message: str) -> None:
    assert alarm(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "no chest pain but my left foot is dragging",
        "it is not soreness, both legs are numb",
        "no, my chest hurts and I feel faint",
    ],
)
def test_a_denial_covers_only_what_it_names(message: str) -> None:
    assert alarm(message) is AlarmClass.EMERGENCY


def test_the_highest_class_wins_over_a_request_for_a_swap(answerer: Answerer) -> None:
    response = said(
        answerer, "my lower back aches and my foot is dragging, what instead of the T-bar row?"
    )

    assert isinstance(response, RedFlag)
    assert response.alarm is AlarmClass.EMERGENCY
    assert response.text == LIBRARY.safety.replies[AlarmClass.EMERGENCY]


@pytest.mark.parametrize("first", [EMERGENCY, URGENT, PROFESSIONAL])
def test_a_later_lesser_sign_does_not_lower_the_alarm(answerer: Answerer, first: str) -> None:
    flagged = said(answerer, first)
    later = said(answerer, first, "also my back wakes me every night with pain")

    assert isinstance(flagged, RedFlag)
    assert isinstance(later, RedFlag)
    assert later.alarm is flagged.alarm


@pytest.mark.parametrize("first", [EMERGENCY, URGENT])
@pytest.mark.parametrize(
    "then",
    [
        "it's fine, give me the workout",
        "its fine honestly, i drank loads, so give me tomorrows workout",
        "ok then which row is lighter",
        "what instead of the T-bar row?",
        "how many sets of pulldowns?",
    ],
)
def test_an_alarm_stays_in_force(answerer: Answerer, first: str, then: str) -> None:
    flagged = said(answerer, first)
    again = said(answerer, first, then)

    assert isinstance(flagged, RedFlag)
    assert isinstance(again, RedFlag)
    assert again.text == LIBRARY.safety.repeats[flagged.alarm]


@pytest.mark.parametrize(
    "words",
    [
        "my doctor cleared me.",
        "got the all clear from the hospital.",
        "you misunderstood me, it was a joke.",
    ],
)
def test_a_doctor_or_a_misunderstanding_ends_it(answerer: Answerer, words: str) -> None:
    cleared = said(answerer, EMERGENCY, f"{words} what instead of the T-bar row?")

    assert isinstance(cleared, Answer)
    assert cleared.options


def test_the_end_of_an_alarm_is_acknowledged(answerer: Answerer) -> None:
    response = said(answerer, EMERGENCY, "my doc checked me and said im fine to train")

    assert isinstance(response, Answer)
    assert response.headline == LIBRARY.safety.ended


def test_a_supposed_sign_is_answered_with_what_to_look_for(answerer: Answerer) -> None:
    response = said(answerer, "what if i get chest pain")

    assert isinstance(response, Answer)
    assert "emergency number" in response.headline


@pytest.mark.parametrize("words", ["thanks", "no sorry i meant the wide cable one", "ok"])
def test_other_words_do_not_end_it(answerer: Answerer, words: str) -> None:
    after = said(answerer, EMERGENCY, words)

    assert after.conversation.alarm is AlarmClass.EMERGENCY


def test_a_professional_first_still_lets_the_coach_explain(answerer: Answerer) -> None:
    taught = said(answerer, PROFESSIONAL, "which muscles does the lat pulldown work?")

    assert isinstance(taught, Answer | Clarification)


@pytest.mark.parametrize(
    "then",
    ["what can I do instead of the lat pulldown?", "ok cool so sets and reps for the t bar?"],
)
def test_a_professional_first_gives_no_training(answerer: Answerer, then: str) -> None:
    assert isinstance(said(answerer, PROFESSIONAL, then), RedFlag)


def test_a_sore_back_gets_the_stop_rule_and_a_kinder_exercise(answerer: Answerer) -> None:
    response = said(answerer, "my lower back is a bit achy, what instead of the T-bar row?")

    assert isinstance(response, Answer)
    assert response.headline == LIBRARY.safety.replies[AlarmClass.CAUTION]
    assert response.options[0] == "chest_supported_incline_row"


def test_every_fixed_text_is_short_and_names_no_exercise() -> None:
    safety = LIBRARY.safety
    own = [sign.reply for sign in safety.signs if sign.reply]
    for text in (*safety.replies.values(), *safety.repeats.values(), *own):
        assert len(text) <= LONGEST_TEXT
        assert not any(
            exercise.name.lower() in text.lower() for exercise in LIBRARY.exercises.values()
        )


def test_every_group_is_used() -> None:
    """A group that no sign and no other group names would be kept up for nothing."""
    safety = LIBRARY.safety
    ways = [way for sign in safety.signs for way in sign.when]
    used = {key for way in ways for key in (*way.all, *way.beside, *way.none)}
    phrases = [phrase for group in safety.groups.values() for phrase in group]

    idle = set(safety.groups) - used
    assert {key for key in idle if not any(f"<{key}>" in phrase for phrase in phrases)} == set()
