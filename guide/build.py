"""One edition from beginning to end: read, check, lay out, print, inspect, publish; each step stops at the first fault."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from guide.press import bind
from guide.layout import book
from guide.core import fingerprint
from guide.layout import fonts
from guide.press import paginate
from guide.release import gates
from guide.layout import views
from guide.art import engrave as plates
from guide.read import prose
from guide.release import publish
from guide.release import unchanged
from guide.core import workers
from guide.layout.book import Signature
from guide.read.brand import Brand, is_placeholder
from guide.core.cache import Cellar, digest
from guide.layout.compose import FORMATS, BadTemplate, Compositor, addresses
from guide.press.paginate import Timing
from guide.read.load import Card, Kitchen
from guide.core.problems import Place, Problem, arrange, counted
from guide.core.progress import Progress
from guide.release.proof import Legible, Promise, Proof, Wanted
from guide.check.reading import read
from guide.core.typesetting import typeset

PROJECT = Path(__file__).resolve().parent.parent
# The modules that decide what a sheet is made of, besides the HTML and the styles.
PRESS = ("press", "tree", "weasy", "weasyprint_loader", "sheet", "written")
# The press of the last build, for a process that builds more than once.
_PRESSES: dict = {}


class NoPango(Exception):
    """Pango, which draws the letters, does not load on this machine."""


@dataclass(frozen=True)
class Outcome:
    """What a build came to: every problem and remark, and the edition when there was none that stops it."""

    kitchen: Kitchen | None
    problems: list[Problem]
    pdf: bytes = field(default=b"", repr=False)
    facts: dict | None = None
    timings: tuple[Timing, ...] = ()
    previews: dict[str, bytes] = field(default_factory=dict, repr=False)

    def timings_told(self) -> str:
        """Where the time went, the most costly signature first; those that were kept from before together."""
        printed = sorted((timing for timing in self.timings if not timing.kept), key=lambda timing: -timing.seconds)
        rows = [f"{timing.seconds:7.2f} CPU s  {counted(timing.pages, 'page'):>9}  {timing.name}" for timing in printed]
        kept = [timing for timing in self.timings if timing.kept]
        rows.append(f"{sum(timing.seconds for timing in printed):7.2f} CPU s  {counted(sum(timing.pages for timing in printed), 'page'):>9}  printed in all; "
                    f"{counted(len(kept), 'signature')} kept from before")  # fmt: skip
        return "\n".join(rows)

    @property
    def failed(self) -> bool:
        """Whether something stopped the edition."""
        return any(not problem.remark for problem in self.problems)


def build(root: Path, output: Path | None, progress: Progress, cellar: Cellar | None = None, jobs: int = 0, html: Path | None = None,
          form: str = FORMATS[0]) -> Outcome:  # fmt: skip
    """An edition of the guide below `root`, published into `output` (None: only printed) when nothing is wrong with it.

    `jobs` is how many signatures are printed at once (0: one a core; 1: in this process, without workers); `html` is where the edition goes as one HTML file
    too; `form` is one of the formats. Raises OSError when something cannot be written.
    """
    cellar = cellar or Cellar(PROJECT / ".cache")
    try:
        return _edition(root, output, progress, cellar, jobs or workers.default_jobs(), html, form)
    except workers.Lost as lost:
        return Outcome(None, [Problem(Place("guide/core/workers.py"), "press", f"{lost.name}: {lost.what}", lost.fix)])


def _edition(root: Path, output: Path | None, progress: Progress, cellar: Cellar, jobs: int, html: Path | None, form: str) -> Outcome:
    kitchen, problems = read(root, cellar=cellar, jobs=jobs)
    if kitchen is None or any(not problem.remark for problem in problems):
        return Outcome(kitchen, problems)
    progress.stage(f"read {counted(len(kitchen.cards), 'recipe')}, {counted(len(kitchen.pantry.items), 'pantry item')}, {counted(len(kitchen.pages), 'page')} of prose")

    if output is not None:
        # A folder that cannot be written is told before the minute of printing, not after.
        output.mkdir(parents=True, exist_ok=True)
    signatures = book.fold(kitchen)
    # Typefaces are cut once on a machine, as a part of its set-up.
    cut = fonts.cuts(Cellar(PROJECT / ".cache"), lambda: progress.once("Cutting the typefaces"))
    files = typefaces(cut)
    try:
        compositor = Compositor(kitchen, signatures, unchanged.templates_of(root), cellar, form)
        with progress.bar("signatures", len(signatures)) as reach:
            room = pressroom(compositor, files, cellar, jobs, reach)
            compositor.prepare(jobs, room.open)
            imposed = paginate.impose(compositor, signatures, room)
    except BadTemplate as error:
        return Outcome(kitchen, arrange([*problems, error.problem]))
    except paginate.Unsettled:
        return Outcome(kitchen, arrange([*problems, Problem(Place("templates/contents.html"), "press", "the page numbers change the length of the pages they stand on, for ever",
                                                            "give the numbers of contents and index a width of their own")]))  # fmt: skip
    except workers.Lost as lost:
        place = next((source(signature, kitchen) for signature in signatures if signature.id == lost.name), Place("templates/book.html"))
        return Outcome(kitchen, arrange([*problems, Problem(place, "press", f"{lost.name} was not printed: {lost.what}", lost.fix)]))
    progress.stage(f"printed {room.printed} signatures, {room.kept} were kept from before")
    engrave(compositor, cellar, {name for sheet in imposed.sheets for name in sheet.pictures}, jobs)
    bound = bind.bind(imposed.sheets, imposed.folios, lambda name: plate(compositor, cellar, name),
                        lambda cut, used: fonts.embed(files[f"guide:/fonts/{cut}.ttf"][1], used, cellar), imprint(kitchen.brand),
                        lambda key, make: cellar.keep("segments", digest(fingerprint.key("binder", "sheet", "written"), key), make))  # fmt: skip
    progress.stage(f"bound {bound.pages} pages, {len(bound.pdf):,} bytes")

    warnings = tuple(dict.fromkeys(warning for printed in (*imposed.sheets, *imposed.folios) for warning in printed.warnings))
    drawn = {name for sheet in imposed.sheets for name in sheet.pictures}
    closings = {signature.id: sheet.closing for signature, sheet in zip(signatures, imposed.sheets) if sheet.closing}
    # A thousand sheets are as large as the book, and the inspector needs the room.
    imposed = replace(imposed, sheets=(), folios=())
    proof = Proof(bound.pdf, kitchen.brand, promises(kitchen, signatures), outline(kitchen, signatures), links(kitchen),
                  warnings, kitchen.pantry.units.printed(), cellar, jobs, Legible(float(compositor.sizes.smallest), float(compositor.sizes.phone)))  # fmt: skip
    problems = arrange([*problems, *gates.inspect(proof)])
    outcome = Outcome(kitchen, problems, timings=imposed.timings)
    if outcome.failed:
        return outcome
    progress.stage(f"inspected {len(proof.pages)} pages")
    recipes = [(card.slug, card.recipe.title, proof.first_pages[book.address(card)]) for card in kitchen.cards]
    facts = publish.manifest(proof.pdf, kitchen.brand, len(proof.pages), recipes, fingerprint.versions(), form)
    if html is not None:
        publish.place(html.resolve(), compositor.whole(imposed.numbers, files, imposed.places, drawn, closings, imposed.tightened).encode())
        progress.stage(f"wrote {html}")
    previews = {}
    if output is not None:
        previews = pictures_of(proof)
        progress.stage("drew the cover and the contact sheet")
        publish.publish(output, bound.pdf, facts, previews)
        progress.stage("published")
    cellar.tidy()
    return Outcome(kitchen, problems, bound.pdf, facts, imposed.timings, previews)


def source(signature: Signature, kitchen: Kitchen) -> Place:
    """The file that a part is printed from: its recipe, its page, or else its template."""
    if signature.kind == "recipe":
        return signature.content.node.place
    if signature.kind == "page":
        return signature.content.source.place()
    return Place(f"templates/{signature.kind}.html")


def pictures_of(proof: Proof) -> dict[str, bytes]:
    """The pictures of the pages that are published with the file."""
    # pdfium and Pillow are read in only for what is published.
    from guide.release import previews

    return previews.pictures(proof.pdf, proof.keys, proof.shape, proof.cellar, proof.jobs)


def typefaces(cuts: dict[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """The cuts by the address under which style sheets ask for them."""
    return {f"guide:/fonts/{name}.ttf": ("font/ttf", data) for name, data in cuts.items()}


def pressroom(compositor: Compositor, files: dict[str, tuple[str, bytes]], cellar: Cellar, jobs: int = 0, heard=lambda *_: None) -> paginate.Pressroom:
    """Where the compositor's formes are printed; WeasyPrint is loaded only when one has to be."""
    def ready():
        if lacking := [library for library in fingerprint.libraries() if library.endswith("-?")]:
            raise NoPango(f"{', '.join(library.removesuffix('-?') for library in lacking)} cannot be loaded")
        if key not in _PRESSES:
            try:
                from guide.press.print_part import Press
            except OSError as error:
                raise NoPango(error.args[0].splitlines()[0]) from None
            _PRESSES.clear()
            _PRESSES[key] = Press(compositor.styles, files)
        return partial(_PRESSES[key].print, pictures=compositor.pictures)

    styles = [style for name in sorted(compositor.styles) for style in (name, *compositor.styles[name])]
    key = digest(fingerprint.key(*PRESS), *styles, *(part for address in sorted(files) for part in (address, files[address][1])))
    return paginate.Pressroom(ready, cellar, key, compositor.pictures, jobs or workers.default_jobs(), heard)


