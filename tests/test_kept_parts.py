"""Parts of the book that were set before: found under all that their templates are given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guide.core.cache import Cache
from guide.layout.compose import BadTemplate, Composer
from guide.layout.part_kinds import fold, kind_of
from tests.conftest import PROJECT


def set_all(guide, numbers, folder):
    """Every part but recipes, which are kept by keys of their own."""
    parts = fold(guide)
    composer = Composer(guide, parts, PROJECT / "templates", Cache(folder))
    return {part.id: composer.set(part, numbers) for part in parts if part.kind != "recipe"}


def test_a_part_that_was_set_before_is_as_if_it_were_set_now(real_guide, tmp_path):
    numbers = {part.id: page for page, part in enumerate(fold(real_guide), 1)}
    for given in ({}, numbers):
        anew = set_all(real_guide, given, None)
        assert set_all(real_guide, given, tmp_path) == anew
        assert set_all(real_guide, given, tmp_path) == anew


def test_a_part_is_found_only_while_its_template_is_given_the_same(real_guide, tmp_path):
    before = set_all(real_guide, {}, tmp_path)
    chapters = []
    for chapter in real_guide.chapters:
        chapters.append(chapter.model_copy(update={"title": f"{chapter.title} again"}))
    other = replace(real_guide, chapters=tuple(chapters))
    after = set_all(other, {}, tmp_path)
    assert after == set_all(other, {}, None)
    changed = {name for name in before if before[name].html != after[name].html}
    assert {"contents", "finder"} <= changed


def test_what_a_template_is_given_is_written_out_the_same_each_time(real_guide):
    """An address in memory, or a set in an order of its own, would never be found again."""
    for part in fold(real_guide):
        if part.kind == "recipe":
            continue
        content = kind_of(part).content(part, real_guide)
        said = "".join(repr(value) for name, value in content.items() if name != "shown")
        assert " at 0x" not in said + repr(part), part.id
        assert "RecipeFile(" not in said, part.id
        assert "frozenset({" not in said, part.id


@pytest.mark.parametrize(
    ("template", "asked"),
    [
        ("values.html", "chapters_held[0][1][0].recipe_file"),
        ("plan.html", "week.days[0].dishes[0].recipe_file"),
    ],
)
def test_no_template_reads_a_recipe_itself(real_guide, template, asked):
    """What it reads is a part of the key of its page, and the words of a recipe are not."""
    parts = fold(real_guide)
    templates = dict(real_guide.templates)
    templates[template] += f"{{{{ {asked}.recipe.summary }}}}".encode()
    composer = Composer(real_guide, parts, templates)
    (part,) = (one for one in parts if kind_of(one).template == template)
    with pytest.raises(BadTemplate):
        composer.set(part, {})
