"""What an edition is: which recipes, without which foods, in which format, units and ink."""

from __future__ import annotations

from dataclasses import dataclass

# All colours and pictures, or black on white without pictures.
FULL, SAVER = "full", "saver"
# The pocket page is the one that is e-mailed.
POCKET = "pocket"
# As guide/layout/formats.py has them, which would load pydantic; a test holds both together.
COUNTER = "counter"
PAGE_FORMATS = (POCKET, COUNTER, "large")
# The name under `parts` that stands for the recipes alone, without a page for each chapter.
DISHES = "dishes"
# The name under `parts` that stands for one recipe on a sheet of its own, to forward.
CARD = "card"
# Behind the name of a page: its first call-out alone.
BOX = "-box"
# What a choice of recipes begins with that is no recipe's file name.
TAG = "tag:"


@dataclass(frozen=True)
class Edition:
    """One edition of the guide; as it stands here, the whole guide on pocket pages.

    `name` is the name it is declared under in editions.yaml, "" for one that is not declared.
    `form` is a format of templates/sizes.yaml. `without` are ids of groups of allergens, of
    allergens, or of foods of the pantry that its recipes are made without. `units` is how amounts
    are printed: metric, us or both. `ink` is full or saver. `recipes` chooses recipes by their
    slugs, or by a tag as "tag:low-energy"; () takes all. `parts` are the parts of the book it has,
    by their names in pages/order.yaml, DISHES and BOX among them; () takes all. `subtitle` takes
    the place of the brand's, and `file` is the stable name of its PDF; "" leaves both as they are.
    """

    name: str = POCKET
    form: str = POCKET
    without: tuple[str, ...] = ()
    units: str = "both"
    ink: str = FULL
    recipes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    subtitle: str = ""
    file: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether its recipes are those of the guide, all of them and as they are written."""
        return not self.without and not self.recipes

    @property
    def content(self) -> tuple[object, ...]:
        """What decides its pages, whatever it is called: two with the same content are one."""
        chosen = tuple(map(frozenset, (self.without, self.recipes, self.parts)))
        return self.form, self.units, self.ink, chosen

    @property
    def slug(self) -> str:
        """A name for its files, made of what it is where it is not declared."""
        if self.name:
            return self.name
        pieces = [self.form] if self.form != POCKET else []
        if self.without:
            pieces.append("without-" + "-".join(self.without))
        pieces += [self.units] if self.units != "both" else []
        pieces += ["ink-saver"] if self.ink != "full" else []
        pieces += ["chosen"] if self.recipes else []
        return "-".join(pieces) or POCKET


def card_of(slug: str) -> Edition:
    """One recipe as a sheet of its own."""
    name = f"{CARD}-{slug}"
    return Edition(name=name, form=COUNTER, recipes=(slug,), parts=(CARD,), file=f"{name}.pdf")


def file_of(edition: Edition, brand_file: str) -> str:
    """The stable name of an edition's PDF; `brand_file` is that of the guide."""
    if edition.file:
        return edition.file
    if edition.slug == POCKET:
        return brand_file
    stem = brand_file.removesuffix(".pdf")
    return f"{stem}-{edition.slug}.pdf"
