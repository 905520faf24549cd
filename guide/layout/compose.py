"""Signatures to HTML and CSS, one by one, and the pictures they ask for.

Every word a contributor wrote passes through Jinja's sandbox as data, escaped; templates come only from templates/.
"""

from __future__ import annotations

import base64
import json
import re
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateRuntimeError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape
from pydantic import Field

from guide.art import icons
from guide.art import pictures as drawn
from guide.art.motifs import MOTIFS
from guide.art.paper import Paint, paint
from guide.core import workers
from guide.core.cache import Cache, digest
from guide.core.problems import Place, Problem, from_row, row
from guide.core.typesetting import RANGE, TIMING, balanced, typeset
from guide.derive import claims
from guide.layout import book, illustration, views
from guide.layout.book import Part
from guide.read import prose
from guide.read.brand import is_placeholder
from guide.read.load import Guide
from guide.read.pantry_files import Finding
from guide.read.validation import Number as Number
from guide.read.validation import Shape, fit
from guide.read.yaml_nodes import read_yaml


class Sizes(Shape):
    """A format in templates/sizes.yaml: the page and its pictures, in pt, and how small its letters may be."""

    width: Number
    height: Number
    plate: Number
    tighten: tuple[Number, ...]
    diagram: tuple[Number, Number]
    spot: Number
    flourish: tuple[Number, Number]
    unnumbered: tuple[str, ...]
    smallest: Number = Field(Fraction(10), description="the smallest letter that may be printed")
    phone: Number = Field(
        Fraction(13),
        description="the least size of text in CSS px on a screen 390 px wide; 0 for a format that is never read on one",
    )


class Formats(Shape):
    """templates/sizes.yaml: what differs between the formats, besides their style sheets."""

    pocket: Sizes
    counter: Sizes
    large: Sizes


# Pictures that are fitted are that high, in pt, where nobody says how high.
HIGH = 250.0
# The pocket page is the one that is e-mailed; the others change it.
FORMATS = tuple(Formats.model_fields)


# Pictures whose last measure is their height, which a page may choose.
GROWING = (drawn.hero, drawn.opener, drawn.tailpiece)


class BadTemplate(Exception):
    """A template that cannot be used; carries the Problem that says where and why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.what)
        self.problem = problem


# So many letters of an address fit on a line of any format.
UNBROKEN = 40
# Where a line may end after a colon or a point that a number follows is another matter with every Pango.
_ISSUE = re.compile(r"\S*[.:;,]\d\S*")


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
    """A link that shows its address, on one line when it can be; else it breaks after its slashes and nowhere else."""
    shown = address.removeprefix("https://")
    if len(shown) <= UNBROKEN:
        return Markup('<a class="nw" href="{}">{}</a>').format(address, shown)
    # Each piece is a link of its own to WeasyPrint, so that a short address is better off whole.
    pieces = Markup("").join(
        Markup('<span class="nw">{}</span>').format(piece)
        for piece in re.findall(r"[^/]*/+|[^/]+$", shown)
    )
    return Markup('<a href="{}">{}</a>').format(address, pieces)


def _wrapped(
    text: str, wanted: re.Pattern, wrapper: str, otherwise: Callable[[str], Markup]
) -> Markup:
    out, at = Markup(""), 0
    for match in wanted.finditer(str(text)):
        start = match.start()
        # WeasyPrint breaks far too early before an element when the space stands outside it.
        lead = " " if text[start - 1 : start] == " " and start > at else ""
        out += otherwise(text[at : start - len(lead)]) + Markup(wrapper).format(lead, match.group())
        at = match.end()
    return out + otherwise(text[at:])


@dataclass(frozen=True)
class PartHtml:
    """A part as it goes to press: its HTML, which style sheets print it, whether its pages carry their number.

    `worth` says what may be tried with less air: what runs over by less than so many pt, try by try. `asks` are the parts
    of the book whose page numbers it prints. One that `measures` wants to be laid out twice: the
    second time it knows where its own anchors stood the first.
    """

    id: str
    html: str = field(repr=False)
    style: str = "pages"
    numbered: bool = True
    worth: tuple[float, ...] = ()
    asks: frozenset[str] = frozenset()
    measures: bool = False

    @property
    def tries(self) -> tuple[tuple[int, float, str], ...]:
        """Its HTML with less and less air, as often as its template offers that with `data-tighten="2"`: (level, worth, HTML).

        What offers fewer tries than are known has the last of them.
        """
        offered = _TIGHTEN.search(self.html)
        levels = range(1, min(int(offered[1]), len(self.worth)) + 1) if offered else ()
        return tuple(
            (level, self.worth[level - 1 - len(levels)], tight(self.html, level))
            for level in levels
        )


_TIGHTEN = re.compile(r' data-tighten="([1-9])"')
_CLOSING = re.compile(r'data-closing="[^"]*"')


def tight(html: str, level: int) -> str:
    """HTML whose lines may stand closer: where it says `data-tighten`, styles find `data-tightened` and the level."""
    return _TIGHTEN.sub(f' data-tightened="{level}"', html, count=1)


@lru_cache(maxsize=2)
def _environment(templates: Path, texts: str) -> SandboxedEnvironment:
    """The templates made ready; `texts` is a key of what they say."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(templates),
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
    environment.globals |= {
        "addresses": addresses,
        "linked": lambda value: "" if is_placeholder(value) else value,
    }
    return environment


