"""One edition from beginning to end: read, check, lay out, print, inspect, publish; each step stops at the first fault."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from guide.art import engrave as plates
from guide.check.reading import read_and_check
from guide.core import fingerprint, workers
from guide.core.cache import Cache, digest
from guide.core.problems import Place, Problem, arrange, counted
from guide.core.progress import Progress
from guide.core.typesetting import typeset
from guide.layout import book, fonts, views
from guide.layout.book import Part
from guide.layout.compose import FORMATS, BadTemplate, Composer, addresses
from guide.press import bind, paginate
from guide.press.paginate import Timing
from guide.read import prose
from guide.read.brand import Brand, is_placeholder
from guide.read.load import Guide, RecipeFile
from guide.release import gates, publish, unchanged
from guide.release.proof import PartPromise, Passage, Proof, TypeSizes

PROJECT = Path(__file__).resolve().parent.parent
# The press of the last build, for a process that builds more than once.
_PRESSES: dict = {}


class NoPango(Exception):
    """Pango, which draws the letters, does not load on this machine."""


@dataclass(frozen=True)
class BuildResult:
    """What a build came to: every problem and remark, and the edition when there was none that stops it."""

    guide: Guide | None
    problems: list[Problem]
    pdf: bytes = field(default=b"", repr=False)
    facts: dict | None = None
    timings: tuple[Timing, ...] = ()
    previews: dict[str, bytes] = field(default_factory=dict, repr=False)

    def timings_told(self) -> str:
        """Where the time went, the most costly part first; those that were kept from before together."""
        printed = sorted(
            (timing for timing in self.timings if not timing.kept),
            key=lambda timing: -timing.seconds,
        )
        rows = [
            f"{timing.seconds:7.2f} CPU s  {counted(timing.pages, 'page'):>9}  {timing.name}"
            for timing in printed
        ]
        kept = [timing for timing in self.timings if timing.kept]
        rows.append(
            f"{sum(timing.seconds for timing in printed):7.2f} CPU s  {counted(sum(timing.pages for timing in printed), 'page'):>9}  printed in all; "
            f"{counted(len(kept), 'part')} kept from before"
        )
        return "\n".join(rows)

    @property
    def failed(self) -> bool:
        """Whether something stopped the edition."""
        return any(not problem.remark for problem in self.problems)


def build(
    root: Path,
    output: Path | None,
    progress: Progress,
    cache: Cache | None = None,
    jobs: int = 0,
    html: Path | None = None,
    form: str = FORMATS[0],
) -> BuildResult:
    """An edition of the guide below `root`, published into `output` (None: only printed) when nothing is wrong with it.

    `jobs` is how many parts are printed at once (0: one a core; 1: in this process, without workers); `html` is where the edition goes as one HTML file
    too; `form` is one of the formats. Raises OSError when something cannot be written.
    """
    cache = cache or Cache(PROJECT / ".cache")
    try:
        return _edition(root, output, progress, cache, jobs or workers.default_jobs(), html, form)
    except workers.Lost as lost:
        return BuildResult(
            None,
            [
                Problem(
                    Place("guide/core/workers.py"), "press", f"{lost.name}: {lost.what}", lost.fix
                )
            ],
        )


def _edition(
    root: Path,
    output: Path | None,
    progress: Progress,
    cache: Cache,
    jobs: int,
    html: Path | None,
    form: str,
) -> BuildResult:
    guide, problems = read_and_check(root, cache=cache, jobs=jobs)
    if guide is None or any(not problem.remark for problem in problems):
        return BuildResult(guide, problems)
    progress.stage(
        f"read {counted(len(guide.recipe_files), 'recipe')}, {counted(len(guide.pantry.items), 'pantry item')}, {counted(len(guide.pages), 'page')} of prose"
    )

    if output is not None:
        # A folder that cannot be written is told before the minute of printing, not after.
        output.mkdir(parents=True, exist_ok=True)
    parts = book.fold(guide)
    # Typefaces are cut once on a machine, as a part of its set-up.
    cut = fonts.cut_typefaces(
        Cache(PROJECT / ".cache"), lambda: progress.once("Cutting the typefaces")
    )
    files = typefaces(cut)
    try:
        composer = Composer(guide, parts, unchanged.templates_of(root), cache, form)
        with progress.bar("parts", len(parts)) as reach:
            room = print_queue(composer, files, cache, jobs, reach)
            composer.prepare(jobs, room.open)
            paginated = paginate.paginate(composer, parts, room)
    except BadTemplate as error:
        return BuildResult(guide, arrange([*problems, error.problem]))
    except paginate.Unsettled:
        return BuildResult(
            guide,
            arrange(
                [
                    *problems,
                    Problem(
                        Place("templates/contents.html"),
                        "press",
                        "the page numbers change the length of the pages they stand on, for ever",
                        "give the numbers of contents and index a width of their own",
                    ),
                ]
            ),
        )
    except workers.Lost as lost:
        place = next(
            (source(part, guide) for part in parts if part.id == lost.name),
            Place("templates/book.html"),
        )
        return BuildResult(
            guide,
            arrange(
                [
                    *problems,
                    Problem(place, "press", f"{lost.name} was not printed: {lost.what}", lost.fix),
                ]
            ),
        )
    progress.stage(f"printed {room.printed} parts, {room.kept} were kept from before")
    engrave_pictures(
        composer, cache, {name for sheet in paginated.sheets for name in sheet.pictures}, jobs
    )
    bound = bind.bind(
        paginated.sheets,
        paginated.folios,
        lambda name: plate(composer, cache, name),
        lambda cut, used: fonts.embed(files[f"guide:/fonts/{cut}.ttf"][1], used, cache),
        document_info(guide.brand),
        lambda key, make: cache.keep("segments", digest(fingerprint.program_key(), key), make),
    )
    progress.stage(f"bound {bound.pages} pages, {len(bound.pdf):,} bytes")

    warnings = tuple(
        dict.fromkeys(
            warning
            for printed in (*paginated.sheets, *paginated.folios)
            for warning in printed.warnings
        )
    )
    drawn = {name for sheet in paginated.sheets for name in sheet.pictures}
    closings = {
        part.id: sheet.closing for part, sheet in zip(parts, paginated.sheets) if sheet.closing
    }
    # A thousand sheets are as large as the book, and the inspector needs the room.
    paginated = replace(paginated, sheets=(), folios=())
    proof = Proof(
        bound.pdf,
        guide.brand,
        promises_of_book(guide, parts),
        wanted_outline(guide, parts),
        allowed_links(guide),
        warnings,
        guide.pantry.units.printed(),
        cache,
        jobs,
        TypeSizes(float(composer.sizes.smallest), float(composer.sizes.phone)),
    )
    problems = arrange([*problems, *gates.inspect(proof)])
    outcome = BuildResult(guide, problems, timings=paginated.timings)
    if outcome.failed:
        return outcome
    progress.stage(f"inspected {len(proof.pages)} pages")
    recipes = [
        (recipe_file.slug, recipe_file.recipe.title, proof.first_pages[book.address(recipe_file)])
        for recipe_file in guide.recipe_files
    ]
    facts = publish.manifest(
        proof.pdf, guide.brand, len(proof.pages), recipes, fingerprint.versions(), form
    )
    if html is not None:
        publish.place_file(
            html.resolve(),
            composer.whole(
                paginated.numbers, files, paginated.places, drawn, closings, paginated.tightened
            ).encode(),
        )
        progress.stage(f"wrote {html}")
    previews = {}
    if output is not None:
        previews = pictures_of(proof)
        progress.stage("drew the cover and the contact sheet")
        publish.publish(output, bound.pdf, facts, previews)
        progress.stage("published")
    cache.tidy()
    return BuildResult(guide, problems, bound.pdf, facts, paginated.timings, previews)


def source(part: Part, guide: Guide) -> Place:
    """The file that a part is printed from: its recipe, its page, or else its template."""
    if part.kind == "recipe":
        return part.content.node.place
    if part.kind == "page":
        return part.content.source.place()
    return Place(f"templates/{part.kind}.html")


def pictures_of(proof: Proof) -> dict[str, bytes]:
    """The pictures of the pages that are published with the file."""
    # pdfium and Pillow are read in only for what is published.
    from guide.release import previews

    return previews.draw_previews(proof.pdf, proof.keys, proof.shape, proof.cache, proof.jobs)


def typefaces(cuts: dict[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """The cuts by the address under which style sheets ask for them."""
    return {f"guide:/fonts/{name}.ttf": ("font/ttf", data) for name, data in cuts.items()}


def print_queue(
    composer: Composer,
    files: dict[str, tuple[str, bytes]],
    cache: Cache,
    jobs: int = 0,
    heard=lambda *_: None,
) -> paginate.PrintQueue:
    """Where the compositor's formes are printed; WeasyPrint is loaded only when one has to be."""

    def ready():
        if lacking := [library for library in fingerprint.libraries() if library.endswith("-?")]:
            raise NoPango(
                f"{', '.join(library.removesuffix('-?') for library in lacking)} cannot be loaded"
            )
        if key not in _PRESSES:
            try:
                from guide.press.print_part import PartPrinter
            except OSError as error:
                raise NoPango(error.args[0].splitlines()[0]) from None
            _PRESSES.clear()
            _PRESSES[key] = PartPrinter(composer.styles, files)
        return partial(_PRESSES[key].print, pictures=composer.pictures)

    styles = [style for name in sorted(composer.styles) for style in (name, *composer.styles[name])]
    key = digest(
        fingerprint.program_key(),
        *styles,
        *(piece for address in sorted(files) for piece in (address, files[address][1])),
    )
    return paginate.PrintQueue(
        ready, cache, key, composer.pictures, jobs or workers.default_jobs(), heard
    )


