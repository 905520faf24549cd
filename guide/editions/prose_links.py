"""Pages of prose for an edition that lacks parts of the book: no sentence leads nowhere.

A sentence with a link to a part that is not there is left out. So is a block of which nothing is
left then but the bold words that led to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from guide.read.prose import Page

_LINK = re.compile(r"\]\((#[a-z0-9-]+)\)")
_BLOCKS = re.compile(r"(\n\s*\n)")
# Where a sentence ends: its mark, what closes behind it, and the space before the next.
_SENTENCE = re.compile(r"(?<=[.?!])(?:[*”’)]*)(?P<space>\s+)(?=[^\s])")
_BOLD_ALONE = re.compile(r"\W*\*\*[^*]+\*\*\W*")


def leave_out_dead_links(page: Page, is_there: Callable[[str], bool]) -> Page:
    """The page without the sentences whose links lead to an address that is not there."""
    dead = [link for link in page.links if link.startswith("#") and not is_there(link[1:])]
    if not dead:
        return page
    pieces = _BLOCKS.split(page.body)
    kept: list[str] = []
    # A block stands before each gap, and one behind the last.
    for block, gap in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        left = _leave_out_sentences(block, dead)
        if left.strip() or not block.strip():
            kept += (left, gap)
    links = tuple(link for link in page.links if link not in dead)
    return replace(page, body="".join(kept), links=links)


def first_box(page: Page) -> Page:
    """A page with nothing but its first call-out; the whole page when it has none."""
    quoted = [line for line in page.body.split("\n") if line.startswith(">")]
    lines = page.body.split("\n")
    if not quoted:
        return page
    start = lines.index(quoted[0])
    end = start
    while end < len(lines) and lines[end].startswith(">"):
        end += 1
    body = "\n".join(lines[start:end])
    links = tuple(link for link in page.links if f"]({link})" in body)
    return replace(page, body=body, links=links)


def _leave_out_sentences(block: str, dead: list[str]) -> str:
    """A block without its sentences that lead nowhere; "" when nothing is left that says much."""
    sentences = _split(block)
    left = [one for one in sentences if not dead_links_of(one, dead)]
    if len(left) == len(sentences):
        return block
    said = "".join(left).rstrip()
    return "" if _BOLD_ALONE.fullmatch(said) else said


def dead_links_of(text: str, dead: list[str]) -> list[str]:
    """The links of a piece of Markdown that lead nowhere."""
    return [link for link in _LINK.findall(text) if link in dead]


def _split(block: str) -> list[str]:
    """The sentences of a block, each with the space behind it."""
    sentences: list[str] = []
    start = 0
    for end in _SENTENCE.finditer(block):
        sentences.append(block[start : end.end()])
        start = end.end()
    sentences.append(block[start:])
    return sentences
