"""What ./run fix does: shows how recipes would look in their form, asks, and writes them.

Exit status as in guide/cli.py; 1 means that something was to be written and was not.
"""

from __future__ import annotations

import argparse
import difflib
import shlex
import sys
from pathlib import Path

from guide.author.commands import is_recipe_of, read_writing_words
from guide.author.fixing import fix_text
from guide.core.problems import counted
from guide.core.process import DONE, PROBLEMS, WRONG_USAGE
from guide.parse.source import MOST_YAML_BYTES, Unreadable, decode
from guide.read.file_reader import FileReader, ReadCache
from guide.read.load import NoGuide, load_guide


def fix_recipes(options: argparse.Namespace) -> int:
    """Brings recipes into form, all of them when none is named."""
    try:
        guide, _ = load_guide(options.root, only=[])
    except NoGuide:
        return _complain("the guide cannot be read: type ./run check")
    words = read_writing_words(FileReader(options.root, ReadCache()))
    if words is None:
        return _complain("pantry/writing.yaml cannot be read: type ./run check")
    files = options.files or sorted((options.root / "recipes").glob("*/[!_.]*.yaml"))
    changed: list[tuple[Path, str]] = []
    for file in files:
        if not is_recipe_of(file, options.root):
            return _complain(f"{file} is not a recipe of this guide")
        name = file.resolve().relative_to(options.root.resolve()).as_posix()
        try:
            text = decode(name, _read(file)).text
        except Unreadable as unreadable:
            return _complain(f"{name}: {unreadable.problem.what}")
        fixed = fix_text(name, text, guide.pantry.units, words)
        if fixed != text:
            changed.append((file, fixed))
            print(_compare(name, text, fixed))
    return _write(changed, options)


def _read(file: Path) -> bytes:
    """The bytes of a file, as many as tell that it has too many."""
    with file.open("rb") as opened:
        return opened.read(MOST_YAML_BYTES + 1)


def _complain(what: str) -> int:
    print(what, file=sys.stderr)
    return WRONG_USAGE


def _compare(name: str, before: str, after: str) -> str:
    """What changes, as the lines before and after."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), name, f"{name} (fixed)", lineterm="", n=1
    )
    return "\n".join(lines)


def _write(changed: list[tuple[Path, str]], options: argparse.Namespace) -> int:
    if not changed:
        print("nothing to fix")
        return DONE
    which = counted(len(changed), "recipe")
    if not options.yes:
        if not sys.stdin.isatty():
            files = [str(file) for file in options.files]
            command = shlex.join(["./run", "fix", "--yes", *files])
            print(f"{which} to fix; nothing was written. To write this: {command}")
            return PROBLEMS
        try:
            answer = input(f"Write this into {which}? (yes or no) ")
        except EOFError:
            answer = ""
        if not answer.strip().lower().startswith("y"):
            print("nothing was written")
            return PROBLEMS
    for file, text in changed:
        # Written beside and moved, so that no file is ever half written.
        part = file.with_name(f".{file.name}.part")
        part.unlink(missing_ok=True)
        try:
            with part.open("x", encoding="utf-8") as opened:
                opened.write(text)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    print(f"{which} fixed")
    return DONE
