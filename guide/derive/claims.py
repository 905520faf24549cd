"""Health words against the rules and the register of findings: no cure, no promise, nothing without its evidence.

A rule blocks, warns (a finding must carry the sentence) or asks (a person must have read it). Negation only turns a
block into a question. Rules and findings are data: pantry/claims.yaml, pantry/evidence.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from guide.read.pantry_files import ClaimRules, Finding, Rule

# Letters that look like others, and marks that typesetters curl: one for one, so that places stay true.
_ALIKE = str.maketrans(
    "’‘“”‐‑‒–—−\u00a0αβεικνορτυχωµμаеорсухіӏ", "''\"\"------ abeiknoptuxwuuaeopcyxil"
)
_SKIN = re.compile(
    r"\b(?:eczema|dermatitis|atopic|skin|itch\w*|flares?|rash(?:es)?)\b", re.IGNORECASE
)
_CAUSE = re.compile(
    r"\b(?:reduc\w+|lower(?:s|ed|ing)|improv\w+|prevent\w*|protect\w*|cuts?|eas(?:es|ed|ing)|help(?:s|ed|ing)?|boost\w*|decreas\w+|makes?)\b",
    re.IGNORECASE,
)
STRENGTHS = {"strong": 3, "guideline": 3, "moderate": 2, "limited": 1, "mixed": 1, "none": 1}


@dataclass(frozen=True)
class Claim:
    """A place in a text that a rule speaks about: the rule, how severe it is there, and the characters."""

    rule: Rule
    severity: str
    start: int
    end: int


def plain_text(text: str) -> str:
    """A text as the rules read it: letter for letter the same length, without accents, curls and look-alikes."""
    text = text.translate(_ALIKE)
    return (
        text
        if text.isascii()
        else "".join(unicodedata.normalize("NFD", character)[0] for character in text)
    )


@lru_cache
def _compiled(regex: str) -> re.Pattern:
    return re.compile(regex, re.IGNORECASE)


def claim_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence of a text with where it starts."""
    for match in re.finditer(r"[^.!?]+(?:[.!?](?=\S)[^.!?]*)*[.!?]*", text):
        yield match.start(), match.group()


def find_claims(text: str, rules: ClaimRules) -> Iterator[Claim]:
    """Every claim in a text; a negation before a blocked one in the same sentence makes it a question for a person."""
    said = plain_text(text)
    # Most texts speak of nothing the rules know, and are done with here.
    near = [rule for rule in rules.rules if _compiled(rule.regex).search(said)]
    for start, sentence in claim_sentences(said) if near else ():
        for rule in near:
            for match in _compiled(rule.regex).finditer(sentence):
                denied = rule.severity == "block" and _compiled(rules.negation).search(
                    sentence[: match.start()]
                )
                yield Claim(
                    rule,
                    "ask" if denied else rule.severity,
                    start + match.start(),
                    start + match.end(),
                )


def carried(claim: Claim, cited: Iterable[Finding]) -> bool:
    """Whether the findings a sentence cites are of the kind its words need."""
    return any(
        claim.rule.needs is None or finding.domain.startswith(claim.rule.needs) for finding in cited
    )


def overclaims(text: str, cited: list[Finding]) -> Iterator[tuple[int, int, str]]:
    """Where a sentence says more than its findings carry: (start, end, why)."""
    said = plain_text(text)
    if (
        cited
        and (skin := _SKIN.search(said))
        and not any(finding.domain.startswith("eczema") for finding in cited)
    ):
        yield (
            skin.start(),
            skin.end(),
            "the finding is about a blood marker or safety, and says nothing about skin",
        )
    if (
        cited
        and all(finding.study == "observational" for finding in cited)
        and (cause := _CAUSE.search(said))
    ):
        yield (
            cause.start(),
            cause.end(),
            'people were only observed: the finding carries "linked with", not a cause',
        )
    if (
        cited
        and all(finding.form == "supplement" for finding in cited)
        and "supplement" not in said.lower()
    ):
        yield 0, len(said), "the trials gave supplements, which says nothing about a cook's amount"


def speaks_of(finding: Finding, items: Iterable[tuple[str, str]]) -> bool:
    """Whether a dish of those items (key, family) has a food the finding studied; one about no food speaks of any dish."""
    return not finding.foods or any(
        key in finding.foods or family in finding.foods for key, family in items
    )


def weakest(cited: Iterable[Finding]) -> Finding:
    """The finding with the least strength: a sentence is worth no more than it."""
    return min(cited, key=lambda finding: STRENGTHS[finding.strength])
