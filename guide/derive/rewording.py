"""A text of a recipe with one food's name in the place of another's, where its grammar is certain.

"Add the tahini" is "Add the sunflower seed butter": the article stays, and so does everything else
of a sentence, as long as the two names have the same number. Where they differ, a verb or a pronoun
may have to change with them, and only a person can tell which; then nothing is said anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide.core.word_forms import WORD, singular, split_words
from guide.derive.food_mentions import FoodFinding, FoodScanner, Named
from guide.read.pantry_files import RewordingWords

# A figure right before a name counts or measures the food itself.
_FIGURE_END = re.compile(r"[\d½¼¾⅓⅔] ?(?:[a-z]{1,4} )?(?:of )?(?:the )?$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;:!?](?= |$)")
_NEXT_WORD = re.compile(r" ?([^\W\d_]+(?:['’-][^\W\d_]+)*)")


class NotCertain(Exception):
    """No rule can tell how a text would be said of the other food; `what` says what is in doubt."""

    def __init__(self, what: str):
        super().__init__(what)
        self.what = what


class RememberingScanner:
    """A scanner of one recipe's texts that reads each text once."""

    def __init__(self, scanner: FoodScanner) -> None:
        self._scanner = scanner
        self._found: dict[str, list[FoodFinding]] = {}
        self._words: dict[str, set[str]] = {}
        for phrase, keys in scanner.foods.phrases.items():
            for key in keys:
                self._words.setdefault(key, set()).update(phrase)
        self.numbers = scanner.pantry.units.words.numbers

    def may_name(self, key: str, text: str) -> bool:
        """Whether a word of a food's names stands in a text at all."""
        return not self._words.get(key, set()).isdisjoint(split_words(text))

    def scan(self, text: str) -> list[FoodFinding]:
        """What a text names, in its order."""
        if text not in self._found:
            self._found[text] = self._scanner.scan(text)
        return self._found[text]


@dataclass(frozen=True)
class Renaming:
    """One food of a recipe, by its key, and the name of what takes its place.

    `scanner` reads the recipe as it is written. `ends` are the ends of the new food's names, by
    which a text may speak of it already: "the beans". `is_told`: a person has said what changes
    besides the name, so that a pronoun of a later sentence needs no other look. `one_of_them`
    is the last word of the old food's name in the singular, "" where the list has no plural.
    """

    key: str
    name: str
    ends: frozenset[tuple[str, ...]]
    scanner: RememberingScanner
    words: RewordingWords
    is_told: bool
    one_of_them: str

    def names(self, text: str) -> bool:
        """Whether a text speaks of the food, under a name that means no other of the recipe."""
        return any(True for _ in self._mentions(text))

    def reword(self, text: str) -> str:
        """The text with the new name in each of its places. Raises NotCertain."""
        said, at = "", 0
        for finding in self._mentions(text):
            written = text[finding.start : finding.end]
            if split_words(written) in self.ends:
                continue
            said += text[at : finding.start] + self._say(text, finding)
            at = finding.end
        return said + text[at:]

    def reword_title(self, text: str) -> str:
        """The same of a title or a heading, where a name may stand before another word."""
        said, at = "", 0
        for finding in self._mentions(text):
            written, after = text[finding.start : finding.end], text[finding.end :]
            if split_words(written) in self.ends:
                continue
            following = _NEXT_WORD.match(after)
            name = self.name
            # A title calls plums plum where another word goes with it: Plum & Oat Crumble.
            is_short = written.split()[-1].lower() == self.one_of_them
            if is_short or (following and following[1].lower() not in self.words.in_titles):
                name = _make_singular(name)
            if written[:1].isupper():
                name = _capitalise(name, self.words)
            said += text[at : finding.start] + name
            at = finding.end
        return said + text[at:]

    def _mentions(self, text: str) -> Iterator[Named]:
        if not self.scanner.may_name(self.key, text):
            return
        for finding in self.scanner.scan(text):
            if isinstance(finding, Named) and finding.keys == (self.key,):
                yield finding

    def _say(self, text: str, finding: Named) -> str:
        """The new name as it stands in the place of the old one. Raises NotCertain."""
        written = text[finding.start : finding.end]
        before, after = text[: finding.start], text[finding.end :]
        same_number = is_plural(written) == is_plural(self.name)
        self._refuse_before(before, written)
        following = _NEXT_WORD.match(after)
        if following is not None and following[1].lower() in self.words.made_of_names:
            return _make_singular(self.name)
        self._refuse_after(after, written, same_number)
        if not same_number:
            self._refuse_pronouns(after, written)
        if written[:1].isupper() and not before.rstrip(" ")[-1:].isalpha():
            return self.name[:1].upper() + self.name[1:]
        return self.name

    def _refuse_before(self, before: str, written: str) -> None:
        words = WORD.findall(before)
        last = words[-1].lower() if words and before.endswith(" ") else ""
        counts = last in self.words.counting or _FIGURE_END.search(before) is not None
        if counts or last in self.scanner.numbers:
            raise NotCertain(f'it counts or measures the {written} ("{_end_of(before)}{written}")')

    def _refuse_after(self, after: str, written: str, same_number: bool) -> None:
        following = _NEXT_WORD.match(after)
        if following is None:
            return
        word = following[1].lower()
        if word in self.words.after_names:
            return
        if same_number and word in self.words.said_of_names:
            return
        raise NotCertain(f'it says "{written}{following[0]}", and not only the name of the food')

    def _refuse_pronouns(self, after: str, written: str) -> None:
        heard = _SENTENCE_END.split(after)[0] if self.is_told else after
        for word in WORD.findall(heard):
            if word.lower() in self.words.pronouns:
                raise NotCertain(f'it speaks of the {written} as "{word.lower()}"')


def is_plural(name: str) -> bool:
    """Whether the last word of a name is in the plural, by its form."""
    words = name.split()
    return bool(words) and singular(words[-1]) != words[-1].lower()


def _make_singular(name: str) -> str:
    *first, last = name.split()
    return " ".join((*first, singular(last) if is_plural(name) else last))


def _capitalise(name: str, words: RewordingWords) -> str:
    said: list[str] = []
    for word in name.split():
        is_small = bool(said) and word in words.in_titles
        said.append(word if is_small else word[:1].upper() + word[1:])
    return " ".join(said)


def _end_of(before: str) -> str:
    """The last words before a name, as they are shown."""
    words = before.split(" ")
    return " ".join(words[-3:])
