"""The set-up script on machines that lack something."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT

DEBIAN = "python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.fixture
def machine(tmp_path: Path):
    """A machine with a shell, a few small tools, and whatever scripts a test puts there: run(script, ...)."""
    tools, clone = tmp_path / "bin", tmp_path / "clone"
    tools.mkdir()
    clone.mkdir()
    for name in ("sh", "dirname", "cmp", "cat", "rm", "cp", "mkdir"):
        (tools / name).symlink_to(shutil.which(name))
    for name in ("run", "requirements.lock"):
        shutil.copy(PROJECT / name, clone)

    def start(*arguments: str, **scripts: str) -> subprocess.CompletedProcess:
        for name, script in {"uname": "echo Linux", "id": "echo 1000", **scripts}.items():
            tool = tools / name.replace("_", "-")
            tool.write_text(f"#!{tools}/sh\n{script}\n")
            tool.chmod(0o755)
        return subprocess.run([tools / "sh", clone / "run", *arguments], capture_output=True, text=True, env={"PATH": str(tools)}, stdin=subprocess.DEVNULL)

    return start


def test_without_python_and_without_apt_it_says_what_to_install(machine):
    done = machine("build")
    assert done.returncode == 3
    assert "This machine lacks Python 3.11 or later, or Pango" in done.stderr
    assert "install Python 3.11+ with venv, Pango and HarfBuzz (with subset) with your package manager" in done.stderr


def test_without_the_right_to_install_it_prints_the_exact_line(machine):
    done = machine("build", apt_get="exit 0")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (3, f"    sudo apt-get install -y {DEBIAN}")


def test_as_root_it_installs_and_says_so_when_that_fails(machine, tmp_path):
    done = machine("build", id="echo 0", apt_get=f'echo "$@" >> {tmp_path}/asked; exit 1')
    assert (done.returncode, done.stderr.splitlines()[-1]) == (3, f"    apt-get install -y {DEBIAN}")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[0] == f"install -y -qq --no-install-recommends {DEBIAN}" and asked[1] == "update -qq"


def test_an_older_python_is_not_taken(machine):
    done = machine("build", python3="exit 1", apt_get="exit 0")
    assert done.returncode == 3


def test_on_a_mac_without_homebrew_it_names_homebrew(machine):
    done = machine("build", uname="echo Darwin")
    assert done.returncode == 3 and "brew install python pango" in done.stderr


def test_once_set_up_it_hands_over_at_once(machine, tmp_path):
    venv = tmp_path / "clone/.venv/bin"
    venv.mkdir(parents=True)
    (venv / "python").write_text(f"#!{tmp_path}/bin/sh\n[ \"$1\" = -c ] || echo \"python $@\"\n")
    (venv / "python").chmod(0o755)
    shutil.copy(PROJECT / "requirements.lock", tmp_path / "clone/.venv")
    assert machine("check", "a b.yaml").stdout == f"python {tmp_path}/clone/build_guide.py check a b.yaml\n"
    assert machine("test", "-k", "x").stdout == "python -m pytest -k x\n"
