"""Faults that show only when the content is put together, named like all others."""

import shutil
from pathlib import Path

import pytest

from content.checks.content import check_content
from content.loader import load_library, packaged_content
from tests.content_files import Files


def swap(exercise: str, reason: str = "It is near.", difference: str = "It is other.") -> str:
    return (
        f"  - exercise: {exercise}\n    reason: {reason}\n    difference: {difference}\n"
        "    source: general\n"
    )


def with_swaps(*swaps: str) -> tuple[str, str]:
    return "level:", f"substitutes:\n{''.join(swaps)}level:"


def append(files: Files, name: str, text: str) -> None:
    files.write(name, (files.folder / name).read_text("utf-8") + text)


def test_nothing_is_wrong_with_the_small_content(files: Files) -> None:
    files.good("other_row", with_swaps(swap("row")))
    check_content(files.folder)


class TestNames:
    def test_of_two_exercises(self, files: Files) -> None:
        first = files.good("fast_row", ("level:", "aliases: [heavy one, swift rows]\nlevel:"))
        second = files.good("calm_row", ("level:", "aliases: [Swift-Row]\nlevel:"))
        files.expect(first, "swift", "aliases: 'swift rows' also names calm_row")
        files.expect(second, "Swift", "aliases: 'Swift-Row' also names fast_row")
        files.check(check_content)

    def test_of_an_exercise_and_a_muscle(self, files: Files) -> None:
        name = files.good("fast_row", ("level:", "aliases: [lat]\nlevel:"))
        files.expect(name, "aliases", "aliases: 'lat' also names lats")
        files.expect("terms/muscles.yaml", "lats", "name: 'lats' also names fast_row")
        files.check(check_content)

    def test_of_two_pieces_of_equipment(self, files: Files) -> None:
        append(files, "terms/equipment.yaml", "- {key: zz, name: thing, aliases: [barbells]}\n")
        files.expect("terms/equipment.yaml", "key: barbell", "name: 'barbell' also names zz")
        files.expect("terms/equipment.yaml", "key: zz", "aliases: 'barbells' also names barbell")
        files.check(check_content)

    def test_of_equipment_that_the_exercise_is_not_done_with(self, files: Files) -> None:
        append(files, "terms/equipment.yaml", "- {key: zz, name: sled}\n")
        name = files.good("fast_row", ("level:", "aliases: [sled]\nlevel:"))
        files.expect(name, "aliases", "aliases: 'sled' also names zz")
        files.expect("terms/equipment.yaml", "sled", "name: 'sled' also names fast_row")
        files.check(check_content)

    def test_an_exercise_may_be_called_as_its_own_equipment(self, files: Files) -> None:
        files.good("fast_row", ("level:", "aliases: [barbell]\nlevel:"))
        check_content(files.folder)

    def test_what_is_declared_ambiguous_is_no_clash(self, files: Files) -> None:
        files.good("fast_row", ("level:", "aliases: [swift row]\nlevel:"))
        files.good("calm_row", ("level:", "aliases: [swift row]\nlevel:"))
        files.write(
            "intents/ambiguous.yaml",
            "- key: swift\n  kind: ambiguous\n  description: d\n  phrases: [swift row]\n"
            "  choices: [fast_row, calm_row]\n",
        )
        check_content(files.folder)