def engrave(compositor: Compositor, cellar: Cellar, names: Collection[str], jobs: int) -> None:
    """Engraves the pictures that are not kept, `jobs` at once."""
    missing = [name for name in sorted(names) if cellar.folder and cellar.get("plates", plate_key(compositor, name)) is None]
    made = workers.each(missing, lambda piece: plates.engrave(compositor.picture(missing[piece])).packed(), jobs)
    for name, data in zip(missing, made):
        cellar.put("plates", plate_key(compositor, name), data)


def plate_key(compositor: Compositor, name: str) -> str:
    """A key of the picture of that name and of what draws and engraves it."""
    drawn = compositor.drawing(name)
    return digest(fingerprint.key("art", "plates", "written"), drawn.func.__name__, repr(drawn.args))


def plate(compositor: Compositor, cellar: Cellar, name: str) -> plates.Plate:
    """The picture of that name, engraved once."""
    key = plate_key(compositor, name)
    return plates.unpack(cellar.keep("plates", key, lambda: plates.engrave(compositor.picture(name)).packed()))


def imprint(brand: Brand) -> bind.Imprint:
    """What the file says of itself."""
    return bind.Imprint(brand.whole_title, brand.brand, brand.subject, ", ".join(brand.keywords), brand.language, f"{brand.edition}-01",
                          f"WeasyPrint {fingerprint.versions()['weasyprint']}")  # fmt: skip


