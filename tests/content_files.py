"""A small content folder without faults, and a hand that spoils it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from content.errors import ContentError, Fault
from content.library import Library
from content.loader import load_library

GOOD = """\
---
name: Good row
source: general
pattern: horizontal_pull
muscles: {primary: [lats]}
equipment: [[barbell]]
spinal_load: low
overhead: none
level: beginner
posture: [standing]
distinction: It is good.
prescription: {sets: 3, reps: 8-12, rest: 60-90, source: general}
---
## Form
- Pull, and pause.

## Cues
- Elbows
  back. [article]
"""


SMALL = {
    "sources.yaml": """\
- {key: article, label: The article, article: true}
- {key: general, label: Guidance}
""",
    "links.yaml": "- {key: video, label: The video}\n",
    "terms/muscles.yaml": "- {key: lats, name: lats}\n",
    "terms/equipment.yaml": "- {key: barbell, name: barbell, resistance: barbell}\n",
    "terms/kits.yaml": "- {key: garage, name: garage, equipment: [barbell]}\n",
    "terms/zones.yaml": "- {key: Europe/Berlin, names: [Munich]}\n",
    "exercises/row.md": GOOD,
    "topics/rest.md": """\
---
title: Rest
source: general
link: video
---
## Answer
- Two minutes.
""",
    "workouts/back.md": """\
---
title: Back
source: general
exercises: [row]
minutes: 45
---
""",
    "intents/asking.yaml": """\
- key: rest
  kind: ask
  description: How long to rest
  topic: rest
  sections: [form, cues]
  choices: [row]
- key: handle
  kind: ask
  description: Which handle to take
""",
    "samples/rest.txt": """\
# Blank lines and notes are no samples.

how long
""",
    "samples/handle.txt": "which handle\n",
    "descriptions/row.txt": "pull the bar to the belly\n",
    "alarms/harmless.txt": "my back is sore\n",
    "safety.yaml": """\
groups:
  chest: [chest]
signs:
  - key: chest_pain
    alarm: E
    description: Chest pain
    when:
      - all: [chest]
replies: {E: Stop., U: Stop today., P: See somebody., C: Take care.}
repeats: {E: Stop., U: Stop today., P: See somebody., C: Take care.}
cleared: [all clear]
""",
}


def write_small(folder: Path) -> None:
    for name, text in SMALL.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


class Files:
    """Spoils files of a folder, and remembers the faults that have to be named."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.expected: list[Fault] = []

    def write(self, name: str, text: str | bytes) -> None:
        content = text.encode() if isinstance(text, str) else text
        (self.folder / name).write_bytes(content)

    def replace(self, name: str, old: str, new: str) -> None:
        """In a file that is there already."""
        text = (self.folder / name).read_text("utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def good(self, key: str, *changes: tuple[str, str]) -> str:
        """A new exercise without faults but for the changes; its name."""
        text = GOOD.replace("Good row", f"Good row called {key}").replace("is good", f"is {key}")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        self.write(f"exercises/{key}.md", text)
        return f"exercises/{key}.md"

    def expect(self, name: str, mark: str | int, message: str) -> None:
        """A fault in the line that holds `mark`."""
        line = mark if isinstance(mark, int) else self.line_of(name, mark)
        self.expected.append(Fault(name, line, message))

    def line_of(self, name: str, mark: str) -> int:
        lines = (self.folder / name).read_text("utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if mark in line)

    def faults(self, read: Callable[[Path], Library] = load_library) -> list[Fault]:
        with pytest.raises(ContentError) as refusal:
            read(self.folder)
        return refusal.value.faults

    def check(self, read: Callable[[Path], Library] = load_library) -> None:
        assert self.faults(read) == sorted(self.expected)