class TestSwaps:
    def test_that_come_twice(self, files: Files) -> None:
        swaps = with_swaps(swap("row"), swap("row", "It is new.", "It is old."))
        name = files.good("fast_row", swaps)
        line = files.line_of(name, "It is new") - 1
        files.expect(name, line, "substitutes.1: row comes twice")
        files.check(check_content)

    def test_that_say_the_same(self, files: Files) -> None:
        files.good("calm_row")
        swaps = with_swaps(
            swap("row", "It is near."), swap("calm_row", "It is, near!", "It is new.")
        )
        name = files.good("fast_row", swaps)
        files.expect(name, "is, near", "substitutes.1.reason: the same as for row")
        files.check(check_content)

    def test_that_differ_in_the_same_way(self, files: Files) -> None:
        files.good("calm_row")
        name = files.good("fast_row", with_swaps(swap("row"), swap("calm_row", "It is a row.")))
        line = files.line_of(name, "It is a row.") + 1
        files.expect(name, line, "substitutes.1.difference: the same as for row")
        files.check(check_content)

    def test_whose_reason_is_the_difference(self, files: Files) -> None:
        name = files.good("fast_row", with_swaps(swap("row", "So it is.", "so it is")))
        files.expect(name, "difference", "substitutes.0: reason and difference are the same")
        files.check(check_content)

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ("    difference: ' '\n", "String should have at least 1 character"),
            ("", "Field required"),
        ],
    )
    def test_without_a_difference(self, files: Files, said: str, message: str) -> None:
        swaps = f"substitutes:\n  - exercise: row\n    reason: So.\n    source: general\n{said}"
        name = files.good("fast_row", ("level:", f"{swaps}level:"))
        mark = "difference" if said else "exercise: row"
        files.expect(name, mark, f"substitutes.0.difference: {message}")
        files.check(check_content)

    def test_that_are_no_pull(self, files: Files) -> None:
        files.good("lift", ("horizontal_pull", "other"))
        name = files.good("fast_row", with_swaps(swap("lift")))
        message = "substitutes.0: nobody is ever offered lift, which is no pull"
        files.expect(name, "exercise: lift", message)
        files.check(check_content)

    def test_of_an_exercise_for_itself(self, files: Files) -> None:
        name = files.good("fast_row", with_swaps(swap("fast_row")))
        files.expect(name, "exercise: fast_row", "an exercise cannot replace itself")
        files.check(check_content)

    def test_an_exercise_that_stands_in_for_none(self, files: Files) -> None:
        append(files, "terms/muscles.yaml", "- {key: toes, name: toes}\n")
        name = files.good("curl", ("horizontal_pull", "scapular_control"), ("[lats]", "[toes]"))
        message = "nobody can reach it: it is in no workout and stands in for no exercise"
        files.expect(name, 1, message)
        files.check(check_content)

    def test_two_with_nothing_to_tell_them_apart(self, files: Files) -> None:
        files.good("calm_row", ("It is calm_row.", "A row."))
        name = files.good("fast_row", ("It is fast_row.", "A row"))
        files.expect(name, "distinction", "distinction: the same as that of calm_row")
        files.check(check_content)


class TestTerms:
    def test_equipment_that_stands_for_several_is_none_to_train_with(self, files: Files) -> None:
        append(
            files,
            "terms/equipment.yaml",
            "- {key: irons, name: iron, resistance: barbell, includes: [barbell]}\n",
        )
        name = files.good("fast_row", ("[[barbell]]", "[[barbell], [irons]]"))
        message = "equipment.1: 'irons' stands for several things; name one of them"
        files.expect(name, "equipment", message)
        files.check(check_content)

    def test_a_part_that_is_unknown_or_holds_the_whole(self, files: Files) -> None:
        append(files, "terms/equipment.yaml", "- {key: set, name: set, includes: [set]}\n")
        append(files, "terms/muscles.yaml", "- {key: back, name: back, includes: [gills]}\n")
        files.expect("terms/equipment.yaml", "key: set", "includes: 'set' holds set itself")
        files.expect("terms/muscles.yaml", "gills", "includes: unknown muscle 'gills'")
        files.check(check_content)

    def test_equipment_for_a_load_that_gives_none(self, files: Files) -> None:
        append(files, "terms/equipment.yaml", "- {key: zz, name: crate}\n")
        name = files.good("fast_row", ("[[barbell]]", "[[barbell], [zz]]"))
        message = "equipment.1: no resistance, though the load is external"
        files.expect(name, "equipment", message)
        files.check(check_content)


