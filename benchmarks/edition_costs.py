"""Measures what editions cost together in CPU seconds; prints a table in Markdown.

    .venv/bin/python benchmarks/edition_costs.py [--jobs 2] [NAME ...]

Each edition is built by a process of its own, one after the other with one cache that begins empty,
so that its figure is what it costs beside those before it. Without names these are the editions of
editions.yaml that leave foods out, and then all of them in their order, in a second cache. Whoever
measures on a machine that others use too must look at CPU seconds: no time on a clock is told.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
# The edition that all together are held against.
ONE = "pocket"


def build(name: str, cache: Path, output: Path, jobs: int) -> float:
    """The CPU seconds of building one edition. Raises RuntimeError when it is not published."""
    environment = {**os.environ, "GUIDE_CACHE": str(cache)}
    command = [sys.executable, str(PROJECT / "build_guide.py"), "editions", name, "--quiet"]
    command += ["--jobs", str(jobs), "--output", str(output)]
    before = getrusage(RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    after = getrusage(RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stdout}{done.stderr}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure(names: Sequence[str], jobs: int) -> dict[str, float]:
    """The CPU seconds of editions that are built one after the other, by their names."""
    with tempfile.TemporaryDirectory() as folder:
        cache, output = Path(folder, "cache"), Path(folder, "output")
        return {name: build(name, cache, output, jobs) for name in names}


def list_declared() -> list[tuple[str, bool]]:
    """The declared editions, and whether each leaves foods out."""
    from guide.editions.declared import declared_editions
    from guide.read.load import load_guide

    guide, _ = load_guide(PROJECT)
    return [(edition.name, bool(edition.without)) for edition in declared_editions(guide)]


def print_table(spent: dict[str, float], against: str) -> None:
    """A row for each edition, with its share of the first."""
    print(f"| edition | CPU s | of {against} |\n| --- | ---: | ---: |")
    for name, seconds in spent.items():
        print(f"| {name} | {seconds:.1f} | {seconds / spent[against]:.2f} |")
    total = sum(spent.values())
    print(f"| together | {total:.1f} | {total / spent[against]:.2f} |\n", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    if options.names:
        print_table(measure(options.names, options.jobs), options.names[0])
        return 0
    declared = list_declared()
    without = [name for name, leaves_out in declared if leaves_out]
    print_table(measure(without, options.jobs), without[0])
    names = [name for name, _ in declared if name != ONE]
    print_table(measure([ONE, *names], options.jobs), ONE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
