"""The letters that a pattern cannot match without, and which of many patterns may match a text.

To look for letters takes a hundredth of the time that a long pattern takes, and most texts have
nothing that most rules are about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

# Pieces of text of which every match of a pattern holds one.
Anchors = frozenset[str]
# For each branch of a pattern the anchors of its parts: a match holds one of every part's.
Needs = tuple[tuple[Anchors, ...], ...]
NO_NEEDS: Needs = ((),)

# The signs of a pattern that are understood here. Letters before a sign of repetition stand by
# themselves, because only the last of them is repeated. A choice of words, as most patterns have,
# is one sign.
_SIGN = re.compile(
    r"""
    (?P<letters> [^\\\[\](){}|?*+.^$]+ (?![?*+{]) | [^\\\[\](){}|?*+.^$] )
    | (?P<escaped> \\[^0-9A-Za-z] )
    | (?P<point> \\u[0-9A-Fa-f]{4} )
    | (?P<kind> \\[wWdDsS] | \. )
    | (?P<edge> \\[bB] | [\^$] )
    | (?P<set> \[ (?!\^?\]) (?:\\[wWdDsS\W_]|[^\]\[\\])+ \] )
    | (?P<choice> \( (?:\?:)? [^\\\[\](){}|?*+.^$]+ (?: \| [^\\\[\](){}|?*+.^$]+ )* \) )
    | (?P<open> \( (?: \?(?:-?i:|:|=|!|<=|<!) )? (?!\?) )
    | (?P<close> \) )
    | (?P<bar> \| )
    | (?P<repeat> (?: [?*+] | \{\d+(?:,\d*)?\} ) \?? (?![?*+{]) )
    """,
    re.VERBOSE,
)
_END = ("end", "")
# What comes after a branch.
_ENDS = ("end", "bar", "close")
_RANGE = re.compile(r"(\\.|[^\\])-(\\.|[^\\\]])")
_CHAINED = re.compile(r"-.-")
_LOOK_AHEAD = ("(?=", "(?!")
_LOOK_BEHIND = ("(?<=", "(?<!")
# To look for more anchors than these takes longer than the pattern itself.
_MOST_BESIDES = 100
# So many words are remembered by a sieve.
_MOST_WORDS = 20_000
# Letters by which the pieces of anchors are looked up.
_FRONT = 3


class _Foreign(Exception):
    """A pattern has something that is not understood here."""


@lru_cache(maxsize=4096)
def find_needs(regex: str) -> Needs:
    """What every match of a pattern holds, as `fold_case` folds it.

    Raises re.error for what is no pattern.
    """
    try:
        return _Reader(_split_signs(regex)).read()
    except _Foreign:
        re.compile(regex, re.IGNORECASE)
        return NO_NEEDS


def find_anchors(regex: str) -> Anchors:
    """Pieces of text of which every match of a pattern holds one, as `fold_case` folds them.

    Empty when there are none. Raises re.error for what is no pattern.
    """
    return _join_branches(find_needs(regex))


def are_met(needs: Needs, folded: str) -> bool:
    """Whether a text that `fold_case` has folded holds what a match of a pattern would hold."""
    for parts in needs:
        for anchors in parts:
            for anchor in anchors:
                if anchor in folded:
                    break
            else:
                break
        else:
            return True
    return False


def fold_case(text: str) -> str:
    """A text in which anchors are looked for: whatever re.IGNORECASE takes for one, is one.

    It takes a small i without its dot and a capital with one for an i, and str.casefold does not.
    """
    if text.isascii():
        return text.lower()
    # Quicker than str.translate.
    return text.replace("\u0131", "i").replace("\u0130", "i").casefold()


class Sieve:
    """Patterns by number, of which a text is asked once which may match in it.

    A text is read word by word, and what a word brings is looked up once: so many patterns cost
    little more than few.
    """

    def __init__(self, patterns: Iterable[Needs]) -> None:
        """Takes what each pattern needs."""
        self._always: list[int] = []
        # Of patterns that need more than one of their anchors, what they need besides.
        self._needs: dict[int, Needs] = {}
        self._fronts: dict[str, list[tuple[str, str, int]]] = {}
        self._short: dict[str, list[tuple[str, int]]] = {}
        self._known: dict[str, tuple[tuple[str, int], ...]] = {}
        self._idle: set[str] = set()
        for number, needs in enumerate(patterns):
            anchors = _join_branches(needs)
            besides = _list_besides(needs, anchors)
            if any(besides):
                self._needs[number] = besides
            if not anchors or not all(anchor.split() for anchor in anchors):
                self._always.append(number)
                continue
            for anchor in anchors:
                piece = max(anchor.split(), key=len)
                if len(piece) < _FRONT:
                    self._short.setdefault(piece, []).append((anchor, number))
                else:
                    entry = (piece, anchor, number)
                    self._fronts.setdefault(piece[:_FRONT], []).append(entry)

    def sift(self, folded: str) -> list[int]:
        """The numbers of the patterns that may match in a text which `fold_case` has folded."""
        found = set(self._always)
        for word in _split_words(folded) - self._idle:
            brought = self._known.get(word)
            if brought is None:
                brought = self._learn(word)
            for anchor, number in brought:
                if number not in found and anchor in folded:
                    found.add(number)
        return [number for number in sorted(found) if self._may_match(number, folded)]

    def _may_match(self, number: int, folded: str) -> bool:
        needs = self._needs.get(number)
        return needs is None or are_met(needs, folded)

    def _learn(self, word: str) -> tuple[tuple[str, int], ...]:
        """The anchors of which a piece is in a word, with the numbers of their patterns."""
        if len(self._known) + len(self._idle) >= _MOST_WORDS:
            self._known.clear()
            self._idle.clear()
        brought: list[tuple[str, int]] = []
        for piece, entries in self._short.items():
            if piece in word:
                brought += entries
        fronts = {word[at : at + _FRONT] for at in range(len(word) - _FRONT + 1)}
        for front in fronts & self._fronts.keys():
            for piece, anchor, number in self._fronts[front]:
                if piece in word:
                    brought.append((anchor, number))
        if not brought:
            self._idle.add(word)
            return ()
        self._known[word] = tuple(brought)
        return self._known[word]


@lru_cache(maxsize=2048)
def _split_words(folded: str) -> frozenset[str]:
    return frozenset(folded.split())


@lru_cache(maxsize=64)
def make_sieve(regexes: tuple[str, ...]) -> Sieve:
    """The sieve of those patterns. Raises re.error for what is no pattern."""
    return Sieve(map(find_needs, regexes))


class LazyPattern:
    """A pattern that is compiled when a text first has letters that it cannot match without, and
    tried only in such texts.

    Capitals count, unless its `flags` have re.IGNORECASE.
    """

    def __init__(self, regex: str, needs: Needs | None = None, flags: int = 0) -> None:
        """Takes the pattern, with its needs when they are known. Raises re.error."""
        self.regex = regex
        self._needs = find_needs(regex) if needs is None else needs
        # A plain number, which can be packed.
        self._flags = int(flags)
        self._compiled: re.Pattern[str] | None = None

    def __getstate__(self) -> object:
        # What is packed is compiled anew only where it is wanted again.
        return self.regex, self._needs, self._flags

    def __setstate__(self, state: tuple[str, Needs, int]) -> None:
        self.regex, self._needs, self._flags = state
        self._compiled = None

    def search(self, text: str, folded: str = "") -> re.Match[str] | None:
        """The first match in a text. `folded` is the text by `fold_case`."""
        if self._needs != NO_NEEDS and not are_met(self._needs, folded or fold_case(text)):
            return None
        return self._compile().search(text)

    def find_all(self, text: str) -> Iterator[re.Match[str]]:
        """Each match in a text."""
        if are_met(self._needs, fold_case(text)):
            return self._compile().finditer(text)
        return iter(())

    def begins(self, text: str, at: int) -> bool:
        """Whether a match begins there."""
        return self._compile().match(text, at) is not None

    def replace(self, text: str, by: Callable[[re.Match[str]], str]) -> str:
        """A text with what `by` gives in the place of each match."""
        if are_met(self._needs, fold_case(text)):
            return self._compile().sub(by, text)
        return text

    def _compile(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.regex, self._flags)
        return self._compiled


class PatternChoice:
    """Patterns that are tried as one with bars between them: where several match, the first counts.

    Only those are compiled that may match in some text.
    """

    def __init__(self, regexes: Sequence[str], anchors: Iterable[Anchors] | None = None) -> None:
        """Takes the patterns, with their anchors when they are known."""
        if anchors is None:
            needs = [find_needs(regex) for regex in regexes]
        else:
            needs = [((letters,),) for letters in anchors]
        self._sieve = Sieve(needs)
        # What a pattern needs, the sieve has looked for.
        self._patterns = [LazyPattern(regex, NO_NEEDS) for regex in regexes]

    def find_all(self, text: str) -> Iterator[re.Match[str]]:
        """Each match in a text, as `finditer` gives them; capitals count. No match is empty."""
        likely: list[re.Pattern[str]] = []
        for number in self._sieve.sift(fold_case(text)):
            match = self._patterns[number].search(text)
            if match is not None:
                likely.append(match.re)
        at = 0
        while likely:
            found: list[re.Match[str]] = []
            for pattern in likely:
                match = pattern.search(text, at)
                if match is not None:
                    found.append(match)
            if not found:
                return
            first = min(found, key=re.Match.start)
            yield first
            at = first.end()
            likely = [match.re for match in found]


def _split_signs(regex: str) -> list[tuple[str, str]]:
    """Each sign of a pattern with its kind. Raises _Foreign."""
    signs: list[tuple[str, str]] = []
    at = 0
    for match in _SIGN.finditer(regex):
        if match.start() != at:
            break
        at = match.end()
        kind = str(match.lastgroup)
        if kind == "set" and "-" in match[0]:
            _check_set(match[0])
        signs.append((kind, match[0]))
    if at < len(regex):
        raise _Foreign
    return signs


def _check_set(written: str) -> None:
    """Raises _Foreign unless every range of a set of letters surely goes upwards."""
    inner = written[1:-1].removeprefix("^")
    for first, last in _RANGE.findall(inner):
        if len(first) > 1 or len(last) > 1 or first > last:
            raise _Foreign
    # What stands after a range could be taken for the end of another.
    if _CHAINED.search(inner):
        raise _Foreign


def _read_set(written: str) -> tuple[Anchors, ...]:
    """The letters of a set, where none of them is a common one: a set of emoji."""
    inner = written[1:-1]
    if any(map(str.isascii, inner)):
        return ()
    return (frozenset(map(fold_case, inner)),)


def _list_anchors(letters: str) -> tuple[Anchors, ...]:
    """Some letters as anchors; spaces alone, which most texts have, tell nothing."""
    if not letters.strip():
        return ()
    return (frozenset((fold_case(letters),)),)


class _Reader:
    """Reads the signs of one pattern from the first to the last."""

    def __init__(self, signs: list[tuple[str, str]]) -> None:
        self._signs = [*signs, _END]
        self._at = 0

    def read(self) -> Needs:
        """What the pattern needs. Raises _Foreign."""
        needs = self._read_choice()
        if self._peek() != "end":
            raise _Foreign
        return needs

    def _peek(self) -> str:
        return self._signs[self._at][0]

    def _read_choice(self) -> Needs:
        branches = [self._read_branch()]
        while self._peek() == "bar":
            self._at += 1
            branches.append(self._read_branch())
        return tuple(branches)

    def _read_branch(self) -> tuple[Anchors, ...]:
        kind, written = self._signs[self._at]
        # Most branches are a word.
        if kind == "letters" and self._signs[self._at + 1][0] in _ENDS:
            self._at += 1
            return (frozenset((fold_case(written),)),)
        return self._read_sequence()

    def _read_sequence(self) -> tuple[Anchors, ...]:
        """The anchors of each part of one branch that has some."""
        found: list[Anchors] = []
        letters = ""
        while self._peek() not in _ENDS:
            literal, parts = self._read_part()
            least = self._read_repeat()
            if literal and least is None:
                letters += literal
                continue
            found += _list_anchors(letters)
            letters = ""
            if literal:
                parts = _list_anchors(literal)
            if least != 0:
                found += parts
        found += _list_anchors(letters)
        # The fewest first: they are soonest looked for.
        return tuple(sorted(found, key=len))

    def _read_part(self) -> tuple[str, tuple[Anchors, ...]]:
        """The next part: its letters when it is nothing else, and the anchors in it."""
        kind, written = self._signs[self._at]
        self._at += 1
        if kind == "letters":
            return written, ()
        if kind == "escaped":
            return written[1:], ()
        if kind == "point":
            return chr(int(written[2:], 16)), ()
        if kind == "choice":
            words = written[1:-1].removeprefix("?:").split("|")
            return "", (frozenset(map(fold_case, words)),)
        if kind == "open":
            return "", self._read_group(written)
        if kind == "set":
            return "", _read_set(written)
        if kind == "repeat":
            raise _Foreign
        if kind == "edge" and self._peek() == "repeat":
            raise _Foreign
        return "", ()

    def _read_group(self, opened: str) -> tuple[Anchors, ...]:
        """The anchors in a group that has been opened so."""
        first = self._at
        needs = self._read_choice()
        if self._peek() != "close":
            raise _Foreign
        if opened in _LOOK_BEHIND:
            _check_width(self._signs[first : self._at])
        self._at += 1
        if opened in _LOOK_BEHIND or opened in _LOOK_AHEAD:
            return ()
        if len(needs) == 1:
            return needs[0]
        anchors = _join_branches(needs)
        return (anchors,) if anchors else ()

    def _read_repeat(self) -> int | None:
        """How often at least the part before is repeated; None when it stands once."""
        if self._peek() != "repeat":
            return None
        sign = self._signs[self._at][1].removesuffix("?") or "?"
        self._at += 1
        if self._peek() == "repeat":
            raise _Foreign
        if sign in ("?", "*"):
            return 0
        if sign == "+":
            return 1
        least, _, most = sign[1:-1].partition(",")
        if most and int(most) < int(least):
            raise _Foreign
        return int(least)


def _check_width(signs: list[tuple[str, str]]) -> None:
    """Raises _Foreign unless all branches of a look-behind surely have the same length."""
    widths = [0]
    for kind, written in signs:
        if kind in ("choice", "open", "repeat"):
            raise _Foreign
        if kind == "bar":
            widths.append(0)
        elif kind == "letters":
            widths[-1] += len(written)
        elif kind != "edge":
            widths[-1] += 1
    if len(set(widths)) > 1:
        raise _Foreign


def _join_branches(needs: Needs) -> Anchors:
    """The anchors of all branches together; none when one has none."""
    branches = [_choose(parts) for parts in needs]
    if not all(branches):
        return frozenset()
    return frozenset().union(*branches)


def _list_besides(needs: Needs, found: Anchors) -> Needs:
    """What is still to be looked for where one of some anchors was found."""
    besides: list[tuple[Anchors, ...]] = []
    for parts in needs:
        others = [part for part in parts if part != found and len(part) <= _MOST_BESIDES]
        besides.append(tuple(others))
    return tuple(besides)


def _choose(found: Iterable[Anchors]) -> Anchors:
    """The anchors that tell most: those of which the shortest is longest."""
    best: Anchors = frozenset()
    for anchors in found:
        if _count_letters(anchors) > _count_letters(best):
            best = anchors
    return best


def _count_letters(anchors: Anchors) -> int:
    return min(map(len, anchors), default=0)
