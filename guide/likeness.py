"""What a recipe looks like: the motifs that stand for its ingredients, the most telling first, and how it is served."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from guide.art.vessels import Body, Dish, liquid
from guide.kitchen import Card
from guide.nutrition import Larder, weigh
from guide.pantry import Pantry

LEAST, MOST = 4, 9
# So many must be seen before what only seasons is left out.
ENOUGH = 6
# What every dish has: shown when there is nothing else, and true of any.
COMPANIONS = ("leaf", "sprig", "peppercorn", "salt")
# Families that are tasted more than seen.
QUIET = {"oil", "liquid", "condiment", "spice", "sweet"}
# A herb weighs next to nothing and is seen all the same.
LIGHT = {"herb": 8, "seed": 4, "nut": 2, "fish": 2, "egg": 2, "seafood": 2}

# What nobody can see through once it is stirred in.
CLOUDS = frozenset(("cocoa", "chocolate", "nutbutter", "tahini"))
# What makes a soup smooth, and what gives it body though it is not blended. A blender that only helps with a paste blends no soup.
_BLENDED = re.compile(r"\b(?:blend|blitz|whizz|liquidise|purée)\b(?=[^.]* (?:smooth|silky|creamy|soup))")
_THICK = re.compile(r"\b(?:stew|dal|chowder|mash\w*|falls? apart|breaks? down|collapses?|thickens?|thickened)\b")
# What a title says of its vessel.
_SIGNS = (
    ("soup", ("soup", "broth", "stew", "dal")), ("tray", ("tray", "traybake", "roast", "baked")), ("mug", ("tea", "latte", "milk")),
    ("glass", ("smoothie", "juice", "kefir")), ("jar", ("overnight", "jam", "pickle", "pickled", "dressing")),
    ("board", ("bread", "toast", "dip", "crackers")), ("plate", ("pancakes", "fillets", "omelette")),
)  # fmt: skip


def motifs(card: Card, pantry: Pantry, larder: Larder | None) -> tuple[str, ...]:
    """The motifs of a recipe, four to nine: those its title names, then by the grams that are seen, then what seasons it."""
    title = card.recipe.title
    named = [key for _, _, key in pantry.named_in(title)]
    words = {_singular(word) for word in re.findall(r"[^\W\d_]+", title.lower())}
    ranked: dict[str, tuple] = {}
    for place, line in enumerate(line for _, lines in card.recipe.groups for line in lines):
        key, item = pantry.require(line)
        motif = pantry.motif(key)
        if motif == "none":
            continue
        heard = item.family not in QUIET and _singular(item.names[0].lower().split()[-1]) in words
        told = named.index(key) if key in named else len(named) if heard else 99
        grams = weigh(line, pantry, larder)[1] if larder else None
        rank = (told, item.family in QUIET, -(grams or Fraction(0)) * LIGHT.get(item.family, 1), place)
        ranked[motif] = min(rank, ranked.get(motif, rank))
    found = [motif for number, motif in enumerate(sorted(ranked, key=ranked.__getitem__)) if number < ENOUGH or not ranked[motif][1]][:MOST]
    return tuple(found + [name for name in COMPANIONS if name not in found][: max(0, LEAST - len(found))])


def _singular(word: str) -> str:
    return word.removesuffix("es") if word.endswith("oes") else word.removesuffix("s")


def gathered(recipes: Iterable[tuple[str, ...]], most: int = 16) -> tuple[str, ...]:
    """The motifs of several recipes, what comes first in many of them first."""
    weights: dict[str, Fraction] = {}
    for names in recipes:
        for place, name in enumerate(names):
            weights[name] = weights.get(name, Fraction(0)) + Fraction(1, place + 2)
    return tuple(sorted(weights, key=lambda name: (-weights[name], name))[:most])


def dish(card: Card, pantry: Pantry, larder: Larder | None) -> Dish:
    """A recipe as it is served."""
    names, poured = motifs(card, pantry, larder), body(card, pantry, larder)
    # Miso colours its soup, and is seldom among what is shown.
    stirred = (pantry.motif(pantry.require(line)[0]) for _, lines in card.recipe.groups for line in lines)
    return Dish(vessel(card), names, poured, liquid((*names, *stirred), poured))


def body(card: Card, pantry: Pantry, larder: Larder | None) -> Body:
    """What a soup or a drink is like: clear when its title says broth or nothing clouds its water; smooth when it is blended; else thick."""
    title, method = card.recipe.title.lower(), " ".join(card.recipe.method).lower()
    if re.search(r"\bbroth\b", title):
        return "clear"
    if _BLENDED.search(method):
        return "smooth"
    return "clear" if _watery(card, pantry, larder) and not _THICK.search(f"{title} {method}") else "thick"


def _watery(card: Card, pantry: Pantry, larder: Larder | None) -> bool:
    """Whether most of what is poured in is water or stock, and stays clear."""
    water = other = Fraction(0)
    for line in (line for _, lines in card.recipe.groups for line in lines):
        key, item = pantry.require(line)
        if pantry.motif(key) in CLOUDS:
            return False
        if item.family not in ("liquid", "dairy"):
            continue
        grams = (weigh(line, pantry, larder)[1] if larder else None) or Fraction(0)
        if key == "water" or pantry.motif(key) == "broth":
            water += grams
        else:
            other += grams
    return water > other


def vessel(card: Card) -> str:
    """The vessel a recipe names, else what its title says it is, else a bowl."""
    if card.recipe.vessel:
        return card.recipe.vessel
    title = card.recipe.title.lower()
    for vessel, signs in _SIGNS:
        if any(sign in title.split() or title.endswith(sign) for sign in signs):
            return vessel
    return "bowl"
