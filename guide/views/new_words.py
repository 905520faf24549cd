"""The words of a recipe that the guide has not used before, for whoever reviews it.

They are the net under the lists of words about health: a person looks at what nobody here has
written yet, outside common English. They are no problem.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from pathlib import Path

from guide.core.folding import fold_text
from guide.parse.source import MOST_PANTRY_BYTES
from guide.parse.validation import TODO
from guide.read.load import COMMON_WORDS, ITEMS_FOLDER, LINE_WORDS_FILE, UNITS_FILE

# Files of which every word counts as used, besides recipes and the foods of the pantry.
_OTHER_FILES = ("recipes/_sample.yaml", UNITS_FILE, LINE_WORDS_FILE)
# A word has so many letters and more.
_SHORTEST = 3
# A word, a contraction whole.
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}(?:['’](?:s|t|d|ll|ve|re|m)\b)?")
_COMMENT = re.compile(r"^#.*$", re.MULTILINE)
# All that is no letter in a text without accents becomes a space: quicker than a pattern.
_LETTERS_ALONE = {number: " " for number in range(128) if not chr(number).isalpha()}
# The name of who sent a recipe is new by its nature; keys of YAML are no words of a cook.
_NOT_WORDS = re.compile(
    rf"^(?:contributor|tested|reviewed_by)\b.*$|^[ \t]*+(?:- )?\w++:|\b{TODO}\b", re.MULTILINE
)
_ENDINGS = ("'s", "s", "es", "d", "ed", "ing", "ly", "r", "er")


def find_new_words(file: Path, root: Path) -> list[str]:
    """The words of a recipe that no other recipe or pantry item of the guide has, in its order.

    Empty when the guide has no list of common words.
    """
    common = root / COMMON_WORDS
    if not common.is_file():
        return []
    text = fold_text(_NOT_WORDS.sub("", _read(file))).text.lower()
    # A dictionary keeps their order.
    forms = {word: _list_forms(word) for word in dict.fromkeys(_WORD.findall(text))}
    asked = frozenset().union(*forms.values())
    used = asked.intersection(_COMMENT.sub("", _read(common)).split())
    others = "\n".join(_read(other) for other in _other_files(file, root))
    written = _without_accents(others).lower().translate(_LETTERS_ALONE).split()
    used |= {form for form in asked.intersection(written) if len(form) >= _SHORTEST}
    return [word for word, own in forms.items() if used.isdisjoint(own)]


def _other_files(file: Path, root: Path) -> list[Path]:
    files: list[Path] = []
    for path in sorted((root / "recipes").glob("*/*.yaml")):
        if path.name != file.name or path.resolve() != file.resolve():
            files.append(path)
    files.extend(sorted((root / ITEMS_FOLDER).glob("*.yaml")))
    files.extend(root / name for name in _OTHER_FILES if (root / name).is_file())
    return files


def _read(file: Path) -> str:
    # What is no file of the guide's own, or too big, or no UTF-8, is told by another check.
    if not stat.S_ISREG(file.lstat().st_mode):
        return ""
    with file.open("rb") as opened:
        return opened.read(MOST_PANTRY_BYTES).decode("utf-8", "replace")


def _without_accents(text: str) -> str:
    """The text without its accents: for files whose words only count as used, and much quicker than
    folding them.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _list_forms(word: str) -> frozenset[str]:
    """The word, and the words that it may be a form of; of a contraction what it begins with."""
    whole = word.replace("’", "'")
    first, apostrophe, _ = whole.partition("'")
    forms = {word, whole.replace("'", "")}
    if apostrophe:
        forms.add(first)
        word = first.removesuffix("n")
        forms.add(word)
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word:
            forms |= {stem, f"{stem}e"}
    return frozenset(forms)
