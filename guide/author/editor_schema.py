"""The JSON Schema by which editors offer the fields of a recipe and show slips while one types.

It is the shape of a recipe, with what the shape leaves to later checks: how long a text may be, and
how days and keeping times are written. It refuses nothing that the check lets pass. What an editor
shows beside a field is what the table of CONTRIBUTING.md says of it.
"""

from __future__ import annotations

import re
from typing import Any

from guide.check.texts import LIMITS
from guide.parse.validation import TODO
from guide.read.recipe import DAY, KEEPING, PHOTO_NAME, Recipe

# A JSON Schema is a tree of values of many kinds.
Schema = dict[str, Any]

_ROW = re.compile(r"^\| `(\w+)` \| (?:yes|) ?\| (.+) \|$", re.MULTILINE)
# A text of one sign at least that somebody has written.
_SOME_TEXT = {"minLength": 1, "pattern": rf"^(?!{TODO})\s*\S"}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def make_schema(contributing: str) -> Schema:
    """The schema, with the words of CONTRIBUTING.md, whose text is given."""
    schema = Recipe.model_json_schema()
    fields = schema["properties"]
    shapes = schema["$defs"]
    for name, said in _ROW.findall(contributing):
        fields[name]["description"] = said.replace("`", "")
    _limit(fields["title"], "title")
    _limit(fields["summary"], "summary")
    _limit(fields["method"]["items"], "step")
    _limit(fields["need"]["anyOf"][0]["items"], "tool")
    _limit(fields["ahead"]["anyOf"][0], "advice")
    _limit(fields["rescue"]["anyOf"][0], "advice")
    _limit(fields["photo_alt"]["anyOf"][0], "description of the photograph")
    fields["photo"]["anyOf"][0]["pattern"] = f"^{PHOTO_NAME.pattern}$"
    _limit(fields["contributor"]["anyOf"][0], "name")
    _limit(shapes["Tested"]["properties"]["name"], "name")
    _limit(shapes["Why"]["properties"]["text"], "text of why")
    _limit(shapes["Swap"]["properties"]["for"], "swap")
    shapes["Tested"]["properties"]["date"]["pattern"] = f"^{DAY.pattern}$"
    for keeping in shapes["Keeps"]["properties"].values():
        keeping["anyOf"][0]["pattern"] = f"^{KEEPING.pattern.replace('–', '[-–]')}$"
    for text in _find_texts(schema):
        text.update(_SOME_TEXT | text)
    return {"$schema": _DRAFT} | schema


def _types(node: Schema) -> list[str]:
    types = node.get("type", [])
    return types if isinstance(types, list) else [types]


def _limit(text: Schema, kind: str) -> None:
    text["maxLength"] = LIMITS[kind][0]


def _find_texts(node: object) -> list[Schema]:
    """Every text of a schema that may hold anything: those whose shape only asks for one."""
    found: list[Schema] = []
    if isinstance(node, dict):
        if "string" in _types(node) and not {"pattern", "enum"} & node.keys():
            node.pop("minLength", None)
            found.append(node)
        for value in node.values():
            found += _find_texts(value)
    elif isinstance(node, list):
        for value in node:
            found += _find_texts(value)
    return found
