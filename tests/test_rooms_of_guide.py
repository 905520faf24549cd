"""The folders of a guide are its own, and hold files: whatever else stands there is a sentence."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from guide.check.reading import read_and_check
from guide.core.problems import Problem
from guide.layout.compose import Composer
from guide.layout.formats import BadTemplate
from guide.layout.part_kinds import fold
from tests.conftest import PROJECT


def grave(root: Path) -> list[tuple[str, str]]:
    """The paths and kinds of the problems of a guide."""
    _, problems = read_and_check(root)
    return [(problem.place.path, problem.id) for problem in problems if not problem.remark]


@pytest.fixture
def owned(little: Path) -> Path:
    """A guide with templates of its own."""
    shutil.copytree(PROJECT / "templates", little / "templates")
    return little


@pytest.mark.parametrize("room", ["recipes", "pantry", "pantry/foods", "pages", "templates"])
def test_a_folder_of_the_guide_that_is_a_link_is_not_followed(owned, tmp_path, room):
    (owned / room).rename(tmp_path / "away")
    (owned / room).symlink_to(tmp_path / "away")
    assert grave(owned) == [(room, "linked-file")]


def link(path: Path) -> None:
    """A link to a file outside."""
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, link])
@pytest.mark.parametrize("name", ["extra.html", "recipe.html", "book.css"])
def test_what_is_no_file_among_the_templates_is_told(owned, name, make):
    path = owned / "templates" / name
    path.unlink(missing_ok=True)
    make(path)
    assert grave(owned) == [(f"templates/{name}", "linked-file")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"\xff", "not-utf8"), (b"a\x00b", "invisible-character"), (b" " * 2**21, "file-too-big")],
)
def test_a_template_that_cannot_be_read_is_told(owned, data, kind):
    (owned / "templates/recipe.html").write_bytes(data)
    assert grave(owned) == [("templates/recipe.html", kind)]


@pytest.mark.parametrize("name", ["recipe.html", "book.css", "sizes.yaml", "tokens.css"])
def test_a_template_that_is_missing_is_told_when_it_is_wanted(owned, name):
    (owned / "templates" / name).unlink()
    problem = problem_of(owned)
    assert problem.place.path == f"templates/{name}" and "is missing" in problem.what
    assert problem.fix == f"bring it back: git checkout -- templates/{name}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ 'a' + 1 }}", "can only concatenate str"),
        ("{{ 'x' * 99999999999999 }}", "MemoryError"),
        ("{{ 3 | balanced(1) }}", "has no attribute 'split'"),
        ("{% include 'recipe.html' %}", "maximum recursion depth exceeded"),
        ("{{ number('none') }}", 'the book has no part "none"'),
        ("{% if %}", "Expected an expression"),
    ],
)
def test_whatever_a_template_does_is_told_of_its_line(owned, words, said):
    path = owned / "templates/recipe.html"
    text = path.read_text("utf-8")
    path.write_text(text.replace("<article", words + "<article", 1), "utf-8")
    problem = problem_of(owned)
    assert problem.place.path == "templates/recipe.html" and said in problem.what
    assert words in problem.place.source


def problem_of(root: Path) -> Problem:
    """What is wrong with a template when every part is set."""
    guide, problems = read_and_check(root)
    assert guide is not None and not [problem for problem in problems if not problem.remark]
    with pytest.raises(BadTemplate) as raised:
        set_all(guide)
    return raised.value.problem


def set_all(guide) -> None:
    """Sets every part of a guide."""
    composer = Composer(guide, fold(guide))
    for part in composer.parts:
        composer.set(part, {})
