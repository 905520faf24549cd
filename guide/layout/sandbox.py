"""Templates of what is printed or mailed beside the book, from folders of their own.

As those of the book they run in Jinja's sandbox, and names that nobody gave are errors. What is
said is escaped in every template but plain text (`.txt`).
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from guide.core.paths import PROJECT
from guide.core.problems import Place, Problem
from guide.core.typesetting import balanced, typeset
from guide.layout.formats import BadTemplate
from guide.parse.source import (
    MOST_PANTRY_BYTES,
    Source,
    Unreadable,
    decode,
    list_names,
    read_own_file,
)

_MOST_SAID = 300
_BRACES = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class TemplateFolder:
    """The files of a folder of templates by their names; `root` is the guide's, or the project's
    when the guide has no such folder.
    """

    root: Path
    name: str
    sources: Mapping[str, Source]

    def render(self, template: str, given: Mapping[str, object]) -> str:
        """What a template makes of what it is given. Raises BadTemplate."""
        texts = {name: source.text for name, source in self.sources.items()}
        environment = SandboxedEnvironment(
            loader=DictLoader(texts),
            autoescape=_is_escaped,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters |= {"typeset": typeset, "balanced": balanced}
        try:
            return environment.get_template(template).render(given)
        except MemoryError:
            raise
        except Exception as error:
            # A template can make Python say anything.
            raise BadTemplate(self._explain(template, error)) from None

    def text(self, name: str) -> str:
        """What a file of the folder says, as it stands. Raises BadTemplate."""
        if name not in self.sources:
            raise BadTemplate(self._describe(name, 1, "there is no such file"))
        return self.sources[name].text

    def _explain(self, template: str, error: Exception) -> Problem:
        name: str = getattr(error, "name", None) or template
        line: int | None = getattr(error, "lineno", None)
        for frame in traceback.extract_tb(error.__traceback__):
            # What Jinja made of a template says where in it that came from.
            if frame.filename == "<template>" or frame.name == "top-level template code":
                line = frame.lineno
        return self._describe(name, line or 1, str(error) or type(error).__name__)

    def _describe(self, name: str, line: int, said: str) -> Problem:
        path = f"{self.name}/{name}"
        source = self.sources.get(name)
        place = source.place(line) if source and line <= len(source.lines) else Place(path)
        what = f"the template cannot be used: {said[:_MOST_SAID]}"
        return Problem(place, "template", what, f"mend it in {self.name}/, or restore it")


def _is_escaped(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")


def read_template_folder(root: Path, name: str) -> TemplateFolder:
    """A folder of templates of the guide below `root`, or the project's. Raises BadTemplate for
    what is no file, and for what cannot be read.
    """
    if (root / name).is_symlink():
        what = "this is a link, not a folder of the guide's own"
        fix = "put the files themselves here, or take it away"
        raise BadTemplate(Problem(Place(name), "linked-file", what, fix))
    owner = root if (root / name).is_dir() else PROJECT
    sources: dict[str, Source] = {}
    for file in list_names(owner / name):
        path = f"{name}/{file}"
        said = read_own_file(str(owner / path), MOST_PANTRY_BYTES)
        if not isinstance(said, bytes):
            what = "this is a link, a folder or a device, not a file of the guide's own"
            fix = "put the file itself here, or take it away"
            raise BadTemplate(Problem(Place(path), "linked-file", what, fix))
        try:
            sources[file] = decode(path, said, MOST_PANTRY_BYTES)
        except Unreadable as unreadable:
            raise BadTemplate(unreadable.problem) from None
    return TemplateFolder(owner, name, sources)


def fill(text: str, known: Mapping[str, str]) -> str:
    """A text with what is known in the place of each `{name}`. Raises KeyError for another name."""
    return _BRACES.sub(lambda found: known[found[1]], text)
