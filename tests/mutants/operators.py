"""What can be done to templates and styles, whatever they are.

A mutant is a part of the book with either a style more or one template changed. The elements and
the texts that are changed are found in what stands, so that a new template has its mutants at once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from guide.layout.reading_order import PIECE_END


@dataclass(frozen=True)
class Mutant:
    """A change to one kind of part: what is done, where, and either a style or a changed template.

    `part` is the part that shows it. `edits` are the changed files of templates/ by their names.
    """

    kind: str
    does: str
    where: str
    part: str
    part_kind: str
    style: str = ""
    edits: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """What a survivor is called."""
        return f"{self.kind}: {self.does} [{self.part}] {self.where}"


INVENTED = "Add 500 g peanuts."
# What is done to an element that holds words, by kind; SEL stands for its selector.
STYLES = {
    "hide": {
        "not displayed": "SEL { display: none }",
        "invisible": "SEL { visibility: hidden }",
        "transparent letters": "SEL, SEL * { color: transparent }",
        "letters of half a pt": "SEL, SEL * { font-size: .5pt }",
        "an opacity of one per cent": "SEL { opacity: .01 }",
    },
    "recolour": {
        "white letters on white": "SEL, SEL * { color: #FFFFFF; background: #FFFFFF }",
        "nearly white letters": "SEL, SEL * { color: #E4E4E4; background: #FFFFFF }",
        "ink of one per cent": "SEL, SEL * { color: rgba(0, 0, 0, .01) }",
        "letters as dark as their ground": "SEL, SEL * { color: #202020; background: #303030 }",
        "an opacity of a third": "SEL { opacity: .33 }",
    },
    "cover": {
        "a white box over it": (
            "SEL { position: relative } SEL::after { content: ''; position: absolute; "
            "left: 0; right: 0; top: 0; bottom: 0; background: #FFFFFF }"
        ),
        "a white outline painted inwards": (
            "SEL { outline: 9pt solid #FFFFFF; outline-offset: -9pt }"
        ),
        "a line through in white": (
            "SEL, SEL * { text-decoration: line-through #FFFFFF; text-decoration-thickness: 7pt }"
        ),
    },
    "clip": {
        "to a height of 4 pt": "SEL { display: block; height: 4pt; overflow: hidden }",
        "to a width of 12 pt": (
            "SEL { display: block; width: 12pt; overflow: hidden; white-space: nowrap }"
        ),
        "by a round corner": (
            "SEL { display: inline-block; overflow: hidden; border-radius: 50% }"
        ),
        "across the middle of the line": (
            "SEL { display: block; overflow: hidden; height: .62em; line-height: 1.1; margin: 0; "
            "padding: 0; min-height: 0; white-space: nowrap }"
        ),
    },
    "squeeze": {
        "to a hundredth of its width": "SEL { display: inline-block; transform: scaleX(.01) }",
        "to a third of its height": "SEL { display: inline-block; transform: scaleY(.33) }",
        "to two fifths": "SEL { display: inline-block; transform: scale(.4) }",
        "letters pushed together": "SEL, SEL * { letter-spacing: -.4em }",
        "mirrored": "SEL { display: inline-block; transform: scaleX(-1) }",
        "upside down": "SEL { display: inline-block; transform: rotate(180deg) }",
    },
    "shift": {
        "off the left edge": "SEL { position: relative; left: -500pt }",
        "off the foot": "SEL { position: relative; top: 800pt }",
        "half off the right edge": (
            "SEL { display: block; position: absolute; left: 330pt; width: 300pt; "
            "white-space: nowrap; text-align: left; margin: 0 }"
        ),
    },
    "overprint": {
        "lines without height": "SEL, SEL * { line-height: 0 } SEL { height: 0 }",
        "pulled onto what is above": (
            "SEL { display: block; margin-top: -16pt; margin-bottom: 4pt }"
        ),
        "words pushed together": "SEL, SEL * { word-spacing: -.6em }",
        "words printed twice, a hair apart": (
            "SEL { position: relative } SEL::after { content: 'Peanuts, milk and eggs'; "
            "position: absolute; left: 1pt; top: 1pt; color: #000 }"
        ),
    },
    "invent": {
        "words before it by style": f"SEL::before {{ content: '{INVENTED} ' }}",
        "words after it by style": f"SEL::after {{ content: ' {INVENTED}' }}",
    },
}
# What is done to an element that shows a sign.
SIGNS = {
    "no sign": "SEL { background-image: none }",
    "another sign": "SEL { background-image: url(guide:/art/OTHER.svg) }",
    "moved away": "SEL { background-position: 0 -30pt }",
    "moved behind the words": "SEL { background-position: 100% 50% }",
    "made small": "SEL { background-size: 4pt 4pt }",
    "stretched": "SEL { background-size: 26pt 5pt }",
    "a white box over it": (
        "SEL { position: relative } SEL::after { content: ''; position: absolute; left: 0; "
        "top: 0; width: 22pt; height: 15pt; background: #FFFFFF }"
    ),
    "a ground in its colours": "SEL { background-color: #A5432A; color: #FFFFFF }",
}
# A figure alone has no letters to push together, and an outline does not reach it in its ground.
LEAST_LETTERS = {
    "letters pushed together": 4,
    "words pushed together": 8,
    "a white outline painted inwards": 3,
}
# What is done to a whole page.
PAGES = {
    ("cover", "a box in the margin over the page"): (
        "@page { @top-left-corner { content: ''; outline: 900pt solid #FFFFFF } }"
    ),
    ("cover", "a box of the body over the page"): (
        "body { position: relative } body::after { content: ''; position: absolute; left: -50pt; "
        "top: -50pt; width: 900pt; height: 1200pt; background: #FFFFFF }"
    ),
    ("invent", "words at the foot of the page"): (
        f"@page {{ @bottom-center {{ content: '{INVENTED}'; font: 10pt 'Guide Text' }} }}"
    ),
    ("invent", "words at the top of the page"): (
        f"@page {{ @top-left {{ content: '{INVENTED}'; font: 10pt 'Guide Text' }} }}"
    ),
    ("hide", "a page of one per cent"): "body { opacity: .01 }",
    ("overprint", "all lines on top of each other"): "* { line-height: 0 !important }",
    ("squeeze", "the page to a fifth"): "body { transform: scale(.2) }",
}
# Opposites that a template may say of a recipe, exchanged wherever they stand.
EXCHANGED = (
    ("Contains</b>", "Made without</b>"),
    ("} chilled", "} frozen"),
    ("made without it", "contains it"),
    ("'prep': 'Hands-on'", "'prep': 'Standing'"),
    ("Kitchen-tested", "Not yet kitchen-tested"),
    ('scope="col">Meal', 'scope="col">Dish'),
)
_SAYS = re.compile(r"\S")
_MARK = re.compile(r"[^\w\s]")
# A string in an expression that is printed beside what comes from the guide's files.
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
_VOID = frozenset(("br", "img", "meta", "link", "hr", "input"))
_EXPRESSION = re.compile(r"\{\{(?!.*\{\{)[^{}]*\}\}|\{\{ \{[^}]*\}[^}]*\}\}")
_NUMBER = re.compile(r"number\(([^()]*)\)")
_CONDITION = re.compile(r"\{%-? (el)?if ([^%]*?) %\}")
_LOOP = re.compile(r"\{% for ([\w, ]+) in ([^%]*?)( if [^%]*?)? %\}")
# A whole element of a template on its line.
_ELEMENT = re.compile(r"<(p|li|h[1-4]|b|em|caption|th|td)\b[^>]*>(?:(?!</?\1\b).)*</\1>")


class _Holders(HTMLParser):
    """The elements that hold words themselves, as selectors."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        names = [tag for tag, _ in self.open]
        if not data.strip() or not self.open or "head" in names or "style" in names:
            return
        self.found.setdefault(self._selector(), data.strip())

    def _selector(self) -> str:
        """The element by its class, or by its tag below the nearest element that has one."""
        tag, own = self.open[-1]
        if own:
            return f"{tag}.{own.split()[0]}"
        for outer, classes in reversed(self.open[:-1]):
            if classes:
                return f"{outer}.{classes.split()[0]} {tag}"
        return tag


