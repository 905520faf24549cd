"""What GitHub and editors are told: workflows no stranger can turn against us, forms, labels."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from guide import cli
from tests.conftest import PROJECT

GITHUB = PROJECT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
# An action: its owner and name, the commit, and the version in a comment.
PINNED = re.compile(r"uses: [\w-]+/[\w-]+(?:/[\w-]+)*@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def load(path: Path) -> Any:
    # YAML 1.1 takes the key "on" for a truth value; PyYAML's base loader leaves all as text.
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def jobs(path: Path) -> dict[str, dict]:
    return load(path)["jobs"]


def steps() -> Iterator[tuple[Path, dict]]:
    for path in WORKFLOWS:
        for job in jobs(path).values():
            for step in job["steps"]:
                yield path, step


def script(name: str) -> ModuleType:
    """A script of .ci as a module."""
    spec = importlib.util.spec_from_file_location(name, PROJECT / f".ci/{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_file_for_github_and_editors_can_be_read():
    assert len(WORKFLOWS) == 4 and len(FORMS) == 4
    for path in GITHUB.rglob("*.yml"):
        assert load(path)
    for path in (PROJECT / ".vscode").glob("*.json"):
        assert json.loads(path.read_text("utf-8"))


def test_every_action_is_pinned_by_its_commit():
    for path in WORKFLOWS:
        for line in path.read_text("utf-8").splitlines():
            if "uses:" in line:
                assert PINNED.search(line), (path.name, line)


def test_tokens_may_read_and_write_nothing_unless_a_job_says_so():
    may_write = {}
    for path in WORKFLOWS:
        assert load(path)["permissions"] == {}, path.name
        for name, job in jobs(path).items():
            for scope, level in job["permissions"].items():
                if level != "read":
                    may_write.setdefault(f"{path.stem}/{name}", set()).add(scope)
    assert may_write == {
        "comment/comment": {"pull-requests"},
        "release/publish": {"contents", "id-token", "attestations"},
    }


def test_what_may_write_runs_nothing_of_a_pull_request():
    for path in WORKFLOWS:
        assert "pull_request_target" not in load(path)["on"], path.name
    text = (GITHUB / "workflows/comment.yml").read_text("utf-8")
    checkouts = [step for path, step in steps() if path.stem == "comment" and "uses" in step]
    (checkout,) = (one for one in checkouts if "checkout" in one["uses"])
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    # What a branch is called, and all else that its author chose, never stands in a command.
    for name in ("head_branch", "head_commit", "display_title", "head_repository"):
        assert name not in text


def test_no_step_puts_what_a_stranger_wrote_into_a_command():
    for path, step in steps():
        assert "${{" not in step.get("run", ""), (path.name, step["name"])
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false", path.name


def test_every_step_can_be_tried_here():
    """It calls ./run with a verb that there is, or a script of the repository."""
    for path, step in steps():
        for command in step.get("run", "").splitlines():
            words = command.removeprefix("sudo ").split()
            if words[0] == "./run":
                assert words[1] in ("test", "lint") or is_verb(words[1:]), command
            else:
                name = words[1] if words[0] == "python3" else words[0]
                assert (PROJECT / name).is_file(), (path.name, command)
                assert name.startswith(".ci/")


def is_verb(words: list[str]) -> bool:
    """Whether the command line takes these words; argparse ends the process when it does not."""
    try:
        return bool(cli.parse_arguments(words).verb)
    except SystemExit:
        return False


def test_a_release_takes_nothing_from_a_cache_that_a_pull_request_could_have_filled():
    text = (GITHUB / "workflows/release.yml").read_text("utf-8")
    assert "actions/cache" not in text and "--no-cache" in text
    saves = [path.stem for path, step in steps() if "actions/cache/save" in step.get("uses", "")]
    assert saves == ["main"]


def test_zizmor_finds_nothing_in_the_workflows():
    if not Path(sys.executable).with_name("zizmor").exists():
        pytest.skip("zizmor is not installed here: ./run lint installs it")
    done = subprocess.run(
        [sys.executable, PROJECT / ".ci/lint-workflows.py"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_every_chapter_has_a_label_and_every_label_that_is_given_is_there():
    chapters = yaml.safe_load((PROJECT / "recipes/chapters.yaml").read_text("utf-8"))
    known = {label["name"]: label for label in load(GITHUB / "labels.yml")}
    given = load(GITHUB / "labeler.yml")
    for chapter in chapters:
        name = f"chapter: {chapter['folder']}"
        assert known[name]["description"] == chapter["title"]
        (rule,) = given[name]
        (globs,) = rule["changed-files"]
        assert globs["any-glob-to-any-file"] == f"recipes/{chapter['folder']}/**"
    assert sum(name.startswith("chapter: ") for name in known) == len(chapters)
    wanted = set(given)
    for path in FORMS:
        wanted |= set(load(path)["labels"])
    assert wanted <= set(known)
    for label in known.values():
        assert re.fullmatch(r"[0-9a-f]{6}", label["color"]) and len(label["description"]) <= 100


@pytest.mark.parametrize("path", FORMS, ids=[path.stem for path in FORMS])
def test_a_form_has_what_github_wants(path):
    form = load(path)
    assert form["name"] and form["description"] and form["title"].endswith(": ")
    ids = [one["id"] for one in form["body"] if one["type"] != "markdown"]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[a-z]+", one) for one in ids)
    for one in form["body"]:
        assert one["type"] in ("markdown", "input", "textarea", "dropdown", "checkboxes")
        assert one["attributes"].get("label") or one["type"] == "markdown"
    assert any(one.get("validations", {}).get("required") == "true" for one in form["body"])


def test_whoever_reports_an_allergen_is_told_first_to_get_help():
    form = load(GITHUB / "ISSUE_TEMPLATE/1-allergen.yml")
    assert "911" in form["body"][0]["attributes"]["value"]
    assert form["labels"] == ["allergen", "urgent"]


def test_a_pull_request_has_five_boxes_and_everything_has_an_owner():
    template = (GITHUB / "pull_request_template.md").read_text("utf-8")
    assert len(re.findall(r"^- \[ \] ", template, re.M)) == 5
    owners = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line.split() for line in owners if line and not line.startswith("#")]
    assert rules[0][0] == "*" and all(owner.startswith("@") for _, *who in rules for owner in who)
    for pattern, *_ in rules[1:]:
        assert list(PROJECT.glob(pattern.strip("/"))), pattern


def test_the_tasks_of_the_editor_call_verbs_that_there_are_and_find_problems_at_their_lines():
    tasks = json.loads((PROJECT / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    for task in tasks:
        assert task["command"] == "${workspaceFolder}/run" and is_verb(task["args"])
    (matcher,) = (one["problemMatcher"] for one in tasks if one["problemMatcher"])
    told = 'recipes/soups/pea-soup.yaml:3:9: "so" does not say how many it serves'
    pattern = re.compile(matcher["pattern"]["regexp"])
    assert pattern.search(told).groups()[:3] == ("recipes/soups/pea-soup.yaml", "3", "9")
    assert not pattern.search('    serves: "so"') and not pattern.search('  fix: write "4": so')
    schemas = json.loads((PROJECT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    for schema, glob in schemas.items():
        assert (PROJECT / schema).is_file() and list(PROJECT.glob(glob))


@pytest.mark.parametrize("name", ["comment", "release"])
def test_a_script_that_holds_a_token_needs_nothing_but_the_standard_library(name):
    ours = {"comment": "guide/changes/as_markdown.py", "release": "guide/handover.py"}
    for path in (f".ci/{name}.py", ours[name]):
        tree = ast.parse((PROJECT / path).read_text("utf-8"))
        wanted = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                wanted |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                wanted.add(node.module.split(".")[0])
        assert wanted - {"guide"} <= sys.stdlib_module_names, path
    for package in ("guide", "guide/changes"):
        tree = ast.parse((PROJECT / package / "__init__.py").read_text("utf-8"))
        assert all(isinstance(node, ast.Expr) for node in tree.body)


class GitHub(BaseHTTPRequestHandler):
    """As much of GitHub's interface as the comment needs."""

    comments: list[dict]
    asked: list[str]

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        told = json.loads(self.rfile.read(length)) if length else None
        assert self.headers["Authorization"] == "Bearer secret"
        self.asked.append(f"{self.command} {self.path}")
        found: Any = {}
        if self.path.startswith("/repos/a/b/pulls?"):
            found = [
                {"number": 6, "head": {"sha": "old"}},
                {"number": 7, "head": {"sha": "abc"}},
            ]
        elif self.command == "GET":
            found = self.comments
        elif self.command == "POST":
            self.comments.append({"id": 9, "user": {"login": "github-actions[bot]"}, **told})
        else:
            self.comments[-1].update(told)
        data = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = answer

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[GitHub]]:
    """A GitHub on this machine, and the variables of a run that a strange branch asked for."""
    # Somebody else who writes the same is not taken for us.
    stranger = {"id": 1, "user": {"login": "stranger"}, "body": script("comment").MARKER}
    handler = type("Handler", (GitHub,), {"comments": [stranger], "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    run = {
        "id": 5,
        "head_sha": "abc",
        "head_branch": 'x&state=closed"; `id`',
        "head_repository": {"owner": {"login": "someone"}},
    }
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"workflow_run": run}), "utf-8")
    for name, value in {
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_TOKEN": "secret",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }.items():
        monkeypatch.setenv(name, value)
    yield handler
    server.shutdown()
    server.server_close()


def test_a_pull_request_gets_one_comment_which_a_later_run_replaces(github, tmp_path):
    told = tmp_path / "changes.json"
    comment = script("comment")
    for title in ("Soup", "Stew"):
        recipe = {"kind": "changed", "title": f"{title} @team <b>", "texts": []}
        others = dict.fromkeys(("parts", "counts", "not_known"), ())
        told.write_text(json.dumps({"changes": 1, "recipes": [recipe], **others}), "utf-8")
        assert comment.main([str(told)]) == 0
    assert len(github.comments) == 2
    body = github.comments[1]["body"]
    assert "`Stew @team <b>`" in body and "Soup" not in body
    assert "/a/b/actions/runs/5" in body
    assert "head=someone%3Ax%26state%3Dclosed%22%3B%20%60id%60&" in github.asked[0]
    assert (tmp_path / "output").read_text("utf-8").splitlines() == ["number=7", "number=7"]


@pytest.mark.parametrize("data", [b"no json", b'{"changes": 9}', None])
def test_what_a_branch_tells_is_never_taken_on_trust(github, tmp_path, data):
    told = tmp_path / "changes.json"
    if data is None:
        told.symlink_to("/etc/hostname")
    else:
        told.write_bytes(data)
    assert script("comment").main([str(told)]) == 0
    assert "could not be found out" in github.comments[1]["body"]


def test_a_release_has_the_editions_their_digests_and_the_notes_of_its_version(
    edition, tmp_path, monkeypatch, capsys
):
    release = script("release")
    _, output = edition
    changelog = (
        "# Changelog\n\n## Unreleased\n\n- no\n\n## 1.1 (2026-12-01)\n\n- yes\n\n"
        "## 1.0\n\n- old\n\n## \n"
    )
    root = tmp_path / "root"
    root.mkdir()
    (root / "CHANGELOG.md").write_text(changelog, "utf-8")
    monkeypatch.setattr(release, "ROOT", root)
    folder = tmp_path / "release"
    assert release.main(["gather", "v1.1", str(output), str(folder)]) == 0
    assert (folder / "notes.md").read_text("utf-8") == "- yes\n"
    (pdf,) = folder.glob("*.pdf")
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    assert f"{digest}  {pdf.name}\n" in (folder / "SHA256SUMS").read_text("utf-8")
    assert release.main(["verify", str(folder)]) == 0

    asked: list[list[str]] = []

    def call(command: list[str], **_: object) -> subprocess.CompletedProcess:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(release.subprocess, "run", call)
    assert release.main(["publish", "v1.1", str(folder)]) == 0
    assert asked[0][:5] == ["gh", "release", "create", "v1.1", "--verify-tag"]
    assert str(pdf) in asked[0]
    pdf.write_bytes(b"another file")
    assert release.main(["verify", str(folder)]) == 1
    assert release.main(["gather", "v1.2", str(output), str(folder)]) == 1
    assert release.main(["publish", "--help", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "is not the file that SHA256SUMS names" in said
    assert "CHANGELOG.md has no section for v1.2" in said and "--help is not a tag" in said
