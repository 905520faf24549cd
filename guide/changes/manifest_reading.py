"""What a manifest of any version says of an edition, and of the labels and figures of its recipes.

A manifest may be a stranger's: what is not of its form is left out, and nothing is taken for known
that it does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guide.changes.guide_reading import NO_FIGURE, say_value
from guide.changes.version import DishLabels, VersionRecipe
from guide.derive import allergens
from guide.read.editions import Edition
from guide.read.load import Guide
from guide.read.pantry_files import Allergens
from guide.release.listing import name_figure

# JSON as it was read.
_Told = Mapping[str, object]
_PLAIN = {"units": "both", "ink": "full"}


@dataclass(frozen=True)
class StatedEdition:
    """What a manifest says of one edition; None where it says nothing."""

    title: str
    edition: str
    file: str
    sha256: str
    size: int | None
    pages: int | None
    recipes: Sequence[_Told]


def find_stated(told: _Told, edition: Edition) -> StatedEdition:
    """The edition of that name, the whole guide in its format, or else what is mailed."""
    found = told
    editions = _mapping(told, "editions")
    for name in (edition.name, *sorted(editions)):
        stated = _mapping(editions, name)
        if stated and (name == edition.name or _is_whole_guide(stated, edition.form)):
            found = stated
            break
    else:
        default = told.get("default")
        if isinstance(default, str) and default in editions:
            found = _mapping(editions, default)
    # The first version had what is said of the file by itself.
    of_file = _mapping(found, "attachment") or found
    recipes = found.get("recipes")
    rows = recipes if isinstance(recipes, list) else []
    return StatedEdition(
        title=_text(found, "title"),
        edition=_text(found, "edition"),
        file=_text(of_file, "file"),
        sha256=_text(of_file, "sha256"),
        size=_number(of_file, "bytes"),
        pages=_number(found, "pages"),
        recipes=[row for row in rows if isinstance(row, dict)],
    )


def _is_whole_guide(edition: _Told, form: str) -> bool:
    is_plain = all(edition.get(key) == value for key, value in _PLAIN.items())
    is_whole = not edition.get("without") and not edition.get("selection")
    return is_plain and is_whole and edition.get("format") == form


def list_stated(rows: Sequence[_Told], guide: Guide) -> Iterator[VersionRecipe]:
    """The recipes of a manifest, spelt as `guide` spells labels and figures."""
    for row in rows:
        slug = _text(row, "slug")
        if slug:
            yield VersionRecipe(
                slug=slug,
                title=_text(row, "title") or slug,
                labels=_labels(row, guide.pantry.allergens),
                figures=_figures(row, guide),
            )


def _labels(row: _Told, known: Allergens | None) -> DishLabels | None:
    """The labels of a recipe; None when the manifest does not tell both kinds."""
    contains, check = row.get("contains"), row.get("check")
    if known is None or not isinstance(contains, list) or not isinstance(check, list):
        return None
    return DishLabels(
        contains=dict.fromkeys(_spell(contains, known), ()),
        check=dict.fromkeys(_spell(check, known), ()),
    )


def _spell(leaves: Sequence[object], known: Allergens) -> list[str]:
    """Allergens as they are printed; one that the guide does not know by its key."""
    found = []
    for leaf in leaves:
        spelt = allergens.spell([str(leaf)], known)
        found.append(spelt[0] if spelt else str(leaf))
    return found


def _figures(row: _Told, guide: Guide) -> dict[str, str] | None:
    """The figures of a recipe by name, as printed; None when the manifest tells none."""
    told = row.get("figures")
    if not isinstance(told, dict) or guide.food_data is None:
        return None
    at_least = row.get("at_least")
    hedged = at_least if isinstance(at_least, list) else []
    found = {}
    for one in guide.food_data.reference.figures:
        name = name_figure(one.id, one.unit)
        if name not in told:
            continue
        value = told[name]
        if value is None:
            found[one.says] = NO_FIGURE
        elif isinstance(value, int | float) and 0 <= value < 1e9:
            exact = Fraction(str(value))
            found[one.says] = say_value(one, one.places, exact, name in hedged)
    return found


def _mapping(told: _Told, key: str) -> _Told:
    found = told.get(key)
    return found if isinstance(found, dict) else {}


def _text(told: _Told, key: str) -> str:
    found = told.get(key)
    return found if isinstance(found, str) else ""


def _number(told: _Told, key: str) -> int | None:
    found = told.get(key)
    return found if type(found) is int and found >= 0 else None
