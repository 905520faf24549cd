#!/usr/bin/env python3
"""Every edition that leaves out one or two groups of allergens, as far as the parts of its book.

    benchmarks/editions.py [--of FOOD,GROUP ...] [--why]

For each combination: how many recipes are in, how many of them with a swap, what is left out, and
which parts the book goes without; nothing is printed. It ends with how many of the recipes are in
that one swap can save, and says where a label names what was left out, or where leaving out more
added a recipe. `--of` takes other words, `--why` tells why each recipe is left out.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from guide.check.reading import read_and_check  # noqa: E402
from guide.core.cache import user_cache  # noqa: E402
from guide.core.problems import Problem  # noqa: E402
from guide.derive.allergens import derive, listed_lines  # noqa: E402
from guide.editions.left_out import LeftOut, resolve  # noqa: E402
from guide.editions.tailoring import order_swaps, tailor  # noqa: E402
from guide.layout.part_kinds import fold  # noqa: E402
from guide.read.editions import Edition  # noqa: E402
from guide.read.load import Guide, RecipeFile  # noqa: E402

GROUPS = (
    "milk egg wheat gluten soy nuts peanuts sesame fish shellfish celery mustard sulphites lupin"
)


@dataclass(frozen=True)
class Outcome:
    """What came of one edition: `saved` are the recipes in that one swap saves, of `savable`."""

    words: tuple[str, ...]
    slugs: frozenset[str]
    swapped: int
    savable: frozenset[str]
    problems: tuple[Problem, ...]
    parts: int
    seconds: float
    mislabelled: tuple[str, ...]

    @property
    def saved(self) -> frozenset[str]:
        """Those that are in."""
        return self.savable & self.slugs


def try_edition(guide: Guide, words: tuple[str, ...]) -> Outcome:
    """The edition without those words, folded into its parts where it is not refused."""
    left_out = resolve(words, guide.pantry)
    started = time.process_time()
    edition = Edition(name="", without=left_out.ids)
    tailored, problems = tailor(guide, edition, user_cache())
    refused = any(not problem.remark for problem in problems)
    parts = 0 if refused else len(fold(tailored))
    seconds = time.process_time() - started
    own = tailored.recipe_files
    wrong = [one.slug for one in own if not _is_free(one, left_out, guide)]
    return Outcome(
        words=words,
        slugs=frozenset(one.slug for one in own),
        swapped=sum(bool(one.made_with) for one in own),
        savable=frozenset(_find_savable(guide, left_out)),
        problems=tuple(problems),
        parts=parts,
        seconds=seconds,
        mislabelled=tuple(wrong),
    )


def _is_free(recipe_file: RecipeFile, left_out: LeftOut, guide: Guide) -> bool:
    """Whether no label of a recipe names an allergen that was left out as contained."""
    labels = derive(listed_lines(recipe_file.recipe), guide.pantry)
    return left_out.leaves.isdisjoint(labels.contains)


def _find_savable(guide: Guide, left_out: LeftOut) -> Iterator[str]:
    """The recipes that have something of it, and of which one swap takes all of that out."""
    for one in guide.recipe_files:
        lines = listed_lines(one.recipe)
        if all(left_out.judge_line(line, guide.pantry) == "free" for line in lines):
            continue
        first = next(order_swaps(one, left_out, guide.pantry), ())
        if len(first) == 1:
            yield one.slug


def _list_combinations(words: list[str]) -> list[tuple[str, ...]]:
    return [*((word,) for word in words), *combinations(words, 2)]


def _find_added(outcomes: list[Outcome]) -> Iterator[str]:
    """Where leaving out more added a recipe."""
    by_words = {outcome.words: outcome for outcome in outcomes}
    for outcome in outcomes:
        for word in outcome.words:
            added = outcome.slugs - by_words[(word,)].slugs
            if added:
                yield f"{', '.join(outcome.words)}: {', '.join(sorted(added))}"


def _row(outcome: Outcome) -> str:
    left = [one for one in outcome.problems if one.place.path.startswith("recipes/")]
    without = [one.what for one in outcome.problems if one.place.path.startswith("pantry/")]
    refused = [one.what for one in outcome.problems if not one.remark]
    said = "; ".join(refused or without)
    return (
        f"{', '.join(outcome.words):<24}{len(outcome.slugs):>4}{outcome.swapped:>4}{len(left):>4}"
        f"{len(outcome.saved):>4}/{len(outcome.savable):<3}{outcome.parts:>4}"
        f"{outcome.seconds:>6.2f}  {said}"
    )


def main() -> int:
    """Tries them all. Gives 1 where an edition is labelled falsely or leaving out more adds."""
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("--of", help="the words, with commas between them")
    parser.add_argument("--why", action="store_true", help="tell why each recipe is left out")
    options = parser.parse_args()
    guide, problems = read_and_check(PROJECT, cache=user_cache())
    if guide is None or any(not problem.remark for problem in problems):
        print("the guide has problems: ./run check tells them")
        return 1
    words = options.of.split(",") if options.of else GROUPS.split()
    print(f"{'without':<24}{'in':>4}{'swap':>5}{'out':>4}  saved parts CPU s")
    outcomes = []
    for chosen in _list_combinations(words):
        outcome = try_edition(guide, chosen)
        outcomes.append(outcome)
        print(_row(outcome), flush=True)
        for problem in outcome.problems if options.why else ():
            print(f"    {problem.place.path}: {problem.what}")
    saved = sum(len(outcome.saved) for outcome in outcomes)
    savable = sum(len(outcome.savable) for outcome in outcomes)
    print(f"{len(outcomes)} editions; of {savable} recipes that one swap can save, {saved} are in")
    wrong = [f"{one.words}: {one.mislabelled}" for one in outcomes if one.mislabelled]
    wrong += _find_added(outcomes)
    print("\n".join(wrong) or "no label names what was left out; leaving out more added nothing")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
