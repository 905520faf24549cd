"""The command line: what each verb does, and what it prints.

Exit status: 0 done, 1 problems in the content or in the finished file, 2 wrong usage, 3 the machine
lacks something, 4 the program has failed (guide/console.py).

Each verb imports what it needs by itself: `check` must not load what draws, and a build of what has
not changed loads next to nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guide.console import print_remarks, report
from guide.core.paths import PROJECT
from guide.core.process import DONE, INTERRUPTED, MACHINE_LACKS, PROBLEMS, WRONG_USAGE
from guide.read.editions import PAGE_FORMATS, POCKET

if TYPE_CHECKING:
    from typing import TypeAlias

    from guide.check.reading import Readings
    from guide.core.problems import Problem

    Verbs: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
    AddVerbs: TypeAlias = Callable[[Verbs, argparse.ArgumentParser], None]

SET_UP = "set the machine up with: ./run build"


def run_command(given: Sequence[str]) -> int:
    """Runs one verb and gives the exit status."""
    options = parse_arguments(list(given))
    if options.verb == "test":
        print("the tests are run by the set-up script: ./run test", file=sys.stderr)
        return WRONG_USAGE
    if not options.root.is_dir():
        print(f"{options.root} is not a folder", file=sys.stderr)
        return WRONG_USAGE
    verbs = {
        "build": run_build,
        "editions": run_editions,
        "card": run_card,
        "check": run_check,
        "show": run_show,
        "new": run_new,
        "import": run_import,
        "export": run_export,
        "fix": run_fix,
        "pantry": run_pantry,
        "withdraw": run_withdraw,
        "mail": run_mail,
        "changes": run_changes,
        "preview": run_preview,
        "review-pack": run_review_pack,
        "reviewed": run_reviewed,
        "clean": run_clean,
    }
    try:
        return verbs[options.verb](options)
    except OSError as error:
        what = f"{error.filename} cannot be read or written" if error.filename else "that failed"
        print(f"{what} ({error.strerror or error})", file=sys.stderr)
        return MACHINE_LACKS
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "guide":
            raise
        print(f"this Python lacks the package {error.name}: {set_up_for(options)}", file=sys.stderr)
        return MACHINE_LACKS
    except KeyboardInterrupt:
        print("\nstopped; nothing was written", file=sys.stderr)
        return INTERRUPTED


def set_up_for(options: argparse.Namespace) -> str:
    """What installs the packages that a verb needs."""
    if options.verb == "preview":
        return "./run preview installs it"
    if options.verb == "check" and options.watch:
        return "./run check --watch installs it"
    return SET_UP


def parse_arguments(given: list[str]) -> argparse.Namespace:
    """The command line, taken apart. argparse ends the process with 2 on wrong usage."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description="The Ultimate Anti-Inflammatory Recipe Guide, from its recipes to its PDF.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    shared = _shared_options()
    if not given:
        given = ["build"]
    elif given[0].startswith("-") and given[0] not in ("-h", "--help"):
        given = ["build", *given]
    # To make all parsers takes as long as to start Python: a verb gets its own; what is no verb is
    # answered with all.
    groups = _list_verbs()
    asked = [add for names, add in groups if given[0] in names]
    for add_verbs in asked or [add for _, add in groups]:
        add_verbs(verbs, shared)
    return parser.parse_args(given)


def _list_verbs() -> list[tuple[tuple[str, ...], AddVerbs]]:
    """The verbs in the order of the help, with what makes their parsers."""
    return [
        (("build",), _add_build),
        (("editions", "card"), _add_several),
        (("check", "show"), _add_reading_verbs),
        (("preview",), _add_preview),
        (("new", "import", "fix", "export"), _add_writing_verbs),
        (("pantry",), _add_pantry_verbs),
        (("withdraw",), _add_withdraw_verb),
        (("mail",), _add_mail_verb),
        (("changes",), _add_changes),
        (("review-pack", "reviewed"), _add_review_verbs),
        (("clean", "test"), _add_upkeep_verbs),
    ]


