"""What people outside the kitchen are asked to read and sign, each with a number.

A clinician and a dietitian are asked about every text that speaks of health, the boxes of safety,
the findings that are cited, and the labels that rest on judgement; a cook about a recipe. What an
item asks is held by a digest: an answer to something that has changed since is no answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from guide.check.health_claims import (
    PrintedText,
    find_health_texts,
    texts_besides_recipes,
    texts_of_recipes,
)
from guide.check.places import BRAND_FILE, find_lines, places_in_file
from guide.derive.allergens import sentence, spell, spell_check
from guide.derive.cover_line import cover_line
from guide.parse.yaml_nodes import plain
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import Finding, Item
from guide.read.prose import Page, cites, placed_blocks, uncited

AskedKind = Literal["health", "box", "finding", "label", "kitchen"]
# The letter before the number of an item.
LETTERS: dict[AskedKind, str] = {
    "health": "H",
    "box": "S",
    "finding": "F",
    "label": "L",
    "kitchen": "K",
}
# Fields of a recipe that change nothing for who cooks it.
NOT_COOKED = (
    "summary",
    "why",
    "reviewed_by",
    "source",
    "contributor",
    "tested",
    "tags",
    "vessel",
    "photo",
    "photo_alt",
)
_DIGITS = 16
# A line of a template has no fewer words when it says something by itself.
_LEAST_WORDS = 6


@dataclass(frozen=True)
class ReviewItem:
    """One thing that somebody is asked about.

    `about` is the file it stands in, or the key of a food or a finding; `heading` is what a reader
    calls that. `says` are its sentences, `evidence` the ids of the findings they cite. `digest` is
    that of all that is asked.
    """

    number: str
    kind: AskedKind
    about: str
    heading: str
    says: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    digest: str = field(default="", repr=False)


@dataclass(frozen=True)
class LabelRow:
    """A food whose labels rest on judgement, as the pack shows it."""

    item: ReviewItem
    contains: str
    check: str
    dishes: tuple[str, ...]


# Makes an item of its heading, sentences and findings, with the next number of its kind.
_Draft = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def find_review_items(guide: Guide) -> tuple[ReviewItem, ...]:
    """Everything that a clinician and a dietitian are asked about, in the order of the pack.

    The guide is checked, and without problems.
    """
    found: list[ReviewItem] = []
    boxes = list(_find_boxes(guide))
    in_boxes = {(about, text) for about, _, says, _ in boxes for text in says}
    health = [draft for draft in _find_health(guide) if (draft[0], draft[2][0]) not in in_boxes]
    found += _number("health", health, guide)
    found += _number("box", boxes, guide)
    cited = {id for draft in (*health, *boxes) for id in draft[3]}
    found += _number("finding", _find_cited(guide, cited), guide)
    found += [row.item for row in find_label_rows(guide)]
    return tuple(found)


def find_kitchen_items(recipe_files: Iterable[RecipeFile]) -> tuple[ReviewItem, ...]:
    """Those recipes, for somebody to cook as they are written."""
    found = []
    for number, recipe_file in enumerate(recipe_files, 1):
        found.append(_make_kitchen_item(f"K{number}", recipe_file))
    return tuple(found)


def find_current_items(guide: Guide) -> dict[str, ReviewItem]:
    """All that could be asked now, by digest."""
    items = [*find_review_items(guide), *find_kitchen_items(guide.recipe_files)]
    return {item.digest: item for item in items}


def _number(kind: AskedKind, drafts: Iterable[_Draft], guide: Guide) -> Iterator[ReviewItem]:
    for number, (about, heading, says, evidence) in enumerate(drafts, 1):
        known = [id for id in evidence if id in guide.evidence]
        findings = [_facts_of(id, guide.evidence[id]) for id in known]
        digest = _digest(kind, about, *says, *findings)
        yield ReviewItem(
            f"{LETTERS[kind]}{number}", kind, about, heading, says, tuple(known), digest
        )


def _digest(*parts: str) -> str:
    data = json.dumps(parts, ensure_ascii=False).encode()
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def _facts_of(id: str, finding: Finding) -> str:
    """All that the register says of a finding, as text."""
    return json.dumps([id, finding.model_dump(mode="json")], sort_keys=True, ensure_ascii=False)


def _find_health(guide: Guide) -> Iterator[_Draft]:
    """Every text about health: a recipe's together, any other by itself."""
    yield from _find_titles(guide)
    of_pages: dict[str, list[_Draft]] = {}
    others: list[_Draft] = []
    printed = texts_besides_recipes(guide)
    for text in find_health_texts(printed, guide):
        path = text.find_place(0, 0).path
        # The line on the cover counts the recipes.
        is_cover = guide.brand is not None and text.words == guide.brand.cover
        words = _on_one_line(cover_line(guide) if is_cover else text.words)
        is_part = path.startswith("templates/") and len(words.split()) < _LEAST_WORDS
        if not path.startswith("pages/") and not is_part:
            others.append((path, _name_file(path), (words,), ()))
    for page in guide.pages:
        of_pages[page.slug] = list(_find_health_of_page(page, guide))
    yield from (draft for draft in others if draft[0] == BRAND_FILE)
    for name in sorted(of_pages, key=_in_order(guide)):
        yield from of_pages[name]
    yield from (draft for draft in others if draft[0] != BRAND_FILE)
    yield from _find_health_of_recipes(guide)


