"""What a recipe looks like: the motifs that stand for its ingredients, the most telling first, and how it is served."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from guide.art.vessels import DISHED, SLICES, UNSEEN, Body, ServedDish, liquid
from guide.derive.nutrition import weigh
from guide.read.food_data import FoodData
from guide.read.load import RecipeFile
from guide.read.pantry import Pantry

LEAST, MOST = 4, 9
# So many motifs must be shown before seasonings are left out.
ENOUGH = 6
# Motifs that suit any dish, shown when it has too few of its own.
COMPANIONS = ("leaf", "sprig", "peppercorn", "salt")
# Families that are tasted rather than seen.
QUIET = {"oil", "liquid", "condiment", "spice", "sweet"}
# Families that dissolve in the pot, and those that stay whole on a blended dish.
STIRRED, STREWN = {"oil", "liquid", "spice"}, {"herb", "seed", "nut"}
# The place of a motif that the title does not name, after all that it names; and the share of the
# heaviest food (one part in so many) below which a food is not drawn as a heap.
UNTOLD, LITTLE = 99, 6
# The motif of each dish that is shaped by hand, by the word its title uses.
SHAPED = {
    "fritters": "fritter",
    "falafel": "fritter",
    "cakes": "fishcake",
    "fishcakes": "fishcake",
    "burgers": "meatball",
    "patties": "meatball",
    "meatballs": "meatball",
    "cookies": "cookie",
    "biscuits": "cookie",
    "oatcakes": "oatcake",
    "crackers": "oatcake",
    "pancakes": "pancake",
}
_PART = re.compile(r"\b(?:juiced|zest)\b")
# Families that are seen more than they weigh, and by how much their weight is multiplied.
LIGHT = {"herb": 8, "seed": 4, "nut": 2, "bread": 2, "fish": 2, "egg": 2, "seafood": 2}

# Motifs of ingredients that make a liquid cloudy.
CLOUDS = frozenset(("cocoa", "chocolate", "nutbutter", "tahini"))
# Words that say a soup is blended, and words that say it is thick without that. A blender that only
# makes a paste does not count.
_BLENDED = re.compile(
    r"\b(?:blend|blitz|whizz|liquidise|purée)\b(?=[^.]* (?:smooth|silky|creamy|soup))"
)
_THICK = re.compile(
    r"\b(?:stew|dal|chowder|mash\w*|falls? apart|breaks? down|collapses?|thickens?|thickened)\b"
)
# Words of a title that stand for a vessel.
_SIGNS = (
    ("soup", ("soup", "broth", "stew", "dal")),
    ("tray", ("tray", "traybake", "roast", "baked")),
    ("mug", ("tea", "latte", "milk")),
    ("glass", ("smoothie", "juice", "kefir")),
    ("jar", ("overnight", "jam", "pickle", "pickled", "dressing")),
    ("board", ("bread", "toast", "dip", "crackers")),
    ("plate", ("pancakes", "fillets", "omelette")),
)


@dataclass(frozen=True)
class Sight:
    """A line of a recipe as a picture may show it: its motif, its place among what the title names, and what it weighs to the eye.

    `aside` is what a cook may leave out or takes a pinch of; of a `part`, only the juice or the zest is eaten. What stands behind
    the title's "with", or under a heading of its own after the first, is served `beside` the rest.
    """

    motif: str
    family: str
    told: int
    weight: Fraction
    aside: bool
    part: bool
    beside: bool

    @property
    def named(self) -> bool:
        """Whether the title names it."""
        return self.told < UNTOLD

    @property
    def rank(self) -> tuple[bool, int, bool, Fraction]:
        """Less is more telling."""
        return self.aside, self.told, self.family in QUIET, -self.weight


def sights(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> list[Sight]:
    """What a recipe shows, each motif once, the most telling first."""
    title = recipe_file.recipe.title
    named = [key for _, _, key in pantry.named_in(title)]
    after = {key for start, _, key in pantry.named_in(title) if " with " in title[:start].lower()}
    words = {_singular(word) for word in re.findall(r"[^\W\d_]+", title.lower())}
    found: dict[str, Sight] = {}
    for group, line in (
        (group, line)
        for group, (_, lines) in enumerate(recipe_file.recipe.groups)
        for line in lines
    ):
        key, item = pantry.require(line)
        motif = pantry.motif(key)
        if motif == "none":
            continue
        called = {
            _singular(name.lower().split()[-1]) for name in (item.names[0], item.index or "none")
        }
        heard = item.family not in QUIET and called & words
        grams = weigh(line, pantry, food_data)[1] if food_data else None
        aside = (
            line.optional or line.amount is None or bool(line.unit and line.unit.name == "pinch")
        )
        sight = Sight(
            motif,
            item.family,
            named.index(key) if key in named else len(named) if heard else UNTOLD,
            (grams or Fraction(0)) * LIGHT.get(item.family, 1),
            aside,
            bool(_PART.search(line.preparation)),
            key in after or group > 0,
        )
        found[motif] = min(sight, found.get(motif, sight), key=lambda sight: sight.rank)
    return sorted(found.values(), key=lambda sight: sight.rank)


def motifs(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> tuple[str, ...]:
    """The motifs of a recipe, four to nine: those its title names, then by the grams that are seen, then what seasons it."""
    ranked = enumerate(sights(recipe_file, pantry, food_data))
    found = [
        sight.motif
        for number, sight in ranked
        if number < ENOUGH or not (sight.family in QUIET or sight.aside)
    ][:MOST]
    return tuple(
        found + [name for name in COMPANIONS if name not in found][: max(0, LEAST - len(found))]
    )


def _singular(word: str) -> str:
    return word.removesuffix("es") if word.endswith("oes") else word.removesuffix("s")


def gathered(recipes: Iterable[tuple[str, ...]], most: int = 16) -> tuple[str, ...]:
    """The motifs of several recipes, what comes first in many of them first."""
    weights: dict[str, Fraction] = {}
    for names in recipes:
        for place, name in enumerate(names):
            weights[name] = weights.get(name, Fraction(0)) + Fraction(1, place + 2)
    return tuple(sorted(weights, key=lambda name: (-weights[name], name))[:most])


def served_dish(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> ServedDish:
    """A recipe as it is served: its main ingredients by what they weigh, what the title names twice, and upon them what little else it names."""
    shown = [sight for sight in sights(recipe_file, pantry, food_data) if not sight.aside]
    poured, served = poured_body(recipe_file, pantry, food_data), vessel(recipe_file)
    inside = [sight for sight in shown if sight.family not in STIRRED and sight.motif not in UNSEEN]
    if served == "soup" and poured == "smooth":
        inside = [
            sight for sight in inside if sight.family in STREWN or DISHED.get(sight.motif) in SLICES
        ]
    whole = sorted(
        (sight for sight in inside if not sight.part),
        key=lambda sight: -sight.weight * (2 if sight.named else 1),
    )
    made = shaped(recipe_file.recipe.title)
    if made:
        whole, inside = ([sight for sight in some if sight.beside] for some in (whole, inside))
    most = max((sight.weight for sight in whole), default=Fraction(0))
    food = tuple(sight.motif for sight in whole if sight.weight * LITTLE >= most)
    upon = tuple(sight.motif for sight in inside if sight.named and sight.motif not in food)
    return ServedDish(
        served,
        (made, *food) if made else food or upon,
        poured,
        liquid([sight.motif for sight in shown], poured),
        upon,
    )


def shaped(title: str) -> str:
    """The motif of what is shaped by hand of all that is in it, when a title says so: fritters, cookies; else nothing."""
    return next(
        (
            SHAPED[word]
            for word in re.findall(r"\w+", title.lower().partition(" with ")[0])
            if word in SHAPED
        ),
        "",
    )


def poured_body(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> Body:
    """What a soup or a drink is like: clear when its title says broth or nothing clouds its water; smooth when it is blended; else thick."""
    title, method = recipe_file.recipe.title.lower(), " ".join(recipe_file.recipe.method).lower()
    if re.search(r"\bbroth\b", title):
        return "clear"
    if _BLENDED.search(method):
        return "smooth"
    return (
        "clear"
        if _watery(recipe_file, pantry, food_data) and not _THICK.search(f"{title} {method}")
        else "thick"
    )


def _watery(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> bool:
    """Whether most of what is poured in is water or stock, and stays clear."""
    water = other = Fraction(0)
    for line in (line for _, lines in recipe_file.recipe.groups for line in lines):
        key, item = pantry.require(line)
        if pantry.motif(key) in CLOUDS:
            return False
        if item.family not in ("liquid", "dairy"):
            continue
        grams = (weigh(line, pantry, food_data)[1] if food_data else None) or Fraction(0)
        if key == "water" or pantry.motif(key) == "broth":
            water += grams
        else:
            other += grams
    return water > other


def vessel(recipe_file: RecipeFile) -> str:
    """The vessel a recipe names, else what its title says it is, else a bowl."""
    if recipe_file.recipe.vessel:
        return recipe_file.recipe.vessel
    title = recipe_file.recipe.title.lower()
    for vessel, signs in _SIGNS:
        if any(sign in title.split() or title.endswith(sign) for sign in signs):
            return vessel
    return "bowl"
