"""What must hold of every text that is printed, in recipes and elsewhere: its letters, its length, how hard it is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.check import readability
from guide.core.problems import Place, Problem, counted
from guide.core.typesetting import unprintable
from guide.read.load import Guide
from guide.read.prose import Page, page_texts, uncited
from guide.read.yaml_nodes import Node, Text, locate, texts

# The most characters a text may have, as its author types it, and what to do besides cutting: more breaks its place on the page.
LIMITS = {
    "title": (46, ""),
    "summary": (150, ""),
    "text of why": (190, ""),
    "step": (220, ", or make it two steps"),
    "swap": (90, ", or say it in a note"),
    "lead": (130, ""),
}
# The US school grade that no page may go beyond.
GRADE = 8


def recipes_letters_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """Every character of a recipe is one the guide's typefaces have."""
    for recipe_file in guide.recipe_files:
        yield from _letters(recipe_file.node)


def _letters(node) -> Iterator[Problem]:
    for text in texts(node):
        if found := unprintable(text.value):
            yield _unprintable(text.part(found[0], 1), found[1])


def letters_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """So is every character of the brand, the chapters, the week, the shop and the pages."""
    for path in ("brand.yaml", "recipes/chapters.yaml", "pantry/week.yaml", "pantry/shop.yaml"):
        if path in guide.nodes:
            yield from _letters(guide.nodes[path])
    for page in guide.pages:
        for number, line in enumerate(page.source.lines, 1):
            if found := unprintable(line):
                yield _unprintable(page.source.place(number, found[0] + 1), found[1])


def _unprintable(place: Place, character: str) -> Problem:
    return Problem(
        place,
        "unprintable",
        f'the guide\'s typefaces have no "{character}"',
        "write it in words, or leave it out",
    )


def texts_fit_their_place(guide: Guide) -> Iterator[Problem]:
    """No title, summary, step, swap or word on research is longer than its place on the page."""
    for recipe_file in guide.recipe_files:
        recipe = recipe_file.recipe
        told = [("title", ("title",), recipe.title), ("summary", ("summary",), recipe.summary)]
        told += [("step", ("method", number), step) for number, step in enumerate(recipe.method)]
        told += [
            ("swap", ("swaps", number, "for"), swap.for_.text)
            for number, swap in enumerate(recipe.swaps or ())
        ]
        told += [("text of why", ("why", "text"), recipe.why.text)] if recipe.why else []
        for what, steps, text in told:
            yield from _too_long(recipe_file.node, steps, what, text)


def leads_fit_their_place(guide: Guide) -> Iterator[Problem]:
    """Nor is the lead of a chapter."""
    for number, chapter in enumerate(guide.chapters):
        yield from _too_long(
            guide.nodes["recipes/chapters.yaml"], (number, "lead"), "lead", chapter.lead
        )


def _too_long(node: Node, steps: tuple, what: str, text: str) -> Iterator[Problem]:
    most, otherwise = LIMITS[what]
    over = len(text) - most
    if over > 0:
        place = locate(node, steps)
        yield Problem(
            place.part(most, over) if isinstance(place, Text) else place.place,
            "too-long",
            f"the {what} has {len(text)} characters, and its place on the page holds {most}",
            f"cut {counted(over, 'character')}{otherwise}",
        )


def recipes_are_plain(guide: Guide) -> Iterator[Problem]:
    """Remarks: a recipe whose method and notes ask for more."""
    for recipe_file in guide.recipe_files:
        rows = [
            (name, number, text)
            for name in ("method", "notes")
            for number, text in enumerate(getattr(recipe_file.recipe, name) or ())
        ]
        if found := _hard([text for _, _, text in rows]):
            what, fix, number, at, sentence = found
            yield Problem(
                recipe_file.place(*rows[number][:2], at=at, width=len(sentence)),
                "hard-to-read",
                f"this recipe {what}",
                fix,
                remark=True,
            )


def pages_are_plain(guide: Guide) -> Iterator[Problem]:
    """No page of prose asks for more than eight years of school."""
    for page in guide.pages:
        blocks = [page.title, *(uncited(text) for text in page_texts(page))]
        if found := _hard(blocks):
            what, fix, _, _, sentence = found
            yield Problem(_written(page, sentence), "hard-to-read", f"this page {what}", fix)


def _hard(paragraphs: list[str]) -> tuple[str, str, int, int, str] | None:
    """What is said of a text that is too hard and how to mend it, with its hardest sentence: which paragraph, where in it, its words."""
    grade = readability.grade(paragraphs)
    if grade <= GRADE:
        return None
    number, at, sentence = readability.hardest(paragraphs)
    shown = sentence if len(sentence) < 90 else sentence[:80].rpartition(" ")[0] + " …"
    return (
        f'reads at school grade {grade:.1f}, above {GRADE}; its hardest sentence is "{shown}"',
        "make that sentence two, or say it in shorter words",
        number,
        at,
        sentence,
    )


def _written(page: Page, sentence: str) -> Place:
    """Where a sentence begins in the page's Markdown, which may break its lines and mark its words."""
    for start in sorted({0, *(match.end() for match in re.finditer(" ", sentence))}):
        words = re.match(r"\S+(?: \S+){0,2}", sentence[start:])
        for number, line in enumerate(page.source.lines, 1):
            if words and (at := line.find(words[0])) >= 0:
                return page.source.place(number, at + 1, len(words[0]))
    return page.source.place()