def holders(html: str) -> dict[str, str]:
    """The selectors of the elements in a part's HTML that hold words, and what the first says."""
    reader = _Holders()
    reader.feed(html)
    return reader.found


def style_mutants(part_kind: str, part: str, html: str, seen: set[str]) -> Iterator[Mutant]:
    """Every style on every element that holds words and is not in `seen` yet, which is filled."""
    for selector, says in holders(html).items():
        if f"{part_kind} {selector}" in seen:
            continue
        seen.add(f"{part_kind} {selector}")
        for kind, styles in STYLES.items():
            for does, style in styles.items():
                if len(says) < LEAST_LETTERS.get(does, 0):
                    continue
                # Stronger than what stands in the style sheets.
                strong = f"html body {selector}"
                css = style.replace("SEL", strong).replace(";", " !important;")
                css = css.replace(" }", " !important }")
                yield Mutant(kind, does, selector, part, part_kind, css)


_SIGN = re.compile(r"guide:/art/([\w-]+)\.svg")
_RULE = re.compile(r"(\.[\w-]+)\s*\{([^{}]*)\}")


def sign_mutants(
    part_kind: str, part: str, html: str, sheets: Sequence[str], signs: Collection[str]
) -> Iterator[Mutant]:
    """Every change to a sign on the elements of a part that show one."""
    shown: dict[str, str] = {}
    for selector, style in _RULE.findall("".join(sheets)):
        name = _SIGN.search(style)
        if name and name[1] in signs and re.search(rf'class="[^"]*\b{selector[1:]}[ "]', html):
            shown[selector] = name[1]
    for name in re.findall(r'style="[^"]*guide:/art/([\w-]+)\.svg', html):
        if name in signs:
            shown[f'[style*="guide:/art/{name}"]'] = name
    for selector, name in shown.items():
        others = [one for one in signs if one != name]
        # The dots of another strength are likest.
        likest = [one for one in others if one.split("-")[0] == name.split("-")[0]]
        other = (likest or others)[0]
        for does, style in SIGNS.items():
            css = style.replace("SEL", f"html body {selector}").replace("OTHER", other)
            css = css.replace(";", " !important;").replace(" }", " !important }")
            yield Mutant("sign", does, selector, part, part_kind, css)


