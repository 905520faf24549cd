"""One edition from beginning to end: read, check, lay out, print, inspect, publish.

Each step stops the build at the first fault.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from guide.art import engrave
from guide.check.reading import (
    Checking,
    Readings,
    begin_checks,
    can_check_apart,
    read_and_check,
)
from guide.core import fingerprint, process, workers
from guide.core.cache import Cache, digest, user_cache

# The tests take the folder of the project from here.
from guide.core.paths import PROJECT as PROJECT
from guide.core.problems import Place, Problem, arrange, counted
from guide.core.progress import Progress
from guide.editions.choosing import choose_content, close_pages
from guide.editions.declared import check_length
from guide.editions.tailoring import tailor
from guide.layout import book_pictures, fonts
from guide.layout.compose import AsPrinted, Composer, PartHtml
from guide.layout.formats import FORMATS, BadTemplate
from guide.layout.part_kinds import fold, kind_of
from guide.layout.promises import (
    allowed_links,
    promises_of_book,
    record_part,
    wanted_outline,
)
from guide.parse.source import see_guide
from guide.press import bind, paginate
from guide.press.paginate import Timing
from guide.press.printed_part import PrintedPart
from guide.read.brand import Brand
from guide.read.editions import POCKET, Edition
from guide.read.load import Guide
from guide.release import gates, listing, publish
from guide.release.proof import Proof, TypeSizes, do_first
from guide.views import book
from guide.views.book import Part

if TYPE_CHECKING:
    from guide.press.print_part import Files, PartPrinter

# A guide as it was read and checked, with every problem; None for one that cannot be read.
Read: TypeAlias = tuple[Guide | None, list[Problem]]
# The kind under which the cache has engraved pictures.
_PICTURES = "pictures"


class NoPango(Exception):
    """Pango, which draws the letters, does not load on this machine."""


@dataclass(frozen=True)
class BuildRequest:
    """What is to be built, and how.

    `root` is the folder of the guide; `output` is where the edition goes (None: it is only
    printed); `edition` is what is printed; `html` is where the edition goes as one HTML file too;
    `jobs` is how many parts are printed at once (0: one a core; 1: in this process, without
    workers). `declared` are the names of all editions there are: others do not stay in the folder.
    """

    root: Path
    output: Path | None = None
    edition: Edition = field(default_factory=Edition)
    html: Path | None = None
    jobs: int = 0
    declared: Collection[str] | None = None


@dataclass(frozen=True)
class BuildResult:
    """What a build came to: every problem and remark, and the edition when no problem stops it.

    A build in a workshop that stays also tells what was `paginated`, sheets and all.
    """

    guide: Guide | None
    problems: list[Problem]
    pdf: bytes = field(default=b"", repr=False)
    facts: publish.Manifest | None = None
    timings: tuple[Timing, ...] = ()
    paginated: paginate.Paginated | None = field(default=None, repr=False)
    previews: dict[str, bytes] = field(default_factory=dict, repr=False)
    published: publish.Outcome = field(default_factory=publish.Outcome)

    @property
    def failed(self) -> bool:
        """Whether something stopped the edition."""
        return has_failed(self.problems)


@dataclass(frozen=True)
class Composed:
    """The parts of a guide, what sets them, and the typefaces by their addresses."""

    guide: Guide
    parts: tuple[Part, ...]
    composer: Composer
    files: Files


class Workshop:
    """What a process that builds more than once keeps between builds.

    That is the printer, ready to print. One that stays for long, as `staff` says, keeps besides
    what the guide was read as, its printed parts, and a worker that prints a few parts and reads a
    few pages; with a staff of 1 this process does that. Whoever builds more than once makes one,
    hands it to each build, and closes it.
    """

    def __init__(self, staff: int = 0) -> None:
        self.stays = staff > 0
        self.sheets: dict[str, PrintedPart] = {}
        self.worker: workers.Standing | None = None
        self._at_hand = paginate.PrinterAtHand()
        if self.stays:
            self.worker = workers.Standing(_PartOrPages(self._at_hand), staff)
            # As long as there is no guide in memory, of which it would hold a copy.
            self.worker.start()
        self._readings: Readings | None = None
        self._read: tuple[Guide, list[Problem]] | None = None
        self._composed: Composed | None = None
        self._tailored: tuple[Guide, Edition, tuple[Guide, list[Problem]]] | None = None

    def printer(self, key: str, make: Callable[[], PartPrinter]) -> PartPrinter:
        """The printer of that key: the one at hand, or else what `make` gives."""
        return self._at_hand.get(key, make)

    def read(self, root: Path, cache: Cache, jobs: int) -> tuple[Guide | None, list[Problem]]:
        """The guide below `root` as it is now, with every problem and remark."""
        if self._read is not None and self._read[0].seen == see_guide(root):
            return self._read
        if self._readings is None:
            if can_check_apart(jobs):
                self._check_apart(root, cache, jobs)
            self._readings = Readings(cache)
        if self._readings.are_old():
            # Not one guide beside the other.
            self._read = self._composed = self._tailored = None
        guide, problems = read_and_check(root, cache=cache, jobs=jobs, readings=self._readings)
        self._read = None if guide is None else (guide, problems)
        return guide, problems

    @staticmethod
    def _check_apart(root: Path, cache: Cache, jobs: int) -> None:
        """Has a process of its own fill the cache, where most of a guide was never checked."""
        with closing(begin_checks(root, cache, jobs)) as checking:
            if checking.is_apart:
                checking.problems()

    def tailor(self, guide: Guide, edition: Edition, cache: Cache) -> tuple[Guide, list[Problem]]:
        """A guide as the edition prints it, with every problem that brings."""
        if self._tailored is not None:
            last, as_edition, tailored = self._tailored
            if last is guide and as_edition == edition:
                return tailored
        tailored = _tailor(guide, edition, cache)
        self._tailored = (guide, edition, tailored)
        return tailored

    def compose(self, guide: Guide, make: Callable[[], Composed]) -> Composed:
        """A guide's parts, ready to be set: those at hand, or else what `make` gives."""
        if self._composed is None or self._composed.guide is not guide:
            self._composed = make()
        return self._composed

    @property
    def composer(self) -> Composer | None:
        """What has set the parts of the guide that was printed last."""
        return self._composed.composer if self._composed else None

    def close(self) -> None:
        """Ends the worker."""
        if self.worker is not None:
            self.worker.close()


