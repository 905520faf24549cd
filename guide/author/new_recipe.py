"""The file of a new recipe: the sample's comments, and TODO where its cook is to write."""

from __future__ import annotations

from guide.author.draft import SCHEMA_LINE
from guide.parse.validation import TODO
from guide.parse.yaml_syntax import quote

# Fields of the sample that a new recipe has; the others stand below as comments.
_MUST_BE_THERE = ("title", "summary", "serves", "time", "ingredients", "method")


def write_new_recipe(sample: str, title: str) -> str:
    """The text of a new file, made of the sample's text.

    Each field that must be there keeps the sample's comments and says TODO; the sample's own words
    and every other field stand as comments, so that the file fails only where it is still to be
    written.
    """
    lines = [SCHEMA_LINE, "#", f"# Write over each {TODO}, then type: ./run check", ""]
    for field, comments, said in _take_apart(sample):
        lines += comments
        if field == "title":
            lines.append(f"title: {quote(title)}")
        elif field in _MUST_BE_THERE:
            lines += [f"# {line}".rstrip() for line in said[1:]]
            lines += _unwritten(field)
        else:
            lines += [f"# {line}".rstrip() for line in said]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _unwritten(field: str) -> list[str]:
    if field in ("ingredients", "method"):
        return [f"{field}:", f"  - {TODO}"]
    if field == "time":
        return [f"{field}:", f"  prep: {TODO}"]
    return [f"{field}: {TODO}"]


def _take_apart(sample: str) -> list[tuple[str, list[str], list[str]]]:
    """The fields of the sample in their order: its name, the comments above it, its own lines.

    A field that the sample has in comments only counts to the one before.
    """
    fields: list[tuple[str, list[str], list[str]]] = []
    for paragraph in sample.split("\n\n"):
        lines = paragraph.strip("\n").split("\n")
        comments = [line for line in lines if line.startswith("#")]
        said = [line for line in lines if not line.startswith("#")]
        if said:
            fields.append((said[0].partition(":")[0], comments, said))
        elif fields:
            # All in comments: what most recipes do not need.
            fields.append(("", comments, []))
    return fields
