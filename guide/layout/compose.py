"""Parts of the book to HTML and CSS, one by one.

Every word a contributor wrote passes through Jinja's sandbox as data, escaped; templates come only
from templates/.
"""

from __future__ import annotations

import base64
import json
import re
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from inspect import isfunction
from pathlib import Path

# Any: what a worker packed is a tuple, or a problem as plain data.
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateRuntimeError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from guide.core import fingerprint, workers
from guide.core.cache import Cache, digest
from guide.core.problems import Place, Problem, from_row, row
from guide.core.typesetting import balanced, typeset, words
from guide.derive import claims
from guide.layout.book_pictures import (
    DrawPicture,
    FindPictures,
    NamedPicture,
    Pictures,
    shared_pictures,
)
from guide.layout.foot_bar import BarLink, bar_links
from guide.layout.formats import FORMATS, BadTemplate, missing_template, read_sizes, read_words
from guide.layout.part_kinds import Content, kind_of
from guide.layout.reading_order import PIECE_END, read_pieces
from guide.layout.recorded import TemplateWords
from guide.parse.packing import pack, unpack
from guide.parse.source import (
    MOST_PANTRY_BYTES,
    Unreadable,
    decode,
    list_names,
    read_own_file,
)
from guide.read.brand import is_placeholder
from guide.read.editions import SAVER
from guide.read.load import Guide, RecipeFile
from guide.views.book import Part
from guide.views.markup import addresses, cited, kept, leading, timed

# What goes to press besides the parts: the style of the pages' numbers.
_ALONE = "@page { @bottom-left { content: none } }"
# A picture that ends a part is made a hair lower in the HTML file, or rounding would send it
# overleaf.
_HAIR = 0.5
_ASSET = re.compile(r"guide:/(?:fonts|art)/([\w@-]+)\.\w+")

_FOLDER = "templates"
# What comes after all other styles of pages in an edition that saves ink.
_SAVER_STYLES = "ink.css"
# So much is told of what Jinja says.
_MOST_SAID = 300
# The templates of a guide by name, as their bytes.
Templates = Mapping[str, bytes]
# The first pages of the parts by their addresses, counted from 1.
PageNumbers = Mapping[str, int]
# An anchor's page in its part, from 0, and how many pt above the foot it stands.
AnchorPlace = tuple[int, float]
AnchorPlaces = Mapping[str, AnchorPlace]


@dataclass(frozen=True)
class PartHtml:
    """A part as it goes to press: its HTML, its style sheets, whether its pages are numbered.

    `worth` says what may be tried with less air: what runs over by less than so many pt, try by
    try. `asks` are the parts of the book whose page numbers it prints. One that `measures` wants to
    be laid out twice: the second time it knows where its own anchors stood the first. `bar` are the
    links at the foot of its pages.
    """

    id: str
    html: str = field(repr=False)
    style: str = "pages"
    numbered: bool = True
    worth: tuple[float, ...] = ()
    asks: frozenset[str] = frozenset()
    measures: bool = False
    bar: tuple[BarLink, ...] = ()

    @property
    def tries(self) -> tuple[tuple[int, float, str], ...]:
        """Its HTML with less and less air, as often as its template offers that: (level, worth,
        HTML).

        A template offers two tries with `data-tighten="2"`. What offers fewer tries than are known
        has the last of them.
        """
        offered = _TIGHTEN.search(self.html)
        if offered is None:
            return ()
        count = min(int(offered[1]), len(self.worth))
        tries = []
        for level in range(1, count + 1):
            worth = self.worth[level - 1 - count]
            tries.append((level, worth, tight(self.html, level)))
        return tuple(tries)


_TIGHTEN = re.compile(r' data-tighten="([1-9])"')
_CLOSING = re.compile(r'data-closing="[^"]*"')


def tight(html: str, level: int) -> str:
    """HTML whose lines may stand closer: styles find `data-tightened` and the level for
    `data-tighten`.
    """
    return _TIGHTEN.sub(f' data-tightened="{level}"', html, count=1)


