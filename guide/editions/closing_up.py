"""The parts of a book that fewer recipes can still fill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guide.check.places import LISTS_FILE, WEEK_FILE, place_in
from guide.core.cache import Cache
from guide.core.problems import Problem
from guide.editions.left_out import gather
from guide.planning import meal_plan
from guide.planning.dish_lists import list_ready
from guide.planning.other_weeks import holds_any, plan_other_weeks
from guide.read.load import Guide
from guide.read.pantry_files import OtherWeek, Week

# Parts that are made of the week.
_PLAN, _SHOPPING, _WEEKS = "plan", "shopping", "weeks"
_TONIGHT = "tonight"
_OF_THE_WEEK = (_PLAN, _SHOPPING, _WEEKS)


def close_up(guide: Guide, cache: Cache) -> tuple[Guide, list[Problem]]:
    """The guide without the parts that its recipes cannot fill, and a remark on each of them."""
    remarks: list[Problem] = []
    if guide.week is not None and not set(_OF_THE_WEEK).isdisjoint(guide.order):
        guide, found = _close_week(guide, cache)
        remarks += found
    if _TONIGHT in guide.order and guide.tally is not None and not _find_ready(guide):
        guide = _without_parts(guide, (_TONIGHT,))
        what = "this edition goes without the list of what is soon ready: none of its recipes is"
        fix = "leave less out, or add recipes that are soon ready"
        place = place_in(guide, LISTS_FILE, "ready")
        remarks.append(Problem(place, "left-out", what, fix, remark=True))
    return guide, remarks


def leave_out_weeks(guide: Guide) -> Guide:
    """The guide without the weeks that leave out what the edition leaves out, and no dish holds.

    Beside one, a reader would take it that the other weeks have such food.
    """
    week = guide.week
    if week is None:
        return guide
    kept = [other for other in week.others if not _is_met_by_all(other, guide)]
    return replace(guide, week=week.model_copy(update={"others": tuple(kept)}))


def _is_met_by_all(other: OtherWeek, guide: Guide) -> bool:
    """Whether a week leaves out what the edition leaves out too, and each dish does without it."""
    left_out = gather(guide.edition.without, guide.pantry).leaves
    groups = guide.pantry.allergens.without if guide.pantry.allergens else ()
    asked = [group for group in groups if group.says in other.without]
    if all(left_out.isdisjoint(group.leaves) for group in asked):
        return False
    return not any(holds_any(one, other.without, guide) for one in guide.recipe_files)


def _find_ready(guide: Guide) -> bool:
    """Whether anything is soon ready."""
    return any(ready.dishes for ready in list_ready(guide))


def _close_week(guide: Guide, cache: Cache) -> tuple[Guide, list[Problem]]:
    declared = guide.week
    guide = leave_out_weeks(guide)
    try:
        meal_plan.week(guide, cache)
    except meal_plan.NoPlan as no_plan:
        what = f"this edition goes without a week and its shopping list: {no_plan.what}"
        place = place_in(guide, WEEK_FILE, *no_plan.steps)
        remark = Problem(place, "left-out", what, no_plan.fix, remark=True)
        return _without_parts(guide, _OF_THE_WEEK), [remark]
    return guide, list(_missing_weeks(guide, declared, cache))


def _missing_weeks(guide: Guide, declared: Week | None, cache: Cache) -> Iterator[Problem]:
    """Remarks on the weeks that nobody can plan, at their places among those declared."""
    if _WEEKS not in guide.order or guide.week is None or declared is None:
        return
    for number in plan_other_weeks(guide, cache).missing:
        other = guide.week.others[number]
        place = place_in(guide, WEEK_FILE, "others", declared.others.index(other), "id")
        what = f'this edition goes without the week "{other.id}"'
        fix = "leave less out, or add recipes that fit it"
        yield Problem(place, "left-out", what, fix, remark=True)


def _without_parts(guide: Guide, parts: tuple[str, ...]) -> Guide:
    order = tuple(name for name in guide.order if name not in parts)
    return replace(guide, order=order)
