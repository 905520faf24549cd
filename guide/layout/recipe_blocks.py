"""The pieces of a recipe's pages, and how high they stand, worked out from the widths of letters.

`recipe_pages.csv` has the lengths of templates/*.css, in pt, by format, level and kind of piece.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias

from guide.core.typesetting import TIMING
from guide.derive.set_widths import Room, set_width, split_pieces
from guide.views.recipe_view import LabelView, LineView, RecipeView
from guide.views.step_view import StepView

LENGTHS = Path(__file__).with_name("recipe_pages.csv")
# The sizes of a verdict and of a heading within a panel, and of a value beside its label, in that
# of their text.
VERDICT, HEADING, VALUE = 0.97, 1.15, 1.18
# What is free between boxes that stand in a line, and within one around its words, in em.
BOX_GAP, LABEL_GAP = 1.8, 3.4
# What stands before the figures, about as wide.
FIGURES_HEAD = "In one serving and the share of a day’s intake; each is at least so much"
# An en dash within a range ends no line.
_RANGE_DASH = re.compile(r"(?<=\d)–(?=\d)")
_FIGURE_DASH = "\u2012"
_SPACES = re.compile(r"[ \n]+")
_TITLE_SPACING = -0.014


class Run(NamedTuple):
    """A stretch of text in one face; its size is told in that of its paragraph."""

    text: str
    face: str = "Text"
    size: float = 1


# What no line ends within: its width in em, and whether a space stands before it.
Word: TypeAlias = tuple[float, bool]


@dataclass(frozen=True, eq=False)
class PagePiece:
    """A piece of a page: its kind in recipe_pages.csv, its words, and whether it goes on a panel
    that is never parted.
    """

    kind: str
    words: tuple[Word, ...] = ()
    inside: bool = False
    _lines: dict[tuple[float, float], int] = field(default_factory=dict, repr=False)

    def count_lines(self, size: float, width: float) -> int:
        """How many lines of that width its words take in that size, in pt; counted once."""
        counted = self._lines.get((size, width))
        if counted is None:
            starts, ends = self._reach
            counted = fill_lines(starts, ends, width / size)
            self._lines[size, width] = counted
        return counted

    @cached_property
    def _reach(self) -> tuple[list[float], list[float]]:
        """Where each word begins and where it ends when all stand on one line, in em."""
        starts: list[float] = []
        ends: list[float] = []
        at = 0.0
        for width, spaced in self.words:
            if spaced:
                at += _space()
            starts.append(at)
            at += width
            ends.append(at)
        return starts, ends


@dataclass(frozen=True)
class PieceLengths:
    """How a kind of piece is set: its size, the width and the height of its lines, and what is
    taken around them, in pt.

    A width below 1 is what is taken of the width of a column.
    """

    size: float
    width: float
    line: float
    around: float


class Setting(NamedTuple):
    """A format, a level, and the width of a column where pieces stand in one, in pt."""

    form: str
    level: int
    column: float = 0


class Panel(NamedTuple):
    """What stands in the panel of notes on one page: notes by their numbers, from 0, what can be
    done ahead, and what helps when it goes wrong.
    """

    notes: tuple[int, ...] = ()
    ahead: bool = False
    rescue: bool = False


class RecipePieces:
    """The pieces of a recipe's pages, from the top, each with its words measured once: the widths
    of words are the same in every format and at every level.

    `gather` is what stands on the page of ingredients before notes and research, `cook` on that of
    the method; `why` is the box about research, `head` what stands above the columns of a counter
    sheet.
    """

    def __init__(self, recipe: RecipeView):
        self.gather = tuple(_gather_blocks(recipe))
        self.cook = tuple(_cook_blocks(recipe))
        self.why = tuple(_why_blocks(recipe))
        self.head = tuple(_head_blocks(recipe))
        self._panel = PagePiece("panel")
        notes = [measure_words([Run(note)]) for note in recipe.notes]
        self._first_notes = [_set_paragraph(words, "Cook’s notes") for words in notes]
        self._notes = [_set_paragraph(words, "") for words in notes]
        self._ahead = _paragraph([Run("Make ahead. ", "TextBold"), Run(recipe.ahead)], "")
        self._rescue = _paragraph([Run("If it goes wrong. ", "TextBold"), Run(recipe.rescue)], "")

    def panel(self, panel: Panel) -> list[PagePiece]:
        """The panel of notes on a page; nothing where it is empty."""
        if not any(panel):
            return []
        pieces = [self._panel]
        for place, number in enumerate(panel.notes):
            notes = self._notes if place else self._first_notes
            pieces.append(notes[number])
        if panel.ahead:
            pieces.append(self._ahead)
        if panel.rescue:
            pieces.append(self._rescue)
        return pieces


def _gather_blocks(recipe: RecipeView) -> Iterator[PagePiece]:
    """What stands on the page of ingredients before notes and research, from the top."""
    yield PagePiece("section")
    for heading, lines in recipe.groups:
        if heading:
            yield PagePiece("group", measure_words([Run(heading, "TextBold")]))
        for line in lines:
            yield PagePiece("row", measure_words(_runs_of_line(line)))
    if not recipe.swaps:
        return
    yield PagePiece("panel")
    for number, swap in enumerate(recipe.swaps):
        runs = [Run(f"Instead of {swap.out}: "), *_runs_of_line(swap.line), Run(". ")]
        runs.append(Run(swap.labels, "TextItalic", VERDICT))
        yield _paragraph(runs, "Swaps" if number == 0 else "")
    if recipe.after_swaps:
        yield _paragraph([Run(" ".join(recipe.after_swaps))], "")


def _cook_blocks(recipe: RecipeView) -> Iterator[PagePiece]:
    """What stands on the page of the method before notes and research, from the top."""
    yield PagePiece("method")
    for step in recipe.method:
        yield PagePiece("step", measure_words(_runs_of_step(step)))
    if recipe.serve_with:
        served = ", ".join(one.said for one in recipe.serve_with)
        yield PagePiece("with", measure_words([Run(f"Good with or {served}.")]))


def _why_blocks(recipe: RecipeView) -> Iterator[PagePiece]:
    """The box about research; nothing where there is none."""
    if recipe.why:
        text = recipe.why.text + " [10]" * len(recipe.why.references)
        yield PagePiece("why", measure_words([Run(text)]))


def _head_blocks(recipe: RecipeView) -> Iterator[PagePiece]:
    """What stands above the columns of a counter sheet."""
    yield PagePiece("head")
    title = " ".join(recipe.title)
    yield PagePiece("title", measure_words([Run(title, "Display")]))
    if recipe.summary:
        yield PagePiece("summary", measure_words([Run(recipe.summary, "Note")]))
    facts = [("Serves", recipe.serves or recipe.makes), ("In all", recipe.total)]
    facts += [("Hands-on", time) for _, time in recipe.times]
    yield PagePiece("fact", tuple(_box(name, value) for name, value in facts))
    yield PagePiece("label", tuple(_label_boxes(recipe)))
    if recipe.need:
        yield PagePiece("more", measure_words([Run(f"You need {'; '.join(recipe.need)}.")]))
    if recipe.made_with:
        yield PagePiece("more", measure_words([Run(f"Made here with {recipe.made_with}.")]))
    figures = []
    for figure in recipe.figures:
        figures.append(_box(figure.says, f"{figure.said.removeprefix(figure.says)} "))
    yield PagePiece("figure", tuple(figures))
    flowing = [*measure_words([Run(FIGURES_HEAD)]), *figures]
    for words in _words_of_serving(recipe):
        yield PagePiece("nut", words)
        flowing += words
    # At the closer levels all that is said of a serving is one paragraph.
    yield PagePiece("flow", tuple(flowing))
    last = (recipe.fridge, recipe.freezer, recipe.contributor, recipe.source, recipe.tested)
    said = " ".join(filter(None, last))
    yield PagePiece("more", measure_words([Run(f"Keeps chilled, frozen. {said} Contents · Index")]))


def _words_of_serving(recipe: RecipeView) -> Iterator[tuple[Word, ...]]:
    if recipe.unknown:
        yield measure_words([Run(f" Not worked out: {'; '.join(recipe.unknown)}.")])
    if recipe.patterns:
        counts = ", ".join(f"{says} {count}" for says, count in recipe.patterns)
        yield measure_words([Run(f" Counts as: {counts}.")])


def _label_boxes(recipe: RecipeView) -> Iterator[Word]:
    for name, label in (("Also contains", recipe.contains), ("Check the label for", recipe.check)):
        for said in _parts_of_label(label, name):
            yield _label_box(f"{name} {said}")
    if recipe.without:
        yield _label_box(f"Made without {recipe.without}")


def _parts_of_label(label: LabelView, name: str) -> list[str]:
    # What a dish contains stands in two boxes, what is to be checked in one.
    parts = [label.first, label.others] if name.startswith("Also") else [label.said]
    return [part for part in parts if part]


def _label_box(said: str) -> Word:
    return _width([Run(said)]) + LABEL_GAP, False


def _box(name: str, value: str) -> Word:
    """What stands in a line as a whole: a label and its value."""
    return _width([Run(f"{name} "), Run(value, "Head", VALUE)]) + BOX_GAP, False


def _paragraph(runs: Iterable[Run], heading: str) -> PagePiece:
    """A paragraph of a panel; the first stands on the line of its heading."""
    return _set_paragraph(measure_words(runs), heading)


def _set_paragraph(words: tuple[Word, ...], heading: str) -> PagePiece:
    if not heading or not words:
        return PagePiece("paragraph", words, inside=True)
    # The heading stands apart from what follows it.
    before = measure_words([Run(f"{heading}i ", "Head", HEADING)])
    first, _ = words[0]
    return PagePiece("headed", (*before, (first, True), *words[1:]), inside=True)


def _runs_of_line(line: LineView) -> Iterator[Run]:
    if line.measure:
        yield Run(f"{line.measure} ", "TextBold")
    if line.other:
        yield Run(f"({line.other}) ")
    optional = " (optional)" if line.optional else ""
    yield Run(f"{line.name}{line.rest}{optional}")


def _runs_of_step(step: StepView) -> Iterator[Run]:
    for piece in step.pieces:
        at = 0
        for match in TIMING.finditer(piece.text):
            yield Run(piece.text[at : match.start()])
            yield Run(match[0], "TextBold")
            at = match.end()
        yield Run(piece.text[at:])
        if piece.amount:
            yield Run(f" {piece.amount}", "TextItalic")


def measure_words(runs: Iterable[Run]) -> tuple[Word, ...]:
    """The words of a paragraph."""
    words: list[Word] = []
    width = 0.0
    spaced = False
    for run in runs:
        room = _room_of(run)
        text = _RANGE_DASH.sub(_FIGURE_DASH, run.text)
        for number, token in enumerate(_SPACES.split(text)):
            if number:
                if width:
                    words.append((width, spaced))
                width = 0.0
                spaced = True
            if not token:
                continue
            *before, last = split_pieces(token)
            for part in before:
                words.append((width + set_width(part, room), spaced))
                width = 0.0
                spaced = False
            width += set_width(last, room)
    if width:
        words.append((width, spaced))
    return tuple(words)


def _width(runs: Iterable[Run]) -> float:
    """How wide runs are on one line, in em."""
    return sum(set_width(run.text, _room_of(run)) for run in runs)


def _room_of(run: Run) -> Room:
    spacing = _TITLE_SPACING if run.face == "Display" else 0
    return Room(run.face, run.size, 0, spacing)


def fill_lines(starts: Sequence[float], ends: Sequence[float], width: float) -> int:
    """How many lines of that width words take, each line filled before the next.

    The words begin and end there when all stand on one line.
    """
    lines = 0
    first = 0
    while first < len(starts):
        lines += 1
        after = bisect_right(ends, starts[first] + width, first)
        if after == first:
            # A box that is wider than its line goes on below, and nothing stands beside it.
            lines += int((ends[first] - starts[first]) / width)
            after += 1
        first = after
    return lines


@cache
def _space() -> float:
    """How wide a space is, in em."""
    return set_width(" ", Room("Text", 1, 0))


def height(pieces: Iterable[PagePiece], setting: Setting) -> float:
    """How high pieces stand one under another, in pt."""
    lengths = _lengths_of(setting.form, setting.level)
    return sum(_height_in(piece, lengths[piece.kind], setting.column) for piece in pieces)


def chunk_heights(pieces: Iterable[PagePiece], setting: Setting) -> tuple[float, ...]:
    """How high the pieces are that stay together; a panel is not parted."""
    lengths = _lengths_of(setting.form, setting.level)
    heights: list[float] = []
    for piece in pieces:
        high = _height_in(piece, lengths[piece.kind], setting.column)
        if piece.inside and heights:
            heights[-1] += high
        else:
            heights.append(high)
    return tuple(heights)


def count_pages(heights: Iterable[float], page: float) -> int:
    """How many pages of a height take what is so high and stays together."""
    pages = 1
    filled = 0.0
    for high in heights:
        if filled and filled + high > page:
            pages += 1
            filled = 0.0
        filled += high
    return pages


def height_of(piece: PagePiece, setting: Setting) -> float:
    """How high a piece stands, in pt."""
    lengths = _lengths_of(setting.form, setting.level)
    return _height_in(piece, lengths[piece.kind], setting.column)


def _height_in(piece: PagePiece, lengths: PieceLengths, column: float) -> float:
    """How high a piece stands that is set so, in a column of that width."""
    if not lengths.line:
        return lengths.around
    width = lengths.width
    if width < 1:
        width += column
    return piece.count_lines(lengths.size, width) * lengths.line + lengths.around


def length(form: str, kind: str, level: str = "") -> float:
    """A length of a format that no text has: of its page, or of a column."""
    lengths = _measures()[form, level][kind]
    return lengths.around or lengths.width


def _lengths_of(form: str, level: int) -> Mapping[str, PieceLengths]:
    """How each kind of piece is set in a format at a level."""
    return _measures()[form, str(level)]


@cache
def _measures() -> dict[tuple[str, str], dict[str, PieceLengths]]:
    """The lengths by format and level, then by kind."""
    measures: dict[tuple[str, str], dict[str, PieceLengths]] = {}
    text = LENGTHS.read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        lengths = [float(row[name] or 0) for name in ("size", "width", "line", "around")]
        of_level = measures.setdefault((row["format"], row["level"]), {})
        of_level[row["kind"]] = PieceLengths(*lengths)
    return measures
