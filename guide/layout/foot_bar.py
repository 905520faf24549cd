"""The bar at the foot of each page: links that lead to what a reader looks for from anywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from guide.layout.formats import PhraseBook, Sizes


@dataclass(frozen=True)
class BarLink:
    """A link of the bar: the part it leads to, its words, and its edges in pt from the foot."""

    address: str
    says: str
    left: float
    bottom: float
    right: float
    top: float


def bar_links(words: PhraseBook, sizes: Sizes, known: Collection[str]) -> tuple[BarLink, ...]:
    """The links of a format from left to right, all as wide: those of parts that the book has.

    None where the format has no bar.
    """
    if not sizes.bar:
        return ()
    named = [(address, says) for address, says in words.bar.items() if address in known]
    links = []
    for place, (address, says) in enumerate(named):
        left = float(sizes.width) * place / len(named)
        right = float(sizes.width) * (place + 1) / len(named)
        links.append(BarLink(address, says, round(left, 2), 0, round(right, 2), float(sizes.bar)))
    return tuple(links)
