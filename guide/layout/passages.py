"""What a part of the book must say, and where it must lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from guide.core.problems import Place
from guide.layout.foot_bar import BarLink
from guide.views.book import Part

_BRACES = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Passage:
    """A stretch of text that must be printed: where it was written, its words there, and as set.

    One that is not `in_order` may stand anywhere on the pages of its part. `is_heading`: the next
    one belongs on its page.
    """

    place: Place
    written: str
    set: str
    in_order: bool = True
    is_heading: bool = False


@dataclass(frozen=True)
class Sign:
    """A picture that says something: its name, and the words that stand to the right of it."""

    picture: str
    said: str


@dataclass(frozen=True)
class Disagreement:
    """Words that a template prints where the guide's files and words.yaml have others, or none.

    `prints` is what it prints, `wants` what belongs there, either may be empty; `after` are the
    words before. `template` is the place in the template that is likely to be wrong.
    """

    place: Place
    prints: str
    wants: str
    after: str
    template: Place


@dataclass(frozen=True)
class Recording:
    """What a part prints: its passages in order, and where they disagree with the guide's files.

    `marks` are the numbers of its ordered lists, which styles print; `heads` are the heads of its
    tables, which come again on each page, as words; `signs` are its pictures that say something.
    """

    passages: tuple[Passage, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    marks: tuple[str, ...] = ()
    heads: tuple[tuple[str, ...], ...] = ()
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True)
class PartPromise:
    """What one part must say, in order, and where it must lead, from its first page to the next
    part's.

    With a `key` of everything that decides what is wanted, a promise that was kept by the same
    pages is not checked again. `wanted` may then be a function that works out when needed what the
    part prints.
    `page` is the number of its first page as the book gives it, 0 when it gives none. `foot` is the
    title that stands with the number at the foot of its pages; None where there is neither. `bar`
    are the links that stand below it on each page.
    """

    id: str
    title: str
    wanted: tuple[Passage, ...] | Callable[[], Recording] = ()
    leads_to: frozenset[str] = frozenset()
    key: str = ""
    page: int = 0
    foot: str | None = None
    bar: tuple[BarLink, ...] = ()

    @cached_property
    def recording(self) -> Recording:
        """What the part prints."""
        return self.wanted() if callable(self.wanted) else Recording(self.wanted)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that must be said."""
        return self.recording.passages


@dataclass(frozen=True)
class Sayings:
    """What templates say, by kind of part and by name, the parts of the book and their first pages.

    Without any, only what comes from the guide's files is said.
    """

    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)

    def say(self, kind: str, name: str, **given: str) -> str:
        """A phrase with what belongs into its braces; that alone where there is no phrase."""
        phrase = self.phrases.get(kind, {}).get(name)
        if phrase is None:
            return " ".join(filter(None, given.values()))
        return _BRACES.sub(lambda braces: given.get(braces[1], braces[0]), phrase).strip()

    def page(self, address: str) -> str:
        """The first page of a part, as a number is printed."""
        return str(self.numbers.get(address, 0))
