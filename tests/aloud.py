"""Whether everyone can read a finished file: what a screen reader says, and what checkers say."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Heard:
    """An element with no element in it, or the words of one between its elements.

    Its role, its page from 1, and what it says.
    """

    role: str
    page: int
    words: str


def broken_rules(pdf: bytes) -> list[str]:
    """The rules of PDF/UA-1 (ISO 14289-1) that the file breaks, in words; all 104 are asked."""
    # A motif is drawn once and shown ten thousand times, which the checker takes for an attack.
    report = validation.validate_pdf_bytes(
        pdf, profile="ua1", limits=validation.SafetyLimits.unlimited()
    )
    assert report.rules.total >= 104 and report.is_compliant == (
        report.rules.passed == report.rules.total
    )
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def stumbles(*paths: Path) -> list[list[str]]:
    """What outloud finds in each file that would stop somebody who listens."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "outloud.cli", *paths, "--json", "-"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    results = json.loads(done.stdout)["results"]
    assert [Path(told["path"]) for told in results] == list(paths)
    return [_errors(told) for told in results]


def _errors(told: dict[str, Any]) -> list[str]:
    """What would stop a listener in one file, of which that was told."""
    assert told["error"] is None and sum(rule["status"] == "ran" for rule in told["rules"]) > 40
    return [
        f"{found['rule']}: {found['message']}"
        for found in told["findings"]
        if found["severity"] == "error"
    ]


def read_aloud(pdf: bytes) -> list[Heard]:
    """The file in the order in which it is read aloud."""
    with pypdfium2.PdfDocument(pdf) as document:
        marked = [_marked(page) for page in document]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}

        def told(element: pikepdf.Dictionary, page: int) -> Iterator[Heard]:
            page = numbers[element.Pg.objgen] if "/Pg" in element else page
            kids = element.get("/K", [])
            said: list[str] = []
            first = page
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if not isinstance(kid, pikepdf.Dictionary):
                    said.append(marked[page][int(kid)])
                elif kid.get("/Type") == "/MCR":
                    where = numbers[kid.Pg.objgen] if "/Pg" in kid else page
                    first = first if said else where
                    said.append(marked[where][int(kid.MCID)])
                elif kid.get("/Type") != "/OBJR":
                    inner = list(told(kid, page))
                    if str(kid.S) in ("/Span", "/Link", "/Lbl"):
                        said += (heard.words for heard in inner)
                        continue
                    if said:
                        yield Heard(str(element.S)[1:], first + 1, " ".join(said))
                        said = []
                    yield from inner
            if said:
                yield Heard(str(element.S)[1:], first + 1, " ".join(said))

        return list(told(opened.Root.StructTreeRoot.K[0], 0))


def _marked(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The words of a page by the mark they stand under."""
    found: dict[int, str] = defaultdict(str)
    text = page.get_textpage()
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, number)
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
            size = pdfium.FPDFTextObj_GetText(thing, text, None, 0)
            buffer = (pdfium.FPDF_WCHAR * (size // 2))()
            pdfium.FPDFTextObj_GetText(thing, text, buffer, size)
            found[pdfium.FPDFPageObj_GetMarkedContentID(thing)] += (
                bytes(buffer).decode("utf-16-le").rstrip("\0")
            )
    return found
