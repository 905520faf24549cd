"""What marketing owns: words, links, colours, the edition, the file's name and its bytes."""

from __future__ import annotations

import calendar
import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from guide.core.problems import Mistake
from guide.read.validation import Id, Shape, Whole, Words, as_pydantic_error


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise as_pydantic_error(
            Mistake(
                "colour",
                f'"{value}" is not a colour',
                'write # and six digits in quotes, such as "#1F4D3A"',
            )
        )
    return value.upper()


Colour = Annotated[
    str,
    Field(strict=True),
    AfterValidator(_colour),
    WithJsonSchema({"type": "string", "pattern": "^#[0-9A-F]{6}$"}),
]


def is_placeholder(text: str) -> bool:
    """Whether a value of brand.yaml is still waiting for its owner: words in square brackets."""
    return text.startswith("[") and text.endswith("]")


def _link(value: str) -> str:
    if not is_placeholder(value) and not re.fullmatch(
        r"(https://[^\s/@]+\.[^\s/@]+(/\S*)?)|(mailto:[^\s@]+@[^\s@]+\.[^\s@]+)", value
    ):
        raise as_pydantic_error(
            Mistake(
                "link",
                f'"{value}" is not a link the guide may carry',
                "write an address that begins with https://",
            )
        )
    return value


def _edition(value: str) -> str:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", value):
        raise as_pydantic_error(
            Mistake(
                "edition", f'"{value}" is not a month', 'write year and month, such as "2026-11"'
            )
        )
    return value


def _file(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.pdf", value) or len(value) > 60:
        raise as_pydantic_error(
            Mistake(
                "file-name",
                f'"{value}" is not a file name every mail system takes',
                'write small letters, digits and hyphens, ending in .pdf, at most 60: "recipe-guide.pdf"',
            )
        )
    return value


Link = Annotated[str, Field(strict=True), AfterValidator(_link)]


class Call(Shape):
    """The call to action on the back page."""

    title: Words
    words: Words
    button: Words
    link: Link
    small: Words


class Budget(Shape):
    """Bytes of the PDF: what to aim at, where a remark begins, and where the build fails."""

    target: Whole
    remark: Whole
    fail: Whole


class Palette(Shape):
    """A chapter's colours: text and rules, the opener's ground, panels, lines."""

    deep: Colour
    ground: Colour
    tint: Colour
    shade: Colour


class Colours(Shape):
    """The book's colours: text, quieter text, hairlines, panels, headings, accents, warnings' text, and what calls."""

    ink: Colour
    soft: Colour
    line: Colour
    cream: Colour
    forest: Colour
    turmeric: Colour
    amber: Colour
    rust: Colour


# What is written on what, as templates/ use the colours; "white" is the paper and the text on dark grounds.
# A template that writes in another colour, or on another ground, adds it here.
PAIRS = {
    "ink": ("white", "cream", "tint"),
    "soft": ("white", "cream", "tint"),
    "forest": ("white", "cream"),
    "rust": ("white", "cream"),
    "amber": ("white",),
    "deep": ("white", "cream", "tint"),
    "white": ("rust", "deep"),
}


class Brand(Shape):
    """The words, colours and limits marketing owns."""

    title: Words
    subtitle: Words
    cover: Words
    brand: Words
    site: Link
    contact: Link
    address: Words
    call: Call
    edition: Annotated[str, Field(strict=True), AfterValidator(_edition)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    subject: Words
    keywords: tuple[Words, ...]
    file: Annotated[str, Field(strict=True), AfterValidator(_file)]
    budget: Budget
    colours: Colours
    palettes: dict[Id, Palette]

    @property
    def month(self) -> str:
        """The edition as a reader says it: November 2026."""
        year, month = self.edition.split("-")
        return f"{calendar.month_name[int(month)]} {year}"

    @property
    def whole_title(self) -> str:
        """Title and subtitle as one line."""
        return f"{self.title}: {self.subtitle}"
