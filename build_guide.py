#!/usr/bin/env python3
"""The command: `build` makes the edition, `check` reads and checks only. No verb means build.

Exit status: 0 done, 1 problems in the content or in the finished file, 2 wrong usage, 3 the machine lacks something.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SETUP = "set the machine up with: ./run build"
# With .venv in its place ./run takes the machine for set up.
ANEW = "set the machine up anew with: rm -rf .venv && ./run build"


def arguments(given: list[str]) -> argparse.Namespace:
    """The command line, taken apart; argparse exits with 2 on wrong usage."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description="The Ultimate Anti-Inflammatory Recipe Guide, from its recipes to its PDF.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--json", action="store_true", help="print the problems as JSON, for machines"
    )
    shared.add_argument(
        "--root",
        type=Path,
        default=HERE,
        metavar="FOLDER",
        help="another guide with the same folders",
    )
    making = verbs.add_parser("build", parents=[shared], help="make the PDF (the default)")
    making.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where the edition goes (default: output)"
    )
    making.add_argument(
        "--format",
        choices=("pocket", "counter", "large"),
        default="pocket",
        help="the page: pocket (e-mailed), counter (a sheet to print) or large type",
    )
    making.add_argument(
        "--jobs",
        type=at_least_one,
        default=0,
        metavar="N",
        help="parts printed at once (default: one a core); 1 prints in this process, without workers",
    )
    making.add_argument(
        "--no-cache",
        action="store_true",
        help="print everything anew, and keep nothing but the typefaces",
    )
    making.add_argument(
        "--html",
        type=Path,
        metavar="FILE",
        help="also write the whole edition as one HTML file that needs no other",
    )
    making.add_argument(
        "--timings", action="store_true", help="tell where the time went, part by part"
    )
    loud = making.add_mutually_exclusive_group()
    loud.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    loud.add_argument(
        "--verbose", action="store_true", help="tell each stage with its time, also when piped"
    )
    checking = verbs.add_parser("check", parents=[shared], help="read and check, without printing")
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these recipes")
    showing = verbs.add_parser(
        "show", parents=[shared], help="what a recipe's pages will say, with grams and sources"
    )
    showing.add_argument("file", type=Path, metavar="FILE", help="one recipe")
    verbs.add_parser("test", help="run the tests (./run test)")
    if not given or given[0].startswith("-") and given[0] not in ("-h", "--help"):
        given = ["build", *given]
    return parser.parse_args(given)


def at_least_one(value: str) -> int:
    """A whole number from 1, for argparse."""
    number = int(value)
    if number < 1:
        raise ValueError
    return number


def main(given: list[str]) -> int:
    """Runs one verb and gives the exit status."""
    options = arguments(given)
    if options.verb == "test":
        print("the tests are run by the set-up script: ./run test", file=sys.stderr)
        return 2
    if not options.root.is_dir():
        print(f"{options.root} is not a folder", file=sys.stderr)
        return 2
    try:
        return {"check": check, "show": show, "build": build}[options.verb](options)
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "guide":
            raise
        print(f"this Python lacks the package {error.name}: {SETUP}", file=sys.stderr)
        return 3
    except BrokenPipeError:
        # Whoever was reading has seen enough; the interpreter must not complain of it while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("\nstopped; nothing was written", file=sys.stderr)
        return 130


def check(options: argparse.Namespace) -> int:
    """Reads and checks the guide, or some of its recipes."""
    from guide.check.reading import read_and_check
    from guide.check.suite import summary
    from guide.core import workers
    from guide.core.cache import Cache
    from guide.core.problems import counted

    if any(not_a_recipe(file, options.root) for file in options.files):
        return 2
    guide, problems = read_and_check(
        options.root, options.files or None, Cache(HERE / ".cache"), workers.default_jobs()
    )
    if options.files:
        # A cook who asks about one recipe is not told what marketing has still to fill in.
        asked = {file.resolve() for file in options.files}
        problems = [
            problem
            for problem in problems
            if not problem.remark or (options.root / problem.place.path).resolve() in asked
        ]
    status = report(problems, options.json, lambda: summary(problems, guide, "Nothing was built."))
    if not status and not options.json:
        remarks = f", {counted(len(problems), 'remark')}" if problems else ""
        print(
            f"{counted(len(options.files or guide.recipes_seen), 'recipe')} checked: no problems{remarks}."
        )
    return status


def show(options: argparse.Namespace) -> int:
    """Prints what one recipe's pages will say; its problems instead when it has any."""
    import json

    from guide import show as showing
    from guide.check.reading import read_and_check
    from guide.check.suite import summary

    if not_a_recipe(options.file, options.root):
        return 2
    guide, problems = read_and_check(options.root, [options.file])
    if any(not problem.remark for problem in problems):
        return report(
            problems, options.json, lambda: summary(problems, guide, "Nothing was worked out.")
        )
    (recipe_file,) = guide.recipe_files
    print(
        json.dumps(showing.as_dict(recipe_file, guide), ensure_ascii=False, indent=1)
        if options.json
        else showing.as_text(recipe_file, guide)
    )
    return 0


