"""What ./run changes does and prints."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from guide.changes import as_html, as_json, as_markdown, as_text
from guide.changes.comparing import compare
from guide.changes.differences import Changes
from guide.changes.revision import NoRevision
from guide.changes.sources import (
    Asked,
    MakeBook,
    NoVersion,
    Workplace,
    find_old,
    form_of,
    make_new,
    make_old,
    name_edition,
)
from guide.core import workers
from guide.core.cache import Cache, user_cache
from guide.core.problems import printable
from guide.core.process import DONE, MACHINE_LACKS, PROBLEMS, WRONG_USAGE
from guide.core.progress import Progress
from guide.read.editions import POCKET, Edition
from guide.release import publish


def tell_changes(options: argparse.Namespace, make: MakeBook) -> int:
    """Compares the working tree with what was asked for; gives the exit status.

    1 says that the working tree has problems; what could be compared is told all the same.
    """
    try:
        if options.html is not None:
            publish.look_at_html(options.root, options.html)
        changes, is_sound = _find_changes(options, make)
    except (NoVersion, NoRevision, publish.NotOurs) as error:
        print(printable(str(error)), file=sys.stderr)
        return WRONG_USAGE
    except workers.Lost as lost:
        print(printable(f"{lost.name}: {lost.what}"), file=sys.stderr)
        return MACHINE_LACKS
    if options.html is not None:
        publish.place_html(options.root, options.html, as_html.write_page(changes))
    told = as_json.as_json_text(changes)
    _add_summary(told)
    print(_say(changes, told, options))
    if not is_sound:
        print("The working tree has problems: ./run check tells them.", file=sys.stderr)
        return PROBLEMS
    return DONE


def _find_changes(options: argparse.Namespace, make: MakeBook) -> tuple[Changes, bool]:
    """What differs, and whether the working tree is without problems."""
    root: Path = options.root
    asked = find_old(options.old, root)
    jobs = options.jobs or workers.default_jobs()
    cache = user_cache()
    edition = _find_edition(options, asked, cache)
    workplace = Workplace(root, cache, jobs, Progress(quiet=options.quiet), make, edition)
    new, guide, problems = make_new(workplace)
    old = make_old(asked, workplace, guide)
    changes = compare(old, new, options.html is not None, jobs)
    return changes, not any(not problem.remark for problem in problems)


def _find_edition(options: argparse.Namespace, asked: Asked, cache: Cache) -> Edition:
    """The edition that is compared. Raises NoVersion for one that is not declared."""
    if options.edition:
        return name_edition(options.edition, options.root, cache)
    form = options.format or form_of(asked) or POCKET
    return Edition(name=form, form=form)


def _say(changes: Changes, told: str, options: argparse.Namespace) -> str:
    if options.json:
        return told
    if options.changelog:
        return as_markdown.as_changelog(as_markdown.read_told(told.encode()))
    return as_text.tell_all(changes)


def _add_summary(told: str) -> None:
    """Adds the table to the summary of a run on GitHub, where this is one."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        table = as_markdown.as_table(as_markdown.read_told(told.encode()))
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(f"{table}\n")
