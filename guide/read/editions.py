"""What an edition is: which recipes, without which foods, in which format, units and ink."""

from __future__ import annotations

from dataclasses import dataclass

# The pocket page is the one that is e-mailed.
POCKET = "pocket"


@dataclass(frozen=True)
class Edition:
    """One edition of the guide; as it stands here, the whole guide on pocket pages.

    `name` is the name it is declared under in editions.yaml, "" for one that is not declared.
    `form` is a format of templates/sizes.yaml. `without` are ids of groups of allergens, of
    allergens, or of foods of the pantry that its recipes are made without. `units` is how amounts
    are printed: metric, us or both. `ink` is full or saver. `recipes` chooses recipes by their
    slugs, or by a tag as "tag:low-energy"; () takes all. `subtitle` takes the place of the
    brand's, and `file` is the stable name of its PDF; "" leaves both as they are.
    """

    name: str = POCKET
    form: str = POCKET
    without: tuple[str, ...] = ()
    units: str = "both"
    ink: str = "full"
    recipes: tuple[str, ...] = ()
    subtitle: str = ""
    file: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether its recipes are those of the guide, all of them and as they are written."""
        return not self.without and not self.recipes
