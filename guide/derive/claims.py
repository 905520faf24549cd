"""Words about health against the rules and the register of findings.

No cure, no promise, nothing without its evidence.

A rule blocks, warns (a finding must carry the sentence) or asks (a person must have read it).
Negation only turns a block into a question. Rules and findings are data: pantry/claims.yaml,
pantry/evidence.yaml; words about health by their kind are in pantry/health-words.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from guide.core.anchors import LazyPattern, Sieve, find_needs, fold_case, make_sieve
from guide.core.folding import fold_text, read_folded
from guide.derive.health_words import find_words, has_words, read_past_kitchen
from guide.read.pantry_files import ClaimRules, Finding, Lexicon, Rule, WordGroup

# A capital letter of a rule that is no sign of the pattern, such as \W.
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\S)[^.!?]*)*[.!?]*")


@dataclass(frozen=True)
class Objection:
    """What speaks against some words: the id of the rule, why, how to mend it.

    `needs` is the kind of finding that must carry them; empty when any does.
    """

    id: str
    why: str
    fix: str
    needs: str = ""


@dataclass(frozen=True)
class Claim:
    """Characters of a text that a rule speaks about, with the rule and how severe it is there.

    `of_lexicon` says that the rule is a kind of words about health (pantry/health-words.yaml).
    """

    rule: Objection
    severity: str
    start: int
    end: int
    of_lexicon: bool = False


@lru_cache(maxsize=256)
def _compiled(regex: str) -> LazyPattern:
    """A rule for texts in small letters, which it reads twice as fast as texts in any."""
    small = _CAPITAL.sub(lambda match: match[0].lower(), regex)
    return LazyPattern(small, find_needs(regex))


def claim_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence of a text with where it starts."""
    for match in _SENTENCE.finditer(text):
        yield match.start(), match.group()


def find_claims(text: str, rules: ClaimRules, lexicon: Lexicon | None = None) -> Iterator[Claim]:
    """Every claim in a text, read in every way in which it may be read, each place once.

    A negation before a blocked one in the same sentence makes it a question for a person.
    """
    sieve = _get_sieve(rules, lexicon)
    seen: list[Claim] = []
    for folded in read_folded(text):
        for claim in _claims_in_reading(folded.text, rules, lexicon, sieve):
            start, end = folded.find_written(claim.start, claim.end)
            found = replace(claim, start=start, end=end)
            if not any(_says_the_same(found, other) for other in seen):
                seen.append(found)
    yield from seen


def _get_sieve(rules: ClaimRules, lexicon: Lexicon | None) -> Sieve:
    def make() -> Sieve:
        return make_sieve(tuple([rule.regex for rule in rules.rules]))

    # A lexicon stays for as long as its guide, and remembers what belongs to it.
    return make() if lexicon is None else lexicon.memo.once_of("sieve", (rules,), make)


def _says_the_same(claim: Claim, other: Claim) -> bool:
    """Whether another claim has been found at that place that a word there adds nothing to."""
    overlaps = claim.start < other.end and other.start < claim.end
    return overlaps and (claim.of_lexicon or claim.rule.id == other.rule.id)


def _claims_in_reading(
    text: str, rules: ClaimRules, lexicon: Lexicon | None, sieve: Sieve
) -> Iterator[Claim]:
    """The claims of one reading: those of the rules first, then words about health."""
    small = text.lower()
    # Most texts speak of nothing the rules know, and are done with here.
    if not _may_claim(small, rules, lexicon, sieve):
        return
    sentences: list[tuple[int, str]] = []
    for start, sentence in claim_sentences(small):
        if lexicon is not None:
            sentence = read_past_kitchen(sentence, lexicon)
        sentences.append((start, sentence))
    whole = "".join(sentence for _, sentence in sentences)
    letters = fold_case(whole)
    likely = [rules.rules[number] for number in sieve.sift(letters)]
    matching = [rule for rule in likely if _compiled(rule.regex).search(whole, letters)]
    negation = _compiled(rules.negation)
    for start, sentence in sentences:
        for rule in matching:
            for match in _compiled(rule.regex).find_all(sentence):
                severity: str = rule.severity
                if severity == "block" and negation.search(sentence[: match.start()]):
                    severity = "ask"
                objection = _words_of_rule(rule)
                yield Claim(objection, severity, start + match.start(), start + match.end())
    if lexicon is not None:
        for start, sentence in sentences:
            for word in find_words(sentence, lexicon):
                is_denied = negation.search(sentence[: word.start]) is not None
                severity = "block" if word.is_effect and not is_denied else "ask"
                objection = _words_of_group(word.group, severity, lexicon)
                yield Claim(objection, severity, start + word.start, start + word.end, True)


