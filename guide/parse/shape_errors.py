"""What pydantic refuses, explained to the person who wrote it: a table from its types of error."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from guide.core.problems import (
    DOES_THIS,
    Mistake,
    Place,
    Problem,
    did_you_mean,
    nearest,
    with_fix,
)
from guide.parse.yaml_nodes import List, Map, Node, Steps, Text, locate

# The fields of what may look like one of them: the food that is taken out, and what goes in.
_PAIR = ("swap", "for")


@dataclass(frozen=True)
class _Error:
    """One error: the shape and the tree it was found in, the way to it, and the node there.

    `context` is what pydantic says besides; each type of error has keys of its own.
    """

    shape: type[BaseModel]
    root: Node
    steps: Steps
    node: Node
    # pydantic gives this as dict[str, Any].
    context: dict[str, Any]

    @property
    def parent(self) -> Node:
        """The node that holds the one the error is about."""
        return locate(self.root, self.steps[:-1])

    @property
    def name(self) -> str:
        """The last field on the way that the author wrote, or was asked for."""
        found = "this"
        last = len(self.steps) - 1
        for number, step in enumerate(self.steps):
            parent = locate(self.root, self.steps[:number])
            if not isinstance(step, str) or not isinstance(parent, Map):
                continue
            asked_for = number == last and step != "[key]"
            if asked_for or parent.key(step):
                found = step
        return found

    @property
    def field_place(self) -> Place:
        """The place of the field when all its value is meant; of the node in a list otherwise."""
        if not self.steps or not isinstance(self.steps[-1], str):
            return self.node.place
        parent = self.parent
        key = None
        if isinstance(parent, Map):
            key = parent.key(self.steps[-1])
        return key.place if key else self.node.place


def explain_shape_error(
    shape: type[BaseModel], details: ErrorDetails, steps: Steps, root: Node
) -> Problem | None:
    """pydantic's error as a Problem; None when another error reports the same mistake.

    `steps` is the way from the root of the tree to the value that was refused.
    """
    error = _Error(
        shape=shape,
        root=root,
        steps=steps,
        node=locate(root, steps),
        context=details.get("ctx", {}),
    )
    explain = _EXPLANATIONS.get(details["type"], _explain_not_text)
    return explain(error)


def _explain_mistake(error: _Error) -> Problem:
    """A Mistake that one of our own validators raised."""
    mistake: Mistake = error.context["mistake"]
    place = error.node.place
    if isinstance(error.node, Text):
        place = error.node.part(mistake.at, mistake.width)
        if not error.node.value.strip():
            place = error.field_place
    fix = mistake.fix
    if isinstance(error.node, Text) and not error.node.is_on_one_line:
        # ./run fix mends only what stands on a line of its own.
        fix = fix.removesuffix(DOES_THIS)
    return Problem(place, mistake.id, mistake.what, fix)


def _explain_unknown_field(error: _Error) -> Problem:
    name = error.name
    parent = error.parent
    key = None
    if isinstance(parent, Map):
        key = parent.key(name)
    known = field_names(error.shape, error.steps[:-1])
    if key and _is_one_for_another(error):
        first, second = _PAIR
        written = parent.get(name) if isinstance(parent, Map) else None
        value = written.value if isinstance(written, Text) else "…"
        return Problem(
            key.place,
            "unknown-field",
            f'a {first} takes two lines, "{first}:" and "{second}:", and this is one',
            f'write "{first}: {name}", and below it "{second}: {value}"',
        )
    return Problem(
        key.place if key else error.node.place,
        "unknown-field",
        f'unknown field "{name}"',
        _say_where(error, known)
        or did_you_mean(name, known, f"delete it, or use one of: {', '.join(known)}"),
    )


def _say_where(error: _Error, known: list[str]) -> str:
    """That a field goes further in, below one that stands beside it and is empty."""
    parent = error.parent
    if not isinstance(parent, Map):
        return ""
    for outer in known:
        value = parent.get(outer)
        is_empty = isinstance(value, Text) and not value.value
        if is_empty and error.name in field_names(error.shape, (*error.steps[:-1], outer)):
            return f'it belongs to "{outer}": begin the line with two more spaces'
    return ""


def _explain_missing_field(error: _Error) -> Problem | None:
    name = error.name
    if _is_misspelt(error, name) or _is_one_for_another(error):
        return None
    return Problem(
        error.node.place,
        "missing-field",
        f'the field "{name}" is missing',
        f'add a line "{name}: …"',
    )


def _is_one_for_another(error: _Error) -> bool:
    """Whether two fields were written as one: "- ground turkey: ground chicken" under swaps."""
    parent = error.parent
    known = field_names(error.shape, error.steps[:-1])
    if not isinstance(parent, Map) or len(parent.entries) != 1 or tuple(known[:2]) != _PAIR:
        return False
    key, value = parent.entries[0]
    return isinstance(value, Text) and key.value not in known and not nearest(key.value, known, 1)


def _is_misspelt(error: _Error, name: str) -> bool:
    """Whether a field stands there that nobody knows and whose name is most like this one."""
    parent = error.parent
    if not isinstance(parent, Map):
        return False
    known = field_names(error.shape, error.steps[:-1])
    for key, _ in parent.entries:
        if key.value not in known and nearest(key.value, known, 1) == [name]:
            return True
    return False


def _explain_too_short(error: _Error) -> Problem | None:
    if error.context["field_type"] == "Dictionary":
        return Problem(
            error.node.place,
            "empty-field",
            "nothing is written here",
            "write it, or delete the line",
        )
    # pydantic also counts a list as short when its entries were wrong, which is reported already.
    if isinstance(error.node, List) and error.node.items:
        return None
    return _explain_empty_field(error)


def _explain_too_long(error: _Error) -> Problem:
    if error.context["field_type"] == "Tuple":
        return _explain_too_many(error)
    if error.context["field_type"] != "Dictionary":
        return _explain_not_text(error)
    return Problem(
        error.node.place,
        "group",
        "a group of ingredients has one heading",
        'begin each group with its own "- Heading:"',
    )


def _explain_too_many(error: _Error) -> Problem:
    most, written = error.context["max_length"], error.context["actual_length"]
    what = f'"{error.name}" has {written} lines, and its place on the page holds {most}'
    return Problem(error.field_place, "too-long", what, f"keep the best {most}")


def _explain_unknown_choice(error: _Error) -> Problem:
    # pydantic lists the choices as words: "'one', 'two' or 'three'".
    choices = re.findall(r"'([^']+)'", error.context["expected"])
    written = "this"
    if isinstance(error.node, Text):
        written = error.node.value
    return Problem(
        error.node.place,
        "unknown-choice",
        f'"{written}" is not a {error.name} the guide knows',
        did_you_mean(written, choices, f"choose one of: {', '.join(choices)}"),
    )


def _explain_bad_id(error: _Error) -> Problem:
    written = error.name
    if isinstance(error.node, Text):
        written = error.node.value
    return Problem(
        error.node.place,
        "bad-id",
        f'"{written}" is not a name machines can use',
        'write small letters, digits and hyphens, such as "warm-bowls"',
    )


def _explain_empty_field(error: _Error) -> Problem:
    return Problem(
        error.field_place,
        "empty-field",
        f'"{error.name}" is empty',
        "write it, or delete the line",
    )


def _explain_not_a_list(error: _Error) -> Problem:
    first = "…"
    if isinstance(error.node, Text):
        if not error.node.value:
            return _explain_empty_field(error)
        first = error.node.value
    fix = f'write it on a line of its own: "- {first}"'
    if isinstance(error.node, Text) and len(error.steps) == 1 and error.node.is_on_one_line:
        fix = with_fix(error.node.place, fix)
    return Problem(
        error.node.place,
        "not-a-list",
        f'"{error.name}" is a list: one line each, beginning with "- "',
        fix,
    )


def _explain_not_fields(error: _Error) -> Problem:
    if not isinstance(error.node, Text):
        return Problem(
            error.node.place,
            "not-fields",
            f'"{error.name}" has fields of its own',
            'write "field: value" lines under it',
        )
    if not error.node.value:
        return _explain_empty_field(error)
    first_fields = field_names(error.shape, error.steps)[:3]
    if tuple(first_fields[:2]) == _PAIR:
        first_fields = list(_PAIR)
    sample = ", ".join(f'"{name}: …"' for name in first_fields)
    return Problem(
        error.node.place,
        "not-fields",
        f'"{error.name}" has fields of its own, and "{error.node.value}" stands in their place',
        f"write them below, further in: {sample}",
    )


def _explain_not_text(error: _Error) -> Problem:
    """Anything else: a list or fields where one piece of text is expected."""
    if isinstance(error.node, Text) and not error.node.value:
        return _explain_empty_field(error)
    if isinstance(error.node, Map) and len(error.node.entries) == 1:
        key, value = error.node.entries[0]
        if isinstance(value, Text):
            fix = f'put quotes round the words: "{key.value}: {value.value}"'
            is_item = len(error.steps) == 2 and isinstance(error.steps[1], int)
            if is_item and value.is_on_one_line and not key.quoted and not value.quoted:
                fix = with_fix(key.place, fix)
            return Problem(
                key.place,
                "unquoted-colon",
                "a colon inside the words makes YAML read them as a field",
                fix,
            )
    return Problem(
        error.node.place,
        "not-text",
        f'"{error.name}" is one piece of text',
        "write it on one line after the colon or the “- ”",
    )


# pydantic's types of error, and what explains them; any other is a value that is no text.
_EXPLANATIONS: dict[str, Callable[[_Error], Problem | None]] = {
    "mistake": _explain_mistake,
    "extra_forbidden": _explain_unknown_field,
    "missing": _explain_missing_field,
    "too_short": _explain_too_short,
    "too_long": _explain_too_long,
    "literal_error": _explain_unknown_choice,
    "string_pattern_mismatch": _explain_bad_id,
    "tuple_type": _explain_not_a_list,
    "list_type": _explain_not_a_list,
    "dict_type": _explain_not_fields,
    "model_type": _explain_not_fields,
    "model_attributes_type": _explain_not_fields,
}


def field_names(shape: type[BaseModel], steps: Steps) -> list[str]:
    """The fields, as authors write them, of the shape at that way down."""
    for step in steps:
        if not isinstance(step, str):
            continue
        inner = _find_shape(_fields_by_name(shape).get(step))
        if inner:
            shape = inner
    return list(_fields_by_name(shape))


def _fields_by_name(shape: type[BaseModel]) -> dict[str, object]:
    """The annotation of each field of a shape by the name authors write."""
    annotations: dict[str, object] = {}
    for name, field in shape.model_fields.items():
        annotations[field.alias or name] = field.annotation
    return annotations


def _find_shape(annotation: object) -> type[BaseModel] | None:
    """The first shape inside an annotation, such as Swap in `tuple[Swap, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _find_shape(part)
        if found:
            return found
    return None
