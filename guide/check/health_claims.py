"""What the guide says about health, text by text, and whether it may be said there.

A rule of pantry/claims.yaml blocks some words, wants a finding for them, or wants a person to read
them first. Words of pages, the brand and editions may be excused in pages/excused.yaml, with a
reason that every build lists. Words of recipes, chapters and templates may not.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from guide.check.allergen_texts import find_line_texts
from guide.check.places import (
    BRAND_FILE,
    CHAPTERS_FILE,
    EXCUSED_FILE,
    FOOD_WORDINGS_FILE,
    SHOP_FILE,
    WEEK_FILE,
    WORDINGS_FILE,
    FindPlace,
    find_texts,
    place_in,
    places_in_file,
    places_in_line,
    places_in_page,
)
from guide.core.cache import Recent
from guide.core.problems import Place, Problem, did_you_mean, listed
from guide.derive import allergens, claims
from guide.parse.source import MOST_PANTRY_BYTES, decode
from guide.parse.yaml_nodes import List, Map, Text, texts
from guide.read.declared_editions import EDITIONS_FILE
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import ClaimRules, Excuse, Finding, Lexicon
from guide.read.prose import Page, cites, page_texts, uncited

# Files whose every text is printed, or may be.
_PRINTED_FILES = (CHAPTERS_FILE, WEEK_FILE, SHOP_FILE, WORDINGS_FILE, FOOD_WORDINGS_FILE)
# Fields of a recipe that are not printed as words of the guide: a choice, and a person's name.
NOT_JUDGED = ("vessel", "reviewed_by", "photo")
# The fields of an edition that are printed as they are, and those that name its file.
_SAID_IN_EDITIONS = ("subtitle", "note", "call")
_NAMES_OF_EDITIONS = ("name", "file")
# The rule of excuses for words that guide/check/allergen_promises.py finds.
PROMISE_RULE = "allergen-promise"
# The claims of so many texts are remembered.
_MOST_TEXTS = 1000
# How a page grades what it cites, in the words of the boxes of the recipes.
_GRADE = re.compile(r"Evidence: (\w+)")
# Tags and template code; the words of an image's description are read aloud, so they stay.
_MARKUP = re.compile(r"\{[{%#](?:(?!\{[{%#]).)*?[}%#]\}|<[^<>]*?(?:alt|title)=|<[^<>]*>")


@dataclass(frozen=True)
class PrintedText:
    """A text that the guide prints.

    `find_place` places its characters, `cited` are its findings, `reviewed` says that a person has
    read it. `exempt` frees it from citing a finding: a heading in a template, which stands over
    texts that cite for themselves, and a text whose citation is itself a mistake. `of_page` says
    that it stands in pages/, `is_line` that it is an ingredient line.
    """

    words: str
    find_place: FindPlace
    cited: tuple[Finding, ...] = ()
    reviewed: bool = False
    exempt: bool = False
    of_page: bool = False
    is_line: bool = False


@dataclass(frozen=True)
class FoundClaim:
    """Some words of a printed text that a rule speaks about, and where they stand."""

    text: PrintedText
    claim: claims.Claim
    place: Place
    words: str


def recipes_words_about_health_are_backed(guide: Guide) -> Iterator[Problem]:
    """Every text of every recipe keeps to the rules about words."""
    if guide.rules is None:
        return
    for found in _find_claims(texts_of_recipes(guide), guide):
        yield from _judge(found)


def find_health_texts(printed: Iterable[PrintedText], guide: Guide) -> Iterator[PrintedText]:
    """Those texts that a rule about health speaks of, excused or not, each once."""
    last: PrintedText | None = None
    for found in _find_claims(printed, guide):
        if found.text is not last:
            yield found.text
        last = found.text


def judge_texts(printed: Iterable[PrintedText], guide: Guide) -> Iterator[Problem]:
    """What is wrong with texts that are not printed in the book, and that nothing excuses."""
    for found in _find_claims(printed, guide):
        yield from _judge(found)


def words_about_health_are_backed(guide: Guide) -> Iterator[Problem]:
    """So does every other text, unless it is excused; and no excuse is left over."""
    if guide.rules is None:
        return
    used: set[int] = set()
    for found in _find_claims(texts_besides_recipes(guide), guide):
        number = find_excuse(found.place, found.words, found.claim.rule.id, guide.excuses)
        if number is None:
            yield from _judge(found)
        else:
            used.add(number)
            yield describe_excused(found.place, found.words, guide.excuses[number])
    rules = {excuse.rule for excuse in guide.excuses if excuse.rule != PROMISE_RULE}
    yield from find_stale_excuses(guide, used, rules)


def find_stale_excuses(
    guide: Guide, used: Container[int], rules: Container[str]
) -> Iterator[Problem]:
    """The excuses for those rules that no words needed; `used` are numbers of excuses, from 0."""
    for number, excuse in enumerate(guide.excuses):
        # A guide without templates of its own uses the program's; one need not declare editions.
        is_template = excuse.file.startswith("templates/")
        if is_template and not _has_template(guide, excuse.file):
            continue
        if excuse.file == EDITIONS_FILE and not guide.declared:
            continue
        if excuse.rule in rules and number not in used:
            place = place_in(guide, EXCUSED_FILE, number, "words")
            words = listed(excuse.words)
            what = f"{excuse.file} no longer says {words} in a way {excuse.rule} finds"
            yield Problem(place, "stale-excuse", what, "take this entry out")


def _find_claims(printed: Iterable[PrintedText], guide: Guide) -> Iterator[FoundClaim]:
    if guide.rules is None:
        return
    for text in printed:
        for claim in _list_claims(text.words, guide.rules, guide.lexicon):
            place = text.find_place(claim.start, claim.end - claim.start)
            words = text.words[claim.start : claim.end]
            if not (text.is_line and _names_product(words, claim.rule.id, guide.rules)):
                yield FoundClaim(text, claim, place, words)


def _list_claims(words: str, rules: ClaimRules, lexicon: Lexicon | None) -> Iterable[claims.Claim]:
    """The claims of a text; many stand in several recipes, or again with a swap made."""
    if lexicon is None:
        return claims.find_claims(words, rules)
    said = lexicon.memo.once_of("claims said", (rules,), lambda: Recent(_MOST_TEXTS))
    return said.once(words, lambda: tuple(claims.find_claims(words, rules, lexicon)))


def _names_product(words: str, rule_id: str, rules: ClaimRules) -> bool:
    """Whether words of an ingredient line say which food to buy: stock, low salt."""
    for rule in rules.rules:
        if rule.id == rule_id and rule.of_products is not None:
            return re.fullmatch(rule.of_products, words, re.IGNORECASE) is not None
    return False


def _judge(found: FoundClaim) -> Iterator[Problem]:
    """What is wrong with words that nobody has excused; nothing when they may stand."""
    text = found.text
    words = found.words
    rule = found.claim.rule
    severity = found.claim.severity
    fix = f"{rule.fix} [rule {rule.id}]"
    if _may_be_excused(found.place.path):
        fix += "; what must stand needs an entry in pages/excused.yaml: file, rule, words, reason"
    if severity == "block":
        what = f'"{words}": {rule.why}'
        yield Problem(found.place, "claim", what, fix)
    elif severity == "warn":
        if text.exempt or claims.carried(found.claim, text.cited):
            return
        finding = "finding"
        if rule.needs:
            finding = f"finding about a {rule.needs}"
        what = f'"{words}" cites no {finding} that carries it: {rule.why}'
        yield Problem(found.place, "claim-evidence", what, fix)
    elif severity == "ask":
        # What a page says with a finding beside it, its editors have weighed.
        is_weighed = text.reviewed or (text.of_page and found.claim.of_lexicon)
        if text.cited and is_weighed:
            return
        what = f'"{words}" is for a person to read first: {rule.why}'
        yield Problem(found.place, "claim-review", what, fix)


def _may_be_excused(path: str) -> bool:
    """Whether words of that file may have an excuse, whatever the rule."""
    return path in (BRAND_FILE, EDITIONS_FILE) or path.startswith(("pages/", "pantry/"))


def find_excuse(place: Place, found: str, rule: str, excuses: Iterable[Excuse]) -> int | None:
    """The number, from 0, of the first excuse for words a rule found; None when there is none."""
    path = place.path
    # Who sends a recipe cannot excuse it: only pages and the brand have excuses, and templates and
    # chapters have them for what sounds like a promise.
    has_excuses = _may_be_excused(path)
    if rule == PROMISE_RULE:
        has_excuses = has_excuses or path == CHAPTERS_FILE or path.startswith("templates/")
    if not has_excuses:
        return None
    words = found.casefold()
    for number, excuse in enumerate(excuses):
        is_here = excuse.file == path and excuse.rule == rule
        if is_here and any(excused.casefold() in words for excused in excuse.words):
            return number
    return None


def describe_excused(place: Place, words: str, excuse: Excuse) -> Problem:
    """A remark on words that an excuse lets stand."""
    what = f'"{words}" is let stand ({excuse.rule}): {excuse.reason}'
    if excuse.since:
        what += f"; since {excuse.since}"
    fix = "take it out of pages/excused.yaml when it is no longer needed"
    return Problem(place, "excused", what, fix, remark=True)


def texts_of_recipes(guide: Guide) -> Iterator[PrintedText]:
    """Every text of every recipe, and its file's name, which is its address in the book."""
    for recipe_file in guide.recipe_files:
        yield from _texts_of_recipe(recipe_file)
        yield from _why_of_recipe(recipe_file, guide)
        name = recipe_file.slug.replace("-", " ")
        yield PrintedText(name, places_in_file(recipe_file.path))


