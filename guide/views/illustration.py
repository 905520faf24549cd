"""What a recipe looks like: the motifs of its ingredients, the most telling first, and its dish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guide.art.vessels import DISHED, PLAIN, SLICES, UNSEEN, Body, ServedDish
from guide.core.amounts import Ingredient
from guide.derive.allergens import listed_lines
from guide.derive.nutrition import weigh
from guide.read.food_data import FoodData
from guide.read.load import RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import Dishes, Item, Tint

LEAST, MOST = 4, 9
# So many motifs must be shown before seasonings are left out.
ENOUGH = 6
# The place of a motif that the title does not name, after all that it names; and the share of the
# heaviest food (one part in so many) below which a food is not drawn as a heap.
UNTOLD, LITTLE = 99, 6


@dataclass(frozen=True)
class Sight:
    """A line of a recipe as a picture may show it.

    `told`: its place among what the title names, UNTOLD when it names something else.
    `weight`: what it weighs to the eye, in grams; what is light and is seen all the same counts
    more.
    `aside`: a cook may leave it out or takes a pinch of it.
    `part`: only its juice or its zest is eaten.
    `beside`: it stands behind the title's "with", or under a heading of its own after the first.
    `quiet`: it is tasted more than seen.
    """

    motif: str
    family: str
    told: int
    weight: Fraction
    aside: bool
    part: bool
    beside: bool
    quiet: bool

    @property
    def named(self) -> bool:
        """Whether the title names it."""
        return self.told < UNTOLD

    @property
    def rank(self) -> tuple[bool, int, bool, Fraction]:
        """Less is more telling."""
        return self.aside, self.told, self.quiet, -self.weight


@dataclass(frozen=True)
class _Title:
    """What a title names: its words in the singular, and the pantry items in their order.

    `after_with` are the items behind the word "with".
    """

    words: frozenset[str]
    items: tuple[str, ...]
    after_with: frozenset[str]

    def place_of(self, key: str, item: Item, quiet: bool) -> int:
        """The place of an item among what the title names; UNTOLD when it does not name it."""
        if key in self.items:
            return self.items.index(key)
        if quiet:
            return UNTOLD
        called = {_singular(item.names[0].lower().split()[-1])}
        if item.index:
            called.add(_singular(item.index.lower().split()[-1]))
        return len(self.items) if called & self.words else UNTOLD


def _read_title(title: str, pantry: Pantry) -> _Title:
    items = []
    after_with = set()
    for start, _, key in pantry.named_in(title):
        items.append(key)
        if " with " in title[:start].lower():
            after_with.add(key)
    words = frozenset(_singular(word) for word in re.findall(r"[^\W\d_]+", title.lower()))
    return _Title(words, tuple(items), frozenset(after_with))


def sights(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> list[Sight]:
    """What a recipe shows, each motif once, the most telling first."""
    title = _read_title(recipe_file.recipe.title, pantry)
    dishes = pantry.dishes
    best: dict[str, Sight] = {}
    for number, (_, lines) in enumerate(recipe_file.recipe.groups):
        for line in lines:
            key, item = pantry.require(line)
            motif = pantry.motif(key)
            if motif == "none":
                continue
            quiet = item.family in dishes.quiet
            sight = Sight(
                motif=motif,
                family=item.family,
                told=title.place_of(key, item, quiet),
                weight=_grams(line, pantry, food_data) * dishes.light.get(item.family, 1),
                aside=_is_aside(line),
                part=_has_word(line.preparation, dishes.parts),
                beside=number > 0 or key in title.after_with,
                quiet=quiet,
            )
            known = best.get(motif)
            if known is None or sight.rank <= known.rank:
                best[motif] = sight
    return sorted(best.values(), key=lambda sight: sight.rank)


def _has_word(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in a text."""
    found = [rf"\b{re.escape(word)}\b" for word in words]
    return any(re.search(pattern, text) for pattern in found)


def _is_aside(line: Ingredient) -> bool:
    """Whether a cook may leave a line out, takes it to taste, or takes a pinch of it."""
    if line.optional or line.amount is None:
        return True
    return line.unit is not None and line.unit.name == "pinch"


def _grams(line: Ingredient, pantry: Pantry, food_data: FoodData | None) -> Fraction:
    """What a line weighs in g as eaten; 0 when that is not known."""
    if food_data is None:
        return Fraction(0)
    return weigh(line, pantry, food_data)[1] or Fraction(0)


