"""A recipe's steps as printed, with the measures that are set into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.core.conversions import MeasureReader, OneSystem
from guide.core.heats import NBSP
from guide.core.typesetting import typeset
from guide.derive.method_language import MethodLanguage
from guide.derive.one_system import reader_in
from guide.derive.step_amounts import SetMeasure, find_set_measures
from guide.read.load import Guide, RecipeFile

# Stands for a measure while the text round it is set; no text has it, since no typeface does.
_MARK = "\ue000"


@dataclass(frozen=True)
class StepPiece:
    """Words of a step, and the measure that is set behind them; empty where there is none."""

    text: str
    amount: str = ""


@dataclass(frozen=True)
class StepView:
    """A step as printed, in pieces; put together they are the step with its measures."""

    pieces: tuple[StepPiece, ...]

    @property
    def said(self) -> str:
        """The whole step as a reader meets it."""
        said = ""
        for piece in self.pieces:
            said += piece.text
            if piece.amount:
                said += f" {piece.amount}"
        return said


def view_steps(
    recipe_file: RecipeFile, measures: Sequence[str], guide: Guide
) -> tuple[StepView, ...]:
    """The steps of a recipe; `measures` has that of each ingredient line, as it is printed.

    Only the first of a line's two measures is set into a step: it is found again in bold on the
    list, where the other stands beside it, and both would be longer than the step's own words.
    """
    recipe, pantry = recipe_file.recipe, guide.pantry
    set_measures: tuple[tuple[SetMeasure, ...], ...] = ((),) * len(recipe.method)
    words = guide.method_words
    if words is not None:
        # The checks have made it already.
        language = pantry.memo.once_of("method language", (words,), lambda: MethodLanguage(words))
        set_measures = find_set_measures(recipe, pantry, language)
    reader = reader_in(guide.edition.units, pantry)
    steps = []
    for text, found in zip(recipe.method, set_measures, strict=True):
        told = [one for one in found if _has_unit(measures[one.line])]
        steps.append(_view_step(text, told, measures, reader))
    return tuple(steps)


def _has_unit(measure: str) -> bool:
    """Whether a measure is more than a count: "the eggs 4" helps nobody who has four of them."""
    return any(letter.isalpha() for letter in measure)


def _view_step(
    text: str,
    found: Sequence[SetMeasure],
    measures: Sequence[str],
    reader: MeasureReader | OneSystem,
) -> StepView:
    shown = typeset(text, reader)
    if not found:
        return StepView((StepPiece(shown),))
    marked = typeset(_mark(text, found), reader)
    # What cannot be set with marks in it is set without measures.
    if marked.replace(_MARK, "") != shown:
        return StepView((StepPiece(shown),))
    pieces = tuple(_cut_at_marks(marked, [measures[one.line] for one in found]))
    return StepView(pieces)


def _mark(text: str, found: Sequence[SetMeasure]) -> str:
    marked, at = "", 0
    for one in found:
        marked += text[at : one.at] + _MARK
        at = one.at
    return marked + text[at:]


def _cut_at_marks(marked: str, measures: Sequence[str]) -> Iterator[StepPiece]:
    *before, last = marked.split(_MARK)
    for text, measure in zip(before, measures, strict=True):
        yield StepPiece(text, measure.replace(" ", NBSP))
    if last:
        yield StepPiece(last)
