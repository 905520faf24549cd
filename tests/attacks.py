"""Everything somebody may do to a guide so that the program crashes, hangs, lies or writes where it
must not; what must come instead.

    .venv/bin/python tests/attacks.py [--project FOLDER] [NAME...]

Each attack is made on a copy of the little guide, by the command itself in a process of its own.
Prints a row of a table for each; exits 1 when one succeeds. An attack fails when the command ends
in time with the right status and the right sentence, without a traceback, and without a character
that commands a terminal.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parent
LITTLE = TESTS / "little-guide"
# CPU seconds; one that hangs is ended after so many seconds on the clock.
MOST_SECONDS = 10.0
ENDED_AFTER = 150.0
# Controls, but line feeds and tabs; marks that turn the direction of text; separators of lines.
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# A line that commands a workflow and is none of ours.
FOREIGN_COMMAND = re.compile(r"^::(?!(?:error|warning) file=|notice title=words)", re.MULTILINE)
SOUP = "recipes/soups/carrot-soup.yaml"

Prepare = Callable[[Path], None]
Look = Callable[[Path], str]


def nothing(_root: Path) -> None:
    """Changes nothing."""


def no_fault(_root: Path) -> str:
    """Nothing more has to hold afterwards."""
    return ""


@dataclass(frozen=True)
class Attack:
    """What is done to the guide, with which command, and what must come.

    `does` changes the guide before; `{root}` in the command stands for its folder. `says` is
    a pattern of what must be printed, `status` the exit statuses that are right. `out` is where
    standard output goes: kept, "full", "closed" or "head" (a reader of one line). `after` looks at
    the folder and says what is wrong there. `bytes` is how much memory the process may have (0:
    any).
    """

    name: str
    command: str
    says: str
    status: tuple[int, ...] = (1,)
    does: Prepare = nothing
    seconds: float = MOST_SECONDS
    out: str = ""
    after: Look = no_fault
    memory: int = 0
    surroundings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of an attack: what is wrong ("" when it failed), exit status and CPU seconds."""

    fault: str
    status: int | None
    seconds: float
    said: str


def run(attack: Attack, project: Path = TESTS.parent, python: str = sys.executable) -> Outcome:
    """Makes an attack on a copy of the little guide that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        root = Path(folder, "guide")
        shutil.copytree(LITTLE, root)
        attack.does(root)
        outcome = _run_command(attack, root, project, python)
        wrong = outcome.fault or attack.after(root)
    return Outcome(wrong, outcome.status, outcome.seconds, outcome.said)


def _run_command(attack: Attack, root: Path, project: Path, python: str) -> Outcome:
    words = [word.format(root=root) for word in attack.command.split()]
    if words[0] != "clean" and "--root" not in words:
        words += ["--root", str(root)]
    command = [python, str(project / "build_guide.py"), *words]
    shell = {
        "": '"$@"',
        "full": '"$@" >/dev/full',
        "full-err": '"$@" >/dev/full 2>/dev/full',
        "closed": '"$@" >&-',
        "closed-err": '"$@" 2>&-',
        "head": 'exec 3>&1; { "$@"; echo "status $?" >&3; } | head -1 >/dev/null',
    }[attack.out]
    if attack.memory:
        shell = f"ulimit -v {attack.memory // 1024}; {shell}"
    environment = {key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"}
    environment |= attack.surroundings
    log = root.parent / "log"
    before = os.times()
    with log.open("wb") as written:
        process = subprocess.Popen(
            ["sh", "-c", shell, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=root,
            start_new_session=True,
        )
        try:
            status: int | None = process.wait(ENDED_AFTER)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            status = None
    after = os.times()
    seconds = after.children_user + after.children_system
    seconds -= before.children_user + before.children_system
    said = log.read_bytes().decode("utf-8", "replace")
    if attack.out == "head":
        found = re.findall(r"^status (\d+)$", said, re.MULTILINE)
        status = int(found[-1]) if found else status
    return Outcome(_find_fault(attack, status, seconds, said), status, seconds, said)


def _find_fault(attack: Attack, status: int | None, seconds: float, said: str) -> str:
    if status is None:
        return "hangs"
    last = said.strip().split("\n")[-1][:100]
    if (
        "Traceback" in said
        or "the program has failed" in said
        or re.search(r"^[\w.]+(?:Error|Exception)\b", said, re.MULTILINE)
    ):
        return f"traceback: {last}"
    if status not in attack.status:
        return f"status {status}: {last}"
    if not re.search(attack.says, said):
        return f"does not say it: {last}"
    if COMMANDS.search(said):
        return f"prints U+{ord(COMMANDS.search(said)[0]):04X} as it is"
    if FOREIGN_COMMAND.search(said):
        return "prints a workflow command"
    if seconds > attack.seconds:
        return f"takes {seconds:.0f} CPU s"
    return ""


def replaced(file: str, old: str, new: str) -> Prepare:
    """The step that puts other words into a file of the guide."""

    def do(root: Path) -> None:
        path = root / file
        text = path.read_text("utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), "utf-8")

    return do


def written(file: str, text: str | bytes) -> Prepare:
    """The step that writes a file of the guide."""

    def do(root: Path) -> None:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)

    return do


def in_turn(*steps: Prepare) -> Prepare:
    """Several steps, one after the other."""

    def do(root: Path) -> None:
        for step in steps:
            step(root)

    return do


def line(text: str) -> Prepare:
    """The step that puts another ingredient into the soup, quoted."""
    quoted = "'" + text.replace("'", "''") + "'"
    return replaced(
        SOUP, "  - 500 g carrots, sliced\n", f"  - 500 g carrots, sliced\n  - {quoted}\n"
    )


def title(text: str) -> Prepare:
    """The step that gives the soup another title."""
    return replaced(SOUP, "title: Carrot & Lemon Soup", f"title: '{text}'")


def step(text: str) -> Prepare:
    """The step that adds a step to the soup's method."""
    return replaced(SOUP, "notes:\n", f"  - '{text}'\nnotes:\n")