def page_mutants(part_kind: str, part: str) -> Iterator[Mutant]:
    """What is done to whole pages."""
    for (kind, does), style in PAGES.items():
        yield Mutant(kind, does, "the page", part, part_kind, style)


def template_mutants(part_kind: str, part: str, templates: Path, environment) -> Iterator[Mutant]:
    """Changes to the template of a kind, and to what it takes from others."""
    name = f"{part_kind}.html"
    names = [name]
    # Both print rows that another template sets.
    if part_kind in ("contents", "opener"):
        names.append("rows.html")
    seen: set[str] = set()
    for file in names:
        text = (templates / file).read_text("utf-8")
        for kind, does, where, changed in _changes(text, environment):
            if changed != text and changed not in seen:
                seen.add(changed)
                yield Mutant(
                    kind, does, f"{file} {where}", part, part_kind, edits=((file, changed),)
                )


def _changes(text: str, environment) -> Iterator[tuple[str, str, str, str]]:
    """(kind, what is done, where, the changed template)"""
    pieces = list(_pieces(text, environment))
    for start, end in pieces:
        where = f"{_line(text, start)} {text[start:end]!r}"
        yield "delete", "a text", where, text[:start] + text[end:]
        yield "invent", "words in the template", where, f"{text[:end]} {INVENTED}{text[end:]}"
        yield from _without_marks(text, start, end)
    for (start, end), (first, last) in itertools.pairwise(pieces):
        swapped = text[:start] + text[first:last] + text[end:first] + text[start:end] + text[last:]
        yield "swap", "two texts", f"{_line(text, start)} {text[start:end]!r}", swapped
    for one, other in EXCHANGED:
        if one in text and other in text:
            swapped = text.replace(one, "\0").replace(other, one).replace("\0", other)
            yield "swap", "opposites", f"{one!r}", swapped
    yield from _changed_expressions(text)
    yield from _changed_logic(text)


def _without_marks(text: str, start: int, end: int) -> Iterator[tuple[str, str, str, str]]:
    """The text without each mark that stands in a piece of it, and with another in its place."""
    # The name of a character says nothing itself.
    piece = re.sub(r"&#?\w+;", lambda name: " " * len(name[0]), text[start:end])
    for mark in _MARK.finditer(piece):
        before, after = text[: start + mark.start()], text[start + mark.end() :]
        where = f"{_line(text, start)} {mark[0]!r} of {text[start:end]!r}"
        yield "marks", "a mark left out", where, f"{before}{after}"
        other = "," if mark[0] != "," else ";"
        yield "marks", "another mark", where, f"{before}{other}{after}"