def _sizes(templates: Path, name: str) -> Sizes:
    node, problems = read_yaml("templates/sizes.yaml", (templates / "sizes.yaml").read_bytes())
    formats, more = fit(Formats, node) if node else (None, [])
    for problem in [*problems, *more]:
        raise BadTemplate(problem)
    return getattr(formats, name)


class Pictures(Mapping[str, partial]):
    """What draws each picture, by its name.

    Those that may have any height are found by `name@height` too, in whole pt from 60 to 600; only plain names are
    counted and listed.
    """

    def __init__(self, named: Iterable[tuple[str, partial[bytes]]]):
        self._named = dict(named)

    def __getitem__(self, name: str) -> partial[bytes]:
        plain, at, height = name.partition("@")
        found = self._named[plain]
        if not at:
            return found
        if (
            found.func not in GROWING
            or not re.fullmatch(r"[1-9]\d\d|[6-9]\d", height)
            or int(height) > 600
        ):
            raise KeyError(name)
        return partial(found.func, *found.args[:-1], float(height))

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)


class Composer:
    """Sets the parts of one guide, each by itself; raises BadTemplate for a template that cannot be used.

    `styles` are the style sheets by the name a forme gives, as lists of CSS. All formats print the same HTML.
    """

    def __init__(
        self,
        guide: Guide,
        parts: tuple[Part, ...],
        templates: Path,
        cache: Cache = Cache(None),
        form: str = FORMATS[0],
    ):
        self._cache = cache
        self._texts = digest(
            *(
                piece
                for path in sorted(templates.iterdir())
                if path.suffix != ".css"
                for piece in (path.name, path.read_bytes())
            )
        )
        self.guide, self.parts, self.templates = guide, parts, templates
        self.sizes = _sizes(templates, form)
        self._worth = tuple(map(float, self.sizes.tighten))
        self._known = {part.id for part in parts}
        self._environment = _environment(templates, self._texts)
        # What each part asks for, and every forme by the answers it was given.
        self._asks: dict[str, list[str]] = {}
        self._made: dict[tuple, PartHtml] = {}
        self._prepared: dict[str, str] = {}
        self._shared = {
            "brand": guide.brand,
            "parts_of_book": parts,
            "chapters": guide.chapters,
            "sizes": self.sizes,
            "strengths": claims.strength_marks(guide.rules),
        }
        sheets = ("book.css",) if form == FORMATS[0] else ("book.css", f"{form}.css")
        own = [
            *((templates / sheet).read_text("utf-8") for sheet in sheets),
            self._render("tokens.css", {}),
        ]
        feet = self._render("folio.css", {})
        alone = "@page { @bottom-left { content: none } }"
        self.styles = {"pages": own, "folios": [*own, feet, alone], "whole": [*own, feet]}

    def _render(self, name: str, given: Mapping) -> str:
        try:
            return self._environment.get_template(name).render(self._shared | given)
        except TemplateError as error:
            raise BadTemplate(_explain(error, self.templates)) from None

    def set(
        self,
        part: Part,
        numbers: Mapping[str, int],
        measured: Mapping[str, tuple[int, float]] | None = None,
    ) -> PartHtml:
        """A part as it goes to press, with the first pages of other parts as `numbers` says (0: not known yet).

        `measured` tells where its anchors stood when it was printed before: on which of its pages, from 0, and how many
        pt above the foot.
        """
        if measured is not None:
            return self._set(part, numbers, measured)
        known = self._asks.get(part.id)
        if known is not None:
            asked = (part.id, *(numbers.get(name, 0) for name in known))
            if asked not in self._made:
                self._made[asked] = self._set(part, numbers)
            return self._made[asked]
        part_html = self._first(part, numbers)
        self._asks[part.id] = sorted(part_html.asks)
        self._made[part.id, *(numbers.get(name, 0) for name in self._asks[part.id])] = part_html
        return part_html

    def prepare(self, jobs: int, meanwhile: Callable[[], None] | None = None) -> None:
        """Sets the recipes that are not kept, `jobs` at once, and works out what their pages must say.

        `meanwhile` is done while workers set them: they will have to be printed, so the press may be made ready.
        """
        waiting = [
            part for part in self.parts if part.kind == "recipe" and part.id not in self._asks
        ]
        waiting = [
            part for part in waiting if self._cache.get("formes", self._forme_key(part)) is None
        ]

        def work(piece: int) -> bytes:
            try:
                part_html = self._set(waiting[piece], {})
            except BadTemplate as error:
                return json.dumps(row(error.problem)).encode()
            rows = (
                []
                if part_html.asks or part_html.measures
                else views.promised_texts(waiting[piece].content, self.guide)
            )
            return json.dumps(
                [part_html.html, rows, bool(part_html.asks or part_html.measures)]
            ).encode()

        for part, data in zip(
            waiting, workers.each([part.id for part in waiting], work, jobs, meanwhile)
        ):
            told = json.loads(data)
            if isinstance(told, dict):
                raise BadTemplate(from_row(told))
            html, rows, again = told
            if not again:
                self._cache.put("formes", self._forme_key(part), html.encode())
                self._prepared[part.id] = html
                views.remember(
                    part.content,
                    self.guide,
                    [(tuple(steps), written, said) for steps, written, said in rows],
                )

    def _forme_key(self, part: Part) -> str:
        return digest("forme", views.recipe_key(part.content, self.guide), self._texts)

    def _first(self, part: Part, numbers: Mapping[str, int]) -> PartHtml:
        if part.kind != "recipe":
            return self._set(part, numbers)
        # A recipe's pages hang on nothing but what its key says, so they need not be set again.
        kept = self._prepared.get(part.id)
        if kept is None and (data := self._cache.get("formes", self._forme_key(part))) is not None:
            kept = data.decode()
        if kept is not None:
            return PartHtml(
                part.id, kept, numbered=part.kind not in self.sizes.unnumbered, worth=self._worth
            )
        return self._set(part, numbers)

    def _set(
        self,
        part: Part,
        numbers: Mapping[str, int],
        places: Mapping[str, tuple[int, float]] | None = None,
    ) -> PartHtml:
        asks: set[str] = set()
        measures = False

        def measured(anchor: str) -> tuple[int, float] | None:
            nonlocal measures
            measures = True
            return (places or {}).get(anchor)

        def number(address: str) -> int:
            if address not in self._known:
                raise TemplateRuntimeError(f'the book has no part "{address}"')
            asks.add(address)
            return numbers.get(address, 0)

        body = self._render(
            f"{part.kind}.html",
            {"number": number, "measured": measured} | _content(part, self.guide),
        )
        html = self._render("book.html", {"parts": [Markup(body)], "whole": False, "styles": ()})
        return PartHtml(
            part.id,
            html,
            numbered=part.kind not in self.sizes.unnumbered,
            worth=self._worth,
            asks=frozenset(asks),
            measures=measures,
        )

    def folios(self, first: int, many: int) -> PartHtml:
        """The numbers of that many pages, each on a page of its own."""
        start = f"<style>@page :first {{ counter-reset: page {first} }}</style>"
        blank = '<div style="break-after: page"></div>' * (many - 1) + "<div></div>"
        html = self._render(
            "book.html", {"parts": [Markup(start + blank)], "whole": False, "styles": ()}
        )
        return PartHtml(f"pages {first} to {first + many - 1}", html, "folios")

    def whole(
        self,
        numbers: Mapping[str, int],
        files: Mapping[str, tuple[str, bytes]],
        places: Mapping[str, tuple[int, float]] = {},
        drawn: Collection[str] = (),
        closings: Mapping[str, tuple[str, float]] = {},
        tightened: Mapping[str, int] = {},
    ) -> str:
        """The whole edition as one HTML file that needs no other: styles, typefaces and pictures stand in it.

        `drawn` are the pictures as they were printed, those that were fitted under their heights; `closings` are those that
        end a part, with the pt above them, and `tightened` how much closer the lines of some stand.
        """
        pieces = []
        for part in self.parts:
            given = {
                "number": lambda address: numbers.get(address, 0),
                "measured": places.get,
            } | _content(part, self.guide)
            piece = self._render(f"{part.kind}.html", given)
            if part.id in closings:
                name, gap = closings[part.id]
                height = name.partition("@")[2]
                # A hair less, or rounding would send it overleaf.
                style = f"padding-top: {max(0, gap - 0.5):.2f}pt; height: {height}pt; background-size: 100% {height}pt; background-image: url(guide:/art/{name}.svg)"
                piece = _CLOSING.sub(f'style="{style}"', piece)
            pieces.append(
                Markup(tight(piece, tightened[part.id]) if part.id in tightened else piece)
            )
        styles = [Markup(style) for style in self.styles["whole"]]
        html = self._render("book.html", {"parts": pieces, "whole": True, "styles": styles})

        heights = dict(name.split("@") for name in drawn if "@" in name)

        def inside(match: re.Match) -> str:
            name = match[1].replace("@fit", f"@{heights.get(match[1].removesuffix('@fit'), '')}")
            kind, data = files.get(match[0]) or ("image/svg+xml", self.picture(name))
            return f"data:{kind};base64,{base64.b64encode(data).decode()}"

        return re.sub(r"guide:/(?:fonts|art)/([\w@-]+)\.\w+", inside, html)

    def picture(self, name: str) -> bytes:
        """The picture of that name, as SVG."""
        return self.drawing(name)()

    def drawing(self, name: str) -> partial[bytes]:
        """What draws the picture of that name when it is called; `recipe-pea-soup@212` is that picture 212 pt high."""
        return self.pictures[name]

    @cached_property
    def pictures(self) -> Pictures:
        """All pictures by name."""
        return Pictures(pictures_of_book(self.guide, self.parts, self.sizes))