def _texts_of_recipe(recipe_file: RecipeFile) -> Iterator[PrintedText]:
    """Every text of a recipe besides its "why"."""
    reviewed = bool(recipe_file.recipe.reviewed_by)
    lines = find_line_texts(recipe_file)
    for _, text in find_texts(recipe_file, ("why", *NOT_JUDGED)):
        is_line = id(text) in lines
        yield PrintedText(text.value, text.part, reviewed=reviewed, is_line=is_line)


def _why_of_recipe(recipe_file: RecipeFile, guide: Guide) -> Iterator[PrintedText]:
    """What a recipe says about research, with the findings it cites."""
    why = recipe_file.recipe.why
    text = recipe_file.text("why", "text")
    if why is None or text is None:
        return
    cited = _known_findings(why.evidence, guide)
    reviewed = bool(recipe_file.recipe.reviewed_by)
    cites_unknown = len(cited) < len(why.evidence)
    yield PrintedText(text.value, text.part, cited, reviewed, exempt=cites_unknown)


def texts_besides_recipes(guide: Guide) -> Iterator[PrintedText]:
    """Every other text that is printed: of chapters, brand, editions, week, shop, pages and
    templates.
    """
    for path in _PRINTED_FILES:
        if path in guide.nodes:
            for text in texts(guide.nodes[path]):
                yield PrintedText(text.value, text.part)
    yield from _texts_of_brand(guide)
    yield from _texts_of_editions(guide)
    for page in guide.pages:
        yield from _texts_of_page(page, guide)
    yield from _texts_of_templates(guide)


