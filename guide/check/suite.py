"""All that must hold across the guide before anything is printed.

A check is one plain function: it is given the guide and yields problems, in any order. Each lives
with what it is about: `recipes`, `food_safety`, `texts`, `health_claims`, `pantry`, `contrast`,
`aims`, and `guide_files` for the rest. One of RECIPE_CHECKS may look at its recipe, the pantry, the
brand and the chapters, and at nothing else; one of SHARED_CHECKS at anything but recipes. What
these two kinds found is kept until something changes of what they look at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from guide.check.aims import aims_are_reached, aims_name_what_can_be_counted
from guide.check.allergen_promises import pages_promises_are_excused, recipes_promise_nothing
from guide.check.contrast import colours_stand_out
from guide.check.food_safety import food_is_safe, safety_flags_are_known
from guide.check.guide_files import (
    a_week_can_be_planned,
    budget_rises,
    chapters_have_palettes,
    chapters_have_recipes,
    days_have_come,
    food_wordings_stand_in_their_files,
    order_leaves_nothing_out,
    order_names_parts_once,
    page_links_lead_somewhere,
    pages_are_no_parts,
    placeholders_are_listed,
    recipe_files_are_named_apart,
    snacks_are_recipes,
    the_cover_comes_first,
    titles_differ,
    wordings_stand_on_their_pages,
)
from guide.check.health_claims import (
    findings_carry_what_is_said,
    recipes_findings_carry_what_is_said,
    recipes_words_about_health_are_backed,
    words_about_health_are_backed,
)
from guide.check.pantry import (
    allergen_words_agree,
    allergens_are_known,
    fit_names_what_exists,
    foods_are_made_from_items,
    looks_can_be_drawn,
    motifs_can_be_drawn,
    motifs_stand_for_items,
    pantry_names_differ,
    ratios_name_what_exists,
    rich_lists_name_what_exists,
    seasons_name_items,
    shop_sells_items,
    week_names_what_exists,
)
from guide.check.recipes import (
    amounts_are_usual,
    amounts_can_be_printed,
    groups_keep_their_lines,
    ingredients_are_in_the_pantry,
    ingredients_are_used_in_their_order,
    numbers_have_a_unit,
    photographs_can_be_printed,
    recipes_suit_the_guide,
    servings_are_sane,
    sources_have_given_leave,
    swaps_are_of_this_recipe,
    tags_are_borne_out,
    temperatures_agree,
    texts_name_no_unlisted_allergen,
    the_oven_is_hot_in_time,
    what_is_used_is_listed,
)
from guide.check.texts import (
    leads_fit_their_place,
    letters_can_be_printed,
    letters_of_the_pantry_can_be_printed,
    pages_are_plain,
    pages_of_their_own_hold_their_words,
    recipes_are_plain,
    recipes_letters_can_be_printed,
    recipes_words_fit_their_lines,
    texts_fit_their_place,
    words_of_files_fit_their_lines,
)
from guide.core import fingerprint, workers
from guide.core.cache import Cache, digest
from guide.core.problems import Problem, counted, from_row, row
from guide.derive.allergens import derive, listed_lines
from guide.derive.known_part import find_hidden, take_known_part
from guide.derive.rewording import NotCertain
from guide.derive.swapping import blank_texts, make_swaps, without_changes
from guide.parse.mended import STAND_IN
from guide.parse.yaml_nodes import Text, texts
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry

# So many verdicts are kept; a guide of a hundred recipes has a hundred and one.
MOST_VERDICTS = 1000

# Fewer are checked in this process: each worker would compile the patterns by itself, which costs
# as much as twenty recipes.
FEW_RECIPES = 150

Check = Callable[[Guide], Iterator[Problem]]

# Of one recipe, the pantry, the brand and the chapters.
RECIPE_CHECKS: tuple[Check, ...] = (
    ingredients_are_in_the_pantry,
    numbers_have_a_unit,
    amounts_can_be_printed,
    swaps_are_of_this_recipe,
    groups_keep_their_lines,
    servings_are_sane,
    sources_have_given_leave,
    amounts_are_usual,
    recipes_suit_the_guide,
    food_is_safe,
    recipes_promise_nothing,
    texts_name_no_unlisted_allergen,
    recipes_words_about_health_are_backed,
    recipes_findings_carry_what_is_said,
    recipes_letters_can_be_printed,
    recipes_words_fit_their_lines,
    texts_fit_their_place,
    recipes_are_plain,
    temperatures_agree,
    ingredients_are_used_in_their_order,
    what_is_used_is_listed,
    the_oven_is_hot_in_time,
    tags_are_borne_out,
    photographs_can_be_printed,
)
# Of a recipe with lines that nobody can read: what does not hang on those lines.
PART_CHECKS: tuple[Check, ...] = (
    ingredients_are_in_the_pantry,
    numbers_have_a_unit,
    amounts_can_be_printed,
    groups_keep_their_lines,
    sources_have_given_leave,
    recipes_promise_nothing,
    recipes_words_about_health_are_backed,
    recipes_letters_can_be_printed,
    recipes_words_fit_their_lines,
    texts_fit_their_place,
    recipes_are_plain,
    temperatures_agree,
    the_oven_is_hot_in_time,
    tags_are_borne_out,
    photographs_can_be_printed,
)
# Of such a recipe: what asks only which foods it is made of.
FOOD_CHECKS: tuple[Check, ...] = (
    swaps_are_of_this_recipe,
    food_is_safe,
    texts_name_no_unlisted_allergen,
)
# What those tell of a food may be on a line that nobody could read.
_MAY_BE_HIDDEN = ("unlisted-allergen", "swap-stranger")
# Of a recipe with swaps made, of each text by itself; and of the recipe as a whole.
SWAPPED_TEXT_CHECKS: tuple[Check, ...] = (
    texts_name_no_unlisted_allergen,
    recipes_promise_nothing,
    recipes_words_about_health_are_backed,
    recipes_letters_can_be_printed,
    recipes_words_fit_their_lines,
    temperatures_agree,
)
SWAPPED_CHECKS: tuple[Check, ...] = (
    ingredients_are_in_the_pantry,
    numbers_have_a_unit,
    amounts_can_be_printed,
    swaps_are_of_this_recipe,
    groups_keep_their_lines,
    food_is_safe,
    recipes_findings_carry_what_is_said,
    texts_fit_their_place,
    the_oven_is_hot_in_time,
    tags_are_borne_out,
)
# The fields that say how a dish is cooked and kept.
_COOKED = ("title", "ingredients", "method", "keeps")
# The texts that a swapped recipe does without when they name a food that it has no more.
DISPENSABLE = ("summary", "notes", "ahead", "rescue", "why", "swaps")
# Of everything but recipes.
SHARED_CHECKS: tuple[Check, ...] = (
    allergen_words_agree,
    allergens_are_known,
    looks_can_be_drawn,
    motifs_can_be_drawn,
    motifs_stand_for_items,
    pantry_names_differ,
    week_names_what_exists,
    seasons_name_items,
    foods_are_made_from_items,
    rich_lists_name_what_exists,
    shop_sells_items,
    ratios_name_what_exists,
    fit_names_what_exists,
    safety_flags_are_known,
    aims_name_what_can_be_counted,
    words_about_health_are_backed,
    pages_promises_are_excused,
    findings_carry_what_is_said,
    letters_can_be_printed,
    letters_of_the_pantry_can_be_printed,
    words_of_files_fit_their_lines,
    leads_fit_their_place,
    pages_are_plain,
    pages_are_no_parts,
    order_names_parts_once,
    wordings_stand_on_their_pages,
    food_wordings_stand_in_their_files,
    order_leaves_nothing_out,
    the_cover_comes_first,
    colours_stand_out,
    budget_rises,
    placeholders_are_listed,
)
# Of the guide as a whole.
WHOLE_CHECKS: tuple[Check, ...] = (
    titles_differ,
    recipe_files_are_named_apart,
    chapters_have_recipes,
    days_have_come,
    chapters_have_palettes,
    page_links_lead_somewhere,
    pages_of_their_own_hold_their_words,
    aims_are_reached,
    snacks_are_recipes,
)


@dataclass(frozen=True)
class _Task:
    """Some checks of a part of the guide, and the key of all that they look at.

    `name` is how the task is called when a worker that does it is lost.
    """

    name: str
    checks: tuple[Check, ...]
    guide: Guide
    key: str


def check(guide: Guide, cache: Cache, jobs: int = 1) -> list[Problem]:
    """Every problem and remark of every check, in no order.

    When there are many recipes, `jobs` of them are looked at at once. Raises Lost when a check
    fails that is done by a worker.
    """
    found: list[Problem] = []
    for whole_check in WHOLE_CHECKS:
        found.extend(whole_check(guide))
    for verdict in _verdicts(_tasks(guide), cache, jobs):
        for problem_row in json.loads(verdict):
            found.append(from_row(problem_row))
    # A week is planned only from recipes without a mistake.
    if all(problem.remark for problem in found):
        found.extend(a_week_can_be_planned(guide, cache))
    return found


def count_unchecked(guide: Guide, cache: Cache) -> int:
    """How many of a guide's recipes have no verdict yet, the rest of it counted as one more."""
    known = _read_known(cache)
    return sum(task.key not in known for task in _tasks(guide))


