"""What differs, as one page for a browser: nothing else is needed to read it.

Everything a recipe says passes through Jinja's sandbox, escaped. The page has no script, and tells
the browser to load nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from guide.changes import as_text
from guide.changes.differences import (
    Changes,
    PartChange,
    RecipeChange,
    compare_words,
    pair_lines,
)
from guide.changes.version import RECIPE_PART

_FOLDER = Path(__file__).parent / "page"


def write_page(changes: Changes) -> str:
    """The whole page."""
    template = _environment().get_template("changes.html")
    page = template.render(
        changes=changes,
        style=(_FOLDER / "changes.css").read_text("utf-8"),
        recipes=list(_recipes_with_pages(changes)),
        parts=[part for part in changes.parts if not _is_told_as_recipe(part, changes)],
    )
    # A stranger's JSON may have half letters, which cannot be written.
    return page.encode("utf-8", "replace").decode("utf-8")


def _environment() -> Environment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["picture"] = _picture
    environment.filters["percent"] = _percent
    environment.globals["say_label"] = as_text.say_label
    environment.globals["say_recipe"] = as_text.say_recipe
    environment.globals["say_page"] = as_text.say_page
    environment.globals["anchor"] = _anchor
    environment.globals["pair_lines"] = pair_lines
    environment.globals["compare_words"] = compare_words
    return environment


def _picture(data: bytes) -> str:
    """A picture as the address that holds all of it."""
    return f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}"


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _anchor(slug: str) -> str:
    """The name of a recipe's place on the page."""
    return f"recipe-{slug}"


def _recipes_with_pages(changes: Changes) -> Iterator[tuple[RecipeChange, PartChange | None]]:
    """Each recipe that changed, with its pages: those whose labels or figures changed first."""
    parts = {part.id: part for part in changes.parts}
    ordered = sorted(changes.recipes, key=lambda one: (not one.labels, not one.figures))
    for change in ordered:
        yield change, parts.get(RECIPE_PART + change.slug)


def _is_told_as_recipe(part: PartChange, changes: Changes) -> bool:
    return any(part.id == RECIPE_PART + change.slug for change in changes.recipes)
