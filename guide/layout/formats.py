"""The formats of the book in templates/sizes.yaml: the size of the page, of its pictures and of its
letters.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from pydantic import Field

from guide.core.problems import Problem
from guide.read.validation import Number as Number
from guide.read.validation import Shape, fit
from guide.read.yaml_nodes import read_yaml

FILE = "sizes.yaml"


class BadTemplate(Exception):
    """A template that cannot be used; carries the Problem that says where and why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.what)
        self.problem = problem


class Sizes(Shape):
    """A format in templates/sizes.yaml: the page and its pictures, in pt, and how small its letters
    may be.
    """

    width: Number
    height: Number
    plate: Number
    tighten: tuple[Number, ...]
    diagram: tuple[Number, Number]
    spot: Number
    flourish: tuple[Number, Number]
    unnumbered: tuple[str, ...]
    smallest: Number = Field(Fraction(10), description="the smallest letter that may be printed")
    phone: Number = Field(
        Fraction(13),
        description=(
            "the least size of text in CSS px on a screen 390 px wide; "
            "0 for a format that is never read on one"
        ),
    )


class Formats(Shape):
    """templates/sizes.yaml: what differs between the formats, besides their style sheets."""

    pocket: Sizes
    counter: Sizes
    large: Sizes


# The pocket page is the one that is e-mailed; the others change it.
FORMATS = tuple(Formats.model_fields)


def read_sizes(templates: Path, form: str) -> Sizes:
    """The sizes of one of FORMATS. Raises BadTemplate."""
    node, problems = read_yaml(f"templates/{FILE}", (templates / FILE).read_bytes())
    if problems:
        raise BadTemplate(problems[0])
    if node is None:
        raise ValueError(f"{FILE} was not read, and nothing was wrong with it")
    formats: Formats | None
    formats, problems = fit(Formats, node)
    if problems or formats is None:
        raise BadTemplate(problems[0])
    by_name = {"pocket": formats.pocket, "counter": formats.counter, "large": formats.large}
    return by_name[form]