def _tasks(guide: Guide) -> list[_Task]:
    """What is checked apart: everything besides the recipes, and each recipe."""
    program = fingerprint.program_key()
    shared = replace(guide, recipe_files=())
    shared_key = digest(program, "rooms", guide.rest)
    tasks = [_Task("pantry", SHARED_CHECKS, shared, shared_key)]
    for recipe_file in (*guide.recipe_files, *guide.partly_read):
        path = recipe_file.path
        alone = replace(guide, recipe_files=(recipe_file,))
        key = digest(program, "recipe", guide.world, path, recipe_file.digest)
        check_it = _check_part if recipe_file in guide.partly_read else _check_recipe
        tasks.append(_Task(path, (check_it,), alone, key))
    return tasks


def _check_recipe(guide: Guide) -> Iterator[Problem]:
    """The problems of the one recipe of a guide, of which each line could be read."""
    recipe_file = guide.recipe_files[0]
    if guide.pantry.items and find_hidden(recipe_file.recipe, guide.pantry):
        yield from _check_part(guide)
        return
    yield from check_recipe(recipe_file, guide)
    yield from _check_changes(recipe_file, guide)


def check_recipe(recipe_file: RecipeFile, guide: Guide) -> Iterator[Problem]:
    """The problems of one recipe, checked in a guide of its own with the same pantry.

    What its swaps say of the recipe once they are made is no part of it.
    """
    as_read = replace(recipe_file, node=without_changes(recipe_file.node))
    alone = replace(guide, recipe_files=(as_read,))
    for run in RECIPE_CHECKS:
        yield from run(alone)


