"""The words of pantry/safety.yaml, found in a sentence: foods, and signs that something is wrong.

A sentence is read once, word by word; only an entry that begins with one of its words is tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from guide.core.cache import Memo, Recent
from guide.read.pantry_files import DangerWords, SafetyRules

# The name of the group whose words only look like those of others.
LOOK_ALIKES = "look-alikes"
# How many words a gap in an entry stands for at most.
_GAP = 4
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[,:()]")
_AMOUNT = re.compile(r"(?<![\d.,/×–-])[.,/×–-]*+\d[\d.,/×–-]* ?(?:k?g|ml|l|tsp|tbsp|cups?)?\b")
_DEGREES = re.compile(r"(\d{2,3}) ?(?:(?:°|º|degrees?|deg) ?)?(c|f|celsius|fahrenheit)?\b")
_MARKED = re.compile(r"°|º|deg|\d ?[cf]\b")
_BARE = re.compile(
    r"(?<![\d.])(\d{2,3})\b(?! ?(?:g|kg|ml|l|minutes?|mins?|hours?|h|seconds?|%|per|x|lb|oz)\b)"
)
_READ = re.compile(r"\b(?:core|probe|thermometer|internal|reads?|registers?|hits?)\b")
_FAHRENHEIT_FROM = 110
# Degrees in words are of this size and more.
_LEAST_SPELT = 30
_LONGEST_PLURAL = 3
_MINUTES_A_DAY = 24 * 60
# Two recipes have fewer texts.
_MOST_TEXTS = 200
_Match = re.Match[str]
# A duration in minutes or a heat in °C, and where it begins and ends.
_Found = tuple[float, int, int]


@dataclass(frozen=True)
class Hit:
    """Where a group was found: its first and last word, its first and last character and one."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Clause:
    """A part of a text, with what was found in it by group, and the places of its words."""

    start: int
    text: str
    hits: Mapping[str, tuple[Hit, ...]]


class _Slot(NamedTuple):
    """What one place of an entry takes: some words, beginnings of words, any word, or a gap."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    takes_any: bool = False
    is_gap: bool = False

    def takes(self, forms: tuple[str, ...]) -> bool:
        """Whether a word in one of its forms may stand here."""
        if self.takes_any:
            return forms[0][0].isalnum()
        if not self.words.isdisjoint(forms):
            return True
        return bool(self.stems) and forms[0].startswith(self.stems)


class WordEntry(NamedTuple):
    """Some words of a group.

    It is found by its longest word, the `pivot`; that many words before it, `nearest` to
    `furthest`, the entry begins. `needs` are the words of each other slot: a text that has none of
    one slot's cannot have the entry.
    """

    group: str
    slots: tuple[_Slot, ...]
    nearest: int
    furthest: int
    needs: tuple[frozenset[str], ...]

    def may_be_among(self, words: Set[str]) -> bool:
        """Whether a text of those words may have the entry."""
        return not any(map(words.isdisjoint, self.needs))


@dataclass(frozen=True)
class _Woken:
    """What a word of a text wakes: groups that it has by itself, and entries that it may be in.

    `pairs` are the numbers of entries that need one word besides, by it, or none, by "". `longer`
    are those that need more, by one of their words. `named` are the groups of `pairs`, by the same
    words, and those that the word has by itself.
    """

    forms: tuple[str, ...]
    groups: tuple[str, ...]
    entries: tuple[WordEntry, ...]
    pairs: Mapping[str, Sequence[int]]
    longer: Mapping[str, Sequence[int]]
    named: Mapping[str, Set[str]]

    def find_groups(self, words: Set[str]) -> set[str]:
        """The groups that a text of those words may name."""
        found = set(self.named[""])
        for word in self.named.keys() & words:
            found |= self.named[word]
        for number in self._find_longer(words):
            found.add(self.entries[number].group)
        return found

    def find_likely(self, words: Set[str]) -> list[WordEntry]:
        """The entries that a text of those words may have."""
        numbers = set(self._find_longer(words))
        numbers.update(self.pairs.get("", ()))
        for word in self.pairs.keys() & words:
            numbers.update(self.pairs[word])
        return [self.entries[number] for number in sorted(numbers)]

    def _find_longer(self, words: Set[str]) -> Iterator[int]:
        for word in self.longer.keys() & words:
            for number in self.longer[word]:
                if self.entries[number].may_be_among(words):
                    yield number


@dataclass
class _Index:
    """Groups by a word that is enough, and longer entries, not yet read, by their longest word."""

    words: dict[str, list[str]] = field(default_factory=dict)
    entries: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    known: dict[str, _Woken] = field(default_factory=dict)
    # Words that wake nothing, as most do.
    idle: set[str] = field(default_factory=set)

    def __reduce__(self) -> tuple[type[_Index], tuple[object, ...]]:
        # What is known is not packed: to look up what one recipe has takes less than to unpack it.
        return _Index, (self.words, self.entries)

    def add(self, group: str, written: str) -> None:
        """Takes in an entry as it is written."""
        parts = written.split()
        if len(parts) == 1:
            for choice in parts[0].split("|"):
                self.words.setdefault(choice, []).append(group)
            return
        pivot = max(parts, key=_weigh)
        for choice in pivot.split("|"):
            self.entries.setdefault(choice, []).append((group, written))

    def look_up(self, word: str) -> _Woken:
        """What a word of a text wakes."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self._wake(word)
            if not found.groups and not found.entries:
                self.idle.add(word)
        return found

    def _wake(self, word: str) -> _Woken:
        forms = _forms(word)
        keys = list(forms)
        for length in range(2, len(word) + 1):
            beginning = word[:length]
            keys.append(f"{beginning}*")
        groups: list[str] = []
        entries: list[WordEntry] = []
        for key in keys:
            groups.extend(self.words.get(key, ()))
            for group, written in self.entries.get(key, ()):
                entry = _read_entry(group, written)
                entries.append(entry)
        different_groups = tuple(dict.fromkeys(groups))
        different_entries = tuple(dict.fromkeys(entries))
        pairs: dict[str, list[int]] = {}
        longer: dict[str, list[int]] = {}
        named = {"": set(groups)}
        for number, entry in enumerate(different_entries):
            if len(entry.needs) > 1:
                for needed in min(entry.needs, key=len):
                    longer.setdefault(needed, []).append(number)
                continue
            for needed in entry.needs[0] if entry.needs else ("",):
                pairs.setdefault(needed, []).append(number)
                named.setdefault(needed, set()).add(entry.group)
        return _Woken(forms, different_groups, different_entries, pairs, longer, named)


