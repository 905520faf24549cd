"""What differs, as Markdown: the table under a pull request, and lines for the change log.

Both are made of the JSON that `./run changes --json` prints, which may be a stranger's: it is read
within limits, and what it says stands in code spans, where it can be no link, no mention and no
HTML. Standard library only, so that whoever holds a token needs nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

MOST_BYTES = 8 * 1024 * 1024
# A comment on GitHub has 65,536 characters at most.
MOST_CHARACTERS = 60_000
MOST_ROWS, MOST_IN_ROW, MOST_TEXT = 40, 12, 160
# The form of the JSON that is understood.
KNOWN_FORM = 1
_NEEDED = ("recipes", "parts", "counts", "not_known")
_KINDS = ("added", "removed", "renamed", "changed")
# How a change of labels is told, by its group: what is gone, what has come.
_LABELS = {
    "contains": ("no longer contains", "**now contains**"),
    "check": ("no longer to check for", "**now to check for**"),
    "without": ("**no longer made without**", "now made without"),
    "besides": ("no longer says", "now says"),
}
_PLAIN_LABELS = {
    "contains": ("no longer contains", "contains"),
    "check": ("need not be read for", "is to be read for"),
    "without": ("is no longer made without", "is made without"),
}
_BARE_LINKS = (("@", "(at)"), ("://", ": //"), ("www.", "www ."))
_MARKUP = "\\`*_{}[]<>#|~!&"

# JSON as it was read: nothing is known of it yet.
_Told = Mapping[str, object]


class NotChanges(Exception):
    """What was read is no JSON of `./run changes`."""


def read_told(data: bytes) -> _Told:
    """The JSON of `./run changes --json`. Raises NotChanges."""
    if len(data) > MOST_BYTES:
        raise NotChanges(f"it has more than {MOST_BYTES:,} bytes")
    try:
        told = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotChanges("it is no JSON") from None
    if not isinstance(told, dict) or told.get("changes") != KNOWN_FORM:
        raise NotChanges(f"it is not of form {KNOWN_FORM}")
    # What tells nothing must not be taken for a version in which nothing differs.
    if not all(isinstance(told.get(key), list) for key in _NEEDED):
        raise NotChanges("it does not tell all that changed")
    return told


def as_table(told: _Told) -> str:
    """What differs, as tables: labels first, then figures, recipes, pages and counts."""
    recipes = _rows(told, "recipes")
    lines = [f"Compared with {as_code(_mapping(told, 'old').get('name'))}.", ""]
    lines += _table("Labels that change", ("recipe", "what"), _label_rows(recipes))
    lines += _table("Figures that change", ("recipe", "a serving"), _figure_rows(recipes))
    lines += _table("Recipes", ("what", "recipe", "lines"), _recipe_rows(recipes))
    lines += _table("Pages that differ", ("part", "pages"), _page_rows(told))
    lines += _table("In all", ("", "before", "now"), _count_rows(told))
    gaps = [f"- {as_code(gap, 300)}" for gap in _list(told, "not_known")[:MOST_ROWS]]
    if gaps:
        lines += ["**Not known**", "", *gaps, ""]
    if not any(line.startswith("**") for line in lines if "In all" not in line):
        lines.insert(2, "Nothing that a reader would see differs.\n")
    return _cut("\n".join(lines).rstrip())


def as_changelog(told: _Told) -> str:
    """Lines for the change log of an edition, under the headings of Keep a Changelog."""
    recipes = _rows(told, "recipes")
    sections: dict[str, list[str]] = {"Added": [], "Changed": [], "Removed": []}
    for recipe in recipes:
        for heading, line in _changelog_lines(recipe):
            sections[heading].append(line)
    lines = []
    for heading, found in sections.items():
        if found:
            # Labels come first.
            found.sort(key=lambda line: not line.startswith("- **Labels"))
            lines += [f"### {heading}", "", *found, ""]
    return "\n".join(lines).rstrip() or "Nothing that a reader would see differs."


def as_code(value: object, most: int = MOST_TEXT) -> str:
    """A stranger's text as a code span, in which it stands for nothing but itself."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    seen = "".join(one if one.isprintable() else " " for one in text[: 4 * most])
    # Neither may end the span, nor the cell that it stands in.
    seen = " ".join(seen.replace("`", "'").replace("|", "¦").split())
    if not seen:
        return "–"
    return f"`{seen[:most]}…`" if len(seen) > most else f"`{seen}`"


def as_words(value: object) -> str:
    """A text as Markdown that shows it as it is."""
    text = value if isinstance(value, str) else ""
    seen = "".join(one if one.isprintable() else " " for one in text[:MOST_TEXT])
    # GitHub makes links and mentions of bare words, which no backslash prevents.
    for sign, harmless in _BARE_LINKS:
        seen = seen.replace(sign, harmless)
    return "".join(f"\\{one}" if one in _MARKUP else one for one in seen)


