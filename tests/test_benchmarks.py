"""The benchmarks can be run: what they build is a good guide, and every option is understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import guides, renderers, run, shape
from guide.check.reading import read_and_check
from tests.conftest import PROJECT


def test_a_guide_of_more_recipes_than_ours_is_a_good_guide(tmp_path):
    guide, problems = read_and_check(guides.write(tmp_path / "guide", 100))
    assert [problem for problem in problems if not problem.remark] == []
    assert len(guide.recipe_files) == 100
    titles = {recipe_file.recipe.title for recipe_file in guide.recipe_files}
    assert len(titles) == 100


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


def test_the_shape_is_told_of_the_program_and_of_any_folder(capsys, tmp_path):
    assert shape.main([]) == 0
    told = capsys.readouterr().out
    assert "guide/:" in told and "guide/ without art/:" in told
    assert shape.main([str(PROJECT / "benchmarks")]) == 0
    assert shape.main([str(tmp_path)]) == 2
    assert "holds no Python file" in capsys.readouterr().err


def test_a_row_has_a_cell_for_every_column():
    costs = [run.Cost(2.0, 1.0, 100.0, 5000), run.Cost(4.0, 2.0, 100.0, 5000)]
    twice = [run.Cost(4.0, 3.0), run.Cost(8.0, 6.0)]
    assert run.row("build", costs, twice) == (
        "| build | 3.00 | 2.0 × less | 1.50 | 3.0 × faster | 100 | 5,000 |"
    )
    assert run.row("peer", twice) == "| peer | 6.00 |  | 4.50 |  |  |  |"


@pytest.mark.parametrize("code", [run.ONE_CALL, run.WARM, run.TYPST])
def test_what_a_benchmark_runs_in_another_process_is_python(code):
    compile(code, "benchmark", "exec")
