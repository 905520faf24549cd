"""What must hold across the whole guide before anything is printed: the table of contents, and how it is gone through.

A check is one plain function: it is given the kitchen and yields problems; the order does not matter. They live with
those they are for: `cooks`, `readers`, `rooms`, and `speech` for words about health. One of RECIPE_CHECKS may look at
its recipe, the pantry, the brand and the chapters, and at nothing else; one of ROOM_CHECKS at anything but recipes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

from guide.check.guide_files import (
    a_week_can_be_planned,
    aims_are_reached,
    allergens_are_known,
    budget_rises,
    chapters_are_complete,
    colours_stand_out,
    motifs_are_in_the_library,
    order_is_whole,
    page_links_lead_somewhere,
    pantry_names_differ,
    placeholders_are_listed,
    ratios_name_what_exists,
    titles_differ,
    week_and_shop_name_what_exists,
)
from guide.check.health_claims import (
    findings_carry_what_is_said,
    recipes_findings_carry_what_is_said,
    recipes_words_about_health_are_backed,
    words_about_health_are_backed,
)
from guide.check.recipes import (
    amounts_are_usual,
    food_is_safe,
    groups_keep_their_lines,
    ingredients_are_in_the_pantry,
    ingredients_are_used_in_their_order,
    servings_are_sane,
    swaps_are_of_this_recipe,
    tags_are_borne_out,
    temperatures_agree,
    texts_name_no_unlisted_allergen,
    texts_promise_nothing,
    the_oven_is_hot_in_time,
    what_is_used_is_listed,
)
from guide.check.texts import (
    leads_fit_their_place,
    letters_can_be_printed,
    pages_are_plain,
    recipes_are_plain,
    recipes_letters_can_be_printed,
    texts_fit_their_place,
)
from guide.core import fingerprint, workers
from guide.core.cache import Cache, digest
from guide.core.problems import Problem, counted, from_row, row
from guide.read.load import Guide

Check = Callable[[Guide], Iterator[Problem]]

# Of one recipe, the pantry, the brand and the chapters: what these found is kept until one of them changes.
RECIPE_CHECKS: tuple[Check, ...] = (
    ingredients_are_in_the_pantry,
    swaps_are_of_this_recipe,
    groups_keep_their_lines,
    servings_are_sane,
    amounts_are_usual,
    food_is_safe,
    texts_promise_nothing,
    texts_name_no_unlisted_allergen,
    recipes_words_about_health_are_backed,
    recipes_findings_carry_what_is_said,
    recipes_letters_can_be_printed,
    texts_fit_their_place,
    recipes_are_plain,
    temperatures_agree,
    ingredients_are_used_in_their_order,
    what_is_used_is_listed,
    the_oven_is_hot_in_time,
    tags_are_borne_out,
)
# Of everything but recipes, kept likewise.
ROOM_CHECKS: tuple[Check, ...] = (
    allergens_are_known,
    motifs_are_in_the_library,
    words_about_health_are_backed,
    findings_carry_what_is_said,
    letters_can_be_printed,
    leads_fit_their_place,
    pantry_names_differ,
    order_is_whole,
    week_and_shop_name_what_exists,
    ratios_name_what_exists,
    pages_are_plain,
    colours_stand_out,
    budget_rises,
    placeholders_are_listed,
)
# Of the guide as a whole.
CHECKS: tuple[Check, ...] = (
    titles_differ,
    chapters_are_complete,
    page_links_lead_somewhere,
    aims_are_reached,
)


def check(guide: Guide, cache: Cache, jobs: int = 1) -> list[Problem]:
    """Every problem and remark of every check; `jobs` recipes are looked at at once when there are many."""
    found = [problem for run in CHECKS for problem in run(guide)]
    # What was found is kept until something changes of what the check looks at.
    wanted = [
        (
            ROOM_CHECKS,
            replace(guide, recipe_files=()),
            digest(fingerprint.program_key(), "rooms", guide.rest),
            "pantry",
        )
    ]
    wanted += (
        (
            RECIPE_CHECKS,
            replace(guide, recipe_files=(recipe_file,)),
            digest(
                fingerprint.program_key(),
                "recipe",
                guide.world,
                recipe_file.path,
                recipe_file.digest,
            ),
            recipe_file.path,
        )
        for recipe_file in guide.recipe_files
    )
    verdicts = [cache.get("verdicts", key) for _, _, key, _ in wanted]
    missing = [number for number, verdict in enumerate(verdicts) if verdict is None]

    def judge(piece: int) -> bytes:
        checks, looked_at, *_ = wanted[missing[piece]]
        return json.dumps([row(problem) for run in checks for problem in run(looked_at)]).encode()

    for number, verdict in zip(
        missing, workers.each([wanted[number][3] for number in missing], judge, jobs)
    ):
        verdicts[number] = verdict
        cache.put("verdicts", wanted[number][2], verdict)
    found += [from_row(told) for verdict in verdicts for told in json.loads(verdict)]
    return (
        found
        if any(not problem.remark for problem in found)
        else [*found, *a_week_can_be_planned(guide, cache)]
    )


def summary(problems: list[Problem], guide: Guide | None, held: str) -> str:
    """The last line of a failed check: how many problems, in how much, and what became of the output."""
    grave = [problem for problem in problems if not problem.remark]
    paths = {problem.place.path for problem in grave}
    if guide and all(path.startswith("recipes/") and path.count("/") == 2 for path in paths):
        where = f"{len(paths)} of {counted(len(guide.recipes_seen), 'recipe')}"
    else:
        where = counted(len(paths), "file")
    return f"{counted(len(grave), 'problem')} in {where}. {held}"
