"""Reads the content folder into a Library, or names every fault in it at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from content.documents import Document, as_range, read_lines, read_markdown, read_yaml
from content.errors import ContentError, Fault
from content.language import HARMLESS, SAMPLED_ALARMS, Intent, IntentKind, Safety
from content.library import Library
from content.models import Entry, Exercise, Kit, Link, Source, Term, Topic, Workout, Zone
from content.references import SAFETY, SAFETY_FILE, Documents, broken_references

Model = TypeVar("Model", bound=BaseModel)
Keyed = TypeVar("Keyed", bound=Entry)


def packaged_content() -> Path:
    """The folder of the content that comes with BackDay."""
    return Path(__file__).parent / "data"


@dataclass(frozen=True)
class Content:
    """A folder as far as it could be read."""

    library: Library | None
    """None where there is no folder; what has faults of its own is left out."""
    documents: Documents
    lines: Mapping[str, Document]
    """The text files that hold one sample or description a line, by name."""
    faults: tuple[Fault, ...]


def load_library(root: Path) -> Library:
    """The content below `root`; raises ContentError with every fault that makes it unusable."""
    content = read_content(root)
    if content.faults or content.library is None:
        raise ContentError(list(content.faults))
    return content.library


def read_content(root: Path) -> Content:
    """The content below `root`, and every fault met on the way."""
    reader = _Reader(root)
    library = reader.library()
    return Content(library, reader.documents, reader.lines, tuple(reader.faults))


def no_safety() -> Safety:
    """Stands in for a faulty file, so that the rest is checked."""
    return Safety.model_construct(groups={}, signs=(), replies={}, repeats={}, cleared=())


class _Reader:
    """One pass over the folder, gathering models and faults."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[Fault] = []
        self.documents: Documents = {}
        self.lines: dict[str, Document] = {}

    def library(self) -> Library | None:
        """None where there is no folder; with faults, as far as it could be read."""
        if not self.root.is_dir():
            self.faults.append(Fault(str(self.root), 1, "no such content folder"))
            return None
        sources = self._listed("sources.yaml", Source)
        muscles = self._listed("terms/muscles.yaml", Term)
        equipment = self._listed("terms/equipment.yaml", Term)
        kits = self._listed("terms/kits.yaml", Kit)
        zones = self._listed("terms/zones.yaml", Zone)
        links = self._listed("links.yaml", Link)
        exercises = self._folder("exercises", Exercise, _read_ranges)
        topics = self._folder("topics", Topic)
        workouts = self._folder("workouts", Workout)
        intents = tuple(
            intent
            for path in self._files("intents", "*.yaml")
            for intent in self._listed(f"intents/{path.name}", Intent).values()
        )
        sampled = {path.stem for path in self._files("samples", "*.txt")}
        led_to = {intent.topic for intent in intents} | muscles.keys()
        answered = {intent.key for intent in intents} | (led_to - sampled)
        intents += self._asked_by_title(topics, answered)
        safety = self._safety()
        samples = self._lines("samples", {intent.key for intent in intents})
        descriptions = self._lines("descriptions", exercises.keys())
        alarms = self._lines("alarms", {HARMLESS, *SAMPLED_ALARMS})
        if not workouts:
            self.faults.append(Fault("workouts", 1, "no workout"))
        library = Library(
            exercises,
            topics,
            workouts,
            muscles,
            equipment,
            kits,
            zones,
            sources,
            links,
            intents,
            safety or no_safety(),
            samples,
            descriptions,
            alarms,
        )
        self.faults.extend(broken_references(library, self.documents))
        return library

    def _asked_by_title(
        self, topics: Mapping[str, Topic], answered: Collection[str | None]
    ) -> tuple[Intent, ...]:
        """An intent for each topic that no other intent leads to."""
        left = {key: topic for key, topic in topics.items() if key not in answered}
        for key in left:
            self.documents[Intent, key] = self.documents[Topic, key]
        return tuple(
            Intent(key=key, kind=IntentKind.ASK, description=topic.title, topic=key)
            for key, topic in left.items()
        )

    def _lines(self, folder: str, known: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The lines of each text file; the file's name says of what."""
        found: dict[str, tuple[str, ...]] = {}
        for path in self._files(folder, "*.txt"):
            name = f"{folder}/{path.name}"
            document = self._read(name, read_lines)
            if document is None or not isinstance(document.data, list):
                continue
            if path.stem not in known:
                self.faults.append(document.fault(f"nothing is called '{path.stem}'"))
            found[path.stem] = tuple(document.data)
            self.lines[name] = document
        return found

    def _files(self, folder: str, pattern: str) -> list[Path]:
        if not (self.root / folder).is_dir():
            self.faults.append(Fault(folder, 1, "folder is missing"))
        found = (self.root / folder).glob(pattern)
        return sorted(path for path in found if not path.name.startswith("."))

    def _read(self, name: str, read: Callable[[Path, str], Document]) -> Document | None:
        try:
            document = read(self.root / name, name)
        except FileNotFoundError:
            self.faults.append(Fault(name, 1, "file is missing"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.faults.append(Fault(name, line, "cannot be read: it is not UTF-8"))
        except OSError as error:
            self.faults.append(Fault(name, 1, f"cannot be read: {error.strerror}"))
        else:
            self.faults.extend(document.faults)
            if document.data is not None or not document.faults:
                return document
        return None

    def _validate(
        self, document: Document, model: type[Model], extra: Mapping[str, object] | None = None
    ) -> Model | None:
        result = document.validate(model, extra)
        self.faults.extend(document.faults)
        return result

    def _safety(self) -> Safety | None:
        document = self._read(SAFETY_FILE, read_yaml)
        safety = self._validate(document, Safety) if document else None
        if document and safety:
            self.documents[Safety, SAFETY] = document
        return safety

    def _listed(self, name: str, model: type[Keyed]) -> dict[str, Keyed]:
        """A YAML list of entries by their key."""
        document = self._read(name, read_yaml)
        entries: dict[str, Keyed] = {}
        if document is None:
            return entries
        if not isinstance(document.data, list):
            self.faults.append(document.fault("expected a list"))
            return entries
        for index in range(len(document.data)):
            part = document.item(index)
            entry = self._validate(part, model)
            if entry is None:
                continue
            if entry.key in entries:
                self.faults.append(part.fault(f"{entry.key}: given twice", "key"))
            entries[entry.key] = entry
            self.documents[model, entry.key] = part
        return entries

    def _folder(
        self,
        folder: str,
        model: type[Keyed],
        prepare: Callable[[dict[str, object]], None] | None = None,
    ) -> dict[str, Keyed]:
        """One Markdown file per entry; the file's name is its key."""
        entries: dict[str, Keyed] = {}
        for path in self._files(folder, "*.md"):
            name = f"{folder}/{path.name}"
            document = self._read(name, read_markdown)
            self.documents[model, path.stem] = document or Document(name)
            if document is None:
                continue
            if isinstance(document.data, dict):
                if "key" in document.data:
                    fault = document.fault("key: the name of the file is the key", "key")
                    self.faults.append(fault)
                if prepare:
                    prepare(document.data)
            entry = self._validate(document, model, {"key": path.stem})
            if entry is not None:
                entries[entry.key] = entry
        return entries


def _read_ranges(data: dict[str, object]) -> None:
    prescription = data.get("prescription")
    if isinstance(prescription, dict):
        for field in ("sets", "reps", "rest"):
            if field in prescription:
                prescription[field] = as_range(prescription[field])
