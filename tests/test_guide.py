"""The real guide: its title, and an edition of it that everyone can read.

What its recipes must be is held by ./run check, so that a new recipe never fails a test.
"""

from __future__ import annotations

import re
import shutil

import pytest

from guide.build import PROJECT, build
from guide.check.reading import read_and_check
from guide.core.progress import Progress
from guide.layout.formats import FORMATS
from guide.read.load import Guide
from tests.aloud import broken_rules, stumbles

# Fields of brand.yaml that only the owner can fill in.
OWNERS = ("brand", "site", "contact", "address", "link")


@pytest.fixture(scope="module")
def guide() -> Guide:
    guide, problems = read_and_check(PROJECT)
    assert [problem for problem in problems if not problem.remark] == []
    return guide


def test_the_title_is_the_owners_to_the_letter(real_guide):
    assert (
        real_guide.brand.whole_title == "The Ultimate Anti-Inflammatory Recipe Guide: "
        "Clear Your Skin & Boost Your Health Naturally"
    )


@pytest.mark.parametrize("field", OWNERS)
def test_what_only_the_owner_knows_may_wait_as_a_placeholder_that_is_told(little, field):
    path = little / "brand.yaml"
    value = f"[{field} of the owner]"
    text, count = re.subn(rf"(?m)^( *{field}): .*$", rf'\1: "{value}"', path.read_text())
    assert count == 1
    path.write_text(text)
    _, problems = read_and_check(little)
    told = [problem for problem in problems if problem.what == f"{value} is still a placeholder"]
    assert [(problem.id, problem.remark) for problem in told] == [("placeholder", True)]
    assert [problem for problem in problems if not problem.remark] == []


@pytest.mark.real
@pytest.mark.parametrize("form", FORMATS)
def test_the_real_guide_builds_with_nothing_to_mend_and_everyone_can_read_it(guide, tmp_path, form):
    # The longest recipe of each chapter: ./run build proves the rest.
    for name in ("recipes", "pantry", "pages"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "brand.yaml", tmp_path)
    # What all recipes offer together, these few cannot.
    (tmp_path / "recipes/aims.yaml").unlink()
    for chapter in guide.chapters:
        for path in sorted(
            (tmp_path / "recipes" / chapter.folder).iterdir(), key=lambda path: path.stat().st_size
        )[:-1]:
            path.unlink()
    # So few make no week, and lists of one line, where headings outnumber what they head.
    lists = tmp_path / "pantry/lists.yaml"
    before, rich, _ = lists.read_text().partition("\nrich:\n")
    assert rich
    lists.write_text(before + "\n")
    order = tmp_path / "pages/order.yaml"
    text = order.read_text()
    for part in ("plan", "weeks", "shopping", "lists", "tonight"):
        text = text.replace(f"- {part}\n", "")
    order.write_text(text)
    welcome = tmp_path / "pages/welcome.md"
    welcome.write_text(welcome.read_text().replace("[This list](#tonight)", "This list"))
    outcome = build(tmp_path, tmp_path / "output", Progress(quiet=True), form=form)
    # What is remarked of a recipe is its cook's to weigh.
    assert [problem for problem in outcome.problems if not problem.remark] == []
    assert len(outcome.facts["recipes"]) == len(guide.chapters)
    assert outcome.facts["attachment"]["bytes"] <= guide.brand.budget.target
    assert broken_rules(outcome.pdf) == []
    assert stumbles(tmp_path / "output" / outcome.facts["attachment"]["filename"]) == [[]]