@dataclass(frozen=True)
class AsPrinted:
    """What the press found out, for the edition as one HTML file.

    `numbers`: the first pages of the parts; `places`: where the anchors of parts that measure
    stood;
    `drawn`: the pictures as they were printed, those that were fitted under their heights in pt;
    `closings`: the pictures that end a part, with the pt above them;
    `tightened`: how much closer the lines of some parts stand.
    """

    numbers: PageNumbers = field(default_factory=dict)
    places: AnchorPlaces = field(default_factory=dict)
    drawn: Collection[str] = ()
    closings: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    tightened: Mapping[str, int] = field(default_factory=dict)


class _Sandbox(SandboxedEnvironment):
    """Shows templates what is said of recipes, and never a recipe itself.

    What a part is made into is kept under all that its template is given. A recipe has words that
    only its own pages print, and may not count among that.
    """

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may read it."""
        return not isinstance(value, RecipeFile) and super().is_safe_attribute(obj, attr, value)


@lru_cache(maxsize=2)
def _environment(texts: tuple[tuple[str, str], ...]) -> SandboxedEnvironment:
    """The templates made ready; `texts` are their names and what they say."""
    by_name = dict(texts)

    def load(name: str) -> tuple[str, str, None] | None:
        if name not in by_name:
            return None
        # Jinja takes the second for the file, and tells of mistakes by it.
        return by_name[name], f"{_FOLDER}/{name}", None

    environment = _Sandbox(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "timed": timed,
        "kept": kept,
        "cited": cited,
        "leading": leading,
        "typeset": typeset,
        "balanced": balanced,
    }
    environment.globals |= {"addresses": addresses, "linked": _link_or_nothing}
    return environment


def _link_or_nothing(value: str) -> str:
    """A link of the brand; "" for one that is not filled in yet."""
    return "" if is_placeholder(value) else value


class Composer:
    """Sets the parts of one guide, each by itself; raises BadTemplate for a template that cannot be
    used.

    `words` are what templates say besides the guide's files, `same` other spellings of words that
    count as one, `templates_key` is a key of all that
    templates say. `styles` are the style sheets by the name a PartHtml gives, as lists of CSS. All
    formats print the same HTML.
    """

    def __init__(
        self,
        guide: Guide,
        parts: tuple[Part, ...],
        templates: Templates | Path | None = None,
        cache: Cache | None = None,
        form: str = FORMATS[0],
    ):
        """Takes the templates of the guide, or others: by name, or a folder of them."""
        if templates is None:
            templates = guide.templates
        elif isinstance(templates, Path):
            templates = read_templates(templates)
        self.guide = guide
        self.parts = parts
        self._cache = cache or Cache(None)
        self._sources = _decode_templates(templates)
        self.templates_key = _digest_templates(templates)
        self.sizes = read_sizes(templates, form)
        self.words = read_words(templates)
        self.same = guide.pantry.units.printed()
        known = {part.id for part in parts}
        self.bar = bar_links(self.words, self.sizes, known)
        self._worth = tuple(float(pt) for pt in self.sizes.tighten)
        self._known = known
        pages = {name: said for name, said in self._sources.items() if not name.endswith(".yaml")}
        self._environment = _environment(tuple(sorted(pages.items())))
        # What each part asks for, and every PartHtml by the answers it was given.
        self._asks: dict[str, list[str]] = {}
        self._made: dict[tuple[str, ...], PartHtml] = {}
        # What the templates of parts are given, with its key, by the parts' ids.
        self._given: dict[str, tuple[Content, str]] = {}
        self._prepared: dict[str, str] = {}
        # What was recorded of the parts that were set just now, packed, by their ids.
        self.recordings: dict[str, bytes] = {}
        self._template_words: dict[str, tuple[TemplateWords, ...]] = {}
        self._shared: dict[str, object] = {
            "brand": guide.brand,
            "parts_of_book": tuple(replace(part, content=None) for part in parts),
            "chapters": guide.chapters,
            "known": known,
            "sizes": self.sizes,
            "ink": guide.edition.ink,
            "strengths": claims.strength_marks(guide.rules),
        }
        self.styles = self._read_styles(form)

    def _read_styles(self, form: str) -> dict[str, list[str]]:
        """The style sheets by name; they are set anew when a sheet or what it is given changes."""
        sheets = [said for name, said in sorted(self._sources.items()) if name.endswith(".css")]
        key = digest("styles", self._shared_key, form, repr(self.bar), *sheets)
        kept = self._cache.keep("styles", key, lambda: json.dumps(self._set_styles(form)).encode())
        styles: dict[str, list[str]] = json.loads(kept)
        return styles

    def _set_styles(self, form: str) -> dict[str, list[str]]:
        sheets = ["book.css"]
        if form != FORMATS[0]:
            sheets.append(f"{form}.css")
        pages = [self._source(sheet) for sheet in sheets]
        pages.append(self._render("tokens.css", {}))
        if self.guide.edition.ink == SAVER:
            pages.append(self._render(_SAVER_STYLES, {"form": form}))
        feet = self._render("folio.css", {})
        styles = {"pages": pages, "folios": [*pages, feet, _ALONE], "whole": [*pages, feet]}
        if self.bar:
            given: dict[str, object] = {"bar": self.bar, "whole": False}
            styles["bar"] = [*pages, self._render("bar.css", given)]
            styles["whole"].append(self._render("bar.css", {**given, "whole": True}))
        return styles

    def _source(self, name: str) -> str:
        """What a template says. Raises BadTemplate when there is none of that name."""
        if name not in self._sources:
            raise BadTemplate(missing_template(name))
        return self._sources[name]

    def _render(self, name: str, given: Mapping[str, object]) -> str:
        self._source(name)
        try:
            return self._environment.get_template(name).render({**self._shared, **given})
        except Exception as error:
            # A template can make Python say anything: 1 / 0, a number without end, a word + 1.
            if isinstance(error, MemoryError) and not _is_of_template(error):
                raise
            raise BadTemplate(_explain(error, self._sources)) from None

    def set(
        self,
        part: Part,
        numbers: PageNumbers,
        measured: AnchorPlaces | None = None,
    ) -> PartHtml:
        """A part as it goes to press, with the first pages of other parts as `numbers` says (0: not
        known yet).

        `measured` tells where its anchors stood when it was printed before: on which of its pages,
        from 0, and how many pt above the foot.
        """
        if measured is not None:
            return self._set(part, numbers, measured)
        if part.id not in self._asks:
            part_html = self._kept(part) or self._set(part, numbers)
            self._asks[part.id] = sorted(part_html.asks)
            self._made[self._asked(part, numbers)] = part_html
            return part_html
        asked = self._asked(part, numbers)
        if asked not in self._made:
            self._made[asked] = self._set(part, numbers)
        return self._made[asked]

    def _asked(self, part: Part, numbers: PageNumbers) -> tuple[str, ...]:
        """The part with the numbers of the pages it asks for."""
        asked = [part.id]
        for name in self._asks[part.id]:
            asked.append(str(numbers.get(name, 0)))
        return tuple(asked)

    def prepare(
        self,
        jobs: int,
        meanwhile: Callable[[], object] | None = None,
        record: Callable[[Part, str], object] | None = None,
    ) -> None:
        """Sets the parts that can be kept and are not, `jobs` at once.

        `meanwhile` is done while workers set them: they will have to be printed, so the press may
        be made ready. What `record` gives for a part and its HTML is packed into `recordings`: a
        worker that has just set a part knows most of it.
        """
        waiting = [part for part in self.parts if self._has_to_be_set(part)]

        def work(piece: int) -> bytes:
            part = waiting[piece]
            try:
                part_html = self._set(part, {})
                # What asks for a page number must be set again when the numbers are known.
                keep = not part_html.asks and not part_html.measures
                recorded = pack(record(part, part_html.html)) if record and keep else b""
            except BadTemplate as error:
                return pack(row(error.problem))
            return pack((part_html.html, keep, recorded))

        names = [part.id for part in waiting]
        answers = workers.each(names, work, jobs, meanwhile)
        for part, data in zip(waiting, answers, strict=True):
            answer: Any = unpack(data)
            if not isinstance(answer, tuple):
                raise BadTemplate(from_row(answer))
            html, keep, recorded = answer
            if keep:
                self._cache.put("formes", self._html_key(part), html.encode())
                self._prepared[part.id] = html
                self.recordings[part.id] = recorded

    def forget_pages(self) -> None:
        """Lets go what was set and recorded; it is set again when it is wanted."""
        self._made.clear()
        self._asks.clear()
        self._prepared.clear()
        self.recordings.clear()

    def is_apart(self, part: Part) -> bool:
        """Whether its HTML hangs on no other part."""
        return bool(self._html_key(part))

    def _has_to_be_set(self, part: Part) -> bool:
        key = self._html_key(part)
        if not key or part.id in self._asks:
            return False
        return self._cache.get("formes", key) is None

    def _html_key(self, part: Part) -> str:
        """A key of all that decides a part's HTML; "" for one that hangs on other parts."""
        key = kind_of(part).key(part, self.guide)
        # The foot of a recipe leads to the contents and the index of a book that has them.
        homes = repr(sorted({"contents", "index"} & self._known))
        return digest("forme", key, self.templates_key, homes) if key else ""

    def _kept(self, part: Part) -> PartHtml | None:
        """The part as it was set before, when it hangs on nothing but what its key says."""
        key = self._html_key(part)
        if not key:
            return None
        html = self._prepared.get(part.id)
        if html is None:
            data = self._cache.get("formes", key)
            if data is None:
                return None
            html = data.decode()
        return self._part_html(part, html, ())

    def _render_book(self, pieces: list[Markup]) -> str:
        """Parts as an HTML file to which the press brings its own styles."""
        return self._render("book.html", {"parts": pieces, "whole": False, "styles": ()})

    def _is_numbered(self, part: Part) -> bool:
        return part.kind not in self.sizes.unnumbered

    def bar_of(self, part: Part) -> tuple[BarLink, ...]:
        """The links at the foot of a part's pages."""
        return () if part.kind in self.sizes.bare else self.bar

    def _set(
        self,
        part: Part,
        numbers: PageNumbers,
        places: AnchorPlaces | None = None,
    ) -> PartHtml:
        given, key = self._give(part)
        if places is not None:
            key = ""
        kept = self._find_set(part, key, numbers)
        if kept is not None:
            return kept
        asks: set[str] = set()
        measures = False

        def measured(anchor: str) -> AnchorPlace | None:
            nonlocal measures
            measures = True
            return (places or {}).get(anchor)

        def number(address: str) -> int:
            if address not in self._known:
                raise TemplateRuntimeError(f'the book has no part "{address}"')
            asks.add(address)
            return numbers.get(address, 0)

        body = self._render_part(part, number, measured, given)
        html = self._render_book([Markup(body)])
        if key and not measures:
            entry = _answered(key, asks, numbers)
            self._cache.put("leaves", entry, f"{' '.join(sorted(asks))}\n{html}".encode())
        return self._part_html(part, html, asks, measures)

    def _give(self, part: Part) -> tuple[Content, str]:
        """What the template of a part is given, and a key of all that decides what it makes of it
        but numbers of pages; "" for what has a key of its own, or is not kept.
        """
        if part.id in self._given:
            return self._given[part.id]
        kind = kind_of(part)
        content = kind.content(part, self.guide)
        if self._cache.folder is None or kind.key(part, self.guide):
            return content, ""
        key = digest("leaf", self._shared_key, kind.template, repr(part), _spell(content))
        self._given[part.id] = content, key
        return content, key

    @cached_property
    def _shared_key(self) -> str:
        """A key of our code, and of what all templates say and are given."""
        shared = {**self._shared, "known": sorted(self._known)}
        return digest(fingerprint.program_key(), self.templates_key, _spell(shared))

    def _find_set(self, part: Part, key: str, numbers: PageNumbers) -> PartHtml | None:
        """The part as it was set when its template was given the same, with the same numbers."""
        # Without numbers it is kept under its key; there it says which numbers it asks for.
        found = self._cache.get("leaves", key) if key else None
        asks = found.split(b"\n", 1)[0].decode().split() if found else []
        entry = _answered(key, asks, numbers)
        if found and entry != key:
            found = self._cache.get("leaves", entry)
        if not found:
            return None
        return self._part_html(part, found.decode().partition("\n")[2], asks)

    def _part_html(
        self, part: Part, html: str, asks: Iterable[str], measures: bool = False
    ) -> PartHtml:
        return PartHtml(
            part.id,
            html,
            numbered=self._is_numbered(part),
            worth=self._worth,
            asks=frozenset(asks),
            measures=measures,
            bar=self.bar_of(part),
        )

    def _render_part(
        self,
        part: Part,
        number: Callable[[str], int],
        measured: Callable[[str], AnchorPlace | None],
        content: Content,
    ) -> str:
        given: dict[str, object] = {"part": part, "number": number, "measured": measured}
        given.update(content)
        return self._render(kind_of(part).template, given)

    def template_words(self, template: str) -> tuple[TemplateWords, ...]:
        """The words that stand in a template itself, with their places; before them its own place
        and no words.
        """
        if template not in self._template_words:
            texts = _texts_of(self._environment, template, self._source(template))
            spelt = tuple((place, words(text, self.same)) for place, text in texts)
            self._template_words[template] = spelt
        return self._template_words[template]

    def folios(self, first: int, many: int) -> PartHtml:
        """The numbers of that many pages, each on a page of its own."""
        start = f"<style>@page :first {{ counter-reset: page {first} }}</style>"
        blank = '<div style="break-after: page"></div>' * (many - 1) + "<div></div>"
        html = self._render_book([Markup(start + blank)])
        last = first + many - 1
        return PartHtml(f"pages {first} to {last}", html, "folios")

    def foot_bar(self) -> tuple[PartHtml, ...]:
        """The bar that is laid onto the foot of pages, on a page of its own; none without links."""
        if not self.bar:
            return ()
        html = self._render_book(self._set_bar())
        return (PartHtml("the bar at the foot", html, "bar", numbered=False),)

    def _set_bar(self) -> list[Markup]:
        """The bar, where the format has one."""
        return [Markup(self._render("bar.html", {"bar": self.bar}))] if self.bar else []

    def whole(self, files: Mapping[str, tuple[str, bytes]], printed: AsPrinted) -> str:
        """The whole edition as one HTML file that needs no other: styles, typefaces and pictures
        stand in it.

        `files` are the typefaces by their addresses, as (media type, bytes).
        """
        pieces = self._set_bar()
        pieces += [self._whole_part(part, printed) for part in self.parts]
        styles = [Markup(style) for style in self.styles["whole"]]
        html = self._render("book.html", {"parts": pieces, "whole": True, "styles": styles})
        heights: dict[str, str] = {}
        for drawn in printed.drawn:
            name, at, height = drawn.partition("@")
            if at:
                heights[name] = height

        def put_inside(match: re.Match[str]) -> str:
            name = match[1]
            if name.endswith("@fit"):
                plain = name.removesuffix("@fit")
                name = f"{plain}@{heights.get(plain, '')}"
            if match[0] in files:
                media_type, data = files[match[0]]
            else:
                media_type, data = "image/svg+xml", self.picture(name)
            encoded = base64.b64encode(data).decode()
            return f"data:{media_type};base64,{encoded}"

        return _ASSET.sub(put_inside, html)

    def _whole_part(self, part: Part, printed: AsPrinted) -> Markup:
        """A part of the edition as one HTML file, as its pages came out."""

        def number(address: str) -> int:
            return printed.numbers.get(address, 0)

        content, _ = self._give(part)
        html = self._render_part(part, number, printed.places.get, content)
        if part.id in printed.closings:
            name, gap = printed.closings[part.id]
            height = name.partition("@")[2]
            above = max(0, gap - _HAIR)
            style = f"padding-top: {above:.2f}pt; height: {height}pt"
            style += f"; background-size: 100% {height}pt"
            style += f"; background-image: url(guide:/art/{name}.svg)"
            html = _CLOSING.sub(f'style="{style}"', html)
        if part.id in printed.tightened:
            html = tight(html, printed.tightened[part.id])
        return Markup(html)

    def picture(self, name: str) -> bytes:
        """The picture of that name, as SVG."""
        return self.drawing(name)()

    def drawing(self, name: str) -> DrawPicture:
        """What draws the picture of that name when called; `recipe-pea-soup@212` is that picture
        212 pt high.
        """
        return self.pictures[name]

    @cached_property
    def pictures(self) -> Pictures:
        """All pictures by name."""
        found = list(shared_pictures(self.guide, self.sizes))
        later: dict[str, FindPictures] = {}
        for part in self.parts:
            find = partial(self._pictures_of, part)
            names = kind_of(part).picture_names(part)
            later.update(dict.fromkeys(names, find))
            if not names:
                found += find()
        return Pictures(found, later)

    def _pictures_of(self, part: Part) -> Iterable[NamedPicture]:
        """The pictures of a part."""
        kind = kind_of(part)

        def find() -> tuple[NamedPicture, ...]:
            return tuple(kind.pictures(part, self.guide, self.sizes))

        key = kind.key(part, self.guide)
        if not key:
            return find()
        # What has a key hangs on nothing but what it says, whichever guide it stands in.
        whole_key = ("pictures", part.id, key, repr(self.sizes))
        return self.guide.pantry.memo.once(whole_key, find)


