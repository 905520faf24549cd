"""The pages around the recipes, written in Markdown.

They have words, headings, lists, emphasis, links, and four things a guide needs. A quotation is a
call-out. A table has two columns. A rule (`___`) is a line to write on. An entry of a list that
begins with a motif in braces (`- {kale} Leafy greens`) is a card with its picture; each of its
lines stands by itself.

markdown-it parses the Markdown to tokens. `read_page` finds the mistakes in them, `html` prints
them, `page_texts` lists what a page says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from guide.core.problems import Mistake, did_you_mean
from guide.parse.source import Source

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# A mistake with its line in the file, from 1.
LineMistake: TypeAlias = tuple[int, Mistake]
# Plain text to text with the right quotes, dashes and spaces.
Typeset: TypeAlias = Callable[[str], str]


_TITLE = re.compile(r"# +(\S.*)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_IMAGE = re.compile(r"!\[(?:[^!\]]|!(?!\[))*+\]\((?:[^!)]|!(?!\[))*+\)")
# The line under the first row of a table.
_TABLE_RULE = re.compile(r"[\s>|:-]+")
_BAR = re.compile(r"(?<!\\)\|")
_BRACES = re.compile(r"(?<!\{)\{[A-Za-z]+\}(?!\})")
_CARD = re.compile(r"\{([a-z]+)\}\s+")
_LINK = re.compile(
    r"https://[^\s/@.]++(?:\.[^\s/@.]++)++(?:/\S*+)?|mailto:[^\s@]++@[^\s@]++|#[a-z0-9-]++"
)
# Marks of Markdown, which a title would show as they stand: round words, and a citation.
_MARKED = re.compile(
    r"\*{1,3}(?=\S)([^*]++)\*++|(?<!`)`++([^`]++)`++"
    r"|\[([^\[\]@]*+)\]\([^()\[]*+\)|(\s?\[@[^\[\]]*+\])"
)
# The headings that a page may have below its title.
_HEADINGS = ("h2", "h3")
_CITATION = re.compile(r"\s?\[@([a-z0-9-]+)\]")
# The key under which the token of a card keeps its motif.
_MOTIF = "motif"


@dataclass(frozen=True)
class Page:
    """One page of prose: its slug, its title, the Markdown below the title, and its file.

    `links` are the addresses it links to, `texts` the words of each block of its body.
    """

    slug: str
    title: str
    body: str
    source: Source
    links: tuple[str, ...] = ()
    texts: tuple[str, ...] = field(default=(), init=False, repr=False)

    def __post_init__(self) -> None:
        # They are kept with the page: an edit of a recipe need not load and parse Markdown.
        words = tuple(block.text for block in _find_blocks(self.body))
        object.__setattr__(self, "texts", words)


@cache
def _markdown() -> MarkdownIt:
    """markdown-it with the parts a page may use; every link is parsed, and checked by us.

    Loaded when a page is parsed, since a check of one recipe mostly parses none.
    """
    from markdown_it import MarkdownIt

    class Markdown(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: ARG002 - the signature is markdown-it's
            return True

    made = Markdown("commonmark", {"html": False, "typographer": False})
    made.enable("table")
    made.disable(["image", "html_inline", "html_block", "code", "reference"])
    return made


def read_page(slug: str, source: Source) -> tuple[Page, list[LineMistake]]:
    """A page from its Markdown, with every mistake and its line."""
    mistakes: list[LineMistake] = []
    title_at = _find_first_line(source)
    heading = _TITLE.fullmatch(source.lines[title_at].rstrip())
    if heading:
        title = heading[1]
        body_at = title_at + 1
    else:
        mistake = Mistake(
            "page-title",
            "a page begins with its title",
            'write "# " and the title on the first line',
        )
        mistakes.append((title_at + 1, mistake))
        title = slug
        body_at = 0
    marked = _MARKED.search(title)
    if marked and heading:
        mistakes.append((title_at + 1, _marked_title(title, heading.start(1) + marked.start())))
    body = "\n".join(source.lines[body_at:])
    tokens = _parse(body)
    # Tokens count lines from 0 and from the beginning of the body.
    offset = body_at + 1
    mistakes.extend(_find_html_and_images(source))
    mistakes.extend(_find_bad_motifs(tokens, source, offset))
    mistakes.extend(_find_bad_rows(tokens, source, offset))
    mistakes.extend(_find_code(tokens, source, offset))
    mistakes.extend(_find_bad_headings(tokens, offset))
    mistakes.extend(_find_bad_links(tokens, source, offset))
    links: list[str] = []
    for token in tokens:
        links.extend(_links_of(token))
    return Page(slug, title, body, source, tuple(links)), mistakes


def _find_first_line(source: Source) -> int:
    """The first line with words, from 0; 0 in an empty file."""
    for number, line in enumerate(source.lines):
        if line.strip():
            return number
    return 0


def _marked_title(title: str, at: int) -> Mistake:
    plain = " ".join(_MARKED.sub(lambda mark: mark[1] or mark[2] or mark[3] or "", title).split())
    return Mistake(
        "page-title",
        "a title is plain words: the marks would be printed with it",
        f'write "# {plain}"',
        at,
        1,
    )


def _find_code(tokens: list[Token], source: Source, offset: int) -> Iterator[LineMistake]:
    """Words between backticks, for which the guide has no typeface."""
    for token in tokens:
        inline = any(child.type == "code_inline" for child in token.children or ())
        if token.type != "fence" and not inline:
            continue
        sign = token.markup if token.type == "fence" else "`"
        number, at = _find_text(source, sign, _line_numbers(token, offset))
        what = "pages have no code: there is no typeface for it"
        yield number, Mistake("page-code", what, f"take the {sign} away", at, len(sign))


def _find_bad_headings(tokens: list[Token], offset: int) -> Iterator[LineMistake]:
    """Headings that are a second title, or too small to be told from text."""
    for token in tokens:
        if token.type == "heading_open" and token.tag not in _HEADINGS:
            what = "below its title a page has headings of two sizes, ## and ###"
            fix = 'begin it with "## "'
            if not token.markup.startswith("#"):
                fix += ", and take the line under it away"
            yield _line_numbers(token, offset).start, Mistake("page-heading", what, fix)


def _parse(body: str) -> list[Token]:
    """The tokens of a text.

    An entry of a list that begins with a motif in braces keeps it in `meta`, not in its words.
    """
    tokens = _markdown().parse(body)
    # The words of an entry are the second token after its beginning.
    for entry, words in zip(tokens, tokens[2:], strict=False):
        if entry.type != "list_item_open" or words.type != "inline":
            continue
        card = _CARD.match(words.content)
        if card and words.children:
            entry.meta[_MOTIF] = card[1]
            first = words.children[0]
            first.content = first.content[card.end() :]
    return tokens


def _line_numbers(token: Token, offset: int) -> range:
    """The lines of the file that a token covers, from 1; none for a token that ends a block."""
    first, end = token.map or (0, 0)
    return range(offset + first, offset + end)


def _find_html_and_images(source: Source) -> Iterator[LineMistake]:
    for number, line in enumerate(source.lines, 1):
        tag = _TAG.search(line)
        if tag:
            mistake = Mistake(
                "page-html",
                f'"{tag.group()}" is HTML, which pages do not use',
                "write it in Markdown, or leave it out",
                tag.start(),
                len(tag.group()),
            )
            yield number, mistake
        image = _IMAGE.search(line)
        if image:
            mistake = Mistake(
                "page-image",
                "pages carry no pictures of their own",
                "leave the picture out; designers add art in templates/",
                image.start(),
                len(image.group()),
            )
            yield number, mistake


def _find_bad_motifs(tokens: list[Token], source: Source, offset: int) -> Iterator[LineMistake]:
    """Motifs that nobody drew, and braces that would be printed: they begin no entry of a list."""
    from guide.art.motifs import MOTIFS

    motifs: dict[int, str] = {}
    for token in tokens:
        if _MOTIF in token.meta:
            motifs[_line_numbers(token, offset).start] = token.meta[_MOTIF]
    for number, line in enumerate(source.lines, 1):
        for braces in _BRACES.finditer(line):
            # Only the first braces of the line can be the card's.
            motif = motifs.pop(number, None)
            if motif is None:
                mistake = Mistake(
                    "page-image",
                    f'"{braces.group()}" would be printed as it stands',
                    'a motif in braces begins an entry of a list: "- {kale} **Leafy greens**"',
                    braces.start(),
                    len(braces.group()),
                )
                yield number, mistake
            elif motif not in MOTIFS:
                mistake = Mistake(
                    "unknown-motif",
                    f'"{motif}" is not a motif that can be drawn',
                    did_you_mean(motif, MOTIFS, "choose one that pantry/motifs.yaml names"),
                    braces.start() + 1,
                    len(motif),
                )
                yield number, mistake


def _find_bad_rows(tokens: list[Token], source: Source, offset: int) -> Iterator[LineMistake]:
    """Rows of a table without two cells, and rows outside a table.

    Markdown drops the cells that a row has more than the first one. It prints a table as words,
    with its bars, when the first two rows disagree.
    """
    in_tables: set[int] = set()
    for token in tokens:
        numbers = _line_numbers(token, offset)
        if token.type == "table_open":
            in_tables.update(numbers)
            bad_rows = [number for number in numbers if _count_cells(source, number) != 2]
        elif token.type == "inline":
            outside = [number for number in numbers if number not in in_tables]
            bad_rows = [number for number in outside if _looks_like_a_row(source, number)]
        else:
            continue
        for number in bad_rows:
            mistake = Mistake(
                "page-table",
                "a row of a table has two cells here, or what is in the others is lost",
                "write | this | and that |, with | --- | --- | under the first row",
            )
            yield number, mistake


def _count_cells(source: Source, number: int) -> int:
    row = source.lines[number - 1].strip(" >").removeprefix("|").removesuffix("|")
    return len(_BAR.split(row))


def _looks_like_a_row(source: Source, number: int) -> bool:
    line = source.lines[number - 1]
    return line.lstrip(" >").startswith("|") and not _TABLE_RULE.fullmatch(line)


def _find_bad_links(tokens: list[Token], source: Source, offset: int) -> Iterator[LineMistake]:
    for token in tokens:
        for link in _links_of(token):
            if _LINK.fullmatch(link):
                continue
            number, at = _find_text(source, f"]({link})", _line_numbers(token, offset))
            # A picture is reported already.
            if "![" in source.lines[number - 1][: at + 1]:
                continue
            mistake = Mistake(
                "page-link",
                f'"{link}" is not a link the guide may carry',
                "write an address that begins with https://, "
                "or #recipe-name for a page of this book",
                at + 2,
                len(link),
            )
            yield number, mistake


def _find_text(source: Source, wanted: str, numbers: range) -> tuple[int, int]:
    """The line, from 1, and the position in it of a text in a block or on the line after it."""
    last = min(numbers.stop, len(source.lines))
    for number in range(numbers.start, last + 1):
        at = source.lines[number - 1].find(wanted)
        if at >= 0:
            return number, at
    return numbers.start, 0


def html(page: Page, typeset: Typeset) -> str:
    """The page's body as HTML.

    All that the author typed is escaped, and there are no links but those that were checked.
    """
    tokens = _lay_out_cards(_parse(page.body))
    for token in tokens:
        if token.type.startswith("blockquote"):
            # A call-out quotes nobody.
            token.tag = "aside"
        elif token.type == "hr":
            # A line to write on is not read aloud.
            token.attrs["aria-hidden"] = "true"
        for child in token.children or ():
            if child.type == "text":
                child.content = _typeset_piece(child.content, typeset)
    shown: str = _markdown().renderer.render(tokens, _markdown().options, {})
    return shown


def _typeset_piece(text: str, typeset: Typeset) -> str:
    """A piece of text typeset; beside a link or bold words it keeps the space that joins them."""
    shown = typeset(text)
    if text[:1].isspace():
        shown = " " + shown
    if text[-1:].isspace() and text.strip():
        shown += " "
    return shown


def _lay_out_cards(tokens: list[Token]) -> list[Token]:
    """The tokens with a class for each list of cards, and a paragraph for each line of a card."""
    laid_out: list[Token] = []
    open_lists: list[Token] = []
    in_card = False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            open_lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            open_lists.pop()
        elif token.type == "list_item_open":
            in_card = _MOTIF in token.meta
            if in_card:
                open_lists[-1].attrSet("class", "cards")
                picture = f"guide:/art/spot-{token.meta[_MOTIF]}.svg"
                token.attrSet("style", f"background-image: url({picture})")
        elif token.type == "list_item_close":
            in_card = False
        if in_card and token.type == "inline":
            paragraph = laid_out.pop()
            laid_out.extend(_as_paragraphs(token, paragraph.tag))
        elif not in_card or token.type != "paragraph_close":
            laid_out.append(token)
    return laid_out


def _as_paragraphs(words: Token, tag: str) -> Iterator[Token]:
    """Each line of a paragraph, as its author broke it, as a paragraph of its own."""
    from markdown_it.token import Token

    for line in _split_lines(words):
        yield Token("paragraph_open", tag, 1)
        yield Token("inline", "", 0, children=line)
        yield Token("paragraph_close", tag, -1)


def _split_lines(words: Token) -> list[list[Token]]:
    lines: list[list[Token]] = [[]]
    for child in words.children or ():
        if _is_break(child):
            lines.append([])
        else:
            lines[-1].append(child)
    return lines


def _is_break(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak")


def page_texts(page: Page) -> list[str]:
    """The words of each block of the page, in order, as the author typed them."""
    return list(page.texts)


@dataclass(frozen=True)
class PlacedBlock:
    """A block of a page: its words, and the elements it stands in, from the outermost.

    Elements are called as markdown-it calls them: "bullet_list", "blockquote", "td"; an entry
    of a list that is a card is a "card". `column` is that of a cell, from 0.
    """

    text: str
    within: tuple[str, ...]
    column: int = 0


def placed_blocks(page: Page) -> tuple[PlacedBlock, ...]:
    """The blocks of `page_texts`, in order, each with where it stands on the page."""
    return _find_blocks(page.body)


@lru_cache(maxsize=64)
def _find_blocks(body: str) -> tuple[PlacedBlock, ...]:
    # Kept, since half a dozen checks ask for the same pages.
    found: list[PlacedBlock] = []
    within: list[str] = []
    column = 0
    for token in _parse(body):
        if token.type == "tr_open":
            column = 0
        if token.nesting > 0:
            card = token.type == "list_item_open" and _MOTIF in token.meta
            within.append("card" if card else token.type.removesuffix("_open"))
        elif token.nesting < 0:
            within.pop()
            column += token.type in ("td_close", "th_close")
        elif token.type == "inline":
            found.append(PlacedBlock(_text_of(token), tuple(within), column))
    return tuple(found)


def _text_of(block: Token) -> str:
    pieces: list[str] = []
    for child in block.children or ():
        if _is_break(child):
            pieces.append(" ")
        elif child.type in ("text", "code_inline"):
            pieces.append(child.content)
    return "".join(pieces)


def _links_of(block: Token) -> Iterator[str]:
    for child in block.children or ():
        if child.type == "link_open":
            yield str(child.attrs["href"])


def cites(text: str) -> list[str]:
    """The findings a piece of text cites, as [@finding-id]."""
    return _CITATION.findall(text)


def uncited(text: str) -> str:
    """The text without its citations."""
    return _CITATION.sub("", text)


def numbered(text: str, numbers: dict[str, int], linked: bool = False) -> str:
    """The text with each citation as its number in the list of references.

    When `linked`, the text is HTML, and each number is a link that begins no line.
    """

    def show_number(citation: re.Match[str]) -> str:
        finding = citation[1]
        number = numbers[finding]
        if linked:
            return f'<span>\u00a0<a class="cite" href="#ref-{finding}">[{number}]</a></span>'
        return f" [{number}]"

    return _CITATION.sub(show_number, text)
