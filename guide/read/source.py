"""The text of one file, decoded once, and places in it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import NoReturn

from guide.core.problems import Place, Problem

MOST_YAML_BYTES = 64 * 1024
# Unicode's categories of characters that show nothing: controls, formats, private use,
# surrogates, unassigned ones, and separators of lines and paragraphs.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


class Unreadable(Exception):
    """A file that cannot be read as a whole; carries the one Problem that says why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.what)
        self.problem = problem


@dataclass(frozen=True)
class Source:
    """The text of one file with its path from the guide's root."""

    path: str
    text: str
    lines: tuple[str, ...] = field(repr=False, default=())

    def place(self, line: int = 1, column: int = 1, width: int = 1) -> Place:
        """The place of a stretch of text, line and column counted from 1."""
        text = ""
        if 0 < line <= len(self.lines):
            text = self.lines[line - 1]
        return Place(self.path, line, column, max(1, width), text)

    def words_of_line(self, line: int) -> Place:
        """The place of all that stands on a line, without its indentation; lines count from 1."""
        text = self.lines[line - 1]
        indent = len(text) - len(text.lstrip())
        return self.place(line, indent + 1, len(text.strip()))


def decode(path: str, data: bytes, most: int = MOST_YAML_BYTES) -> Source:
    """A file's bytes as text with plain line ends.

    Raises Unreadable when it has more than `most` bytes, is not UTF-8, or hides characters.
    """
    if len(data) > most:
        problem = Problem(
            Place(path),
            "file-too-big",
            f"this file has {len(data):,} bytes; at most {most:,} are read",
            "split it, or take out what does not belong in it",
        )
        raise Unreadable(problem)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_encoding(path, data, error.start)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, text, tuple(text.split("\n")))
    _refuse_invisible(source)
    return source


def _refuse_encoding(path: str, data: bytes, at: int) -> NoReturn:
    """Raises Unreadable for the byte at that position, which is no UTF-8."""
    before = data[:at]
    line = before.count(b"\n") + 1
    line_so_far = before.rpartition(b"\n")[2].decode("utf-8", "replace")
    whole_line = data.split(b"\n")[line - 1].decode("utf-8", "replace")
    problem = Problem(
        Place(path, line, len(line_so_far) + 1, 1, whole_line),
        "not-utf8",
        "this character is not saved as UTF-8",
        "in your editor choose “Save with encoding” and UTF-8",
    )
    raise Unreadable(problem)


def _refuse_invisible(source: Source) -> None:
    """Raises Unreadable at the first character nobody can see; tabs are left to the reader."""
    # What can be printed can be seen; most files have nothing else but the ends of their lines.
    if source.text.replace("\n", "").isprintable():
        return
    for number, line in enumerate(source.lines, 1):
        if line.isprintable():
            continue
        for column, character in enumerate(line, 1):
            if character == "\t" or unicodedata.category(character) not in _INVISIBLE:
                continue
            name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
            problem = Problem(
                source.place(number, column),
                "invisible-character",
                f"a character nobody can see stands here ({name})",
                "delete it; retype the word if it looks odd",
            )
            raise Unreadable(problem)
