"""Two versions of the guide held against each other: what differs, labels and figures first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from guide.changes.matching import RecipeMatch, likeness, match_pages
from guide.changes.version import (
    BACK,
    FRONT,
    RECIPE_PART,
    DishLabels,
    Version,
    VersionPage,
    VersionPart,
    VersionRecipe,
    WordBox,
)

ADDED, REMOVED, RENAMED, CHANGED = "added", "removed", "renamed", "changed"
# The groups of labels in the order in which they are told: what can hurt comes first.
LABEL_GROUPS = ("contains", "check", "without", "besides")
# A part that has more words is compared page by page: the time grows with their square.
MOST_WORDS_AT_ONCE = 6000
# A line that has so much in common with another stands in its place (0 to 1).
SAME_LINE = 0.5
# So many words stand around words that have changed, and so many stretches of one part are told.
_AROUND, MOST_STRETCHES = 3, 60


@dataclass(frozen=True)
class LabelChange:
    """What is gone from a group of labels, and what has come, each with its ingredients."""

    group: str
    gone: tuple[tuple[str, tuple[str, ...]], ...] = ()
    come: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class FigureChange:
    """A figure of a serving before and after, as printed."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class TextChange:
    """What is gone from a field or from a page, and what has come."""

    where: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecipeChange:
    """What became of a recipe; `old` is it before, `new` after, None where there is none.

    `texts` are those of its file, or else of its pages. `unknown` names what could not be
    compared: labels, figures.
    """

    kind: str
    old: VersionRecipe | None
    new: VersionRecipe | None
    labels: tuple[LabelChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The name it has now, or had last."""
        return self._either.slug

    @property
    def title(self) -> str:
        """The title it has now, or had last."""
        return self._either.title

    @property
    def chapter(self) -> str:
        """The folder of the chapter it stands in now, or stood in last."""
        return self._either.chapter

    @property
    def are_texts_of_file(self) -> bool:
        """Whether `texts` are those of its file, and not of its pages."""
        known = [one for one in (self.old, self.new) if one is not None]
        return all(one.texts is not None for one in known)

    @property
    def _either(self) -> VersionRecipe:
        found = self.new or self.old
        assert found is not None, "a change is of a recipe"
        return found


@dataclass(frozen=True)
class PageMark:
    """A rectangle on a page where it differs, in shares of its width and height.

    `kind` is "gone", "come", or "looks" where not the words but their place or a picture differs.
    """

    kind: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PageChange:
    """A page that differs: before and after, None where there is none, with marks on each.

    `same_words` says that nothing but looks differs. The pictures are WebP, empty when none were
    asked for.
    """

    old: VersionPage | None
    new: VersionPage | None
    old_marks: tuple[PageMark, ...] = ()
    new_marks: tuple[PageMark, ...] = ()
    same_words: bool = False
    old_picture: bytes = field(default=b"", repr=False)
    new_picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class PartChange:
    """A part of which pages differ: its name and title now, or else before, and those pages."""

    id: str
    title: str
    kind: str
    pages: tuple[PageChange, ...]
    words: tuple[TextChange, ...] = ()


@dataclass(frozen=True)
class Count:
    """Something that is counted before and after; None where it is not known."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Changes:
    """All that differs between two versions.

    `gaps` are sentences on what could not be compared, `numbers_only` is how many pages differ in
    nothing but the numbers of pages, `pictured` whether pages could be compared at all.
    """

    old: Version
    new: Version
    counts: tuple[Count, ...]
    recipes: tuple[RecipeChange, ...]
    parts: tuple[PartChange, ...] = ()
    gaps: tuple[str, ...] = ()
    numbers_only: int = 0
    pictured: bool = False

    def of_kind(self, kind: str) -> list[RecipeChange]:
        """The recipes to which this has happened."""
        return [change for change in self.recipes if change.kind == kind]

    @property
    def with_labels(self) -> list[RecipeChange]:
        """The recipes whose labels changed."""
        return [change for change in self.recipes if change.labels]

    @property
    def with_figures(self) -> list[RecipeChange]:
        """The recipes whose figures changed."""
        return [change for change in self.recipes if change.figures]

    @property
    def page_count(self) -> int:
        """How many pages differ."""
        return sum(len(part.pages) for part in self.parts)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, as far as is known."""
        same = all(count.before == count.after for count in self.counts)
        return same and not self.recipes and not self.parts


@dataclass(frozen=True)
class PagePair:
    """Two pages to be looked at, with the words that differ on each."""

    part: str
    old: VersionPage | None
    new: VersionPage | None
    gone: tuple[WordBox, ...] = ()
    come: tuple[WordBox, ...] = ()
    same_words: bool = True


@dataclass(frozen=True)
class PartPair:
    """A part before and after, its pages matched, and the words that differ."""

    old: VersionPart | None
    new: VersionPart | None
    pages: tuple[PagePair, ...]
    words: tuple[TextChange, ...]


def compare_recipes(
    matches: Iterable[RecipeMatch], pairs: Iterable[PartPair]
) -> tuple[RecipeChange, ...]:
    """Every recipe that is new, gone, renamed or changed.

    Where the files of a recipe are not known, the words of its pages say whether it has changed.
    """
    words = {pair.new.id: pair.words for pair in pairs if pair.new is not None}
    found = []
    for match in matches:
        said = words.get(RECIPE_PART + match.new.slug, ()) if match.new else ()
        change = _compare_recipe(match.old, match.new, said)
        if change is not None:
            found.append(change)
    return tuple(found)


def _compare_recipe(
    before: VersionRecipe | None, after: VersionRecipe | None, page_words: tuple[TextChange, ...]
) -> RecipeChange | None:
    """What became of one recipe; None when it is as it was."""
    if before is None or after is None:
        kind = ADDED if before is None else REMOVED
        return RecipeChange(kind, before, after)
    labels: tuple[LabelChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    texts = page_words
    pair = _labels_to_compare(before, after)
    if pair is not None:
        labels = tuple(_compare_labels(*pair))
    values = _figures_to_compare(before, after)
    if values is not None:
        figures = tuple(_compare_figures(*values))
    if before.texts is not None and after.texts is not None:
        texts = tuple(_compare_texts(before.texts, after.texts))
    is_renamed = before.slug != after.slug or before.title != after.title
    kind = RENAMED if is_renamed else CHANGED
    has_moved = before.chapter != after.chapter and bool(before.chapter and after.chapter)
    if not (is_renamed or has_moved or labels or figures or texts):
        return None
    unknown = tuple(find_unknown(before, after))
    return RecipeChange(kind, before, after, labels, figures, texts, unknown)


def find_unknown(before: VersionRecipe, after: VersionRecipe) -> Iterator[str]:
    """What of a recipe is not known of both versions in the same way."""
    if _labels_to_compare(before, after) is None:
        yield "labels"
    if _figures_to_compare(before, after) is None:
        yield "figures"


def _labels_to_compare(
    before: VersionRecipe, after: VersionRecipe
) -> tuple[DishLabels, DishLabels] | None:
    """The labels that are known of both in the same way: worked out, or else printed."""
    if before.labels is not None and after.labels is not None:
        return before.labels, after.labels
    if before.printed is not None and after.printed is not None:
        return before.printed, after.printed
    return None


def _figures_to_compare(
    before: VersionRecipe, after: VersionRecipe
) -> tuple[Mapping[str, str], Mapping[str, str]] | None:
    """The figures that are known of both in the same way."""
    old, new = before.figures, after.figures
    if old is None or new is None:
        old, new = before.printed_figures, after.printed_figures
    if old is None or new is None:
        return None
    # A manifest tells fewer figures than a guide, and a page fewer still.
    both = [name for name in new if name in old]
    return {name: old[name] for name in both}, {name: new[name] for name in both}


def _compare_labels(before: DishLabels, after: DishLabels) -> Iterator[LabelChange]:
    groups = {
        "contains": (before.contains, after.contains),
        "check": (before.check, after.check),
    }
    for group, old, new in (
        ("without", before.without, after.without),
        ("besides", before.besides, after.besides),
    ):
        if old is not None and new is not None:
            groups[group] = (dict.fromkeys(old, ()), dict.fromkeys(new, ()))
    for group in LABEL_GROUPS:
        had, has = groups.get(group, ({}, {}))
        gone = tuple((name, had[name]) for name in had if name not in has)
        come = tuple((name, has[name]) for name in has if name not in had)
        if gone or come:
            yield LabelChange(group, gone, come)


def _compare_figures(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[FigureChange]:
    for name in after:
        if before[name] != after[name]:
            yield FigureChange(name, before[name], after[name])


def _compare_texts(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> Iterator[TextChange]:
    """Texts field by field: whole lines that are gone or have come."""
    for name in dict.fromkeys(name for name, _ in (*before, *after)):
        old = [text for field_name, text in before if field_name == name]
        new = [text for field_name, text in after if field_name == name]
        if old == new:
            continue
        gone, come = [], []
        for kind, first, last, begin, end in SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes():
            if kind != "equal":
                gone += old[first:last]
                come += new[begin:end]
        yield TextChange(name, tuple(gone), tuple(come))


def pair_lines(change: TextChange) -> list[tuple[str, str]]:
    """What is gone beside what has come in its place; "" where nothing has, or nothing was."""
    left = list(change.come)
    pairs = []
    for old in change.gone:
        near = ""
        for new in left:
            if likeness(old.split(), new.split()) >= SAME_LINE:
                near = new
                break
        # What was passed over is new, and stands before.
        while near and left[0] != near:
            pairs.append(("", left.pop(0)))
        if near:
            left.remove(near)
        pairs.append((old, near))
    pairs += [("", new) for new in left]
    return pairs


def compare_words(old: str, new: str) -> list[tuple[str, str]]:
    """Two texts word by word, as (kind, words): kind is "same", "gone" or "come"."""
    before, after = old.split(), new.split()
    found = []
    for kind, first, last, begin, end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found.append(("same", " ".join(before[first:last])))
            continue
        if last > first:
            found.append(("gone", " ".join(before[first:last])))
        if end > begin:
            found.append(("come", " ".join(after[begin:end])))
    return found


def pair_parts(old: Version, new: Version, matches: Iterable[RecipeMatch]) -> list[PartPair]:
    """The parts of both versions in the order of the new one, those that are gone last."""
    names = {}
    for match in matches:
        if match.old is not None and match.new is not None:
            names[RECIPE_PART + match.new.slug] = RECIPE_PART + match.old.slug
    pairs = []
    taken = set()
    for part in new.parts:
        before = old.part(names.get(part.id, part.id))
        if before is not None and before.id in taken:
            before = None
        if before is not None:
            taken.add(before.id)
        pairs.append(_pair_part(before, part))
    for part in old.parts:
        if part.id not in taken:
            pairs.append(_pair_part(part, None))
    return pairs


def _pair_part(before: VersionPart | None, after: VersionPart | None) -> PartPair:
    old_pages = before.pages if before else ()
    new_pages = after.pages if after else ()
    id = (after or before or VersionPart("", "", "", ())).id
    pairs = match_pages(old_pages, new_pages)
    size = sum(len(page.words) for page in (*old_pages, *new_pages))
    batches = [pairs] if size <= MOST_WORDS_AT_ONCE else [[pair] for pair in pairs]
    pages: list[PagePair] = []
    words: list[TextChange] = []
    for batch in batches:
        compared, said = _compare_words(id, batch)
        pages += compared
        words += said
    return PartPair(before, after, tuple(pages), tuple(words[:MOST_STRETCHES]))


def _compare_words(
    id: str, pairs: Sequence[tuple[VersionPage | None, VersionPage | None]]
) -> tuple[list[PagePair], list[TextChange]]:
    """Pages word by word, across their ends: what only moves overleaf has not changed."""
    old = _placed_words(page for page, _ in pairs)
    new = _placed_words(page for _, page in pairs)
    old_said = [text for _, text, _ in old]
    new_said = [text for _, text, _ in new]
    gone: dict[int, list[WordBox]] = {}
    come: dict[int, list[WordBox]] = {}
    stretches = []
    if old_said != new_said:
        matcher = SequenceMatcher(None, old_said, new_said, autojunk=False)
        for kind, first, last, begin, end in matcher.get_opcodes():
            if kind == "equal":
                continue
            for number, _, box in old[first:last]:
                gone.setdefault(number, []).append(box)
            for number, _, box in new[begin:end]:
                come.setdefault(number, []).append(box)
            stretches.append(_stretch(old_said, first, last, new_said[begin:end]))
    found = []
    for before, after in pairs:
        lost = tuple(gone.get(before.number, ())) if before else ()
        won = tuple(come.get(after.number, ())) if after else ()
        found.append(PagePair(id, before, after, lost, won, not lost and not won))
    return found, stretches


def _placed_words(pages: Iterable[VersionPage | None]) -> list[tuple[int, str, WordBox]]:
    """The number of the page, the text and the place of each word that means something."""
    found = []
    for page in pages:
        if page is None:
            continue
        for word in page.words:
            if not word.is_number:
                found.append((page.number, word.text, word.box))
    return found


def _stretch(old: Sequence[str], first: int, last: int, come: Sequence[str]) -> TextChange:
    """Words that have changed, behind the few words that stand before them."""
    around = " ".join(old[max(0, first - _AROUND) : first])
    gone = " ".join(old[first:last])
    said = " ".join(come)
    return TextChange(around, (gone,) if gone else (), (said,) if said else ())


def count_all(old: Version, new: Version) -> tuple[Count, ...]:
    """What is counted of both: recipes, pages, words before and behind the recipes, bytes."""
    before, after = _counted(old), _counted(new)
    return tuple(Count(name, before[name], after[name]) for name in before)


def _counted(version: Version) -> dict[str, int | None]:
    return {
        "recipes": len(version.recipes),
        "pages": version.page_count,
        "words in front": _count_words(version, FRONT),
        "words behind": _count_words(version, BACK),
        "bytes": version.size,
    }


def _count_words(version: Version, place: str) -> int | None:
    if not version.parts:
        return None
    return sum(len(part.words) for part in version.parts if part.place == place)
