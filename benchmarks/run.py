"""Measures the press and its peers on one and the same guide; prints a table in Markdown.

    .venv/bin/python benchmarks/run.py [--recipes 60] [--runs 3] [--peers] [--growth [SIZE ...]]

Every row is a process of its own, in turn after turn so that all meet the machine alike, timed from
outside: CPU seconds of it and of all it began, wall seconds, and the memory of all its processes
together at its highest (proportional set size, looked at often; Linux only). Figures
are medians. Ratios within one run are worth quoting, seconds are not: others share the machine.
`--peers` adds Chromium (Debian's `chromium`) and Typst (PyPI's `typst`, which must be installed
beside the project); `--growth` builds guides of 100 and 1,000 recipes, or of the sizes named, once
each.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks import guides  # noqa: E402, found only through the line above

ONE_CALL = """
import sys, weasyprint
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
WARM = """
import json, sys, time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
sys.path.insert(0, sys.argv[1])
from guide.build import BuildRequest, Workshop, build_edition
from guide.core.cache import user_cache
from guide.core.progress import Progress
request, recipe = BuildRequest(Path(sys.argv[2])), Path(sys.argv[3])
cache, workshop = user_cache(), Workshop()
text = recipe.read_text()
def cpu():
    return sum(sum(getrusage(who)[:2]) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
build_edition(request, Progress(quiet=True), cache, workshop)
told = []
for number in range(int(sys.argv[4]) + 1):
    take = number + 10 * int(sys.argv[5])
    recipe.write_text(text.replace("summary: ", f"summary: Take {take}. ", 1))
    before, start = cpu(), time.monotonic()
    outcome = build_edition(request, Progress(quiet=True), cache, workshop)
    assert not outcome.failed and sum(not timing.kept for timing in outcome.timings) == 1
    told.append((cpu() - before, time.monotonic() - start))
recipe.write_text(text)
print(json.dumps(told[1:]))
"""
TYPST = """
import sys, typst
source, folder, output = sys.argv[1:]
compiler = typst.Compiler(source, root=folder, font_paths=[folder], ignore_system_fonts=True)
compiler.compile(output=output)
"""
GROWTH = (100, 1000)


@dataclass(frozen=True)
class Cost:
    """What a process cost: CPU and wall seconds, peak memory in MB, and bytes of the PDF."""

    cpu: float
    wall: float
    memory: float = 0.0
    size: int = 0


def cost(command: list, pdf: Path | None = None, **environment: str) -> Cost:
    """Runs a command and weighs it with everything it began. Raises CalledProcessError."""
    start = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        cwd=PROJECT,
        env=os.environ | environment,
    )
    seen: dict[int, float] = {}
    peak, done = [0.0], threading.Event()

    def look() -> None:
        while not done.wait(0.2):
            memory = 0
            for pid in _session(process.pid):
                try:
                    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    seen[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                    memory += int(
                        re.search(
                            r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M
                        )[1]
                    )
                except (OSError, TypeError, ValueError):
                    continue
            peak[0] = max(peak[0], memory / 1024)

    watcher = threading.Thread(target=look)
    watcher.start()
    complaints = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    done.set()
    watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=complaints)
    # Processes that somebody else reaped, such as a browser's, are counted as they were last seen.
    return Cost(
        max(usage.ru_utime + usage.ru_stime, sum(seen.values())),
        wall,
        peak[0],
        pdf.stat().st_size if pdf else 0,
    )


def _session(leader: int) -> list[int]:
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if (
                    int(Path(f"/proc/{entry.name}/stat").read_text().rpartition(")")[2].split()[3])
                    == leader
                ):
                    found.append(int(entry.name))
            except (OSError, IndexError):
                continue
    return found


def median(costs: list[Cost]) -> Cost:
    """The middle of each figure."""
    return Cost(
        *(
            statistics.median(getattr(each, name) for each in costs)
            for name in ("cpu", "wall", "memory", "size")
        )
    )