def engrave_pictures(composer: Composer, cache: Cache, names: Collection[str], jobs: int) -> None:
    """Engraves the pictures that are not kept, `jobs` at once."""
    missing = [
        name
        for name in sorted(names)
        if cache.folder and cache.get("plates", plate_key(composer, name)) is None
    ]
    made = workers.each(
        missing, lambda piece: plates.engrave(composer.picture(missing[piece])).packed(), jobs
    )
    for name, data in zip(missing, made):
        cache.put("plates", plate_key(composer, name), data)


def plate_key(composer: Composer, name: str) -> str:
    """A key of the picture of that name and of what draws and engraves it."""
    drawn = composer.drawing(name)
    return digest(fingerprint.program_key(), drawn.func.__name__, repr(drawn.args))


def plate(composer: Composer, cache: Cache, name: str) -> plates.Drawing:
    """The picture of that name, engraved once."""
    key = plate_key(composer, name)
    return plates.unpack_drawing(
        cache.keep("plates", key, lambda: plates.engrave(composer.picture(name)).packed())
    )


def document_info(brand: Brand) -> bind.DocumentInfo:
    """What the file says of itself."""
    return bind.DocumentInfo(
        brand.whole_title,
        brand.brand,
        brand.subject,
        ", ".join(brand.keywords),
        brand.language,
        f"{brand.edition}-01",
        f"WeasyPrint {fingerprint.versions()['weasyprint']}",
    )


