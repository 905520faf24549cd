"""The verbs that print: `build` for one edition, `editions` for those that editions.yaml declares,
`card` for single recipes.

What they build with is imported when something has to be built: an edition that was built before
from the same files is published again, and loads next to nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guide.console import report
from guide.core.process import DONE, MACHINE_LACKS, PROBLEMS, WRONG_USAGE
from guide.parse.source import see_guide
from guide.read.editions import CARD, Edition
from guide.release import unchanged
from guide.release.output_folder import NotOurs, Withdrawn, look_at_folder, refuse_rooms

if TYPE_CHECKING:
    from guide.build import BuildResult, Workshop
    from guide.check.reading import Checking
    from guide.core.cache import Cache
    from guide.core.problems import Problem
    from guide.core.progress import Progress
    from guide.read.load import Guide
    from guide.release import publish
    from guide.release.publish import Manifest

# With .venv in its place ./run takes the machine for set up.
SET_UP_AGAIN = "set the machine up anew with: rm -rf .venv && ./run build"
_OUTPUT = "output"


class Refused(Exception):
    """What was asked for cannot be done; the message says why, and what to type."""


@dataclass(frozen=True)
class _Outcome:
    """What became of one edition: what was published, or the sentence that says why nothing was."""

    edition: Edition
    status: int
    seconds: float = 0
    facts: Manifest | None = None
    problems: tuple[Problem, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class _Press:
    """What all editions of one command are built with."""

    cache: Cache
    workshop: Workshop
    progress: Progress


def make_edition(options: argparse.Namespace) -> int:
    """Makes and publishes one edition, or publishes the one that was made before from the same
    files.
    """
    started = time.monotonic()
    asked = _asked_by(options)
    with _open_cache(options) as cache:
        seen = see_guide(options.root)
        edition = unchanged.find_asked(cache, seen, asked)
        try:
            if edition is not None and options.html is None:
                output = _output_of(edition, options)
                key = unchanged.edition_key(seen, edition)
                if _give_again(key, options, cache, output, started):
                    return DONE
            return _build_one(asked, options, cache, started)
        except (Refused, NotOurs) as error:
            print(_say_refused(error), file=sys.stderr)
            return WRONG_USAGE
        except Withdrawn as error:
            print(_say_refused(error), file=sys.stderr)
            return PROBLEMS
        except OSError as error:
            print(_cannot_be_written(error), file=sys.stderr)
            return MACHINE_LACKS


def make_editions(options: argparse.Namespace) -> int:
    """Makes and publishes the declared editions, all or those that were named.

    What they share is done once. One that fails keeps its last good file, and the others go on.
    """
    with _open_cache(options) as cache:
        press, guide, problems = _make_ready(options, cache)
        status = _report_of_all(problems, guide, options)
        if guide is None or status != DONE:
            return status
        try:
            editions = _named(options.names, guide)
        except Refused as error:
            print(_say_refused(error), file=sys.stderr)
            return WRONG_USAGE
        return _build_each(editions, guide, problems, options, press)


def _make_ready(
    options: argparse.Namespace, cache: Cache
) -> tuple[_Press, Guide | None, list[Problem]]:
    """What several editions are built with, and the guide they are of, with its problems."""
    from guide import build as building
    from guide.core.progress import Progress

    press = _Press(cache, building.Workshop(), Progress(options.quiet, options.verbose))
    with closing(_begin_checks(options, cache)) as checking:
        return press, checking.guide, checking.problems()


def _report_of_all(
    problems: list[Problem], guide: Guide | None, options: argparse.Namespace
) -> int:
    """Prints what is to be said of the guide, whichever edition is built; the exit status."""
    from guide.check.suite import summary

    grave = [problem for problem in problems if not problem.remark]
    if options.json and not grave:
        # Machines are given one list, at the end.
        return DONE
    stopped = "Nothing was written; each edition is as it was."
    return report(problems, options.json, lambda: summary(problems, guide, stopped), options.quiet)


def _build_each(
    editions: Sequence[Edition],
    guide: Guide,
    problems: list[Problem],
    options: argparse.Namespace,
    press: _Press,
) -> int:
    """Builds and publishes editions one after the other; 1 when one of them was not published."""
    from guide.core.problems import arrange, as_json

    outcomes: list[_Outcome] = []
    for number, edition in enumerate(editions, 1):
        press.progress.stage(f"edition {number} of {len(editions)}: {edition.name}")
        outcome = _try_to_build(edition, guide, problems, options, press)
        outcomes.append(outcome)
        _tell(outcome, problems, options)
    if options.json:
        found = [problem for outcome in outcomes for problem in outcome.problems]
        print(as_json(arrange([*problems, *found])))
    _print_table(outcomes, options, len(problems))
    return PROBLEMS if any(outcome.status != DONE for outcome in outcomes) else DONE


def make_cards(options: argparse.Namespace) -> int:
    """Makes a sheet of each recipe that was named, to forward."""
    from guide.core.problems import did_you_mean
    from guide.read.editions import card_of

    mailed = options.root / _OUTPUT
    with _open_cache(options) as cache:
        press, guide, problems = _make_ready(options, cache)
        status = _report_of_all(problems, guide, options)
        if guide is None or status != DONE:
            return status
        known = [one.slug for one in guide.recipe_files]
        for slug in options.recipes:
            if slug not in known:
                fix = did_you_mean(slug, known, "write the name of its file without .yaml")
                print(_say_refused(f'this guide has no recipe "{slug}": {fix}'), file=sys.stderr)
                return WRONG_USAGE
        if options.output is None or options.output.resolve() == mailed.resolve():
            why = f"a card does not go to {_OUTPUT}/, which holds what is mailed"
            print(
                _say_refused(f"{why}: name a folder for it, as in --output cards"), file=sys.stderr
            )
            return WRONG_USAGE
        cards = [card_of(slug) for slug in options.recipes]
        return _build_each(cards, guide, problems, options, press)


@contextmanager
def _open_cache(options: argparse.Namespace) -> Iterator[Cache]:
    """What is kept from build to build; with --no-cache what several editions share."""
    from guide.core.cache import Cache, user_cache

    if not options.no_cache:
        yield user_cache()
    elif options.verb == "build":
        yield Cache(None)
    else:
        import tempfile

        with tempfile.TemporaryDirectory(prefix="guide-editions-") as folder:
            yield Cache(Path(folder))


def _asked_by(options: argparse.Namespace) -> Edition:
    """The edition that the options of `build` ask for, as they are typed."""
    return Edition(
        name="",
        form=options.format,
        without=_split(options.without),
        units=options.units,
        ink=options.ink,
        recipes=_split(options.recipes),
    )


def _split(words: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in words.split(","))))


def _output_of(edition: Edition, options: argparse.Namespace) -> Path:
    """The folder that an edition goes to. Raises Refused for one that must not be mailed."""
    mailed: Path = options.root / _OUTPUT
    output: Path | None = options.output
    if edition.name:
        if output is None:
            output = mailed
    elif output is None:
        raise Refused(
            "editions.yaml declares no such edition, so it must not be mailed: "
            "name a folder for it, as in --output trial"
        )
    elif output.resolve() == mailed.resolve():
        raise Refused(
            f"{output} holds what is mailed, and editions.yaml declares no such edition: "
            "name another folder, or declare it"
        )
    refuse_rooms(options.root, output)
    return output


def _build_one(asked: Edition, options: argparse.Namespace, cache: Cache, started: float) -> int:
    """Builds one edition, and keeps it when nothing is wrong with it. Raises Refused, NotOurs."""
    from guide.check.suite import summary
    from guide.core.progress import Progress

    with closing(_begin_checks(options, cache)) as checking:
        # What prints is loaded while another process checks.
        from guide import build as building
        from guide.editions.declared import find_declared

        guide = checking.guide
        if guide is None or checking.has_failed():
            stands = _what_stands(options.output or options.root / _OUTPUT)
            problems = checking.problems()
            return report(problems, options.json, lambda: summary(problems, guide, stands))
        _refuse_unknown(asked, guide)
        edition = find_declared(asked, guide)
        unchanged.keep_asked(cache, guide.seen, asked, edition)
        output = _output_of(edition, options)
        progress = Progress(options.quiet, options.verbose)
        declared = _names_of_all(guide, edition)
        request = building.BuildRequest(
            options.root, output, edition, options.html, options.jobs, declared
        )
        try:
            result = building.build_edition(request, progress, cache, read=checking)
        except building.NoPango as error:
            print(say_no_pango(error), file=sys.stderr)
            return MACHINE_LACKS
    status = report(
        result.problems,
        options.json,
        lambda: summary(result.problems, result.guide, _what_stands(output)),
        options.quiet,
    )
    if options.timings:
        print(building.format_timings(result.timings))
    if status == DONE and result.facts is not None:
        _keep(result, edition, cache)
        _print_summary(result.facts, result.problems, output, options, started)
        _tell_outcome(result.published, options)
    return status


def _begin_checks(options: argparse.Namespace, cache: Cache) -> Checking:
    """The guide while it is checked; what is wrong with editions.yaml is known already."""
    from guide.check.reading import begin_checks
    from guide.core.workers import default_jobs

    checking = begin_checks(options.root, cache, options.jobs or default_jobs())
    # Loaded while another process checks.
    from guide.editions.declared import check_editions

    if checking.guide is not None:
        checking.add(check_editions(checking.guide))
    return checking


def _names_of_all(guide: Guide, edition: Edition) -> tuple[str, ...] | None:
    """The names of all declared editions; None for one in a folder of its own."""
    from guide.editions.declared import declared_editions

    if not edition.name or CARD in edition.parts:
        return None
    return tuple(one.name for one in declared_editions(guide))


def _refuse_unknown(asked: Edition, guide: Guide) -> None:
    """Raises Refused for foods and recipes that nobody knows."""
    from guide.editions.declared import find_unknown_choices

    for what, fix in find_unknown_choices(asked, guide):
        raise Refused(f"{what}: {fix}")


def _keep(result: BuildResult, edition: Edition, cache: Cache) -> None:
    """Keeps a finished edition, to be published again as long as nothing changes."""
    if result.guide is None or result.facts is None:
        return
    key = unchanged.edition_key(result.guide.seen, edition)
    stored = unchanged.StoredEdition(result.pdf, result.facts, result.problems, result.previews)
    unchanged.keep_edition(cache, key, stored)
    unchanged.keep_standing(cache, key, result.published)


def _give_again(
    key: str, options: argparse.Namespace, cache: Cache, output: Path, started: float
) -> bool:
    """Publishes an edition that was built before from the same files; False for none.

    Nothing is done where it stands as it was published.
    """
    standing = unchanged.find_standing(cache, key, look_at_folder(output))
    if standing is not None:
        _tell_again(*standing, options, output, started)
        return True
    stored = unchanged.find_edition(cache, key)
    if stored is None:
        return False
    from guide.release import publish

    outcome = publish.publish(output, stored.pdf, stored.facts, stored.previews)
    unchanged.keep_standing(cache, key, outcome)
    _tell_again(stored.facts, stored.remarks, options, output, started)
    _tell_outcome(outcome, options)
    return True


def _tell_again(
    facts: Manifest,
    remarks: list[Problem],
    options: argparse.Namespace,
    output: Path,
    started: float,
) -> None:
    """Prints what was printed when the edition was built."""
    report(remarks, options.json, lambda: "", options.quiet)
    if options.timings:
        print("nothing has changed since it was last built, so nothing was printed")
    _print_summary(facts, remarks, output, options, started)


def _named(names: Sequence[str], guide: Guide) -> tuple[Edition, ...]:
    """The declared editions of those names, in the order of editions.yaml; all without names.

    Raises Refused for a name that is not declared.
    """
    from guide.core.problems import did_you_mean
    from guide.editions.declared import declared_editions

    declared = declared_editions(guide)
    known = [edition.name for edition in declared]
    for name in names:
        if name not in known:
            fix = did_you_mean(name, known, f"name one of: {', '.join(known)}")
            raise Refused(f'editions.yaml declares no edition "{name}": {fix}')
    return tuple(edition for edition in declared if not names or edition.name in names)


def _try_to_build(
    edition: Edition,
    guide: Guide,
    problems: list[Problem],
    options: argparse.Namespace,
    press: _Press,
) -> _Outcome:
    """One of several editions; whatever keeps it from being published is told in its outcome."""
    from guide import build as building
    from guide.release import publish

    started = time.monotonic()

    def fail(status: int, why: str) -> _Outcome:
        return _Outcome(edition, status, time.monotonic() - started, why=why)

    try:
        output = _output_of(edition, options)
        key = unchanged.edition_key(guide.seen, edition)
        stored = unchanged.find_edition(press.cache, key)
        if stored is not None:
            outcome = publish.publish(output, stored.pdf, stored.facts, stored.previews)
            _tell_outcome(outcome, options)
            seconds = time.monotonic() - started
            remarks = tuple(stored.remarks)
            return _Outcome(edition, DONE, seconds, stored.facts, remarks)
        declared = _names_of_all(guide, edition)
        request = building.BuildRequest(options.root, output, edition, None, options.jobs, declared)
        read = guide, list(problems)
        result = building.build_edition(request, press.progress, press.cache, press.workshop, read)
    except building.NoPango as error:
        return fail(MACHINE_LACKS, say_no_pango(error))
    except (Refused, NotOurs) as error:
        return fail(WRONG_USAGE, _say_refused(error))
    except Withdrawn as error:
        return fail(PROBLEMS, _say_refused(error))
    except OSError as error:
        return fail(MACHINE_LACKS, _cannot_be_written(error))
    seconds = time.monotonic() - started
    if result.failed or result.facts is None:
        return _Outcome(edition, PROBLEMS, seconds, problems=tuple(result.problems))
    _keep(result, edition, press.cache)
    _tell_outcome(result.published, options)
    return _Outcome(edition, DONE, seconds, result.facts, tuple(result.problems))


def _tell(outcome: _Outcome, known: list[Problem], options: argparse.Namespace) -> None:
    """Prints what is to be said of an edition besides what was said of the whole guide."""
    from guide.check.suite import summary

    own = [problem for problem in outcome.problems if problem not in known]
    if outcome.why:
        print(f"{outcome.edition.name}: {outcome.why}", file=sys.stderr)
    if not own or options.json:
        return
    if not options.quiet:
        print(f"{outcome.edition.name}:")
    stands = "Nothing was written of this edition; its last file stands."
    report(own, False, lambda: summary(own, None, stands), options.quiet)


def _print_table(outcomes: Sequence[_Outcome], options: argparse.Namespace, shared: int) -> None:
    """What became of each edition, a line each."""
    if options.quiet or options.json:
        return
    rows = [("edition", "file", "pages", "bytes", "recipes", "seconds", "remarks")]
    for outcome in outcomes:
        seconds = f"{outcome.seconds:.1f}"
        facts = outcome.facts
        if facts is None:
            rows.append((outcome.edition.name, "not published", "", "", "", seconds, ""))
            continue
        file = facts["attachment"]["filename"]
        size = f"{facts['attachment']['bytes']:,}"
        recipes = str(len(facts["recipes"]))
        remarks = str(max(0, len(outcome.problems) - shared))
        name = outcome.edition.name
        rows.append((name, file, str(facts["pages"]), size, recipes, seconds, remarks))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths, strict=False)]
        right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        print("  ".join((*left, *right)).rstrip())


def _print_summary(
    facts: Manifest,
    remarks: Sequence[Problem],
    output: Path,
    options: argparse.Namespace,
    started: float,
) -> None:
    """The last line of a build that went well."""
    from guide.core.problems import counted, leave_out_excused

    if options.quiet or options.json:
        return
    path = output / facts["attachment"]["filename"]
    if path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    needing = len(leave_out_excused(remarks))
    pages = counted(facts["pages"], "page")
    size = f"{facts['attachment']['bytes']:,} bytes"
    recipes = counted(len(facts["recipes"]), "recipe")
    seconds = f"{time.monotonic() - started:.1f} seconds"
    print(f"{path}: {pages}, {size}, {recipes}, {seconds}, {counted(needing, 'remark')}")


def _tell_outcome(outcome: publish.Outcome, options: argparse.Namespace) -> None:
    """Prints what there is to tell after publishing; mostly nothing."""
    if outcome.remarks or outcome.notices:
        from guide.release.withdraw_command import tell_outcome

        tell_outcome(outcome, options.root, options)


def _what_stands(output: Path) -> str:
    """What the output folder holds after a build that failed."""
    from guide.handover import NotReady, latest

    try:
        edition = latest(output).manifest["edition"]
    except NotReady:
        return f"Nothing was written; {output.name}/ holds no edition yet."
    return f"Nothing was written; {output.name}/ still holds the edition of {edition}."


def _say_refused(error: object) -> str:
    said = str(error)
    mark = "" if said.endswith("?") else "."
    return f"{said}{mark} Nothing was written."


def say_no_pango(error: Exception) -> str:
    """What is said where nothing can be printed."""
    return f"Pango, which draws the letters, does not load ({error}).\n{SET_UP_AGAIN}"


def _cannot_be_written(error: OSError) -> str:
    where = error.filename or "the output folder"
    return f"{where} cannot be written ({error.strerror}). The last good edition is as it was."