def _changed_expressions(text: str) -> Iterator[tuple[str, str, str, str]]:
    found = [one for one in _EXPRESSION.finditer(text) if _is_printed(text, one)]
    for one in found:
        where = f"{_line(text, one.start())} {one.group()}"
        yield "delete", "an expression", where, text[: one.start()] + text[one.end() :]
        for string in _STRING.finditer(one.group()):
            if "&" not in string.group():
                first = one.start() + string.start()
                yield from _without_marks(text, first + 1, one.start() + string.end() - 1)
    for one, other in itertools.pairwise(found):
        swapped = (
            text[: one.start()]
            + other.group()
            + text[one.end() : other.start()]
            + one.group()
            + text[other.end() :]
        )
        yield "swap", "two expressions", f"{_line(text, one.start())} {one.group()}", swapped
    for one in _ELEMENT.finditer(text):
        # A block that begins in it must end in it.
        opens, ends = one.group().count("{% if"), one.group().count("{% endif")
        fors, end_fors = one.group().count("{% for"), one.group().count("{% endfor")
        if opens == ends and fors == end_fors:
            where = f"{_line(text, one.start())} {one.group()[:40]}"
            yield "delete", "an element", where, text[: one.start()] + text[one.end() :]


def _changed_logic(text: str) -> Iterator[tuple[str, str, str, str]]:
    for one in _NUMBER.finditer(text):
        changed = f"{text[: one.end()]} + 1{text[one.end() :]}"
        yield "disagree", "a page number off by one", _line(text, one.start()), changed
    for one in _CONDITION.finditer(text):
        changed = f"{text[: one.start(2)]}not ({one[2]}){text[one.end(2) :]}"
        where = f"{_line(text, one.start())} {one[2]}"
        yield "disagree", "a condition turned round", where, changed
    for one in _LOOP.finditer(text):
        where = f"{_line(text, one.start())} {one[2]}"
        cut = f"{text[: one.start(2)]}(({one[2]}) | list)[1:]{text[one.end(2) :]}"
        yield "disagree", "a list cut short", where, cut
        turned = f"{text[: one.start(2)]}(({one[2]}) | list | reverse){text[one.end(2) :]}"
        yield "swap", "a loop turned round", where, turned
    for old, new in (
        ("{{ mark }}", "✓"),
        ("<b>✓</b>", "<b>–</b>"),
        ("[{{ number }}]", "[{{ number + 1 }}]"),
        ("{{ recipe.one }}", "serving of the dish"),
        (".strength }}", ".strength | replace('e', 'i') }}"),
        ("one.percent }}%<", "one.percent + 1 }}%<"),
        ("title | typeset", "id"),
        ("{{ part.content }}", "{{ part.content + 1 }}"),
        ("dish.title", "dish.title | upper | reverse"),
    ):
        for at in (match.start() for match in re.finditer(re.escape(old), text)):
            changed = text[:at] + new + text[at + len(old) :]
            yield "disagree", f"{old} becomes {new}", _line(text, at), changed


def _is_printed(text: str, one: re.Match[str]) -> bool:
    """Whether an expression stands between tags, and not in one."""
    before = text[: one.start()]
    return before.rfind("<") <= before.rfind(">")


def _pieces(text: str, environment) -> Iterator[tuple[int, int]]:
    """Where the texts stand in a template that are printed as they are."""
    masked = list(text)
    at = 0
    for _, token, piece in environment.lex(text):
        where = text.find(piece, at)
        if token != "data":
            for place in range(where, where + len(piece)):
                masked[place] = PIECE_END
        at = where + len(piece)
    plain = "".join(masked)
    for one in re.finditer(
        rf">([^<>{PIECE_END}]*)|{PIECE_END}([^<>{PIECE_END}]*)(?=<|{PIECE_END})", plain
    ):
        group = 1 if one[1] is not None else 2
        piece = one[group]
        before = plain[: one.start(group)]
        if _SAYS.search(piece.replace("&nbsp;", "")) and before.rfind("<") <= before.rfind(">"):
            lead = len(piece) - len(piece.lstrip())
            yield one.start(group) + lead, one.start(group) + len(piece.rstrip())


def _line(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}"
