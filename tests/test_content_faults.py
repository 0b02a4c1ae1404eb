"""Every fault of the content is named at once, with its file and line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from content.errors import ContentError, Fault
from content.loader import load_library, packaged_content
from content.models import Exercise, Prescription, Range
from tests.content_files import GOOD, Files

ROOT = Path(__file__).parent.parent


def test_the_content_that_comes_with_backday_has_no_fault() -> None:
    load_library(packaged_content())


def test_a_new_file_is_a_new_exercise(files: Files) -> None:
    files.good("good_row")
    exercise = load_library(files.folder).exercises["good_row"]
    assert exercise.prescription == Prescription(
        sets=Range(low=3, high=3),
        reps=Range(low=8, high=12),
        rest=Range(low=60, high=90),
        source="general",
    )
    assert [(each.text, each.source) for each in (*exercise.form, *exercise.cues)] == [
        ("Pull, and pause.", "general"),
        ("Elbows back.", "article"),
    ]


def spoil_everything(files: Files) -> None:
    """One fault of each kind, each in a file of its own or in its own place."""
    name = files.good("unknown_key", ("level:", "colour: red\nlevel:"))
    files.expect(name, "colour", "colour: Extra inputs are not permitted")
    name = files.good("missing_key", ("level: beginner\n", ""))
    files.expect(name, 1, "level: Field required")
    name = files.good("wrong_type", ("name: ", "unilateral: [maybe]\nname: "))
    files.expect(name, "unilateral", "unilateral: Input should be a valid boolean")
    name = files.good("wrong_range", ("reps: 8-12", "reps: 12-8"))
    files.expect(name, "reps", "prescription.reps: 12-8: the low end is above the high end")
    name = files.good("not_yaml", ("muscles: {", "muscles: }{"))
    files.expect(name, "muscles", "not YAML: did not find expected node content")
    name = files.good("no_such_day", ("level: beginner", "level: 2026-02-31"))
    files.expect(name, "level", "not YAML: day is out of range for month")
    name = files.good("strange_sign", ("level: beginner", "level: begi\x07nner"))
    files.expect(name, "level", "not YAML: control characters are not allowed")
    name = files.good("no_front_matter", ("---\n", ""))
    files.expect(name, 1, "expected front matter between two lines of ---")
    name = files.good("unknown_heading", ("## Cues", "## Feelings\n- Good.\n\n## Cues"))
    files.expect(name, "## Feelings", "feelings: Extra inputs are not permitted")
    name = files.good("stray_text", ("## Cues", "Just so.\n## Cues"))
    expected = "expected '## Section', '### question' or '- statement'"
    files.expect(name, "Just so.", expected)
    name = files.good("stray_question", ("## Cues", "### why; what for\n- So.\n## Cues"))
    files.expect(name, "### why", expected)
    name = files.good("key_twice", ("level:", "level: advanced\nlevel:"))
    files.expect(name, files.line_of(name, "level: beginner"), "level: given twice")
    name = files.good("section_twice", ("## Cues", "## Form \n- Again.\n\n## Cues"))
    files.expect(name, "## Form ", "form: given twice")
    name = files.good("key_inside", ("name:", "key: other\nname:"))
    files.expect(name, "key: other", "key: the name of the file is the key")
    name = files.good("unknown_muscle", ("[lats]", "[lats, gills]"))
    files.expect(name, "gills", "muscles.primary: unknown muscle 'gills'")
    name = files.good("unknown_equipment", ("[[barbell]]", "[[barbell], [anvil]]"))
    files.expect(name, "anvil", "equipment.1: unknown equipment 'anvil'")
    name = files.good("unknown_source", ("[article]", "[hearsay]"))
    files.expect(name, "- Elbows", "unknown source 'hearsay'")
    name = files.good("unknown_default_source", ("source: general", "source: rumour"))
    files.expect(name, "source: rumour", "unknown source 'rumour'")
    swaps = """\
substitutes:
  - exercise: unknown_swap
    reason: It is the same.
    difference: None.
    source: general
  - exercise: missing_row
    reason: It is near.
    difference: It does not exist.
    source: general