def not_a_recipe(file: Path, root: Path) -> bool:
    """Whether a file is no recipe of this guide; says so."""
    if file.is_file() and file.resolve().parent.parent == (root / "recipes").resolve():
        return False
    print(
        f"{file} is not a recipe of this guide: name files like recipes/chapter/name.yaml",
        file=sys.stderr,
    )
    return True


def build(options: argparse.Namespace) -> int:
    """Makes and publishes the edition; hands over the one that stands when nothing has changed since."""
    started = time.monotonic()
    from guide.core.cache import Cache
    from guide.release import unchanged

    output = options.output or options.root / "output"
    if options.format != "pocket":
        # The e-mail system finds one manifest in output/, that of the pocket edition.
        output = output / options.format
    cache = Cache(None if options.no_cache else HERE / ".cache")
    key = unchanged.edition_key(options.root, unchanged.templates_of(options.root), options.format)
    try:
        stood = unchanged.find_edition(cache, key) if not options.html else None
        if stood:
            return hand_over(stood, output, options, started)
        return make(options, output, cache, key, started)
    except OSError as error:
        print(
            f"{error.filename or output} cannot be written ({error.strerror}). The last good edition is as it was.",
            file=sys.stderr,
        )
        return 3


def hand_over(stood, output: Path, options: argparse.Namespace, started: float) -> int:
    """Publishes an edition that was built before from the same files."""
    from guide.release import publish

    publish.publish(output, stood.pdf, stood.facts, stood.previews)
    report(stood.remarks, options.json, None, quiet=options.quiet)
    if options.timings:
        print("nothing has changed since it was last built, so nothing was printed")
    tell(stood.facts, stood.remarks, output, options, started)
    return 0


def make(options: argparse.Namespace, output: Path, cache, key: str, started: float) -> int:
    """Builds the edition and keeps it when nothing is wrong with it."""
    from guide import build as making
    from guide.check.suite import summary
    from guide.core.progress import Progress
    from guide.release import unchanged

    try:
        outcome = making.build(
            options.root,
            output,
            Progress(options.quiet, options.verbose),
            cache,
            options.jobs,
            options.html,
            options.format,
        )
    except making.NoPango as error:
        print(f"Pango, which draws the letters, does not load ({error}).\n{ANEW}", file=sys.stderr)
        return 3
    status = report(
        outcome.problems,
        options.json,
        lambda: summary(outcome.problems, outcome.guide, held(output)),
        quiet=options.quiet,
    )
    if options.timings:
        print(outcome.timings_told())
    if not status:
        unchanged.keep_edition(
            cache,
            key,
            unchanged.StoredEdition(outcome.pdf, outcome.facts, outcome.problems, outcome.previews),
        )
        tell(outcome.facts, outcome.problems, output, options, started)
    return status


def tell(
    facts: dict, remarks: list, output: Path, options: argparse.Namespace, started: float
) -> None:
    """The last line of a build that went well."""
    from guide.core.problems import counted

    if options.quiet or options.json:
        return
    where = output / facts["attachment"]["filename"]
    shown = where.relative_to(Path.cwd()) if where.is_relative_to(Path.cwd()) else where
    print(
        f"{shown}: {counted(facts['pages'], 'page')}, {facts['attachment']['bytes']:,} bytes, "
        f"{counted(len(facts['recipes']), 'recipe')}, {time.monotonic() - started:.1f} seconds, {counted(len(remarks), 'remark')}"
    )


def held(output: Path) -> str:
    """What a failed build left in the output folder."""
    from guide.handover import NotReady, latest

    try:
        return f"Nothing was written; {output.name}/ still holds the edition of {latest(output).manifest['edition']}."
    except NotReady:
        return f"Nothing was written; {output.name}/ holds no edition yet."


def report(found: list, as_json: bool, last_line, quiet: bool = False) -> int:
    """Tells the problems to a person, to a machine, and to a pull request; gives the exit status."""
    from guide.core import problems

    grave = [problem for problem in found if not problem.remark]
    if as_json:
        print(problems.as_json(found))
    elif grave:
        print("\n\n".join(problems.tell(problem) for problem in grave), end="\n\n")
        print(last_line())
    elif not quiet:
        for problem in found:
            print(
                f"{problem.place.path}:{problem.place.line}:{problem.place.column}: remark: {problem.what}"
            )
    if os.environ.get("GITHUB_ACTIONS") and found:
        print(problems.as_annotations(found), file=sys.stderr if as_json else sys.stdout)
    return 1 if grave else 0


if __name__ == "__main__":
    # A command lives for seconds and frees little: looking for cycles would cost a quarter of a check. pydantic need
    # not look for plug-ins among the installed packages either.
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    status = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # All is written and no worker is left: taking a million objects apart first would cost a third of a second.
    os._exit(status)