class _PartOrPages:
    """What the worker does: it prints a part, or reads pages."""

    def __init__(self, at_hand: paginate.PrinterAtHand) -> None:
        self._at_hand = at_hand

    def __call__(self, asked: paginate.AskedPart | workers.Work) -> bytes:
        if isinstance(asked, paginate.AskedPart):
            return self._at_hand.print_asked(asked)
        return do_first(asked)


def _tailor(guide: Guide, edition: Edition, cache: Cache) -> tuple[Guide, list[Problem]]:
    chosen = choose_content(guide, edition)
    made, problems = tailor(chosen, edition, cache)
    if made.order != guide.order or made.recipe_files != guide.recipe_files:
        made = close_pages(made)
    return made, problems


@dataclass(frozen=True)
class _Job:
    """One build while it runs: what was asked for, and what every step needs."""

    request: BuildRequest
    progress: Progress
    cache: Cache
    workshop: Workshop
    jobs: int


@dataclass(frozen=True)
class _Begun:
    """A book of which some parts may be printed already."""

    composed: Composed
    queue: paginate.PrintQueue


class _IsRefused(Exception):
    """The checks have found a fault in what is being printed."""


@dataclass(frozen=True)
class _PrintedBook:
    """The parts of a guide as they were printed, and what printed them."""

    parts: tuple[Part, ...]
    composer: Composer
    files: Files
    paginated: paginate.Paginated
    queue: paginate.PrintQueue


def has_failed(problems: Iterable[Problem]) -> bool:
    """Whether a problem is more than a remark."""
    return any(not problem.remark for problem in problems)


def build(
    root: Path,
    output: Path | None,
    progress: Progress,
    cache: Cache | None = None,
    jobs: int = 0,
    form: str = FORMATS[0],
) -> BuildResult:
    """An edition of the guide below `root`: `build_edition` with a workshop of its own."""
    request = BuildRequest(root, output, Edition(name=form, form=form), jobs=jobs)
    return build_edition(request, progress, cache)


def print_edition(
    root: Path, edition: Edition, progress: Progress, cache: Cache, jobs: int
) -> BuildResult:
    """An edition of the guide below `root`, inspected and not published."""
    return build_edition(BuildRequest(root, None, edition, jobs=jobs), progress, cache)


