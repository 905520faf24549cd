"""The set-up script on machines that lack something."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT

DEBIAN = "python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
TYPE = "Type this, then try again:"
NO_PYTHON = f"This machine lacks Python 3.11, 3.12, 3.13 or 3.14 (with venv). {TYPE}"
NO_PANGO = f"This machine lacks Pango, which draws the letters. {TYPE}"
SETTING_UP = "Setting up .venv with the Python packages (once) ..."
ADDING = "Adding the packages for tests and lint (once) ..."
CHECKS = (
    "-m ruff format --check",
    "-m ruff check",
    "-m mypy --strict guide",
    ".ci/lint-workflows.py",
)
# What stands for a Python: `-` runs a question from standard input, `-c` asks whether .venv is of
# this Python, `-m venv` copies the script itself into a new folder.
PYTHON = """case "$1 ${2:-}" in
"- ") case $(cat) in *ensurepip*) exit PYTHON ;; *) exit PANGO ;; esac ;;
"-c "*) exit FITS ;;
"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip") PIP ;;
*) echo "python $*" ;;
esac"""


def python(python: int = 0, pango: int = 0, fits: int = 0, pip: str = ":") -> str:
    """A Python that answers with those exit statuses; `pip` is what it does for packages."""
    return (
        PYTHON.replace("exit PYTHON", f"exit {python}")
        .replace("exit PANGO", f"exit {pango}")
        .replace("exit FITS", f"exit {fits}")
        .replace("PIP", pip)
    )


@pytest.fixture
def machine(tmp_path: Path):
    """A machine with a shell and a few small tools: start(argument, ..., tool="its script")."""
    tools, clone = tmp_path / "bin", tmp_path / "my clone"
    tools.mkdir()
    clone.mkdir()
    for name in ("sh", "dirname", "cmp", "cat", "rm", "cp", "mkdir", "env"):
        (tools / name).symlink_to(shutil.which(name))
    for name in ("run", *(f"requirements{one}.lock" for one in ("", "-dev", "-preview"))):
        shutil.copy(PROJECT / name, clone)

    def start(
        *arguments: str, stderr: int = subprocess.PIPE, **scripts: str
    ) -> subprocess.CompletedProcess:
        for name, script in {"uname": "echo Linux", "id": "echo 1000", **scripts}.items():
            tool = tools / name.replace("python3_", "python3.").replace("_", "-")
            tool.write_text(f"#!{tools}/sh\n{script}\n")
            tool.chmod(0o755)
        return subprocess.run(
            [tools / "sh", clone / "run", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={"PATH": str(tools)},
        )

    return start


def given_up(done: subprocess.CompletedProcess) -> list[str]:
    """What a person reads when the machine lacks something."""
    assert done.returncode == 3 and not done.stdout
    return done.stderr.splitlines()


def test_without_python_and_without_apt_it_says_what_to_install(machine):
    assert given_up(machine("build")) == [
        NO_PYTHON,
        "    install Python with venv, Pango and HarfBuzz (with subset) with your package manager",
    ]


def test_a_python_without_pango_is_not_enough(machine):
    assert given_up(machine("build", python3=python(pango=1)))[0] == NO_PANGO


def test_without_the_right_to_install_it_prints_the_exact_line(machine):
    lines = given_up(machine("build", apt_get="exit 0", sudo="exit 1"))
    assert lines == [NO_PYTHON, f"    sudo apt-get install -y {DEBIAN}"]


def test_without_sudo_it_prints_the_line_for_the_password_of_root(machine):
    lines = given_up(machine("build", apt_get="exit 0"))
    assert lines == [NO_PYTHON, f"    su -c 'apt-get update && apt-get install -y {DEBIAN}'"]


def test_as_root_it_installs_and_says_so_when_that_fails(machine, tmp_path):
    done = machine(
        "build", id="echo 0", apt_get=f'echo "$@" >> {tmp_path}/asked; echo no room >&2; exit 1'
    )
    assert given_up(done) == [
        f"Installing {DEBIAN} (once) ...",
        "no room",
        f"The packages could not be installed; the lines above say why. {TYPE}",
        f"    apt-get update && apt-get install -y {DEBIAN}",
    ]
    asked = (tmp_path / "asked").read_text().splitlines()
    assert (
        asked[0] == f"install -y -qq --no-install-recommends {DEBIAN}" and asked[1] == "update -qq"
    )


def test_with_sudo_no_question_is_asked_while_packages_are_installed(machine, tmp_path):
    # sudo passes no surroundings on.
    machine(
        "build",
        sudo='[ "$1" = -n ] || exec env -i PATH="$PATH" "$@"',
        apt_get=f'echo "$DEBIAN_FRONTEND" > {tmp_path}/front',
    )
    assert (tmp_path / "front").read_text() == "noninteractive\n"


def test_a_system_whose_packages_are_too_old_is_told_so(machine):
    lines = given_up(machine("build", id="echo 0", apt_get="exit 0", python3=python(python=1)))
    last = "    install a newer release of this system, or build on another"
    assert lines[-2:] == [NO_PYTHON, last]


def test_the_first_python_that_will_do_and_finds_pango_is_taken(machine):
    done = machine(
        "check", python3=python(python=1), python3_14=python(pango=1), python3_12=python()
    )
    assert (done.returncode, done.stderr) == (0, f"{SETTING_UP}\n")


def test_on_a_mac_without_homebrew_it_names_homebrew(machine):
    lines = given_up(machine("build", uname="echo Darwin"))
    assert lines == [NO_PYTHON, "    brew install python pango    (Homebrew first: see brew.sh)"]


def test_on_a_mac_homebrew_installs_what_is_lacking(machine, tmp_path):
    lines = given_up(machine("build", uname="echo Darwin", brew=f'echo "$@" >> {tmp_path}/asked'))
    assert lines == ["Installing pango with brew ...", NO_PYTHON, "    brew install python pango"]
    assert (tmp_path / "asked").read_text().splitlines() == ["install pango", "install python"]


def test_it_sets_up_once_then_hands_over_at_once(machine, tmp_path):
    pip = "echo WARNING: no cache >&2"
    first, again = (
        machine("check", "a b.yaml", python3=python(pip=pip)),
        machine("check", "a b.yaml"),
    )
    assert first.stderr == f"{SETTING_UP}\n" and not again.stderr
    said = f"python {tmp_path}/my clone/build_guide.py check a b.yaml\n"
    assert first.stdout == again.stdout == said


def test_what_only_tests_need_is_added_when_they_are_first_asked_for(machine, tmp_path):
    def installed() -> list[str]:
        return [line.rpartition("/")[2] for line in asked.read_text().splitlines()]

    asked = tmp_path / "asked"
    machine("check", python3=python(pip=f'echo "$*" >> {asked}'))
    assert installed() == ["requirements.lock"]
    first, again = machine("test", "-k", "x"), machine("test", "-k", "x")
    assert first.stderr == f"{ADDING}\n" and not again.stderr
    assert first.stdout == again.stdout == "python -m pytest -k x\n"
    assert not machine("lint").stderr
    assert installed() == ["requirements.lock", "requirements-dev.lock"]


def test_what_only_the_preview_needs_is_added_when_it_is_first_asked_for(machine, tmp_path):
    asked = tmp_path / "asked"
    machine("check", python3=python(pip=f'echo "$*" >> {asked}'))
    first, again = machine("check", "--watch"), machine("preview", "pea-soup")
    assert first.stderr == "Adding the packages for the preview (once) ...\n" and not again.stderr
    assert again.stdout.endswith("build_guide.py preview pea-soup\n")
    assert [line.rpartition("/")[2] for line in asked.read_text().splitlines()] == [
        "requirements.lock",
        "requirements-preview.lock",
    ]


def test_test_packages_that_cannot_be_had_are_tried_again(machine):
    machine(
        "check", python3=python(pip='case "$*" in *-dev.lock) echo no network >&2; exit 1; esac')
    )
    for _ in range(2):
        assert given_up(machine("test"))[:2] == [ADDING, "no network"]
    assert machine("check").returncode == 0, "a build does without them"


def test_another_lock_for_tests_is_installed_and_nothing_is_set_up_anew(machine, tmp_path):
    machine("test", python3=python())
    with (tmp_path / "my clone/requirements-dev.lock").open("a") as lock:
        lock.write("# changed\n")
    assert machine("test").stderr == f"{ADDING}\n"


def test_lint_runs_every_check_and_fails_when_one_does(machine, tmp_path):
    asked = "".join(f"python {check}\n" for check in CHECKS)
    done = machine("lint", python3=python())
    assert (done.returncode, done.stdout) == (0, asked)
    for check in CHECKS:
        # A Python of which this one check fails.
        fails = f'case "$*" in "{check}") echo failed; exit 1; esac\n'
        (tmp_path / "my clone/.venv/bin/python").write_text(
            f"#!{tmp_path}/bin/sh\n{fails}{python()}"
        )
        done = machine("lint")
        assert done.returncode == 1
        assert done.stdout == asked.replace(f"python {check}\n", "failed\n")


def test_on_a_terminal_it_counts_the_packages(machine):
    ours, theirs = pty.openpty()
    pip = 'echo "Collecting aiosmtpd==1.4.6 (from x)"; echo Installing all'
    done = machine("check", stderr=theirs, python3=python(pip=pip))
    os.close(theirs)
    said = ""
    # A terminal hands over what it has, which may be the first line alone.
    while "installing" not in said:
        said += os.read(ours, 4096).decode()
    total = (PROJECT / "requirements.lock").read_text().count("==")
    assert done.returncode == 0 and f"\r\x1b[K  1 of {total}  aiosmtpd==1.4.6\r" in said
    assert "  installing\r" in said
    os.close(ours)


def test_a_set_up_that_was_interrupted_is_done_again(machine):
    stopped = machine("check", python3=python(pip="kill -9 $PPID; exit 1"))
    assert stopped.returncode == -9
    assert machine("check", python3=python()).stderr == f"{SETTING_UP}\n"
    assert not machine("check").stderr


def test_packages_that_cannot_be_had_are_told_and_tried_again(machine):
    for _ in range(2):
        pip = "echo WARNING: Retrying >&2; echo no network >&2; exit 1"
        lines = given_up(machine("check", python3=python(pip=pip)))
        assert lines == [
            SETTING_UP,
            "no network",
            (
                "The Python packages could not be installed; the lines above say why. "
                "Check the network, then type the same again."
            ),
        ]


def test_a_venv_whose_python_was_replaced_is_set_up_again(machine):
    machine("check", python3=python(fits=1))
    assert machine("check", python3=python()).stderr == f"{SETTING_UP}\n"


def test_a_venv_whose_python_is_gone_is_set_up_again(machine, tmp_path):
    machine("check", python3=python())
    (tmp_path / "my clone/.venv/bin/python").unlink()
    (tmp_path / "my clone/.venv/bin/python").symlink_to("python3.99")
    assert machine("check").stderr == f"{SETTING_UP}\n"


def test_a_venv_that_cannot_be_made_is_told(machine, tmp_path):
    broken = python().replace('mkdir -p "$3/bin" &&', "echo no space >&2; exit 1;")
    assert given_up(machine("check", python3=broken)) == [
        SETTING_UP,
        "no space",
        f"The folder {tmp_path}/my clone/.venv could not be made; the lines above say why. {TYPE}",
        f"    rm -rf '{tmp_path}/my clone/.venv'",
    ]


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_installed(machine, tmp_path):
    # Root may write everywhere, so `[` says here that it may not.
    script = (PROJECT / "run").read_text().replace('[ -w "$1" ]', "false")
    (tmp_path / "my clone/run").write_text(script)
    assert given_up(machine("check", python3=python())) == [
        f"The folder {tmp_path}/my clone cannot be written. {TYPE}",
        f"    cp -r '{tmp_path}/my clone' ~/guide && cd ~/guide",
    ]


def test_a_venv_of_somebody_else_is_told(machine, tmp_path):
    (tmp_path / "bin/rm").unlink()
    assert given_up(machine("check", python3=python(), rm="exit 1")) == [
        f"The folder {tmp_path}/my clone/.venv is somebody else's. {TYPE}",
        f"    sudo rm -rf '{tmp_path}/my clone/.venv'",
    ]


def bare(tmp_path: Path, script: str, **tools: str) -> subprocess.CompletedProcess:
    """What a script that makes a bare root says on a machine with those tools and few others."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "bash", "env", "dirname", "mktemp", "rm", "chmod", "tail", "sed"):
        (folder / name).symlink_to(shutil.which(name))
    for name, what in tools.items():
        tool = folder / name.replace("_", "-")
        tool.write_text(f"#!{folder}/sh\n{what}\n")
        tool.chmod(0o755)
    return subprocess.run(
        [PROJECT / script],
        capture_output=True,
        text=True,
        env={"PATH": str(folder)},
        stdin=subprocess.DEVNULL,
    )