def own_templates(root: Path) -> None:
    """Gives the guide a copy of the templates."""
    shutil.copytree(TESTS.parent / "templates", root / "templates")


def linked_out(name: str) -> Prepare:
    """The step that moves a folder or file out of the guide, and leaves a link to it."""

    def do(root: Path) -> None:
        away = root.parent / f"away-{Path(name).name}"
        (root / name).rename(away)
        (root / name).symlink_to(away)

    return do


def unchanged(name: str, text: str) -> Look:
    """Looks whether a file beside the guide's folder says what it said."""

    def look(root: Path) -> str:
        path = (root / name).resolve()
        found = path.read_text("utf-8") if path.is_file() else "nothing"
        return "" if found == text else f"{name} was changed"

    return look


def brand_unchanged(root: Path) -> str:
    """Looks whether the brand is as it was."""
    same = (root / "brand.yaml").read_bytes() == (LITTLE / "brand.yaml").read_bytes()
    return "" if same else "brand.yaml was written over"


def built_before(root: Path) -> None:
    """Publishes an edition of the guide."""
    words = ["build", "--quiet", "--root", str(root)]
    program = TESTS.parent / "build_guide.py"
    subprocess.run([sys.executable, str(program), *words], check=True)


def locked_through(root: Path) -> None:
    """Puts a link to a file of somebody's in the place of the lock."""
    (root / "victim").write_text("mine\n")
    (root / "output").mkdir()
    (root / "output/.lock").symlink_to(root / "victim")


def fifo(name: str) -> Prepare:
    """The step that puts a FIFO there, which nobody writes into."""

    def do(root: Path) -> None:
        path = root / name
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(path)

    return do


def with_socket(root: Path) -> None:
    """Puts a socket among the recipes of a chapter."""
    here = Path.cwd()
    os.chdir(root / "recipes/soups")
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("s.yaml")
    finally:
        os.chdir(here)


def named(name: bytes) -> Prepare:
    """The step that adds a recipe with that file name."""

    def do(root: Path) -> None:
        path = root / "recipes/soups" / os.fsdecode(name)
        path.write_bytes(b"title: x\n")

    return do


def folder_full_of(count: int) -> Prepare:
    """The step that repeats an ingredient line in the soup."""

    def do(root: Path) -> None:
        lines = "  - 1 large onion\n" * count
        replaced(SOUP, "  - 500 g carrots, sliced\n", lines)(root)

    return do


def page(text: str) -> Prepare:
    """The step that writes a page of prose."""
    return written("pages/about.md", text)


def brand(old: str, new: str) -> Prepare:
    """The step that changes the brand."""
    return replaced("brand.yaml", old, new)