def build_edition(
    request: BuildRequest,
    progress: Progress,
    cache: Cache | None = None,
    workshop: Workshop | None = None,
    read: Read | Checking | None = None,
) -> BuildResult:
    """The edition that was asked for, published when nothing is wrong with it.

    Without a `cache`, that of the user is taken. Whoever has read the guide already hands it on as
    `read`, with its problems, or while it is checked: several editions are then of the same words.
    Raises OSError when something cannot be written, and publish.NotOurs when that would write over
    what this program did not write.
    """
    job = _Job(
        request,
        progress,
        cache or user_cache(),
        workshop or Workshop(),
        request.jobs or workers.default_jobs(),
    )
    try:
        if read is None and job.workshop.stays:
            read = job.workshop.read(request.root, job.cache, job.jobs)
        if read is None:
            with closing(begin_checks(request.root, job.cache, job.jobs)) as checking:
                return _check_and_build(job, checking)
        if isinstance(read, Checking):
            return _check_and_build(job, read)
        return _build(job, *read)
    except workers.Lost as lost:
        place = Place("guide/core/workers.py")
        return BuildResult(None, [Problem(place, "press", f"{lost.name}: {lost.what}", lost.fix)])


def _check_and_build(job: _Job, checking: Checking) -> BuildResult:
    """Builds a guide that is checked apart or now; while it is, its recipes are printed."""
    begun = None
    guide = checking.guide
    if guide is not None and checking.is_apart and not checking.has_failed():
        # What goes wrong with a guide that is not checked yet, the checks tell, or it goes wrong
        # again afterwards.
        with suppress(Exception):
            begun = _print_ahead(job, guide, checking)
    try:
        return _build(job, guide, checking.problems(), begun)
    finally:
        if begun is not None:
            begun.queue.close()


def _print_ahead(job: _Job, guide: Guide, checking: Checking) -> _Begun | None:
    """Prints the parts that hang on no other while they are checked.

    Of an edition without some foods nobody knows before the checks which recipes it has.
    """
    edition = job.request.edition
    if edition.without:
        return None

    def is_checked() -> bool:
        if checking.has_failed():
            raise _IsRefused
        return checking.is_done()

    process.refuse_little_memory()
    guide, _ = job.workshop.tailor(guide, edition, job.cache)
    begun = _begin(job, guide, fold(guide))
    composer, queue = begun.composed.composer, begun.queue
    composer.prepare(1, record=partial(record_part, composer))
    prepared = []
    for part in begun.composed.parts:
        # The others are set as well: nothing else may go on when they are wanted.
        part_html = composer.set(part, {})
        if composer.is_apart(part):
            prepared.append(part_html)
    queue.print_ahead(prepared, is_checked)
    return begun


def _build(
    job: _Job, guide: Guide | None, problems: list[Problem], begun: _Begun | None = None
) -> BuildResult:
    if guide is None or has_failed(problems):
        return BuildResult(guide, problems)
    recipes = counted(len(guide.recipe_files), "recipe")
    items = counted(len(guide.pantry.items), "pantry item")
    pages = counted(len(guide.pages), "page")
    job.progress.stage(f"read {recipes}, {items}, {pages} of prose")
    process.refuse_little_memory()
    guide, found = job.workshop.tailor(guide, job.request.edition, job.cache)
    _look_where_it_goes(job.request, _brand(guide))
    problems = arrange([*problems, *found])
    if has_failed(problems):
        return BuildResult(guide, problems)
    parts = fold(guide)
    try:
        if begun is None:
            begun = _begin(job, guide, parts)
        printed = _print(job, begun)
    except (BadTemplate, paginate.Unsettled, workers.Lost) as error:
        return BuildResult(guide, arrange([*problems, _printing_problem(error, guide, parts)]))
    queue = printed.queue
    job.progress.stage(f"printed {queue.printed} parts, {queue.kept} were kept from before")
    bound = _bind(job, guide, printed)
    job.progress.stage(f"bound {bound.pages} pages, {len(bound.pdf):,} bytes")
    problems = arrange([*problems, *check_length(guide, bound.pages)])

    proof = _make_proof(job, guide, printed, bound.pdf)
    drawn = _pictures_used(printed.paginated)
    closings = _closings(printed)
    paginated = printed.paginated
    if not job.workshop.stays:
        # A thousand parts are as large as the book, and the inspection needs the room.
        printed.composer.forget_pages()
        paginated = replace(paginated, sheets=(), folios=())
        printed = replace(printed, paginated=paginated)
        process.give_back_memory()
    problems = arrange([*problems, *gates.inspect(proof)])
    timings = paginated.timings
    if has_failed(problems):
        return BuildResult(guide, problems, timings=timings)
    job.progress.stage(f"inspected {len(proof.pages)} pages")
    if job.request.html is not None:
        html = _whole_html(printed, drawn, closings)
        publish.place_html(job.request.root, job.request.html, html)
        job.progress.stage(f"wrote {job.request.html}")
    facts = _facts(job, guide, proof)
    previews, outcome = _publish(job, proof, facts)
    job.cache.tidy()
    return BuildResult(
        guide, problems, proof.pdf, facts, timings, paginated, previews, published=outcome
    )


