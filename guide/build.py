"""One edition from beginning to end: read, check, lay out, print, inspect, publish; each step stops at the first fault."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from guide import book, fonts, inspect, pages, press, prose, publish
from guide.book import Signature
from guide.brand import is_placeholder
from guide.inspect import Promise, Proof, Wanted
from guide.kitchen import Kitchen
from guide.place import Problem, arrange, counted
from guide.progress import Progress
from guide.reading import read
from guide.typography import typeset

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Outcome:
    """What a build came to: every problem and remark, and the edition when there was none that stops it."""

    kitchen: Kitchen | None
    problems: list[Problem]
    pdf: bytes = field(default=b"", repr=False)
    facts: dict | None = None

    @property
    def failed(self) -> bool:
        """Whether something stopped the edition."""
        return any(not problem.remark for problem in self.problems)


def build(root: Path, output: Path | None, progress: Progress, cache: Path = PROJECT / ".cache") -> Outcome:
    """An edition of the guide below `root`, published into `output` (None: only printed) when nothing is wrong with it.

    Raises OSError when the output cannot be written.
    """
    kitchen, problems = read(root)
    if kitchen is None or any(not problem.remark for problem in problems):
        return Outcome(kitchen, problems)
    progress.stage(f"read {counted(len(kitchen.cards), 'recipe')}, {counted(len(kitchen.pantry.items), 'pantry item')}, {counted(len(kitchen.pages), 'page')} of prose")

    if output is not None:
        # A folder that cannot be written is told before the minute of printing, not after.
        output.mkdir(parents=True, exist_ok=True)
    signatures = book.fold(kitchen)
    templates = root / "templates" if (root / "templates").is_dir() else PROJECT / "templates"
    try:
        sheet = pages.lay_out(kitchen, signatures, templates, fonts.cuts(cache))
    except pages.BadTemplate as error:
        return Outcome(kitchen, arrange([*problems, error.problem]))
    progress.stage(f"laid out {len(signatures)} signatures")
    with progress.bar("pages", _pages_before(output)) as reach:
        printed = press.print_sheet(sheet, reach)
    progress.stage("printed")

    proof = Proof(printed.pdf, kitchen.brand, promises(kitchen, signatures), outline(kitchen, signatures), links(kitchen),
                  printed.warnings, kitchen.pantry.units.printed())  # fmt: skip
    problems = arrange([*problems, *inspect.inspect(proof)])
    outcome = Outcome(kitchen, problems)
    if outcome.failed:
        return outcome
    progress.stage(f"inspected {len(proof.pages)} pages, {sum(len(promise.wanted) for promise in proof.promises)} passages")
    recipes = [(card.slug, card.recipe.title, proof.first_pages[book.address(card)]) for card in kitchen.cards]
    facts = publish.manifest(proof, recipes, press.engine())
    if output is not None:
        publish.publish(output, printed.pdf, facts)
        progress.stage("published")
    return Outcome(kitchen, problems, printed.pdf, facts)


def _pages_before(output: Path | None) -> int | None:
    try:
        return int(json.loads((output / publish.MANIFEST).read_text())["pages"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def promises(kitchen: Kitchen, signatures: tuple[Signature, ...]) -> tuple[Promise, ...]:
    """What the finished file must say, signature by signature."""
    made = []
    recipes = frozenset(signature.id for signature in signatures if signature.kind == "recipe")
    indexed = frozenset(address for entry in book.index(kitchen) for _, address in entry.recipes)
    for signature in signatures:
        wanted, leads_to = [], frozenset()
        if signature.kind == "recipe":
            card = signature.content
            wanted = [Wanted(card.place(*steps), written, shown) for steps, written, shown in pages.printed(card, kitchen)]
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
        elif signature.kind == "index":
            leads_to = indexed
        else:
            brand, place = kitchen.brand, kitchen.nodes["brand.yaml"].place
            call = brand.call
            texts = (brand.title, brand.subtitle, brand.cover) if signature.kind == "cover" else (
                call.title, call.words, call.button, call.small, brand.brand, brand.address)  # fmt: skip
            wanted = [Wanted(place, text, typeset(text)) for text in texts]
        made.append(Promise(signature.id, signature.title, tuple(wanted), leads_to))
    return tuple(made)


def outline(kitchen: Kitchen, signatures: tuple[Signature, ...]) -> tuple[str, ...]:
    """The bookmarks the file must have: every chapter and recipe by its title, and each part by its own."""
    named = {"cover": "Cover", "contents": "Contents", "index": "Index by ingredient", "references": "References", "back": typeset(kitchen.brand.call.title)}
    return tuple(named.get(signature.kind) or typeset(signature.title) for signature in signatures)


def links(kitchen: Kitchen) -> frozenset[str]:
    """Every address outside the book that the file may lead to."""
    brand = kitchen.brand
    found = {link for link in (brand.site, brand.contact, brand.call.link) if not is_placeholder(link)}
    found |= {address for id in book.references(kitchen) for address in pages.addresses(kitchen.evidence[id])}
    return frozenset(found.union(*(prose.links(page) for page in kitchen.pages)))
