"""A taste of `tests.fuzzing`; the long run is a command of its own."""

from content.answers import Answerer
from content.library import Library
from content.responses import Answer, Unknown
from tests.fuzzing import run


def test_whatever_is_written_gets_an_answer_that_can_be_sent(
    answerer: Answerer, library: Library
) -> None:
    kinds = run(1500, 20261125, answerer, library)
    assert kinds[Answer.__name__] > 100, "ordinary questions are among them"
    assert kinds[Unknown.__name__] > 100, "and nonsense is"
