"""The benchmarks can be run: what they build is a good guide, and every option is understood."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import (
    checks,
    fuzz,
    guides,
    look_quiz,
    mutants,
    peers,
    renderers,
    run,
    shape,
    tables,
)
from guide.check.reading import read_and_check
from tests.conftest import PROJECT, told_by


@pytest.mark.real
def test_a_guide_of_more_recipes_than_ours_is_a_good_guide(tmp_path):
    guide, problems = read_and_check(guides.write(tmp_path / "guide", 64))
    assert [problem for problem in problems if not problem.remark] == []
    assert len(guide.recipe_files) == 64
    titles = {recipe_file.recipe.title for recipe_file in guide.recipe_files}
    assert len(titles) == 64


def test_a_guide_of_a_few_recipes_has_no_week(tmp_path):
    guide, problems = read_and_check(guides.write(tmp_path / "guide", 3))
    assert [problem for problem in problems if not problem.remark] == []
    assert len(guide.recipe_files) == 3


def test_the_measuring_takes_every_option():
    usual = run.parse_arguments([])
    assert (usual.recipes, usual.runs, usual.peers, usual.growth) == (60, 3, False, None)
    asked = run.parse_arguments(["--recipes", "2", "--runs", "1", "--peers", "--growth"])
    assert (asked.recipes, asked.runs, asked.peers, asked.growth) == (2, 1, True, [100, 1000])
    assert run.parse_arguments(["--growth", "5", "6"]).growth == [5, 6]


def test_the_measuring_of_checks_takes_every_option():
    assert (checks.parse_arguments([]).runs, checks.parse_arguments([]).against) == (5, None)
    asked = checks.parse_arguments(["--runs", "1", "--against", "other"])
    assert (asked.runs, asked.against) == (1, Path("other"))


def test_a_recipe_of_unknown_foods_has_twelve_of_them():
    text = "title: A\ningredients:\n  - 1 onion\n"
    assert checks.add_unknown(text).count("onoin") == checks.UNKNOWN


def test_the_viewers_take_every_option():
    asked = renderers.parse_arguments(
        ["book.pdf", "--pages", "1,2", "--width", "90", "--to", "x.png"]
    )
    assert (asked.pdf, asked.pages, asked.width, asked.to) == (
        Path("book.pdf"),
        "1,2",
        90,
        Path("x.png"),
    )
    assert renderers.parse_arguments([]).pdf.parent == PROJECT / "output"


def test_the_shape_is_told_of_the_program_and_of_any_folder(capsys, tmp_path, monkeypatch):
    (tmp_path / "none").mkdir()
    for room in ("core", "art"):
        shutil.copytree(PROJECT / "guide" / room, tmp_path / "some/guide" / room)
    monkeypatch.setattr(shape, "PROJECT", tmp_path / "some")
    assert shape.main([]) == 0
    told = capsys.readouterr().out
    assert "guide/:" in told and "guide/ without art/:" in told
    assert shape.main([str(PROJECT / "benchmarks")]) == 0
    assert shape.main([str(tmp_path / "none")]) == 2
    assert "holds no Python file" in capsys.readouterr().err


def test_the_mutation_tester_is_asked_for_where_it_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(mutants, "is_installed", lambda: False)
    assert mutants.main([]) == 2
    assert mutants.INSTALL in capsys.readouterr().err


def test_the_mutants_take_every_option():
    asked = mutants.parse_arguments(["--only", "claims", "heats", "--sample", "3", "--seed", "1"])
    assert (asked.only, asked.sample, asked.seed) == (["claims", "heats"], 3, 1)
    assert mutants.parse_arguments([]).only == [Path(module).stem for module in mutants.MODULES]


def test_every_module_that_is_mutated_has_its_tests():
    for module, tests in mutants.MODULES.items():
        assert (PROJECT / module).is_file()
        for name in tests:
            assert (PROJECT / f"tests/test_{name}.py").is_file()


def test_a_mutant_is_told_by_its_line_and_is_none_when_only_an_annotation_changed():
    code = "def half(of: int | None) -> float:\n    return of / 2\n"
    annotated = code.replace("int | None", "int & None")
    assert mutants.what_runs(annotated) == mutants.what_runs(code)
    changed = code.replace("/ 2", "* 2")
    assert mutants.what_runs(changed) != mutants.what_runs(code)
    mutant = mutants.describe(code, changed)
    assert (mutant.line, mutant.before, mutant.after) == (2, "return of / 2", "return of * 2")
    told = mutants.tell("half.py", 4, [mutant], 0)
    assert told == "half.py: 3 / 4 killed, 75 %\n  half.py:2: return of / 2  →  return of * 2"


def test_a_mutant_that_does_no_harm_is_counted_apart():
    named = mutants.Harmless("return of / 2", ("return of /  -2",), "halves are all the same")
    mutant = mutants.Mutant(2, "return of / 2", "return of / -2", "")
    assert named.holds(mutant)
    assert not named.holds(mutants.Mutant(2, "return of / 2", "return of / 3", ""))
    assert not named.holds(mutants.Mutant(2, "return of / 4", "return of / -2", ""))
    below = mutants.Harmless("go()", ("stop()",), "the end of all", below="if x:")
    assert below.holds(mutants.Mutant(2, "go()", "stop()", "  if x:\n    stop()\n"))
    assert not below.holds(mutants.Mutant(2, "go()", "stop()", "if y:\n  stop()\n"))
    assert mutants.tell_share(6, 1, 2) == "3 / 6 killed, 50 %; without 2 that do no harm 75 %"


def test_every_change_that_does_no_harm_is_of_a_line_that_stands_and_has_its_reason():
    for module, rows in mutants.read_harmless().items():
        assert module in mutants.MODULES
        lines = [line.strip() for line in (PROJECT / module).read_text().splitlines()]
        for row in rows:
            assert row.line in lines, (module, row.line)
            assert row.below in ("", *lines), (module, row.below)
            assert row.why and row.becomes and row.line not in row.becomes


def test_a_change_that_no_test_notices_survives_and_one_that_a_test_sees_does_not(tmp_path):
    (tmp_path / "tests").mkdir()
    test = "from halves import half\n\ndef test_half():\n    assert half(0) == 0\n"
    (tmp_path / "tests/test_halves.py").write_text(test)
    for does, survives in (("of / 3", True), ("of + 2", False)):
        (tmp_path / "halves.py").write_text(f"def half(of):\n    return {does}\n")
        # In a process of its own: a fork of this one would begin with all that it has loaded.
        code = (
            "import json; from pathlib import Path; from benchmarks.mutants import run_tests; "
            f"copy = Path({str(tmp_path)!r}); "
            'print(json.dumps(run_tests(copy, ("halves",), 60, keep=False)))'
        )
        assert told_by(code) is survives


def test_a_row_has_a_cell_for_every_column():
    costs = [run.Cost(2.0, 1.0, 100.0, 5000), run.Cost(4.0, 2.0, 100.0, 5000)]
    twice = [run.Cost(4.0, 3.0), run.Cost(8.0, 6.0)]
    assert tables.make_table(run.HEADS, [run.row("build", costs, twice)]).splitlines() == [
        "|  | CPU s | against the first | wall s |  | peak MB | bytes |",
        "|---|---|---|---|---|---|---|",
        "| build | 3.00 | 2.0 × less | 1.50 | 3.0 × faster | 100 | 5,000 |",
    ]
    assert run.row("peer", twice) == ("peer", "6.00", "", "4.50", "", "", "")


def test_a_table_is_written_between_its_markers_alone(tmp_path):
    document = tmp_path / "README.md"
    document.write_text("# How fast\n<!-- cost: -->\nold\n<!-- :cost -->\nEnd.\n")
    tables.put(document, "cost", "| new |")
    assert document.read_text() == "# How fast\n<!-- cost: -->\n| new |\n<!-- :cost -->\nEnd.\n"
    with pytest.raises(tables.NoMarkers, match=r"README\.md has no <!-- peers: -->"):
        tables.put(document, "peers", "x")


def test_every_table_has_its_markers_in_the_document():
    written = tables.README.read_text()
    for name in ("cost", "vain", "peers", "growth"):
        assert written.count(f"<!-- {name}: -->") == written.count(f"<!-- :{name} -->") == 1


def test_rows_are_chosen_by_a_word_of_their_names():
    assert run.wanted(run.OWN_ROWS, []) and run.wanted(run.OWN_ROWS, ["Warm"])
    assert not run.wanted(["full build, empty cache"], ["warm"])


def test_what_differs_in_the_file_of_a_peer_is_told(edition, tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(edition[0].pdf)
    ours = peers.describe(path)
    assert ours.tagged and ours.links and ours.bookmarks and ours.pages > 10
    assert peers.differences(ours, ours) == []
    words = ours.words - Counter({"soup": 1})
    theirs = replace(ours, pages=3, tagged=False, links=0, bookmarks=1, words=words)
    told = peers.differences(ours, theirs)
    assert told[0] == f"3 pages for our {ours.pages}" and told[1] == "not tagged"
    assert told[2].startswith("0 links for our ") and told[3].startswith("1 bookmarks for our ")
    assert told[4].startswith("1 of our words not found (0.")


def test_a_peer_that_a_machine_lacks_is_told_with_what_to_type(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(peers.sys, "executable", str(tmp_path / "python"))
    found, lacking = peers.here()
    assert {"Prince", "Chromium"} <= lacking.keys() <= set(peers.INSTALL)
    assert lacking["Chromium"] == "apt-get install chromium"
    assert not {peer.name for peer in found} & lacking.keys()


def test_the_tables_are_made_of_the_lines_that_were_measured(tmp_path):
    lines = tmp_path / "lines"
    measured = [
        {"row": row, "recipes": 60, "turn": turn, "cpu": cpu, "wall": 2, "memory": 0, "size": 5000}
        for row, figures in (("one call", (8, 10, 9)), ("full", (3, 3, 4)))
        for turn, cpu in enumerate(figures)
    ]
    measured.append({"row": run.IN_VAIN, "layouts": 9, "pages": 20, "parts": 9, "kept": 19})
    measured.append({"peer": "Prince", "differs": "not tagged"})
    lines.write_text("\n".join(json.dumps(line) for line in measured))
    document = tmp_path / "README.md"
    document.write_text("<!-- cost: -->\n<!-- :cost -->\n<!-- peers: -->\n<!-- :peers -->\n")
    assert tables.main([str(lines), "--to", str(document)]) == 0
    assert document.read_text().splitlines()[3:] == [
        "| one call | 60 | 9.00 |  | 2.00 |  |  | 5,000 |",
        "| full | 60 | 3.00 | 3.0 × less | 2.00 | 1.0 × faster |  | 5,000 |",
        "<!-- :cost -->",
        "<!-- peers: -->",
        "- Prince: not tagged.",
        "<!-- :peers -->",
    ]


@pytest.mark.parametrize("code", [run.ONE_CALL, run.WARM, peers.TYPST])
def test_what_a_benchmark_runs_in_another_process_is_python(code):
    compile(code, "benchmark", "exec")


def test_an_input_that_is_spoiled_is_no_longer_than_a_file_may_be():
    chance = random.Random(16)
    for _ in range(200):
        assert len(fuzz.spoil(b"x" * fuzz.MOST_BYTES, b"other", chance)) <= fuzz.MOST_BYTES


def test_every_target_that_is_fuzzed_reads_its_seeds(real_guide):
    targets = fuzz.Targets(guide=real_guide).by_name()
    assert fuzz.parse_arguments(["lines", "--blind"]).blind
    for target in targets.values():
        seed = next(target.seeds())
        target.read(seed)


def test_each_picture_is_asked_about_once_among_six_titles_of_its_chapter_first():
    recipes = [(f"soup-{n}", f"Soup {n}", "soups") for n in range(8)]
    recipes += [(f"cake-{n}", f"Cake {n}", "sweet") for n in range(3)]
    questions = look_quiz.make_questions(recipes, random.Random(1))
    assert {question.slug for question in questions} == {slug for slug, _, _ in recipes}
    for question in questions:
        assert question.title in question.choices and len(set(question.choices)) == 6
        kin = {title for title in question.choices if title[:4] == question.title[:4]}
        assert len(kin) == (6 if question.title.startswith("Soup") else 3)
    assert questions == look_quiz.make_questions(recipes, random.Random(1))


def test_the_quiz_takes_every_option():
    asked = look_quiz.parse_arguments(["out", "--height", "128", "--grey", "--seed", "2"])
    assert (asked.output, asked.height, asked.grey, asked.seed) == (Path("out"), 128, True, 2)