def _look_where_it_goes(request: BuildRequest, brand: Brand) -> None:
    """Finds before the minute of printing, not after, what cannot be written.

    Raises OSError and publish.NotOurs.
    """
    if request.html is not None:
        publish.look_at_html(request.root, request.html)
    if request.output is not None:
        pictures: tuple[str, ...] = publish.PICTURES
        if request.edition.name not in ("", POCKET):
            pictures = tuple(f"{request.edition.name}-{name}" for name in pictures)
        names = (brand.file, *publish.SHARED_FILES, *pictures)
        publish.look_at_output(request.root, request.output, names)


def _begin(job: _Job, guide: Guide, parts: tuple[Part, ...]) -> _Begun:
    """What prints a book. Raises BadTemplate."""

    def begin_cutting() -> None:
        job.progress.once("Cutting the typefaces")

    def make() -> Composed:
        return compose(guide, parts, job.cache, job.request.edition.form, begin_cutting)

    composed = job.workshop.compose(guide, make)
    composer = composed.composer

    def engrave_new(printed: PrintedPart) -> None:
        for name in printed.pictures:
            workers.do_meanwhile(name, partial(_engrave, composer, job.cache, name))

    queue = print_queue(composer, composed.files, job.cache, job.jobs, job.workshop)
    queue.finish = engrave_new
    return _Begun(composed, queue)


def _print(job: _Job, begun: _Begun) -> _PrintedBook:
    """Every part printed. Raises BadTemplate, paginate.Unsettled, workers.Lost."""
    composed, queue = begun.composed, begun.queue
    composer, parts = composed.composer, composed.parts
    with job.progress.bar("parts", len(parts)) as show_progress:
        queue.report = show_progress
        composer.prepare(job.jobs, queue.open, partial(record_part, composer))
        paginated = paginate.paginate(composer, parts, queue)
    job.workshop.sheets = queue.used
    return _PrintedBook(parts, composer, composed.files, paginated, queue)


def compose(
    guide: Guide,
    parts: tuple[Part, ...],
    cache: Cache,
    form: str,
    begin_cutting: Callable[[], None],
) -> Composed:
    """A guide's parts, ready to be set. Raises BadTemplate."""
    # Typefaces are cut once on a machine, as a part of its set-up, also where nothing else is kept.
    files = typefaces(fonts.cut_typefaces(user_cache(), begin_cutting))
    composer = Composer(guide, parts, guide.templates, cache, form)
    return Composed(guide, parts, composer, files)


def _printing_problem(error: Exception, guide: Guide, parts: tuple[Part, ...]) -> Problem:
    """What kept the parts from being printed."""
    if isinstance(error, BadTemplate):
        return error.problem
    if isinstance(error, workers.Lost):
        place = Place("templates/book.html")
        for part in parts:
            if part.id == error.name:
                place = kind_of(part).place(part, guide)
        return Problem(place, "press", f"{error.name} was not printed: {error.what}", error.fix)
    return Problem(
        Place("templates/contents.html"),
        "press",
        "the page numbers change the length of the pages they stand on, for ever",
        "give the numbers of contents and index a width of their own",
    )


