#!/usr/bin/env python3
"""comment.py CHANGES_JSON: puts what a pull request changes under it, as one comment.

A later run replaces the comment of an earlier one. It holds a token that may write, so it trusts
nothing that the pull request made: the number of the pull request comes from GitHub, the JSON is
read within limits, and what it says stands in code spans. Standard library only.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from guide.changes import as_markdown

MARKER = "<!-- what ./run changes tells -->"
# A branch that changes the program could have it say anything.
WHOSE_WORDS = "All of this is told by the branch's own program."
AUTHOR = "github-actions[bot]"
MOST_PAGES, A_PAGE = 10, 100
SECONDS = 30
_NO_LINK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def main(arguments: list[str]) -> int:
    """Comments, and writes the number of the pull request to the step's output."""
    if len(arguments) != 1:
        print("usage: comment.py CHANGES_JSON", file=sys.stderr)
        return 2
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    run = event["workflow_run"]
    number = find_number(run)
    if number is None:
        print("no open pull request has this commit any more")
        return 0
    put_comment(number, write_body(Path(arguments[0]), run))
    output = os.environ.get("GITHUB_OUTPUT")
    if output:
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"number={number}\n")
    return 0


def find_number(run: Mapping[str, Any]) -> int | None:
    """The open pull request from the branch of a run, when it still is at the run's commit."""
    owner = run["head_repository"]["owner"]["login"]
    head = urllib.parse.quote(f"{owner}:{run['head_branch']}", safe="")
    for one in ask("GET", f"pulls?state=open&head={head}&per_page={A_PAGE}"):
        if one["head"]["sha"] == run["head_sha"]:
            return int(one["number"])
    return None


def write_body(path: Path, run: Mapping[str, Any]) -> str:
    """The comment: what changed, or that it is not known, and where the pages are."""
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    link = f"{server}/{os.environ['GITHUB_REPOSITORY']}/actions/runs/{int(run['id'])}"
    try:
        said = as_markdown.as_table(as_markdown.read_told(read_file(path)))
    except (OSError, as_markdown.NotChanges) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        print(f"{path.name} cannot be told: {why}", file=sys.stderr)
        said = "What changed could not be found out; the run says why."
    where = f"[Pages before and after]({link}) are in the run's artefact `pages`: `changes.html`."
    return f"{MARKER}\n{said}\n\n{where} {WHOSE_WORDS}\n"


def read_file(path: Path) -> bytes:
    """The bytes of a file, one more than there may be at most. Raises OSError."""
    number = os.open(path, _NO_LINK)
    with os.fdopen(number, "rb") as file:
        return file.read(as_markdown.MOST_BYTES + 1)


def put_comment(number: int, body: str) -> None:
    """Replaces this script's comment, or makes it."""
    for page in range(1, MOST_PAGES + 1):
        found = ask("GET", f"issues/{number}/comments?per_page={A_PAGE}&page={page}")
        for one in found:
            is_ours = one["user"]["login"] == AUTHOR and one["body"].startswith(MARKER)
            if is_ours:
                ask("PATCH", f"issues/comments/{int(one['id'])}", {"body": body})
                return
        if len(found) < A_PAGE:
            break
    ask("POST", f"issues/{number}/comments", {"body": body})


def ask(verb: str, what: str, told: Mapping[str, Any] | None = None) -> Any:
    """What GitHub answers about the repository. Raises urllib.error.URLError."""
    repository = os.environ["GITHUB_REPOSITORY"]
    if not re.fullmatch(r"[\w.-]{1,100}/[\w.-]{1,100}", repository):
        raise ValueError(f"{repository!r} is no repository")
    server = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    data = None if told is None else json.dumps(told).encode()
    request = urllib.request.Request(
        f"{server}/repos/{repository}/{what}",
        data=data,
        method=verb,
        headers={
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
        },
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return json.loads(answer.read())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
