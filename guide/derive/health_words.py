"""Words about health by their kind, found wherever they are no words of a kitchen.

The words, their kinds and their kitchen senses are data: pantry/health-words.yaml. A sentence is
read word by word; only what one of its words wakes is tried on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from guide.core.anchors import NO_NEEDS, LazyPattern, fold_case
from guide.read.pantry_files import HealthWords, KitchenSense, Lexicon, WordGroup, WordPattern

_WORD = re.compile(r"[a-z0-9&]+(?:'[a-z]+)?")
_CLASS = re.compile(r"<([a-z][a-z-]*)>")
# An ending has so many letters at least, a stem so many at most.
_SHORTEST_ENDING = 3
_LONGEST_STEM = 14
# What stands in the place of words that are read past.
_READ_PAST = "_"


@dataclass(frozen=True)
class FoundWord:
    """Characters of a sentence in which a group of words about health was found."""

    group: WordGroup
    start: int
    end: int
    is_effect: bool


class _Index:
    """What each word wakes: by itself, by its stem or by its ending."""

    def __init__(self) -> None:
        self.whole: dict[str, list[int]] = {}
        self.stems: dict[str, list[int]] = {}
        self.endings: dict[str, list[int]] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        self._idle: set[str] = set()

    def list_awake(self, words: frozenset[str]) -> list[str]:
        """Those of some words that wake a number."""
        awake: list[str] = []
        for word in words - self._idle:
            if self.woken_by(word):
                awake.append(word)
            else:
                self._idle.add(word)
        return awake

    def add(self, word: str, number: int) -> None:
        """Lets a word, a stem ("inflam*") or an ending ("*statin") wake that number."""
        if word.startswith("*"):
            self.endings.setdefault(word[1:], []).append(number)
        elif word.endswith("*"):
            self.stems.setdefault(word[:-1], []).append(number)
        else:
            self.whole.setdefault(word, []).append(number)

    def woken_by(self, word: str) -> tuple[int, ...]:
        """The numbers that a word of a text wakes."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = tuple(self._look_up(word))
        return known

    def _look_up(self, word: str) -> Iterator[int]:
        for form in _forms(word):
            yield from self.whole.get(form, ())
        for length in range(2, min(len(word), _LONGEST_STEM) + 1):
            yield from self.stems.get(word[:length], ())
        for length in range(_SHORTEST_ENDING, len(word)):
            yield from self.endings.get(word[-length:], ())


def _forms(word: str) -> list[str]:
    """A word as it stands, and as it may stand in a list: in the singular, without 's."""
    forms = [word]
    bare = word.partition("'")[0]
    if bare != word:
        forms.append(bare)
    if bare.endswith("s") and len(bare) > 3:
        forms.append(bare[:-1])
        if bare.endswith("es"):
            forms.append(bare[:-2])
        if bare.endswith("ies"):
            forms.append(f"{bare[:-3]}y")
    return forms