def _texts_of_brand(guide: Guide) -> Iterator[PrintedText]:
    brand = guide.nodes.get(BRAND_FILE)
    if not isinstance(brand, Map):
        return
    for key, node in brand.entries:
        for text in texts(node):
            # The title and the subtitle are the owner's decision, and no other words.
            is_owners = guide.rules is not None and text.value in guide.rules.owners_words
            if not is_owners:
                words = text.value
                if key.value == "file":
                    words = words.replace("-", " ")
                yield PrintedText(words, text.part)


def _texts_of_editions(guide: Guide) -> Iterator[PrintedText]:
    """What single editions say besides: their titles, notes and calls, and the names of files."""
    for text in said_in_editions(guide):
        yield PrintedText(text.value, text.part)
    for entry in _declared_editions(guide):
        left_out = _words_of(entry, ("without",))
        for text in _texts_in(entry, _NAMES_OF_EDITIONS):
            yield PrintedText(_say_name(text.value, left_out), text.part)


def said_in_editions(guide: Guide) -> Iterator[Text]:
    """The texts of editions.yaml that are printed."""
    for entry in _declared_editions(guide):
        yield from _texts_in(entry, _SAID_IN_EDITIONS)


def _declared_editions(guide: Guide) -> Iterator[Map]:
    declared = guide.nodes.get(EDITIONS_FILE)
    for entry in declared.items if isinstance(declared, List) else ():
        if isinstance(entry, Map):
            yield entry


def _texts_in(entry: Map, fields: Iterable[str]) -> Iterator[Text]:
    for field in fields:
        said = entry.get(field)
        if said is not None:
            yield from texts(said)


def _words_of(entry: Map, fields: Iterable[str]) -> frozenset[str]:
    words = " ".join(text.value for text in _texts_in(entry, fields))
    return frozenset(words.replace("-", " ").split())


def _say_name(name: str, left_out: Container[str]) -> str:
    """The words of a name, but for those that say what its edition is made without."""
    words = name.removesuffix(".pdf").replace("-", " ")
    before, _, behind = words.partition("without ")
    named = [word for word in behind.split() if word != "and"]
    is_true = bool(named) and all(word in left_out for word in named)
    return before if is_true else words


def _texts_of_page(page: Page, guide: Guide) -> Iterator[PrintedText]:
    # No text of a page counts as reviewed: words that are for a person to read need an excuse.
    for block in [page.title, *page_texts(page)]:
        words = uncited(block)
        cited = _known_findings(cites(block), guide)
        yield PrintedText(words, places_in_page(page, words), cited, of_page=True)


def _has_template(guide: Guide, file: str) -> bool:
    """Whether the guide has a template of its own of that path."""
    return guide.owns_templates and file.removeprefix("templates/") in guide.templates


