"""The real guide: its recipes, its words, and the edition that readers get."""

from __future__ import annotations

import re
import shutil
from collections import Counter

import pytest

from guide.build import PROJECT, build
from guide.check.reading import read_and_check
from guide.core.progress import Progress
from guide.layout.compose import FORMATS
from guide.read.load import Guide
from tests.aloud import broken_rules, stumbles

HEALTH = re.compile(
    r"eczema|your skin|flare|inflamm|immun|detox|\bcures?\b|\bheal|\bgut\b|antioxidant|superfood|nourish|boost",
    re.I,
)
PROMISES = re.compile(
    r"\b(dairy|gluten|nut|egg|soy|wheat|sugar)[- ]free\b|\bvegan\b|\bhypoallergenic\b|free from",
    re.I,
)


@pytest.fixture(scope="module")
def guide() -> Guide:
    guide, problems = read_and_check(PROJECT)
    assert [problem for problem in problems if not problem.remark] == []
    return guide


def test_there_are_six_recipes_or_more_in_each_chapter(guide):
    counts = Counter(recipe_file.chapter for recipe_file in guide.recipe_files)
    assert list(counts) == [chapter.folder for chapter in guide.chapters]
    assert min(counts.values()) >= 6, counts


def test_the_title_is_the_owners_to_the_letter(guide):
    assert (
        guide.brand.whole_title
        == "The Ultimate Anti-Inflammatory Recipe Guide: Clear Your Skin & Boost Your Health Naturally"
    )


def test_what_only_the_owner_knows_is_a_placeholder_that_does_not_look_real(guide):
    _, remarks = read_and_check(PROJECT)
    for value in (
        guide.brand.brand,
        guide.brand.site,
        guide.brand.contact,
        guide.brand.address,
        guide.brand.call.link,
    ):
        assert not value.startswith("[") or f"{value} is still a placeholder" in [
            remark.what for remark in remarks
        ]


def test_each_recipe_has_a_note_and_a_picture_of_its_own_vessel(guide):
    for recipe_file in guide.recipe_files:
        assert recipe_file.recipe.notes and recipe_file.recipe.vessel, recipe_file.path


def test_no_recipe_speaks_of_health_or_promises_what_labels_must_derive(guide):
    for recipe_file in guide.recipe_files:
        for text in (
            recipe_file.recipe.title,
            recipe_file.recipe.summary,
            *recipe_file.recipe.method,
            *(recipe_file.recipe.notes or ()),
        ):
            assert not HEALTH.search(text), (recipe_file.path, text)
            assert not PROMISES.search(text), (recipe_file.path, text)


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
    # So few make no week, and lists of one line.
    order = tmp_path / "pages/order.yaml"
    order.write_text(order.read_text().replace("- plan\n- shopping\n", "").replace("- lists\n", ""))
    outcome = build(tmp_path, tmp_path / "output", Progress(quiet=True), form=form)
    assert [
        problem
        for problem in outcome.problems
        if problem.id not in ("placeholder", "unweighed", "excused")
    ] == []
    assert len(outcome.facts["recipes"]) == len(guide.chapters)
    assert outcome.facts["attachment"]["bytes"] <= guide.brand.budget.target
    assert broken_rules(outcome.pdf) == []
    assert stumbles(tmp_path / "output" / outcome.facts["attachment"]["filename"]) == []