@lru_cache(maxsize=8192)
def _forms(word: str) -> tuple[str, ...]:
    """A word as it stands, and as a list has it: without a plural s, without 's."""
    bare = word.partition("'s")[0]
    forms = [word]
    if bare != word:
        forms.append(bare)
    if bare.endswith("s") and len(bare) > _LONGEST_PLURAL:
        forms.append(bare[:-1])
        if bare.endswith("es"):
            forms.append(bare[:-2])
        if bare.endswith("ies"):
            forms.append(f"{bare[:-3]}y")
    return tuple(forms)


def _read_slot(written: str) -> _Slot:
    if written == "_":
        return _Slot(takes_any=True)
    if written == "…":
        return _Slot(is_gap=True)
    words: set[str] = set()
    stems: list[str] = []
    for choice in written.split("|"):
        if choice.endswith("*"):
            stems.append(choice[:-1])
        else:
            words.add(choice)
    return _Slot(frozenset(words), tuple(stems))


@lru_cache(maxsize=16384)
def _weigh(part: str) -> int:
    """How rare a part of an entry is likely to be, by the letters of its shortest word."""
    if part in ("_", "…"):
        return 0
    return min(len(choice) for choice in part.split("|"))


@lru_cache(maxsize=16384)
def _read_entry(group: str, written: str) -> WordEntry:
    parts = written.split()
    weights = list(map(_weigh, parts))
    pivot = weights.index(max(weights))
    slots = tuple(_read_slot(part) for part in parts)
    before = slots[:pivot]
    needs: list[frozenset[str]] = []
    for slot in slots:
        if slot is not slots[pivot] and slot.words and not slot.stems:
            needs.append(slot.words)
    nearest = sum(not slot.is_gap for slot in before)
    furthest = sum(_GAP if slot.is_gap else 1 for slot in before)
    return WordEntry(group, slots, nearest, furthest, tuple(needs))


