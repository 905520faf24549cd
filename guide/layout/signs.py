"""The pictures of a part that say something: the signs of labels, the dots of evidence.

They are worked out from the guide's files and not from the templates, so that a style that
exchanges two signs, or hides one, is found out.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.derive import claims
from guide.layout.passages import Sayings, Sign
from guide.read.load import Guide
from guide.views.book import Part, chapter_of, recipe_of
from guide.views.recipe_view import view


def recipe_signs(part: Part, guide: Guide, sayings: Sayings) -> Iterator[Sign]:
    """The sign before each label of a recipe, and the dots before its evidence, from the top."""
    seen = view(recipe_of(part), guide)

    def sign(picture: str, name: str, **given: str) -> Sign:
        return Sign(picture, sayings.say("recipe", name, **given))

    first, others = seen.contains.first, seen.contains.others
    if first:
        yield sign("holds", "contains", groups=first)
    if others:
        yield sign("holds-less", "also" if first else "contains", groups=others)
    if seen.check.said:
        yield sign("read", "check", groups=seen.check.said)
    if seen.without:
        yield sign("without", "without", groups=seen.without)
    if seen.why is not None:
        strength = seen.why.strength
        dots = claims.strength_marks(guide.rules)[strength]
        meter = f"strength-{chapter_of(part).folder}-{dots}"
        yield sign(meter, "strength", strength=strength)