def _find_titles(guide: Guide) -> Iterator[_Draft]:
    """The title and the subtitle, which are the owner's: their readers may take them for more."""
    brand = guide.brand
    if brand is not None and guide.rules is not None:
        owners = [
            said for said in (brand.title, brand.subtitle) if said in guide.rules.owners_words
        ]
        if owners:
            yield BRAND_FILE, _name_file(BRAND_FILE), (": ".join(owners),), ()


def _in_order(guide: Guide) -> Callable[[str], int]:
    """Where a page stands in the book; what is not printed comes last."""
    order = guide.order

    def rank(name: str) -> int:
        return order.index(name) if name in order else len(order)

    return rank


def _find_health_of_page(page: Page, guide: Guide) -> Iterator[_Draft]:
    """The blocks of a page that cite a finding, or speak of health without."""
    path = page.source.path
    for block in placed_blocks(page):
        words = _on_one_line(uncited(block.text))
        evidence = tuple(cites(block.text))
        printed = PrintedText(words, places_in_file(path))
        speaks = any(find_health_texts([printed], guide))
        if evidence or speaks:
            yield path, page.title, (words,), evidence


def _find_health_of_recipes(guide: Guide) -> Iterator[_Draft]:
    """The recipes that speak of health, each with all its sentences that do."""
    said: dict[str, list[str]] = {}
    for text in find_health_texts(texts_of_recipes(guide), guide):
        said.setdefault(text.find_place(0, 0).path, []).append(_on_one_line(text.words))
    for recipe_file in guide.recipe_files:
        recipe = recipe_file.recipe
        why = [_on_one_line(recipe.why.text)] if recipe.why else []
        says = dict.fromkeys([*why, *said.get(recipe_file.path, ())])
        if says:
            evidence = recipe.why.evidence if recipe.why else ()
            yield recipe_file.path, recipe.title, tuple(says), evidence


def _find_boxes(guide: Guide) -> Iterator[_Draft]:
    """The call-outs of the pages: what to do in an emergency, when to see a doctor."""
    for page in sorted(guide.pages, key=lambda page: _in_order(guide)(page.slug)):
        lines: list[str] = []
        evidence: list[str] = []
        for block in (*placed_blocks(page), None):
            if block is not None and "blockquote" in block.within:
                lines.append(_on_one_line(uncited(block.text)))
                evidence += cites(block.text)
            elif lines:
                yield page.source.path, page.title, tuple(lines), tuple(evidence)
                lines, evidence = [], []


def _find_cited(guide: Guide, cited: Iterable[str]) -> Iterator[_Draft]:
    """The findings that texts cite, in the order of the register."""
    wanted = set(cited)
    for id, finding in guide.evidence.items():
        if id in wanted:
            yield id, id, (finding.finding,), (id,)


def find_label_rows(guide: Guide) -> tuple[LabelRow, ...]:
    """The foods of the recipes whose labels describe the typical product, with their dishes."""
    dishes: dict[str, list[str]] = {}
    for recipe_file in guide.recipe_files:
        for line in find_lines(recipe_file):
            for name in (line.ingredient.name, *line.ingredient.alternatives):
                found = guide.pantry.find(name)
                if found is not None and found.item.labels == "typical":
                    titles = dishes.setdefault(found.key, [])
                    if recipe_file.recipe.title not in titles:
                        titles.append(recipe_file.recipe.title)
    rows = []
    for number, key in enumerate(sorted(dishes), 1):
        rows.append(_make_label_row(f"L{number}", key, guide, tuple(dishes[key])))
    return tuple(rows)


def _make_label_row(number: str, key: str, guide: Guide, dishes: tuple[str, ...]) -> LabelRow:
    item: Item = guide.pantry.items[key]
    allergens = guide.pantry.allergens
    assert allergens is not None, "a guide without problems has its allergens"
    contains = sentence(spell(item.contains, allergens))
    check = sentence(spell_check(item.check, item.contains, allergens))
    digest = _digest("label", key, *item.contains, "/", *item.check)
    asked = ReviewItem(number, "label", key, item.names[0], (contains, check), (), digest)
    return LabelRow(asked, contains, check, dishes)


def _make_kitchen_item(number: str, recipe_file: RecipeFile) -> ReviewItem:
    cooked = []
    for key, node in recipe_file.node.entries:
        if key.value not in NOT_COOKED:
            cooked.append([key.value, plain(node)])
    digest = _digest("kitchen", recipe_file.path, json.dumps(cooked, ensure_ascii=False))
    title = recipe_file.recipe.title
    return ReviewItem(number, "kitchen", recipe_file.path, title, (title,), (), digest)


def _name_file(path: str) -> str:
    """What the pack calls the words of a file that is no page and no recipe."""
    if path == BRAND_FILE:
        return "Title, cover and file"
    name = path.rpartition("/")[2].partition(".")[0]
    return name.replace("-", " ").capitalize()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
