"""The words of a recipe that the guide has not used before, for whoever reviews it.

They are the net under the lists of words about health: a person looks at what nobody here has
written yet, outside common English. They are no problem.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from guide.core.folding import fold_text
from guide.read.load import COMMON_WORDS, ITEMS_FOLDER

# Files of which every word counts as used.
_SAMPLE_FILE = "recipes/_sample.yaml"
_WORD = re.compile(r"[^\W\d_]{3,}")
# The name of who sent a recipe is new by its nature; keys of YAML are no words of a cook.
_NOT_WORDS = re.compile(r"^(?:contributor|tested|reviewed_by)\b.*$|^\s*(?:- )?\w+:", re.MULTILINE)
_ENDINGS = ("'s", "s", "es", "d", "ed", "ing", "ly", "r", "er")


def find_new_words(file: Path, root: Path) -> list[str]:
    """The words of a recipe that no other recipe or pantry item of the guide has, in its order.

    Empty when the guide has no list of common words.
    """
    common = root / COMMON_WORDS
    if not common.is_file():
        return []
    used = set(_without_comments(_read(common)).split())
    for other in _other_files(file, root):
        used.update(_WORD.findall(_without_accents(_read(other)).lower()))
    new: list[str] = []
    text = fold_text(_NOT_WORDS.sub("", _read(file))).text.lower()
    # A dictionary keeps their order.
    for word in dict.fromkeys(_WORD.findall(text)):
        if not _is_used(word, used):
            new.append(word)
    return new


def _other_files(file: Path, root: Path) -> list[Path]:
    own = file.resolve()
    files = [path for path in sorted((root / "recipes").glob("*/*.yaml")) if path.resolve() != own]
    files.extend(sorted((root / ITEMS_FOLDER).glob("*.yaml")))
    sample = root / _SAMPLE_FILE
    if sample.is_file():
        files.append(sample)
    return files


def _read(file: Path) -> str:
    # What is no UTF-8 is told by another check.
    return file.read_text(encoding="utf-8", errors="replace")


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def _without_accents(text: str) -> str:
    """The text without its accents: for files whose words only count as used, and much quicker than
    folding them.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _is_used(word: str, used: set[str]) -> bool:
    """Whether the word, or the word that it is a form of, has been used."""
    if word in used:
        return True
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and (stem in used or f"{stem}e" in used):
            return True
    return False