def promises_of_book(guide: Guide, parts: tuple[Part, ...]) -> tuple[PartPromise, ...]:
    """What the finished file must say, part by part."""
    made = []
    recipes = frozenset(part.id for part in parts if part.kind == "recipe")
    for part in parts:
        wanted, leads_to, key = [], frozenset(), ""
        if part.kind == "recipe":
            recipe_file = part.content
            wanted, key = (
                partial(recipe_passages, recipe_file, guide),
                views.recipe_key(recipe_file, guide),
            )
            cited = recipe_file.recipe.why.evidence if recipe_file.recipe.why else ()
            leads_to = frozenset({"contents", "index", *(f"ref-{id}" for id in cited)})
        elif part.kind == "page":
            page = part.content
            numbers = book.references(guide)
            blocks = [
                (prose.uncited(text), typeset(prose.numbered(text, numbers)))
                for text in (page.title, *prose.page_texts(page))
            ]
            wanted = [Passage(page.source.place(), written, shown) for written, shown in blocks]
            leads_to = frozenset(link[1:] for link in prose.links(page) if link.startswith("#"))
            leads_to |= {f"ref-{id}" for text in prose.page_texts(page) for id in prose.cites(text)}
        elif part.kind == "opener":
            place = guide.nodes["recipes/chapters.yaml"].place
            wanted = [
                Passage(place, text, typeset(text))
                for text in (part.chapter.title, part.chapter.lead)
            ]
            leads_to = frozenset(
                book.address(recipe_file)
                for recipe_file in guide.chapter_recipes(part.chapter.folder)
            )
        elif part.kind == "references":
            wanted = [
                Passage(
                    guide.nodes["pantry/evidence.yaml"].place,
                    guide.evidence[id].citation,
                    typeset(guide.evidence[id].citation),
                )
                for id in book.references(guide)
            ]
        elif part.kind == "contents":
            leads_to = recipes
        elif part.kind == "finder":
            place = guide.nodes["recipes/chapters.yaml"].place
            wanted = [
                Passage(place, recipe.title, typeset(recipe.title))
                for _, rows in book.finder(guide)[1]
                for recipe in rows
            ]
            leads_to = recipes
        elif part.kind == "thanks":
            wanted = [
                Passage(
                    guide.nodes["pages/order.yaml"].place, entry.heading, typeset(entry.heading)
                )
                for entry in book.contributors(guide)
            ]
            leads_to = frozenset(
                address for entry in book.contributors(guide) for _, address in entry.recipes
            )
        elif part.kind == "fortnight":
            wanted = [
                Passage(Place("templates/fortnight.html"), text, typeset(text))
                for text in (part.title, *own_words(guide, "fortnight"))
            ]
        elif part.kind in ("plan", "shopping", "lists"):
            wanted, leads_to = drawn_up(part.kind, guide)
        elif part.kind == "index":
            leads_to = frozenset(address for entry in part.content for _, address in entry.recipes)
        else:
            brand, place = guide.brand, guide.nodes["brand.yaml"].place
            call = brand.call
            texts = (
                (brand.title, brand.subtitle, brand.cover)
                if part.kind == "cover"
                else (call.title, call.words, call.button, call.small, brand.brand, brand.address)
            )
            wanted = [Passage(place, text, typeset(text)) for text in texts]
        made.append(
            PartPromise(
                part.id, part.title, wanted if callable(wanted) else tuple(wanted), leads_to, key
            )
        )
    return tuple(made)


