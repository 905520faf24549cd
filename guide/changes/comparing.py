"""Two versions compared from beginning to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guide.changes.differences import (
    ADDED,
    CHANGED,
    REMOVED,
    Changes,
    PartChange,
    PartPair,
    compare_recipes,
    count_all,
    find_unknown,
    pair_parts,
)
from guide.changes.looks import Compared, compare_pages
from guide.changes.matching import RecipeMatch, match_recipes
from guide.changes.sources import have_same_size
from guide.changes.version import Version


def compare(old: Version, new: Version, pictures: bool, jobs: int) -> Changes:
    """All that differs between two versions, with pictures of pages when they are asked for.

    Raises workers.Lost.
    """
    matches = match_recipes(old, new)
    gaps = list(dict.fromkeys((*old.gaps, *new.gaps)))
    pairs: list[PartPair] = []
    parts: tuple[PartChange, ...] = ()
    numbers_only = 0
    can_compare = bool(old.parts and new.parts)
    if can_compare:
        pairs = pair_parts(old, new, matches)
        can_compare = have_same_size(old, new)
        if not can_compare:
            gaps.append(
                "the pages of the two have different sizes, so they are compared by words alone"
            )
    recipes = compare_recipes(matches, pairs)
    if can_compare:
        pages = [page for pair in pairs for page in pair.pages]
        compared = compare_pages(old.pdf, new.pdf, pages, pictures, jobs)
        numbers_only = compared.numbers_only
        parts = _make_parts(pairs, compared)
    gaps += _list_unknown(matches, bool(pairs))
    return Changes(
        old=old,
        new=new,
        counts=count_all(old, new),
        recipes=recipes,
        parts=parts,
        gaps=tuple(gaps),
        numbers_only=numbers_only,
        pictured=can_compare,
    )


def _list_unknown(matches: Sequence[RecipeMatch], have_pages: bool) -> Iterator[str]:
    """A sentence for each kind of thing that is not known of both versions of some recipes."""
    titles: dict[str, list[str]] = {}
    for match in matches:
        if match.old is None or match.new is None:
            continue
        unknown = list(find_unknown(match.old, match.new))
        if not have_pages and (match.old.texts is None or match.new.texts is None):
            unknown.append("words")
        for name in unknown:
            titles.setdefault(name, []).append(match.new.title)
    for name in sorted(titles):
        yield _say_unknown(name, titles[name])


def _say_unknown(name: str, titles: Sequence[str]) -> str:
    shown = ", ".join(titles[:5])
    more = f" and {len(titles) - 5} more" if len(titles) > 5 else ""
    return f"the {name} of {shown}{more} are not known of both, and were not compared"


def _make_parts(pairs: Sequence[PartPair], compared: Compared) -> tuple[PartChange, ...]:
    """The parts of which pages differ."""
    found = []
    number = 0
    for pair in pairs:
        changed = []
        for _ in pair.pages:
            if number in compared.changes:
                changed.append(compared.changes[number])
            number += 1
        either = pair.new or pair.old
        if changed and either is not None:
            kind = CHANGED if pair.new and pair.old else ADDED if pair.new else REMOVED
            found.append(PartChange(either.id, either.title, kind, tuple(changed), pair.words))
    return tuple(found)
