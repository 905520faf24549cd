"""What a command prints commands no terminal, and its exit status is true whoever reads."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import build_guide
from guide.console import CarefulStream, escape, run_to_end
from guide.core import problems
from guide.core.problems import Place, Problem
from guide.core.process import MACHINE_LACKS, PROBLEMS, PROGRAM_FAILED
from tests.conftest import LITTLE, PROJECT


def in_shell(redirected: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a shell runs it, with its streams led elsewhere."""
    command = [sys.executable, str(PROJECT / "build_guide.py"), *arguments]
    return subprocess.run(
        ["sh", "-c", redirected, "sh", *command], capture_output=True, text=True, check=False
    )


def test_a_full_disk_under_standard_output_is_a_sentence_and_a_status():
    done = in_shell('"$@" >/dev/full', "check", "--root", str(LITTLE))
    assert done.returncode == MACHINE_LACKS
    assert done.stderr == "what was to be printed cannot be written (No space left on device)\n"


def test_a_reader_that_stops_changes_no_status():
    shell = '{ "$@"; echo $? >&2; } | head -c 1 >/dev/null'
    done = in_shell(
        shell, "show", "--root", str(LITTLE), str(LITTLE / "recipes/soups/pea-soup.yaml")
    )
    assert done.stderr == "0\n"


def test_streams_that_are_closed_are_led_to_nowhere():
    done = in_shell('"$@" >&- 2>&- <&-', "check", "--root", str(LITTLE))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("crème\nbrûlée\t1\u00a0g", "crème\nbrûlée\t1\u00a0g"),
        ("\x1b[31mred\x9b", "\\u001b[31mred\\u009b"),
        ("a\u202eb\u2028c\u200b", "a\\u202eb\\u2028c\\u200b"),
        ("\U000e0041", "\\udb40\\udc41"),
        ("\udcff", "\\udcff"),
    ],
)
def test_what_commands_a_terminal_is_printed_as_its_number(text, shown):
    stream = io.StringIO()
    CarefulStream(stream).write(text)
    assert stream.getvalue() == escape(text) == shown


def test_the_name_of_a_file_begins_no_line_and_no_command():
    place = Place("recipes/a\n::error file=x::b\x1b[1m\udcff.yaml")
    problem = Problem(place, "file-name", "a", "b", other=place)
    remark = Problem(place, "file-name", "a\nb", "b", remark=True)
    for said in (
        problems.tell(problem),
        problems.tell_remark(remark),
        problems.as_annotations([problem]),
    ):
        lines = said.split("\n")
        assert not any(line.startswith("::error file=x") for line in lines)
        assert "\x1b" not in said and "\udcff" not in said
    assert "\n" not in problems.tell_remark(remark)


def test_what_nobody_foresaw_is_a_sentence_with_the_places_in_the_code(capsys):
    status = run_to_end(lambda: int("x\x1b"))
    said = capsys.readouterr().err
    assert status == PROGRAM_FAILED
    assert said.startswith("the program has failed, and that is not your mistake: ValueError: ")
    assert "test_console.py:" in said and "Traceback" not in said and "\x1b" not in said


def test_too_little_memory_is_a_sentence(capsys):
    def work() -> int:
        raise MemoryError

    assert run_to_end(work) == MACHINE_LACKS
    assert "this machine has too little memory for that" in capsys.readouterr().err


def test_problems_stay_problems_when_they_cannot_be_printed():
    code = (
        "import os; from guide.console import run_to_end\n"
        "def work():\n    print('x' * 99999)\n    return 1\n"
        "os._exit(run_to_end(work))"
    )
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=PROJECT,
            env=os.environ,
            text=True,
            check=False,
        )
    assert (done.returncode, "cannot be written" in done.stderr) == (PROBLEMS, True)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(12, "Cannot allocate memory"),
        ImportError("libqpdf.so: failed to map segment from shared object"),
    ],
)
def test_memory_that_is_lacking_is_known_by_whatever_says_so(error, capsys):
    def work() -> int:
        raise error

    assert run_to_end(work) == MACHINE_LACKS
    assert "this machine has too little memory for that" in capsys.readouterr().err


def test_a_build_that_may_not_have_enough_memory_says_so(tmp_path):
    # Pango would end the process without a word.
    limited = 'ulimit -v 300000; "$@"'
    output = str(tmp_path / "out")
    done = in_shell(limited, "build", "--root", str(LITTLE), "--output", output, "--no-cache")
    assert done.returncode == MACHINE_LACKS
    assert "this machine has too little memory for that" in done.stderr
    assert not (tmp_path / "out" / "manifest.json").exists()


@pytest.mark.parametrize("gone", ["package", "file"])
def test_a_typeface_that_is_not_installed_is_a_package_that_is_lacking(
    gone, tmp_path, monkeypatch, capsys
):
    from guide.core.cache import Cache
    from guide.layout import fonts

    spec = None
    if gone == "file":
        spec = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(fonts, "find_spec", lambda _: spec)
    monkeypatch.setattr("guide.build.user_cache", lambda: Cache(None))
    given = ["build", "--root", str(LITTLE), "--output", str(tmp_path), "--no-cache"]
    assert build_guide.main(given) == MACHINE_LACKS
    assert "this Python lacks the package fontpkg_fraunces: set the machine up with" in (
        capsys.readouterr().err
    )