def test_ci_fails_where_debootstrap_cannot_be_had(tmp_path):
    done = bare(tmp_path, ".ci/run", apt_get="exit 1")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "A bare Debian 13 root cannot be made: debootstrap could not be installed.\n"
    )


@pytest.mark.parametrize("script", [".ci/run", "tests/bare_machine.sh", "tests/hard_places.sh"])
def test_a_bare_root_that_cannot_be_made_is_told(tmp_path, script):
    done = bare(tmp_path, script, id="echo 1000", debootstrap="exit 1")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("A bare Debian root cannot be made by this user: type sudo ")


def test_a_bare_root_needs_debootstrap(tmp_path):
    done = bare(tmp_path, "tests/bare_machine.sh", id="echo 0")
    assert (done.returncode, done.stderr) == (
        3,
        "A bare Debian root cannot be made: type apt-get install debootstrap\n",
    )


def test_a_release_that_cannot_be_made_fails_and_the_next_has_its_turn(tmp_path):
    done = bare(
        tmp_path,
        "tests/bare_machine.sh",
        id="echo 0",
        mkdir=":",
        mountpoint="exit 1",
        debootstrap='echo "no $3"; exit 1',
    )
    assert (done.returncode, done.stdout) == (1, "")
    for suite in ("bookworm", "trixie"):
        assert (
            f"  {suite}: making a bare root\n"
            f"a bare {suite} could not be made: debootstrap failed; the last lines it said:\n"
            f"    no {suite}\n"
        ) in done.stderr
