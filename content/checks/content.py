"""All faults of a content folder at once, those of its answers included."""

from collections.abc import Iterator
from pathlib import Path

from content.answers import Answerer
from content.checks.answers import faulty_answers
from content.checks.examples import misread_examples
from content.checks.names import clashing_names
from content.checks.phrases import unreadable_phrases
from content.checks.samples import ambiguous_samples
from content.checks.sound import sound
from content.checks.sources import idle_sources
from content.checks.swaps import faulty_swaps
from content.errors import ContentError, Fault
from content.library import Library
from content.loader import read_content
from content.references import Documents


def check_content(root: Path) -> Library:
    """The content below `root`; raises ContentError with every fault of every file."""
    content = read_content(root)
    faults = list(content.faults)
    if content.library is not None:
        files = {fault.file for fault in faults}
        faults.extend(ambiguous_samples(content.library, content.lines))
        faults.extend(_faults(content.library, content.documents, files))
    if faults or content.library is None:
        raise ContentError(faults)
    return content.library


def _faults(library: Library, documents: Documents, faulty: set[str]) -> Iterator[Fault]:
    unreadable = list(unreadable_phrases(library, documents))
    yield from unreadable
    yield from idle_sources(library, documents)
    yield from clashing_names(library, documents)
    whole = sound(library, faulty | {fault.file for fault in unreadable})
    if whole is None:
        return
    yield from faulty_swaps(library, whole, documents)
    answerer = Answerer(whole)
    yield from faulty_answers(whole, answerer, documents)
    yield from misread_examples(whole, answerer, documents)