def _table(title: str, heads: Sequence[str], rows: Iterator[Sequence[str]]) -> list[str]:
    """A table under its title; nothing when it would have no rows."""
    # A stranger's JSON may have rows without end.
    found = list(islice(rows, MOST_ROWS + 1))
    if not found:
        return []
    lines = [f"**{title}**", "", _row(heads), _row(["---"] * len(heads))]
    lines += [_row(row) for row in found[:MOST_ROWS]]
    if len(found) > MOST_ROWS:
        lines += ["", "… and more."]
    return [*lines, ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _label_rows(recipes: Sequence[_Told]) -> Iterator[Sequence[str]]:
    for recipe in recipes:
        said = list(_say_labels(recipe))
        if said:
            yield as_code(recipe.get("title")), "<br>".join(said[:MOST_IN_ROW])


def _say_labels(recipe: _Told) -> Iterator[str]:
    for label in _rows(recipe, "labels"):
        words = _LABELS.get(str(label.get("group")))
        if words is None:
            continue
        for word, key in zip(words, ("gone", "come"), strict=True):
            names = [_name_with_sources(one) for one in _rows(label, key)[:MOST_IN_ROW]]
            if names:
                yield f"{word} {', '.join(names)}"


def _name_with_sources(row: _Told) -> str:
    sources = [str(one) for one in _list(row, "from")[:MOST_IN_ROW]]
    said = as_code(row.get("name"))
    return f"{said} (from {as_code(', '.join(sources))})" if sources else said


def _figure_rows(recipes: Sequence[_Told]) -> Iterator[Sequence[str]]:
    for recipe in recipes:
        said = []
        for figure in _rows(recipe, "figures")[:MOST_IN_ROW]:
            before, after = as_code(figure.get("before"), 40), as_code(figure.get("after"), 40)
            said.append(f"{as_code(figure.get('name'), 40)} {before} → {after}")
        if said:
            yield as_code(recipe.get("title")), "<br>".join(said)


def _recipe_rows(recipes: Sequence[_Told]) -> Iterator[Sequence[str]]:
    for kind in _KINDS:
        for recipe in recipes:
            if recipe.get("kind") != kind:
                continue
            title = as_code(recipe.get("title"))
            before = recipe.get("title_before")
            if isinstance(before, str) and before != recipe.get("title"):
                title = f"{as_code(before)} → {title}"
            gone = sum(len(_list(text, "gone")) for text in _rows(recipe, "texts"))
            come = sum(len(_list(text, "come")) for text in _rows(recipe, "texts"))
            yield kind, title, f"−{gone} +{come}"


def _page_rows(told: _Told) -> Iterator[Sequence[str]]:
    for part in _rows(told, "parts"):
        said = []
        for page in _rows(part, "pages"):
            before, after = _number(page.get("before")), _number(page.get("after"))
            said.append(after if before == after else f"{before} → {after}")
        shown = ", ".join(said[:MOST_IN_ROW])
        more = f" and {len(said) - MOST_IN_ROW} more" if len(said) > MOST_IN_ROW else ""
        yield as_code(part.get("title")), f"{shown}{more}"
    only = told.get("pages_with_other_numbers_only")
    if type(only) is int and only > 0:
        yield "*nothing but the numbers of pages*", "1 page" if only == 1 else f"{only} pages"


def _count_rows(told: _Told) -> Iterator[Sequence[str]]:
    for count in _rows(told, "counts"):
        before, after = _number(count.get("before")), _number(count.get("after"))
        yield as_code(count.get("name"), 40), before, after if before != after else "the same"


def _number(value: object) -> str:
    """A whole number as it is printed; a dash for what is none."""
    return f"{value:,}" if type(value) is int and abs(value) < 10**12 else "–"


def _changelog_lines(recipe: _Told) -> Iterator[tuple[str, str]]:
    """What a reader should know of a recipe: the heading that it goes under, and the line."""
    title, kind = as_words(recipe.get("title")), recipe.get("kind")
    if kind == "added":
        yield "Added", f"- {title}."
        return
    if kind == "removed":
        yield "Removed", f"- {title}."
        return
    said = list(_say_labels_plainly(recipe))
    if said:
        yield "Changed", f"- **Labels of {title}:** {'; '.join(said)}."
    if kind == "renamed":
        before = recipe.get("title_before")
        if before != recipe.get("title"):
            yield "Changed", f"- {as_words(before)} is called {title} now."
    figures = _rows(recipe, "figures")
    if figures:
        values = [_say_figure(one) for one in figures[:MOST_IN_ROW]]
        yield "Changed", f"- A serving of {title} holds: {', '.join(values)}."
    elif kind == "changed" and not said:
        yield "Changed", f"- {title}: {_say_fields(recipe)}."


def _say_figure(figure: _Told) -> str:
    name, before, after = (as_words(figure.get(key)) for key in ("name", "before", "after"))
    return f"{name} {after} (was {before})"


def _say_labels_plainly(recipe: _Told) -> Iterator[str]:
    for label in _rows(recipe, "labels"):
        words = _PLAIN_LABELS.get(str(label.get("group")))
        if words is None:
            continue
        for word, key in zip(words, ("gone", "come"), strict=True):
            names = [as_words(one.get("name")) for one in _rows(label, key)[:MOST_IN_ROW]]
            if names:
                yield f"{word} {', '.join(names)}"


def _say_fields(recipe: _Told) -> str:
    """Which fields of a recipe were written anew."""
    names = []
    for text in _rows(recipe, "texts"):
        name = str(text.get("where")).partition(":")[0]
        if name not in names and name.isidentifier():
            names.append(name)
    return f"new words in {', '.join(as_words(name) for name in names)}" if names else "new words"


def _rows(told: _Told, key: str) -> list[_Told]:
    """The mappings in a list; what is none is left out."""
    return [one for one in _list(told, key) if isinstance(one, dict)]


def _list(told: _Told, key: str) -> list[object]:
    found = told.get(key)
    return found if isinstance(found, list) else []


def _mapping(told: _Told, key: str) -> _Told:
    found = told.get(key)
    return found if isinstance(found, dict) else {}


def _cut(text: str) -> str:
    """The text, or as many whole lines of it as a comment may have."""
    if len(text) <= MOST_CHARACTERS:
        return text
    kept = text[:MOST_CHARACTERS].rpartition("\n")[0]
    return f"{kept}\n\n… the rest is on the page of changes."