def _check_changes(recipe_file: RecipeFile, guide: Guide) -> Iterator[Problem]:
    """The problems of what swaps say themselves: each is made, and checked as a recipe.

    What that tells of the recipe as it is written has been told already.
    """
    words = guide.method_words
    for number, swap in enumerate(recipe_file.recipe.swaps or ()):
        if not swap.says_more or words is None:
            continue
        place = recipe_file.place("swaps", number, "swap")
        try:
            made = make_swaps(recipe_file, (number,), guide.pantry, words)
        except NotCertain as doubt:
            what = f"with this swap made, nobody can tell what the recipe says: {doubt.what}"
            fix = "say under its `method:` what those steps say then"
            yield Problem(place, "swap-method", what, fix)
            continue
        for problem in check_swapped(made, recipe_file, guide):
            if not may_be_dropped(problem, made):
                what = f"with this swap made: {problem.what}"
                yield replace(problem, what=what, other=problem.other or place)


def check_swapped(made: RecipeFile, written: RecipeFile, guide: Guide) -> Iterator[Problem]:
    """The faults of a recipe with swaps made, which has passed as it is `written`.

    So a text that did not change is looked at again only where what it is held against did: the
    steps, and what names an allergen that the labels name no more.
    """
    lost = _find_lost(made, written, guide.pantry)
    old = {id(text) for text in texts(written.node)}
    names = guide.pantry.food_names

    def is_new(_: object, text: Text) -> bool:
        if id(text) not in old:
            return True
        return bool(lost) and not lost.isdisjoint(names.find_allergens(text.value))

    def is_cooked(field: object, text: Text) -> bool:
        return field in _COOKED or id(text) not in old

    node = without_changes(made.node)
    for kind, checks in ((is_new, SWAPPED_TEXT_CHECKS), (is_cooked, SWAPPED_CHECKS)):
        looked_at = replace(made, node=blank_texts(node, kind))
        alone = replace(guide, recipe_files=(looked_at,))
        for run in checks:
            for problem in run(alone):
                if not problem.remark:
                    yield problem


def _find_lost(made: RecipeFile, written: RecipeFile, pantry: Pantry) -> frozenset[str]:
    """The allergens that the labels of a swapped recipe name no more."""
    named = []
    for one in (written, made):
        labels = derive(listed_lines(one.recipe), pantry)
        named.append(frozenset((*labels.contains, *labels.check)))
    return named[0] - named[1]


