"""The ways in which a dish can be dangerous: signs that stand together in a sentence about a food.

A sign that is denied ("never on the counter") does not count. A food is named by the sentence,
or by its text or the dish when the sentence names no other food.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from guide.core.cache import Memo
from guide.derive.claims import claim_sentences
from guide.derive.danger_words import Clause, Hit, Vocabulary
from guide.read.pantry_files import DangerWay, SafetyRules

# How many words two signs lie apart at most where one of them belongs to the other.
_NEAR = 8
# How many words on the second of two foods of a list begins at most.
_LISTED = 3
_NO_SIGN = Hit(0, 0, 0, 0)
# Whether the clause denies what stands at that place of it.
Denies = Callable[[str, int, int], bool]


@dataclass(frozen=True, eq=False)
class ToldSentence:
    """A sentence: where it begins in its text, its small letters, and the groups it may name."""

    start: int
    text: str
    may_name: frozenset[str]


@dataclass(frozen=True, eq=False)
class ToldText:
    """A text in its sentences, of which only those are read that may be dangerous."""

    sentences: tuple[ToldSentence, ...]
    vocabulary: Vocabulary
    memo: Memo = field(default_factory=Memo)

    def read(self, number: int) -> Clause:
        """What a sentence names."""
        sentence = self.sentences[number]
        return self.memo.once(number, lambda: self.vocabulary.read(sentence.start, sentence.text))

    def names_any(self, groups: Iterable[str]) -> bool:
        """Whether the text names one of those groups; only sentences that may are read."""
        for group in groups:
            for number, sentence in enumerate(self.sentences):
                if group in sentence.may_name and group in self.read(number).hits:
                    return True
        return False


@dataclass(frozen=True, eq=False)
class Kitchen:
    """What the rules look at in a dish: its sentences, and the groups that its lines have.

    `spared` are foods that the dish has only in a state in which they do no harm, such as canned.
    `sentences` are those that may name a group, by the group.
    """

    sentences: Mapping[str, Set[ToldSentence]]
    listed: frozenset[str]
    spared: frozenset[str]
    vocabulary: Vocabulary
    memo: Memo = field(default_factory=Memo)


def make_kitchen(
    texts: Iterable[ToldText],
    listed: frozenset[str],
    spared: frozenset[str],
    vocabulary: Vocabulary,
) -> Kitchen:
    """The kitchen of a dish with those texts, and with what its lines have."""
    sentences: dict[str, set[ToldSentence]] = {}
    for text in texts:
        for sentence in text.sentences:
            for group in sentence.may_name:
                sentences.setdefault(group, set()).add(sentence)
    return Kitchen(sentences, listed, spared, vocabulary)


@dataclass(frozen=True)
class _Part:
    """One thing a way asks for: a group, or two of which the second stands near the first."""

    group: str
    second: str = ""
    in_order: bool = False


def read_text(text: str, vocabulary: Vocabulary) -> ToldText:
    """A folded text of small letters in its sentences; a question goes with its answer."""
    sentences: list[ToldSentence] = []
    begun = 0
    for start, sentence in claim_sentences(text):
        end = start + len(sentence)
        if sentence.endswith("?") and end < len(text):
            continue
        whole = text[begun:end]
        may_name = vocabulary.find_likely(whole)
        sentences.append(ToldSentence(begun, whole, may_name))
        begun = end
    return ToldText(tuple(sentences), vocabulary)


def find_likely(way: DangerWay, kitchen: Kitchen) -> Set[ToldSentence]:
    """The sentences of a dish that may have all signs of a way; most dishes have none."""
    if not kitchen.listed.issuperset(way.dish):
        return frozenset()
    if way.of:
        concerned = _concerned(way, kitchen)
        is_listed = not kitchen.listed.isdisjoint(concerned)
        if not is_listed and kitchen.sentences.keys().isdisjoint(concerned):
            return frozenset()
    likely: Set[ToldSentence] | None = None
    for wanted in way.says:
        saying = _find_saying(wanted, kitchen)
        likely = saying if likely is None else likely & saying
        if not likely:
            return frozenset()
    return likely or frozenset()


def _find_saying(wanted: str, kitchen: Kitchen) -> Set[ToldSentence]:
    """The sentences that may say one thing a way asks for."""
    found: Set[ToldSentence] = frozenset()
    for part in _parts(wanted):
        saying = kitchen.sentences.get(part.group)
        if saying and part.second:
            saying = saying & kitchen.sentences.get(part.second, frozenset())
        if saying:
            found = found | saying if found else saying
    return found


def _concerned(way: DangerWay, kitchen: Kitchen) -> frozenset[str]:
    """The foods that a way is about, without those that do no harm in this dish."""
    return frozenset(way.of) - kitchen.spared


def find_way(
    way: DangerWay,
    told: ToldText,
    likely: Set[ToldSentence],
    kitchen: Kitchen,
    denies: Denies,
) -> tuple[int, int] | None:
    """The characters of a text in which a way stands: those of the first sign it asks for.

    Only the `likely` sentences are read.
    """
    foods = kitchen.vocabulary.strangers
    for number, sentence in enumerate(told.sentences):
        if sentence not in likely:
            continue
        clause = told.read(number)
        if any(group in clause.hits for group in way.unless):
            continue
        # Whether a sign is denied is asked last: it takes longest.
        if _find_all(way.says, clause, foods, _denies_nothing) is None:
            continue
        if way.near != "close" and not _concerns(way, _NO_SIGN, clause, told, kitchen):
            continue
        key = _find_all(way.says, clause, foods, denies)
        if key is not None and _concerns(way, key, clause, told, kitchen):
            return clause.start + key.start, clause.start + key.end
    return None


def _denies_nothing(_clause: str, _start: int, _end: int) -> bool:
    return False


def _concerns(way: DangerWay, key: Hit, clause: Clause, told: ToldText, kitchen: Kitchen) -> bool:
    """Whether what a sign says is said of a food of the way."""
    if not way.of:
        return True
    concerned = _concerned(way, kitchen)
    foods = kitchen.vocabulary.strangers
    if _is_about(concerned, way.near, key, clause, foods):
        return True
    if not _is_left_to_dish(concerned, way.near, clause, foods):
        return False
    if not concerned.isdisjoint(kitchen.listed):
        return True
    return told.names_any(concerned)


def _is_about(
    concerned: frozenset[str], near: str, key: Hit, clause: Clause, foods: frozenset[str]
) -> bool:
    """Whether a sentence names one of those foods, as near to a sign as it must be."""
    wanted = _hits_of(concerned, clause)
    strangers = _hits_of(foods, clause) - wanted
    if near != "close":
        return bool(wanted)
    return any(not _is_cut_off(food, key, strangers) for food in wanted)


def _is_left_to_dish(
    concerned: frozenset[str], near: str, clause: Clause, foods: frozenset[str]
) -> bool:
    """Whether a sentence leaves open what it is about, so that its text or the dish tells."""
    if _hits_of(concerned, clause):
        return False
    return near == "dish" or not _hits_of(foods, clause)


def _hits_of(groups: frozenset[str], clause: Clause) -> set[Hit]:
    hits: set[Hit] = set()
    for group in clause.hits.keys() & groups:
        hits.update(clause.hits[group])
    return hits


def _is_cut_off(food: Hit, key: Hit, strangers: set[Hit]) -> bool:
    """Whether another food stands between a food and a sign, unless the two make one list."""
    for other in strangers:
        if _is_between(other, food, key) and not _are_listed(food, other):
            return True
    return False


def _is_between(other: Hit, one: Hit, two: Hit) -> bool:
    """Whether a hit stands after the first of two and before the second, or in that one's gap."""
    if two.first < other.first and other.last < two.last:
        return True
    first, second = (one, two) if one.first < two.first else (two, one)
    return first.last < other.first and other.last < second.first


