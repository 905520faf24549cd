"""The command as people, scripts and pull requests meet it."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path

import pytest

import build_guide
from guide import cli
from guide.core.progress import Progress
from guide.handover import latest
from tests.conftest import LITTLE, PROJECT, told_by


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    clean = {key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"}
    return subprocess.run(
        [sys.executable, str(PROJECT / "build_guide.py"), *arguments],
        capture_output=True,
        text=True,
        env=clean | environment,
    )


def test_check_loads_nothing_that_draws():
    heavy = ("weasyprint", "jinja2", "pikepdf", "pypdfium2", "fontTools", "tqdm")
    code = f"""
import json, sys
from guide.cli import run_command
status = run_command(["check", "--root", {str(LITTLE)!r}])
print(json.dumps([status, [name for name in {heavy} if name in sys.modules]]))
"""
    assert told_by(code) == [0, []]


def test_check_of_one_recipe_tells_of_that_recipe_only(little: Path, capsys):
    for name in ("soups/pea-soup", "fish/oven-salmon"):
        path = little / f"recipes/{name}.yaml"
        path.write_text(path.read_text().replace("serves", "serve"))
    assert (
        build_guide.main(
            ["check", "--root", str(little), str(little / "recipes/soups/pea-soup.yaml")]
        )
        == 1
    )
    said = capsys.readouterr().out
    assert "pea-soup" in said and "oven-salmon" not in said
    assert said.endswith("1 problem in 1 of 3 recipes. Nothing was built.\n")
    assert (
        build_guide.main(
            ["check", "--root", str(little), str(little / "recipes/soups/carrot-soup.yaml")]
        )
        == 0
    )
    assert capsys.readouterr().out == "1 recipe checked: no problems.\n"


def test_check_of_a_file_that_is_no_recipe_is_wrong_usage(little: Path, capsys):
    for file in ("recipes/soups/gone.yaml", "brand.yaml", "recipes/chapters.yaml"):
        assert build_guide.main(["check", "--root", str(little), str(little / file)]) == 2
        assert (
            "is not a recipe of this guide: name files like recipes/chapter/name.yaml"
            in capsys.readouterr().err
        )


def test_wrong_usage_is_two():
    assert run("biuld").returncode == 2
    assert run("build", "--quiet", "--verbose").returncode == 2
    assert run("check", "--root", "/nowhere").returncode == 2
    assert run("test").stderr == "the tests are run by the set-up script: ./run test\n"


def test_the_command_offers_the_formats_there_are():
    from guide.layout.formats import FORMATS

    assert cli.PAGE_FORMATS == FORMATS


def test_json_gives_machines_the_same_list(little: Path, capsys):
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("serves", "serve"))
    assert build_guide.main(["check", "--json", "--root", str(little)]) == 1
    found = [row for row in json.loads(capsys.readouterr().out) if row["severity"] == "problem"]
    assert found == [
        {
            "severity": "problem",
            "id": "unknown-field",
            "path": "recipes/soups/pea-soup.yaml",
            "line": 3,
            "column": 1,
            "width": 5,
            "what": 'unknown field "serve"',
            "fix": 'did you mean "serves" or "serve_with"?',
        }
    ]


def test_a_pull_request_shows_each_mistake_at_its_line(little: Path, capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("serves: 2–3", "serves: 100 %, or so"))
    assert build_guide.main(["check", "--root", str(little)]) == 1
    said = capsys.readouterr().out
    assert (
        "::error file=recipes/soups/pea-soup.yaml,line=3,col=9,title=serves::"
        '"100 %25, or so" does not say how many it serves. '
        'Fix: write "4", "2–3" or "12 muffins"' in said
    )
    assert "::warning file=brand.yaml,line=11" in said


def test_a_hostile_line_cannot_command_the_terminal_or_the_pull_request(
    little: Path, capsys, monkeypatch
):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(
        path.read_text().replace("serves: 2–3", 'serves: "x\\n::error::owned\\e[31mred"')
    )
    assert build_guide.main(["check", "--root", str(little)]) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert not any(line.startswith("::error::owned") for line in said.splitlines())


@dataclass(frozen=True)
class SeenBuild:
    """A build as somebody at a terminal meets it: what is published, printed and shown."""

    output: Path
    status: int
    said: str
    seen: bytes


@pytest.fixture(scope="module")
def seen_build(tmp_path_factory) -> SeenBuild:
    """The little guide built on a terminal, without a verb and with nothing kept."""
    output = tmp_path_factory.mktemp("seen")
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, str(PROJECT / "build_guide.py"), "--root", str(LITTLE)]
    done = subprocess.Popen(
        [*command, "--output", str(output), "--no-cache", "--timings"],
        stdout=subprocess.PIPE,
        stderr=follower,
        text=True,
        env={key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"},
    )
    os.close(follower)
    seen = b""
    while True:
        try:
            data = os.read(leader, 4096)
        except OSError:
            break
        if not data:
            break
        seen += data
    os.close(leader)
    said, _ = done.communicate()
    return SeenBuild(output, done.returncode, said, seen)


def test_no_verb_means_build_and_only_a_terminal_sees_the_stages(seen_build):
    pages = latest(seen_build.output).manifest["pages"]
    seen = seen_build.seen
    assert seen_build.status == 0
    assert b"  read 3 recipes" in seen and b"  inspected %d pages" % pages in seen
    assert b"of 11 parts |" in seen and b"1 printed, 0 kept from before" in seen
    assert re.search(rb"  printed \d+ parts, 0 were kept from before", seen)
    lines = seen_build.said.splitlines()
    remark, summary = [line for line in lines if " CPU s " not in line]
    assert (
        remark == "brand.yaml:11:10: remark: [postal address of the sender] is still a placeholder"
    )
    assert summary.startswith(f"{seen_build.output}/little-guide.pdf: {pages} pages, ")
    assert summary.endswith(" seconds, 1 remark")
    assert ", 3 recipes, " in summary and " bytes, " in summary


def test_without_the_cache_everything_is_printed_and_the_time_it_took_is_told(seen_build):
    lines = [line for line in seen_build.said.splitlines() if " CPU s " in line]
    assert lines[-1].endswith(" printed in all; 0 parts kept from before")
    told = {line.split()[-1] for line in lines[:-1]}
    assert {"cover", "contents", "recipe-carrot-soup", "index", "references", "back"} <= told
    costs = [float(line.split()[0]) for line in lines[:-1]]
    assert costs == sorted(costs, reverse=True)


def test_stages_are_told_on_request_and_otherwise_not_when_piped():
    for options, told in (({"verbose": True}, 1), ({}, 0), ({"quiet": True}, 0)):
        stream = io.StringIO()
        Progress(stream=stream, **options).stage("read 3 recipes")
        assert stream.getvalue().count("read 3 recipes") == told
    assert re.fullmatch(r" +\d+\.\d s  read 3 recipes\n", _told("read 3 recipes"))


def test_what_is_done_once_on_a_machine_is_told_when_piped_too():
    first, later, quiet = (
        Progress(quiet=hushed, stream=io.StringIO()) for hushed in (False, False, True)
    )
    for progress in (first, quiet):
        progress.once("Cutting the typefaces")
    for progress in (first, later, quiet):
        with progress.bar("parts", 11) as reach:
            reach("kale-soup", 1)
    assert first.stream.getvalue() == "Cutting the typefaces (once) ...\nPrinting 11 parts ...\n"
    assert later.stream.getvalue() == quiet.stream.getvalue() == ""


def _told(said: str) -> str:
    stream = io.StringIO()
    Progress(verbose=True, stream=stream).stage(said)
    return stream.getvalue()


def test_a_build_that_is_interrupted_says_so_and_leaves_nothing(tmp_path):
    # Tests that a shell runs behind its back are deaf to Ctrl-C, and would hand that down.
    done = subprocess.Popen(
        [
            sys.executable,
            str(PROJECT / "build_guide.py"),
            "--root",
            str(LITTLE),
            "--output",
            str(tmp_path / "out"),
            "--jobs",
            "2",
            "--no-cache",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while len(workers(done.pid)) < 2:
        assert done.poll() is None
    done.send_signal(signal.SIGINT)
    _, said = done.communicate()
    # The build, its workers, whatever else it began: nothing of its group is left.
    with pytest.raises(ProcessLookupError):
        os.killpg(done.pid, 0)
    assert (done.returncode, said.splitlines()[-1:]) == (130, ["stopped; nothing was written"])
    assert list((tmp_path / "out").glob("*")) == []


def workers(pid: int) -> list[str]:
    """The processes that one has begun."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.parametrize("lacking", ["weasyprint", "yaml"])
def test_a_python_without_its_packages_is_told_what_to_type(tmp_path, lacking):
    (tmp_path / f"{lacking}.py").write_text(f"raise ModuleNotFoundError(name={lacking!r})")
    done = run(
        "--root",
        str(LITTLE),
        "--output",
        str(tmp_path / "out"),
        "--no-cache",
        PYTHONPATH=str(tmp_path),
    )
    assert (done.returncode, done.stderr) == (
        3,
        f"this Python lacks the package {lacking}: set the machine up with: ./run build\n",
    )


def test_a_machine_without_pango_is_told_what_to_type(tmp_path):
    (tmp_path / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0': not found\\nmore\")"
    )
    done = run(
        "--root",
        str(LITTLE),
        "--output",
        str(tmp_path / "out"),
        "--no-cache",
        PYTHONPATH=str(tmp_path),
    )
    assert done.returncode == 3 and "Traceback" not in done.stderr
    # A fresh clone says before that it cuts its typefaces.
    assert done.stderr.splitlines()[-2:] == [
        "Pango, which draws the letters, does not load "
        "(cannot load library 'libpango-1.0-0': not found).",
        "set the machine up anew with: rm -rf .venv && ./run build",
    ]
