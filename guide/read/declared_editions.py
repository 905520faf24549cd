"""editions.yaml: which editions are built and mailed, as marketing declares them."""

from typing import Annotated, Literal

from pydantic import Field

from guide.parse.validation import Id, Shape, Whole, Words
from guide.read.brand import EditionCall, FileName
from guide.read.editions import Edition

EDITIONS_FILE = "editions.yaml"


class DeclaredEdition(Shape):
    """One edition of editions.yaml, as it is written there."""

    name: Id
    without: tuple[Words, ...] = Field((), description="groups of allergens, or foods")
    format: Literal["pocket", "counter", "large"] = Field("pocket", description="the page")
    units: Literal["both", "metric", "us"] = Field("both", description="how amounts are printed")
    ink: Literal["full", "saver"] = Field("full", description="saver leaves pictures out")
    recipes: Annotated[tuple[Words, ...], Field(max_length=500)] = Field(
        (), description="file names of recipes, or a tag as tag:low-energy; all without it"
    )
    parts: tuple[Id, ...] = Field(
        (), description="parts of the book by their names in pages/order.yaml; all without it"
    )
    pages: Whole | None = Field(None, description="how many pages it has at most")
    note: tuple[Words, ...] = Field((), description="paragraphs below its contents")
    call: EditionCall | None = Field(None, description="in place of the call in brand.yaml")
    subtitle: Words = Field("", description="in place of the subtitle of brand.yaml")
    file: FileName = Field("", description="the name of the PDF")

    @property
    def edition(self) -> Edition:
        """The edition as it is written, with what it leaves out by the names given here."""
        return Edition(
            name=self.name,
            form=self.format,
            without=self.without,
            units=self.units,
            ink=self.ink,
            recipes=self.recipes,
            parts=self.parts,
            subtitle=self.subtitle,
            file=self.file,
        )


class DeclaredEditions(Shape):
    """editions.yaml as a whole."""

    editions: Annotated[tuple[DeclaredEdition, ...], Field(min_length=1)]