def own_words(guide: Guide, kind: str) -> list[str]:
    """The words that stand in a template itself, in their order, as a reader meets them once."""
    text = (unchanged.templates_of(guide.root) / f"{kind}.html").read_text("utf-8")
    pieces = re.split(r"<[^>]*>|\{\{.*?\}\}|\{[%#].*?[%#]\}", text, flags=re.DOTALL)
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def drawn_up(kind: str, guide: Guide) -> tuple[list[Passage], frozenset[str]]:
    """What the week, the shopping list or the lists must say, line by line, and the parts they lead to."""
    if kind == "shopping":
        place, listed = guide.nodes["pantry/shop.yaml"].place, views.view_shopping(guide)
        wanted = []
        for says, lines in (*listed.aisles, listed.home):
            said = [f"{views.shown_buy(line).said} {line.used}".rstrip() for line in lines]
            wanted += [Passage(place, text, typeset(text)) for text in (says, *said) if lines]
        return wanted + [
            Passage(place, name, typeset(name))
            for name in dict.fromkeys(line.name for line in listed.tap)
        ], frozenset()
    if kind == "plan":
        place, week = guide.nodes["pantry/week.yaml"].place, views.view_week(guide)
        dishes, wanted = [dish for day in week.days for dish in day.dishes], []
        for day in week.days:
            wanted += [Passage(place, day.name, f"{day.name} {day.held}"), *map(_dish, day.dishes)]
        wanted += [
            Passage(place, text, text)
            for text in (week.bounds, *week.sources, *(note for *_, note in week.times if note))
        ]
    else:
        place, drawn = guide.nodes["pantry/lists.yaml"].place, views.view_lists(guide)
        by_season = [dish for _, _, listed in drawn["seasons"] for dish in listed]
        dishes = [
            *(dish for name in ("quick", "cutting", "freezer") for dish in drawn[name]),
            *by_season,
        ]
        in_cupboard = [Passage(place, name, f"{name} {many}") for name, many in drawn["cupboard"]]
        wanted = [
            *map(_dish, (*drawn["quick"], *drawn["cutting"], *drawn["freezer"], *by_season)),
            *in_cupboard,
        ]
    return wanted, frozenset(dish.address for dish in dishes)


def _dish(dish: views.DishView) -> Passage:
    return Passage(
        dish.recipe_file.place("title"),
        dish.recipe_file.recipe.title,
        f"{dish.title} {dish.note}".rstrip(),
    )


def recipe_passages(recipe_file: RecipeFile, guide: Guide) -> tuple[Passage, ...]:
    """All that a recipe's pages must say."""
    return tuple(
        Passage(recipe_file.place(*steps), written, shown)
        for steps, written, shown in views.promised_texts(recipe_file, guide)
    )


def wanted_outline(guide: Guide, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The bookmarks the file must have: every chapter and recipe by its title, and each part by its own."""
    named = {"cover": "Cover", "back": typeset(guide.brand.call.title)}
    return tuple(named.get(part.kind) or typeset(part.title) for part in parts if part.level)


def allowed_links(guide: Guide) -> frozenset[str]:
    """Every address outside the book that the file may lead to."""
    brand = guide.brand
    found = {
        link for link in (brand.site, brand.contact, brand.call.link) if not is_placeholder(link)
    }
    found |= {address for id in book.references(guide) for address in addresses(guide.evidence[id])}
    return frozenset(found.union(*(prose.links(page) for page in guide.pages)))
