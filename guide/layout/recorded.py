"""What a rendered part says, as passages with their places.

Everything a part prints is taken from its HTML, the words of its template included. A text of the
guide's files gives its place to the block in which it stands; a block without one has the place of
its words in the template. A text of the files that stands in no block is a passage of its own, so
that what a template leaves out is missed in the finished file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain

from guide.core.problems import Place
from guide.core.typesetting import joined, words
from guide.layout.formats import WORDS_PLACE
from guide.layout.passages import Disagreement, Passage
from guide.layout.reading_order import Block

# So many words are told before what disagrees, and so many places of a part.
WORDS_BEFORE, MOST_DISAGREEMENTS = 4, 3
# So many words before what disagrees the template is looked for.
NEAR_WORDS = 40
# Words that stand in a template, with their place.
TemplateWords = tuple[Place, tuple[str, ...]]


@dataclass
class _PrintedBlock:
    """A block of a part, its words, and the texts of the guide's files that begin in it.

    `goes_on`: a text that begins in it, or goes on in it, ends in a later block.
    `missing`: texts that should follow and stand nowhere.
    """

    block: Block
    words: tuple[str, ...]
    texts: list[Passage] = field(default_factory=list)
    goes_on: bool = False
    missing: list[Passage] = field(default_factory=list)


class Recorder:
    """What a part prints beside what it must say, each turned into words once.

    `blocks` is what it prints, `texts` what it must say of the guide's files, in about the same
    order, `template` what stands in its template itself, first its file. `same` maps spellings of a
    word to one.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        texts: Iterable[Passage],
        template: Sequence[TemplateWords],
        same: Mapping[str, str],
    ):
        self._blocks = blocks
        self._texts = tuple(texts)
        self._template = template
        printed = [block.text for block in blocks]
        wanted = [text.set for text in self._texts]
        # Most blocks say just what one text says.
        said = {text: words(text, same, marks=True) for text in {*printed, *wanted}}
        self._printed = [said[text] for text in printed]
        self._wanted = [said[text] for text in wanted]

    def passages(self) -> tuple[Passage, ...]:
        """The passages of the part, in reading order: each block whole, those that one text fills
        together.
        """
        printed = []
        for block, said in zip(self._blocks, self._printed, strict=True):
            printed.append(_PrintedBlock(block, said))
        passages = self._place_texts(printed)
        together: list[_PrintedBlock] = []
        for one in printed:
            together.append(one)
            if not one.goes_on:
                passages += _record(together, self._template)
                together = []
        return tuple(passages)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where the words that the part prints are not those that it must say, in the same order;
        for a part all of whose texts are known.
        """
        printed = list(chain.from_iterable(self._printed))
        wanted = list(chain.from_iterable(self._wanted))
        if printed == wanted:
            return ()
        places: list[Place] = []
        for text, said in zip(self._texts, self._wanted, strict=True):
            places += [text.place] * len(said)
        found = []
        for kind, start, end, first, last in SequenceMatcher(
            None, wanted, printed, autojunk=False
        ).get_opcodes():
            if kind == "equal":
                continue
            prints = tuple(printed[first:last])
            in_template = _find_place_before(printed, first, last, self._template)
            place = in_template
            if start < end and places[start] != WORDS_PLACE:
                place = places[start]
            found.append(
                Disagreement(
                    place,
                    joined(prints),
                    joined(wanted[start:end]),
                    joined(printed[max(0, first - WORDS_BEFORE) : first]),
                    in_template,
                )
            )
        return tuple(found[:MOST_DISAGREEMENTS])

    def marks(self) -> tuple[str, ...]:
        """The numbers of entries of ordered lists that the text of no entry begins with."""
        marks = []
        for block, said in zip(self._blocks, self._printed, strict=True):
            if block.mark and next(filter(_is_word, said), "") != block.mark:
                marks.append(block.mark)
        return tuple(marks)

    def heads(self) -> tuple[tuple[str, ...], ...]:
        """The heads of tables, as words."""
        printed = zip(self._blocks, self._printed, strict=True)
        return tuple(said for block, said in printed if block.head)

    def _place_texts(self, blocks: Sequence[_PrintedBlock]) -> list[Passage]:
        """Gives each text to the block in which it begins; returns what is missing before the first
        block.
        """
        printed: list[str] = []
        owners: list[int] = []
        for number, block in enumerate(blocks):
            printed += block.words
            owners += [number] * len(block.words)
        free = [True] * len(printed)
        at = 0
        before_all: list[Passage] = []
        missing = before_all
        for text, wanted in zip(self._texts, self._wanted, strict=True):
            start = _find_free(wanted, printed, free, at)
            if start is None:
                # A template may print it before what was found last.
                start = _find_free(wanted, printed, free, 0)
            if start is None:
                missing.append(text)
                continue
            at = start + len(wanted)
            free[start:at] = [False] * len(wanted)
            first, last = owners[start], owners[at - 1]
            blocks[first].texts.append(text)
            for block in blocks[first:last]:
                block.goes_on = True
            missing = blocks[last].missing
        return before_all


def _find_free(
    wanted: tuple[str, ...], printed: list[str], free: list[bool], at: int
) -> int | None:
    """Where the wanted words stand in a row and belong to no other text yet; None when nowhere."""
    if not wanted:
        return None
    last = len(printed) - len(wanted)
    while at <= last:
        try:
            at = printed.index(wanted[0], at, last + 1)
        except ValueError:
            return None
        end = at + len(wanted)
        if tuple(printed[at:end]) == wanted and all(free[at:end]):
            return at
        at += 1
    return None


def _record(blocks: Sequence[_PrintedBlock], template: Sequence[TemplateWords]) -> list[Passage]:
    """Blocks that one text fills, as one passage, and after it what is missing there."""
    shown = " ".join(block.block.text for block in blocks)
    texts = [text for block in blocks for text in block.texts]
    passages = []
    if texts and texts[0].place != WORDS_PLACE:
        place = texts[0].place
        written = " ".join(text.written for text in texts)
    else:
        place = _find_template_place(blocks[0].words, template)
        written = shown
        if texts:
            written = " ".join(text.written for text in texts)
    if any(block.words for block in blocks):
        in_order = not any(block.block.apart for block in blocks)
        is_heading = all(block.block.heading for block in blocks)
        passages.append(Passage(place, written, shown, in_order, is_heading))
    for block in blocks:
        passages += block.missing
    return passages


def _find_template_place(block: tuple[str, ...], template: Sequence[TemplateWords]) -> Place:
    """The place of the longest piece of the template that stands in the block; else the template
    itself.
    """
    best, longest = template[0][0], 0
    for place, piece in template:
        if len(piece) > longest and _contains(block, piece):
            best, longest = place, len(piece)
    return best


def _find_place_before(
    printed: Sequence[str], first: int, last: int, template: Sequence[TemplateWords]
) -> Place:
    """The place of the template that prints words, from `first` to `last`; where none of it is
    among them, of the piece that it printed last before them.
    """
    place = _find_template_place(tuple(printed[first:last]), template)
    if place != template[0][0]:
        return place
    for end in range(first, max(0, first - NEAR_WORDS), -1):
        for found, piece in template:
            if any(map(_is_word, piece)) and tuple(printed[end - len(piece) : end]) == piece:
                return found
    return place


def _is_word(said: str) -> bool:
    """Whether it is a word, and not a mark that stands everywhere."""
    return said[0].isalnum()


def _contains(block: tuple[str, ...], piece: tuple[str, ...]) -> bool:
    for start in range(len(block) - len(piece) + 1):
        end = start + len(piece)
        if block[start:end] == piece:
            return True
    return False
