"""Words about health against the rules and the register of findings.

No cure, no promise, nothing without its evidence.

A rule blocks, warns (a finding must carry the sentence) or asks (a person must have read it).
Negation only turns a block into a question. Rules and findings are data: pantry/claims.yaml,
pantry/evidence.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from guide.read.pantry_files import ClaimRules, Finding, Rule

# Letters and marks that look like others, by what they look like: curled quotes, long hyphens, a
# space that does not break, and the Greek and Cyrillic letters of Latin shape. One for one, so that
# places in a text stay true.
_LOOK_ALIKES = {
    "'": "\u2019\u2018",
    '"': "\u201c\u201d",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2212",
    " ": "\u00a0",
    "a": "\u03b1\u0430",
    "b": "\u03b2",
    "c": "\u0441",
    "e": "\u03b5\u0435",
    "i": "\u03b9\u0456",
    "k": "\u03ba",
    "l": "\u04cf",
    "n": "\u03bd",
    "o": "\u03bf\u043e",
    "p": "\u03c1\u0440",
    "t": "\u03c4",
    "u": "\u03c5\u00b5\u03bc",
    "w": "\u03c9",
    "x": "\u03c7\u0445",
    "y": "\u0443",
}
_PLAIN = str.maketrans(
    {character: plain for plain, alike in _LOOK_ALIKES.items() for character in alike}
)
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\S)[^.!?]*)*[.!?]*")


@dataclass(frozen=True)
class Claim:
    """Characters of a text that a rule speaks about, with the rule and how severe it is there."""

    rule: Rule
    severity: str
    start: int
    end: int


def plain_text(text: str) -> str:
    """A text as the rules read it: of the same length, without accents, curls and look-alikes."""
    text = text.translate(_PLAIN)
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)


@lru_cache(maxsize=128)
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)


def claim_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence of a text with where it starts."""
    for match in _SENTENCE.finditer(text):
        yield match.start(), match.group()


def find_claims(text: str, rules: ClaimRules) -> Iterator[Claim]:
    """Every claim in a text.

    A negation before a blocked one in the same sentence makes it a question for a person.
    """
    plain = plain_text(text)
    # Most texts speak of nothing the rules know, and are done with here.
    matching = [rule for rule in rules.rules if _compiled(rule.regex).search(plain)]
    if not matching:
        return
    negation = _compiled(rules.negation)
    for start, sentence in claim_sentences(plain):
        for rule in matching:
            for match in _compiled(rule.regex).finditer(sentence):
                severity: str = rule.severity
                if severity == "block" and negation.search(sentence[: match.start()]):
                    severity = "ask"
                yield Claim(
                    rule=rule,
                    severity=severity,
                    start=start + match.start(),
                    end=start + match.end(),
                )


def carried(claim: Claim, cited: Iterable[Finding]) -> bool:
    """Whether the findings a sentence cites are of the kind its words need."""
    needed = claim.rule.needs or ""
    return any(finding.domain.startswith(needed) for finding in cited)


def overclaims(
    text: str, cited: list[Finding], rules: ClaimRules | None
) -> Iterator[tuple[int, int, str]]:
    """Where a sentence says more than the findings it cites: (start, end, why).

    Nothing is found without rules.
    """
    if not cited or rules is None:
        return
    plain = plain_text(text)
    for says_too_much, rule in (
        (_lacks_eczema(cited), rules.overclaims.skin),
        (_only_observed(cited), rules.overclaims.cause),
    ):
        words = _compiled(rule.regex).search(plain)
        if words and says_too_much:
            yield words.start(), words.end(), rule.why
    rule = rules.overclaims.supplement
    if _only_supplements(cited) and not _compiled(rule.regex).search(plain):
        yield 0, len(plain), rule.why


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
