"""Messages become plain words, whatever they are written with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.patterns import Span, compile_phrase
from content.wording import sentences, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T-Bar Rows!", ("t", "bar", "row")),
        ("don't", ("dont",)),
        ("What's #4?", ("whats", "number", "4")),
        ("w/o a bench", ("without", "a", "bench")),
        ("Überzüge façon", ("uberzuge", "facon")),
        ("тяга", ("tyaga",)),
        ("*how* _do_ I `[do](tg://user?id=1)` it", ("how", "do", "i", "do", "it")),
        ("<b>row</b>", ("row",)),
        ("r\u200bo\u200bw \u202erow", ("row", "row")),
        ("12.5 kg", ("12.5", "kg")),
        ("", ()),
    ],
)
def test_words_of_a_message(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rows", "row"),
        ("flies", "fly"),
        ("benches", "bench"),
        ("press", "press"),
        ("this", "this"),
        ("lats", "lat"),
        ("abs", "abs"),
    ],
)
def test_a_plural_s_goes_and_other_endings_stay(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_sentences_keep_their_commas_and_question_marks() -> None:
    first, second = sentences("No bench, no bar. What now?")

    assert first.words == ("no", "bench", "no", "bar")
    assert first.breaks == {2}
    assert not first.asks
    assert second.words == ("what", "now")
    assert second.asks


@pytest.mark.parametrize(
    ("phrase", "line", "expected"),
    [
        ("no (cable|pulley)", "i have no pulley here ", Span(2, 4)),
        ("the [big] bench", "on the bench ", Span(1, 3)),
        ("chest * tight", "my chest is so tight ", Span(1, 5)),
        ("numb~", "going numbish now ", Span(1, 2)),
        ("@exercise or @exercise", "the @exercise or @exercise first ", Span(1, 4)),
        ("bar", "my bars ", None),
    ],
)
def test_phrases_match_whole_words(phrase: str, line: str, expected: Span | None) -> None:
    assert next(compile_phrase(phrase, words).find(line), None) == expected


def test_the_size_of_a_phrase_is_its_shortest_way() -> None:
    assert compile_phrase("(a b|c) [d] e * f", words).size == 3


@given(st.text(max_size=300))
def test_any_text_has_words(text: str) -> None:
    for sentence in sentences(text):
        assert sentence.words
        assert all(word and not word.isspace() for word in sentence.words)