def _content_attacks() -> list[Attack]:
    check = "check"
    return [
        Attack("digits-title", check, r"too-long|carrot-soup", does=title("9" * 5000)),
        Attack(
            "digits-note",
            check,
            r"too-long|carrot-soup",
            does=replaced(SOUP, "  - A soup tastes", "  - '" + "9" * 5000 + "'\n  - A soup tastes"),
        ),
        Attack("digits-line", check, r"too-long|carrot-soup", does=line("9" * 5000 + " g onion")),
        Attack(
            "digits-line-decimal",
            check,
            r"too-long|carrot-soup",
            does=line("0." + "9" * 5000 + " g onion"),
        ),
        Attack(
            "digits-serves",
            check,
            r"too-long|carrot-soup",
            does=replaced(SOUP, "serves: 2", "serves: " + "9" * 5000),
        ),
        Attack(
            "digits-time",
            check,
            r"too-long|carrot-soup",
            does=replaced(SOUP, "prep: 10 min", "prep: " + "9" * 5000 + " min"),
        ),
        Attack(
            "digits-clock",
            check,
            r"too-long|carrot-soup",
            does=replaced(SOUP, "prep: 10 min", "prep: " + "9" * 5000 + ":30"),
        ),
        Attack(
            "digits-step-heat",
            check,
            r"too-long|carrot-soup",
            does=step("Heat to " + "9" * 5000 + " °C."),
        ),
        Attack(
            "digits-keeps",
            check,
            r"too-long|carrot-soup",
            does=replaced(SOUP, "fridge: 3 days", "fridge: " + "9" * 5000 + " days"),
        ),
        Attack(
            "digits-thousands",
            check,
            r"too-long|carrot-soup",
            does=line("9" + ",999" * 1500 + " g onion"),
        ),
        Attack(
            "digits-iso-time",
            check,
            r"carrot-soup",
            does=replaced(SOUP, "prep: 10 min", "prep: PT" + "9" * 5000 + "M"),
        ),
        Attack("digits-other-script", check, r"carrot-soup", does=line("٣" * 4000 + " g onion")),
        Attack("superscript-digits", check, r"carrot-soup", does=line("² g onion")),
        Attack(
            "not-eaten-unknown",
            check,
            r"carrot-soup|pantry",
            does=replaced(SOUP, "notes:", "not_eaten:\n  - 3 tbsp moondust\nnotes:"),
        ),
        Attack("spaces-line", check, r"", (0, 1), does=line("1 large onion" + " " * 3000 + "x")),
        Attack("spaces-line-60k", check, r"", (0, 1), does=line("1 large onion" + " " * 60000)),
        Attack("spaces-everywhere", check, r"", (0, 1), does=line(("1 " + " " * 200) * 250)),
        Attack("commas-line", check, r"", (0, 1), does=line("1 onion" + "," * 50000)),
        Attack("brackets-line", check, r"", (0, 1), does=line("1 onion " + "(" * 50000)),
        Attack("or-line", check, r"", (0, 1), does=line("1 onion" + " or onion" * 6000)),
        Attack("slash-line", check, r"", (0, 1), does=line("1/" * 25000 + " onion")),
        Attack("letters-line", check, r"", (1,), does=line("1 " + "a" * 55000)),
        Attack("letters-title", check, r"title", does=title("W" * 50000)),
        Attack("letters-step", check, r"", (0, 1), does=step("stir " * 10000)),
        Attack("step-of-and", check, r"", (0, 1), does=step("add the onion and " * 3000)),
        Attack("step-of-heats", check, r"", (0, 1), does=step("200 °C / " * 5000)),
        Attack("step-of-dashes", check, r"", (0, 1), does=step("- " * 25000)),
        Attack("equal-lines", check, r"", (0, 1), does=folder_full_of(2500)),
        Attack(
            "many-steps",
            check,
            r"",
            (0, 1),
            does=replaced(SOUP, "notes:\n", "  - Stir the onion.\n" * 2500 + "notes:\n"),
        ),
        Attack(
            "many-different-lines",
            check,
            r"",
            (0, 1),
            does=replaced(
                SOUP,
                "  - 500 g carrots, sliced\n",
                "".join(f"  - {n} g x{n}y\n" for n in range(2500)),
            ),
        ),
        Attack(
            "many-fields",
            check,
            r"",
            (1,),
            does=replaced(
                SOUP, "notes:\n", "".join(f"f{n}: 1\n" for n in range(4000)) + "notes:\n"
            ),
        ),
        Attack("deep", check, r"too-deep", does=written(SOUP, "title: " + "[" * 30000)),
        Attack(
            "deep-block",
            check,
            r"carrot-soup",
            does=written(SOUP, "".join(" " * n + "- x:\n" for n in range(300))),
        ),
        Attack(
            "anchors", check, r"yaml-anchor", does=written(SOUP, "a: &a [x]\n" + "b: [*a, *a]\n")
        ),
        Attack("nul", check, r"invisible", does=written(SOUP, b"title: a\x00b\n")),
        Attack("not-utf8", check, r"not-utf8", does=written(SOUP, b"title: \xff\xfe\n")),
        Attack("surrogate", check, r"not-utf8", does=written(SOUP, b"title: \xed\xa0\x80\n")),
        Attack(
            "surrogate-escaped", check, r"carrot-soup", does=written(SOUP, b'title: "\\ud800"\n')
        ),
        Attack(
            "escape-escaped",
            check,
            r"carrot-soup",
            does=replaced(SOUP, "title: Carrot & Lemon Soup", 'title: "a\\e[31mb"'),
        ),
        Attack(
            "bidi-escaped",
            check,
            r"carrot-soup",
            does=replaced(SOUP, "title: Carrot & Lemon Soup", 'title: "a\\u202Eb"'),
        ),
        Attack(
            "line-feed-escaped",
            check,
            r"",
            (0, 1),
            does=replaced(SOUP, "title: Carrot & Lemon Soup", 'title: "a\\n::error::b"'),
        ),
        Attack(
            "future-tested",
            check,
            r"2099",
            does=replaced(
                SOUP, "contributor:", "tested:\n  name: A. Cook\n  date: 2099-01-01\ncontributor:"
            ),
        ),
        Attack(
            "no-such-day",
            check,
            r"tested|date",
            does=replaced(
                SOUP, "contributor:", "tested:\n  name: A. Cook\n  date: 2026-02-31\ncontributor:"
            ),
        ),
        Attack(
            "year-zero",
            check,
            r"tested|date",
            does=replaced(
                SOUP, "contributor:", "tested:\n  name: A. Cook\n  date: 0000-01-01\ncontributor:"
            ),
        ),
        Attack(
            "future-edition",
            check,
            r"",
            (0, 1),
            does=brand('edition: "2026-11"', 'edition: "2099-11"'),
        ),
        Attack(
            "future-excuse",
            check,
            r"2099",
            does=replaced("pages/excused.yaml", "since: ", "since: 2099-01-01 # "),
        ),
        Attack("one-line-file", check, r"carrot-soup", does=written(SOUP, "- " * 30000)),
        Attack("quotes", check, r"carrot-soup", does=written(SOUP, "title: " + "'" * 60000)),
        Attack("colons", check, r"carrot-soup", does=written(SOUP, "a: " * 20000)),
        Attack("brackets", check, r"carrot-soup", does=written(SOUP, "title: " + "[a," * 20000)),
        Attack("empty", check, r"empty", does=written(SOUP, "")),
        Attack("huge", check, r"file-too-big", does=written(SOUP, "x" * 3_000_000)),
        Attack("bom-only", check, r"empty", does=written(SOUP, b"\xef\xbb\xbf")),
        Attack("over-zero", check, r"carrot-soup", does=line("1/0 g onion")),
    ]