class Bench:
    """One guide, built again and again by a copy of the project with a cache of its own."""

    def __init__(self, folder: Path, recipes: int, runs: int):
        self.runs, self.folder = runs, folder
        self.project = folder / "project"
        self.project.mkdir()
        self.cache = folder / "cache"
        # Every process that is measured uses it.
        os.environ["GUIDE_CACHE"] = str(self.cache)
        for name in ("guide", "templates"):
            shutil.copytree(
                PROJECT / name, self.project / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        shutil.copy(PROJECT / "build_guide.py", self.project)
        self.root = guides.write(folder / "guide", recipes)
        self.recipe = sorted((self.root / "recipes").glob("*/*.yaml"))[1]
        self.output = folder / "output"
        # Typefaces are cut once on a machine, and Python is compiled once; no build pays for it.
        little = guides.write(folder / "little", 1)
        self.start("--quiet", "--root", little, "--output", folder / "little-output")
        self.cuts = folder / "cuts"
        for kept in ("cuts", "measures"):
            shutil.copytree(self.cache / kept, self.cuts / kept)

    def start(self, *options: object, pdf: Path | None = None) -> Cost:
        """A build with those options."""
        command = [sys.executable, self.project / "build_guide.py", "build", *options]
        return cost(command, pdf)

    def build(self, *options: str) -> Cost:
        """A build as its users start it."""
        return self.start("--root", self.root, "--output", self.output, *options, pdf=self.pdf())

    def pdf(self) -> Path:
        """The finished file."""
        return self.output / "anti-inflammatory-recipe-guide.pdf"

    def empty(self) -> None:
        """An empty cache, but for the typefaces."""
        shutil.rmtree(self.cache)
        shutil.copytree(self.cuts, self.cache)

    def full(self, *options: str) -> Cost:
        """A build with an empty cache."""
        self.empty()
        return self.build("--quiet", *options)

    def edited(self, number: int) -> Cost:
        """A build after one recipe's summary was changed."""
        text = self.recipe.read_text()
        self.recipe.write_text(text.replace("summary: ", f"summary: Try {number + 1}. ", 1))
        try:
            return self.build("--quiet")
        finally:
            self.recipe.write_text(text)

    def warm(self, turn: int) -> list[Cost]:
        """Edits in one process that goes on running, as a preview does."""
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                WARM,
                self.project,
                self.root,
                self.recipe,
                "3",
                str(turn),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        return [Cost(cpu, wall) for cpu, wall in json.loads(done.stdout)]

    def html(self) -> tuple[Path, Path]:
        """The edition as one HTML file, and its pages as one would first write them (plain.css)."""
        known = self.folder / "whole.html"
        self.build("--quiet", "--html", str(known))
        told = known.read_text()
        counted = re.sub(
            r'(<a href="(#[\w-]+)">[^<]*</a></span> <span class="pg)">\d+<',
            r'\1" data-to="\2"><',
            told,
        )
        style = f"<style>{Path(__file__).with_name('plain.css').read_text()}</style></head>"
        asked = self.folder / "plain.html"
        asked.write_text(counted.replace("</head>", style, 1))
        assert counted != told
        return known, asked


def typst(bench: Bench) -> Path:
    """The same content for Typst: the words as printed, the pictures, and a template like ours."""
    from guide.check.reading import read_and_check
    from guide.core.cache import user_cache
    from guide.layout import fonts
    from guide.layout.compose import Composer
    from guide.layout.part_kinds import fold
    from guide.read import prose
    from guide.views import book, food_index, recipe_view

    folder = bench.folder / "typst"
    folder.mkdir()
    guide, _ = read_and_check(bench.root)
    parts = fold(guide)
    composer = Composer(guide, parts, bench.root / "templates")
    for name in composer.pictures:
        (folder / f"{name}.svg").write_bytes(composer.picture(name))
    for name, data in fonts.cut_typefaces(user_cache()).items():
        (folder / f"{name}.ttf").write_bytes(data)
    numbers = book.references(guide)
    told = {
        "title": guide.brand.title,
        "subtitle": guide.brand.subtitle,
        "colours": {name: str(value) for name, value in guide.brand.colours},
        "pages": [
            {"title": page.title, "blocks": list(prose.page_texts(page))} for page in guide.pages
        ],
        "chapters": [
            {
                "id": f"chapter-{chapter.folder}",
                "box": f"box-{chapter.folder}",
                "title": chapter.title,
                "lead": chapter.lead,
                "deep": guide.brand.palettes[chapter.palette].deep,
                "tint": guide.brand.palettes[chapter.palette].tint,
                "recipes": [
                    asdict(recipe_view.view(recipe_file, guide))
                    | {"id": book.address(recipe_file), "name": recipe_file.recipe.title}
                    for recipe_file in guide.chapter_recipes(chapter.folder)
                ],
            }
            for chapter in guide.chapters
        ],
        "index": [asdict(entry) for entry in food_index.index(guide)],
        "references": [
            {"number": number, "text": guide.evidence[id].citation}
            for id, number in numbers.items()
        ],
    }
    (folder / "book.json").write_text(json.dumps(told, default=str))
    shutil.copy(Path(__file__).with_name("peer.typ"), folder / "book.typ")
    return folder


def row(name: str, found: list[Cost], against: list[Cost] | None = None) -> str:
    """A row of the table; ratios are taken turn by turn, since the machine's speed drifts."""
    cpu_ratio = wall_ratio = ""
    if against:
        pairs = list(zip(found, against, strict=True))
        cpu_ratio = f"{statistics.median(other.cpu / one.cpu for one, other in pairs):.1f} × less"
        wall_ratio = (
            f"{statistics.median(other.wall / one.wall for one, other in pairs):.1f} × faster"
        )
    middle = median(found)
    cells = (
        name,
        f"{middle.cpu:.2f}",
        cpu_ratio,
        f"{middle.wall:.2f}",
        wall_ratio,
        f"{middle.memory:.0f}" if middle.memory else "",
        f"{middle.size:,.0f}" if middle.size else "",
    )
    return f"| {' | '.join(cells)} |"


def parse_arguments(given: list[str]) -> argparse.Namespace:
    """The command line, taken apart. argparse ends the process with 2 on wrong usage."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipes", type=int, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--growth", type=int, nargs="*", metavar="SIZE")
    options = parser.parse_args(given)
    if options.growth == []:
        options.growth = list(GROWTH)
    return options


def main(given: list[str]) -> None:
    """Measures and prints."""
    options = parse_arguments(given)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """The rows for one size, turn by turn, then those of growth."""
    (folder / "main").mkdir()
    bench = Bench(folder / "main", options.recipes, options.runs)
    lean, plain = bench.html()
    out = folder / "other.pdf"
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={out}",
        lean.as_uri(),
    ]
    rows = {
        "WeasyPrint, one call, flex boxes, grids and page counters": lambda _turn: cost(
            [sys.executable, "-c", ONE_CALL, plain, out], out
        ),
        "WeasyPrint, one call, our leaner pages with their numbers given": lambda _turn: cost(
            [sys.executable, "-c", ONE_CALL, lean, out], out
        ),
        "full build, empty cache": lambda _turn: bench.full(),
        "one recipe edited, fresh process": bench.edited,
        "one recipe edited, warm process": lambda turn: median(bench.warm(turn)),
        "nothing changed": lambda _turn: (bench.build("--quiet"), bench.build("--quiet"))[1],
    }
    if options.peers:
        given = typst(bench)
        rows["Chromium, print"] = lambda _turn: cost(command, out)
        rows["Typst, a template like ours"] = lambda _turn: cost(
            [sys.executable, "-c", TYPST, given / "book.typ", given, out], out
        )
    found: dict[str, list[Cost]] = {name: [] for name in rows}
    for turn in range(options.runs):
        for name, run in rows.items():
            found[name].append(run(turn))
            print(f"turn {turn + 1}: {name}: {found[name][-1]}", file=sys.stderr, flush=True)
    first = next(iter(found.values()))
    print(f"{options.recipes} recipes, {os.cpu_count()} cores, medians of {options.runs} turns\n")
    print("| | CPU s | against the first | wall s | | peak MB | bytes |")
    print("|---|---|---|---|---|---|---|")
    for name, costs in found.items():
        print(row(name, costs, first if costs is not first else None), flush=True)
    for size in options.growth or ():
        (folder / str(size)).mkdir()
        grown = Bench(folder / str(size), size, 1)
        print(row(f"{size:,} recipes: full build, empty cache", [grown.full()]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
