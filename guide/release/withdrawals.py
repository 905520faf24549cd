"""What was withdrawn, and what marketing writes to those who have it: for the day a label turns
out wrong.

`withdrawn.json` stands beside the manifest. The hand-over refuses every file that it lists, and
nothing of the same bytes is published again.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from guide import handover
from guide.core.paths import PROJECT
from guide.release import manifests
from guide.release.output_folder import NotOurs, OutputFolder, Withdrawn

_VERSION = 1
# What a reader of the guide is told; its words are marketing's.
NOTICE = "withdrawn.txt"
FEWEST_DIGITS, MOST_LETTERS = 16, 300
_DIGITS = re.compile(r"[0-9a-f]{16,64}", re.ASCII)


class CannotWithdraw(Exception):
    """No file is meant, or more than one; the message says what to type."""


@dataclass(frozen=True)
class Withdrawal:
    """A file that was withdrawn.

    `edition` is the name of the edition that it was when it was withdrawn, "" for an older file.
    `concerned` are the slugs of the recipes that whoever withdrew it named. `stated` is what the
    manifest said of it, and `answered` the SHA-256 of what took its place, "" for nothing so far.
    """

    sha256: str
    why: str
    file: str
    edition: str = ""
    concerned: tuple[str, ...] = ()
    answered: str = ""
    stated: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Withdrawals:
    """All that was withdrawn from a folder, in the order in which that was done."""

    all: tuple[Withdrawal, ...] = ()

    @property
    def by_digest(self) -> dict[str, Withdrawal]:
        """The same by SHA-256."""
        return {one.sha256: one for one in self.all}


@dataclass(frozen=True)
class Notice:
    """What has to be told of a withdrawn file; `instead` is the manifest's word on what took its
    place, None for nothing so far.
    """

    withdrawal: Withdrawal
    instead: Mapping[str, Any] | None


def read(folder: OutputFolder) -> Withdrawals:
    """What was withdrawn from a folder. Raises NotOurs for a file that cannot be understood."""
    text = folder.read(handover.WITHDRAWN)
    if text is None:
        return Withdrawals()
    path = folder.path / handover.WITHDRAWN
    try:
        handover.parse_withdrawn(text)
        listed = json.loads(text)["editions"]
        return Withdrawals(tuple(_parse(one) for one in listed))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NotOurs(f"{path} cannot be understood: restore it, nothing is written") from None


def recall(withdrawals: Withdrawals, standing: handover.Catalogue | None) -> Withdrawals:
    """What was withdrawn, with what only the manifest still tells of."""
    found = withdrawals
    told = standing.facts.get("withdrawn", []) if standing else []
    for one in told:
        found = add(found, Withdrawal(one["sha256"], one["why"], one["sha256"], one["edition"]))
    return found


def _parse(one: Mapping[str, Any]) -> Withdrawal:
    return Withdrawal(
        sha256=one["sha256"],
        why=one["why"],
        file=str(one["file"]),
        edition=str(one["edition"]),
        concerned=tuple(map(str, one["concerned"])),
        answered=str(one["answered"]),
        stated=dict(one["stated"]),
    )


def describe(withdrawals: Withdrawals) -> bytes:
    """The text of withdrawn.json."""
    listed = []
    for one in withdrawals.all:
        listed.append({**vars(one), "concerned": list(one.concerned)})
    return manifests.write_json({"withdrawn": _VERSION, "editions": listed}, 5)


def as_listed(withdrawals: Withdrawals) -> list[dict[str, str]]:
    """What the manifest says of what was withdrawn; `edition` is one that has no file since."""
    listed = []
    for one in withdrawals.all:
        edition = "" if one.answered else one.edition
        listed.append({"sha256": one.sha256, "why": one.why, "edition": edition})
    return listed


def refuse(withdrawals: Withdrawals, facts: manifests.Manifest) -> None:
    """Raises Withdrawn for an edition whose bytes were withdrawn."""
    found = withdrawals.by_digest.get(facts["attachment"]["sha256"])
    if found is not None:
        raise Withdrawn(
            f'these very bytes were withdrawn ({found.sha256[:16]}): "{found.why}". Mend what was '
            "wrong, then build again"
        )


def find_digest(digits: str, known: Iterable[str]) -> str:
    """The SHA-256 that begins with those digits. Raises CannotWithdraw."""
    given = digits.strip().lower()
    if not _DIGITS.fullmatch(given):
        raise CannotWithdraw(
            f'"{digits}" is no SHA-256: give the 64 digits of the file, or the {FEWEST_DIGITS} at '
            "the end of its name"
        )
    found = sorted({one for one in known if one.startswith(given)})
    if not found:
        raise CannotWithdraw(
            f"nothing that was published here begins with {given}: "
            "python -m guide.handover lists what there is"
        )
    if len(found) > 1:
        raise CannotWithdraw(f"{given} begins more than one: {', '.join(found)}; give all digits")
    return found[0]


def refuse_strange_reason(why: str) -> str:
    """The reason on one line. Raises CannotWithdraw for one that says nothing, or too much."""
    said = " ".join(why.split())
    if not any(letter.isalpha() for letter in said):
        raise CannotWithdraw('say why in words: --why "page 12 leaves out celery"')
    if len(said) > MOST_LETTERS or not said.isprintable():
        raise CannotWithdraw(f"the reason has at most {MOST_LETTERS} letters, all printable")
    return said


def name_concerned(one: Withdrawal, concerned: Sequence[str]) -> Withdrawal:
    """A withdrawal with the recipes that readers must be told of. Raises CannotWithdraw."""
    known = [recipe["slug"] for recipe in one.stated.get("recipes", [])]
    for slug in concerned:
        if known and slug not in known:
            raise CannotWithdraw(f'that file has no recipe "{slug}"; it has: {", ".join(known)}')
    return replace(one, concerned=tuple(concerned))


def add(withdrawals: Withdrawals, one: Withdrawal) -> Withdrawals:
    """What was withdrawn with one more; the first reason for a file stays."""
    if one.sha256 in withdrawals.by_digest:
        return withdrawals
    return Withdrawals((*withdrawals.all, one))


def answer(
    withdrawals: Withdrawals, editions: Mapping[str, Mapping[str, Any]]
) -> tuple[Withdrawals, tuple[Notice, ...]]:
    """The withdrawals that nothing has answered yet, as notices; those that one of the editions
    answers are marked, and told no more after that.
    """
    notices = []
    marked = []
    for one in withdrawals.all:
        instead = editions.get(one.edition)
        if one.edition and not one.answered:
            notices.append(Notice(one, instead))
            if instead is not None:
                one = replace(one, answered=instead["sha256"])
        marked.append(one)
    return Withdrawals(tuple(marked)), tuple(notices)


def find_concerned(notice: Notice) -> list[Mapping[str, Any]]:
    """The recipes of the withdrawn file that readers must be told of.

    They are those that were named; else those of which the new edition says something else or
    nothing; else, when that tells nothing, all.
    """
    recipes: Sequence[Mapping[str, Any]] = notice.withdrawal.stated.get("recipes", [])
    named = notice.withdrawal.concerned
    if named:
        return [recipe for recipe in recipes if recipe["slug"] in named]
    changed = []
    if notice.instead is not None:
        now = {recipe["slug"]: recipe for recipe in notice.instead["recipes"]}
        for recipe in recipes:
            if _is_told_otherwise(recipe, now.get(recipe["slug"])):
                changed.append(recipe)
    return changed or list(recipes)


def _is_told_otherwise(recipe: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    if now is None:
        return True
    keys = ("contains", "check", "figures", "at_least")
    return any(recipe.get(key) != now.get(key) for key in keys)


def word_notice(notice: Notice, root: Path) -> str:
    """The text for marketing, from the template of the guide below `root` or else ours."""
    own = root / "templates" / NOTICE
    template = own if own.is_file() else PROJECT / "templates" / NOTICE
    stated = notice.withdrawal.stated
    instead = notice.instead
    new_file = "it follows as soon as it is ready"
    if instead is not None:
        new_file = f"{instead['filename']} (SHA-256 {instead['sha256']})"
    words = {
        "title": stated.get("title") or "our guide",
        "month": stated.get("edition", ""),
        "edition": notice.withdrawal.edition,
        "file": notice.withdrawal.file,
        "sha256": notice.withdrawal.sha256,
        "why": notice.withdrawal.why,
        "recipes": "\n".join(_list_concerned(notice)),
        "instead": new_file,
    }
    return string.Template(template.read_text("utf-8")).safe_substitute(words)


def _list_concerned(notice: Notice) -> Iterator[str]:
    """A line for each recipe, with what its label says now and did not say."""
    now: dict[str, Mapping[str, Any]] = {}
    if notice.instead is not None:
        now = {recipe["slug"]: recipe for recipe in notice.instead["recipes"]}
    for recipe in find_concerned(notice):
        line = f"- {recipe['title']}, page {recipe['page']}"
        said = _say_difference(recipe, now.get(recipe["slug"]))
        yield f"{line}: {said}" if said else line


def _say_difference(recipe: Mapping[str, Any], now: Mapping[str, Any] | None) -> str:
    if now is None:
        return ""
    more = _list_new(now.get("contains"), recipe.get("contains"))
    check = _list_new(now.get("check"), recipe.get("check"))
    said = []
    if more:
        said.append(f"contains {', '.join(more)}")
    if check:
        said.append(f"read the packet for {', '.join(check)}")
    return "; ".join(said)


def _list_new(now: Collection[str] | None, before: Collection[str] | None) -> list[str]:
    return [one for one in now or () if one not in (before or ())]
