"""What the guide says, text by text, and whether each word about health may be said there.

A claim rule blocks, wants a finding, or wants a person; pages and the brand may be excused, with a reason that every
build lists. Recipes, chapters and templates may not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guide.core.problems import Place, Problem, did_you_mean
from guide.derive import allergens, claims
from guide.read.load import Guide
from guide.read.prose import cites, page_texts, uncited
from guide.read.yaml_nodes import Map, decode, locate, texts


def recipes_words_about_health_are_backed(guide: Guide) -> Iterator[Problem]:
    """Every text of every recipe goes through the claim rules."""
    if guide.rules:
        yield from _judged(spoken_in_recipes(guide), guide, set())


def words_about_health_are_backed(guide: Guide) -> Iterator[Problem]:
    """So does every other text: chapters, pages, the brand's words, and the templates' own."""
    if not guide.rules:
        return
    used: set[int] = set()
    yield from _judged(spoken_elsewhere(guide), guide, used)
    node = guide.nodes.get("pages/excused.yaml")
    for number, excuse in enumerate(guide.excuses):
        if number not in used:
            yield Problem(
                locate(node, (number, "words")).place,
                "stale-excuse",
                f'{excuse.file} no longer says "{excuse.words}" in a way {excuse.rule} finds',
                "take this entry out",
            )


def _judged(texts: Iterator[Said], guide: Guide, used: set[int]) -> Iterator[Problem]:
    for heard in texts:
        for claim in claims.find_claims(heard.text, guide.rules):
            place = heard.place(claim.start, claim.end - claim.start)
            words = heard.text[claim.start : claim.end]
            number = next(
                (
                    number
                    for number, excuse in enumerate(guide.excuses)
                    if _excuses(excuse, claim, place.path, words)
                ),
                None,
            )
            if number is not None:
                used.add(number)
                yield Problem(
                    place,
                    "excused",
                    f'"{words}" is let stand ({claim.rule.id}): {guide.excuses[number].reason}',
                    "take it out of pages/excused.yaml when it is no longer needed",
                    remark=True,
                )
            elif claim.severity == "block":
                yield Problem(
                    place,
                    "claim",
                    f'"{words}": {claim.rule.why}',
                    f"{claim.rule.fix} [rule {claim.rule.id}]",
                )
            elif claim.severity == "warn" and heard.excused:
                continue
            elif claim.severity == "warn" and not claims.carried(claim, heard.cited):
                kind = f" about a {claim.rule.needs}" if claim.rule.needs else ""
                yield Problem(
                    place,
                    "claim-evidence",
                    f'"{words}" cites no finding{kind} that carries it: {claim.rule.why}',
                    f"{claim.rule.fix} [rule {claim.rule.id}]",
                )
            elif claim.severity == "ask" and not (heard.cited and heard.reviewed):
                yield Problem(
                    place,
                    "claim-review",
                    f'"{words}" is for a person to read first: {claim.rule.why}',
                    f"{claim.rule.fix} [rule {claim.rule.id}]",
                )


def _excuses(excuse, claim: claims.Claim, path: str, words: str) -> bool:
    # Whoever sends a recipe cannot excuse it: only pages and the brand have excuses.
    may = path == "brand.yaml" or path.startswith("pages/")
    return (
        may
        and excuse.file == path
        and excuse.rule == claim.rule.id
        and excuse.words.casefold() in words.casefold()
    )


@dataclass(frozen=True)
class Said:
    """A text the guide prints: where its characters stand, the findings it cites, and whether a person has read it.

    Excused from citing: a template's heading, which stands over texts that cite for themselves, and a text whose
    citation is itself the mistake.
    """

    text: str
    place: Callable[[int, int], Place]
    cited: tuple = ()
    reviewed: bool = False
    excused: bool = False


def spoken_in_recipes(guide: Guide) -> Iterator[Said]:
    """Every text of every recipe, and its name."""
    for recipe_file in guide.recipe_files:
        why = recipe_file.recipe.why
        cited = (
            tuple(guide.evidence[id] for id in why.evidence if id in guide.evidence) if why else ()
        )
        reviewed = bool(recipe_file.recipe.reviewed_by)
        for key, node in recipe_file.node.entries:
            for text in texts(node):
                if key.value not in ("vessel", "reviewed_by") and not (
                    key.value == "why" and text is not recipe_file.text("why", "text")
                ):
                    mine = key.value == "why"
                    yield Said(
                        text.value,
                        text.part,
                        cited if mine else (),
                        reviewed,
                        mine and len(cited) < len(why.evidence),
                    )
        yield Said(
            recipe_file.slug.replace("-", " "),
            lambda at, width, recipe_file=recipe_file: Place(recipe_file.path),
        )


def spoken_elsewhere(guide: Guide) -> Iterator[Said]:
    """Every other text of the guide. The title and subtitle are the owner's and stand apart."""
    for chapter in (
        guide.nodes["recipes/chapters.yaml"].items if "recipes/chapters.yaml" in guide.nodes else ()
    ):
        for text in texts(chapter):
            yield Said(text.value, text.part)
    brand = guide.nodes.get("brand.yaml")
    for key, node in brand.entries if isinstance(brand, Map) else ():
        for text in texts(node) if key.value not in ("title", "subtitle") else ():
            yield Said(
                text.value.replace("-", " ") if key.value == "file" else text.value, text.part
            )
    for path in ("pantry/week.yaml", "pantry/shop.yaml"):
        for text in texts(guide.nodes[path]) if path in guide.nodes else ():
            yield Said(text.value, text.part)
    for page in guide.pages:
        for block in [page.title, *page_texts(page)]:
            cited = tuple(guide.evidence[id] for id in cites(block) if id in guide.evidence)
            # A citation is no reader: what asks for a person on a page needs an excuse that somebody wrote.
            yield Said(uncited(block), _in_page(page, uncited(block)), cited)
    for path in sorted((guide.root / "templates").glob("*.html")):
        source = decode(f"templates/{path.name}", path.read_bytes())
        for number, line in enumerate(source.lines, 1):
            # Tags and template code become blanks of the same length; what a reader is told stays where it stands.
            shown = re.sub(
                r"\{[{%#].*?[}%#]\}|<[^>]*?(?:alt|title)=|<[^>]*>", lambda m: " " * len(m[0]), line
            )
            yield Said(
                shown,
                lambda at, width, source=source, number=number: source.place(number, at + 1, width),
                excused=True,
            )