class TestSources:
    def test_that_nobody_uses(self, files: Files) -> None:
        append(files, "sources.yaml", "- {key: hearsay, label: Hearsay}\n")
        files.expect("sources.yaml", "hearsay", "hearsay: nobody uses this source")
        files.check(check_content)

    def test_the_one_of_swaps_that_nobody_wrote(self, files: Files) -> None:
        for path in files.folder.rglob("*.*"):
            path.write_text(path.read_text("utf-8").replace("general", "article"), "utf-8")
        files.write("sources.yaml", "- {key: article, label: The article, article: true}\n")
        message = "no source 'general', to which swaps that nobody wrote refer"
        files.expect("sources.yaml", 1, message)
        files.check(check_content)

    def test_a_statement_without_one(self, files: Files) -> None:
        name = files.good("fast_row", ("source: general\npattern", "pattern"))
        files.expect(name, "- Pull", "form.0.source: Field required")
        message = "form: Tuple should have at least 1 item after validation, not 0"
        files.expect(name, "## Form", message)
        files.check(check_content)


class TestAnswers:
    def test_that_are_too_long_for_a_screen(self, files: Files) -> None:
        long = "".join(f"\n- {number}{' and so on' * 55}." for number in (1, 2))
        name = files.good("fast_row")
        append(files, name, f"\n## Questions\n### handle{long}\n")
        append(files, "topics/rest.md", long)
        for file, mark, what, size in (
            (name, "### handle", "questions.0", 1146),
            ("topics/rest.md", "## Answer", "answer", 1133),
        ):
            files.expect(file, mark, f"{what}: {size} characters, of which 900 are shown")
        files.check(check_content)

    def test_a_name_that_means_something_else(self, files: Files) -> None:
        name = files.good("fast_row", ("Good row called fast_row", "First row"))
        files.expect(name, "name:", "name: 'How do I do First row?' is not answered by it")
        files.check(check_content)


class TestPhrases:
    def test_whose_brackets_differ(self, files: Files) -> None:
        append(
            files,
            "intents/asking.yaml",
            "- key: standing\n  kind: situation\n  description: d\n"
            "  phrases: [stand up, how (long|short]\n",
        )
        files.replace("safety.yaml", "[chest]", '[chest, "my chest)"]')
        for file, place, phrase in (
            ("intents/asking.yaml", "phrases", "how (long|short"),
            ("safety.yaml", "groups.chest", "my chest)"),
        ):
            message = f"{place}: '{phrase}' is no phrase: its brackets differ"
            files.expect(file, phrase, message)
        files.check(check_content)

    def test_of_warning_words_that_hold_themselves(self, files: Files) -> None:
        files.replace("safety.yaml", "[chest]\n", "[chest, <heart>]\n  heart: [<chest>]\n")
        files.expect("safety.yaml", "  chest", "groups.chest: it holds itself")
        files.expect("safety.yaml", "  heart", "groups.heart: it holds itself")
        files.check(check_content)


class TestSamples:
    def test_of_an_intent_whose_phrases_nobody_reads(self, files: Files) -> None:
        append(files, "intents/asking.yaml", "  phrases: [take which]\n")
        message = "phrases: nobody reads them; write samples/handle.txt instead"
        files.expect("intents/asking.yaml", "take which", message)
        files.check(check_content)

    def test_of_two_intents_at_once(self, files: Files) -> None:
        append(files, "samples/handle.txt", "How long?\n")
        files.expect("samples/handle.txt", "How", "'How long?' is a sample of rest, too")
        files.expect("samples/rest.txt", "how", "'how long' is a sample of handle, too")
        files.check(check_content)

    def test_of_two_intents_that_an_exercise_tells_apart(self, files: Files) -> None:
        append(files, "samples/handle.txt", "How long?\n")
        name = files.good("fast_row")
        append(files, name, "\n## Questions\n### handle\n- The long one.\n")
        check_content(files.folder)