def _explain(error: TemplateError, templates: Path) -> Problem:
    """Where in which template it went wrong; Jinja writes its templates into the traceback."""
    path, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).parent == templates:
            path, line = frame.filename, frame.lineno
    text = Path(path).read_text("utf-8").split("\n")[line - 1] if path and line else ""
    place = Place(
        f"templates/{Path(path).name if path else ''}",
        line or 1,
        len(text) - len(text.lstrip()) + 1,
        max(1, len(text.strip())),
        text,
    )
    return Problem(
        place,
        "template",
        f"the template cannot be used: {error}",
        "mend it in templates/; HACKING.md lists what each is given",
    )


def addresses(finding: Finding) -> tuple[str, ...]:
    """Where a finding can be read: its DOI and its PubMed record, when they were checked."""
    found = (("https://doi.org/", finding.doi), ("https://pubmed.ncbi.nlm.nih.gov/", finding.pmid))
    return tuple(base + id for base, id in found if id)


def _content(part: Part, guide: Guide) -> dict:
    given = {"part": part}
    if part.kind == "recipe":
        given["recipe"] = views.view(part.content, guide)
    elif part.kind == "opener":
        given["recipes"] = [
            (book.address(recipe_file), typeset(recipe_file.recipe.title))
            for recipe_file in guide.chapter_recipes(part.chapter.folder)
        ]
    elif part.kind == "index":
        given["index"] = part.content
    elif part.kind == "finder":
        given["groups"], given["finder"] = book.finder(guide)
    elif part.kind == "thanks":
        given["contributors"] = book.contributors(guide)
    elif part.kind == "page":
        given["prose"] = Markup(
            prose.numbered(prose.html(part.content, typeset), book.references(guide), linked=True)
        )
    elif part.kind == "plan":
        given["week"] = views.view_week(guide)
    elif part.kind == "shopping":
        given |= {
            "listed": views.view_shopping(guide),
            "shown": views.shown_buy,
            "people": guide.week.people,
        }
    elif part.kind == "lists":
        given |= views.view_lists(guide)
    elif part.kind == "references":
        given["findings"] = [
            (id, number, guide.evidence[id]) for id, number in book.references(guide).items()
        ]
    return given