@lru_cache(maxsize=256)
def _split_sentence(sentence: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a sentence, with where each begins and ends; it is asked for several times."""
    return tuple((match[0], match.start(), match.end()) for match in _WORD.finditer(sentence))


@lru_cache(maxsize=256)
def _list_words(sentence: str) -> frozenset[str]:
    return frozenset(_WORD.findall(sentence))


def _split(words: str) -> list[str]:
    """The entries of a list with commas."""
    return [entry.strip() for entry in words.split(",") if entry.strip()]


def _expand(regex: str, classes: dict[str, str]) -> str:
    """A pattern with the words of each class in the place of its name."""
    while _CLASS.search(regex):
        regex = _CLASS.sub(lambda match: classes[match[1]], regex)
    return regex


@dataclass(frozen=True)
class _Entry:
    """Something that a word can wake: the source of its pattern, and its group when it has one.

    `letters` are some without which the pattern cannot match.
    """

    regex: str
    only: str = ""
    unless: str = ""
    group: WordGroup | None = None
    letters: str = ""


class _Reader:
    """The entries of a lexicon, found by words; patterns are compiled when they are first tried."""

    def __init__(self, words: HealthWords) -> None:
        self._classes = words.classes
        self._kitchen = _Index()
        self._words = _Index()
        self._entries: list[_Entry] = []
        self._patterns: dict[str, LazyPattern] = {}
        for sense in words.kitchen:
            self._add_kitchen(sense)
        for group in words.groups:
            for word in _split(group.words):
                self._add_word(word, group)
            for pattern in group.patterns:
                self._add_pattern(pattern, group)
        self._effect = _Index()
        for word in _split(words.effects.words):
            self._effect.add(word.split()[0], 0)
        self._phrases = _phrases_of_effect(words)

    def _add_kitchen(self, sense: KitchenSense) -> None:
        self._entries.append(_Entry(sense.pattern, sense.only, sense.unless))
        for word in _split(sense.at):
            self._kitchen.add(word, len(self._entries) - 1)

    def _add_word(self, word: str, group: WordGroup) -> None:
        parts = re.split(r"[ -]", word)
        regex = ""
        letters = ""
        if len(parts) > 1:
            joined = "[ -]".join(_as_regex(part) for part in parts)
            regex = rf"\b{joined}(?:e?s)?\b"
            # The first part is what wakes it.
            pieces = "*".join(parts[1:]).split("*")
            letters = max(pieces, key=len)
            self._patterns[regex] = LazyPattern(regex, NO_NEEDS)
        self._entries.append(_Entry(regex, group=group, letters=letters))
        self._words.add(parts[0], len(self._entries) - 1)

    def _add_pattern(self, pattern: WordPattern, group: WordGroup) -> None:
        self._entries.append(_Entry(pattern.regex, "", pattern.unless, group))
        for word in _split(pattern.at):
            self._words.add(word, len(self._entries) - 1)

    def _pattern(self, regex: str) -> LazyPattern | None:
        if not regex:
            return None
        pattern = self._patterns.get(regex)
        if pattern is None:
            pattern = self._patterns[regex] = LazyPattern(_expand(regex, self._classes))
        return pattern

    def _applies(self, entry: _Entry, sentence: str) -> bool:
        only = self._pattern(entry.only)
        if only is not None and not only.search(sentence):
            return False
        unless = self._pattern(entry.unless)
        return unless is None or not unless.search(sentence)

    def read_past_kitchen(self, sentence: str) -> str:
        """The sentence with signs of the same number in the place of words of a kitchen."""
        if not self._kitchen.list_awake(_list_words(sentence)):
            return sentence
        woken: set[int] = set()
        for word, _, _ in _split_sentence(sentence):
            woken.update(self._kitchen.woken_by(word))
        masked = sentence
        for number in sorted(woken):
            entry = self._entries[number]
            pattern = self._pattern(entry.regex)
            if pattern is None or not pattern.search(sentence):
                continue
            if self._applies(entry, sentence):
                for match in pattern.find_all(sentence):
                    gap = _READ_PAST * (match.end() - match.start())
                    masked = masked[: match.start()] + gap + masked[match.end() :]
        return masked

    def find(self, sentence: str) -> Iterator[tuple[WordGroup, int, int]]:
        """Each word or phrase about health: its group, where it starts and where it ends."""
        letters = fold_case(sentence)
        if not self._may_have_words(sentence, letters):
            return
        tried: set[int] = set()
        for word, start, end in _split_sentence(sentence):
            for number in self._words.woken_by(word):
                entry = self._entries[number]
                if entry.group is None or entry.letters not in letters:
                    continue
                if not entry.regex:
                    yield entry.group, start, end
                elif number not in tried:
                    tried.add(number)
                    pattern = self._pattern(entry.regex)
                    found = pattern.search(sentence, letters) if pattern else None
                    if found and self._applies(entry, sentence):
                        yield entry.group, found.start(), found.end()

    def _may_have_words(self, sentence: str, letters: str) -> bool:
        """Whether a sentence may have a word or phrase about health; most have none."""
        for word in self._words.list_awake(_list_words(sentence)):
            for number in self._words.woken_by(word):
                if self._entries[number].letters in letters:
                    return True
        return False

    def effects(self, sentence: str) -> Iterator[tuple[int, int]]:
        """Where the words stand that promise an effect."""
        for word, start, _ in _split_sentence(sentence):
            if self._effect.woken_by(word):
                found = self._phrases.match(sentence, start)
                if found:
                    yield found.span()


def _as_regex(part: str) -> str:
    """One word of a phrase as a pattern: with * for any letters."""
    return re.escape(part).replace(r"\*", r"[a-z]{0,30}")


def _phrases_of_effect(words: HealthWords) -> re.Pattern[str]:
    entries = []
    for word in sorted(_split(words.effects.words), key=len, reverse=True):
        entries.append(" ".join(_as_regex(part) for part in word.split()))
    return re.compile(rf"(?:{'|'.join(entries)})\b")


def _reader(lexicon: Lexicon) -> _Reader:
    return lexicon.memo.once("reader", lambda: _Reader(lexicon.words))


def read_past_kitchen(sentence: str, lexicon: Lexicon) -> str:
    """A folded sentence in small letters, with what a kitchen says in other words read past."""
    return _reader(lexicon).read_past_kitchen(sentence)


def has_words(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a folded sentence in small letters has words about health, a kitchen's or not."""
    return any(_reader(lexicon).find(sentence))


def find_words(sentence: str, lexicon: Lexicon) -> Iterator[FoundWord]:
    """The words about health in a folded sentence in small letters, each place once.

    Kitchen senses are read past before, by `read_past_kitchen`. `is_effect` says that a word of
    effect stands within reach of it.
    """
    reader = _reader(lexicon)
    found = list(reader.find(sentence))
    if not found:
        return
    effects = list(reader.effects(sentence))
    reach = int(lexicon.words.effects.reach)
    seen: list[tuple[int, int]] = []
    for group, start, end in sorted(found, key=_longest_first):
        if any(start < other_end and other_start < end for other_start, other_end in seen):
            continue
        seen.append((start, end))
        is_effect = any(at < end + reach and start < until + reach for at, until in effects)
        yield FoundWord(group, start, end, is_effect)


def _longest_first(found: tuple[WordGroup, int, int]) -> tuple[int, int]:
    _, start, end = found
    return start - end, start
