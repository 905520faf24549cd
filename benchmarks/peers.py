"""Measures other programs that print the same pages, and tells what differs in their files.

    .venv/bin/python benchmarks/peers.py [--recipes 60] [--runs 3] [--only NAME ...] [--json FILE]

Chromium is Debian's `chromium`, Typst is PyPI's `typst`, Prince is PyPI's `prince-pdf`, whose
licence lets it be used for nothing commercial: it is installed by hand, for this benchmark only. A
peer that is not here is told with what to type, one that fails with its reason. `--json` adds a
line for each turn and each peer, as benchmarks/run.py does; benchmarks/tables.py writes them down.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import pikepdf
import pypdfium2

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks import run  # noqa: E402, found only through the line above

TYPST = """
import sys, typst
source, folder, output = sys.argv[1:]
compiler = typst.Compiler(source, root=folder, font_paths=[folder], ignore_system_fonts=True)
compiler.compile(output=output)
"""
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
# What to type for a peer that a machine lacks.
INSTALL = {
    "Prince": ".venv/bin/python -m pip install prince-pdf (for nothing commercial)",
    "Chromium": "apt-get install chromium",
    "Typst": ".venv/bin/python -m pip install typst",
}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Peer:
    """A program of this machine: its name, and the program that is started ("" for Python)."""

    name: str
    program: str = ""

    @property
    def row(self) -> str:
        """What its row of the table is called."""
        return {
            "Prince": "Prince, the same HTML",
            "Chromium": "Chromium, print",
            "Typst": "Typst, a template like ours",
        }[self.name]

    def command(self, source: Path, output: Path, profile: Path) -> list[str]:
        """How it is started: `source` is HTML, or for Typst a template beside all it needs."""
        if self.name == "Prince":
            return [self.program, str(source), "-o", str(output), "--pdf-profile=PDF/UA-1"]
        if self.name == "Typst":
            return [sys.executable, "-c", TYPST, str(source), str(source.parent), str(output)]
        own = (f"--user-data-dir={profile}", f"--print-to-pdf={output}", source.as_uri())
        return [self.program, *CHROMIUM, *own]


@dataclass(frozen=True)
class Facts:
    """What a PDF has: pages, their size in pt, tags, links, bookmarks, and its words counted."""

    pages: int
    size: tuple[int, int]
    tagged: bool
    links: int
    bookmarks: int
    words: Counter[str]


def here() -> tuple[list[Peer], dict[str, str]]:
    """The peers of this machine, and for those that it lacks what to type."""
    found = []
    beside = Path(sys.executable).with_name("prince")
    prince = str(beside) if beside.exists() else shutil.which("prince")
    if prince and _starts(prince, "--version"):
        found.append(Peer("Prince", prince))
    chromium = shutil.which("chromium")
    if chromium and _starts(chromium, "--version"):
        found.append(Peer("Chromium", chromium))
    if importlib.util.find_spec("typst"):
        found.append(Peer("Typst"))
    names = {peer.name for peer in found}
    return found, {name: fix for name, fix in INSTALL.items() if name not in names}


def _starts(*command: str) -> bool:
    """Whether a program can be started, and not only found."""
    try:
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def describe(pdf: Path) -> Facts:
    """What the file has. Raises pikepdf.PdfError for what is no PDF."""
    words: Counter[str] = Counter()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            words.update(_WORD.findall(page.get_textpage().get_text_range().lower()))
    with pikepdf.open(pdf) as file:
        links = 0
        for page in file.pages:
            for annotation in page.obj.get("/Annots", []):
                links += annotation.get("/Subtype") == "/Link"
        left, low, right, high = (float(number) for number in file.pages[0].mediabox)
        marked = file.Root.get("/MarkInfo", {}).get("/Marked", False)
        with file.open_outline() as outline:
            bookmarks = sum(map(_count, outline.root))
        tagged = bool(marked) and "/StructTreeRoot" in file.Root
        size = (round(right - left), round(high - low))
        return Facts(len(file.pages), size, tagged, links, bookmarks, words)


def _count(item: pikepdf.OutlineItem) -> int:
    return 1 + sum(map(_count, item.children))


def differences(ours: Facts, theirs: Facts) -> list[str]:
    """What differs in a peer's file from ours, each as a few words; none when nothing does."""
    told = []
    if theirs.pages != ours.pages:
        told.append(f"{theirs.pages} pages for our {ours.pages}")
    if theirs.size != ours.size:
        told.append(f"pages of {theirs.size[0]} × {theirs.size[1]} pt")
    if theirs.tagged != ours.tagged:
        told.append("tagged" if theirs.tagged else "not tagged")
    if theirs.links != ours.links:
        told.append(f"{theirs.links:,} links for our {ours.links:,}")
    if theirs.bookmarks != ours.bookmarks:
        told.append(f"{theirs.bookmarks} bookmarks for our {ours.bookmarks}")
    lost = (ours.words - theirs.words).total()
    more = (theirs.words - ours.words).total()
    if lost or more:
        share = 100 * lost / max(1, ours.words.total())
        told.append(f"{lost:,} of our words not found ({share:.1f} %), {more:,} others")
    return told


def parse_arguments(given: list[str]) -> argparse.Namespace:
    """The command line, taken apart. argparse ends the process with 2 on wrong usage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recipes", type=int, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=list(INSTALL), default=list(INSTALL))
    parser.add_argument("--json", type=Path, metavar="FILE", help="add a line for each turn")
    return parser.parse_args(given)


def main(given: list[str]) -> None:
    """Measures the peers that are here, turn by turn, and compares their files with ours."""
    options = parse_arguments(given)
    found, lacking = here()
    for name in options.only:
        if name in lacking:
            tell(options, {"peer": name, "differs": f"not on this machine: {lacking[name]}"})
    chosen = [peer for peer in found if peer.name in options.only]
    if not chosen:
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(run.Bench(Path(folder), options.recipes, options.runs), chosen, options)


def measure(bench: run.Bench, chosen: list[Peer], options: argparse.Namespace) -> None:
    """Prints the guide with each peer, and tells costs and differences."""
    html = bench.html()[0]
    ours = describe(bench.pdf())
    for peer in chosen:
        source = run.typst(bench) / "book.typ" if peer.name == "Typst" else html
        pdf = bench.folder / f"{peer.name}.pdf"
        command = peer.command(source, pdf, bench.folder / "profile")
        try:
            for turn in range(options.runs):
                line = {"row": peer.row, "turn": turn, "recipes": options.recipes}
                tell(options, line | asdict(run.cost(command, pdf)))
        except subprocess.CalledProcessError as error:
            last = error.stderr.decode(errors="replace").strip().split("\n")[-1]
            tell(options, {"peer": peer.name, "differs": f"failed: {last}"})
            continue
        told = "; ".join(differences(ours, describe(pdf))) or "nothing"
        tell(options, {"peer": peer.name, "differs": told})


def tell(options: argparse.Namespace, line: dict[str, object]) -> None:
    """Prints a line of JSON, and adds it to the file that was named."""
    text = json.dumps(line, ensure_ascii=False)
    print(text, flush=True)
    if options.json:
        with options.json.open("a", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
