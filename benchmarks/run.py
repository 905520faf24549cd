"""Measures the press and its peers on one and the same guide; prints a table in Markdown.

    .venv/bin/python benchmarks/run.py [--recipes 60] [--runs 3] [--peers] [--growth [SIZE ...]]
        [--only WORDS ...] [--json FILE] [--write]

Every row is a process of its own, in turn after turn so that all meet the machine alike, timed from
outside: CPU seconds of it and of all it began, wall seconds, and the memory of all its processes
together at its highest (proportional set size, looked at often; Linux only). Figures
are medians. Ratios within one run are worth quoting, seconds are not: others share the machine.
`--peers` adds those other programs that are here (benchmarks/peers.py says what to type for the
others) and tells what differs in their files; `--only` measures the rows with one of those words in
their name; `--growth` builds guides of 100 and 1,000 recipes, or of the sizes named, once each.
`--json` adds a line to a file for each row and turn. `--write` puts the tables into
benchmarks/README.md. Start it with the Python that is to be measured; the table says which.
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
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks import guides, peers, tables  # noqa: E402, found only through the line above

ONE_CALL = """
import sys, weasyprint
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
WARM = """
import json, multiprocessing, os, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from guide import resident
recipe = Path(sys.argv[3])
text = recipe.read_text()
def cpu():
    total = sum(os.times()[:4])
    for child in multiprocessing.active_children():
        fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total
told = []
with resident.begin(Path(sys.argv[2])) as press:
    assert not press.book().failed
    for number in range(int(sys.argv[4]) + 1):
        take = number + 10 * int(sys.argv[5])
        recipe.write_text(text.replace("summary: ", f"summary: Take {take}. ", 1))
        before, start = cpu(), time.monotonic()
        assert not press.pages(f"recipe-{recipe.stem}").failed
        pages = cpu() - before, time.monotonic() - start
        assert not press.book().failed
        told.append((pages, (cpu() - before, time.monotonic() - start)))
recipe.write_text(text)
print(json.dumps(told[1:]))
"""
# What one build without workers and without a cache lays out, and what of it is in the book.
COUNTED = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from guide.build import BuildRequest, Workshop, build_edition
from guide.core.cache import Cache
from guide.core.progress import Progress
from guide.press.weasyprint_loader import HTML
render, laid_out = HTML.render, []
def count(page, *arguments, **options):
    document = render(page, *arguments, **options)
    laid_out.append(len(document.pages))
    return document