def promises(kitchen: Kitchen, signatures: tuple[Signature, ...]) -> tuple[Promise, ...]:
    """What the finished file must say, signature by signature."""
    made = []
    recipes = frozenset(signature.id for signature in signatures if signature.kind == "recipe")
    for signature in signatures:
        wanted, leads_to, key = [], frozenset(), ""
        if signature.kind == "recipe":
            card = signature.content
            wanted, key = partial(recipe_passages, card, kitchen), views.recipe_key(card, kitchen)
            cited = card.recipe.why.evidence if card.recipe.why else ()
            leads_to = frozenset({"contents", "index", *(f"ref-{id}" for id in cited)})
        elif signature.kind == "page":
            page = signature.content
            numbers = book.references(kitchen)
            blocks = [(prose.uncited(text), typeset(prose.numbered(text, numbers))) for text in (page.title, *prose.said(page))]
            wanted = [Wanted(page.source.place(), written, shown) for written, shown in blocks]
            leads_to = frozenset(link[1:] for link in prose.links(page) if link.startswith("#"))
            leads_to |= {f"ref-{id}" for text in prose.said(page) for id in prose.cites(text)}
        elif signature.kind == "opener":
            place = kitchen.nodes["recipes/chapters.yaml"].place
            wanted = [Wanted(place, text, typeset(text)) for text in (signature.chapter.title, signature.chapter.lead)]
            leads_to = frozenset(book.address(card) for card in kitchen.chapter_cards(signature.chapter.folder))
        elif signature.kind == "references":
            wanted = [Wanted(kitchen.nodes["pantry/evidence.yaml"].place, kitchen.evidence[id].citation, typeset(kitchen.evidence[id].citation))
                      for id in book.references(kitchen)]  # fmt: skip
        elif signature.kind == "contents":
            leads_to = recipes
        elif signature.kind == "finder":
            place = kitchen.nodes["recipes/chapters.yaml"].place
            wanted = [Wanted(place, recipe.title, typeset(recipe.title)) for _, rows in book.finder(kitchen)[1] for recipe in rows]
            leads_to = recipes
        elif signature.kind == "thanks":
            wanted = [Wanted(kitchen.nodes["pages/order.yaml"].place, entry.heading, typeset(entry.heading)) for entry in book.contributors(kitchen)]
            leads_to = frozenset(address for entry in book.contributors(kitchen) for _, address in entry.recipes)
        elif signature.kind == "fortnight":
            wanted = [Wanted(Place("templates/fortnight.html"), text, typeset(text)) for text in (signature.title, *own_words(kitchen, "fortnight"))]
        elif signature.kind in ("plan", "shopping", "lists"):
            wanted, leads_to = drawn_up(signature.kind, kitchen)
        elif signature.kind == "index":
            leads_to = frozenset(address for entry in signature.content for _, address in entry.recipes)
        else:
            brand, place = kitchen.brand, kitchen.nodes["brand.yaml"].place
            call = brand.call
            texts = (brand.title, brand.subtitle, brand.cover) if signature.kind == "cover" else (
                call.title, call.words, call.button, call.small, brand.brand, brand.address)  # fmt: skip
            wanted = [Wanted(place, text, typeset(text)) for text in texts]
        made.append(Promise(signature.id, signature.title, wanted if callable(wanted) else tuple(wanted), leads_to, key))
    return tuple(made)


