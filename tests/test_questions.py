"""Questions in people's own words: sentences as data, and what holds for any text at all."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.conversation import Conversation, Situation
from content.language import IntentKind
from content.library import Library
from content.responses import MAX_ANSWER, Answer, Clarification, Command, Response
from tests.packaged import ANSWERER, LIBRARY

CASES = [
    pytest.param(case, id=" > ".join(case["turns"]))
    for path in sorted((Path(__file__).parent / "questions").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
KINDS = {
    "answer": "Answer",
    "clarification": "Clarification",
    "unknown": "Unknown",
    "out_of_scope": "OutOfScope",
    "red_flag": "RedFlag",
    "command": "Command",
}
COMMANDS = [
    pytest.param(example, intent.key, id=f"{intent.key}: {example}")
    for intent in LIBRARY.intents
    if intent.kind is IntentKind.COMMAND
    for example in intent.examples
]
ASKED = [
    pytest.param(example, intent.key, id=f"{intent.key}: {example}")
    for intent in LIBRARY.intents
    if intent.kind is IntentKind.ASK
    for example in intent.examples
]
WORDS = st.sampled_from(
    (
        *("no", "t-bar", "row", "pulldown", "bench", "instead", "how", "why", "and", "only", "#4"),
        *("?", ",", "muscles", "what", "not", "sets", "or", "lower back", "sore", "pullovers"),
    )
)


def ask(*turns: str, current: str | None = None) -> Response:
    conversation = Conversation()
    for turn in turns[:-1]:
        conversation = ANSWERER.answer(turn, conversation).conversation
    return ANSWERER.answer(turns[-1], conversation, current=current)


@pytest.mark.parametrize("case", CASES)
def test_a_question_is_understood(case: dict[str, Any]) -> None:
    response = ask(*case["turns"])

    assert type(response).__name__ == KINDS[case.get("kind", "answer")]
    if "intent" in case:
        assert response.conversation.intent == case["intent"]
    if "exercise" in case:
        assert isinstance(response, Answer | Command)
        assert response.exercise == case["exercise"]
    if "command" in case:
        assert isinstance(response, Command)
        assert response.name == case["command"]
    if "first_option" in case:
        assert isinstance(response, Answer)
        assert response.options[0] == case["first_option"]
    if "missing" in case:
        assert isinstance(response, Answer)
        assert response.missing == case["missing"]
    if "says" in case:
        assert isinstance(response, Answer)
        assert case["says"] in response.headline.lower()
    if "also" in case:
        assert isinstance(response, Answer)
        assert case["also"] in response.text


@pytest.mark.parametrize(("sentence", "intent"), ASKED)
def test_an_intent_is_recognised(sentence: str, intent: str) -> None:
    response = ask(sentence)

    assert isinstance(response, Answer)
    assert response.conversation.intent == intent


@pytest.mark.parametrize(("sentence", "name"), COMMANDS)
def test_a_command_in_words_is_recognised(sentence: str, name: str) -> None:
    response = ask(sentence)

    assert isinstance(response, Command)
    assert response.name == name
    assert response.text == sentence


def test_every_command_intent_is_one_that_the_coach_knows(library: Library) -> None:
    commands = [intent for intent in library.intents if intent.kind is IntentKind.COMMAND]

    for intent in commands:
        Command.model_validate({"conversation": Conversation(), "name": intent.key, "text": "x"})


def test_the_open_session_decides_which_row_is_meant() -> None:
    bare = ask("how do I do the row?")
    decided = ask("how do I do the row?", current="t_bar_row")

    assert isinstance(bare, Clarification)
    assert isinstance(decided, Answer)
    assert decided.exercise == "t_bar_row"


def test_each_choice_of_a_clarification_answers_it() -> None:
    response = ask("row")

    assert isinstance(response, Clarification)
    for choice in response.choices:
        answer = ask("row", choice.question)
        assert isinstance(answer, Answer)
        assert answer.exercise


def test_equipment_that_the_gym_lacks_is_never_offered(library: Library) -> None:
    response = ANSWERER.answer(
        "what instead of the T-bar row?",
        Conversation(),
        gym=Situation(lacks=frozenset({"dumbbell"})),
    )

    assert isinstance(response, Answer)
    for key in response.options:
        assert any("dumbbell" not in way for way in library.exercises[key].equipment)


@pytest.mark.parametrize("exercise", LIBRARY.workout.exercises)
def test_every_exercise_answers_how_why_and_what_instead(exercise: str) -> None:
    name = LIBRARY.exercises[exercise].name

    for question in ("How do I do {}?", "Why {}?", "What can I do instead of {}?"):
        response = ask(question.format(name))
        assert isinstance(response, Answer)
        assert response.exercise == exercise
        assert response.source


def check(response: Response) -> None:
    if isinstance(response, Answer):
        assert response.headline
        assert len(response.text) <= MAX_ANSWER
        if response.source:
            assert response.text.endswith(response.source)
    if isinstance(response, Clarification):
        assert 1 < len(response.choices) <= 4
    assert Conversation.model_validate_json(response.conversation.model_dump_json())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_reply(text: str) -> None:
    check(ask(text))


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=14))
def test_any_words_of_ours_get_a_reply_within_a_screen(first: list[str], second: list[str]) -> None:
    check(ask(" ".join(first), " ".join(second)))


def test_four_thousand_characters_get_a_reply() -> None:
    check(ask("I row and row, and then " * 200))
