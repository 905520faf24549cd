"""Every kind of mistake, told as its author will read it.

A folder of tests/mistakes/ is named for a kind of problem. `edits.yaml` says what to find and what
to put in files of the little guide; `gone.txt` names files to take away, `pad.txt` a file to fill
up to a size; any other file is laid over the guide as it is. `expected.txt` is everything the
command then prints. Accept new words with: BLESS=1 ./run test tests/test_mistakes.py
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import yaml

import build_guide
from guide.check.reading import read_and_check
from guide.core.kinds import FAULTS, MISTAKES
from guide.core.problems import DOES_THIS, Problem
from tests.conftest import PROJECT

FOLDER = Path(__file__).parent / "mistakes"
CASES = sorted(path.name for path in FOLDER.iterdir())
ASIDE = {"expected.txt", "edits.yaml", "gone.txt", "pad.txt"}


def lay_over(case: Path, root: Path) -> None:
    shutil.copytree(
        case,
        root,
        symlinks=True,
        dirs_exist_ok=True,
        ignore=lambda _, names: ASIDE.intersection(names),
        copy_function=lambda source, target: (
            Path(target).unlink(missing_ok=True),
            shutil.copy2(source, target, follow_symlinks=False),
        ),
    )
    if (case / "edits.yaml").exists():
        for edit in yaml.safe_load((case / "edits.yaml").read_text()):
            text = (root / edit["file"]).read_text()
            assert edit["find"] in text, edit
            (root / edit["file"]).write_text(text.replace(edit["find"], edit["put"], 1))
    if (case / "gone.txt").exists():
        for name in (case / "gone.txt").read_text().split():
            (root / name).unlink()
    if (case / "pad.txt").exists():
        name, size = (case / "pad.txt").read_text().split()
        with (root / name).open("a") as file:
            file.write("# " + "x" * int(size))


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_its_place_and_its_fix(case, little, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    for link in (FOLDER / case).rglob("*"):
        if link.is_symlink():
            (little / link.relative_to(FOLDER / case)).unlink(missing_ok=True)
    lay_over(FOLDER / case, little)
    status = build_guide.main(["check", "--root", str(little)])
    said = capsys.readouterr().out
    expected = FOLDER / case / "expected.txt"
    if os.environ.get("BLESS"):
        expected.write_text(said)
    assert said == expected.read_text(), (
        f"if the new words are right: BLESS=1 ./run test {Path(__file__).name} -k {case}"
    )
    assert status == (0 if MISTAKES[case].startswith("remark") else 1)
    assert "Traceback" not in said
    if MISTAKES[case].startswith("remark"):
        # A remark is told without its id.
        assert case in {problem.id for problem in read_and_check(little)[1]}
    else:
        assert f"[{case}]" in said


SURE = [case for case in CASES if DOES_THIS in (FOLDER / case / "expected.txt").read_text("utf-8")]


@pytest.mark.parametrize("case", SURE)
def test_what_a_message_says_that_fix_does_it_does(case, little):
    lay_over(FOLDER / case, little)
    shutil.copy(PROJECT / "pantry/writing.yaml", little / "pantry")
    before = find_faults(little)
    sure = [problem for problem in before if problem.fix.endswith(DOES_THIS)]
    assert sure
    files = sorted({problem.place.path for problem in sure})
    options = ["fix", "--yes", "--root", str(little), *(str(little / file) for file in files)]
    assert build_guide.main(options) == 0
    after = find_faults(little)
    assert not [problem for problem in after if problem.fix.endswith(DOES_THIS)]
    # Nothing new is wrong, and nothing at all where there was nothing else.
    assert {problem.id for problem in after} <= {problem.id for problem in before}
    assert len(after) == len(before) - len(sure)


def find_faults(root: Path) -> list[Problem]:
    return [problem for problem in read_and_check(root)[1] if not problem.remark]


def test_every_kind_of_mistake_has_its_folder_and_every_folder_its_kind():
    assert sorted(MISTAKES) == CASES
    assert not set(MISTAKES) & set(FAULTS)
