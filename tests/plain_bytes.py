"""Digests of what depends on the interpreter alone: pictures, numbers, set and folded words.

    PYTHON tests/plain_bytes.py

Any Python from 3.11 on runs it, with none of our packages, since it needs only those parts of the
program that use none; so a test can ask every Python of a machine. Prints one line of JSON.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

NUMBERS = 4_000


def _keep_streams_plain() -> None:
    """Puts a stand-in in the place of the package that deflates, which not every Python has."""
    stand_in = ModuleType("deflate")
    stand_in.zlib_compress = lambda data, _level: data  # type: ignore[attr-defined]
    sys.modules["deflate"] = stand_in


def pictures() -> Iterator[bytes]:
    """Every third motif as it is drawn, and as it is engraved."""
    from guide.art import motifs, pictures
    from guide.art.engrave import engrave

    for name in sorted(motifs.MOTIFS)[::3]:
        svg = pictures.spot(name, 90)
        yield svg
        drawing = engrave(svg)
        yield drawing.drawing
        for part in drawing.parts:
            yield part.drawing


def numbers() -> Iterator[bytes]:
    """Numbers as they are written in the PDF, among them many whose last digits are doubtful."""
    from guide.core.pdf_syntax import pdf_number

    chance = random.Random(16)
    for _ in range(NUMBERS):
        value = chance.gauss(0, 400)
        turn = math.radians(value)
        for number in (value, value / 3, round(value, 1) / 8, math.sin(turn), math.hypot(value, 7)):
            yield pdf_number(number)


def texts() -> Iterator[bytes]:
    """The lines of some recipes, set, folded, measured and broken."""
    from guide.core import typesetting
    from guide.core.folding import fold_text

    for path in sorted(PROJECT.glob("recipes/*/*.yaml"))[::4]:
        for line in path.read_text("utf-8").splitlines():
            yield typesetting.typeset(line).encode()
            yield fold_text(line).text.encode()
            yield repr(typesetting.words(line)).encode()
            if line.startswith("title: "):
                yield repr(typesetting.balanced(line[7:], 20)).encode()


def digests() -> dict[str, str]:
    """The SHA-256 of each kind."""
    _keep_streams_plain()
    told = {}
    for make in (pictures, numbers, texts):
        digest = hashlib.sha256()
        for piece in make():
            digest.update(piece + b"\n")
        told[make.__name__] = digest.hexdigest()
    return told


if __name__ == "__main__":
    print(json.dumps(digests()))
