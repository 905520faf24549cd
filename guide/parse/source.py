"""The bytes of a guide's files as they were at one moment; the text of one of them, and places in
it.

What a build reads is read once, at its beginning: a key of what it saw is then a key of what it
made, whoever edits meanwhile. This module loads next to nothing, since a build of what has not
changed needs it alone.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, TypeAlias

from guide.core.cache import digest
from guide.core.paths import PROJECT
from guide.core.problems import Place, Problem

MOST_YAML_BYTES = 64 * 1024
# A photograph beside a recipe.
MOST_PHOTO_BYTES = 8 * 1024 * 1024
_PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
# The pantry is one file for the whole guide, so it may be larger than a recipe; so may a style
# sheet.
MOST_PANTRY_BYTES = 1024 * 1024
# The folders of which every file is held, and the single files.
HELD_FOLDERS = ("pages", "pantry", "pantry/foods")
HELD_FILES = ("brand.yaml", "editions.yaml", "recipes/aims.yaml", "recipes/chapters.yaml")
# The folders of a guide that must be its own.
_OWN_FOLDERS = ("recipes", "templates", *HELD_FOLDERS)
# By path what a file says; of what is no file of the guide's own, whether it leads anywhere.
HeldFiles: TypeAlias = Mapping[str, bytes | bool]
# Links are not followed, and what is no file keeps nobody waiting.
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
# What opening says of a link, and of a FIFO or socket without another end.
_NO_FILE = (errno.ELOOP, errno.ENXIO)
# Unicode's categories of characters that show nothing: controls, formats, private use,
# surrogates, unassigned ones, and separators of lines and paragraphs.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


class Unreadable(Exception):
    """A file that cannot be read as a whole; carries the one Problem that says why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.what)
        self.problem = problem


@dataclass(frozen=True)
class FolderEntry:
    """What stands in a folder: a name, and whether it is a link or a folder."""

    name: str
    is_link: bool
    is_folder: bool


@dataclass(frozen=True)
class HeldRecipes:
    """The folder of the recipes: its entries and those of its folders, by path, and every file."""

    entries: Mapping[str, tuple[FolderEntry, ...]]
    files: HeldFiles


@dataclass(frozen=True)
class HeldTemplates:
    """The templates by name, and whether they are the guide's own; else they are the project's."""

    own: bool
    files: HeldFiles


def read_own_file(file: str, most: int) -> bytes | bool | None:
    """At most `most` + 1 bytes of a file; None where there is none.

    For what is no file of the guide's own, a link or a device, whether it leads anywhere. Raises
    OSError for a file that may not be read.
    """
    try:
        number = os.open(file, _READ)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in _NO_FILE:
            return os.path.exists(file)  # noqa: PTH110 - strings are quicker here
        raise
    try:
        facts = os.fstat(number)
        if not stat.S_ISREG(facts.st_mode):
            return True
        return os.read(number, min(facts.st_size, most) + 1)
    finally:
        os.close(number)


def list_names(folder: Path) -> list[str]:
    """The names in a folder that count, sorted: none that is hidden or begins with "_"."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - pathlib would make an object of each
    except OSError:
        return []
    return sorted(name for name in names if not name.startswith((".", "_")))


def list_entries(folder: Path) -> tuple[FolderEntry, ...]:
    """The entries of a folder by name, without hidden ones and those that begin with "_"."""
    try:
        found = list(os.scandir(folder))
    except OSError:
        return ()
    entries = []
    for entry in found:
        if not entry.name.startswith((".", "_")):
            is_folder = entry.is_dir(follow_symlinks=False)
            entries.append(FolderEntry(entry.name, entry.is_symlink(), is_folder))
    return tuple(sorted(entries, key=lambda entry: entry.name))


def find_linked_folders(root: Path) -> list[str]:
    """The folders of a guide that are links, by their paths from its root."""
    return [name for name in _OWN_FOLDERS if os.path.islink(root / name)]  # noqa: PTH114 - quicker


def hold_files(root: Path, most: int) -> HeldFiles:
    """Every file below `root` that is no recipe and no template, at most `most` + 1 bytes of each.

    What is asked of them later is answered from these bytes, so that nobody can change a file
    between its digest and its reading. Raises OSError for a file that may not be read.
    """
    paths = [*HELD_FILES]
    for folder in HELD_FOLDERS:
        paths += [f"{folder}/{name}" for name in list_names(root / folder)]
    return _hold(root, paths, most)


def hold_recipes(root: Path) -> HeldRecipes:
    """The recipes below `root`, in the same way."""
    entries = {"recipes": list_entries(root / "recipes")}
    paths = []
    for entry in entries["recipes"]:
        if entry.is_folder:
            folder = f"recipes/{entry.name}"
            entries[folder] = list_entries(root / folder)
            paths += [f"{folder}/{found.name}" for found in entries[folder]]
    photos = [path for path in paths if is_photo(path)]
    recipes = [path for path in paths if not is_photo(path)]
    held = {**_hold(root, recipes, MOST_YAML_BYTES), **_hold(root, photos, MOST_PHOTO_BYTES)}
    return HeldRecipes(entries, held)


def is_photo(path: str) -> bool:
    """Whether a file beside the recipes is a photograph by its ending."""
    return path.lower().endswith(_PHOTO_ENDINGS)


def hold_templates(root: Path) -> HeldTemplates:
    """The templates of the guide below `root`, its own or else the project's."""
    folder = root / "templates"
    own = folder.is_dir()
    if not own:
        folder = PROJECT / "templates"
    return HeldTemplates(own, _hold(folder, list_names(folder), MOST_PANTRY_BYTES))


def _hold(root: Path, paths: Iterable[str], most: int) -> HeldFiles:
    held: dict[str, bytes | bool] = {}
    for path in paths:
        said = read_own_file(f"{root}/{path}", most)
        if said is not None:
            held[path] = said
    return held


def digest_seen(shared: HeldFiles, recipes: HeldRecipes, templates: HeldTemplates) -> str:
    """A key of all that was read of a guide."""
    entries: list[str] = []
    for path in sorted(recipes.entries):
        entries += (path, repr(recipes.entries[path]))
    return digest(
        *entries,
        *list_said(shared),
        "recipes",
        *list_said(recipes.files),
        "templates",
        str(templates.own),
        *list_said(templates.files),
    )


def list_said(held: HeldFiles) -> list[str | bytes]:
    """The parts of a key of what files say."""
    parts: list[str | bytes] = []
    for path in sorted(held):
        said = held[path]
        parts += [path, str(type(said)), said if isinstance(said, bytes) else str(said)]
    return parts


def see_guide(root: Path) -> str:
    """The key of all that would be read now of the guide below `root`. Raises OSError."""
    shared = hold_files(root, MOST_PANTRY_BYTES)
    return digest_seen(shared, hold_recipes(root), hold_templates(root))


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