def _bind(job: _Job, guide: Guide, printed: _PrintedBook) -> bind.BoundBook:
    """The printed parts as one PDF."""
    composer, cache, paginated = printed.composer, job.cache, printed.paginated

    def embed_typeface(cut: str, used: frozenset[int]) -> fonts.Embedded:
        return fonts.embed(printed.files[f"guide:/fonts/{cut}.ttf"][1], used, cache)

    def keep_segment(key: str, make: Callable[[], bytes]) -> bytes:
        return cache.keep("segments", digest(fingerprint.program_key(), key), make)

    return bind.bind(
        paginated.sheets,
        paginated.folios,
        partial(engraved_picture, composer, cache),
        embed_typeface,
        document_info(_brand(guide)),
        keep_segment,
    )


def _brand(guide: Guide) -> Brand:
    """The brand of a guide without problems: such a guide has one."""
    assert guide.brand is not None
    return guide.brand


def _pictures_used(paginated: paginate.Paginated) -> set[str]:
    used: set[str] = set()
    for printed_part in paginated.sheets:
        used.update(printed_part.pictures)
    return used


def _closings(printed: _PrintedBook) -> dict[str, tuple[str, float]]:
    """The pictures below the last words of parts, by the parts' ids."""
    found = {}
    for part, printed_part in zip(printed.parts, printed.paginated.sheets, strict=True):
        if printed_part.closing:
            found[part.id] = printed_part.closing
    return found


def _warnings(paginated: paginate.Paginated) -> tuple[str, ...]:
    """What WeasyPrint complained of, each complaint once."""
    found: dict[str, None] = {}
    for printed_part in (*paginated.sheets, *paginated.folios):
        found.update(dict.fromkeys(printed_part.warnings))
    return tuple(found)


def _make_proof(job: _Job, guide: Guide, printed: _PrintedBook, pdf: bytes) -> Proof:
    """The finished PDF with everything that was promised of it."""
    sizes = printed.composer.sizes
    return Proof(
        pdf=pdf,
        brand=_brand(guide),
        promises=promises_of_book(
            printed.composer, printed.paginated.numbers, printed.paginated.places
        ),
        outline=wanted_outline(guide, printed.parts),
        links=allowed_links(guide),
        warnings=_warnings(printed.paginated),
        same=guide.pantry.units.printed(),
        cache=job.cache,
        jobs=job.jobs,
        standing=job.workshop.worker,
        thumbs=job.request.output is not None,
        legible=TypeSizes(float(sizes.smallest), float(sizes.phone)),
        signs=_engraved_signs(guide, printed.composer, job.cache),
    )


def _engraved_signs(guide: Guide, composer: Composer, cache: Cache) -> dict[str, engrave.Drawing]:
    """The pictures that say something, by name."""
    names = [name for name, _ in book_pictures.signs(guide.chapters, _brand(guide))]
    return {name: engraved_picture(composer, cache, name) for name in names}


def _facts(job: _Job, guide: Guide, proof: Proof) -> publish.Manifest:
    """What the manifest says of the edition."""
    spans = {promise.id: proof.span(promise) for promise in proof.promises}
    recipes = []
    for recipe_file in guide.recipe_files:
        span = spans[book.address(recipe_file)]
        recipes.append(listing.list_recipe(recipe_file, guide, span.start, len(span)))
    edition = job.request.edition
    contents = publish.Contents(
        pages=len(proof.pages),
        recipes=recipes,
        leaves_out=listing.list_left_out(edition, guide.pantry),
        groups=listing.list_groups(guide.pantry),
    )
    return publish.manifest(proof.pdf, proof.brand, contents, fingerprint.versions(), edition)


def _whole_html(
    printed: _PrintedBook, drawn: Collection[str], closings: dict[str, tuple[str, float]]
) -> str:
    """The edition as one HTML file."""
    paginated = printed.paginated
    as_printed = AsPrinted(
        numbers=paginated.numbers,
        places=paginated.places,
        drawn=drawn,
        closings=closings,
        tightened=paginated.tightened,
    )
    return printed.composer.whole(printed.files, as_printed)


def _publish(
    job: _Job, proof: Proof, facts: publish.Manifest
) -> tuple[dict[str, bytes], publish.Outcome]:
    """Publishes the edition where it was asked for; gives the pictures of its pages, and what
    there is to tell of publishing.
    """
    if job.request.output is None:
        return {}, publish.Outcome()
    # pdfium and Pillow are loaded only for what is published.
    from guide.release import previews

    shape = proof.shape
    proof.close()
    pictures = previews.draw_previews(
        proof.pdf, proof.keys, shape, proof.cache, proof.jobs, proof.drawn
    )
    job.progress.stage("drew the cover and the contact sheet")
    finished = publish.Finished(proof.pdf, facts, pictures)
    outcome = publish.publish_set(job.request.output, [finished], job.request.declared)
    job.progress.stage("published")
    return pictures, outcome


