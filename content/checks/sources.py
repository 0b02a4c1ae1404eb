"""Sources that no statement names, and the one that is always needed."""

from collections.abc import Iterator

from content.errors import Fault
from content.library import Library
from content.models import Source
from content.references import Documents, named_sources
from content.substitutes import GENERAL_SOURCE


def idle_sources(library: Library, documents: Documents) -> Iterator[Fault]:
    """Every source that is there for nothing."""
    named = {source for each in documents.values() for _, source in named_sources(each.data)}
    for key in library.sources:
        if key not in named and key != GENERAL_SOURCE:
            yield documents[Source, key].fault(f"{key}: nobody uses this source", "key")
    if library.sources and GENERAL_SOURCE not in library.sources:
        message = f"no source '{GENERAL_SOURCE}', to which swaps that nobody wrote refer"
        yield Fault("sources.yaml", 1, message)
