"""Reads the content folder into a Library, or names every fault in it at once."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from content.documents import Document, as_range, read_markdown, read_yaml
from content.errors import ContentError, Fault
from content.language import Intent, Safety
from content.library import Library
from content.models import Entry, Exercise, Kit, Link, Source, Term, Topic, Workout
from content.references import SAFETY, Documents, broken_references

Model = TypeVar("Model", bound=BaseModel)
Keyed = TypeVar("Keyed", bound=Entry)


def packaged_content() -> Path:
    """The folder of the content that comes with BackDay."""
    return Path(__file__).parent / "data"


def load_library(root: Path) -> Library:
    """The content below `root`; raises ContentError with every fault of every file."""
    reader = _Reader(root)
    library = reader.library()
    if not reader.faults and library is not None:
        return library
    raise ContentError(reader.faults)


class _Reader:
    """One pass over the folder, gathering models and faults."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[Fault] = []
        self.documents: Documents = {}

    def library(self) -> Library | None:
        """None where there is no folder; with faults, as far as it could be read."""
        if not self.root.is_dir():
            self.faults.append(Fault(str(self.root), 1, "no such content folder"))
            return None
        sources = self._listed("sources.yaml", Source)
        muscles = self._listed("terms/muscles.yaml", Term)
        equipment = self._listed("terms/equipment.yaml", Term)
        kits = self._listed("terms/kits.yaml", Kit)
        links = self._listed("links.yaml", Link)
        exercises = self._folder("exercises", Exercise, _read_ranges)
        topics = self._folder("topics", Topic)
        workouts = self._folder("workouts", Workout)
        intents = tuple(
            intent
            for path in self._files("intents", "*.yaml")
            for intent in self._listed(f"intents/{path.name}", Intent).values()
        )
        safety = self._safety()
        if not workouts:
            self.faults.append(Fault("workouts", 1, "no workout"))
        library = Library(
            exercises,
            topics,
            workouts,
            muscles,
            equipment,
            kits,
            sources,
            links,
            intents,
            safety or _no_safety(),
        )
        self.faults.extend(broken_references(library, self.documents))
        return library

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
        document = self._read("safety.yaml", read_yaml)
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


def _no_safety() -> Safety:
    """Stands in for a faulty file, so that the references of the others are checked."""
    return Safety.model_construct(groups={}, signs=(), replies={}, repeats={}, cleared=())


def _read_ranges(data: dict[str, object]) -> None:
    prescription = data.get("prescription")
    if isinstance(prescription, dict):
        for field in ("sets", "reps", "rest"):
            if field in prescription:
                prescription[field] = as_range(prescription[field])
