"""Reading one content file: YAML and Markdown into plain data that still knows its line numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.reader import ReaderError

from content.errors import Fault

Location = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_RANGE = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
_DEEPEST = 50
"""Lists and mappings within each other; content has five."""
_BULLET_SOURCE = re.compile(r"\s*\[([a-z][a-z0-9_]*)\]$")


@dataclass
class Document:
    """Plain data of one file, and the line on which each place of it stands."""

    file: str
    data: object = None
    lines: dict[Location, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, message: str, *location: str | int) -> Fault:
        """A fault at the nearest known place around `location`."""
        place: Location = location
        while place and place not in self.lines:
            place = place[:-1]
        return Fault(self.file, self.lines.get(place, 1), message)

    def item(self, index: int) -> "Document":
        """One entry of a file that holds a list."""
        entries = self.data if isinstance(self.data, list) else []
        lines = {place[1:]: line for place, line in self.lines.items() if place[:1] == (index,)}
        return Document(self.file, entries[index], lines)

    def validate(
        self, model: type[Model], extra: Mapping[str, object] | None = None
    ) -> Model | None:
        """The file as `model`, or None with the reasons added to `faults`."""
        if not isinstance(self.data, dict):
            self.faults.append(self.fault("expected 'name: value' lines"))
            return None
        try:
            return model.model_validate({**self.data, **(extra or {})})
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                place = ".".join(str(part) for part in problem["loc"]) or "file"
                message = problem["msg"].removeprefix("Value error, ")
                self.faults.append(self.fault(f"{place}: {message}", *problem["loc"]))
            return None


def read_yaml(path: Path, name: str) -> Document:
    """A YAML file; `name` is how faults call it."""
    document = Document(name)
    _parse_yaml(path.read_text("utf-8-sig"), document, first_line=1)
    return document


def read_markdown(path: Path, name: str) -> Document:
    """Front matter plus `## Section` bullets, which become fields of {text, source} statements."""
    document = Document(name)
    lines = path.read_text("utf-8-sig").splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        document.faults.append(Fault(name, 1, "expected front matter between two lines of ---"))
        return document
    end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "---")
    _parse_yaml("\n".join(lines[1:end]), document, first_line=2)
    if isinstance(document.data, dict):
        _read_sections(lines, end + 1, document, document.data)
    return document


def read_lines(path: Path, name: str) -> Document:
    """One text a line; blank lines and those that begin with # are left out."""
    document = Document(name, [])
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            assert isinstance(document.data, list)
            document.lines[(len(document.data),)] = number
            document.data.append(text)
    return document


def as_range(value: object) -> object:
    """'8-12' or 10 as {low, high}; anything else stays for the model to refuse."""
    match = _RANGE.fullmatch(str(value).strip()) if isinstance(value, str | int) else None
    if not match:
        return value
    return {"low": int(match[1]), "high": int(match[2] or match[1])}


def _parse_yaml(text: str, document: Document, first_line: int) -> None:
    try:
        _refuse_depth(text)
        loader = _Loader(text)
        node = loader.get_single_node()
        places = list(_places(node)) if node else []
        data = loader.construct_document(node) if node else None
    except (yaml.YAMLError, RecursionError) as error:
        line, reason = _place_and_reason(error, text)
        document.faults.append(Fault(document.file, line + first_line, f"not YAML: {reason}"))
        return
    document.data = data
    for place, line, duplicate in places:
        document.lines.setdefault(place, line + first_line)
        if duplicate:
            message = f"{place[-1]}: given twice"
            document.faults.append(Fault(document.file, line + first_line, message))


class _Loader(yaml.CSafeLoader):
    """A value that looks like a date or a number and is none is a fault with its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise yaml.MarkedYAMLError(problem=str(error), problem_mark=node.start_mark) from error


def _refuse_depth(text: str) -> None:
    """The parser's own recursion has no bound: it would take the process down."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=mark)


def _place_and_reason(error: yaml.YAMLError | RecursionError, text: str) -> tuple[int, str]:
    """The line, from 0, and what is wrong there."""
    match error:
        case yaml.MarkedYAMLError():
            mark = error.problem_mark or error.context_mark
            return mark.line if mark else 0, str(error.problem or error.context)
        case ReaderError():
            return text.count("\n", 0, error.position), error.reason
        case _:  # an alias within its own anchor
            return 0, "it is nested too deeply"


def _places(node: yaml.Node, at: Location = ()) -> Iterator[tuple[Location, int, bool]]:
    """Every place of a YAML tree with its line from 0, and whether its key was there before."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            place = (*at, str(key.value))
            yield place, key.start_mark.line, key.value in seen
            seen.add(key.value)
            yield from _places(value, place)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*at, index), value.start_mark.line, False
            yield from _places(value, (*at, index))


def _read_sections(
    lines: list[str], start: int, document: Document, data: dict[str, object]
) -> None:
    """Bullets below their headings; a bullet may end with its own [source]."""
    source = data.pop("source", None)
    source_line = document.lines.get(("source",))
    statements: list[dict[str, Any]] | None = None
    bullets: list[tuple[Location, dict[str, Any]]] = []
    place: Location = ()
    for number, line in enumerate(lines[start:], start + 1):
        text = line.strip()
        questions = data.get("questions")
        if text.startswith("### ") and place[:1] == ("questions",) and isinstance(questions, list):
            statements = []
            asked = [key.strip() for key in text[4:].split(",") if key.strip()]
            place = ("questions", len(questions), "answer")
            document.lines[place[:-1]] = number
            questions.append({"asked": asked, "answer": statements})
        elif text.startswith("## "):
            key = text[3:].strip().lower().replace(" ", "_")
            if key in data:
                document.faults.append(Fault(document.file, number, f"{key}: given twice"))
            statements, place = [], (key,)
            document.lines[place] = number
            data[key] = statements
        elif text.startswith("- ") and statements is not None:
            bullets.append(((*place, len(statements)), {"text": text[2:]}))
            document.lines[bullets[-1][0]] = number
            statements.append(bullets[-1][1])
        elif text and line.startswith("  ") and statements:
            statements[-1]["text"] += f" {text}"
        elif text:
            message = "expected '## Section', '### question' or '- statement'"
            document.faults.append(Fault(document.file, number, message))
    for bullet, statement in bullets:
        own = _BULLET_SOURCE.search(statement["text"])
        if own:
            statement |= {"text": statement["text"][: own.start()], "source": own[1]}
        elif source is not None:
            statement["source"] = source
            document.lines[(*bullet, "source")] = source_line or 1