def pictures_of_book(
    guide: Guide, parts: tuple[Part, ...], sizes: Sizes
) -> Iterator[tuple[str, partial[bytes]]]:
    """Every picture of the book by its name, as what draws it when it is asked for."""
    brand, food_data = guide.brand, guide.food_data
    yield "holds", partial(icons.triangle, "#FFFFFF", brand.colours.rust)
    yield "read", partial(icons.eye, brand.colours.amber)
    yield "without", partial(icons.tick, brand.colours.forest)
    for chapter in guide.chapters:
        for strength in range(1, 4):
            yield (
                f"strength-{chapter.folder}-{strength}",
                partial(icons.meter, strength, brand.palettes[chapter.palette].deep),
            )
    width, height, plate, spot = (
        float(size) for size in (sizes.width, sizes.height, sizes.plate, sizes.spot)
    )
    first = paint(next(iter(brand.palettes.values())), brand.colours, dark=True)
    night = Paint(
        brand.colours.ink,
        brand.colours.forest,
        first.tint,
        first.shade,
        first.cream,
        first.accent,
        first.leaf,
        True,
    )
    yield "cover", partial(drawn.cover, night, width, height, plate)
    yield "back", partial(drawn.back, night, width, height)
    plain = Paint(
        brand.colours.ink,
        brand.colours.forest,
        first.cream,
        brand.colours.line,
        first.cream,
        first.accent,
        first.leaf,
    )
    if not is_placeholder(brand.call.link):
        yield "code", partial(icons.code, brand.call.link, brand.colours.ink)
    yield "tickbox", partial(icons.tick_box, replace(first, deep=brand.colours.forest))
    yield "plate", partial(drawn.plate_diagram, plain, *map(float, sizes.diagram))
    for side in drawn.FOLDS:
        yield (
            f"body-{side}",
            partial(drawn.body_outline, replace(plain, deep=brand.colours.soft), side, 94.0, 200.0),
        )
    yield "flourish", partial(drawn.flourish, *map(float, sizes.flourish))
    everything = illustration.gathered(
        illustration.motifs(recipe_file, guide.pantry, food_data)
        for recipe_file in guide.recipe_files
    )
    yield "drift", partial(drawn.tailpiece, "drift", everything[:9], first, width, HIGH)
    for name in MOTIFS:
        yield f"spot-{name}", partial(drawn.spot, name, spot)
    for part in parts:
        if part.kind == "opener":
            dark = paint(brand.palettes[part.chapter.palette], brand.colours, dark=True)
            shown = illustration.gathered(
                illustration.motifs(recipe_file, guide.pantry, food_data)
                for recipe_file in guide.chapter_recipes(part.chapter.folder)
            )
            yield part.id, partial(drawn.opener, part.id, shown, dark, width, HIGH)
            yield f"box-{part.chapter.folder}", partial(icons.tick_box, dark)
        elif part.kind == "recipe":
            recipe_file = part.content
            light, shown = (
                paint(brand.palettes[part.chapter.palette], brand.colours),
                illustration.motifs(recipe_file, guide.pantry, food_data),
            )
            yield (
                part.id,
                partial(
                    drawn.hero,
                    recipe_file.slug,
                    illustration.served_dish(recipe_file, guide.pantry, food_data),
                    shown,
                    light,
                    width,
                    HIGH,
                ),
            )
            yield (
                f"tail-{part.id}",
                partial(drawn.tailpiece, recipe_file.slug, shown, light, width, HIGH),
            )
