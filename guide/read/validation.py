"""A tree of nodes laid over a pydantic shape: either the shape, or every problem at its own line and column.

pydantic reports errors by kind and by way; the way is walked back to the node, and the words are ours.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from guide.core.amounts import Units
from guide.core.problems import Mistake, Place, Problem, did_you_mean, nearest
from guide.read.yaml_nodes import List, Map, Node, Text, locate, plain, texts, yaml_trap


class Shape(BaseModel):
    """What every shape shares: frozen, and no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def said(mistake: Mistake) -> PydanticCustomError:
    """A Mistake as pydantic carries it, for validators to raise."""
    return PydanticCustomError("mistake", "{what}", {"what": mistake.what, "mistake": mistake})


def _filled(text: str) -> str:
    if not text.strip():
        raise said(
            Mistake("empty-field", "nothing is written here", "write it, or delete the line")
        )
    return " ".join(text.split())


Words = Annotated[str, Field(strict=True, min_length=0), AfterValidator(_filled)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


def _fraction(value: Any) -> Fraction:
    if not re.fullmatch(r"\d+(\.\d+)?", str(value)):
        raise said(
            Mistake(
                "not-a-number",
                f'"{value}" is not a number',
                'write digits, such as "81" or "28.35"',
            )
        )
    return Fraction(value)


Number = Annotated[
    Fraction, PlainValidator(_fraction), WithJsonSchema({"type": "string", "examples": ["81"]})
]
Whole = Annotated[int, BeforeValidator(lambda value: int(_fraction(value)))]
Real = Annotated[float, BeforeValidator(lambda value: float(_fraction(value)))]
Raw = Annotated[str, Field(strict=True, min_length=1)]


def fit(
    shape: type[Shape], node: Node, units: Units | None = None, named: str = ""
) -> tuple[Any, list[Problem]]:
    """The node as that shape, or None with every problem at its place; `named` is the key a bare mapping hangs under."""
    problems = [
        Problem(text.part(), trap.id, trap.what, trap.fix)
        for text in texts(node)
        if (trap := yaml_trap(text))
    ]
    value = {named: plain(node)} if named else plain(node)
    try:
        return shape.model_validate(value, context={"units": units}), problems
    except ValidationError as error:
        trapped = {(p.place.line, p.place.column) for p in problems}
        for detail in error.errors(include_url=False):
            steps = detail["loc"][1:] if named else detail["loc"]
            problem = _explain(shape, detail, steps, node)
            if problem and (problem.place.line, problem.place.column) not in trapped:
                problems.append(problem)
        return None, problems


def _misspelt(shape: type[Shape], name: str, steps: tuple, parent: Node) -> bool:
    known = _fields(shape, steps)
    written = (
        [key.value for key, _ in parent.entries if key.value not in known]
        if isinstance(parent, Map)
        else []
    )
    return any(nearest(word, known, 1) == [name] for word in written)


def _explain(shape: type[Shape], detail: dict, steps: tuple, node: Node) -> Problem | None:
    kind = detail["type"]
    at = locate(node, steps)
    where = at.place
    name = _name(node, steps)
    if kind == "mistake":
        mistake: Mistake = detail["ctx"]["mistake"]
        if isinstance(at, Text):
            where = at.part(mistake.at, mistake.width)
        if isinstance(at, Text) and not at.value.strip():
            where = _key_of(node, steps) or where
        return Problem(where, mistake.id, mistake.what, mistake.fix)
    if kind == "extra_forbidden":
        parent = locate(node, steps[:-1])
        key = parent.key(name) if isinstance(parent, Map) else None
        known = _fields(shape, steps[:-1])
        return Problem(
            key.place if key else where,
            "unknown-field",
            f'unknown field "{name}"',
            did_you_mean(name, known, f"delete it, or use one of: {', '.join(known)}"),
        )
    if kind == "missing":
        if _misspelt(shape, name, steps[:-1], locate(node, steps[:-1])):
            return None
        return Problem(
            where, "missing-field", f'the field "{name}" is missing', f'add a line "{name}: …"'
        )
    if kind in ("too_short", "too_long") and detail["ctx"]["field_type"] == "Dictionary":
        if kind == "too_short":
            return Problem(
                where, "empty-field", "nothing is written here", "write it, or delete the line"
            )
        return Problem(
            where,
            "group",
            "a group of ingredients has one heading",
            'begin each group with its own "- Heading:"',
        )
    if kind == "too_short":
        # pydantic also counts a list as short when its entries were wrong, and those are told already.
        if isinstance(at, List) and at.items:
            return None
        return Problem(
            _key_of(node, steps) or where,
            "empty-field",
            f'"{name}" is empty',
            "write it, or delete the line",
        )
    if kind == "literal_error":
        allowed = re.findall(r"'([^']+)'", detail["ctx"]["expected"])
        said = at.value if isinstance(at, Text) else "this"
        return Problem(
            where,
            "unknown-choice",
            f'"{said}" is not a {name} the guide knows',
            did_you_mean(said, allowed, f"choose one of: {', '.join(allowed)}"),
        )
    if kind == "string_pattern_mismatch":
        said = at.value if isinstance(at, Text) else name
        return Problem(
            where,
            "bad-id",
            f'"{said}" is not a name machines can use',
            'write small letters, digits and hyphens, such as "warm-bowls"',
        )
    if isinstance(at, Text) and not at.value:
        return Problem(
            _key_of(node, steps) or where,
            "empty-field",
            f'"{name}" is empty',
            "write it, or delete the line",
        )
    if kind in ("tuple_type", "list_type"):
        first = at.value if isinstance(at, Text) else "…"
        return Problem(
            where,
            "not-a-list",
            f'"{name}" is a list: one line each, beginning with "- "',
            f'write it on a line of its own: "- {first}"',
        )
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        if isinstance(at, List) or not isinstance(at, Text):
            return Problem(
                where,
                "not-fields",
                f'"{name}" has fields of its own',
                'write "field: value" lines under it',
            )
        return Problem(
            where,
            "not-fields",
            f'"{name}" has fields of its own, and "{at.value}" stands in their place',
            f"write them below, further in: {_sample(shape, steps)}",
        )
    if isinstance(at, Map) and len(at.entries) == 1 and isinstance(at.entries[0][1], Text):
        key, value = at.entries[0]
        return Problem(
            key.place,
            "unquoted-colon",
            "a colon inside the words makes YAML read them as a field",
            f'put quotes round the words: "{key.value}: {value.value}"',
        )
    return Problem(
        where,
        "not-text",
        f'"{name}" is one piece of text',
        "write it on one line after the colon or the “- ”",
    )


def _name(node: Node, steps: tuple) -> str:
    """The last field on the way that the author wrote, or was asked for."""
    found = "this"
    for number, step in enumerate(steps):
        parent = locate(node, steps[:number])
        if (
            isinstance(step, str)
            and isinstance(parent, Map)
            and (parent.key(step) or (number == len(steps) - 1 and step != "[key]"))
        ):
            found = step
    return found


def _key_of(node: Node, steps: tuple) -> Place | None:
    """Where the field stands whose whole value is meant; None when it is an entry of a list."""
    if not steps or not isinstance(steps[-1], str):
        return None
    parent = locate(node, steps[:-1])
    key = parent.key(steps[-1]) if isinstance(parent, Map) else None
    return key.place if key else None


def _shape_at(shape: Any, steps: tuple) -> Any:
    for step in steps:
        if isinstance(step, str) and isinstance(shape, type) and issubclass(shape, Shape):
            fields = {field.alias or name: field for name, field in shape.model_fields.items()}
            if step in fields:
                shape = _inner(fields[step].annotation) or shape
    return shape


def _inner(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if found := _inner(part):
            return found
    return None


def _fields(shape: type[Shape], steps: tuple) -> list[str]:
    return [field.alias or name for name, field in _shape_at(shape, steps).model_fields.items()]


def _sample(shape: type[Shape], steps: tuple) -> str:
    return ", ".join(f'"{name}: …"' for name in _fields(shape, steps)[:3])
