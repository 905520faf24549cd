"""A recipe from elsewhere as a file of this guide, and what is left for a person to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from guide.author.adaptation import adapt, split_sentences
from guide.author.draft import Draft, WrittenDraft, write_draft
from guide.author.titles import as_slug
from guide.check.reading import read_and_check
from guide.core.problems import Problem
from guide.parse.validation import TODO
from guide.read.pantry_files import WritingWords

# Kinds of problem about words that only a person may let stand; a sentence of them is left out.
_LEFT_OUT = ("claim", "claim-evidence", "claim-review", "overclaim", "typed-label", "false-promise")
# Fields of which a sentence can be left out.
_TEXTS = ("summary", "method", "notes")
# What only the owner of the guide decides, by the kind of problem and the field.
_OWNERS = (
    ("to-fill-in", "summary"),
    ("too-long", "title"),
    *((kind, "title") for kind in _LEFT_OUT),
)
_MOST_ROUNDS = 5


@dataclass(frozen=True)
class Imported:
    """A recipe as it will be written, and what is left to do.

    `path` is from the guide's root. `problems` stand in the text as comments too; `decisions` and
    `left_out` are for the owner.
    """

    path: str
    text: str
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    decisions: tuple[str, ...]
    left_out: tuple[str, ...]


def import_draft(draft: Draft, chapter: str, root: Path, words: WritingWords) -> Imported:
    """The draft as a file of a chapter of the guide below `root`, checked."""
    adapted = adapt(draft, words)
    kept = adapted.draft
    left_out = list(adapted.left_out)
    path = f"recipes/{chapter}/{as_slug(kept.title)}.yaml"
    written, problems = _check(kept, path, root)
    for _ in range(_MOST_ROUNDS):
        kept, cut = _leave_out(kept, written, problems)
        if not cut:
            break
        left_out += cut
        written, problems = _check(kept, path, root)
    text = _add_comments(written, problems)
    problems = _problems_of(text, path, root)
    final = replace(written, lines=_shift(written, text))
    owners, others = _part_owners(final, problems)
    return Imported(
        path=path,
        text=text,
        problems=tuple(others),
        remarks=tuple(problem for problem in problems if problem.remark),
        decisions=tuple(owners),
        left_out=tuple(left_out),
    )


def _check(draft: Draft, path: str, root: Path) -> tuple[WrittenDraft, list[Problem]]:
    written = write_draft(draft)
    return written, _problems_of(written.text, path, root)


def _problems_of(text: str, path: str, root: Path) -> list[Problem]:
    """What the check finds in a file that is not written yet."""
    _, problems = read_and_check(root, [root / path], drafts={path: text.encode()})
    return [problem for problem in problems if problem.place.path == path]


def _leave_out(
    draft: Draft, written: WrittenDraft, problems: Iterable[Problem]
) -> tuple[Draft, list[str]]:
    """The draft without the sentences that promise something or speak of health, and those."""
    cut: list[str] = []
    for problem in problems:
        field, number = written.lines.get(problem.place.line, ("", 0))
        if problem.remark or problem.id not in _LEFT_OUT or field not in _TEXTS:
            continue
        said = problem.place.source[problem.place.column - 1 :][: problem.place.width]
        draft, sentence = _without_sentence(draft, field, number, said)
        if sentence:
            cut.append(sentence)
            # The numbers of what follows have changed: what else there is comes next time.
            break
    return draft, cut


def _without_sentence(draft: Draft, field: str, number: int, said: str) -> tuple[Draft, str]:
    """The draft without the first sentence of a text that has those words, and the sentence."""
    texts = [draft.summary] if field == "summary" else list(getattr(draft, field))
    sentences = split_sentences(texts[number])
    for at, sentence in enumerate(sentences):
        if said in sentence or len(sentences) == 1:
            texts[number] = " ".join(sentences[:at] + sentences[at + 1 :])
            kept = tuple(text for text in texts if text)
            if field == "summary":
                return replace(draft, summary=texts[0]), sentence
            if field == "notes":
                return replace(draft, notes=kept), sentence
            return replace(draft, method=kept), sentence
    return draft, ""


def _add_comments(written: WrittenDraft, problems: Iterable[Problem]) -> str:
    """The text with what is left to do above the line that it is about."""
    by_line: dict[int, list[str]] = {}
    for problem in problems:
        if problem.remark or problem.id == "to-fill-in":
            continue
        said = f"# {TODO}: {problem.what}; {problem.fix}"
        by_line.setdefault(problem.place.line, []).append(" ".join(said.split()))
    lines: list[str] = []
    for number, line in enumerate(written.text.splitlines(), 1):
        indent = line[: len(line) - len(line.lstrip())]
        lines += [f"{indent}{comment}" for comment in dict.fromkeys(by_line.get(number, ()))]
        lines.append(line)
    return "\n".join(lines) + "\n"


def _shift(written: WrittenDraft, text: str) -> dict[int, tuple[str, int]]:
    """Where the draft's texts stand after comments came between them."""
    shifted: dict[int, tuple[str, int]] = {}
    old = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(f"# {TODO}: "):
            continue
        old += 1
        if old in written.lines:
            shifted[number] = written.lines[old]
    return shifted


def _part_owners(
    written: WrittenDraft, problems: Iterable[Problem]
) -> tuple[list[str], list[Problem]]:
    """What only the owner decides, in words, and the problems that anyone can mend."""
    owners: list[str] = []
    others: list[Problem] = []
    for problem in problems:
        field, _ = written.lines.get(problem.place.line, ("", 0))
        is_owners = problem.id == "rights" or (problem.id, field) in _OWNERS
        if is_owners:
            owners.append(
                f"{problem.place.path}:{problem.place.line}: {problem.what}; {problem.fix}"
            )
        elif not problem.remark:
            others.append(problem)
    return owners, others
