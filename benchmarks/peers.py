"""Other programs that print the same pages: which are here, how they are started, what differs.

Chromium is Debian's `chromium`, Typst is PyPI's `typst`, Prince is PyPI's `prince-pdf`, whose
licence lets it be used for nothing commercial: it is installed by hand, for this benchmark only.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

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
