"""Content without faults, as small as it can be: quick to load, and spoiled one place at a time."""

from pathlib import Path

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
    "terms/equipment.yaml": "- {key: barbell, name: barbell}\n",
    "terms/kits.yaml": "- {key: garage, name: garage, equipment: [barbell]}\n",
    "exercises/row.md": GOOD,
    "topics/rest.md": """\
---
title: Rest
phrases: [rest]
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
  phrases: [how long]
  topic: rest
  sections: [form, cues]
  choices: [row]
""",
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
