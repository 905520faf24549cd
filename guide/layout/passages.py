"""What a part of the book must say, and where it must lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guide.core.problems import Place


@dataclass(frozen=True)
class Passage:
    """A stretch of text that must be printed: where it was written, its words there, and as set.

    One that is not `in_order` may stand anywhere on the pages of its part.
    """

    place: Place
    written: str
    set: str
    in_order: bool = True


@dataclass(frozen=True)
class PartPromise:
    """What one part must say, in order, and where it must lead, from its first page to the next
    part's.

    With a `key` of everything that decides what is wanted, a promise that was kept by the same
    pages is not checked again. `wanted` may then be a function that works the passages out when
    needed.
    """

    id: str
    title: str
    wanted: tuple[Passage, ...] | Callable[[], tuple[Passage, ...]] = ()
    leads_to: frozenset[str] = frozenset()
    key: str = ""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that must be said."""
        return self.wanted() if callable(self.wanted) else self.wanted
