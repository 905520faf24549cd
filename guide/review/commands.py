"""What ./run review-pack and ./run reviewed do, and what they print.

Exit status as in guide/cli.py: 1 also when somebody wants something changed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Literal

from guide.author.fixing import set_field
from guide.check.reading import read_and_check
from guide.core.cache import user_cache
from guide.core.fingerprint import missing_libraries
from guide.core.problems import Problem, counted, did_you_mean, printable, tell
from guide.core.problems import as_json as problems_as_json
from guide.core.process import DONE, MACHINE_LACKS, PROBLEMS, WRONG_USAGE
from guide.layout.formats import BadTemplate
from guide.layout.sandbox import read_template_folder
from guide.parse.source import MOST_PANTRY_BYTES, decode, read_own_file
from guide.read.load import Guide, RecipeFile
from guide.review.answers import CHANGE, Answers, Taken, read_answers, write_blank
from guide.review.items import (
    ReviewItem,
    find_current_items,
    find_kitchen_items,
    find_review_items,
)
from guide.review.pack import view_pack, view_sheet
from guide.review.paper import FOLDER, NotPrinted, print_paper

_PUT_ASIDE = "move it away, then type the command again"


def print_pack(options: argparse.Namespace) -> int:
    """Writes a paper to sign, and the file for its answers."""
    guide = _read_guide(options.root, options.json)
    if guide is None:
        return PROBLEMS
    pack: Literal["review", "kitchen"] = "kitchen" if options.kitchen else "review"
    recipe_files = _find_recipes(options.kitchen or (), guide)
    if recipe_files is None:
        return WRONG_USAGE
    missing = missing_libraries()
    if missing:
        print(f"{', '.join(missing)} cannot be loaded: type ./run build", file=sys.stderr)
        return MACHINE_LACKS
    if pack == "kitchen":
        name = f"kitchen-{recipe_files[0].slug}" if len(recipe_files) == 1 else "kitchen"
        items = find_kitchen_items(recipe_files)
    else:
        name, items = "review-pack", find_review_items(guide)
    try:
        pdf = _print(pack, items, recipe_files, guide)
    except BadTemplate as error:
        print(tell(error.problem))
        return PROBLEMS
    except NotPrinted as error:
        print(f"the paper was not printed: {error}", file=sys.stderr)
        return PROBLEMS
    assert guide.brand is not None
    folder = options.to or options.root / "output" / FOLDER
    files = {
        f"{name}.pdf": pdf,
        f"{name}.yaml": write_blank(pack, items, guide.brand).encode(),
    }
    return write_papers(folder, files, counted(len(items), "number"))


def _read_guide(root: Path, as_json: bool) -> Guide | None:
    """The guide without problems; None, with its problems told, when it has any."""
    guide, problems = read_and_check(root, None, user_cache())
    faults = [problem for problem in problems if not problem.remark]
    if faults or guide is None:
        last = "Nothing was written: what is to be signed must first be without problems."
        _tell_all(faults, last, as_json)
        return None
    return guide


def _tell_all(problems: Sequence[Problem], last: str, as_json: bool) -> None:
    """Prints problems for a person, with a last line, or for a machine."""
    if as_json:
        print(problems_as_json(problems))
        return
    for problem in problems:
        print(tell(problem), end="\n\n")
    print(last)


def _find_recipes(slugs: Sequence[str], guide: Guide) -> list[RecipeFile] | None:
    """The recipes of those names; None, with a sentence, when there is no such recipe."""
    by_slug = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    found = []
    for slug in slugs:
        if slug not in by_slug:
            fix = did_you_mean(slug, by_slug, "name one as its file is called, such as pea-soup")
            print(f'there is no recipe "{printable(slug)}": {fix}', file=sys.stderr)
            return None
        found.append(by_slug[slug])
    return found


def _print(
    pack: str, items: Sequence[ReviewItem], recipe_files: Sequence[RecipeFile], guide: Guide
) -> bytes:
    """The paper as a PDF. Raises BadTemplate and NotPrinted."""
    templates = read_template_folder(guide.root, FOLDER)
    assert guide.brand is not None
    cache = user_cache()
    if pack == "kitchen":
        pairs = zip(items, recipe_files, strict=True)
        sheets = tuple(view_sheet(item, recipe_file, guide) for item, recipe_file in pairs)
        title = f"Kitchen test: {guide.brand.title}"
        return print_paper(guide, templates, "kitchen.html", {"sheets": sheets}, title, cache)
    seen = view_pack(items, guide)
    given = {part.name: getattr(seen, part.name) for part in fields(seen)}
    title = f"Review pack: {guide.brand.title}"
    return print_paper(guide, templates, "pack.html", given, title, cache)


def write_papers(folder: Path, files: Mapping[str, bytes], asked: str) -> int:
    """Writes files that are not there yet; one that may be filled in is never written over."""
    for name, data in files.items():
        path = folder / name
        if path.is_symlink() or (path.exists() and path.read_bytes() != data):
            print(f"{path} is there already, and may be filled in: {_PUT_ASIDE}", file=sys.stderr)
            return WRONG_USAGE
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        _replace(folder / name, data)
    listed = " and ".join(str(folder / name) for name in files)
    print(f"{listed}: {asked} to answer")
    return DONE


def _replace(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as opened:
            opened.write(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def take_answers(options: argparse.Namespace) -> int:
    """Takes the answers of a file into the recipes that they are about."""
    name = printable(str(options.file))
    data = read_own_file(str(options.file), MOST_PANTRY_BYTES)
    if not isinstance(data, bytes):
        print(f"{name} is not a file: name the answers that were filled in", file=sys.stderr)
        return WRONG_USAGE
    guide = _read_guide(options.root, options.json)
    if guide is None:
        return PROBLEMS
    current = find_current_items(guide)
    answers, taken, problems = read_answers(name, data, current, date.today())
    if problems or answers is None:
        _tell_all(problems, "No answer was taken, and nothing was written.", options.json)
        return PROBLEMS
    changed, problems = _fill_in(answers, taken, guide)
    if problems:
        _tell_all(problems, "Nothing was written.", options.json)
        return PROBLEMS
    for path, text in changed.items():
        _replace(options.root / path, text.encode())
    return _tell_taken(answers, taken, list(changed))


def _fill_in(
    answers: Answers, taken: Sequence[Taken], guide: Guide
) -> tuple[dict[str, str], list[Problem]]:
    """The new texts of the recipes that somebody agreed to, by path; or what speaks against it."""
    by_path = {recipe_file.path: recipe_file for recipe_file in guide.recipe_files}
    changed: dict[str, str] = {}
    problems = []
    for one in taken:
        recipe_file = by_path.get(one.item.about)
        if one.answer == CHANGE or recipe_file is None:
            continue
        path = recipe_file.path
        before = changed.get(path) or decode(path, (guide.root / path).read_bytes()).text
        try:
            after = _sign(recipe_file, before, one.item, answers)
        except ValueError:
            place = recipe_file.place("reviewed_by")
            what = "what stands there already cannot be written over: it takes several lines"
            problems.append(Problem(place, "answer", what, "write it on one line"))
            continue
        if after != before:
            changed[path] = after
    if changed and not problems:
        problems = _find_new_faults(changed, guide)
    return changed, problems


def _sign(recipe_file: RecipeFile, before: str, item: ReviewItem, answers: Answers) -> str:
    """A recipe's text with the name of who agreed. Raises ValueError."""
    recipe = recipe_file.recipe
    if item.kind == "kitchen":
        if recipe.tested is not None and recipe.tested.date >= answers.date:
            return before
        said = {"name": answers.by, "date": answers.date.isoformat()}
        return set_field(recipe_file.path, before, "tested", said)
    names = [recipe.reviewed_by] if recipe.reviewed_by else []
    if answers.by in "; ".join(names).split("; "):
        return before
    return set_field(recipe_file.path, before, "reviewed_by", "; ".join([*names, answers.by]))


def _find_new_faults(changed: Mapping[str, str], guide: Guide) -> list[Problem]:
    """What would be wrong with the recipes as they are to be written."""
    drafts = {path: text.encode() for path, text in changed.items()}
    only = [guide.root / path for path in changed]
    _, problems = read_and_check(guide.root, only, user_cache(), drafts=drafts)
    return [problem for problem in problems if not problem.remark]


def _tell_taken(answers: Answers, taken: Sequence[Taken], changed: Sequence[str]) -> int:
    """Prints what came of the answers; gives the exit status."""
    for path in changed:
        print(f"{path}: signed by {answers.by}")
    wanted = [one for one in taken if one.answer == CHANGE]
    for one in wanted:
        print(f"{one.item.number} {one.item.about}: to change: {printable(one.words)}")
    agreed = len(taken) - len(wanted)
    left = len(answers.answers) - len(taken)
    print(f"{agreed} agreed, {len(wanted)} to change, {left} not answered")
    others = agreed - sum(
        one.item.about.startswith("recipes/") for one in taken if one not in wanted
    )
    if others:
        print("Only recipes hold a name. Keep the file of answers: it is the record of all else.")
    return PROBLEMS if wanted else DONE