class Vocabulary:
    """All groups of pantry/safety.yaml, ready to be looked for."""

    def __init__(self, rules: SafetyRules) -> None:
        self._index = _Index()
        self._measured: list[tuple[str, DangerWords]] = []
        self._holders: dict[str, list[str]] = {}
        # What each ingredient line has, whatever its amount.
        self.lines = Memo()
        # What was read last: a recipe has most of its texts with a swap made, too.
        self.texts = Recent(_MOST_TEXTS)
        self.foods = frozenset(rules.foods)
        self.strangers = self.foods - frozenset(rules.seasonings)
        self._hiding = frozenset(rules.hiding)
        self._amounts = dict(rules.amounts)
        self._minutes = dict(rules.minutes)
        self._weekdays = rules.weekdays
        self._durations = _compile_durations(rules)
        self._spelt_heats = _compile_spelt_heats(rules)
        self._time_words = frozenset((*rules.minutes, *rules.weekdays))
        look_alikes = DangerWords(words=rules.look_alikes)
        groups = {**rules.foods, **rules.signs, LOOK_ALIKES: look_alikes}
        for name, group in groups.items():
            self._add(name, group)
        # Each group with those that it is a part of.
        self.holders = {name: tuple(self._find_holders(name)) for name in groups}

    def _add(self, name: str, group: DangerWords) -> None:
        spaced = group.words.replace("-", " ")
        for written in spaced.split(","):
            if written.strip():
                self._index.add(name, written)
        if group.minutes or group.celsius:
            self._measured.append((name, group))
        for part in group.includes:
            self._holders.setdefault(part, []).append(name)

    def read(self, start: int, text: str) -> Clause:
        """What is found in a text of small letters, which begins at that place of a longer one."""
        words = list(_WORD.finditer(text))
        woken = [self._index.look_up(word[0]) for word in words]
        present: set[str] = set()
        for one in woken:
            present.update(one.forms)
        found: dict[tuple[str, int, int], None] = {}
        for at, one in enumerate(woken):
            for group in one.groups:
                found[group, at, at] = None
            for entry in one.find_likely(present):
                furthest = max(0, at - entry.furthest)
                nearest = at - entry.nearest
                for first in range(furthest, nearest + 1):
                    last = _match(entry.slots, 0, woken, first)
                    if last >= at:
                        found[entry.group, first, last] = None
        hits = []
        for group, first, last in found:
            begins = words[first].start()
            ends = words[last].end()
            hit = Hit(first, last, begins, ends)
            hits.append((group, hit))
        hits.extend(self._find_measured(text, words))
        return Clause(start, text, self._sort(hits))

    def leave_out_amount(self, line: str) -> str:
        """An ingredient line without its amount, as it stands in many recipes."""
        return _AMOUNT.sub(" ", line)

    def find_likely(self, text: str) -> frozenset[str]:
        """The groups that a text of small letters may name; most texts name few of them."""
        words = set(_WORD.findall(text))
        present = set[str]().union(*map(_forms, words))
        named: set[str] = set()
        for word in words - self._index.idle:
            named |= self._index.look_up(word).find_groups(present)
        found: set[str] = set()
        for group in named:
            found.update(self.holders[group])
        kinds = self._find_kinds(text, present)
        found.update(name for name, group in self._measured if _kind_of(group) in kinds)
        return frozenset(found)

    def _find_kinds(self, text: str, present: Set[str]) -> list[str]:
        """What is measured in a text that has those words: minutes, degrees or nothing."""
        kinds: list[str] = []
        if not self._time_words.isdisjoint(present):
            kinds.append("minutes")
        if _may_have_heat(text):
            kinds.append("celsius")
        return kinds

    def _find_holders(self, group: str) -> Iterator[str]:
        yield group
        for holder in self._holders.get(group, ()):
            yield from self._find_holders(holder)

    def _sort(self, found: list[tuple[str, Hit]]) -> dict[str, tuple[Hit, ...]]:
        """What was found by group, without what only looks like it, or is part of a longer food."""
        hidden = [hit for group, hit in found if group == LOOK_ALIKES]
        hiding = [hit for group, hit in found if group in self._hiding and hit.last > hit.first]
        foods = [hit for group, hit in found if group in self.foods and hit.last > hit.first]
        by_group: dict[str, list[Hit]] = {}
        for group, hit in found:
            if hidden and (group == LOOK_ALIKES or any(_is_within(hit, one) for one in hidden)):
                continue
            if hiding and any(_is_inside(hit, one) for one in hiding):
                continue
            if foods and group in self.foods and any(_is_inside(hit, one) for one in foods):
                continue
            for holder in self.holders[group]:
                by_group.setdefault(holder, []).append(hit)
        return {group: tuple(hits) for group, hits in by_group.items()}

    def _find_measured(self, text: str, words: list[_Match]) -> Iterator[tuple[str, Hit]]:
        """Durations and temperatures that a sign asks for."""
        measured: list[tuple[str, float, int, int]] = []
        if any(word[0].removesuffix("s") in self._minutes for word in words):
            measured.extend(("minutes", *one) for one in self._find_minutes(text))
        measured.extend(("minutes", *one) for one in self._find_days_apart(words))
        if _may_have_heat(text):
            measured.extend(("celsius", *one) for one in _find_celsius(text))
            measured.extend(("celsius", *one) for one in self._find_spelt(text))
        for kind, size, start, end in measured:
            for name, group in self._measured:
                bounds = group.minutes if kind == "minutes" else group.celsius
                if bounds and bounds[0] <= size <= bounds[1]:
                    yield name, _hit_at(words, start, end)

    def _find_spelt(self, text: str) -> Iterator[_Found]:
        """Each temperature that is written in words: fifty degrees."""
        for match in self._spelt_heats.finditer(text):
            yield self._amounts[match[1]], match.start(), match.end()

    def _find_minutes(self, text: str) -> Iterator[_Found]:
        """Each duration in minutes, with where it begins and ends; of a range, its end."""
        for match in self._durations.finditer(text):
            amount = match["amount"]
            size = self._amounts.get(amount)
            if size is None:
                size = float(amount)
            unit = match["unit"].removesuffix("s")
            minutes = self._minutes[unit]
            yield size * minutes, match.start(), match.end()

    def _find_days_apart(self, words: list[_Match]) -> Iterator[_Found]:
        """How long it is from the first weekday that a text names to the last, in minutes."""
        named = [word for word in words if word[0].removesuffix("'s") in self._weekdays]
        if len(named) > 1:
            first = named[0]
            last = named[-1]
            days = self._day(last) - self._day(first)
            yield (days % 7 or 7) * _MINUTES_A_DAY, first.start(), last.end()

    def _day(self, word: _Match) -> int:
        day = word[0].removesuffix("'s")
        return self._weekdays.index(day)