def _build_content_attacks() -> list[Attack]:
    build = "build"
    letters = " ".join("abcdefghijklmnopqrstuvwxyzab")
    return [
        Attack("letters-page-title", build, r"", (0, 1), does=page(f"# {letters}\n\nWords.\n")),
        Attack(
            "long-page-title", build, r"", (0, 1), does=page("# " + "word " * 5000 + "\n\nWords.\n")
        ),
        Attack(
            "letters-subtitle",
            build,
            r"",
            (0, 1),
            does=brand("Clear Your Skin & Boost Your Health Naturally", letters),
        ),
        Attack(
            "letters-brand-title",
            build,
            r"",
            (0, 1),
            does=brand(
                "title: The Ultimate Anti-Inflammatory Recipe Guide", f"title: {letters} {letters}"
            ),
        ),
        Attack(
            "letters-chapter",
            build,
            r"",
            (0, 1),
            does=replaced("recipes/chapters.yaml", "Little Soups", letters),
        ),
        Attack(
            "long-brand",
            build,
            r"",
            (0, 1),
            does=brand("brand: Little Kitchen", "brand: " + "w" * 20000),
        ),
        Attack(
            "long-contributor",
            build,
            r"",
            (0, 1),
            does=replaced(SOUP, "contributor: Anna Müller", "contributor: " + "w" * 300),
        ),
        Attack("third-kilo", build, r"", (0, 1), does=line("1/3 kg onion")),
        Attack("digits-page", build, r"", (0, 1), does=page("# About\n\n" + "9" * 5000 + "\n")),
        Attack("stars-page", "check", r"", (0, 1), does=page("# About\n\n" + "*a" * 30000 + "\n")),
        Attack(
            "brackets-page", "check", r"", (0, 1), does=page("# About\n\n" + "[" * 60000 + "\n")
        ),
        Attack(
            "links-page", "check", r"", (0, 1), does=page("# About\n\n" + "[a](" * 15000 + "\n")
        ),
        Attack("quotes-page", "check", r"", (0, 1), does=page("# About\n\n" + ">" * 60000 + "a\n")),
        Attack("lists-page", "check", r"", (0, 1), does=page("# About\n\n" + "- " * 30000 + "a\n")),
        Attack("ticks-page", "check", r"", (0, 1), does=page("# About\n\n" + "`a" * 30000 + "\n")),
        Attack("angles-page", "check", r"", (0, 1), does=page("# About\n\n" + "<a" * 30000 + "\n")),
        Attack("images-page", "check", r"", (0, 1), does=page("# About\n\n" + "![" * 30000 + "\n")),
        Attack("braces-page", "check", r"", (0, 1), does=page("# About\n\n" + "{a" * 30000 + "\n")),
        Attack("cites-page", "check", r"", (0, 1), does=page("# About\n\n" + "[@a" * 20000 + "\n")),
        Attack("table-page", "check", r"", (0, 1), does=page("# About\n\n" + "|" * 60000 + "\n")),
        Attack(
            "rows-page",
            "check",
            r"",
            (0, 1),
            does=page("# About\n\n| a | b |\n| --- | --- |\n" + "| a | b |\n" * 5000),
        ),
        Attack(
            "word-page",
            build,
            r"",
            (0, 1),
            does=page("# About\n\n" + "a" * 60000 + "\n"),
            seconds=40,
        ),
        Attack(
            "words-page",
            build,
            r"",
            (0, 1),
            does=page("# About\n\n" + "a b " * 15000 + "\n"),
            seconds=40,
        ),
        Attack(
            "paragraphs-page",
            build,
            r"",
            (0, 1),
            does=page("# About\n\n" + "a\n\n" * 18000),
            seconds=60,
        ),
        Attack("equal-lines-build", build, r"", (0, 1), does=folder_full_of(2500), seconds=60),
        Attack(
            "slashes-link",
            build,
            r"",
            (0, 1),
            does=brand("site: https://example.org", "site: https://example.org" + "/" * 5000),
        ),
    ]


