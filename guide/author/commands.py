"""What the verbs that write recipes do, and what they print: new, import, export.

Exit status as in guide/cli.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from guide.author.new_recipe import write_new_recipe
from guide.author.titles import as_slug, as_title
from guide.core.problems import did_you_mean
from guide.read.file_reader import FileReader, ReadCache
from guide.read.pantry_files import WritingWords
from guide.read.recipe import Chapter, Chapters

DONE, PROBLEMS, WRONG_USAGE = 0, 1, 2
_SAMPLE = "recipes/_sample.yaml"


def begin_recipe(options: argparse.Namespace) -> int:
    """Writes the file of a new recipe into the folder of its chapter."""
    files = FileReader(options.root, ReadCache())
    chapters = read_chapters(files)
    words = read_writing_words(files)
    sample = options.root / _SAMPLE
    if not chapters or words is None or not sample.is_file():
        return complain(f"{options.root} lacks chapters, {_SAMPLE} or pantry/writing.yaml")
    folder = choose_chapter(options.chapter, chapters)
    if folder is None:
        return WRONG_USAGE
    title = as_title(options.title, words.small)
    path = Path("recipes") / folder / f"{as_slug(title)}.yaml"
    text = write_new_recipe(sample.read_text(encoding="utf-8"), title)
    if not write_new_file(options.root / path, text):
        return complain(f"{path} is there already: give the recipe another title")
    print(f"{path} is written. Fill it in, then type: ./run check {path}")
    return DONE


def complain(what: str) -> int:
    """Says what is wrong with the command; gives the exit status for it."""
    print(what, file=sys.stderr)
    return WRONG_USAGE


def read_chapters(files: FileReader) -> tuple[Chapter, ...]:
    """The chapters of the guide; empty when they cannot be read."""
    found = files.read_shape("recipes/chapters.yaml", Chapters, "chapters")
    return found.chapters if found else ()


def read_writing_words(files: FileReader) -> WritingWords | None:
    """The words that recipes are written with; None when they cannot be read."""
    return files.read_shape("pantry/writing.yaml", WritingWords)


def choose_chapter(named: str | None, chapters: Sequence[Chapter]) -> str | None:
    """The folder of the chapter that was named, or that is chosen on the terminal.

    None, with the reason printed, when it is unknown, or when nobody can be asked.
    """
    folders = [chapter.folder for chapter in chapters]
    if named is None and sys.stdin.isatty():
        for number, chapter in enumerate(chapters, 1):
            print(f"  {number}  {chapter.folder:<12} {chapter.title}")
        try:
            named = input("Which chapter? ").strip()
        except EOFError:
            named = ""
        if named.isdecimal() and 1 <= int(named) <= len(folders):
            named = folders[int(named) - 1]
    if named in folders:
        return named
    choices = f"use one of: {', '.join(folders)}"
    if not named:
        complain(f"say which chapter it belongs to: --chapter {folders[0]}; {choices}")
    else:
        complain(f'"{named}" is not a chapter: {did_you_mean(named, folders, choices)}')
    return None


def write_new_file(path: Path, text: str) -> bool:
    """Writes a file that is not there yet; False when there is one."""
    try:
        with path.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        return False
    return True
