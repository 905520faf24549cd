"""What the verbs that write recipes do, and what they print: new, import, export.

Exit status as in guide/cli.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from guide.author.importing import Imported, import_draft
from guide.author.input_files import MOST_INPUT_BYTES, NotARecipe, read_input
from guide.author.json_export import export_recipe, export_recipes
from guide.author.new_recipe import write_new_recipe
from guide.author.titles import as_slug, as_title
from guide.check.reading import read_and_check
from guide.core.problems import counted, did_you_mean, tell
from guide.core.process import DONE, PROBLEMS, WRONG_USAGE
from guide.parse.validation import TODO
from guide.read.file_reader import FileReader, ReadCache
from guide.read.pantry_files import WritingWords
from guide.read.recipe import Chapter, Chapters

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
    print(f"{path} is written. Fill it in, and see its pages:")
    _tell_next(path)
    return DONE


def import_recipe(options: argparse.Namespace) -> int:
    """Writes a recipe from elsewhere as a file of this guide, and says what is left to do."""
    files = FileReader(options.root, ReadCache())
    chapters = read_chapters(files)
    words = read_writing_words(files)
    if not chapters or words is None:
        return complain(f"{options.root} lacks chapters or pantry/writing.yaml")
    given = read_given(options.file)
    if given is None:
        return WRONG_USAGE
    try:
        draft = read_input(given, options.file, words)
    except NotARecipe as error:
        return complain(f"{options.file}: {error}")
    chapter = options.chapter
    if chapter is not None or options.to is None:
        chapter = choose_chapter(chapter, chapters)
        if chapter is None:
            return WRONG_USAGE
    imported = import_draft(draft, chapter or chapters[0].folder, options.root, words)
    path = options.root / imported.path
    if options.to is not None:
        path = options.to / Path(imported.path).name
    if not path.parent.is_dir():
        return complain(f"{path.parent} is not a folder")
    if not write_new_file(path, imported.text):
        return complain(f"{path} is there already: rename it, or give the recipe another title")
    shown = path if options.to is not None else Path(imported.path)
    _tell_imported(imported, shown, chapter is None)
    if options.to is None:
        print("Mend these, and see its pages:" if imported.problems else "See its pages:")
        _tell_next(shown)
    return PROBLEMS if imported.problems else DONE


def export_as_json(options: argparse.Namespace) -> int:
    """Prints recipes as schema.org/Recipe in JSON-LD, or their problems when they have any."""
    only = None if options.all else [options.file]
    if only and not is_recipe_of(only[0], options.root):
        return complain(f"{only[0]} is not a recipe of this guide, or say --all")
    guide, problems = read_and_check(options.root, only)
    grave = [problem for problem in problems if not problem.remark]
    if guide is None or grave:
        for problem in grave:
            print(tell(problem), end="\n\n", file=sys.stderr)
        return PROBLEMS
    if options.all:
        exported = export_recipes(guide.recipe_files, guide)
    else:
        exported = export_recipe(guide.recipe_files[0], guide)
    print(json.dumps(exported, ensure_ascii=False, indent=1))
    return DONE


def is_recipe_of(file: Path | None, root: Path) -> bool:
    """Whether a file is a recipe of the guide below `root`."""
    if file is None or not file.is_file() or file.is_symlink():
        return False
    return file.resolve().parent.parent == (root / "recipes").resolve()


def read_given(name: str) -> bytes | None:
    """The bytes of a file, or of standard input for "-"; None, with the reason, without them."""
    most = MOST_INPUT_BYTES + 1
    if name == "-":
        return sys.stdin.buffer.read(most)
    try:
        with Path(name).open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        complain(f"{name} cannot be read ({error.strerror})")
        return None


def _tell_next(path: Path) -> None:
    print(f"  ./run preview {path.stem}")
    print("When it is done:")
    print(f"  ./run check {path}")


def _tell_imported(imported: Imported, path: Path, no_chapter: bool) -> None:
    for problem in imported.problems:
        print(tell(problem), end="\n\n")
    decisions = list(imported.decisions)
    if no_chapter:
        decisions.append("in which chapter it belongs")
    for heading, said in (
        ("Left out, since only a person may let it stand or there is no room:", imported.left_out),
        ("For the owner of the guide to decide:", decisions),
    ):
        if said:
            print(heading)
            for one in said:
                print(f"  {one}")
    left = sum(TODO in line for line in imported.text.splitlines())
    print(f"{path} is written, {_say_left(left)}.")


def _say_left(count: int) -> str:
    if not count:
        return "with nothing left to do but what is for the owner"
    return f"with {counted(count, 'thing')} left to do, each marked TODO in the file"


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
    """Writes a file that is not there yet; False when there is one. Raises OSError."""
    try:
        with path.open("x", encoding="utf-8") as opened:
            try:
                opened.write(text)
                opened.flush()
            except OSError:
                # A part of a recipe would be in the way of the next try.
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        return False
    return True
