"""What differs, as plain text for a terminal. Nothing that a recipe says can command it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guide.changes.differences import (
    ADDED,
    CHANGED,
    REMOVED,
    RENAMED,
    Changes,
    Count,
    LabelChange,
    PageChange,
    RecipeChange,
    TextChange,
    pair_lines,
)
from guide.core.problems import counted, printable

# So many places of a recipe are told: fields of its file, or else stretches of its pages.
MOST_TEXTS, MOST_PAGE_TEXTS = 20, 4
_LINE = 96
# So many words stand before those that differ.
_WORDS_BEFORE = 5
# How each group of labels is called, before what is gone and before what has come.
LABEL_WORDS = {
    "contains": ("no longer contains", "now contains"),
    "check": ("no longer: check the label for", "now: check the label for"),
    "without": ("no longer made without", "now made without"),
    "besides": ("no longer says", "now says"),
}


def tell_all(changes: Changes) -> str:
    """All that differs: labels and figures first, then recipes, then pages."""
    lines = [f"{changes.old.name} → {changes.new.name}"]
    lines += [f"  {say_count(count)}" for count in changes.counts]
    if changes.is_empty:
        lines += ["", "Nothing differs."]
    lines += _section("Labels", _label_lines(changes))
    lines += _section("Figures of a serving", _figure_lines(changes))
    lines += _section("Recipes", _recipe_lines(changes))
    lines += _section("Pages that differ", _page_lines(changes))
    lines += _section("Not known", [f"  {gap}" for gap in changes.gaps])
    return "\n".join(printable(line) for line in lines)


def _section(heading: str, lines: Sequence[str] | Iterator[str]) -> list[str]:
    found = list(lines)
    return ["", heading, *found] if found else []


def say_count(count: Count) -> str:
    """A count before and after, and by how much it differs: `pages 280 → 283 (+3)`."""
    if count.before is None or count.after is None:
        before = "not known" if count.before is None else f"{count.before:,}"
        after = "not known" if count.after is None else f"{count.after:,}"
        return f"{count.name} {before} → {after}"
    if count.before == count.after:
        return f"{count.name} {count.after:,}, as before"
    return f"{count.name} {count.before:,} → {count.after:,} ({count.after - count.before:+,})"


def _label_lines(changes: Changes) -> Iterator[str]:
    for change in changes.with_labels:
        yield f"  {change.title}"
        for label in change.labels:
            for said in say_label(label):
                yield f"    {said}"


def say_label(label: LabelChange) -> Iterator[str]:
    """A change of labels in words, what is gone first, with the ingredients behind it."""
    gone, come = LABEL_WORDS[label.group]
    if label.gone:
        yield f"{gone} {_list_with_sources(label.gone)}"
    if label.come:
        yield f"{come} {_list_with_sources(label.come)}"


def _list_with_sources(found: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    said = []
    for name, sources in found:
        said.append(f"{name}, from {' and '.join(sources)}" if sources else name)
    return "; ".join(said)


def _figure_lines(changes: Changes) -> Iterator[str]:
    for change in changes.with_figures:
        said = [f"{one.name} {one.before} → {one.after}" for one in change.figures]
        yield f"  {change.title}: {'; '.join(said)}"


def _recipe_lines(changes: Changes) -> Iterator[str]:
    for kind in (ADDED, REMOVED, RENAMED, CHANGED):
        for change in changes.of_kind(kind):
            yield f"  {kind}: {say_recipe(change)}"
            most = MOST_TEXTS if change.are_texts_of_file else MOST_PAGE_TEXTS
            for text in change.texts[:most]:
                yield from _text_lines(text)
            more = len(change.texts) - most
            if more > 0:
                yield f"      and {counted(more, 'more place', 'more places')}"


def say_recipe(change: RecipeChange) -> str:
    """A recipe that changed, by its title, with the one it had before and where it has moved."""
    said = change.title
    before, after = change.old, change.new
    if before is None or after is None:
        return said
    if before.title != after.title:
        said = f"{before.title} → {said}"
    if before.slug != after.slug:
        said = f"{said} ({before.slug} → {after.slug})"
    if before.chapter != after.chapter and before.chapter and after.chapter:
        said = f"{said}, moved from {before.chapter} to {after.chapter}"
    return said


def _text_lines(text: TextChange) -> Iterator[str]:
    if text.where:
        yield f"      {_shorten(text.where)}"
    for old, new in pair_lines(text):
        if old and new:
            old, new = _around_difference(old, new)
        if old:
            yield f"      - {_shorten(old)}"
        if new:
            yield f"      + {_shorten(new)}"


def _around_difference(old: str, new: str) -> tuple[str, str]:
    """Two lines from a few words before the first in which they differ."""
    before, after = old.split(), new.split()
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    start = same - _WORDS_BEFORE
    if start < 1 or len(old) <= _LINE:
        return old, new
    return f"… {' '.join(before[start:])}", f"… {' '.join(after[start:])}"


def _shorten(text: str) -> str:
    return text if len(text) <= _LINE else f"{text[: _LINE - 1]}…"


def _page_lines(changes: Changes) -> Iterator[str]:
    for part in changes.parts:
        numbers = [say_page(page) for page in part.pages]
        yield f"  {part.title}: {', '.join(numbers)}"
    if changes.numbers_only:
        pages = counted(changes.numbers_only, "page differs", "pages differ")
        yield f"  {pages} in nothing but the numbers of pages"


def say_page(page: PageChange) -> str:
    """The number of a page, before and after where they differ."""
    if page.old is None and page.new is not None:
        return f"{page.new.number} (new)"
    if page.new is None and page.old is not None:
        return f"{page.old.number} (gone)"
    assert page.old is not None and page.new is not None, "a pair has a page"
    if page.old.number == page.new.number:
        return str(page.new.number)
    return f"{page.old.number} → {page.new.number}"
