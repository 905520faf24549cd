"""What a recipe looks like: the motifs of its ingredients, the most telling first, and its dish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from guide.art.dishes import BEDS, BREADS, DIPPERS, KINDS, PALE, PLAIN, Body, ServedDish, form
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
# Around a dish lie so many kinds at most, and no seasonings where there are so many others.
AROUND, FEW = 6, 3
# The place of a motif that the title does not name, after all that it names; and the share of the
# heaviest food (one part in so many) below which a food is not drawn as a heap.
UNTOLD, LITTLE = 99, 10


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
    `preparation`: how it is cut, in the words of its line; `after_with`: it stands
    behind the title's "with". `piece` is how it lies in a dish, "" where it is not seen.
    """

    motif: str
    family: str
    told: int
    weight: Fraction
    aside: bool
    part: bool
    beside: bool
    quiet: bool
    preparation: str = ""
    after_with: bool = False
    piece: str = ""

    @property
    def form(self) -> str:
        """The form of its piece."""
        return form(self.piece)

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
                preparation=line.preparation.lower(),
                after_with=key in title.after_with,
            )
            known = best.get(motif)
            if known is None or sight.rank <= known.rank:
                best[motif] = sight
    return sorted(best.values(), key=lambda sight: sight.rank)


def _has_word(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in a text."""
    near = [word for word in words if word in text]
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in near)


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


@dataclass(frozen=True)
class Illustration:
    """What the pictures of a recipe show: its dish, what lies around it, and all its motifs."""

    dish: ServedDish
    around: tuple[str, ...]
    motifs: tuple[str, ...]


def illustrate(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> Illustration:
    """What the pictures of a recipe show."""
    seen = sights(recipe_file, pantry, food_data)
    return Illustration(
        dish=_serve(recipe_file, pantry, food_data, seen),
        around=_strew_around(seen, pantry.dishes),
        motifs=_choose_motifs(seen, pantry.dishes),
    )


def motifs(recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None) -> tuple[str, ...]:
    """The motifs of a recipe, four to nine.

    First those its title names, then by the grams that are seen, then what seasons it.
    """
    return _choose_motifs(sights(recipe_file, pantry, food_data), pantry.dishes)


def _choose_motifs(seen: Sequence[Sight], dishes: Dishes) -> tuple[str, ...]:
    found: list[str] = []
    for number, sight in enumerate(seen):
        if number < ENOUGH or not (sight.quiet or sight.aside):
            found.append(sight.motif)
    found = found[:MOST]
    companions = [name for name in dishes.companions if name not in found]
    missing = max(0, LEAST - len(found))
    return tuple(found + companions[:missing])


def strewn_around(
    recipe_file: RecipeFile, pantry: Pantry, food_data: FoodData | None
) -> tuple[str, ...]:
    """The motifs that lie around a dish: what is seen in it, without seasonings if there is enough.

    They are at most six.
    """
    return _strew_around(sights(recipe_file, pantry, food_data), pantry.dishes)


def _strew_around(seen: Sequence[Sight], dishes: Dishes) -> tuple[str, ...]:
    found: list[str] = []
    for sight in seen:
        if sight.quiet or sight.aside:
            continue
        found.append(sight.motif)
    if len(found) >= FEW:
        return tuple(found[:AROUND])
    return _choose_motifs(seen, dishes)[:AROUND]


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
    """A recipe as it is served: its kind, what lies in it and on it, and what stands beside it."""
    return _serve(recipe_file, pantry, food_data, sights(recipe_file, pantry, food_data))


def _serve(
    recipe_file: RecipeFile,
    pantry: Pantry,
    food_data: FoodData | None,
    found: Sequence[Sight],
) -> ServedDish:
    dishes = pantry.dishes
    kind = dish_kind(recipe_file, dishes)
    shown = [sight for sight in found if not sight.aside]
    seen = [replace(sight, piece=look(sight, kind, dishes)) for sight in shown]
    upon: list[Sight] = []
    inside: list[Sight] = []
    for sight in seen:
        if sight.piece:
            (upon if _lies_upon(sight, dishes) else inside).append(sight)
    beside = _pieces([sight for sight in inside if _stands_beside(sight, kind)])
    body = poured_body(recipe_file, pantry, food_data)
    shape = shaped(recipe_file.recipe.title, dishes)
    if shape or _is_blended_away(kind, body):
        method = " ".join(recipe_file.recipe.method).lower()
        partly = kind == "soup" and _has_word(method, dishes.partly)
        fish = dishes.whole if kind == "soup" else ()
        inside = [sight for sight in inside if _stays_whole(sight, partly, fish)]
    food = [piece for piece in _pieces(_main_first(inside)) if piece not in beside]
    if shape:
        food.insert(0, shape)
    return ServedDish(
        kind,
        food=tuple(food),
        upon=tuple(_pieces([sight for sight in upon if sight.named or not sight.part])),
        beside=tuple(beside),
        body=body,
        liquid=liquid([sight.motif for sight in shown], body, dishes),
        surface=surface(shown, kind, dishes),
        sauce=sauce(recipe_file, dishes),
    )


def _pieces(seen: Iterable[Sight]) -> list[str]:
    """The pieces of those sights, each once."""
    return list(dict.fromkeys(sight.piece for sight in seen))


def look(sight: Sight, kind: str, dishes: Dishes) -> str:
    """The piece that shows an ingredient in a dish of that kind; nothing when it is not seen."""
    found = _look_of(sight, kind, dishes)
    if found == "none":
        return ""
    return "_".join(found.split())


def _look_of(sight: Sight, kind: str, dishes: Dishes) -> str:
    """By the kind of dish, else by a word of the preparation, else the usual look, cut as told."""
    if sight.motif in dishes.as_in.get(kind, {}):
        return dishes.as_in[kind][sight.motif]
    tasted = sight.quiet and not sight.named
    if tasted or (not sight.part and _has_word(sight.preparation, dishes.lost)):
        return "none"
    for word in re.findall(r"\w+", sight.preparation):
        if f"{sight.motif} {word}" in dishes.looks:
            return dishes.looks[f"{sight.motif} {word}"]
    usual, _, pigments = dishes.looks.get(sight.motif, "none").partition(" ")
    cut = _cut(sight.preparation, usual, dishes) if usual in dishes.cuts else usual
    return f"{cut} {pigments}".strip()


def _cut(preparation: str, usual: str, dishes: Dishes) -> str:
    """The form that a preparation says, else the usual one."""
    for cut, words in dishes.cuts.items():
        if _has_word(preparation, words):
            return cut
    return usual


def _lies_upon(sight: Sight, dishes: Dishes) -> bool:
    """Whether it is strewn on a dish rather than heaped in it: herbs, and slices of citrus."""
    if sight.family in dishes.strewn or sight.part:
        return True
    if sight.named:
        return sight.motif in (*dishes.strewn_too, *dishes.sliced_over)
    sliced = _has_word(sight.preparation, dishes.cuts.get("coin", ()))
    return sliced and sight.motif in dishes.sliced_over


def _stands_beside(sight: Sight, kind: str) -> bool:
    """Whether something is eaten beside a dish, where its kind has room for that."""
    rule = KINDS[kind].beside
    if rule == "sticks":
        return sight.form in DIPPERS
    if rule == "group":
        return sight.beside or sight.form in DIPPERS
    if not rule:
        return False
    if rule == "with" and sight.after_with and sight.family == "vegetable":
        return True
    is_grain = sight.family == "grain" and sight.form in BEDS
    return is_grain or sight.form in BREADS


def _stays_whole(sight: Sight, partly: bool, fish: Sequence[str]) -> bool:
    """Whether it is seen with what was blended or shaped.

    That is what is eaten with it; in a soup fish, or what is named first when half is blended.
    """
    if sight.beside or sight.form in DIPPERS:
        return True
    return sight.family in fish or (partly and sight.told == 0)


def _is_blended_away(kind: str, body: Body) -> bool:
    return KINDS[kind].blended or (kind == "soup" and body == "smooth")


def surface(shown: Sequence[Sight], kind: str, dishes: Dishes) -> tuple[str, str]:
    """The colours of what is mashed, blended or set, by the first food that has one.

    A mash is made of what stands behind the title's "with", or in a group of its own. Fruit does
    not dye a crumb. What is set in a glass has a second layer of the colour of its fruit.
    """
    if kind == "mash":
        ordered = sorted(shown, key=lambda sight: not sight.beside)
        return _surface_of([sight.motif for sight in ordered], dishes)
    names = [sight.motif for sight in shown]
    dyes = [dye for dye in dishes.dyes if dye in names]
    fruit = {sight.motif for sight in shown if sight.family == "fruit"}
    plain = [dye for dye in dyes if dye not in fruit]
    if KINDS[kind].crumb:
        return _surface_of(plain, dishes)
    if kind != "pots":
        return _surface_of([*dyes, *names], dishes)
    base, _ = _surface_of(plain, dishes)
    of_fruit = [dye for dye in dyes if dye in fruit]
    if not of_fruit:
        return base, base
    layer, _ = _surface_of(of_fruit, dishes)
    return base, layer


def _surface_of(names: Iterable[str], dishes: Dishes) -> tuple[str, str]:
    for name in names:
        for tint in dishes.surfaces:
            if name in tint.of:
                return tint.colours
    return PALE


def sauce(recipe_file: RecipeFile, dishes: Dishes) -> str:
    """The pigment of a sauce that a title or a heading names; nothing when none does."""
    recipe = recipe_file.recipe
    headings = [heading for heading, _ in recipe.groups if heading]
    said = " ".join([recipe.title, *headings]).lower()
    for pigment, words in dishes.sauces.items():
        if _has_word(said, words):
            return pigment
    return ""


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


def _main_first(inside: list[Sight]) -> list[Sight]:
    """All that is named, in the title's order, and what is no small part of the heaviest.

    What nobody has weighed is no small part.
    """
    most = max((sight.weight for sight in inside), default=Fraction(0))
    shown: list[Sight] = []
    for sight in inside:
        if sight.named or not sight.weight or sight.weight * LITTLE >= most:
            shown.append(sight)
    return sorted(shown, key=lambda sight: (sight.told, -sight.weight))


def shaped(title: str, dishes: Dishes) -> str:
    """The piece of what is shaped by hand, such as fritters, when a title says so; else nothing."""
    dish = title.lower().partition(" with ")[0]
    for word in re.findall(r"\w+", dish):
        if word in dishes.shaped:
            return "_".join(dishes.shaped[word].split())
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
        if word in method and re.search(rf"\b{re.escape(word)}\b(?=[^.]* (?:{after}))", method):
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


def dish_kind(recipe_file: RecipeFile, dishes: Dishes) -> str:
    """The kind of a dish: as the guide says of this recipe, as its title says, or by its vessel."""
    recipe = recipe_file.recipe
    named = dishes.recipes.get(recipe_file.slug)
    if named in KINDS:
        return named
    title = recipe.title.lower()
    head, _, _ = title.partition(" with ")
    _, on, tail = title.rpartition(" on ")
    said = head
    if on:
        said = f"{head} {tail}"
    for kind, words in dishes.kinds.items():
        if kind in KINDS and _has_word(said, words):
            return kind
    kind = dishes.served_in.get(recipe.vessel or "", "")
    if kind in KINDS:
        return kind
    return "heaps"