level:"""
    name = files.good("unknown_swap", ("level:", swaps))
    files.expect(name, "exercise: unknown_swap", "an exercise cannot replace itself")
    files.expect(name, "missing_row", "substitutes.1.exercise: unknown exercise 'missing_row'")
    name = files.good("two_at_once", ("[lats]", "7"), ("## Cues", "Stray.\n## Cues"))
    files.expect(name, "primary", "muscles.primary: Input should be a valid tuple")
    files.expect(name, "Stray.", expected)
    files.write("exercises/empty.md", "")
    files.expect("exercises/empty.md", 1, "expected front matter between two lines of ---")
    files.write("exercises/latin.md", GOOD.replace("Pull,", "Zieh, für").encode("latin-1"))
    files.expect("exercises/latin.md", 15, "cannot be read: it is not UTF-8")
    files.write("exercises/Bad Name.md", GOOD)
    files.expect(
        "exercises/Bad Name.md", 1, "key: String should match pattern '^[a-z][a-z0-9_]{1,40}$'"
    )
    (files.folder / "exercises/folder.md").mkdir()
    files.expect("exercises/folder.md", 1, "cannot be read: Is a directory")
    files.write(
        "topics/unknown_link.md",
        "---\ntitle: A\nsource: general\nlink: nowhere\n---\n## Answer\n- C.\n",
    )
    files.expect("topics/unknown_link.md", 4, "link: unknown link 'nowhere'")
    files.write("topics/list.md", "---\n- a\n---\n## Answer\n- C.\n")
    files.expect("topics/list.md", 1, "expected 'name: value' lines")
    name = files.good(
        "unknown_intent", ("## Cues", "## Questions\n### rest, mood\n- So.\n\n## Cues")
    )
    files.expect(name, "### rest", "questions.0: unknown intent 'mood'")
    files.write("samples/mood.txt", "how do I feel\n")
    files.expect("samples/mood.txt", 1, "nothing is called 'mood'")
    files.write("samples/rest.txt", "wie lange für eine Pause".encode("latin-1"))
    files.expect("samples/rest.txt", 1, "cannot be read: it is not UTF-8")
    files.write("descriptions/bad_row.txt", "sit on it\n")
    files.expect("descriptions/bad_row.txt", 1, "nothing is called 'bad_row'")
    files.good("good_row")
    workout = "---\ntitle: A\nsource: general\nexercises: [good_row]\nminutes: 45\n---\n"
    files.write("workouts/zz_other.md", workout.replace("good_row", "good_row, bad_row"))
    files.expect("workouts/zz_other.md", 4, "exercises: unknown exercise 'bad_row'")
    files.write("workouts/zz_short.md", workout.replace("45", "0"))
    files.expect("workouts/zz_short.md", 5, "minutes: Input should be greater than 0")
    files.write(
        "intents/zz.yaml",
        """\
- key: zz_unknown
  kind: ask
  description: d
  topic: no_topic
  sections: [no_section]
  choices: [no_exercise]
- kind: ask
- just words
- key: zz_twice
  kind: smalltalk
  kind: smalltalk
  description: d