def _template_attacks() -> list[Attack]:
    build = "build"

    def template(name: str, old: str, new: str) -> Prepare:
        return in_turn(own_templates, replaced(f"templates/{name}", old, new))

    css = "templates/book.css"
    return [
        Attack(
            "folder-in-templates",
            build,
            r"templates/",
            does=in_turn(own_templates, lambda root: (root / "templates/x").mkdir()),
        ),
        Attack(
            "folder-as-template",
            build,
            r"templates/",
            does=in_turn(
                own_templates,
                lambda root: (
                    (root / "templates/recipe.html").unlink(),
                    (root / "templates/recipe.html").mkdir(),
                ),
            ),
        ),
        Attack(
            "template-missing",
            build,
            r"templates/",
            does=in_turn(own_templates, lambda root: (root / "templates/recipe.html").unlink()),
        ),
        Attack(
            "style-missing",
            build,
            r"templates/",
            does=in_turn(own_templates, lambda root: (root / css).unlink()),
        ),
        Attack(
            "sizes-missing",
            build,
            r"templates/",
            does=in_turn(own_templates, lambda root: (root / "templates/sizes.yaml").unlink()),
        ),
        Attack(
            "sizes-wrong",
            build,
            r"templates/sizes",
            does=in_turn(own_templates, written("templates/sizes.yaml", "a: b\n")),
        ),
        Attack(
            "sizes-empty",
            build,
            r"templates/sizes",
            does=in_turn(own_templates, written("templates/sizes.yaml", "")),
        ),
        Attack(
            "template-not-utf8",
            build,
            r"templates/",
            does=in_turn(own_templates, written("templates/recipe.html", b"\xff\xfe")),
        ),
        Attack(
            "style-not-utf8",
            build,
            r"templates/",
            does=in_turn(own_templates, written(css, b"\xff\xfe")),
        ),
        Attack(
            "template-fifo",
            build,
            r"templates/",
            does=in_turn(own_templates, fifo("templates/recipe.html")),
        ),
        Attack("style-fifo", build, r"templates/", does=in_turn(own_templates, fifo(css))),
        Attack(
            "extra-fifo",
            build,
            r"templates/",
            does=in_turn(own_templates, fifo("templates/x.html")),
        ),
        Attack(
            "check-template-fifo",
            "check",
            r"",
            (0, 1),
            does=in_turn(own_templates, fifo("templates/x.html")),
        ),
        Attack(
            "check-folder-in-templates",
            "check",
            r"",
            (0, 1),
            does=in_turn(own_templates, lambda root: (root / "templates/x").mkdir()),
        ),
        Attack(
            "templates-link",
            build,
            r"templates",
            does=in_turn(own_templates, linked_out("templates")),
        ),
        Attack(
            "template-link",
            build,
            r"templates/recipe.html",
            does=in_turn(own_templates, linked_out("templates/recipe.html")),
        ),
        Attack(
            "template-huge",
            build,
            r"templates/",
            does=in_turn(own_templates, written("templates/recipe.html", "x" * 9_000_000)),
            seconds=20,
        ),
        Attack(
            "template-loop",
            build,
            r"templates/|did not finish",
            does=template(
                "recipe.html",
                "<article",
                "{% for a in range(99999) %}{% for b in range(99999) %}"
                "{% endfor %}{% endfor %}<article",
            ),
            seconds=90,
        ),
        Attack(
            "template-power",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{{ 9 ** 9 ** 9 }}<article"),
            seconds=90,
        ),
        Attack(
            "template-string",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{{ 'x' * 99999999999 }}<article"),
            seconds=20,
        ),
        Attack(
            "template-format",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{{ '%999999999999d' % 1 }}<article"),
            seconds=20,
        ),
        Attack(
            "template-recursion",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{% include 'recipe.html' %}<article"),
            seconds=20,
        ),
        Attack(
            "template-zero",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{{ 1 / 0 }}<article"),
        ),
        Attack(
            "template-type",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{{ 'a' + 1 }}<article"),
        ),
        Attack(
            "template-key",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{{ number(3) }}<article"),
        ),
        Attack(
            "template-syntax",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{% if %}<article"),
        ),
        Attack(
            "template-filter",
            build,
            r"templates/",
            does=template("recipe.html", "<article", "{{ 3 | balanced(1) }}<article"),
        ),
        Attack(
            "style-content",
            build,
            r"",
            (0, 1),
            does=in_turn(own_templates, lambda root: append(root / css, "p { content: 'x' }")),
        ),
        Attack(
            "style-broken",
            build,
            r"",
            (0, 1),
            does=in_turn(own_templates, lambda root: append(root / css, "p { color: ")),
        ),
        Attack(
            "style-huge-page",
            build,
            r"",
            (0, 1),
            does=in_turn(
                own_templates, lambda root: append(root / css, "p { font-size: 9999999pt }")
            ),
            seconds=90,
        ),
        Attack(
            "style-tiny-page",
            build,
            r"",
            (0, 1),
            does=in_turn(
                own_templates, lambda root: append(root / css, "@page { size: 1pt 1pt; margin: 0 }")
            ),
            seconds=90,
        ),
        Attack(
            "style-nan",
            build,
            r"",
            (0, 1),
            does=in_turn(own_templates, lambda root: append(root / css, "p { width: 1e400pt }")),
            seconds=90,
        ),
        Attack(
            "style-nested",
            build,
            r"",
            (0, 1),
            does=in_turn(own_templates, lambda root: append(root / css, "p" + "(" * 50000)),
            seconds=90,
        ),
        Attack(
            "style-break-all",
            build,
            r"",
            (0, 1),
            does=in_turn(
                own_templates, lambda root: append(root / css, "* { break-before: page }")
            ),
            seconds=90,
        ),
    ]