def _may_claim(small: str, rules: ClaimRules, lexicon: Lexicon | None, sieve: Sieve) -> bool:
    """Whether a text of small letters claims something, in the words of a kitchen or not."""
    letters = fold_case(small)
    for number in sieve.sift(letters):
        if _compiled(rules.rules[number].regex).search(small, letters):
            return True
    if lexicon is None:
        return False
    return any(has_words(sentence, lexicon) for _, sentence in claim_sentences(small))


def _words_of_rule(rule: Rule) -> Objection:
    return Objection(rule.id, rule.why, rule.fix, rule.needs or "")


def _words_of_group(group: WordGroup, severity: str, lexicon: Lexicon) -> Objection:
    """What is said of a word about health, and when an effect is promised of it."""
    effects = lexicon.words.effects
    if severity == "block":
        return Objection(group.id, effects.why, effects.fix)
    return Objection(group.id, group.why, group.fix)


def carried(claim: Claim, cited: Iterable[Finding]) -> bool:
    """Whether the findings a sentence cites are of the kind its words need."""
    needed = claim.rule.needs
    return any(finding.domain.startswith(needed) for finding in cited)


def overclaims(
    text: str, cited: list[Finding], rules: ClaimRules | None
) -> Iterator[tuple[int, int, str]]:
    """Where a sentence says more than the findings it cites: (start, end, why).

    Nothing is found without rules.
    """
    if not cited or rules is None:
        return
    folded = fold_text(text)
    plain = folded.text.lower()
    for says_too_much, rule in (
        (_lacks_eczema(cited), rules.overclaims.skin),
        (_only_observed(cited), rules.overclaims.cause),
    ):
        words = _compiled(rule.regex).search(plain)
        if words and says_too_much:
            start, end = folded.find_written(words.start(), words.end())
            yield start, end, rule.why
    rule = rules.overclaims.supplement
    if _only_supplements(cited) and not _compiled(rule.regex).search(plain):
        yield 0, len(text), rule.why


def _lacks_eczema(cited: list[Finding]) -> bool:
    return not any(finding.domain.startswith("eczema") for finding in cited)


def _only_observed(cited: list[Finding]) -> bool:
    return all(finding.study == "observational" for finding in cited)


def _only_supplements(cited: list[Finding]) -> bool:
    return all(finding.form == "supplement" for finding in cited)


def speaks_of(finding: Finding, items: Iterable[tuple[str, str]]) -> bool:
    """Whether a dish of those items (key, family) has a food the finding studied.

    A finding about no food speaks of any dish.
    """
    if not finding.foods:
        return True
    return any(key in finding.foods or family in finding.foods for key, family in items)


def strength_marks(rules: ClaimRules | None) -> dict[str, int]:
    """How many of the three marks are filled for each strength of a finding."""
    if rules is None:
        raise ValueError("strengths need a guide whose pantry/claims.yaml could be read")
    return rules.strengths.model_dump()


def weakest(cited: Iterable[Finding], rules: ClaimRules | None) -> Finding:
    """The finding with the least strength: a sentence is worth no more than it."""
    marks = strength_marks(rules)
    return min(cited, key=lambda finding: marks[finding.strength])