def _kind_of(group: DangerWords) -> str:
    return "minutes" if group.minutes else "celsius"


def _compile_durations(rules: SafetyRules) -> re.Pattern[str]:
    written = _join_words(rules.amounts)
    named = _join_words(rules.minutes)
    return re.compile(
        rf"(?<![\w.])(?P<amount>\d+(?:\.\d+)?|{written})(?: more| full| whole| good| or so)?[ -]?"
        rf"(?P<unit>(?:{named})s?)\b"
    )


def _compile_spelt_heats(rules: SafetyRules) -> re.Pattern[str]:
    numbers = [name for name, size in rules.amounts.items() if size >= _LEAST_SPELT]
    named = _join_words(numbers)
    return re.compile(rf"\b({named})[ -]degrees?\b")


def _join_words(words: Iterable[str]) -> str:
    """The choices of a pattern, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    escaped = map(re.escape, longest_first)
    return "|".join(escaped)


def _may_have_heat(text: str) -> bool:
    """Whether a text has a sign of degrees, or speaks of a thermometer or of the core."""
    found = _MARKED.search(text) or _READ.search(text)
    return found is not None


def _find_celsius(text: str) -> Iterator[_Found]:
    """Each temperature in °C, with where it begins and ends.

    One without a scale is taken for °C up to where only Fahrenheit is said of food. A bare number
    is one where a text speaks of a thermometer or of the core.
    """
    is_read = _READ.search(text) is not None
    for match in _DEGREES.finditer(text):
        if not _MARKED.search(match[0]):
            is_bare = _BARE.match(text, match.start())
            if not is_read or not is_bare:
                continue
        size = float(match[1])
        scale = (match[2] or "")[:1]
        if scale == "f" or (not scale and size >= _FAHRENHEIT_FROM):
            size = (size - 32) / 1.8
        yield size, match.start(), match.end()


def _hit_at(words: list[_Match], start: int, end: int) -> Hit:
    """The words that have those characters."""
    inside = []
    for at, word in enumerate(words):
        if word.end() > start and word.start() < end:
            inside.append(at)
    return Hit(inside[0], inside[-1], start, end)


def _match(slots: tuple[_Slot, ...], number: int, woken: Sequence[_Woken], at: int) -> int:
    """The last word of an entry of which a slot begins at a word; -1 when it does not."""
    slot = slots[number]
    if slot.is_gap:
        for skipped in range(_GAP + 1):
            last = _match(slots, number + 1, woken, at + skipped)
            if last >= 0:
                return last
        return -1
    if at >= len(woken) or not slot.takes(woken[at].forms):
        return -1
    if number + 1 == len(slots):
        return at
    return _match(slots, number + 1, woken, at + 1)


def _is_within(hit: Hit, other: Hit) -> bool:
    return other.first <= hit.first and hit.last <= other.last


def _is_inside(hit: Hit, other: Hit) -> bool:
    """Whether a hit is a part of a longer one."""
    is_same = hit.first == other.first and hit.last == other.last
    return _is_within(hit, other) and not is_same
