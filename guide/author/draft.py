"""A recipe that is being written: its words, what is still to be filled in, and its YAML.

A draft holds texts as they will stand in the file; nothing of it has been checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from guide.parse.validation import TODO
from guide.parse.yaml_syntax import quote

SCHEMA_LINE = "# yaml-language-server: $schema=../../schema/recipe.json"


@dataclass(frozen=True)
class DraftGroup:
    """Ingredient lines below a heading; loose lines have none."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """The fields of a recipe as texts. An empty one is not known.

    `left_out` is what was written besides and is no part of a recipe. `comments` are what stands
    above a field, by the field: a line of its own for each.
    """

    title: str
    summary: str = ""
    serves: str = ""
    prep: str = ""
    cook: str = ""
    rest: str = ""
    total: str = ""
    ingredients: tuple[DraftGroup, ...] = ()
    method: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    left_out: tuple[str, ...] = ()
    comments: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenDraft:
    """The YAML of a draft, and which text of it stands on each line, counted from 1.

    A text is named by its field and its number within that, counted from 0.
    """

    text: str
    lines: dict[int, tuple[str, int]]


def write_draft(draft: Draft) -> WrittenDraft:
    """The YAML of a draft, with TODO for what must be there and is not known."""
    lines = [SCHEMA_LINE, ""]
    places: dict[int, tuple[str, int]] = {}
    for name, said in _fields(draft):
        lines += [f"# {comment}" for comment in draft.comments.get(name, ())]
        number = 0
        for line in said:
            lines.append(line)
            if not line.endswith(":"):
                places[len(lines)] = (name, number)
                number += 1
    return WrittenDraft("\n".join(lines) + "\n", places)


def _fields(draft: Draft) -> Iterator[tuple[str, list[str]]]:
    """Each field that is to be written, in the order of the sample, with its lines."""
    yield "title", [f"title: {quote(draft.title or TODO)}"]
    yield "summary", [f"summary: {quote(draft.summary or TODO)}"]
    yield "serves", [f"serves: {quote(draft.serves or TODO)}"]
    times = {"prep": draft.prep, "cook": draft.cook, "rest": draft.rest}
    known = [f"  {name}: {quote(time)}" for name, time in times.items() if time]
    yield "time", ["time:", *(known or [f"  prep: {TODO}"])]
    yield "ingredients", ["ingredients:", *_ingredient_lines(draft.ingredients)]
    yield "method", ["method:", *_list_lines(draft.method or (TODO,))]
    if draft.notes:
        yield "notes", ["notes:", *_list_lines(draft.notes)]
    if draft.source:
        yield "source", ["source:", f"  from: {quote(draft.source)}"]


def _list_lines(texts: Sequence[str], indent: str = "  ") -> list[str]:
    return [f"{indent}- {quote(text)}" for text in texts]


def _ingredient_lines(groups: Sequence[DraftGroup]) -> list[str]:
    lines: list[str] = []
    for group in groups:
        if not group.heading:
            lines += _list_lines(group.lines)
            continue
        lines.append(f"  - {quote(group.heading)}:")
        lines += _list_lines(group.lines, "      ")
    return lines or _list_lines((TODO,))