def own_words(kitchen: Kitchen, kind: str) -> list[str]:
    """The words that stand in a template itself, in their order, as a reader meets them once."""
    text = (unchanged.templates_of(kitchen.root) / f"{kind}.html").read_text("utf-8")
    pieces = re.split(r"<[^>]*>|\{\{.*?\}\}|\{[%#].*?[%#]\}", text, flags=re.DOTALL)
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def drawn_up(kind: str, kitchen: Kitchen) -> tuple[list[Wanted], frozenset[str]]:
    """What the week, the shopping list or the lists must say, line by line, and the parts they lead to."""
    if kind == "shopping":
        place, listed = kitchen.nodes["pantry/shop.yaml"].place, views.view_shopping(kitchen)
        wanted = []
        for says, lines in (*listed.aisles, listed.home):
            said = [f"{views.shown_buy(line).said} {line.used}".rstrip() for line in lines]
            wanted += [Wanted(place, text, typeset(text)) for text in (says, *said) if lines]
        return wanted + [Wanted(place, name, typeset(name)) for name in dict.fromkeys(line.name for line in listed.tap)], frozenset()
    if kind == "plan":
        place, week = kitchen.nodes["pantry/week.yaml"].place, views.view_week(kitchen)
        dishes, wanted = [dish for day in week.days for dish in day.dishes], []
        for day in week.days:
            wanted += [Wanted(place, day.name, f"{day.name} {day.held}"), *map(_dish, day.dishes)]
        wanted += [Wanted(place, text, text) for text in (week.bounds, *week.sources, *(note for *_, note in week.times if note))]
    else:
        place, drawn = kitchen.nodes["pantry/lists.yaml"].place, views.view_lists(kitchen)
        by_season = [dish for _, _, listed in drawn["seasons"] for dish in listed]
        dishes = [*(dish for name in ("quick", "cutting", "freezer") for dish in drawn[name]), *by_season]
        in_cupboard = [Wanted(place, name, f"{name} {many}") for name, many in drawn["cupboard"]]
        wanted = [*map(_dish, (*drawn["quick"], *drawn["cutting"], *drawn["freezer"], *by_season)), *in_cupboard]
    return wanted, frozenset(dish.address for dish in dishes)


def _dish(dish: views.DishView) -> Wanted:
    return Wanted(dish.card.place("title"), dish.card.recipe.title, f"{dish.title} {dish.note}".rstrip())


def recipe_passages(card: Card, kitchen: Kitchen) -> tuple[Wanted, ...]:
    """All that a recipe's pages must say."""
    return tuple(Wanted(card.place(*steps), written, shown) for steps, written, shown in views.printed(card, kitchen))


def outline(kitchen: Kitchen, signatures: tuple[Signature, ...]) -> tuple[str, ...]:
    """The bookmarks the file must have: every chapter and recipe by its title, and each part by its own."""
    named = {"cover": "Cover", "back": typeset(kitchen.brand.call.title)}
    return tuple(named.get(signature.kind) or typeset(signature.title) for signature in signatures if signature.level)


def links(kitchen: Kitchen) -> frozenset[str]:
    """Every address outside the book that the file may lead to."""
    brand = kitchen.brand
    found = {link for link in (brand.site, brand.contact, brand.call.link) if not is_placeholder(link)}
    found |= {address for id in book.references(kitchen) for address in addresses(kitchen.evidence[id])}
    return frozenset(found.union(*(prose.links(page) for page in kitchen.pages)))