def motifs(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> tuple[str, ...]:
    """The motifs of a recipe, four to nine.

    First those its title names, then by the grams that are seen, then what seasons it.
    """
    found: list[str] = []
    for number, sight in enumerate(sights(recipe_file, pantry, food_data)):
        if number < ENOUGH or not (sight.quiet or sight.aside):
            found.append(sight.motif)
    found = found[:MOST]
    companions = [name for name in pantry.dishes.companions if name not in found]
    missing = max(0, LEAST - len(found))
    return tuple(found + companions[:missing])


def _singular(word: str) -> str:
    if word.endswith("oes"):
        return word.removesuffix("es")
    return word.removesuffix("s")


def gathered(recipes: Iterable[tuple[str, ...]], most: int = 16) -> tuple[str, ...]:
    """The motifs of several recipes, what comes first in many of them first."""
    weights: dict[str, Fraction] = {}
    for names in recipes:
        for place, name in enumerate(names):
            weights[name] = weights.get(name, Fraction(0)) + Fraction(1, place + 2)
    ordered = sorted(weights, key=lambda name: (-weights[name], name))
    return tuple(ordered[:most])


def served_dish(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> ServedDish:
    """A recipe as it is served.

    Its main ingredients by what they weigh, what the title names counting twice, and upon them what
    little else the title names.
    """
    shown = [sight for sight in sights(recipe_file, pantry, food_data) if not sight.aside]
    dishes = pantry.dishes
    body = poured_body(recipe_file, pantry, food_data)
    vessel_name = vessel(recipe_file, dishes)
    inside = [sight for sight in shown if _is_seen_inside(sight, dishes)]
    if vessel_name == "soup" and body == "smooth":
        inside = [sight for sight in inside if _floats(sight, dishes)]
    whole = [sight for sight in inside if not sight.part]
    whole.sort(key=_weight_to_the_eye, reverse=True)
    shape = shaped(recipe_file.recipe.title, dishes)
    if shape:
        # The rest is in what was shaped.
        whole = [sight for sight in whole if sight.beside]
        inside = [sight for sight in inside if sight.beside]
    food = _heaviest(whole)
    upon = tuple(sight.motif for sight in inside if sight.named and sight.motif not in food)
    in_it = (shape, *food) if shape else food or upon
    tint = liquid([sight.motif for sight in shown], body, dishes)
    return ServedDish(vessel_name, in_it, body, tint, upon)


def liquid(names: Sequence[str], body: Body, dishes: Dishes) -> tuple[str, str]:
    """The colours of a liquid made of those ingredients.

    The strongest dye decides, else the first ingredient that has a colour.
    """
    if body == "clear":
        for tint in dishes.broths:
            if set(tint.of) & set(names):
                return tint.colours
        return PLAIN
    dyes = dishes.dyes
    if body == "thick":
        dyes = (*dyes, *dishes.stew_dyes)
    strongest_first = [*(dye for dye in dyes if dye in names), *names]
    for name in strongest_first:
        known = _tint_of(name, dishes)
        if known is not None:
            return known.colours
    return PLAIN


def _tint_of(name: str, dishes: Dishes) -> Tint | None:
    for tint in dishes.liquids:
        if name in tint.of:
            return tint
    return None


def _is_seen_inside(sight: Sight, dishes: Dishes) -> bool:
    return sight.family not in dishes.stirred and sight.motif not in UNSEEN


def _floats(sight: Sight, dishes: Dishes) -> bool:
    """Whether it stays whole on what was blended."""
    return sight.family in dishes.strewn or DISHED.get(sight.motif) in SLICES


def _weight_to_the_eye(sight: Sight) -> Fraction:
    return sight.weight * 2 if sight.named else sight.weight


def _heaviest(sights: list[Sight]) -> tuple[str, ...]:
    """The motifs of all that is no small part of the heaviest."""
    most = max((sight.weight for sight in sights), default=Fraction(0))
    return tuple(sight.motif for sight in sights if sight.weight * LITTLE >= most)


def shaped(title: str, dishes: Dishes) -> str:
    """The motif of what is shaped by hand, such as fritters, when a title says so; else nothing."""
    dish = title.lower().partition(" with ")[0]
    for word in re.findall(r"\w+", dish):
        if word in dishes.shaped:
            return dishes.shaped[word]
    return ""


def poured_body(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> Body:
    """What a soup or a drink is like.

    Clear when its title says broth or nothing clouds its water; smooth when it is blended; else
    thick.
    """
    title = recipe_file.recipe.title.lower()
    method = " ".join(recipe_file.recipe.method).lower()
    dishes = pantry.dishes
    if _has_word(title, dishes.clear):
        return "clear"
    if _is_blended(method, dishes):
        return "smooth"
    if _has_word(f"{title} {method}", dishes.thick):
        return "thick"
    return "clear" if _is_watery(recipe_file, pantry, food_data) else "thick"


def _is_blended(method: str, dishes: Dishes) -> bool:
    """Whether one word of a sentence blends, and what comes after says that a soup is made of it.

    A blender that only makes a paste does not count.
    """
    after = "|".join(re.escape(word) for word in dishes.blended)
    for word in dishes.blend:
        if re.search(rf"\b{re.escape(word)}\b(?=[^.]* (?:{after}))", method):
            return True
    return False


def _is_watery(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> bool:
    """Whether most of what is poured in is water or stock, and stays clear."""
    water = other = Fraction(0)
    for line in listed_lines(recipe_file.recipe):
        key, item = pantry.require(line)
        motif = pantry.motif(key)
        if motif in pantry.dishes.clouds:
            return False
        if item.family not in ("liquid", "dairy"):
            continue
        if key == "water" or motif == "broth":
            water += _grams(line, pantry, food_data)
        else:
            other += _grams(line, pantry, food_data)
    return water > other


def vessel(recipe_file: RecipeFile, dishes: Dishes) -> str:
    """The vessel a recipe names, else what its title says it is, else a bowl."""
    if recipe_file.recipe.vessel:
        return recipe_file.recipe.vessel
    title = recipe_file.recipe.title.lower()
    words = title.split()
    for name, signs in dishes.vessels.items():
        if any(sign in words or title.endswith(sign) for sign in signs):
            return name
    return "bowl"