def _in_page(page, block: str) -> Callable[[int, int], Place]:
    def place(at: int, width: int) -> Place:
        words = block[at : at + width]
        # With its neighbours first: the word may stand elsewhere on the page too.
        for before, after in ((12, 12), (12, 0), (0, 12)):
            start = max(0, at - before)
            around = block[start : at + width + after]
            for number, line in enumerate(page.source.lines, 1):
                if (found := line.find(around)) >= 0:
                    return page.source.place(number, found + at - start + 1, width)
        for number, line in enumerate(page.source.lines, 1):
            if (found := line.find(words)) >= 0:
                return page.source.place(number, found + 1, width)
        # Markup stands between the letters: they are found without it, and placed with it.
        for number, line in enumerate(page.source.lines, 1):
            bare = [
                (column, character)
                for column, character in enumerate(line, 1)
                if character not in "*_`"
            ]
            if (found := "".join(character for _, character in bare).find(words)) >= 0:
                first, last = bare[found][0], bare[found + len(words) - 1][0]
                return page.source.place(number, first, last - first + 1)
        # A line's end stands between the words: the line that has the first of them.
        first = words.split()[0]
        number = next(
            (number for number, line in enumerate(page.source.lines, 1) if first in line), 1
        )
        return page.source.place(
            number, max(page.source.lines[number - 1].find(first), 0) + 1, len(first)
        )

    return place


def recipes_findings_carry_what_is_said(guide: Guide) -> Iterator[Problem]:
    """A "why" cites findings that are in the register, are about this food, and carry no more than they found."""
    for recipe_file in guide.recipe_files:
        why = recipe_file.recipe.why
        if not why:
            continue
        for number, id in enumerate(why.evidence):
            if id not in guide.evidence:
                yield Problem(
                    recipe_file.place("why", "evidence", number),
                    "unknown-evidence",
                    f'"{id}" is not in pantry/evidence.yaml',
                    did_you_mean(
                        id, guide.evidence, "cite a finding that is there, or take the why out"
                    ),
                )
            elif guide.pantry.items:
                items = [
                    (found[0], found[1].family)
                    for line in allergens.listed_lines(recipe_file.recipe)
                    if (found := guide.pantry.find(line.name))
                ]
                if not claims.speaks_of(guide.evidence[id], items):
                    yield Problem(
                        recipe_file.place("why", "evidence", number),
                        "overclaim",
                        "the finding is about foods that are not in this dish",
                        f"it is about: {', '.join(guide.evidence[id].foods)}",
                    )
        cited = [guide.evidence[id] for id in why.evidence if id in guide.evidence]
        for start, end, said_why in claims.overclaims(why.text, cited, guide.rules):
            yield Problem(
                recipe_file.place("why", "text", at=start, width=end - start),
                "overclaim",
                said_why,
                "say what the finding carries: its supports are in pantry/evidence.yaml",
            )


def findings_carry_what_is_said(guide: Guide) -> Iterator[Problem]:
    """So does each block of a page."""
    for page in guide.pages:
        for block in page_texts(page):
            for id in cites(block):
                if id not in guide.evidence:
                    yield Problem(
                        _in_page(page, f"[@{id}]")(0, len(id) + 3),
                        "unknown-evidence",
                        f'"{id}" is not in pantry/evidence.yaml',
                        did_you_mean(
                            id,
                            guide.evidence,
                            "cite a finding that is there, or take the sentence out",
                        ),
                    )
            cited = [guide.evidence[id] for id in cites(block) if id in guide.evidence]
            for start, end, said_why in claims.overclaims(uncited(block), cited, guide.rules):
                yield Problem(
                    _in_page(page, uncited(block))(start, end - start),
                    "overclaim",
                    said_why,
                    "say what the finding carries: its supports are in pantry/evidence.yaml",
                )
