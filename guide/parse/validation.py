"""A tree of nodes checked against a pydantic shape, with each problem at its own line and column.

pydantic reports an error by its type and by the steps to it. The steps lead back to the node, and
the words come from guide/parse/shape_errors.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from guide.core.amounts import Units
from guide.core.anchors import find_anchors
from guide.core.problems import Mistake, Problem
from guide.parse.shape_errors import explain_shape_error
from guide.parse.yaml_nodes import Map, Node, Plain, plain, texts, yaml_trap

# What stands where a person is still to write; a text that begins with it is told as such.
TODO = "TODO"


class Shape(BaseModel):
    """What every shape shares: frozen, and no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


AnyShape = TypeVar("AnyShape", bound=Shape)


def as_pydantic_error(mistake: Mistake) -> PydanticCustomError:
    """A Mistake as pydantic carries it, for validators to raise."""
    return PydanticCustomError("mistake", "{what}", {"what": mistake.what, "mistake": mistake})


def _read_words(text: str) -> str:
    """The text with single spaces between its words. Raises when it has none."""
    if not text.strip():
        mistake = Mistake("empty-field", "nothing is written here", "write it, or delete the line")
        raise as_pydantic_error(mistake)
    return " ".join(text.split())


def _read_regex(text: str) -> str:
    """A regular expression as it is written. Raises for one that Python cannot read."""
    try:
        find_anchors(text)
    except re.error as error:
        mistake = Mistake(
            "regex",
            f"this is no regular expression that Python can read: {error}",
            "mend it, or write a backslash before a sign that stands for itself",
        )
        raise as_pydantic_error(mistake) from error
    return text


def _read_number(value: object) -> Fraction:
    """A number from its digits, exactly. Raises for anything else, signs and exponents too."""
    text = str(value)
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        mistake = Mistake(
            "not-a-number", f'"{text}" is not a number', 'write digits, such as "81" or "28.35"'
        )
        raise as_pydantic_error(mistake)
    return Fraction(text)


def _read_whole_number(value: object) -> int:
    return int(_read_number(value))


def _read_real_number(value: object) -> float:
    return float(_read_number(value))


class _Made:
    """The pydantic schema of a type, made once and not anew for each of hundreds of fields."""

    def __init__(self, schema: CoreSchema) -> None:
        self._schema = schema

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """What pydantic asks for."""
        return self._schema


_TEXT = core_schema.str_schema(strict=True, min_length=0)
_WORDS = core_schema.no_info_after_validator_function(_read_words, _TEXT)
_ID = core_schema.str_schema(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
# The types of fields: words on one line, an id, an exact number, a whole number, text as it is, a
# regular expression.
Words = Annotated[str, _Made(_WORDS)]
Id = Annotated[str, _Made(_ID)]
Number = Annotated[
    Fraction, PlainValidator(_read_number), WithJsonSchema({"type": "string", "examples": ["81"]})
]
Whole = Annotated[int, BeforeValidator(_read_whole_number)]
Real = Annotated[float, BeforeValidator(_read_real_number)]
Raw = Annotated[str, Field(strict=True, min_length=1)]
RegexText = Annotated[Raw, AfterValidator(_read_regex)]


def fit(
    shape: type[AnyShape],
    node: Node,
    units: Units | None = None,
    named: str = "",
    known: Mapping[str, object] | None = None,
) -> tuple[AnyShape | None, list[Problem]]:
    """The node as that shape, or None with every problem at its place.

    `units` are those that ingredient lines may use. `named` is the field of the shape that a file
    holds without naming it. `known` are lines that were read before, by their texts.
    """
    problems = [*_find_yaml_traps(node), *_find_unwritten(shape, node)]
    unwritten = any(problem.id == "to-fill-in" for problem in problems)
    value: Plain = plain(node)
    if named:
        value = {named: value}
    try:
        made = shape.model_validate(value, context={"units": units, "known": known or {}})
        return None if unwritten else made, problems
    except ValidationError as error:
        # A value that YAML misreads is reported once, not again as the wrong kind of value.
        trapped = {(problem.place.line, problem.place.column) for problem in problems}
        for details in error.errors(include_url=False):
            steps = details["loc"]
            if named:
                steps = steps[1:]
            problem = explain_shape_error(shape, details, steps, node)
            if problem and (problem.place.line, problem.place.column) not in trapped:
                problems.append(problem)
        return None, problems


def _find_unwritten(shape: type[Shape], node: Node) -> list[Problem]:
    """The texts of a file that are still to be written, as the file of a new recipe has them."""
    problems: list[Problem] = []
    entries = node.entries if isinstance(node, Map) else ()
    # Only an escape could hide the word in the file.
    written = entries[0][0].source.text if entries else ""
    if TODO not in written and "\\" not in written:
        return problems
    for key, value in entries:
        about = shape.model_fields.get(key.value)
        said = about.description if about and about.description else "it"
        for text in texts(value):
            if text.value.startswith(TODO):
                what = f'"{key.value}" is still to be written'
                fix = f"write over {TODO}: {said}"
                problems.append(Problem(text.part(), "to-fill-in", what, fix))
    return problems


def _find_yaml_traps(node: Node) -> list[Problem]:
    problems = []
    for text in texts(node):
        trap = yaml_trap(text)
        if trap:
            problems.append(Problem(text.part(), trap.id, trap.what, trap.fix))
    return problems
