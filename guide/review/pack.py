"""What the templates of the papers are given: the review pack, and the sheet for a kitchen test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from guide.derive import allergens
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import Finding
from guide.review.items import LETTERS, AskedKind, LabelRow, ReviewItem, find_label_rows
from guide.views.markup import addresses
from guide.views.recipe_view import view

# What each kind of item is called on the first page, and who is asked.
_COUNTED: tuple[tuple[AskedKind, str, str], ...] = (
    ("health", "what the guide says about health", "clinician, dietitian"),
    ("box", "boxes of safety", "clinician"),
    ("finding", "findings and their grades", "clinician, dietitian"),
    ("label", "labels that rest on judgement", "dietitian"),
)


@dataclass(frozen=True)
class CountRow:
    """A line of the first page: the numbers of a kind of item, what they are, who is asked."""

    numbers: str
    says: str
    who: str


@dataclass(frozen=True)
class FindingView:
    """A finding with its number, and where it can be read."""

    item: ReviewItem
    finding: Finding
    addresses: tuple[str, ...]

    @property
    def number(self) -> str:
        """Its number in the pack."""
        return self.item.number

    @property
    def strength(self) -> str:
        """How strong the register calls it."""
        return self.finding.strength


@dataclass(frozen=True)
class AskedView:
    """An item with the findings it stands on."""

    item: ReviewItem
    cites: tuple[FindingView, ...]


@dataclass(frozen=True)
class GroupView:
    """The items of one page, recipe or file."""

    heading: str
    about: str
    asked: tuple[AskedView, ...]


@dataclass(frozen=True)
class PackView:
    """The whole review pack."""

    counts: tuple[CountRow, ...]
    health: tuple[GroupView, ...]
    boxes: tuple[GroupView, ...]
    findings: tuple[FindingView, ...]
    labels: tuple[LabelRow, ...]


@dataclass(frozen=True)
class CookedView:
    """A recipe as a cook needs it: every text typeset, and still to be escaped."""

    title: str
    yields: str
    times: tuple[tuple[str, str], ...]
    need: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    steps: tuple[str, ...]
    besides: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SheetView:
    """The sheet of a kitchen test: what is asked, the recipe, and what its labels say."""

    item: ReviewItem
    recipe: CookedView
    contains: str
    check: str


def view_pack(items: Sequence[ReviewItem], guide: Guide) -> PackView:
    """The items as the pack shows them."""
    findings: dict[str, FindingView] = {}
    for item in items:
        if item.kind == "finding":
            finding = guide.evidence[item.about]
            findings[item.about] = FindingView(item, finding, addresses(finding))
    return PackView(
        counts=tuple(_count(items)),
        health=_group(items, "health", findings),
        boxes=_group(items, "box", findings),
        findings=tuple(findings.values()),
        labels=find_label_rows(guide),
    )


def _count(items: Sequence[ReviewItem]) -> Iterable[CountRow]:
    for kind, says, who in _COUNTED:
        many = sum(item.kind == kind for item in items)
        if many:
            letter = LETTERS[kind]
            numbers = f"{letter}1" if many == 1 else f"{letter}1 to {letter}{many}"
            yield CountRow(numbers, says, who)


def _group(
    items: Sequence[ReviewItem], kind: AskedKind, findings: dict[str, FindingView]
) -> tuple[GroupView, ...]:
    """The items of one kind, by where they stand."""
    groups = []
    wanted = [item for item in items if item.kind == kind]
    for (heading, about), found in groupby(wanted, lambda item: (item.heading, item.about)):
        asked = []
        for item in found:
            cites = tuple(findings[id] for id in item.evidence if id in findings)
            asked.append(AskedView(item, cites))
        groups.append(GroupView(heading, about, tuple(asked)))
    return tuple(groups)


def view_sheet(item: ReviewItem, recipe_file: RecipeFile, guide: Guide) -> SheetView:
    """A recipe as the sheet of its kitchen test shows it."""
    seen = view(recipe_file, guide)
    known = guide.pantry.allergens
    assert known is not None, "a guide without problems has its allergens"
    labels = allergens.derive(allergens.listed_lines(recipe_file.recipe), guide.pantry)
    groups = []
    for heading, lines in seen.groups:
        groups.append((heading, tuple(line.said for line in lines)))
    besides = [("Make ahead.", seen.ahead), ("If it goes wrong.", seen.rescue)]
    besides += [("Cook’s note.", note) for note in seen.notes]
    besides += [("Keeps in the fridge", seen.fridge), ("Keeps in the freezer", seen.freezer)]
    cooked = CookedView(
        title=" ".join(seen.title),
        yields=f"Serves {seen.serves}" if seen.serves else f"Makes {seen.makes}",
        times=(("In all", seen.total), *seen.times),
        need=seen.need,
        groups=tuple(groups),
        steps=tuple(step.said for step in seen.method),
        besides=tuple((name, said) for name, said in besides if said),
    )
    return SheetView(
        item=item,
        recipe=cooked,
        contains=allergens.sentence(allergens.spell(labels.contains, known)),
        check=allergens.sentence(allergens.spell_check(labels.check, labels.contains, known)),
    )