def _texts_of_templates(guide: Guide) -> Iterator[PrintedText]:
    if not guide.owns_templates:
        return
    for name in sorted(guide.templates):
        if not name.endswith(".html"):
            continue
        source = decode(f"templates/{name}", guide.templates[name], MOST_PANTRY_BYTES)
        for number, line in enumerate(source.lines, 1):
            # Blanks of the same length, so that the words keep their columns.
            words = _MARKUP.sub(_blank, line)
            yield PrintedText(words, places_in_line(source, number), exempt=True)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _known_findings(ids: Iterable[str], guide: Guide) -> tuple[Finding, ...]:
    """Those of the cited findings that are in pantry/evidence.yaml."""
    return tuple(guide.evidence[id] for id in ids if id in guide.evidence)


def recipes_findings_carry_what_is_said(guide: Guide) -> Iterator[Problem]:
    """A "why" cites known findings about foods of its dish, and says no more than they found."""
    for recipe_file in guide.recipe_files:
        why = recipe_file.recipe.why
        if why is None:
            continue
        yield from _unfit_findings(recipe_file, why.evidence, guide)
        cited = list(_known_findings(why.evidence, guide))
        for start, end, reason in claims.overclaims(why.text, cited, guide.rules):
            place = recipe_file.place("why", "text", at=start, width=end - start)
            yield _overclaim(place, reason)


def _unfit_findings(
    recipe_file: RecipeFile, evidence: Iterable[str], guide: Guide
) -> Iterator[Problem]:
    """The findings that a recipe cites and that are not known, or not about its foods."""
    foods = _foods_of(recipe_file, guide)
    for number, id in enumerate(evidence):
        place = recipe_file.place("why", "evidence", number)
        finding = guide.evidence.get(id)
        if finding is None:
            otherwise = "cite a finding that is there, or take the why out"
            yield _unknown_finding(place, id, guide, otherwise)
        elif guide.pantry.items and not claims.speaks_of(finding, foods):
            what = "the finding is about foods that are not in this dish"
            studied = ", ".join(finding.foods)
            yield Problem(place, "overclaim", what, f"it is about: {studied}")


def _foods_of(recipe_file: RecipeFile, guide: Guide) -> list[tuple[str, str]]:
    """The key and the family of each ingredient that the pantry knows."""
    foods: list[tuple[str, str]] = []
    for line in allergens.listed_lines(recipe_file.recipe):
        found = guide.pantry.find(line.name)
        if found is not None:
            key, item, _ = found
            foods.append((key, item.family))
    return foods


def findings_carry_what_is_said(guide: Guide) -> Iterator[Problem]:
    """Each block of a page cites known findings, and says no more than they found."""
    for page in guide.pages:
        for block in page_texts(page):
            yield from _unknown_citations(page, block, guide)
            words = uncited(block)
            find_place = places_in_page(page, words)
            cited = list(_known_findings(cites(block), guide))
            for start, end, reason in claims.overclaims(words, cited, guide.rules):
                yield _overclaim(find_place(start, end - start), reason)
            yield from _other_grades(words, cited, find_place, guide)


def _other_grades(
    words: str, cited: list[Finding], find_place: FindPlace, guide: Guide
) -> Iterator[Problem]:
    """The grades of a block that are not that of the weakest finding it cites."""
    if not cited or guide.rules is None:
        return
    strength = claims.weakest(cited, guide.rules).strength
    for grade in _GRADE.finditer(words):
        if grade[1] != strength:
            place = find_place(grade.start(1), len(grade[1]))
            what = f'the evidence is called "{grade[1]}" here and "{strength}" in the register'
            fix = f'write "Evidence: {strength}", or grade the finding in pantry/evidence.yaml'
            yield Problem(place, "evidence-grade", what, fix)


def _unknown_citations(page: Page, block: str, guide: Guide) -> Iterator[Problem]:
    otherwise = "cite a finding that is there, or take the sentence out"
    for id in cites(block):
        if id not in guide.evidence:
            citation = f"[@{id}]"
            place = places_in_page(page, citation)(0, len(citation))
            yield _unknown_finding(place, id, guide, otherwise)


def _unknown_finding(place: Place, id: str, guide: Guide, otherwise: str) -> Problem:
    what = f'"{id}" is not in pantry/evidence.yaml'
    fix = did_you_mean(id, guide.evidence, otherwise)
    return Problem(place, "unknown-evidence", what, fix)


def _overclaim(place: Place, reason: str) -> Problem:
    fix = "say what the finding carries: its supports are in pantry/evidence.yaml"
    return Problem(place, "overclaim", reason, fix)