class TestExamples:
    def test_of_an_intent_that_is_taken_for_another(self, files: Files) -> None:
        append(files, "samples/rest.txt", "how long\n" * 30)
        append(files, "samples/handle.txt", "which handle\n" * 300)
        append(files, "intents/asking.yaml", "  examples: [how long]\n")
        message = "examples: 'how long' is recognised as 'rest'"
        files.expect("intents/asking.yaml", "examples", message)
        files.check(check_content)

    def test_of_a_sign_that_does_not_raise_it(self, files: Files) -> None:
        files.replace("safety.yaml", "    when:", "    examples: [my chest, my toe]\n    when:")
        message = "chest_pain: 'my toe' raises no sign"
        files.expect("safety.yaml", "examples", message)
        files.check(check_content)

    def test_harmless_words_that_raise_a_sign(self, files: Files) -> None:
        append(files, "safety.yaml", "harmless_examples:\n  - my toe\n  - my chest\n")
        message = "harmless_examples: 'my chest' raises chest_pain"
        files.expect("safety.yaml", "  - my chest", message)
        files.check(check_content)


def test_broken_references_hide_no_other_fault(files: Files) -> None:
    """One run names what keeps the content from being read and what is wrong with its answers."""
    swaps = with_swaps(swap("nowhere"), swap("row", "So it is.", "So it is."))
    changes = (("[lats]", "[lats, gills]"), ("[[barbell]]", "[[barbell], [anvil]]"))
    name = files.good("fast_row", swaps, *changes, ("[article]", "[rumour]"))
    files.replace("workouts/back.md", "[row]", "[row, nothing]")
    files.replace("topics/rest.md", "link: video", "link: film")
    append(files, "intents/asking.yaml", "  examples: [what is the time]\n")
    append(files, "sources.yaml", "- {key: hearsay, label: Hearsay}\n")
    files.replace("safety.yaml", "[chest]\n", "[chest]\n  heart: [<lung>]\n")
    for file, mark, message in (
        (name, "gills", "muscles.primary: unknown muscle 'gills'"),
        (name, "anvil", "equipment.1: unknown equipment 'anvil'"),
        (name, "nowhere", "substitutes.0.exercise: unknown exercise 'nowhere'"),
        (name, "- Elbows", "unknown source 'rumour'"),
        (name, "difference: So it is.", "substitutes.1: reason and difference are the same"),
        ("workouts/back.md", "nothing", "exercises: unknown exercise 'nothing'"),
        ("topics/rest.md", "film", "link: unknown link 'film'"),
        (
            "intents/asking.yaml",
            "examples",
            "examples: 'what is the time' is recognised as nothing",
        ),
        ("sources.yaml", "hearsay", "hearsay: nobody uses this source"),
        ("sources.yaml", "article", "article: nobody uses this source"),
        ("safety.yaml", "lung", "groups.heart: unknown group 'lung'"),
    ):
        files.expect(file, mark, message)
    files.replace("exercises/row.md", "[article]", "[general]")
    files.check(check_content)


def test_real_content_is_checked_as_a_whole(tmp_path: Path) -> None:
    """Each of these passes for the loader, and none for the check."""
    files = Files(shutil.copytree(packaged_content(), tmp_path / "content"))
    t_bar, shrug = "exercises/t_bar_row.md", "exercises/shrug.md"
    files.replace(t_bar, "exercise: landmine_row", "exercise: shrug")
    files.replace(shrug, "aliases: [", "aliases: [kroc row, ")
    append(files, "safety.yaml", "")
    files.replace("safety.yaml", "harmless_examples:", "harmless_examples:\n  - both legs numb")
    load_library(files.folder)

    faults = [str(fault) for fault in files.faults(check_content)]

    for part in (
        "t_bar_row.md",
        "nobody is ever offered shrug",
        "'kroc row' also names kroc_row",
        "'both legs numb' raises",
    ):
        assert any(part in fault for fault in faults), part