def _are_listed(one: Hit, other: Hit) -> bool:
    """Whether two foods stand close together, as in "chicken and potatoes"."""
    first, second = (one, other) if one.first < other.first else (other, one)
    return second.first - first.last <= _LISTED


def _find_all(
    says: tuple[str, ...], clause: Clause, foods: frozenset[str], denies: Denies
) -> Hit | None:
    """The first of the signs, when all of them stand in a clause and none is denied."""
    key: Hit | None = None
    for wanted in says:
        found = _find_one(wanted, clause, foods, denies)
        if found is None:
            return None
        key = key or found
    return key


def _find_one(wanted: str, clause: Clause, foods: frozenset[str], denies: Denies) -> Hit | None:
    for part in _parts(wanted):
        for hit in _find_part(part, clause, foods):
            if not denies(clause.text, hit.start, hit.end):
                return hit
    return None


def _find_part(part: _Part, clause: Clause, foods: frozenset[str]) -> Iterator[Hit]:
    for first in clause.hits.get(part.group, ()):
        if not part.second:
            yield first
            continue
        for second in clause.hits.get(part.second, ()):
            if not _is_near(first, second, part.in_order):
                continue
            names_food = part.group in foods or part.second in foods
            if not names_food or not _has_between(first, second, clause, foods):
                start = min(first.start, second.start)
                end = max(first.end, second.end)
                yield Hit(min(first.first, second.first), max(first.last, second.last), start, end)


def _has_between(one: Hit, two: Hit, clause: Clause, foods: frozenset[str]) -> bool:
    """Whether a food stands between two others words, to which the first then belongs."""
    return any(_is_between(food, one, two) for food in _hits_of(foods, clause))


def _is_near(first: Hit, second: Hit, in_order: bool) -> bool:
    if 0 < second.first - first.last <= _NEAR:
        return True
    return not in_order and 0 < first.first - second.last <= _NEAR


@lru_cache(maxsize=2048)
def _parts(wanted: str) -> tuple[_Part, ...]:
    """What a way asks for, as it is written: "a", "a > b", "a ~ b", or a choice of them."""
    parts: list[_Part] = []
    for choice in wanted.split(" | "):
        first, arrow, second = choice.partition(" > ")
        if not arrow:
            first, _, second = choice.partition(" ~ ")
        parts.append(_Part(first, second, in_order=bool(arrow)))
    return tuple(parts)


def named_groups(rules: SafetyRules) -> Iterator[str]:
    """Every group that a way of a rule asks for."""
    for rule in rules.rules:
        for way in rule.ways:
            yield from (*way.of, *way.unless, *way.dish, *way.unless_dish)
            for wanted in way.says:
                for part in _parts(wanted):
                    yield part.group
                    if part.second:
                        yield part.second