def _spell(given: Mapping[str, object]) -> str:
    """What a template is given, written out."""
    spelt = []
    for name, value in sorted(given.items()):
        # A function is written with its place in memory, which is another each time.
        said = f"{value.__module__}.{value.__name__}" if isfunction(value) else repr(value)
        spelt.append(f"{name}: {said}")
    return "\n".join(spelt)


def _answered(key: str, asks: Iterable[str], numbers: PageNumbers) -> str:
    """A key of a part with the numbers of the pages it asks for, or its own while all are 0."""
    if not any(numbers.get(name, 0) for name in asks):
        return key
    return digest(key, *(f"{name} {numbers.get(name, 0)}" for name in sorted(asks)))


def read_templates(folder: Path) -> Templates:
    """The templates in a folder, by name. Raises BadTemplate for what is no file."""
    found: dict[str, bytes] = {}
    for name in list_names(folder):
        said = read_own_file(str(folder / name), MOST_PANTRY_BYTES)
        if not isinstance(said, bytes):
            raise BadTemplate(missing_template(name))
        found[name] = said
    return found


def _decode_templates(templates: Templates) -> dict[str, str]:
    """What templates say, by name. Raises BadTemplate."""
    sources = {}
    for name, data in templates.items():
        try:
            sources[name] = decode(f"{_FOLDER}/{name}", data, MOST_PANTRY_BYTES).text
        except Unreadable as unreadable:
            raise BadTemplate(unreadable.problem) from None
    return sources


