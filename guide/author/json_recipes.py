"""Recipes in JSON: schema.org/Recipe as JSON-LD, and what recipe-scrapers writes of a page.

JSON-LD: schema.org/Recipe, bare, in a list, in a graph or as the main entity of a page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from guide.author.draft import Draft, DraftGroup

# What JSON holds can be anything.
Json = Any

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]{0,200}>", re.IGNORECASE)
# More levels of lists within lists hold no recipe.
_MOST_LEVELS = 12
_MOST_TEXTS = 500


def find_recipe(value: Json) -> Draft | None:
    """The first recipe in JSON-LD, or None."""
    for node in _find_nodes(value, 0):
        if _is_recipe(node):
            return _read_schema_org(node)
    return None


def read_scraped(value: Json) -> Draft | None:
    """A recipe as recipe-scrapers gives it (its `to_json`), or None for anything else."""
    if not isinstance(value, dict) or "title" not in value:
        return None
    lines = _texts(value.get("ingredients"))
    steps = _texts(value.get("instructions_list")) or _paragraphs(value.get("instructions"))
    if not lines and not steps:
        return None
    return Draft(
        title=_text(value.get("title")),
        summary=_text(value.get("description")),
        serves=_text(value.get("yields")),
        prep=_minutes(value.get("prep_time")),
        cook=_minutes(value.get("cook_time")),
        total=_minutes(value.get("total_time")),
        ingredients=_scraped_groups(value.get("ingredient_groups")) or _one_group(lines),
        method=tuple(steps),
        source=_name_source(_text(value.get("author")), _text(value.get("canonical_url"))),
    )


def _find_nodes(value: Json, level: int) -> Iterator[dict[str, Json]]:
    """Every object of a document, the outermost first."""
    if level > _MOST_LEVELS:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _find_nodes(entry, level + 1)
    elif isinstance(value, dict):
        yield value
        for entry in value.values():
            if isinstance(entry, (dict, list)):
                yield from _find_nodes(entry, level + 1)


def _is_recipe(node: dict[str, Json]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    is_named = any(str(kind).rpartition("/")[2] == "Recipe" for kind in named)
    return is_named and ("recipeIngredient" in node or "recipeInstructions" in node)


def _read_schema_org(node: dict[str, Json]) -> Draft:
    lines = _texts(node.get("recipeIngredient") or node.get("ingredients"))
    yields = _texts(node.get("recipeYield"))
    return Draft(
        title=_text(node.get("name") or node.get("headline")),
        summary=_text(node.get("description")),
        # Of "4" and "4 servings" the longer says more.
        serves=max(yields, key=len, default=""),
        prep=_text(node.get("prepTime")),
        cook=_text(node.get("cookTime")),
        total=_text(node.get("totalTime")),
        ingredients=_one_group(lines),
        method=tuple(_read_steps(node.get("recipeInstructions"), 0)),
        notes=_read_comments(node.get("comment")),
        source=_name_source(_author(node.get("author")), _text(node.get("url") or node.get("@id"))),
    )


def _read_steps(value: Json, level: int) -> Iterator[str]:
    """The steps of recipeInstructions: a text, texts, HowToSteps, or HowToSections of them."""
    if level > _MOST_LEVELS:
        return
    if isinstance(value, str):
        yield from _paragraphs(value)
    elif isinstance(value, list):
        for entry in value[:_MOST_TEXTS]:
            yield from _read_steps(entry, level + 1)
    elif isinstance(value, dict):
        inner = value.get("itemListElement")
        if inner is None:
            said = value.get("text") or value.get("name") or value.get("description")
            yield from _paragraphs(said)
            return
        heading = _text(value.get("name"))
        for number, step in enumerate(_read_steps(inner, level + 1)):
            # The heading of a section would be lost, and says what its steps are about.
            yield f"{heading.rstrip(':')}: {step}" if heading and number == 0 else step


def _read_comments(value: Json) -> tuple[str, ...]:
    """The notes that an export of this guide holds; what readers of a site said has an author."""
    notes: list[str] = []
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict) and set(entry) <= {"@type", "text"}:
            notes.append(_text(entry.get("text")))
    return tuple(note for note in notes if note)


def _author(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(name for name in (_author(entry) for entry in value[:3]) if name)
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _name_source(author: str, address: str) -> str:
    """Who wrote it, and the site: "Anna Jones, example.org"."""
    host = urlsplit(address).hostname if address.startswith("http") else None
    known = [author, (host or "").removeprefix("www.")]
    return ", ".join(part for part in known if part)


def _one_group(lines: list[str]) -> tuple[DraftGroup, ...]:
    return (DraftGroup("", tuple(lines)),) if lines else ()


def _scraped_groups(value: Json) -> tuple[DraftGroup, ...]:
    groups: list[DraftGroup] = []
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            lines = _texts(entry.get("ingredients"))
            if lines:
                groups.append(DraftGroup(_text(entry.get("purpose")), tuple(lines)))
    return tuple(groups)


def _minutes(value: Json) -> str:
    """A time as recipe-scrapers gives it: a number is minutes."""
    if isinstance(value, (int, float)) and 0 < value < 100_000:
        return f"{round(value)} min"
    return _text(value)


def _texts(value: Json) -> list[str]:
    """The texts of a list; a single text is a list of one."""
    entries = value if isinstance(value, list) else [value]
    found = [_text(entry) for entry in entries[:_MOST_TEXTS]]
    return [text for text in found if text]


def _text(value: Json) -> str:
    """One text without markup and with single spaces; empty for what is no text or number."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(_TAG.sub(" ", html.unescape(html.unescape(str(value)))).split())


def _paragraphs(value: Json) -> list[str]:
    """The paragraphs of a text, by its line ends and its markup."""
    if not isinstance(value, str):
        return []
    broken = _BREAK.sub("\n", html.unescape(value))
    found = [_text(line) for line in broken.split("\n")]
    return [line for line in found if line]