HTML.render = count
request = BuildRequest(Path(sys.argv[2]), jobs=1)
result = build_edition(request, Progress(quiet=True), Cache(None), Workshop(1))
assert not result.failed, result.problems
kept = [len(part.pages) for part in (*result.paginated.sheets, *result.paginated.folios)]
print(json.dumps([len(laid_out), sum(laid_out), len(kept), sum(kept)]))
"""
GROWTH = (100, 1000)
README = Path(__file__).with_name("README.md")
HEADS = ("", "CPU s", "against the first", "wall s", "", "peak MB", "bytes")
OWN_ROWS = (
    "WeasyPrint, one call, flex boxes, grids and page counters",
    "WeasyPrint, one call, our leaner pages with their numbers given",
    "full build, empty cache",
    "one recipe edited, fresh process",
    "one recipe edited, warm process, to that part's pages",
    "the same warm process, to the bound and inspected book",
    "nothing changed",
)
IN_VAIN = "laid out in vain"


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
            # What a process shares falls to the others when it ends, and would be counted twice if
            # that came between two of them. So the smaller of two looks counts.
            looks = (_look_at_session(process.pid, seen), _look_at_session(process.pid, seen))
            peak[0] = max(peak[0], min(looks))

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


def _look_at_session(leader: int, seen: dict[int, float]) -> float:
    """The MB that all processes of a session hold now; notes the CPU seconds of each in `seen`."""
    memory = 0
    for pid in _session(leader):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            seen[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            shares = Path(f"/proc/{pid}/smaps_rollup").read_text()
            memory += int(re.search(r"^Pss:\s+(\d+)", shares, re.M)[1])
        except (OSError, TypeError, ValueError):
            continue
    return memory / 1024


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
        self.warmed: dict[int, tuple[list[Cost], list[Cost]]] = {}
        self.project = folder / "project"
        self.project.mkdir()
        self.cache = folder / "cache"
        # Every process that is measured uses it.
        os.environ["GUIDE_CACHE"] = str(self.cache)
        # Otherwise each of them would compile the whole program anew.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for name in ("guide", "templates"):
            shutil.copytree(
                PROJECT / name, self.project / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        shutil.copy(PROJECT / "build_guide.py", self.project)
        self.root = guides.write(folder / "guide", recipes)
        self.recipe = sorted((self.root / "recipes").glob("*/*.yaml"))[1]
        self.output = folder / "output"
        # Typefaces are cut once on a machine, and Python is compiled once; no build pays for it.
        little = PROJECT / "tests/little-guide"
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
        """An empty cache, but for the typefaces.

        The one before is moved away: some disks are slow where files were deleted a moment ago.
        """
        self.cache.rename(tempfile.mkdtemp(dir=self.folder))
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

    def warm(self, turn: int) -> tuple[list[Cost], list[Cost]]:
        """Edits in one process that goes on running, as a preview does.

        Gives what it cost from the save to that part's pages, and to the inspected book.
        """
        if turn not in self.warmed:
            given = [
                sys.executable,
                "-c",
                WARM,
                self.project,
                self.root,
                self.recipe,
                "3",
                str(turn),
            ]
            told = json.loads(subprocess.check_output(given, text=True))
            pages = [Cost(*first) for first, _ in told]
            self.warmed[turn] = pages, [Cost(*second) for _, second in told]
        return self.warmed[turn]

    def count_pages(self) -> dict[str, int]:
        """How many layouts and pages a build makes, and how many of both are in the book."""
        given = [sys.executable, "-c", COUNTED, self.project, self.root]
        told = json.loads(subprocess.check_output(given, text=True))
        return dict(zip(("layouts", "pages", "parts", "kept"), told, strict=True))

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


def row(name: str, found: list[Cost], against: list[Cost] | None = None) -> tuple[str, ...]:
    """A row of the table; ratios are taken turn by turn, since the machine's speed drifts."""
    cpu_ratio = wall_ratio = ""
    if against:
        pairs = list(zip(found, against, strict=True))
        cpu_ratio = f"{statistics.median(other.cpu / one.cpu for one, other in pairs):.1f} × less"
        wall_ratio = (
            f"{statistics.median(other.wall / one.wall for one, other in pairs):.1f} × faster"
        )
    middle = median(found)
    return (
        name,
        f"{middle.cpu:.2f}",
        cpu_ratio,
        f"{middle.wall:.2f}",
        wall_ratio,
        f"{middle.memory:.0f}" if middle.memory else "",
        f"{middle.size:,.0f}" if middle.size else "",
    )