def format_timings(timings: Collection[Timing]) -> str:
    """Where the time went, the most costly part first; those that were kept from before as one
    number.
    """
    printed = [timing for timing in timings if not timing.kept]
    printed.sort(key=lambda timing: -timing.seconds)
    rows = [_timing_row(timing.seconds, timing.pages, timing.name) for timing in printed]
    seconds = sum(timing.seconds for timing in printed)
    pages = sum(timing.pages for timing in printed)
    kept = counted(len(timings) - len(printed), "part")
    rows.append(_timing_row(seconds, pages, f"printed in all; {kept} kept from before"))
    return "\n".join(rows)


def _timing_row(seconds: float, pages: int, name: str) -> str:
    return f"{seconds:7.2f} CPU s  {counted(pages, 'page'):>9}  {name}"


def typefaces(cuts: dict[str, bytes]) -> Files:
    """The cuts by the address under which style sheets ask for them."""
    return {f"guide:/fonts/{name}.ttf": ("font/ttf", data) for name, data in cuts.items()}


def print_queue(
    composer: Composer,
    files: Files,
    cache: Cache,
    jobs: int = 0,
    workshop: Workshop | None = None,
) -> paginate.PrintQueue:
    """The queue that prints the composer's parts; WeasyPrint is loaded only when one has to be
    printed.
    """
    key = _printer_key(composer, files)
    printers = workshop or Workshop()

    def make() -> PartPrinter:
        return _make_printer(composer, files)

    def make_ready() -> Callable[[PartHtml], PrintedPart]:
        printer = printers.printer(key, make)
        return partial(printer.print, pictures=composer.pictures)

    jobs = jobs or workers.default_jobs()
    queue = paginate.PrintQueue(make_ready, cache, key, composer.pictures, jobs)
    if printers.worker is not None:
        _look_for_pango()
        queue.standing = paginate.PrinterApart(printers.worker, key, composer.styles, files)
    queue.sheets = printers.sheets
    return queue


def _printer_key(composer: Composer, files: Files) -> str:
    """A key of everything besides a part's HTML that decides how it is printed."""
    pieces: list[str | bytes] = [fingerprint.program_key()]
    for name in sorted(composer.styles):
        pieces += [name, *composer.styles[name]]
    for address in sorted(files):
        pieces += [address, files[address][1]]
    return digest(*pieces)


def _make_printer(composer: Composer, files: Files) -> PartPrinter:
    """The printer for the composer's parts. Raises NoPango."""
    _look_for_pango()
    try:
        from guide.press.print_part import PartPrinter
    except OSError as error:
        raise NoPango(error.args[0].splitlines()[0]) from None
    return PartPrinter(composer.styles, files)


def _look_for_pango() -> None:
    """Raises NoPango where one of the libraries that draw cannot be loaded."""
    missing = fingerprint.missing_libraries()
    if missing:
        raise NoPango(f"{', '.join(missing)} cannot be loaded")


def _picture_key(composer: Composer, name: str) -> str:
    """A key of the picture of that name and of what draws and engraves it."""
    drawing = composer.drawing(name)
    return digest(fingerprint.program_key(), drawing.func.__name__, repr(drawing.args))


def engraved_picture(composer: Composer, cache: Cache, name: str) -> engrave.Drawing:
    """The picture of that name, engraved when the cache lacks it."""
    return engrave.unpack_drawing(_engrave(composer, cache, name))


def _engrave(composer: Composer, cache: Cache, name: str) -> bytes:
    """A picture, packed."""

    def make() -> bytes:
        return engrave.engrave(composer.picture(name)).packed()

    return cache.keep(_PICTURES, _picture_key(composer, name), make)


def document_info(brand: Brand) -> bind.DocumentInfo:
    """What the file says of itself."""
    return bind.DocumentInfo(
        title=brand.whole_title,
        author=brand.brand,
        subject=brand.subject,
        keywords=", ".join(brand.keywords),
        language=brand.language,
        created=f"{brand.edition}-01",
        producer=f"WeasyPrint {fingerprint.versions()['weasyprint']}",
    )
