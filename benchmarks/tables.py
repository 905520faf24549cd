"""Tables that a benchmark writes into a document by itself, between two markers.

A marker is a comment of Markdown: `<!-- cost: -->` before, `<!-- :cost -->` after. What stands
between them is written anew; all else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path


class NoMarkers(Exception):
    """The document has no place for that table."""


def make_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def put(document: Path, name: str, text: str) -> None:
    """Writes the text between the markers of that name. Raises NoMarkers and writes nothing."""
    before, after = f"<!-- {name}: -->", f"<!-- :{name} -->"
    written = document.read_text("utf-8")
    place = re.compile(re.escape(before) + ".*?" + re.escape(after), re.DOTALL)
    if not place.search(written):
        raise NoMarkers(f"{document.name} has no {before} with a {after} after it")
    new = f"{before}\n{text.strip()}\n{after}"
    document.write_text(place.sub(lambda _: new, written, count=1), "utf-8")
