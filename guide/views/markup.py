"""Filters for the templates: texts with what must stay on one line wrapped in spans, and addresses
as links.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from guide.core.typesetting import RANGE, TIMING
from guide.read.pantry_files import Finding

# So many letters of an address fit on a line of any format.
UNBROKEN = 40
# Where a line may end after a colon or a point that a number follows differs between versions of
# Pango.
_ISSUE = re.compile(r"(?<!\S)\S*[.:;,]\d\S*+")


def kept(text: str) -> Markup:
    """A text whose ranges of numbers never break at their dash."""
    return _wrapped(text, RANGE, '<span>{}<span class="nw">{}</span></span>', escape)


def timed(text: str) -> Markup:
    """A step with its times and temperatures in bold, each kept on one line."""
    return _wrapped(text, TIMING, '<strong>{}<span class="nw">{}</span></strong>', kept)


def cited(text: str) -> Markup:
    """A citation whose year, volume and pages stay on one line, such as "2015;7(9):7651–7675."."""
    return _wrapped(text, _ISSUE, '<span>{}<span class="nw">{}</span></span>', kept)


def leading(address: str) -> Markup:
    """A link that shows its address, on one line when it can be; else it breaks after its slashes
    and nowhere else.
    """
    shown = address.removeprefix("https://")
    if len(shown) <= UNBROKEN:
        return Markup('<a class="nw" href="{}">{}</a>').format(address, shown)
    # Each piece is a link of its own to WeasyPrint, so that a short address is better off whole.
    pieces = Markup("")
    for piece in re.findall(r"[^/]*/+|[^/]+$", shown):
        pieces += Markup('<span class="nw">{}</span>').format(piece)
    return Markup('<a href="{}">{}</a>').format(address, pieces)


def addresses(finding: Finding) -> tuple[str, ...]:
    """Where a finding can be read: its DOI and its PubMed record, when they were checked."""
    found = []
    if finding.doi:
        found.append(f"https://doi.org/{finding.doi}")
    if finding.pmid:
        found.append(f"https://pubmed.ncbi.nlm.nih.gov/{finding.pmid}")
    return tuple(found)


def _wrapped(
    text: str, wanted: re.Pattern[str], wrapper: str, otherwise: Callable[[str], Markup]
) -> Markup:
    """The text with each match put into `wrapper` and everything between matches through
    `otherwise`.
    """
    out, at = Markup(""), 0
    for match in wanted.finditer(str(text)):
        start = match.start()
        # WeasyPrint breaks far too early before an element when the space stands outside it.
        space_before = text[start - 1 : start] == " " and start > at
        lead = " " if space_before else ""
        out += otherwise(text[at : start - len(lead)])
        out += Markup(wrapper).format(lead, match.group())
        at = match.end()
    return out + otherwise(text[at:])