def may_be_dropped(problem: Problem, recipe_file: RecipeFile) -> bool:
    """Whether a problem of a swapped recipe goes with a text or a tag that it can do without.

    A note may speak of the toast that was swapped; then an edition has the recipe without it.
    """
    if problem.id == "tag":
        return True
    if problem.id != "unlisted-allergen":
        return False
    lines: set[int] = set()
    for field in DISPENSABLE:
        node = recipe_file.node.get(field)
        if node is not None:
            lines.update(text.place.line for text in texts(node))
    return problem.place.line in lines


def _check_part(guide: Guide) -> Iterator[Problem]:
    """The problems of the one recipe of a guide that do not hang on what could not be read."""
    for run in PART_CHECKS:
        yield from run(guide)
    recipe_file = guide.recipe_files[0]
    hidden = find_hidden(recipe_file.recipe, guide.pantry)
    if not hidden:
        yield from recipes_findings_carry_what_is_said(guide)
    known = take_known_part(recipe_file.recipe, guide.pantry)
    part = replace(guide, recipe_files=(replace(recipe_file, recipe=known),))
    for run in FOOD_CHECKS:
        for problem in run(part):
            if not _may_be_hidden(problem, hidden):
                yield problem


def _may_be_hidden(problem: Problem, hidden: tuple[str, ...]) -> bool:
    """Whether what a problem says is missing may stand on one of the lines that nobody can read."""
    if problem.id not in _MAY_BE_HIDDEN:
        return False
    place = problem.place
    words = place.source[place.column - 1 :][: place.width].lower()
    # Nobody knows what is still to be written.
    return any(line in ("", STAND_IN) or words in line.lower() for line in hidden)


def _verdicts(tasks: list[_Task], cache: Cache, jobs: int) -> list[bytes]:
    """What each task found, in no order: from the cache, or done now and kept there."""
    known = _read_known(cache)
    verdicts: list[bytes] = []
    waiting: list[_Task] = []
    for task in tasks:
        verdict = known.get(task.key)
        if verdict is None:
            waiting.append(task)
        else:
            verdicts.append(verdict.encode())

    def do_task(number: int) -> bytes:
        return _do(waiting[number])

    # One is done first, here: the words of the pantry are then made ready once, and not by each
    # worker.
    first = len(waiting) - 1
    names = [task.name for task in waiting]
    done = workers.each(names[first:], lambda _: do_task(first), jobs=1)
    if first < FEW_RECIPES:
        jobs = 1
    done = workers.each(names[:first], do_task, jobs) + done
    if waiting:
        fresh = {task.key: data.decode() for task, data in zip(waiting, done, strict=True)}
        _keep_known(known, fresh, cache)
    return verdicts + done


def _read_known(cache: Cache) -> dict[str, str]:
    """The verdicts of earlier checks by their keys; they lie in one file, to be read at once."""
    data = cache.get("verdicts", fingerprint.program_key())
    known: dict[str, str] = json.loads(data) if data else {}
    return known


def _keep_known(known: dict[str, str], fresh: dict[str, str], cache: Cache) -> None:
    """Keeps the newest verdicts. Those of a check that ends at the same moment may get lost."""
    kept = {**known, **fresh}
    for key in tuple(kept)[: max(0, len(kept) - MOST_VERDICTS)]:
        del kept[key]
    cache.put("verdicts", fingerprint.program_key(), json.dumps(kept).encode())


def _do(task: _Task) -> bytes:
    """The problems that the checks of a task find, as JSON."""
    rows = []
    for run in task.checks:
        for problem in run(task.guide):
            rows.append(row(problem))
    return json.dumps(rows).encode()


def summary(problems: list[Problem], guide: Guide | None, outcome: str) -> str:
    """The last line of a failed check: how many problems, in how many files, and the outcome."""
    grave = [problem for problem in problems if not problem.remark]
    paths = {problem.place.path for problem in grave}
    where = counted(len(paths), "file")
    if guide is not None and all(_is_of_a_recipe(path) for path in paths):
        recipes = counted(len(guide.recipes_seen), "recipe")
        where = f"{len(paths)} of {recipes}"
    number = counted(len(grave), "problem")
    return f"{number} in {where}. {outcome}"


def _is_of_a_recipe(path: str) -> bool:
    is_recipe = path.startswith("recipes/") and path.endswith(".yaml")
    return is_recipe and path.count("/") == 2
