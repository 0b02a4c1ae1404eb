"""Red flags get their fixed text and no exercise; soreness and figures of speech do not."""

import pytest

from content.answers import Answerer
from content.conversation import Conversation
from content.language import AlarmClass
from content.loader import load_library, packaged_content
from content.responses import Answer, RedFlag, Response

LIBRARY = load_library(packaged_content())
EXAMPLES = [
    pytest.param(example, sign.alarm, id=f"{sign.key}: {example}")
    for sign in LIBRARY.safety.signs
    for example in sign.examples
]


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(LIBRARY)


def test_every_sign_shows_how_people_say_it() -> None:
    assert [sign.key for sign in LIBRARY.safety.signs if not sign.examples] == []


@pytest.mark.parametrize(("message", "alarm"), EXAMPLES)
def test_a_sign_raises_its_class(answerer: Answerer, message: str, alarm: AlarmClass) -> None:
    response = answerer.answer(message, Conversation())

    if alarm is AlarmClass.CAUTION:
        assert isinstance(response, Answer)
        assert response.headline in _texts(AlarmClass.CAUTION)
    else:
        assert isinstance(response, RedFlag)
        assert response.alarm is alarm
        assert response.conversation.alarm is alarm
        assert response.text in _texts(alarm)


@pytest.mark.parametrize("message", LIBRARY.safety.harmless_examples)
def test_soreness_and_idiom_raise_no_alarm(answerer: Answerer, message: str) -> None:
    response = answerer.answer(message, Conversation())

    assert not isinstance(response, RedFlag)
    assert response.conversation.alarm is None


def test_the_highest_class_wins_over_a_request_for_a_swap(answerer: Answerer) -> None:
    response = answerer.answer(
        "my lower back aches and my foot is dragging, what instead of the T-bar row?",
        Conversation(),
    )

    assert isinstance(response, RedFlag)
    assert response.alarm is AlarmClass.EMERGENCY


def test_an_alarm_stays_in_force_until_a_doctor_has_cleared_it(answerer: Answerer) -> None:
    first = answerer.answer("both legs are numb since the rows", Conversation())
    assert isinstance(first, RedFlag)

    again = answerer.answer("it's fine, what instead of the T-bar row?", first.conversation)
    assert isinstance(again, RedFlag)
    assert again.text == LIBRARY.safety.repeats[AlarmClass.EMERGENCY]

    cleared = answerer.answer(
        "my doctor cleared me. what instead of the T-bar row?", again.conversation
    )
    assert isinstance(cleared, Answer)
    assert cleared.options


def test_a_professional_first_still_lets_the_coach_explain(answerer: Answerer) -> None:
    flagged = answerer.answer("shooting pain down my left leg when I row", Conversation())

    taught = answerer.answer("which muscles does the lat pulldown work?", flagged.conversation)
    swap = answerer.answer("what can I do instead of the lat pulldown?", flagged.conversation)

    assert isinstance(taught, Answer)
    assert isinstance(swap, RedFlag)


def test_a_sore_back_gets_the_stop_rule_and_a_kinder_exercise(answerer: Answerer) -> None:
    response = answerer.answer(
        "my lower back is a bit achy, what instead of the T-bar row?", Conversation()
    )

    assert isinstance(response, Answer)
    assert response.headline == LIBRARY.safety.replies[AlarmClass.CAUTION]
    assert response.options[0] == "chest_supported_incline_row"


@pytest.mark.parametrize(
    "message",
    [
        "no numbness, no fever, what instead of the T-bar row?",
        "can I row without chest pain?",
    ],
)
def test_a_denied_sign_is_no_sign(answerer: Answerer, message: str) -> None:
    assert not _is_urgent(answerer.answer(message, Conversation()))


def _is_urgent(response: Response) -> bool:
    return isinstance(response, RedFlag) and response.alarm is not AlarmClass.PROFESSIONAL


def _texts(alarm: AlarmClass) -> set[str]:
    own = {sign.reply for sign in LIBRARY.safety.signs if sign.alarm is alarm and sign.reply}
    return {LIBRARY.safety.replies[alarm], *own}
