"""What must hold of every printed text: its letters, its length, and how hard it is to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guide.check import readability
from guide.check.places import (
    BRAND_FILE,
    CHAPTERS_FILE,
    SHOP_FILE,
    WEEK_FILE,
    NodePath,
    place_of_sentence,
)
from guide.core.problems import Place, Problem, counted
from guide.core.typesetting import unprintable
from guide.read.load import Guide, RecipeFile
from guide.read.prose import page_texts, uncited
from guide.read.yaml_nodes import Node, Text, locate, texts

# The most characters a text may have, as its author types it, before it breaks its place on the
# page, and what to do besides cutting it.
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
# A problem shows a sentence in whole up to so many characters, and of a longer one the beginning.
MOST_SHOWN = 89
BEGINNING = 80

# Files besides recipes and pages whose every text is printed.
_PRINTED_FILES = (BRAND_FILE, CHAPTERS_FILE, WEEK_FILE, SHOP_FILE)


def recipes_letters_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """Every character of a recipe is one that the guide's typefaces have."""
    for recipe_file in guide.recipe_files:
        yield from _unprintable_texts(recipe_file.node)


def letters_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """So is every character of the brand, the chapters, the week, the shop and the pages."""
    for path in _PRINTED_FILES:
        if path in guide.nodes:
            yield from _unprintable_texts(guide.nodes[path])
    for page in guide.pages:
        for number, line in enumerate(page.source.lines, 1):
            found = unprintable(line)
            if found is not None:
                at, character = found
                place = page.source.place(number, at + 1)
                yield _unprintable(place, character)


def _unprintable_texts(node: Node) -> Iterator[Problem]:
    for text in texts(node):
        found = unprintable(text.value)
        if found is not None:
            at, character = found
            yield _unprintable(text.part(at, 1), character)


def _unprintable(place: Place, character: str) -> Problem:
    what = f'the guide\'s typefaces have no "{character}"'
    fix = "write it in words, or leave it out"
    return Problem(place, "unprintable", what, fix)


def texts_fit_their_place(guide: Guide) -> Iterator[Problem]:
    """No title, summary, step, swap or word on research is longer than its place on the page."""
    for recipe_file in guide.recipe_files:
        yield from _too_long_in_recipe(recipe_file)


def _too_long_in_recipe(recipe_file: RecipeFile) -> Iterator[Problem]:
    node = recipe_file.node
    recipe = recipe_file.recipe
    yield from _too_long("title", recipe.title, node, ("title",))
    yield from _too_long("summary", recipe.summary, node, ("summary",))
    for number, step in enumerate(recipe.method):
        yield from _too_long("step", step, node, ("method", number))
    for number, swap in enumerate(recipe.swaps or ()):
        steps = ("swaps", number, "for")
        yield from _too_long("swap", swap.for_.text, node, steps)
    if recipe.why is not None:
        yield from _too_long("text of why", recipe.why.text, node, ("why", "text"))


def leads_fit_their_place(guide: Guide) -> Iterator[Problem]:
    """The lead of a chapter is not longer than its place on the page."""
    for number, chapter in enumerate(guide.chapters):
        node = guide.nodes[CHAPTERS_FILE]
        yield from _too_long("lead", chapter.lead, node, (number, "lead"))


def _too_long(kind: str, text: str, node: Node, steps: NodePath) -> Iterator[Problem]:
    """The problem when a text of that kind, which stands at `steps`, is over its limit."""
    most, otherwise = LIMITS[kind]
    over = len(text) - most
    if over <= 0:
        return
    written = locate(node, steps)
    place = written.place
    if isinstance(written, Text):
        place = written.part(most, over)
    what = f"the {kind} has {len(text)} characters, and its place on the page holds {most}"
    characters = counted(over, "character")
    yield Problem(place, "too-long", what, f"cut {characters}{otherwise}")


def recipes_are_plain(guide: Guide) -> Iterator[Problem]:
    """Remarks: a recipe whose method and notes ask for more years of school than a page may."""
    for recipe_file in guide.recipe_files:
        method = recipe_file.recipe.method
        notes = recipe_file.recipe.notes or ()
        hard = find_hard_text([*method, *notes])
        if hard is None:
            continue
        sentence = hard.sentence
        field, number = "method", sentence.paragraph
        if number >= len(method):
            field, number = "notes", number - len(method)
        width = len(sentence.text)
        place = recipe_file.place(field, number, at=sentence.at, width=width)
        what = f"this recipe {hard.what}"
        yield Problem(place, "hard-to-read", what, hard.fix, remark=True)


def pages_are_plain(guide: Guide) -> Iterator[Problem]:
    """No page of prose asks for more than eight years of school."""
    for page in guide.pages:
        blocks = [page.title]
        for block in page_texts(page):
            blocks.append(uncited(block))
        hard = find_hard_text(blocks)
        if hard is not None:
            place = place_of_sentence(page, hard.sentence.text)
            yield Problem(place, "hard-to-read", f"this page {hard.what}", hard.fix)


@dataclass(frozen=True)
class HardText:
    """What is said of a text that is too hard, how to mend it, and its hardest sentence."""

    what: str
    fix: str
    sentence: readability.Sentence


def find_hard_text(paragraphs: list[str]) -> HardText | None:
    """What is wrong when those paragraphs together read above `GRADE`; None when they do not."""
    grade = readability.grade(paragraphs)
    if grade <= GRADE:
        return None
    sentence = readability.hardest(paragraphs)
    shown = sentence.text
    if len(shown) > MOST_SHOWN:
        whole_words = shown[:BEGINNING].rpartition(" ")[0]
        shown = f"{whole_words} …"
    reads = f"reads at school grade {grade:.1f}, above {GRADE}"
    what = f'{reads}; its hardest sentence is "{shown}"'
    fix = "make that sentence two, or say it in shorter words"
    return HardText(what, fix, sentence)