def append(path: Path, text: str) -> None:
    """Writes words to the end of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


def _folder_attacks() -> list[Attack]:
    check = "check"
    attacks = [
        Attack(
            "name-line-feed",
            check,
            "file-name",
            does=named(b"a\n::stop-commands::pwned.yaml"),
            surroundings={"GITHUB_ACTIONS": "true"},
            after=no_fault,
        ),
        Attack("name-line-feed-show", "show recipes/soups/none.yaml", "not a recipe", (2,)),
        Attack("name-escape", check, "file-name", does=named(b"a\x1b[31mb.yaml")),
        Attack("name-bidi", check, "file-name", does=named("a\u202eb.yaml".encode())),
        Attack("name-not-utf8", check, "file-name", does=named(b"a\xff.yaml")),
        Attack(
            "name-not-utf8-actions",
            check,
            "file-name",
            does=named(b"a\xff.yaml"),
            surroundings={"GITHUB_ACTIONS": "true"},
        ),
        Attack("name-not-utf8-json", "check --json", "file-name", does=named(b"a\xff.yaml")),
        Attack("name-escape-json", "check --json", "file-name", does=named(b"a\x1b[31mb.yaml")),
        Attack(
            "name-not-utf8-page",
            check,
            "file-name",
            does=lambda root: shutil.copy(
                root / "pages/about.md", os.fsencode(root / "pages") + b"/a\xff.md"
            ),
        ),
        Attack(
            "name-not-utf8-pantry",
            check,
            "file-name",
            does=lambda root: shutil.copy(
                root / "pages/about.md", os.fsencode(root / "pantry/foods") + b"/a\xff.yaml"
            ),
        ),
        Attack(
            "name-not-utf8-template",
            "build",
            "",
            (0, 1),
            does=in_turn(
                own_templates,
                lambda root: shutil.copy(
                    root / "pages/about.md", os.fsencode(root / "templates") + b"/a\xff.html"
                ),
            ),
        ),
        Attack("name-not-utf8-build", "build", "file-name", does=named(b"a\xff.yaml")),
        Attack(
            "name-no-locale",
            check,
            "file-name",
            does=named("aé\u202e.yaml".encode()),
            surroundings={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        ),
        Attack(
            "chapter-not-utf8",
            check,
            "unknown-chapter",
            does=lambda root: (root / "recipes" / os.fsdecode(b"a\xff")).mkdir(),
        ),
        Attack("recipe-link", check, "linked-file", does=linked_out(SOUP)),
        Attack("recipe-fifo", check, "linked-file", does=fifo(SOUP)),
        Attack("recipe-socket", check, "linked-file", does=with_socket),
        Attack(
            "recipe-folder",
            check,
            "linked-file",
            does=lambda root: (root / "recipes/soups/x.yaml").mkdir(),
        ),
        Attack(
            "recipe-device",
            check,
            "linked-file",
            does=lambda root: (root / "recipes/soups/x.yaml").symlink_to("/dev/zero"),
        ),
        Attack("brand-fifo", check, "linked-file", does=fifo("brand.yaml")),
        Attack("page-fifo", check, "linked-file", does=fifo("pages/about.md")),
        Attack("pantry-fifo", check, "linked-file", does=fifo("pantry/units.yaml")),
        Attack("sample-fifo", check, r"", (0, 1), does=fifo("recipes/_sample.yaml")),
        Attack("hidden-fifo-build", "build", r"", (0, 1), does=fifo("recipes/soups/.x")),
        Attack(
            "link-circle",
            check,
            r"",
            (0, 1),
            does=lambda root: (root / "pages/_x").symlink_to("_x"),
        ),
        Attack("root-is-file", "check --root {root}/brand.yaml", "not a folder", (2,)),
        Attack("root-missing", "check --root {root}/none", "not a folder", (2,)),
        Attack(
            "empty-guide",
            check,
            "missing-file",
            does=lambda root: [
                shutil.rmtree(root / name) for name in ("recipes", "pantry", "pages")
            ],
        ),
        Attack("no-brand", check, "missing-file", does=lambda root: (root / "brand.yaml").unlink()),
        Attack(
            "many-names",
            check,
            "file-name",
            does=lambda root: [named(b"A%d.yaml" % n)(root) for n in range(3000)],
        ),
        Attack(
            "show-fifo",
            "show recipes/soups/carrot-soup.yaml",
            "not a recipe",
            (2,),
            does=fifo(SOUP),
        ),
        Attack(
            "fix-link",
            "fix --yes",
            "link|not a recipe|cannot be read",
            (1, 2),
            does=linked_out(SOUP),
        ),
        Attack("fix-not-utf8-name", "fix --yes", "", (0, 1, 2), does=named(b"a\xff.yaml")),
        Attack("fix-digits", "fix --yes", "", (0, 1, 2), does=line("9" * 5000 + " g onion")),
        Attack(
            "fix-spaces", "fix --yes", "", (0, 1, 2), does=line("1 large onion" + " " * 3000 + "x")
        ),
        Attack("new-nul", "new a/../../b --chapter soups", "", (2,)),
        Attack("export-none", "export --jsonld --all", "", (0, 1)),
        Attack("import-fifo", "import in.fifo --chapter soups", "", (2,), does=fifo("in.fifo")),
        Attack("import-folder", "import pages --chapter soups", "", (2,)),
        Attack("pantry-find-long", "pantry find " + "a" * 50000, "", (0, 1, 2)),
    ]
    for room in ("recipes", "pantry", "pages", "pantry/foods", "recipes/soups"):
        name = f"link-{room.replace('/', '-')}"
        attacks.append(Attack(name, check, "linked-file", does=linked_out(room)))
    for file in (
        "brand.yaml",
        "recipes/chapters.yaml",
        "pages/order.yaml",
        "pages/about.md",
        "pantry/units.yaml",
        "pantry/measures.csv",
        "pantry/allergens.yaml",
    ):
        name = f"link-{Path(file).stem}"
        attacks.append(Attack(name, check, "linked-file", does=linked_out(file)))
    return attacks


def _data_attacks() -> list[Attack]:
    """The pantry and the brand, spoilt."""
    attacks = []
    others = [LITTLE / name for name in ("brand.yaml", "recipes/chapters.yaml", "pages/order.yaml")]
    for file in [*sorted((LITTLE / "pantry").rglob("*.*")), *others]:
        name = file.relative_to(LITTLE).as_posix()
        for kind, text in (
            ("nothing", ""),
            ("text", "x"),
            ("list", "- x\n"),
            ("map", "x: y\n"),
            ("deep", "[" * 40000),
            ("long", "x: '" + "a(" * 30000 + "'\n"),
        ):
            attacks.append(
                Attack(f"{kind}-in-{name}", "check", "", (0, 1), does=written(name, text))
            )
    attacks.append(Attack("pattern-power", "check", "", (1,), does=append_claim("(a+)+$")))
    attacks.append(Attack("pattern-wrong", "check", "claims", (1,), does=append_claim("(")))
    attacks.append(
        Attack(
            "nutrition-digits",
            "check",
            "nutrition",
            (1,),
            does=replaced("pantry/nutrition.csv", "\n", "\n" + "9" * 5000 + ",x\n"),
        )
    )
    attacks.append(
        Attack(
            "nutrition-quotes",
            "check",
            "nutrition",
            (1,),
            does=replaced("pantry/nutrition.csv", "\n", '\n"' + "x" * 200000),
        )
    )
    attacks.append(
        Attack(
            "units-digits",
            "check",
            "units",
            (1,),
            does=replaced("pantry/units.yaml", "ml: ", "ml: " + "9" * 5000),
        )
    )
    attacks.append(
        Attack(
            "brand-budget",
            "check",
            "budget|brand",
            (1,),
            does=brand("target: 1500000", "target: " + "9" * 5000),
        )
    )
    attacks.append(
        Attack(
            "brand-link",
            "check",
            "brand",
            (1,),
            does=brand("site: https://example.org", "site: https://" + "a." * 25000),
        )
    )
    attacks.append(
        Attack(
            "brand-file",
            "check",
            "brand",
            (1,),
            does=brand("file: little-guide.pdf", "file: ../x.pdf"),
        )
    )
    attacks.append(
        Attack(
            "brand-file-long",
            "build",
            "brand|file|long",
            (1, 3),
            does=brand("file: little-guide.pdf", "file: " + "a" * 300 + ".pdf"),
        )
    )
    return attacks


def append_claim(pattern: str) -> Prepare:
    """The step that puts a pattern into the rules of claims."""

    def do(root: Path) -> None:
        path = root / "pantry/claims.yaml"
        text = path.read_text("utf-8")
        found = re.search(r"(?m)^(\s*)(?:- )?pattern: .*$", text) or re.search(
            r"(?m)^\s+- .*$", text
        )
        assert found
        path.write_text(
            text.replace(found[0], found[0].split(":")[0] + f": '{pattern}'", 1), "utf-8"
        )

    return do


def _output_attacks() -> list[Attack]:
    manifest = "output/manifest.json"

    def spoilt(root: Path) -> None:
        built_before(root)
        (root / manifest).write_text("[" * 200000)
        title("9" * 5000)(root)

    def no_room(root: Path) -> None:
        (root / "output").mkdir()
        (root / "output/little-guide.pdf").mkdir()

    keep = "mine\n"
    victim = written("mine.txt", keep)
    return [
        Attack("full", "check", "No space", (3,), out="full"),
        Attack("full-build", "build", "No space", (3,), out="full"),
        Attack("full-both", "check", "", (3,), out="full-err"),
        Attack("full-json", "check --json", "No space", (3,), out="full"),
        Attack("full-show", f"show {SOUP}", "No space", (3,), out="full"),
        Attack("full-problems", "check", "No space", (1,), out="full", does=title("9" * 60)),
        Attack("full-export", "export --jsonld --all", "No space", (3,), out="full"),
        Attack("full-help", "check --help", "No space", (3,), out="full"),
        Attack("full-clean", "clean", "", (2, 3), out="full"),
        Attack("closed", "check", "", (0,), out="closed"),
        Attack("closed-build", "build", "", (0,), out="closed"),
        Attack("closed-problems", "check", "", (1,), out="closed", does=title("9" * 60)),
        Attack("closed-err", "check", "checked", (0,), out="closed-err"),
        Attack("closed-err-build", "build", "pages", (0,), out="closed-err"),
        Attack("head", "check", "", (0,), out="head"),
        Attack(
            "head-many",
            "check",
            "",
            (1,),
            out="head",
            does=lambda root: [named(b"A%d.yaml" % n)(root) for n in range(900)],
        ),
        Attack(
            "head-json",
            "check --json",
            "",
            (1,),
            out="head",
            does=lambda root: [named(b"A%d.yaml" % n)(root) for n in range(900)],
        ),
        Attack("head-build", "build --verbose", "", (0,), out="head"),
        Attack("head-show", f"show {SOUP}", "", (0,), out="head"),
        Attack(
            "lock-link",
            "build",
            r"\.lock",
            (2, 3),
            does=locked_through,
            after=unchanged("victim", "mine\n"),
        ),
        Attack("lock-fifo", "build", r"\.lock", (2, 3), does=fifo("output/.lock")),
        Attack(
            "lock-folder",
            "build",
            r"\.lock",
            (2, 3),
            does=lambda root: (root / "output/.lock").mkdir(parents=True),
        ),
        Attack(
            "html-brand",
            "build --html {root}/brand.yaml",
            "brand.yaml",
            (2,),
            after=brand_unchanged,
        ),
        Attack(
            "html-other",
            "build --html {root}/mine.txt",
            "mine.txt",
            (2,),
            does=victim,
            after=unchanged("mine.txt", keep),
        ),
        Attack(
            "html-link",
            "build --html {root}/x.html",
            "x.html",
            (2,),
            does=in_turn(victim, lambda root: (root / "x.html").symlink_to("mine.txt")),
            after=unchanged("mine.txt", keep),
        ),
        Attack(
            "html-other-html",
            "build --html {root}/x.html",
            "x.html",
            (2,),
            does=written("x.html", keep),
            after=unchanged("x.html", keep),
        ),
        Attack("html-folder", "build --html {root}/pages", "pages", (2,)),
        Attack("html-nowhere", "build --html {root}/none/x.html", "none", (2, 3)),
        Attack("html-fifo", "build --html {root}/x.html", "x.html", (2,), does=fifo("x.html")),
        Attack("html-full", "build --html /dev/full", "/dev/full", (2, 3)),
        Attack("html-new", "build --html {root}/x.html", "pages", (0,)),
        Attack(
            "html-again",
            "build --html {root}/x.html",
            "pages",
            (0,),
            does=lambda root: subprocess.run(
                [
                    sys.executable,
                    str(TESTS.parent / "build_guide.py"),
                    "build",
                    "--quiet",
                    "--root",
                    str(root),
                    "--html",
                    str(root / "x.html"),
                ],
                check=True,
            ),
        ),
        Attack("html-in-rooms", "build --html {root}/pages/x.html", "", (2,)),
        Attack(
            "output-is-file",
            "build --output {root}/mine.txt",
            "mine.txt",
            (2, 3),
            does=victim,
            after=unchanged("mine.txt", keep),
        ),
        Attack(
            "output-over-pdf",
            "build",
            "little-guide.pdf",
            (2, 3),
            does=written("output/little-guide.pdf", keep),
            after=unchanged("output/little-guide.pdf", keep),
        ),
        Attack(
            "output-over-cover",
            "build",
            "cover.png",
            (2, 3),
            does=written("output/cover.png", keep),
            after=unchanged("output/cover.png", keep),
        ),
        Attack(
            "output-over-manifest",
            "build",
            "manifest.json",
            (2, 3),
            does=written(manifest, keep),
            after=unchanged(manifest, keep),
        ),
        Attack(
            "output-pdf-link",
            "build",
            "little-guide.pdf",
            (2, 3),
            does=in_turn(
                victim,
                lambda root: (
                    (root / "output").mkdir(),
                    (root / "output/little-guide.pdf").symlink_to("../mine.txt"),
                ),
            ),
            after=unchanged("mine.txt", keep),
        ),
        Attack(
            "output-part",
            "build",
            "",
            (0, 2, 3),
            does=written("output/.mine.part", keep),
            after=unchanged("output/.mine.part", keep),
        ),
        Attack(
            "output-editions",
            "build",
            "pages",
            (0,),
            does=lambda root: [
                written(f"output/little-guide-{name}.pdf", keep)(root)
                for name in (
                    "chapter-by-chapter",
                    "0123456789abcdeg",
                    "mine-and-theirs1",
                    "0123456789abcdef",
                )
            ],
            after=lambda root: "".join(
                unchanged(f"output/little-guide-{name}.pdf", keep)(root)
                for name in (
                    "chapter-by-chapter",
                    "0123456789abcdeg",
                    "mine-and-theirs1",
                    "0123456789abcdef",
                )
            ),
        ),
        Attack("output-folder-in-way", "build", "little-guide.pdf", (2, 3), does=no_room),
        Attack(
            "output-pdf-fifo",
            "build",
            "little-guide.pdf",
            (2, 3),
            does=fifo("output/little-guide.pdf"),
        ),
        Attack("output-rooms", "build --output {root}/recipes", "recipes", (2,)),
        Attack("output-root", "build --output {root}", "", (2,)),
        Attack("output-proc", "build --output /proc/x", "/proc", (2, 3)),
        Attack("output-nul", "build --output /dev/null", "null", (2, 3)),
        Attack(
            "output-link-out",
            "build",
            "pages",
            (0,),
            does=lambda root: (
                (root.parent / "elsewhere").mkdir(),
                (root / "output").symlink_to(root.parent / "elsewhere"),
            ),
        ),
        Attack("manifest-spoilt", "build", "", (1,), does=spoilt),
        Attack("manifest-fifo", "build", "", (1,), does=in_turn(title("9" * 5000), fifo(manifest))),
        Attack("cache-is-file", "build", "", (0,), surroundings={"GUIDE_CACHE": "/dev/null/x"}),
        Attack("cache-nul", "check", "", (0,), surroundings={"GUIDE_CACHE": "/proc/self/none"}),
        Attack(
            "cache-clean-nowhere",
            "clean",
            "",
            (0, 2, 3),
            surroundings={"GUIDE_CACHE": "/dev/null/x"},
        ),
    ]


def _machine_attacks() -> list[Attack]:
    """A machine that lacks something."""
    attacks = []
    for megabytes in (60, 100, 150, 200, 300, 400, 600):
        for verb in ("check", "build --no-cache --jobs 2", "build --no-cache --jobs 1"):
            name = f"memory-{megabytes}-{verb.split()[0]}{verb.split()[-1] if ' ' in verb else ''}"
            attacks.append(
                Attack(
                    name,
                    verb,
                    r"memory|checked|pages",
                    (0, 3),
                    memory=megabytes * 1024 * 1024,
                    seconds=60,
                )
            )
    return attacks


def all_attacks() -> list[Attack]:
    """Every attack, in the order of the table."""
    return [
        *_content_attacks(),
        *_build_content_attacks(),
        *_template_attacks(),
        *_folder_attacks(),
        *_data_attacks(),
        *_output_attacks(),
        *_machine_attacks(),
    ]


def main(arguments: list[str]) -> int:
    """Makes the named attacks, or all; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--project", type=Path, default=TESTS.parent)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--said", action="store_true", help="print what each command said")
    parser.add_argument("names", nargs="*", help="parts of the names of attacks")
    options = parser.parse_args(arguments)
    status = 0
    for attack in all_attacks():
        if options.names and not any(name in attack.name for name in options.names):
            continue
        started = time.monotonic()
        outcome = run(attack, options.project, options.python)
        if outcome.fault:
            status = 1
        print(
            f"| {attack.name} | {outcome.fault or 'held'} | {outcome.status} "
            f"| {outcome.seconds:.1f} |",
            flush=True,
        )
        if options.said:
            print(json.dumps(outcome.said[-3000:], ensure_ascii=False), time.monotonic() - started)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
