"""How wide text is, known without the typefaces: the table is theirs, the places those of the
pages.
"""

from __future__ import annotations

import csv
import io
import os
import random
import time
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from guide.build import BuildRequest, build_edition
from guide.check.reading import read_and_check
from guide.core.problems import Problem
from guide.core.progress import Progress
from guide.core.typesetting import LETTERS
from guide.derive import set_widths
from guide.derive.set_widths import FACES, TABLE, rooms_of
from guide.layout.recipe_blocks import PagePiece
from guide.read.editions import Edition


def widths_of(cut: bytes) -> dict[int, int]:
    """The widths of a typeface's letters in thousandths of an em, by their numbers."""
    font = TTFont(io.BytesIO(cut))
    em = font["head"].unitsPerEm
    return {
        code: round(font["hmtx"][name][0] * 1000 / em) for code, name in font.getBestCmap().items()
    }


@pytest.mark.parametrize("kind", ["line", "step", "title in a list"])
def test_a_text_that_is_passed_over_has_no_wide_piece(kind):
    chance = random.Random(7)
    rooms = rooms_of(kind)
    passed_over = 0
    for _ in range(500):
        text = "".join(chance.choices("aWm- \u2013\n/", weights=(9, 9, 9, 1, 3, 1, 1, 1), k=60))
        if not set_widths.may_be_wide(text, rooms):
            passed_over += 1
            pieces = [*set_widths.pieces(text), *set_widths.whole_words(text)]
            assert all(set_widths.narrowest(piece.text, rooms) is None for piece in pieces)
    assert passed_over


def test_the_table_of_widths_is_that_of_the_typefaces(cut_fonts):
    known = {face: widths_of(cut_fonts[f"Guide{face}"]) for face in FACES}
    rows = [["letter", *FACES]]
    for letter in sorted(map(ord, LETTERS)):
        rows.append([f"{letter:04x}", *(str(known[face].get(letter, "")) for face in FACES)])
    if os.environ.get("BLESS"):
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    with TABLE.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == rows, "BLESS=1 ./run test tests/test_set_widths.py"


def test_every_letter_that_may_be_printed_has_a_width_in_the_face_that_lends():
    assert all(set_widths.has_letter(set_widths.LENDER, letter) for letter in LETTERS)


def longest(*kinds: str) -> str:
    """A word as long as a line of each of these kinds takes."""
    rooms = [room for kind in kinds for room in rooms_of(kind)]
    count = 1
    while set_widths.narrowest("n" * (count + 1), rooms) is None:
        count += 1
    return "n" * count


def fill_every_line(root: Path, more: str = "") -> None:
    """Puts the longest word into every kind of line of a little guide, and `more` behind each."""

    def fill(file: str, *changes: tuple[str, str]) -> None:
        text = (root / file).read_text()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, f"{new}{more}", 1)
        (root / file).write_text(text)

    fill(
        "recipes/soups/carrot-soup.yaml",
        ("Carrot & Lemon Soup", f"Soup {longest('title', 'title in a list')}"),
        ("sharp with lemon.", longest("summary")),
        ("finely chopped", longest("line")),
        ("For the top", longest("heading")),
        ("until smooth", longest("step")),
        ("soften slowly.", longest("note")),
        ("parsley, chopped", f"parsley, {longest('note')}"),
        ("a blood marker of inflammation.", longest("why")),
        ("Anna Müller", longest("name")),
    )
    fill(
        "recipes/chapters.yaml",
        ("Little Soups", longest("chapter")),
        ("One pot each.", longest("lead")),
    )
    fill(
        "brand.yaml",
        ("Anti-Inflammatory", longest("long word")),
        ("Recipe Guide\n", f"{longest('last words')}\n"),
        ("Clear Your Skin & Boost Your Health Naturally", longest("subtitle")),
        ("For people who cook", longest("foot")),
        ("Little Kitchen", longest("sender")),
        ("Now cook one thing.", longest("call")),
        ("with what is already in the kitchen.", longest("words")),
        ("by e-mail", longest("button")),
        ("easy to leave.", longest("small")),
    )
    fill("pages/about.md", ("little guide", longest("page title")))
    (root / "pages/order.yaml").write_text(
        (root / "pages/order.yaml").read_text().replace("- back", "- finder\n- thanks\n- back")
    )


@pytest.mark.real
@pytest.mark.parametrize("form", ["pocket", "counter", "large"])
def test_a_word_as_wide_as_its_line_is_printed_whole(form: str, little: Path):
    fill_every_line(little)
    outcome = build_edition(
        BuildRequest(little, edition=Edition(name=form, form=form), jobs=1), Progress(quiet=True)
    )
    assert [problem for problem in outcome.problems if not problem.remark] == []


def with_so_many_recipes(root: Path, count: int) -> list[Problem]:
    """What the check says of the first chapter of a little guide with so many recipes in all."""
    soup = (root / "recipes/soups/pea-soup.yaml").read_text()
    for number in range(count - 2):
        recipe = root / f"recipes/soups/pea-soup-{number}.yaml"
        recipe.write_text(soup.replace("Pea Soup", f"Pea Soup {number}", 1))
    problems = read_and_check(root)[1]
    return [problem for problem in problems if not problem.remark]


def test_a_chapter_may_have_as_many_recipes_as_its_first_page_can_list(little: Path):
    assert with_so_many_recipes(little, 15) == []
    (problem,) = with_so_many_recipes(little, 17)
    assert problem.what == "the page that opens this chapter has room for 15 recipes, not for 17"
    assert problem.fix == "move 2 recipes to another chapter, or make two of it"
    assert problem.place.path == "recipes/chapters.yaml" and problem.place.line == 2


@pytest.mark.real
@pytest.mark.parametrize("form", ["pocket", "counter", "large"])
def test_that_many_are_printed(form: str, little: Path):
    assert with_so_many_recipes(little, 15) == []
    outcome = build_edition(
        BuildRequest(little, edition=Edition(name=form, form=form), jobs=1), Progress(quiet=True)
    )
    assert [problem for problem in outcome.problems if not problem.remark] == []


def test_a_title_of_many_short_words_is_judged_at_once(little: Path):
    brand = little / "brand.yaml"
    subtitle = "subtitle: Clear Your Skin & Boost Your Health Naturally"
    assert subtitle in brand.read_text()
    brand.write_text(brand.read_text().replace(subtitle, f"subtitle: {'A b ' * 60}"))
    start = time.process_time()
    problems = read_and_check(little)[1]
    assert "too-long" in {problem.id for problem in problems}
    assert time.process_time() - start < 2


def test_lines_end_where_they_end_when_they_are_filled_word_by_word():
    dice = random.Random(17)
    space = set_widths.set_width(" ", set_widths.Room("Text", 1, 0))
    for _ in range(500):
        words = [(dice.uniform(0.3, 6), dice.random() < 0.8) for _ in range(dice.randrange(1, 40))]
        width = dice.uniform(4, 30)
        lines, filled = 0, width
        for word, spaced in words:
            gap = space if spaced else 0
            if lines and filled + gap + word <= width:
                filled += gap + word
                continue
            lines += 1 + int(word / width)
            filled = min(word, width)
        assert PagePiece("row", tuple(words)).count_lines(1, width) == lines
