"""A guide that was never checked is checked in a process of its own, while its parts are printed.

Each case is tried in a process of its own too: the one that tests has threads, and is not forked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from guide.build import PROJECT
from guide.check.reading import read_and_check

BEGIN = """
import json, os, signal, sys
from pathlib import Path
from guide import build
from guide.check import suite
from guide.check.reading import begin_checks
from guide.core import workers
from guide.core.cache import Cache
from guide.core.progress import Progress
from guide.press import paginate

root, cache, output = Path(sys.argv[1]), Cache(Path(sys.argv[2])), Path(sys.argv[3])

def refuse(*_):
    raise AssertionError("this was done in the process that prints")

def tell(problems):
    print(json.dumps([f"{one.place.path}:{one.place.line} {one.id}" for one in problems]))

def tell_children():
    try:
        os.waitpid(-1, os.WNOHANG)
        print(json.dumps("a child is left"))
    except ChildProcessError:
        print(json.dumps("no child is left"))
"""
CHECK = "checking = begin_checks(root, cache, 2)\n"
BUILD = "result = build.build(root, output, Progress(quiet=True), cache, jobs=2)\n"


def told_by(script: str, root: Path, tmp_path: Path) -> list:
    """What a script says that begins as above, line by line."""
    command = [sys.executable, "-c", BEGIN + script, root, tmp_path / "cache", tmp_path / "output"]
    done = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def told_here(root: Path) -> list[str]:
    """What is wrong with a guide, found in this process."""
    _, problems = read_and_check(root)
    return [f"{one.place.path}:{one.place.line} {one.id}" for one in problems]


def break_recipe(root: Path) -> None:
    recipe = root / "recipes/soups/pea-soup.yaml"
    recipe.write_text(recipe.read_text().replace("frozen peas", "frozen unobtainium"))


def test_the_checks_are_done_by_a_process_of_its_own(little, tmp_path):
    break_recipe(little)
    script = "suite._do = refuse\ntell(checking.problems())\nchecking.close()\ntell_children()"
    told = told_by(CHECK + script, little, tmp_path)
    assert told == [told_here(little), "no child is left"]
    assert any("pea-soup" in line for line in told[0])


def test_checks_that_were_ended_are_done_again_and_never_count_as_passed(little, tmp_path):
    break_recipe(little)
    script = "os.kill(checking._apart._child, signal.SIGKILL)\ntell(checking.problems())"
    assert told_by(CHECK + script, little, tmp_path) == [told_here(little)]


def test_what_was_checked_before_is_not_checked_apart(little, tmp_path):
    script = CHECK + "tell(checking.problems())\nchecking.close()\n"
    script += CHECK + "print(json.dumps(checking.is_apart))\ntell(checking.problems())"
    first, is_apart, again = told_by(script, little, tmp_path)
    assert not is_apart
    assert first == again


def test_parts_printed_while_they_are_checked_are_printed_once_and_give_the_same_bytes(
    little, tmp_path, first_build
):
    script = """
ahead = []
print_ahead = paginate.PrintQueue.print_ahead

def note(queue, part_htmls, is_alone):
    print_ahead(queue, part_htmls, is_alone)
    # What goes wrong in it is passed over, and would leave none.
    ahead.extend(part_html.id for part_html in part_htmls if queue.key(part_html) in queue._ahead)

paginate.PrintQueue.print_ahead = note
"""
    script += BUILD
    script += "print(json.dumps(ahead))\n"
    script += "print(json.dumps([timing.name for timing in result.timings if not timing.kept]))\n"
    script += "print(json.dumps([timing.name for timing in result.timings if timing.kept]))\n"
    ahead, printed, kept = told_by(script, little, tmp_path)
    assert "recipe-pea-soup" in ahead
    assert sorted(printed) == sorted(first_build.printed)
    assert kept == []
    assert next((tmp_path / "output").glob("*.pdf")).read_bytes() == first_build.pdf


def test_a_fault_that_is_found_while_parts_are_printed_ends_that(little, tmp_path):
    break_recipe(little)
    told = told_by(BUILD + "tell(result.problems)\ntell_children()", little, tmp_path)
    assert told == [told_here(little), "no child is left"]
    assert not (tmp_path / "output").exists()


def test_a_fault_that_is_found_when_all_is_printed_leaves_no_worker(little, tmp_path):
    break_recipe(little)
    script = "build.Checking.has_failed = lambda checking: False\n"
    told = told_by(script + BUILD + "tell(result.problems)\ntell_children()", little, tmp_path)
    assert told == [told_here(little), "no child is left"]


def test_what_goes_wrong_in_printing_is_told_after_what_the_checks_find(little, tmp_path):
    # A part that fails while it is printed ahead fails again when its guide has passed.
    script = """
def fail(*_, **__):
    raise KeyError("a part")

paginate.PrintQueue.print_ahead = fail
"""
    script += BUILD + "print(json.dumps(result.failed))\n"
    assert told_by(script, little, tmp_path) == [False]
    break_recipe(little)
    script += "tell(result.problems)"
    assert told_by(script, little, tmp_path) == [True, told_here(little)]