def _digest_templates(templates: Templates) -> str:
    """A key of what the templates say, style sheets left out."""
    pieces: list[str | bytes] = []
    for name in sorted(templates):
        if not name.endswith(".css"):
            pieces += (name, templates[name])
    return digest(*pieces)


def _texts_of(
    environment: SandboxedEnvironment, template: str, source: str
) -> list[tuple[Place, str]]:
    """The words between the tags of a template and outside of Jinja's braces, with their places."""
    html = ""
    line = 1
    for number, token, text in environment.lex(source):
        if token == "data":
            # What Jinja reads is left out, and the lines it took are kept.
            html += "\n" * (number - line) + text
            line = number + text.count("\n")
        else:
            html += PIECE_END
    path = f"templates/{template}"
    texts = [(Place(path), "")]
    lines = source.split("\n")
    for number, text in read_pieces(html):
        whole = lines[number - 1]
        column = max(1, whole.find(text) + 1)
        place = Place(path, number, column, len(text), whole)
        texts.append((place, text))
    return texts


def _is_of_template(error: Exception) -> bool:
    """Whether an error arose in an expression of a template, not in what it calls."""
    frames = traceback.extract_tb(error.__traceback__)
    last = [frame.filename for frame in frames if "/jinja2/" not in frame.filename]
    return bool(last) and last[-1].startswith(f"{_FOLDER}/")


def _explain(error: Exception, sources: Mapping[str, str]) -> Problem:
    """Where in which template it went wrong; Jinja writes its templates into the traceback."""
    path: str | None = getattr(error, "filename", None)
    line: int | None = getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(f"{_FOLDER}/"):
            path, line = frame.filename, frame.lineno
    name = Path(path).name if path else ""
    lines = sources.get(name, "").split("\n")
    text = lines[line - 1] if line and line <= len(lines) else ""
    indent = len(text) - len(text.lstrip())
    width = max(1, len(text.strip()))
    place = Place(f"{_FOLDER}/{name}", line or 1, indent + 1, width, text)
    said = str(error) or type(error).__name__
    return Problem(
        place,
        "template",
        f"the template cannot be used: {said[:_MOST_SAID]}",
        "mend it in templates/; docs/architecture.md lists what each is given",
    )