""",
    )
    for line, message in (
        (4, "topic: unknown topic 'no_topic'"),
        (5, "sections: unknown section 'no_section'"),
        (6, "choices: unknown exercise 'no_exercise'"),
        (7, "key: Field required"),
        (7, "description: Field required"),
        (8, "expected 'name: value' lines"),
        (11, "kind: given twice"),
    ):
        files.expect("intents/zz.yaml", line, message)


def test_all_faults_of_all_files_are_named_at_once(files: Files) -> None:
    spoil_everything(files)
    files.check()


def test_nothing_is_wrong_with_the_small_content(files: Files) -> None:
    load_library(files.folder)


def test_the_report_is_in_the_order_of_files_and_lines(files: Files) -> None:
    spoil_everything(files)
    with pytest.raises(ContentError) as refusal:
        load_library(files.folder)
    lines = str(refusal.value).splitlines()
    assert lines == [str(fault) for fault in refusal.value.faults]
    assert "exercises/empty.md:1: expected front matter between two lines of ---" in lines


class TestLists:
    def test_an_entry_that_comes_twice(self, files: Files) -> None:
        with (files.folder / "links.yaml").open("a") as file:
            file.write("- {key: zz_link, label: One}\n- {key: zz_link, label: Two}\n")
        files.expect("links.yaml", "Two", "zz_link: given twice")
        files.check()

    def test_an_unsafe_address(self, files: Files) -> None:
        with (files.folder / "links.yaml").open("a") as file:
            file.write("- key: zz_link\n  label: One\n  url: http://example.com\n")
        files.expect("links.yaml", "http:", "url: String should match pattern '^https://\\S+$'")
        files.check()

    def test_equipment_that_includes_something_unknown(self, files: Files) -> None:
        with (files.folder / "terms/equipment.yaml").open("a") as file:
            file.write("- key: zz_thing\n  name: Thing\n  includes: [barbell, anvil]\n")
        with (files.folder / "terms/kits.yaml").open("a") as file:
            file.write("- key: zz_shed\n  name: Shed\n  equipment: [anvil]\n")
        files.expect("terms/equipment.yaml", "anvil", "includes: unknown equipment 'anvil'")
        files.expect("terms/kits.yaml", "anvil", "equipment: unknown equipment 'anvil'")
        files.check()

    @pytest.mark.parametrize(
        ("content", "line", "message"),
        [
            ("", 1, "expected a list"),
            ("key: value\n", 1, "expected a list"),
            ("- key: ab\n  label: ]\n", 2, "not YAML: did not find expected node content"),
            ("- key: ab\n  label: 0b_\n", 2, "not YAML: invalid literal for int() with base 2: ''"),
            ("[" * 1_000_000, 1, "not YAML: it is nested too deeply"),
            ("".join(f"{' ' * n}-\n" for n in range(99)), 51, "not YAML: it is nested too deeply"),
            ("&a [*a]\n", 1, "not YAML: it is nested too deeply"),
            (b"- key: \xff\n", 1, "cannot be read: it is not UTF-8"),
            (None, 1, "file is missing"),
        ],
    )  # fmt: skip
    def test_a_list_that_cannot_be_read(
        self, files: Files, content: str | bytes | None, line: int, message: str
    ) -> None:
        if content is None:
            (files.folder / "links.yaml").unlink()
        else:
            files.write("links.yaml", content)
        assert Fault("links.yaml", line, message) in files.faults()


class TestSafety:
    """A fault here would silence a warning, so it is named like any other."""

    def test_a_sign_of_an_unknown_group(self, files: Files) -> None:
        files.replace("safety.yaml", "all: [chest]", "all: [chest, breath]")
        message = "signs.0.when.0.all: unknown group 'breath'"
        files.expect("safety.yaml", "breath", message)
        files.check()

    def test_a_sign_for_what_might_happen_that_is_unknown(self, files: Files) -> None:
        path = files.folder / "safety.yaml"
        path.write_text(path.read_text("utf-8") + "supposed: nothing_like_it\n", "utf-8")
        files.expect("safety.yaml", "supposed:", "supposed: unknown sign 'nothing_like_it'")
        files.check()

    def test_a_class_without_words(self, files: Files) -> None:
        files.replace("safety.yaml", "U: Stop today., ", "")
        files.expect("safety.yaml", "replies:", "replies: no text for U")
        files.check()

    def test_faults_elsewhere_are_named_even_without_it(self, files: Files) -> None:
        (files.folder / "safety.yaml").unlink()
        files.good("unknown_muscle", ("[lats]", "[gills]"))
        files.expect("safety.yaml", 1, "file is missing")
        files.expect(
            "exercises/unknown_muscle.md", "gills", "muscles.primary: unknown muscle 'gills'"
        )
        files.check()


class TestFolders:
    def test_no_folder_at_all(self, tmp_path: Path) -> None:
        missing = tmp_path / "nowhere"
        (tmp_path / "file").touch()
        for path in (missing, tmp_path / "file"):
            with pytest.raises(ContentError) as refusal:
                load_library(path)
            assert refusal.value.faults == [Fault(str(path), 1, "no such content folder")]

    def test_an_empty_folder_lacks_everything(self, tmp_path: Path) -> None:
        with pytest.raises(ContentError) as refusal:
            load_library(tmp_path)
        missing = {fault.file: fault.message for fault in refusal.value.faults}
        for name in (
            "sources",
            "links",
            "safety",
            "terms/muscles",
            "terms/equipment",
            "terms/kits",
        ):
            assert missing[f"{name}.yaml"] == "file is missing"
        for name in ("exercises", "topics", "intents", "samples", "descriptions"):
            assert missing[name] == "folder is missing"
        assert "workouts" in missing

    @pytest.mark.parametrize(
        "name", ["topics", "intents", "exercises", "workouts", "samples", "descriptions"]
    )
    def test_a_folder_that_is_missing(self, files: Files, name: str) -> None:
        shutil.rmtree(files.folder / name)
        assert Fault(name, 1, "folder is missing") in files.faults()


class TestEditors:
    """What editors leave in a file and nobody sees."""

    @pytest.mark.parametrize(
        "saved",
        [
            lambda text: b"\xef\xbb\xbf" + text.encode(),
            lambda text: text.replace("\n", "\r\n").encode(),
            lambda text: text.rstrip().encode(),
            lambda text: text.replace("\n", "  \n").encode(),
        ],
        ids=["byte order mark", "windows line ends", "no last line end", "spaces at line ends"],
    )
    def test_makes_no_difference(self, files: Files, saved: Callable[[str], bytes]) -> None:
        def read() -> Exercise:
            return load_library(files.folder).exercises["good_row"]

        files.good("good_row")
        before = read()
        files.write(
            "exercises/good_row.md",
            saved((files.folder / "exercises/good_row.md").read_text("utf-8")),
        )
        assert read() == before


def checked(folder: Path | None, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`python -m bot check` in a process of its own."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"BOT_TOKEN", "CONTENT_DIR"}
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", "check", *([str(folder)] if folder else [])],
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class TestCommand:
    def test_no_fault_is_success(self, tmp_path: Path) -> None:
        result = checked(None, tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        assert "no faults" in result.stdout

    def test_faults_are_listed_and_fail(self, tmp_path: Path) -> None:
        files = Files(shutil.copytree(packaged_content(), tmp_path / "content"))
        spoil_everything(files)
        result = checked(files.folder, tmp_path)
        assert result.returncode == 1
        assert result.stdout == ""
        for fault in files.expected:
            assert str(fault) in result.stderr.splitlines()
