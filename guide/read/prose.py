"""The pages around the recipes: Markdown with words, headings, lists, emphasis, links, and four things a guide needs.

A quotation is a call-out, a table has two columns, a rule (`___`) is a line to write on, and an entry of a list that
begins with a motif in braces (`- {kale} Leafy greens`) is a card with its picture, each of its lines by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from guide.art.motifs import MOTIFS
from guide.core.problems import Mistake, did_you_mean
from guide.read.source import Source

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
_MARKDOWN.disable(["image", "html_inline", "html_block", "code", "reference"])
_MARKDOWN.validateLink = lambda link: True
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_UNDER = re.compile(r"[\s>|:-]+")
_BAR = re.compile(r"(?<!\\)\|")
_BRACES = re.compile(r"(?<!\{)\{[A-Za-z]+\}(?!\})")
_CARD = re.compile(r"\{([a-z]+)\}\s+")
_LINK = re.compile(r"https://[^\s/@]+\.[^\s/@]+(/\S*)?|mailto:[^\s@]+@[^\s@]+|#[a-z0-9-]+")


@dataclass(frozen=True)
class Page:
    """One page of prose: its slug, its title, and the Markdown below the title, with where it starts."""

    slug: str
    title: str
    body: str
    source: Source


def read_page(slug: str, source: Source) -> tuple[Page, list[tuple[int, Mistake]]]:
    """A page from its Markdown, with every mistake as (line, Mistake)."""
    mistakes: list[tuple[int, Mistake]] = []
    first = next((number for number, line in enumerate(source.lines) if line.strip()), 0)
    heading = re.fullmatch(r"# +(\S.*)", source.lines[first].rstrip())
    if not heading:
        mistakes.append(
            (
                first + 1,
                Mistake(
                    "page-title",
                    "a page begins with its title",
                    'write "# " and the title on the first line',
                ),
            )
        )
    body = "\n".join(source.lines[first + 1 :] if heading else source.lines)
    for number, line in enumerate(source.lines, 1):
        if tag := _TAG.search(line):
            mistakes.append(
                (
                    number,
                    Mistake(
                        "page-html",
                        f'"{tag.group()}" is HTML, which pages do not use',
                        "write it in Markdown, or leave it out",
                        tag.start(),
                        len(tag.group()),
                    ),
                )
            )
        if image := re.search(r"!\[[^\]]*\]\([^)]*\)", line):
            mistakes.append(
                (
                    number,
                    Mistake(
                        "page-image",
                        "pages carry no pictures of their own",
                        "leave the picture out; designers add art in templates/",
                        image.start(),
                        len(image.group()),
                    ),
                )
            )
    offset = first + 2 if heading else 1
    parsed = _parsed(body)
    mistakes += _unpictured(parsed, source, offset)
    mistakes += [
        (
            number,
            Mistake(
                "page-table",
                "a row of a table has two cells here, or what is in the others is lost",
                "write | this | and that |, with | --- | --- | under the first row",
            ),
        )
        for number in _misshapen(parsed, source, offset)
    ]
    for token in parsed:
        for child in token.children or ():
            if child.type == "link_open" and not _LINK.fullmatch(link := str(child.attrs["href"])):
                number, at = _find(
                    source, f"]({link})", offset + token.map[0], offset + token.map[1]
                )
                if "![" not in source.lines[number - 1][: at + 1]:
                    mistakes.append(
                        (
                            number,
                            Mistake(
                                "page-link",
                                f'"{link}" is not a link the guide may carry',
                                "write an address that begins with https://, or #recipe-name for a page of this book",
                                at + 2,
                                len(link),
                            ),
                        )
                    )
    return Page(slug, heading[1] if heading else slug, body, source), mistakes


def _parsed(body: str) -> list[Token]:
    """The tokens of a text; an entry of a list that begins with a motif in braces keeps it as what it shows, not as words."""
    found = _MARKDOWN.parse(body)
    for entry, _, words in zip(found, found[1:], found[2:]):
        if (
            entry.type == "list_item_open"
            and words.type == "inline"
            and (motif := _CARD.match(words.content))
        ):
            entry.meta["shows"] = motif[1]
            words.children[0].content = words.children[0].content[motif.end() :]
    return found


def _unpictured(parsed: list[Token], source: Source, offset: int) -> Iterator[tuple[int, Mistake]]:
    """Braces without a motif that can be drawn, and those that would be printed, because no entry of a list begins with them."""
    recipe_files = {
        offset + token.map[0]: token.meta["shows"] for token in parsed if "shows" in token.meta
    }
    for number, line in enumerate(source.lines, 1):
        for braces in _BRACES.finditer(line):
            name = recipe_files.pop(number, None)
            if name is None:
                yield (
                    number,
                    Mistake(
                        "page-image",
                        f'"{braces.group()}" would be printed as it stands',
                        'a motif in braces begins an entry of a list: "- {kale} **Leafy greens**"',
                        braces.start(),
                        len(braces.group()),
                    ),
                )
            elif name not in MOTIFS:
                yield (
                    number,
                    Mistake(
                        "unknown-motif",
                        f'"{name}" is not a motif that can be drawn',
                        did_you_mean(name, MOTIFS, "choose one that pantry/motifs.yaml names"),
                        braces.start() + 1,
                        len(name),
                    ),
                )


def _misshapen(parsed: list[Token], source: Source, offset: int) -> Iterator[int]:
    """The lines, from 1, of rows without two cells, and of rows that are in no table, which would be printed with their bars.

    Markdown drops what a row has more than the first one, and prints a table whose first two rows disagree as words.
    """
    rows: set[int] = set()
    for token in parsed:
        if token.type == "table_open":
            table = range(offset + token.map[0], offset + token.map[1])
            rows |= set(table)
            yield from (
                number
                for number in table
                if len(
                    _BAR.split(
                        source.lines[number - 1].strip(" >").removeprefix("|").removesuffix("|")
                    )
                )
                != 2
            )
        elif token.type == "inline":
            block = (
                number
                for number in range(offset + token.map[0], offset + token.map[1])
                if number not in rows
            )
            yield from (
                number
                for number in block
                if source.lines[number - 1].lstrip(" >").startswith("|")
                and not _UNDER.fullmatch(source.lines[number - 1])
            )


def _find(source: Source, wanted: str, first: int, last: int) -> tuple[int, int]:
    """The line, from 1, and the position in it of a piece of text between two lines."""
    for number in range(first, min(last, len(source.lines)) + 1):
        if (at := source.lines[number - 1].find(wanted)) >= 0:
            return number, at
    return first, 0


def tokens(page: Page, typeset) -> list[Token]:
    """The page's Markdown tokens with every piece of text typeset; a call-out stands aside, and a line to write on is not read aloud."""
    found = _dealt(_parsed(page.body))
    for token in found:
        if token.type.startswith("blockquote"):
            # Nobody is quoted: it stands aside from the text.
            token.tag = "aside"
        elif token.type == "hr":
            token.attrs["aria-hidden"] = "true"
        for child in token.children or ():
            if child.type == "text":
                # A piece beside a link or bold words keeps the space that joins it to them.
                lead, tail = child.content[:1].isspace(), child.content[-1:].isspace()
                child.content = (
                    " " * lead
                    + typeset(child.content)
                    + " " * (tail and bool(child.content.strip()))
                )
    return found


