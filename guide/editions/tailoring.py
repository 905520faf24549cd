"""The guide that an edition prints: without what it leaves out, swaps made where they take it out.

A recipe that has nothing of it is in as it is. Of any other, its swaps are tried: one, then two at
once, each in the order of the page, those first after which no packet has to be read. The swapped
recipe must pass every check of a recipe. What cannot be made so is left out, and a remark says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from guide.check.places import AIMS_FILE, place_in
from guide.check.suite import check_swapped
from guide.core import fingerprint
from guide.core.amounts import Ingredient
from guide.core.cache import Cache, digest
from guide.core.problems import Mistake, Place, Problem, counted, from_row, row
from guide.derive.allergens import find_swapped_key, listed_lines, sentence
from guide.derive.rewording import NotCertain
from guide.derive.swapping import make_swaps
from guide.editions.closing_up import close_up
from guide.editions.left_out import LeftOut, gather
from guide.editions.trimming import Trimmer, drop_tags
from guide.editions.wordings import say_otherwise
from guide.read.declared_editions import EDITIONS_FILE
from guide.read.editions import Edition
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.recipe import Swap

# So many swaps are made at once.
MOST_SWAPS = 2

_NO_CACHE = Cache(None)


@dataclass(frozen=True)
class Tailored:
    """A recipe as an edition has it, or why it has it not."""

    recipe_file: RecipeFile | None
    why: str = ""


def tailor(guide: Guide, edition: Edition, cache: Cache = _NO_CACHE) -> tuple[Guide, list[Problem]]:
    """A checked guide as the edition prints it, with what keeps it from that.

    Remarks say which recipes and parts it goes without, and why. The week is kept in the cache.
    """
    if not edition.without:
        return guide.printed_as(edition), []
    try:
        left_out = gather(edition.without, guide.pantry)
    except Mistake as mistake:
        return guide, [Problem(Place(EDITIONS_FILE), mistake.id, mistake.what, mistake.fix)]
    kept: list[RecipeFile] = []
    problems: list[Problem] = []
    for recipe_file in guide.recipe_files:
        one = tailor_recipe(recipe_file, left_out, guide, cache)
        if one.recipe_file is not None:
            kept.append(one.recipe_file)
            continue
        problems.append(_leave_out(recipe_file, left_out, one.why))
    tailored = say_otherwise(_with_recipes(guide, edition, tuple(kept)), left_out)
    problems += _refuse_few(tailored, left_out)
    if all(problem.remark for problem in problems):
        tailored, found = close_up(tailored, cache)
        problems += found
    return tailored, problems


def _refuse_few(guide: Guide, left_out: LeftOut) -> Iterator[Problem]:
    """The problem when an edition has fewer recipes than recipes/aims.yaml asks of one."""
    count = len(guide.recipe_files)
    if guide.aims is None or count >= guide.aims.edition:
        return
    recipes = counted(count, "recipe")
    what = (
        f"without {sentence(left_out.says, 'or')} {recipes} are left, "
        f"and an edition has {guide.aims.edition} or more"
    )
    fix = "leave less out, or add recipes and swaps that do without it"
    yield Problem(place_in(guide, AIMS_FILE, "edition"), "few-recipes", what, fix)


def tailor_recipe(
    recipe_file: RecipeFile, left_out: LeftOut, guide: Guide, cache: Cache = _NO_CACHE
) -> Tailored:
    """One recipe without what is left out, as it is or with swaps made."""
    pantry = guide.pantry
    lines = listed_lines(recipe_file.recipe)
    trimmer = Trimmer(left_out, guide)
    verdicts = [left_out.judge_line(line, pantry) for line in lines]
    if set(verdicts) == {"free"}:
        return _trim(recipe_file, trimmer)
    if guide.method_words is None:
        return Tailored(None, "pantry/method-words.yaml could not be read")
    why = _say_what_holds(lines, verdicts)
    first_doubt = ""
    for numbers in order_swaps(recipe_file, left_out, pantry):
        made = _try_swaps(recipe_file, numbers, trimmer, guide, cache)
        if made.recipe_file is not None:
            return made
        first_doubt = first_doubt or made.why
    return Tailored(None, first_doubt or why)


def _trim(recipe_file: RecipeFile, trimmer: Trimmer) -> Tailored:
    try:
        return Tailored(trimmer.trim(recipe_file))
    except NotCertain as doubt:
        return Tailored(None, doubt.what)


def _try_swaps(
    recipe_file: RecipeFile,
    numbers: Sequence[int],
    trimmer: Trimmer,
    guide: Guide,
    cache: Cache,
) -> Tailored:
    """The recipe with those swaps made, checked as a recipe of its own."""
    names = _name_swaps([(recipe_file.recipe.swaps or ())[number] for number in numbers])
    try:
        made = trimmer.trim(_make(recipe_file, tuple(numbers), guide))
    except NotCertain as doubt:
        return Tailored(None, f"with {names}, {doubt.what}")
    made, problems = drop_tags(made, _check(made, recipe_file, guide, cache))
    for problem in problems:
        if not problem.remark:
            return Tailored(None, f"with {names}, {problem.what}")
    return Tailored(made)


def _make(recipe_file: RecipeFile, numbers: tuple[int, ...], guide: Guide) -> RecipeFile:
    """The recipe with those swaps made, once for all editions of a process. Raises NotCertain."""
    words = guide.method_words
    assert words is not None

    def make() -> RecipeFile | NotCertain:
        try:
            return make_swaps(recipe_file, numbers, guide.pantry, words)
        except NotCertain as doubt:
            return doubt

    made = guide.pantry.memo.once(("made", recipe_file, numbers), make)
    if isinstance(made, NotCertain):
        raise made
    return made


def _check(made: RecipeFile, written: RecipeFile, guide: Guide, cache: Cache) -> list[Problem]:
    """What is wrong with a swapped recipe, as the check of that very recipe found it before."""
    key = digest(fingerprint.program_key(), "swapped", guide.world, made.digest)

    def make() -> bytes:
        found = [row(problem) for problem in check_swapped(made, written, guide)]
        return json.dumps(found).encode()

    def find() -> bytes:
        return cache.keep("swapped", key, make)

    rows = json.loads(guide.pantry.memo.once(("swapped", key), find))
    return [from_row(one) for one in rows]


def _name_swaps(swaps: Sequence[Swap]) -> str:
    return sentence([f"{swap.for_.name} for {swap.swap}" for swap in swaps])


def _say_what_holds(lines: Sequence[Ingredient], verdicts: Sequence[str]) -> str:
    held = []
    unknown = []
    for line, verdict in zip(lines, verdicts, strict=True):
        if verdict == "holds":
            held.append(line.name)
        elif verdict == "unknown":
            unknown.append(line.name)
    if held:
        foods = sentence(list(dict.fromkeys(held)))
        return f"it has {foods}, and no swap of its own takes that out"
    foods = sentence(list(dict.fromkeys(unknown)))
    return f"nobody has written down what {foods} is made from"


def order_swaps(
    recipe_file: RecipeFile, left_out: LeftOut, pantry: Pantry
) -> Iterator[tuple[int, ...]]:
    """The swaps that take it all out: one before two, those first that leave no packet to read.

    Of two, both orders are tried: the first may say what the dish is called.
    """
    recipe = recipe_file.recipe
    swaps = recipe.swaps or ()
    lines = listed_lines(recipe)
    keys = [find_swapped_key(swap.swap, lines, pantry) for swap in swaps]
    for size in range(1, MOST_SWAPS + 1):
        found = []
        for numbers in permutations(range(len(swaps)), size):
            after = _lines_after(lines, {keys[number]: swaps[number] for number in numbers}, pantry)
            if any(left_out.judge_line(line, pantry) != "free" for line in after):
                continue
            to_check = any(left_out.to_check(line, pantry) for line in after)
            found.append((to_check, numbers))
        for _, numbers in sorted(found):
            yield numbers


def _lines_after(
    lines: Sequence[Ingredient], made: dict[str | None, Swap], pantry: Pantry
) -> list[Ingredient]:
    after = []
    for line in lines:
        found = pantry.find(line.name)
        swap = made.get(found.key) if found else None
        after.append(line if swap is None else swap.for_)
    return after


def _leave_out(recipe_file: RecipeFile, left_out: LeftOut, why: str) -> Problem:
    what = f"the edition without {sentence(left_out.says, 'or')} goes without this recipe: {why}"
    fix = "add a swap that takes it out, with a `method:` where its steps must change"
    return Problem(recipe_file.place("title"), "left-out", what, fix, remark=True)


def _with_recipes(guide: Guide, edition: Edition, kept: tuple[RecipeFile, ...]) -> Guide:
    """The guide with those recipes only; chapters that have none are closed."""
    folders = {recipe_file.chapter for recipe_file in kept}
    return replace(
        guide,
        recipe_files=kept,
        recipes_seen=tuple(recipe_file.slug for recipe_file in kept),
        chapters=tuple(chapter for chapter in guide.chapters if chapter.folder in folders),
        edition=edition,
    )