def _add_build(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    building = verbs.add_parser("build", parents=[shared], help="make the PDF (the default)")
    _add_build_options(building)
    _add_choices(building)


def _add_several(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    """The verbs that print several editions."""
    declared = verbs.add_parser(
        "editions", parents=[shared], help="make the editions that editions.yaml declares"
    )
    declared.add_argument("names", nargs="*", metavar="NAME", help="only these")
    _add_build_options(declared)
    carding = verbs.add_parser(
        "card", parents=[shared], help="make a sheet of a recipe, to forward"
    )
    carding.add_argument("recipes", nargs="+", metavar="NAME", help="such as golden-oats")
    _add_build_options(carding)


def _add_reading_verbs(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    """The verbs that read, and print no page."""
    checking = verbs.add_parser("check", parents=[shared], help="read and check, without printing")
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these recipes")
    checking.add_argument(
        "--excused", action="store_true", help="list the words that pages/excused.yaml lets stand"
    )
    checking.add_argument(
        "--watch", action="store_true", help="check again after each save, until Ctrl-C"
    )
    showing = verbs.add_parser(
        "show", parents=[shared], help="what a recipe's pages will say, with grams and sources"
    )
    showing.add_argument("file", type=Path, metavar="FILE", help="one recipe")


def _add_preview(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    previewing = verbs.add_parser(
        "preview", parents=[shared], help="show the pages in a browser, and follow each save"
    )
    previewing.add_argument(
        "slug", nargs="?", metavar="SLUG", help="a recipe or page (default: the one saved last)"
    )
    previewing.add_argument("--format", choices=PAGE_FORMATS, default=PAGE_FORMATS[0])
    previewing.add_argument("--port", type=int, metavar="N", help="default: 8440, or any free one")
    previewing.add_argument(
        "--no-open", dest="open", action="store_false", help="do not open a browser"
    )


def _add_writing_verbs(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    """The verbs that write recipes."""
    writing = verbs.add_parser("new", parents=[shared], help="begin a recipe: write its file")
    writing.add_argument("title", metavar="TITLE", help='such as "Roast carrot and tahini soup"')
    writing.add_argument("--chapter", metavar="FOLDER", help="the folder of its chapter")
    importing = verbs.add_parser(
        "import", parents=[shared], help="take a recipe from elsewhere: a saved page, JSON, a text"
    )
    importing.add_argument("file", metavar="FILE", help='what to read; "-" for standard input')
    importing.add_argument("--chapter", metavar="FOLDER", help="the folder of its chapter")
    importing.add_argument(
        "--to", type=Path, metavar="FOLDER", help="write it there, not into its chapter"
    )
    fixing = verbs.add_parser(
        "fix", parents=[shared], help="bring recipes into form, without changing what they say"
    )
    fixing.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these recipes")
    fixing.add_argument("--yes", action="store_true", help="write without asking")
    exporting = verbs.add_parser("export", parents=[shared], help="print recipes for a site")
    exporting.add_argument("file", nargs="?", type=Path, metavar="FILE", help="one recipe")
    exporting.add_argument("--all", action="store_true", help="all recipes")
    exporting.add_argument(
        "--jsonld", action="store_true", required=True, help="as schema.org/Recipe in JSON-LD"
    )


def _add_pantry_verbs(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    """The verb that looks foods up and adds them."""
    parser = verbs.add_parser("pantry", help="look a food up, or add one: find, add")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    finding = actions.add_parser("find", parents=[shared], help="what is known of a food")
    finding.add_argument("name", metavar="WORD")
    adding = actions.add_parser("add", parents=[shared], help="add a food, by a few questions")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--like", metavar="ITEM", help="the item whose labels are proposed")
    adding.add_argument("--aisle", metavar="FILE", help="the file of pantry/foods it goes into")
    adding.add_argument("--names", metavar="NAMES", help="its other names, with commas between")
    adding.add_argument("--contains", metavar="IDS", help="allergens it contains; - for none")
    adding.add_argument("--check", metavar="IDS", help="allergens to read its packet for")
    adding.add_argument("--fdc", metavar="NUMBER", help="its record in USDA FoodData Central")
    adding.add_argument("--yes", action="store_true", help="ask nothing: take what is proposed")


def _add_withdraw_verb(verbs: Verbs, _shared: argparse.ArgumentParser) -> None:
    """The verb for the day a label turns out wrong."""
    parser = verbs.add_parser("withdraw", help="take back a file that was published")
    parser.add_argument("sha", metavar="SHA", help="its SHA-256, or the 16 digits in its name")
    parser.add_argument("--why", required=True, help="what is wrong, for those who have it")
    parser.add_argument(
        "--recipe", action="append", default=[], metavar="SLUG", help="a recipe that is concerned"
    )
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="where it lies (output)")
    parser.set_defaults(root=PROJECT)


def _add_mail_verb(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    """The verb that shows marketing the mail with the guide as its readers get it."""
    parser = verbs.add_parser("mail", parents=[shared], help="mail a proof, the guide enclosed")
    parser.add_argument("--to", nargs="+", required=True, metavar="ADDRESS", help="who gets it")
    parser.add_argument("--smtp", metavar="HOST:PORT", help="the server that sends it")
    parser.add_argument("--starttls", action="store_true", help="encrypt by STARTTLS (port 587)")
    parser.add_argument("--tls", action="store_true", help="encrypt at once (port 465)")
    parser.add_argument("--eml", type=Path, metavar="FILE", help="write it into a new file instead")
    parser.add_argument("--edition", metavar="NAME", help="which edition (default: the mailed one)")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="where the editions lie")


def _add_changes(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    """The verb that tells what differs from another version."""
    parser = verbs.add_parser(
        "changes", parents=[shared], help="what differs from an edition, a PDF or a revision"
    )
    parser.add_argument(
        "old",
        nargs="?",
        metavar="OLD",
        help="a manifest.json, a PDF or a revision, such as origin/main (default: the edition in "
        "output/)",
    )
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="also write a page with pictures before and after"
    )
    parser.add_argument(
        "--changelog", action="store_true", help="print lines for the change log instead"
    )
    compared = parser.add_mutually_exclusive_group()
    compared.add_argument("--format", choices=PAGE_FORMATS, help="the pages that are compared")
    compared.add_argument("--edition", metavar="NAME", help="the edition that is compared")
    parser.add_argument(
        "--jobs",
        type=at_least_one,
        default=0,
        metavar="N",
        help="parts printed at once",
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def _add_review_verbs(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    """The verbs for people who must sign."""
    packing = verbs.add_parser(
        "review-pack", parents=[shared], help="print what a clinician, a dietitian or a cook signs"
    )
    packing.add_argument(
        "--kitchen", nargs="+", metavar="RECIPE", help="a sheet for a kitchen test of these recipes"
    )
    packing.add_argument("--to", type=Path, metavar="FOLDER", help="where the papers go")
    taking = verbs.add_parser("reviewed", parents=[shared], help="take signed answers back")
    taking.add_argument("file", type=Path, metavar="FILE", help="the answers, filled in")


def _add_upkeep_verbs(verbs: Verbs, _shared: argparse.ArgumentParser) -> None:
    """The verbs that need no guide."""
    cleaning = verbs.add_parser("clean", help="delete what earlier builds have kept")
    cleaning.set_defaults(root=PROJECT)
    verbs.add_parser("test", help="run the tests (./run test)")


def _shared_options() -> argparse.ArgumentParser:
    """The options of every verb that reads a guide."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--json", action="store_true", help="print the problems as JSON, for machines"
    )
    shared.add_argument(
        "--root",
        type=Path,
        default=PROJECT,
        metavar="FOLDER",
        help="another guide with the same folders",
    )
    return shared


def _add_build_options(parser: argparse.ArgumentParser) -> None:
    """What one edition and several are built with."""
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where it goes (default: output)"
    )
    parser.add_argument(
        "--jobs",
        type=at_least_one,
        default=0,
        metavar="N",
        help="parts printed at once (default: one a core); 1 prints in this process, "
        "without workers",
    )
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="print everything anew, and keep nothing but the typefaces",
    )
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument(
        "--quiet", action="store_true", help="say nothing unless something is wrong"
    )
    loudness.add_argument(
        "--verbose", action="store_true", help="tell each stage with its time, also when piped"
    )


def _add_choices(parser: argparse.ArgumentParser) -> None:
    """Which edition is built, and what else is told and written of it."""
    parser.add_argument(
        "--format",
        choices=PAGE_FORMATS,
        default=POCKET,
        help="the page: pocket (e-mailed), counter (a sheet to print) or large type",
    )
    parser.add_argument(
        "--without", default="", metavar="FOODS", help="leave these out: milk,nuts or tomato"
    )
    parser.add_argument(
        "--recipes", default="", metavar="NAMES", help="only these: golden-oats or tag:low-energy"
    )
    parser.add_argument(
        "--units", choices=("both", "metric", "us"), default="both", help="how amounts are printed"
    )
    parser.add_argument(
        "--ink", choices=("full", "saver"), default="full", help="saver: no pictures, black text"
    )
    parser.add_argument(
        "--html",
        type=Path,
        metavar="FILE",
        help="also write the whole edition as one HTML file that needs no other",
    )
    parser.add_argument(
        "--timings", action="store_true", help="tell where the time went, part by part"
    )


def at_least_one(value: str) -> int:
    """A whole number from 1, for argparse. Raises ValueError."""
    number = int(value)
    if number < 1:
        raise ValueError
    return number


def run_card(options: argparse.Namespace) -> int:
    """Makes a sheet of each recipe that is named."""
    from guide import commands

    return commands.make_cards(options)


def run_check(options: argparse.Namespace) -> int:
    """Reads and checks the guide, or some of its recipes, once or after each save."""
    from guide.check.reading import Readings
    from guide.core.cache import user_cache

    readings = Readings(user_cache())
    if not options.watch:
        return _check(options, readings)
    from guide.preview.rounds import check_again

    return check_again(options.root, lambda: _check(options, readings))


def _check(options: argparse.Namespace, readings: Readings) -> int:
    from guide.check.reading import read_and_check
    from guide.check.suite import summary
    from guide.core import workers
    from guide.core.cache import user_cache
    from guide.core.problems import arrange, counted, leave_out_excused, list_excused
    from guide.editions.declared import check_editions

    if any(_is_no_recipe(file, options.root) for file in options.files):
        return WRONG_USAGE
    only = options.files or None
    guide, problems = read_and_check(
        options.root, only, user_cache(), workers.default_jobs(), readings=readings
    )
    if guide is not None and not only:
        problems = arrange([*problems, *check_editions(guide)])
    if options.files:
        problems = _leave_out_other_remarks(problems, options.files, options.root)
    status = report(problems, options.json, lambda: summary(problems, guide, "Nothing was built."))
    if options.excused and not options.json:
        print_remarks(list_excused(problems))
    if status == DONE and guide is not None and not options.json:
        recipes = counted(len(options.files or guide.recipes_seen), "recipe")
        needing = leave_out_excused(problems)
        remarks = f", {counted(len(needing), 'remark')}" if needing else ""
        print(f"{recipes} checked: no problems{remarks}.")
    if options.files and not options.json:
        _print_new_words(options.files, options.root)
    return status


def _print_new_words(files: list[Path], root: Path) -> None:
    """For whoever reviews: the words of each recipe that the guide has not used before."""
    from guide.core.problems import printable
    from guide.views.new_words import find_new_words

    for file in files:
        words = find_new_words(file, root)
        if not words:
            continue
        said = printable(f"{file.name}: words new to the guide: {', '.join(words)}")
        print(said)
        if os.environ.get("GITHUB_ACTIONS"):
            print(f"::notice title=words new to the guide::{said}")


def _leave_out_other_remarks(
    problems: list[Problem], files: list[Path], root: Path
) -> list[Problem]:
    """The problems without remarks on other files: a cook who asks about one recipe needs no
    others.
    """
    asked = {file.resolve() for file in files}
    kept = []
    for problem in problems:
        if not problem.remark or (root / problem.place.path).resolve() in asked:
            kept.append(problem)
    return kept


def run_show(options: argparse.Namespace) -> int:
    """Prints what one recipe's pages will say, or its problems when it has any."""
    import json

    from guide.check.reading import read_and_check
    from guide.check.suite import summary
    from guide.views import recipe_told

    if _is_no_recipe(options.file, options.root):
        return WRONG_USAGE
    guide, problems = read_and_check(options.root, [options.file])
    if guide is None or any(not problem.remark for problem in problems):
        return report(
            problems, options.json, lambda: summary(problems, guide, "Nothing was worked out.")
        )
    (recipe_file,) = guide.recipe_files
    if options.json:
        print(json.dumps(recipe_told.as_dict(recipe_file, guide), ensure_ascii=False, indent=1))
    else:
        print(recipe_told.as_text(recipe_file, guide))
    return DONE


def _is_no_recipe(file: Path, root: Path) -> bool:
    """Whether a file is no recipe of this guide; says so when it is none."""
    if file.is_file() and file.resolve().parent.parent == (root / "recipes").resolve():
        return False
    from guide.core.problems import printable

    print(
        f"{printable(str(file))} is not a recipe of this guide: "
        "name files like recipes/chapter/name.yaml",
        file=sys.stderr,
    )
    return True


def run_new(options: argparse.Namespace) -> int:
    """Writes the file of a new recipe."""
    from guide.author import commands

    return commands.begin_recipe(options)


def run_import(options: argparse.Namespace) -> int:
    """Writes a recipe from elsewhere as a file of this guide."""
    from guide.author import commands

    return commands.import_recipe(options)


def run_fix(options: argparse.Namespace) -> int:
    """Brings recipes into the form that the guide would write them in."""
    from guide.author import fix_command

    return fix_command.fix_recipes(options)


def run_export(options: argparse.Namespace) -> int:
    """Prints recipes for the pages of a site."""
    from guide.author import commands

    return commands.export_as_json(options)


def run_pantry(options: argparse.Namespace) -> int:
    """Looks a food of the pantry up, or adds one."""
    from guide.author import pantry_commands

    return pantry_commands.look_up_or_add(options)


def run_withdraw(options: argparse.Namespace) -> int:
    """Takes back a file that was published."""
    from guide.release import withdraw_command

    return withdraw_command.withdraw_file(options)


def run_mail(options: argparse.Namespace) -> int:
    """Mails a proof of the mail that brings the guide."""
    from guide.handover import NotReady, latest
    from guide.mail import commands

    try:
        edition = latest(options.output or options.root / "output", options.edition)
    except NotReady as error:
        print(f"{error}. Nothing was sent.", file=sys.stderr)
        return PROBLEMS
    return commands.mail_proof(options, edition)


def run_changes(options: argparse.Namespace) -> int:
    """Tells what differs between the working tree and another version."""
    from guide import build, commands
    from guide.changes import command

    try:
        return command.tell_changes(options, build.print_edition)
    except build.NoPango as error:
        print(commands.say_no_pango(error), file=sys.stderr)
        return MACHINE_LACKS


def run_preview(options: argparse.Namespace) -> int:
    """Shows the pages in a browser while files are edited."""
    from guide import resident
    from guide.preview import command

    return command.serve_preview(options, resident.begin)


def run_review_pack(options: argparse.Namespace) -> int:
    """Writes a paper to sign, and the file for its answers."""
    from guide.review import commands

    return commands.print_pack(options)


def run_reviewed(options: argparse.Namespace) -> int:
    """Takes signed answers back into the recipes."""
    from guide.review import commands

    return commands.take_answers(options)


def run_clean(_options: argparse.Namespace) -> int:
    """Deletes every entry of this user's cache, and says how much room that freed."""
    from guide.core.cache import user_cache

    cache = user_cache()
    try:
        freed = cache.clear()
    except OSError as error:
        print(f"{error.filename} cannot be deleted ({error.strerror})", file=sys.stderr)
        return MACHINE_LACKS
    print(f"{cache.folder or 'no cache'}: {freed / 1e6:.1f} MB freed")
    return DONE


def run_build(options: argparse.Namespace) -> int:
    """Makes and publishes one edition."""
    from guide import commands

    return commands.make_edition(options)


def run_editions(options: argparse.Namespace) -> int:
    """Makes and publishes the editions that editions.yaml declares."""
    from guide import commands

    return commands.make_editions(options)