def parse_arguments(given: list[str]) -> argparse.Namespace:
    """The command line, taken apart. argparse ends the process with 2 on wrong usage."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipes", type=int, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--growth", type=int, nargs="*", metavar="SIZE")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORDS")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(given)
    if options.growth == []:
        options.growth = list(GROWTH)
    return options


def main(given: list[str]) -> None:
    """Measures, prints, and writes what it is asked to."""
    options = parse_arguments(given)
    with tempfile.TemporaryDirectory() as folder:
        told = measure(Path(folder), options)
    for text in told.values():
        print(f"{text}\n")
    if options.write:
        for name, text in told.items():
            tables.put(README, name, text)


def measure(folder: Path, options: argparse.Namespace) -> dict[str, str]:
    """The tables by the names of their markers: one size, turn by turn, then those of growth."""
    (folder / "main").mkdir()
    bench = Bench(folder / "main", options.recipes, options.runs)
    rows = own_rows(bench, folder) if wanted(OWN_ROWS, options.only) else {}
    others, lacking = peers.here() if options.peers else ([], {})
    printed = {}
    for peer in others:
        if wanted([peer.row], options.only):
            printed[peer] = folder / f"{peer.name}.pdf"
            rows[peer.row] = peer_row(bench, peer, printed[peer])
    rows = {name: run for name, run in rows.items() if wanted([name], options.only)}
    found: dict[str, list[Cost]] = {name: [] for name in rows}
    for turn in range(options.runs):
        for name, run in rows.items():
            found[name].append(run(turn))
            tell(name, turn, found[name][-1], options)
    told = {}
    if found:
        first = next(iter(found.values()))
        cells = [
            row(name, costs, first if costs is not first else None) for name, costs in found.items()
        ]
        heading = f"{options.recipes} recipes, {machine()}, medians of {options.runs} turns"
        told["cost"] = f"{heading}\n\n{tables.make_table(HEADS, cells)}"
    if wanted([IN_VAIN], options.only):
        told["vain"] = tell_in_vain(bench, options)
    if options.peers:
        told["peers"] = tell_peers(bench, printed, lacking)
    if options.growth:
        cells = [grow(folder, size) for size in options.growth]
        told["growth"] = tables.make_table(HEADS, cells)
    return told


def tell(name: str, turn: int, found: Cost, options: argparse.Namespace) -> None:
    """Tells one measure, and adds it to the file of lines."""
    print(f"turn {turn + 1}: {name}: {found}", file=sys.stderr, flush=True)
    write_line({"row": name, "turn": turn + 1} | asdict(found), options)


def write_line(line: dict[str, object], options: argparse.Namespace) -> None:
    """Adds a line of JSON to the file that was named, if one was."""
    if options.json is not None:
        line |= {"recipes": options.recipes, "python": sys.version}
        with options.json.open("a") as file:
            file.write(json.dumps(line) + "\n")


def tell_in_vain(bench: Bench, options: argparse.Namespace) -> str:
    """How many pages are laid out that are in no book."""
    counted = bench.count_pages()
    write_line({"row": IN_VAIN} | counted, options)
    share = (counted["pages"] - counted["kept"]) / counted["pages"]
    return (
        f"{counted['layouts']} layouts for {counted['parts']} parts; of {counted['pages']} pages "
        f"{share:.0%} were laid out in vain."
    )


def wanted(names: Iterable[str], only: list[str]) -> bool:
    """Whether one of those rows is asked for."""
    return not only or any(word.lower() in name.lower() for word in only for name in names)


def own_rows(bench: Bench, folder: Path) -> dict[str, Callable[[int], Cost]]:
    """WeasyPrint in one call, and our builds."""
    lean, plain = bench.html()
    out = folder / "other.pdf"
    runs = (
        lambda _turn: cost([sys.executable, "-c", ONE_CALL, plain, out], out),
        lambda _turn: cost([sys.executable, "-c", ONE_CALL, lean, out], out),
        lambda _turn: bench.full(),
        bench.edited,
        lambda turn: median(bench.warm(turn)[0]),
        lambda turn: median(bench.warm(turn)[1]),
        lambda _turn: (bench.build("--quiet"), bench.build("--quiet"))[1],
    )
    return dict(zip(OWN_ROWS, runs, strict=True))


def peer_row(bench: Bench, peer: peers.Peer, pdf: Path) -> Callable[[int], Cost]:
    """What prints the same by another program: our leaner HTML, or for Typst its own template."""
    source = typst(bench) / "book.typ" if peer.name == "Typst" else bench.html()[0]
    command = peer.command(source, pdf, bench.folder / "profile")
    return lambda _turn: cost(command, pdf)


def grow(folder: Path, size: int) -> tuple[str, ...]:
    """The row of a guide of that many recipes, built once."""
    (folder / str(size)).mkdir()
    grown = Bench(folder / str(size), size, 1)
    return row(f"{size:,} recipes: full build, empty cache", [grown.full()])


def tell_peers(bench: Bench, printed: dict[peers.Peer, Path], lacking: dict[str, str]) -> str:
    """What differs in the files of the peers, and what to type for those that are not here."""
    if not bench.pdf().exists():
        bench.full()
    ours = peers.describe(bench.pdf())
    told = []
    for peer, pdf in printed.items():
        other = peers.differences(ours, peers.describe(pdf))
        told.append(f"- {peer.name}: {'; '.join(other) or 'nothing differs'}.")
    for name, fix in lacking.items():
        told.append(f"- {name} is not on this machine: `{fix}`.")
    return "\n".join(told)


def machine() -> str:
    """Which Python on how many cores."""
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main(sys.argv[1:])
