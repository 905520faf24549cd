"""The answers to a paper: a YAML file to fill in, read back and held against what was asked.

Each answer bears the digest of what was asked. One whose words, findings or labels have changed
since is refused: nobody has agreed to what they have not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from guide.core.problems import Mistake, Problem
from guide.parse.source import MOST_PANTRY_BYTES
from guide.parse.validation import TODO, Shape, Words, as_pydantic_error, fit
from guide.parse.yaml_nodes import Map, Node, locate, read_yaml
from guide.parse.yaml_syntax import quote
from guide.read.brand import Brand
from guide.read.recipe import Day
from guide.review.items import LETTERS, ReviewItem

AGREE, CHANGE = "agree", "change"
# So much of what is asked stands above an answer, for who fills it in.
_MOST_SHOWN = 90


def _check_answer(value: str) -> str:
    if value.strip() not in ("", AGREE, CHANGE):
        mistake = Mistake(
            "answer",
            f'"{value}" is no answer',
            f'write "{AGREE}" or "{CHANGE}", or leave "" where nobody has answered',
        )
        raise as_pydantic_error(mistake)
    return value.strip()


class Answer(Shape):
    """The answer to one number; empty where nobody has answered."""

    number: Words
    about: Words
    answer: Annotated[str, Field(strict=True), AfterValidator(_check_answer)]
    words: Annotated[str, Field(strict=True)] = ""
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Answers(Shape):
    """A file of answers, filled in for one person."""

    pack: Literal["review", "kitchen"]
    by: Words = Field(description="who answered, such as Dr Ann Example, dermatologist")
    date: Day = Field(description="the day it was signed, such as 2026-12-03")
    answers: Annotated[tuple[Answer, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Taken:
    """An answer that counts, with what it answers."""

    item: ReviewItem
    answer: str
    words: str


def write_blank(
    pack: Literal["review", "kitchen"], items: Sequence[ReviewItem], brand: Brand
) -> str:
    """The file of answers as it is before anybody has answered."""
    name = "the review pack" if pack == "review" else "a kitchen test"
    lines = [
        f"# Answers to {name} of {brand.month}, for one person: copy this file for a second.",
        "# Write who answered and when. Behind each answer: write agree or change, as was ticked,",
        "# and behind words: what was written beside it. What stays empty counts as not read.",
        "# Then type: ./run reviewed FILE",
        f"pack: {pack}",
        f"by: {TODO}",
        f"date: {TODO}",
        "answers:",
    ]
    for item in items:
        said = " ".join(item.says)
        shown = said if len(said) <= _MOST_SHOWN else f"{said[:_MOST_SHOWN].rstrip()} …"
        lines += [
            "",
            f"  # {item.heading}: {shown}",
            f"  - number: {item.number}",
            f"    about: {quote(item.about)}",
            '    answer: ""',
            '    words: ""',
            # In quotes, since YAML may take figures for a number.
            f'    digest: "{item.digest}"',
        ]
    return "\n".join(lines) + "\n"


def read_answers(
    path: str, data: bytes, current: Mapping[str, ReviewItem], today: date
) -> tuple[Answers | None, list[Taken], list[Problem]]:
    """A filled-in file, the answers in it that count, and every problem with it.

    `current` is all that could be asked now, by digest. With any problem no answer counts.
    """
    node, problems = read_yaml(path, data, MOST_PANTRY_BYTES)
    if node is None:
        return None, [], problems
    answers, misfits = fit(Answers, node)
    problems += misfits
    if answers is None:
        return None, [], problems
    if answers.date > today:
        place = locate(node, ("date",)).place
        what = "nobody has signed on a day that is still to come"
        problems.append(Problem(place, "answer", what, "write the day that stands on the paper"))
    problems += _find_wrong_answers(answers, node, current)
    if problems:
        return answers, [], problems
    taken = []
    for answer in answers.answers:
        if answer.answer:
            words = " ".join(answer.words.split())
            taken.append(Taken(current[answer.digest], answer.answer, words))
    return answers, taken, []


def _find_wrong_answers(
    answers: Answers, node: Node, current: Mapping[str, ReviewItem]
) -> Iterator[Problem]:
    """What is wrong with each answer, at its place."""
    about_now = {(item.kind, item.about) for item in current.values()}
    seen: set[str] = set()
    for number, answer in enumerate(answers.answers):
        if not answer.answer:
            continue
        entry = locate(node, ("answers", number))
        assert isinstance(entry, Map)
        place = locate(entry, ("digest",)).place
        item = current.get(answer.digest)
        if item is None:
            yield _explain_changed(answer, entry, {about for _, about in about_now})
        elif item.about != answer.about:
            what = f"{answer.number} was asked about {item.about}, not about {answer.about}"
            fix = "take number, about and digest as the empty file has them"
            yield Problem(place, "answer", what, fix)
        elif _is_of_another_kind(answers.pack, answer.number, item):
            what = f"{answer.number} of this paper asked about something else than this digest says"
            fix = "take pack, number, about and digest as the empty file has them"
            yield Problem(place, "answer", what, fix)
        elif answer.digest in seen:
            what = f"{answer.number} is answered twice"
            yield Problem(place, "answer", what, "take one of the two entries out")
        elif answer.answer == CHANGE and not answer.words.strip():
            what = f"{answer.number} is to change, and nobody says into what"
            fix = "write behind words: what stands on the paper"
            yield Problem(locate(entry, ("words",)).place, "answer", what, fix)
        seen.add(answer.digest)


def _is_of_another_kind(pack: str, number: str, item: ReviewItem) -> bool:
    """Whether an answer is signed for another paper or under another letter than was asked.

    The figure behind the letter may change with the guide, so the digest alone decides on it.
    """
    is_kitchen = item.kind == "kitchen"
    return is_kitchen != (pack == "kitchen") or not number.startswith(LETTERS[item.kind])


def _explain_changed(answer: Answer, entry: Map, about_now: Iterable[str]) -> Problem:
    """What is said of an answer to something that is no longer so."""
    place = locate(entry, ("number",)).place
    what = f"what {answer.number} asked about {answer.about} has changed since it was printed"
    if answer.about not in about_now:
        what = f"the guide says no longer what {answer.number} asked about {answer.about}"
    fix = 'print it anew with ./run review-pack and ask again, or make the answer empty: answer: ""'
    return Problem(place, "answer-changed", what, fix)
