"""How a place is opened: by a link that VS Code follows, or in the editor that VISUAL names."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

# Any: the rules are a file of our own.
from typing import Any

import yaml

_EDITORS = Path(__file__).with_name("editors.yaml")


class CannotOpen(Exception):
    """A place that was not opened; says why."""


class Editor:
    """Opens files of the guide below `root` at a line, with what VISUAL says in `environment`."""

    def __init__(self, root: Path, environment: Mapping[str, str]):
        self._root = root
        self._command = shlex.split(environment.get("VISUAL", ""))
        self._in_terminal: subprocess.Popen[bytes] | None = None

    @property
    def is_named(self) -> bool:
        """Whether there is one; else links lead to VS Code."""
        return bool(self._command)

    def open(self, path: str, line: int, column: int) -> None:
        """Opens a file of the guide, named from its root. Raises CannotOpen."""
        file = find_file(self._root, path)
        if not self._command:
            raise CannotOpen("no editor is named: set VISUAL")
        command = [*self._command, *_arguments(self._command[0], file, line, column)]
        try:
            if _wants_terminal(self._command[0]):
                self._open_in_terminal(command, f"{path}:{line}")
            else:
                nothing = subprocess.DEVNULL
                started = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)
                # Somebody must wait for it, or it stays on the list of processes.
                threading.Thread(target=started.wait, daemon=True).start()
        except OSError as error:
            raise CannotOpen(f"{command[0]} does not start ({error.strerror})") from None

    def _open_in_terminal(self, command: list[str], place: str) -> None:
        """Starts an editor that needs a terminal in the one that this program runs in."""
        if not sys.stdin.isatty():
            raise CannotOpen(f"{command[0]} needs a terminal; the place is {place}")
        if self._in_terminal is not None and self._in_terminal.poll() is None:
            raise CannotOpen(f"{command[0]} is open in the terminal; close it first")
        self._in_terminal = subprocess.Popen(command)


def find_file(root: Path, path: str) -> Path:
    """A file of the guide by its path from the root. Raises CannotOpen for anything else."""
    file = Path(os.path.normpath(root / path))
    own = file.is_relative_to(root) and file.relative_to(root).parts[:1] != (".git",)
    if not own or not file.is_file() or file.resolve() != root.resolve() / file.relative_to(root):
        raise CannotOpen("there is no such file in the guide")
    return file


def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(_EDITORS.read_text("utf-8"))
    return rules


def _arguments(editor: str, file: Path, line: int, column: int) -> list[str]:
    """What an editor is given to open a file at a line."""
    rules = _rules()
    said = rules["places"].get(Path(editor).name, rules["places"]["others"])
    return [part.format(file=file, line=line, column=column) for part in said.split()]


def _wants_terminal(editor: str) -> bool:
    return Path(editor).name in _rules()["in_terminal"]
