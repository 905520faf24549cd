"""The registry of parts: what it has, and that a new kind of part is one entry and one template."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from guide.build import PROJECT, build
from guide.check.reading import read_and_check
from guide.core.progress import Progress
from guide.layout import part_kinds
from guide.layout.compose import Composer
from guide.layout.part_kinds import PART_KINDS, PartKind, fold, kind_of, one_part
from guide.layout.promises import promises_of_book, wanted_outline
from guide.read import recipe as part_names
from guide.release.proof import names

TITLE = "Before you shop"
NOTE = "Look into your cupboard first."
TEMPLATE = f"""<section class="prose" id="{{{{ part.id }}}}" data-bm="{{{{ part.title }}}}">
  <h1 class="h-page">{{{{ part.title }}}}</h1>
  <p>{NOTE}</p>
  <p><a href="#{{{{ first }}}}">It has {{{{ many }}}} recipes to choose from</a></p>
</section>
"""


def first_recipe(guide) -> str:
    return f"recipe-{guide.recipe_files[0].slug}"


BEFORE = PartKind(
    name="before",
    find_parts=one_part("before", TITLE),
    content=lambda _, guide: {"first": first_recipe(guide), "many": len(guide.recipe_files)},
    must_link=lambda _, guide: [first_recipe(guide)],
)


@pytest.fixture
def guide_with_before(little: Path, monkeypatch) -> Path:
    """The little guide with a kind of part of its own: one entry, one template."""
    monkeypatch.setattr(part_kinds, "PART_KINDS", (*PART_KINDS, BEFORE))
    monkeypatch.setattr(
        "guide.check.guide_files.OPTIONAL_PARTS", (*part_names.OPTIONAL_PARTS, "before")
    )
    shutil.copytree(PROJECT / "templates", little / "templates")
    (little / "templates/before.html").write_text(TEMPLATE)
    order = little / "pages/order.yaml"
    order.write_text(order.read_text().replace("- index\n", "- before\n- index\n"))
    return little


def test_a_new_kind_of_part_is_one_entry_and_one_template(guide_with_before):
    outcome = build(guide_with_before, None, Progress(quiet=True))
    assert not outcome.failed, outcome.problems
    with pypdfium2.PdfDocument(outcome.pdf) as document:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    with pikepdf.open(io.BytesIO(outcome.pdf)) as pdf:
        first = pdf.pages.index(pikepdf.Page(names(pdf)["before"][0]))
        links = {str(note.get("/Dest", "")) for note in pdf.pages[first].Annots}
        with pdf.open_outline() as outline:
            bookmarks = [item.title for item in outline.root]
    assert NOTE in pages[first] and "It has 3 recipes to choose from" in pages[first]
    assert first_recipe(outcome.guide) in links
    assert bookmarks[bookmarks.index(TITLE) + 1] == "Index"
    contents = next(page for page in pages if page.startswith("Contents"))
    assert f"{TITLE} {first + 1}" in contents


def test_what_a_new_kind_of_part_prints_is_promised_with_its_place(guide_with_before):
    guide, problems = read_and_check(guide_with_before)
    assert [problem for problem in problems if not problem.remark] == []
    parts = fold(guide)
    composer = Composer(guide, parts, guide_with_before / "templates")
    promise = next(one for one in promises_of_book(composer, {}) if one.id == "before")
    note = next(passage for passage in promise.passages if passage.set == NOTE)
    assert (note.place.path, note.place.line) == ("templates/before.html", 3)
    assert [passage.set for passage in promise.passages] == [
        TITLE,
        NOTE,
        "It has 3 recipes to choose from",
    ]
    assert promise.leads_to == {first_recipe(guide)}
    assert TITLE in wanted_outline(guide, parts)


def test_a_kind_whose_template_does_not_print_its_words_ends_the_edition(guide_with_before):
    style = guide_with_before / "templates/book.css"
    style.write_text(style.read_text() + "\n#before p { display: none }\n")
    outcome = build(guide_with_before, None, Progress(quiet=True))
    lost = [problem for problem in outcome.problems if problem.id == "pdf-lost-words"]
    assert {(one.place.path, one.place.line) for one in lost} == {
        ("templates/before.html", 3),
        ("templates/before.html", 4),
    }
    # A link that nobody can see leads nowhere.
    assert "pdf-link" in {problem.id for problem in outcome.problems}


def test_every_kind_of_the_book_is_held_to_data():
    assert [kind.name for kind in PART_KINDS if kind.must_say is None] == []


def test_the_names_of_the_registry_are_those_that_the_order_may_use():
    asked = {kind.asked_by for kind in PART_KINDS} - {part_kinds.PAGE}
    named = {*part_names.REQUIRED_PARTS, *part_names.OPTIONAL_PARTS}
    # What an edition leaves out is said behind its cover, which no order names.
    assert asked == named | {part_names.WITHOUT_PAGE}


def test_each_kind_has_one_entry_and_a_template_that_is_there():
    kinds = [kind.name for kind in PART_KINDS]
    assert len(kinds) == len(set(kinds))
    assert all((PROJECT / "templates" / kind.template).is_file() for kind in PART_KINDS)


def test_a_part_of_an_unknown_kind_is_told():
    with pytest.raises(KeyError, match="riddle"):
        kind_of(part_kinds.Part("riddle", "riddle", "Riddle"))


def test_what_an_order_asks_for_comes_chapter_by_chapter(edition):
    guide = edition[0].guide
    chapters = [part.kind for part in fold(guide) if part.kind in ("opener", "recipe")]
    assert chapters == ["opener", "recipe", "recipe", "opener", "recipe"]


def test_a_table_of_all_recipes_goes_on_in_parts_of_its_own(little, full, monkeypatch):
    order = little / "pages/order.yaml"
    order.write_text(order.read_text().replace("- index\n", "- finder\n- values\n- index\n"))
    monkeypatch.setattr(part_kinds, "TABLE_ROWS", 1)
    outcome = build(little, None, Progress(quiet=True), full)
    assert not outcome.failed, outcome.problems
    parts = {part.id: part for part in fold(outcome.guide) if part.kind in ("finder", "values")}
    assert list(parts) == ["finder", "finder-2", "values", "values-2"]
    assert [part.level for part in parts.values()] == [1, 0, 1, 0]
    first, second = parts["finder"].content, parts["finder-2"].content
    assert (*first, *second) == tuple(chapter.folder for chapter in outcome.guide.chapters)
    with pypdfium2.PdfDocument(outcome.pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    # Each page says at its foot which table goes on there.
    assert sum("Find a recipe made without" in page for page in pages) == 3


def test_the_number_of_a_page_has_room_for_four_digits(little):
    guide, _ = read_and_check(little)
    parts = fold(guide)
    contents = next(part for part in parts if part.id == "contents")
    for last, classes in ((999, {"pg"}), (1000, {"pg", "pg thousands"})):
        numbers = {part.id: last if part.id == "references" else last - 1 for part in parts}
        html = Composer(guide, parts).set(contents, numbers).html
        assert set(re.findall('class="(pg[^"]*)"', html)) == classes
