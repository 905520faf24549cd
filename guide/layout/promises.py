"""What the finished file must say, where it must lead, and which bookmarks it must have."""

from __future__ import annotations

from functools import partial

from guide.core.cache import digest
from guide.layout.book import Part, references
from guide.layout.checked import brand_of
from guide.layout.compose import AnchorPlaces, Composer, PageNumbers
from guide.layout.markup import addresses
from guide.layout.part_kinds import kind_of
from guide.layout.passages import PartPromise, Passage
from guide.layout.reading_order import read_blocks
from guide.layout.recorded import record_passages
from guide.read.brand import is_placeholder
from guide.read.load import Guide


def promises_of_book(
    composer: Composer,
    numbers: PageNumbers,
    places: AnchorPlaces | None = None,
) -> tuple[PartPromise, ...]:
    """What the finished file must say, part by part: all that the HTML of the parts prints.

    `numbers` are the first pages of the parts, `places` where the anchors of parts that measure
    stood. The passages are worked out when they are asked for.
    """
    guide = composer.guide
    promises = []
    for part in composer.parts:
        kind = kind_of(part)
        part_html = composer.set(part, numbers)
        if part_html.measures:
            part_html = composer.set(part, numbers, places or {})
        # A recipe's key says what its texts are; those of other parts are few.
        texts = kind.key(part, guide) or repr(tuple(kind.must_say(part, guide)))
        promise = PartPromise(
            id=part.id,
            title=part.title,
            wanted=partial(_record, composer, part, part_html.html),
            leads_to=frozenset(kind.must_link(part, guide)),
            key=digest("promise", part_html.html, texts),
        )
        promises.append(promise)
    return tuple(promises)


def _record(composer: Composer, part: Part, html: str) -> tuple[Passage, ...]:
    guide, kind = composer.guide, kind_of(part)
    return record_passages(
        blocks=read_blocks(html),
        texts=kind.must_say(part, guide),
        template=composer.template_texts(kind.template),
        same=guide.pantry.units.printed(),
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
