"""The parts of an ingredient line while it is read: what stands before the name, and the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from guide.core.amounts import Amount, Measured, Unit
from guide.lines.measures import GAP, WrittenMeasure, read_unit
from guide.lines.written_line import WrittenLine


@dataclass(frozen=True)
class Head:
    """What stands before the name of a line, and where the name begins.

    `unit_at` is where the unit stands, or the name when there is none; `part` what of the food is
    used; `each` that the amount is that of each food named.
    """

    name_at: int
    amount: Amount | None = None
    size: tuple[Fraction, Unit] | None = None
    others: tuple[Measured, ...] = ()
    describing: str = ""
    unit: Unit | None = None
    unit_word: str = ""
    unit_at: int = 0
    hedge: str = ""
    part: str = ""
    each: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Rest:
    """The name of a line, where it stands, and what is said after it."""

    name: str
    at: int
    end: int
    said: tuple[str, ...]


def set_size(head: Head, measure: WrittenMeasure) -> Head:
    """The head with the size of one of them; a range, or one that is meant roughly, is told once
    more beside the amount."""
    if measure.amount.high is None and not measure.hedge:
        return replace(head, size=(measure.amount.low, measure.unit))
    told = Measured(measure.amount, measure.unit, each=True, hedge=measure.hedge)
    return replace(head, others=(*head.others, told))


def is_pack(line: WrittenLine, at: int) -> bool:
    """Whether a unit follows that a weight before it is the size of, such as a can."""
    gap = GAP.match(line.body, at)
    found = read_unit(line, gap.end() if gap else at)
    if found is None or found[0].kind != "count":
        return False
    if found[0].name in line.units.words.packs:
        return bool(line.body[found[2] :].strip())
    return line.word(line.skip(found[2])).lower() == "of"


def tell_besides(head: Head, measure: WrittenMeasure, *, each: bool) -> Head:
    """The head with a measure that is printed beside the amount; `each`: that of one of them."""
    told = Measured(measure.amount, measure.unit, each, measure.hedge)
    return replace(head, others=(*head.others, told))