def _dealt(parsed: list[Token]) -> list[Token]:
    """The tokens with each card laid out: its picture behind it, each of its lines a paragraph, its list a deck of them."""
    dealt: list[Token] = []
    lists: list[Token] = []
    shows = False
    for token in parsed:
        if token.type == "bullet_list_open":
            lists.append(token)
        elif token.type == "bullet_list_close":
            lists.pop()
        elif token.type == "list_item_open":
            shows = "shows" in token.meta
            if shows:
                lists[-1].attrSet("class", "cards")
                token.attrSet(
                    "style", f"background-image: url(guide:/art/spot-{token.meta['shows']}.svg)"
                )
        elif token.type == "list_item_close":
            shows = False
        if shows and token.type == "inline":
            opening = dealt.pop()
            for line in _lines(token):
                dealt += (
                    Token("paragraph_open", opening.tag, 1),
                    line,
                    Token("paragraph_close", opening.tag, -1),
                )
        elif not (shows and token.type == "paragraph_close"):
            dealt.append(token)
    return dealt


def _lines(words: Token) -> Iterator[Token]:
    """The lines that the author made of a paragraph."""
    line: list[Token] = []
    for child in (*words.children, Token("softbreak", "br", 0)):
        if "break" not in child.type:
            line.append(child)
            continue
        yield Token("inline", "", 0, children=line)
        line = []


def html(page: Page, typeset) -> str:
    """The page's body as HTML; everything the author typed is escaped, and links are only those that were checked."""
    return _MARKDOWN.renderer.render(tokens(page, typeset), _MARKDOWN.options, {})


def page_texts(page: Page) -> list[str]:
    """The words of each block of the page, in order, as the author typed them."""
    blocks = []
    for token in _parsed(page.body):
        if token.type == "inline":
            blocks.append(
                "".join(
                    child.content
                    if child.type in ("text", "code_inline")
                    else " "
                    if "break" in child.type
                    else ""
                    for child in token.children or ()
                )
            )
    return blocks


_CITE = re.compile(r"\s?\[@([a-z0-9-]+)\]")


def cites(text: str) -> list[str]:
    """The findings a piece of text cites, as [@finding-id]."""
    return _CITE.findall(text)


def uncited(text: str) -> str:
    """The text without its citations."""
    return _CITE.sub("", text)


def numbered(text: str, numbers: dict[str, int], linked: bool = False) -> str:
    """The text with each citation as its number in the list of references, as a link when it is HTML; no line begins with one."""
    shown = (
        (lambda m: f'<span>\u00a0<a class="cite" href="#ref-{m[1]}">[{numbers[m[1]]}]</a></span>')
        if linked
        else (lambda m: f" [{numbers[m[1]]}]")
    )
    return _CITE.sub(shown, text)


def links(page: Page) -> list[str]:
    """Every address the page links to."""
    children = (child for token in _MARKDOWN.parse(page.body) for child in token.children or ())
    return [str(child.attrs["href"]) for child in children if child.type == "link_open"]
