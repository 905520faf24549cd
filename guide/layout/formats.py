"""What belongs to templates and is no template: the formats in templates/sizes.yaml, that is the
size of the page, of its pictures and of its letters, and templates/words.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import Field

from guide.core.problems import Place, Problem
from guide.parse.validation import Number as Number
from guide.parse.validation import Shape, Words, fit
from guide.parse.yaml_nodes import read_yaml

FILE = "sizes.yaml"
WORDS_FILE = "words.yaml"
WORDS_PLACE = Place(f"templates/{WORDS_FILE}")


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
    bar: Number = Field(Fraction(0), description="how high the bar of links at each foot is")
    bare: tuple[str, ...] = Field((), description="the parts without that bar")
    smallest: Number = Field(Fraction(10), description="the smallest letter that may be printed")
    phone: Number = Field(
        Fraction(13),
        description=(
            "the least size of text in CSS px on a screen 390 px wide; "
            "0 for a format that is never read on one"
        ),
    )


Phrases = dict[str, Words]


class PhraseBook(Shape):
    """templates/words.yaml: what templates say besides the guide's files, by kind of part."""

    bar: Phrases = Field(
        default_factory=dict, description="the links at each foot, by the parts they lead to"
    )
    contents: Phrases = Field(default_factory=dict)
    page: Phrases = Field(default_factory=dict)
    opener: Phrases = Field(default_factory=dict)
    recipe: Phrases = Field(default_factory=dict)
    plan: Phrases = Field(default_factory=dict)
    week: Phrases = Field(default_factory=dict)
    shopping: Phrases = Field(default_factory=dict)
    lists: Phrases = Field(default_factory=dict)
    fortnight: Phrases = Field(default_factory=dict)
    finder: Phrases = Field(default_factory=dict)
    tonight: Phrases = Field(default_factory=dict)
    values: Phrases = Field(default_factory=dict)
    references: Phrases = Field(default_factory=dict)
    thanks: Phrases = Field(default_factory=dict)
    back: Phrases = Field(default_factory=dict)


class Formats(Shape):
    """templates/sizes.yaml: what differs between the formats, besides their style sheets."""

    pocket: Sizes
    counter: Sizes
    large: Sizes


# The pocket page is the one that is e-mailed; the others change it.
FORMATS = tuple(Formats.model_fields)


def missing_template(name: str) -> Problem:
    """What is said of a template that is not there."""
    path = f"templates/{name}"
    return Problem(
        Place(path),
        "template",
        f"{path} is missing, or is no file of the guide's own",
        f"bring it back: git checkout -- {path}",
    )


def read_sizes(templates: Mapping[str, bytes], form: str) -> Sizes:
    """The sizes of one of FORMATS, from the templates by name. Raises BadTemplate."""
    if FILE not in templates:
        raise BadTemplate(missing_template(FILE))
    node, problems = read_yaml(f"templates/{FILE}", templates[FILE])
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


def read_words(templates: Mapping[str, bytes]) -> PhraseBook:
    """What templates say besides the guide's files, from the templates by name. Raises
    BadTemplate.
    """
    if WORDS_FILE not in templates:
        raise BadTemplate(missing_template(WORDS_FILE))
    node, problems = read_yaml(f"templates/{WORDS_FILE}", templates[WORDS_FILE])
    if problems:
        raise BadTemplate(problems[0])
    if node is None:
        return PhraseBook()
    words: PhraseBook | None
    words, problems = fit(PhraseBook, node)
    if problems or words is None:
        raise BadTemplate(problems[0])
    return words
