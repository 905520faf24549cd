"""One edition from beginning to end: read, check, lay out, print, inspect, publish; each step stops at the first fault."""

from __future__ import annotations

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
from guide.layout import book, fonts
from guide.layout.compose import AsPrinted, Composer
from guide.layout.formats import FORMATS, BadTemplate
from guide.layout.part_kinds import fold, kind_of
from guide.layout.promises import allowed_links, promises_of_book, wanted_outline
from guide.press import bind, paginate
from guide.press.paginate import Timing
from guide.read.brand import Brand
from guide.read.load import Guide
from guide.release import gates, publish, unchanged
from guide.release.proof import Proof, TypeSizes

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
    parts = fold(guide)
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
            (kind_of(part).place(part, guide) for part in parts if part.id == lost.name),
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
        promises_of_book(composer, paginated.numbers, paginated.places),
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
                files,
                AsPrinted(
                    numbers=paginated.numbers,
                    places=paginated.places,
                    drawn=drawn,
                    closings=closings,
                    tightened=paginated.tightened,
                ),
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
