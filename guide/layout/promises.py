"""What the finished file must say, where it must lead, and which bookmarks it must have."""

from __future__ import annotations

from functools import partial

from guide.core.cache import digest
from guide.layout.compose import AnchorPlaces, Composer, PageNumbers
from guide.layout.part_kinds import kind_of
from guide.layout.passages import PartPromise, Passage, Recording, Sayings
from guide.layout.reading_order import read_blocks
from guide.layout.recorded import Recorder
from guide.parse.packing import unpack
from guide.read.brand import is_placeholder
from guide.read.load import Guide
from guide.views.book import Part, references
from guide.views.checked import brand_of
from guide.views.markup import addresses


def promises_of_book(
    composer: Composer,
    numbers: PageNumbers,
    places: AnchorPlaces | None = None,
) -> tuple[PartPromise, ...]:
    """What the finished file must say, part by part: all that the HTML of the parts prints.

    `numbers` are the first pages of the parts, `places` where the anchors of parts that measure
    stood. The passages are worked out when they are asked for.
    """
    return tuple(promise_of_part(composer, part, numbers, places) for part in composer.parts)


def promise_of_part(
    composer: Composer,
    part: Part,
    numbers: PageNumbers,
    places: AnchorPlaces | None = None,
) -> PartPromise:
    """What the finished file must say of one part; see `promises_of_book`."""
    guide, kind = composer.guide, kind_of(part)
    sayings = Sayings(vars(composer.words), composer.parts, numbers)
    part_html = composer.set(part, numbers)
    if part_html.measures:
        part_html = composer.set(part, numbers, places or {})
    # A recipe's key says what its texts are; those of other parts are few.
    texts = kind.key(part, guide) or repr(_texts(part, guide, sayings))
    return PartPromise(
        id=part.id,
        title=part.title,
        wanted=partial(_record, composer, part, part_html.html, sayings),
        leads_to=frozenset(kind.must_link(part, guide)),
        key=digest("promise", part_html.html, texts, composer.templates_key),
        page=numbers.get(part.id, 0),
        foot=part.title if part_html.numbered else None,
        bar=part_html.bar,
    )


def _texts(part: Part, guide: Guide, sayings: Sayings) -> tuple[Passage, ...]:
    """All that a part must say, as far as its kind knows."""
    must_say = kind_of(part).must_say
    return tuple(must_say(part, guide, sayings)) if must_say else ()


def record_part(composer: Composer, part: Part, html: str) -> Recording:
    """What a part prints that asks for no page number."""
    return _read(composer, part, html, Sayings(vars(composer.words), composer.parts))


def _record(composer: Composer, part: Part, html: str, sayings: Sayings) -> Recording:
    """What a part prints, as it was recorded when it was set, or read now."""
    recorded = unpack(composer.recordings.pop(part.id, b""))
    if isinstance(recorded, Recording):
        return recorded
    return _read(composer, part, html, sayings)


def _read(composer: Composer, part: Part, html: str, sayings: Sayings) -> Recording:
    guide, kind = composer.guide, kind_of(part)
    blocks = read_blocks(html)
    texts = _texts(part, guide, sayings)
    template = composer.template_words(kind.template)
    recorder = Recorder(blocks, texts, template, composer.same)
    return Recording(
        passages=recorder.passages(),
        disagreements=recorder.disagreements() if kind.must_say else (),
        marks=recorder.marks(),
        heads=recorder.heads(),
        signs=tuple(kind.must_show(part, guide, sayings)),
    )


def wanted_outline(guide: Guide, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The bookmarks the file must have: every chapter and recipe by its title, and each part by its
    own.
    """
    return tuple(kind_of(part).outline_title(part, guide) for part in parts if part.level)


def allowed_links(guide: Guide) -> frozenset[str]:
    """Every address outside the book that the file may lead to."""
    brand = brand_of(guide)
    allowed: set[str] = set()
    for link in (brand.site, brand.contact, brand.call.link):
        if not is_placeholder(link):
            allowed.add(link)
    for finding in references(guide):
        allowed.update(addresses(guide.evidence[finding]))
    for page in guide.pages:
        allowed.update(page.links)
    return frozenset(allowed)
