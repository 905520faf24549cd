"""What PyYAML cannot parse, explained to the person who wrote it.

PyYAML reports what its parser expected. A table maps those words to the mistake that usually
causes them, with its place and its fix.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import yaml
from yaml import MarkedYAMLError

from guide.core.problems import Place, Problem, counted, with_fix
from guide.parse.source import Source

# No value is folded.
_WIDE = 10_000
_ENDS_OF_QUOTE = '""'
_FIELD_NAME = re.compile(r"\s*[\w-]+:(?=\s|$)")
BEFORE_VALUE = re.compile(r"\s*(-\s+)*([\w-]{1,80}:\s+)?")
_WORDS_AFTER_QUOTE = re.compile(r"\s*(-\s+)?([\w-]+:\s+)?(?P<quote>['\"]).*(?P=quote)\s*[^\s,#\]}]")


@dataclass(frozen=True)
class _Report:
    """What PyYAML reported; lines and columns count from 0 here, as PyYAML's do.

    `line` and `column` are where it stopped, `start_line` and `start_column` where the value
    began that it could not read.
    """

    source: Source
    words: str
    line: int
    column: int
    start_line: int
    start_column: int

    @property
    def text(self) -> str:
        """The line on which the parser stopped."""
        return self.source.lines[self.line]

    @property
    def place(self) -> Place:
        """The character at which the parser stopped."""
        last_column = max(len(self.text) - 1, 0)
        return self.source.place(self.line + 1, min(self.column, last_column) + 1)

    @property
    def start(self) -> Place:
        """The character at which the value begins."""
        return self.source.place(self.start_line + 1, self.start_column + 1)


def explain_syntax_error(source: Source, error: MarkedYAMLError) -> Problem:
    """The error as a Problem: the first explanation of the table that fits, or PyYAML's words."""
    report = _make_report(source, error)
    for words, explain in _EXPLANATIONS:
        if not words.search(report.words):
            continue
        problem = explain(report)
        if problem is not None:
            return problem
    words_of_parser = error.problem or error.context or ""
    return Problem(
        report.place,
        "yaml-syntax",
        f"YAML cannot read this: {words_of_parser.strip()}",
        "compare the line with recipes/_sample.yaml, or put quotes round the value",
    )


def _make_report(source: Source, error: MarkedYAMLError) -> _Report:
    stop = error.problem_mark or error.context_mark
    start = error.context_mark or error.problem_mark
    # PyYAML gives every error of its parser at least one mark.
    assert stop is not None and start is not None
    # An error at the end of the file is reported on a line behind the last.
    last_line = len(source.lines) - 1
    return _Report(
        source=source,
        words=f"{error.problem or ''} {error.context or ''}",
        line=min(stop.line, last_line),
        column=stop.column,
        start_line=min(start.line, last_line),
        start_column=start.column,
    )


def _explain_colon(report: _Report) -> Problem:
    """A second colon on a line: a field in the wrong column, or words with a colon in them."""
    field_name = _FIELD_NAME.match(report.text)
    if field_name and field_name.end() == report.column + 1:
        return _explain_indentation(report)
    before_value = BEFORE_VALUE.match(report.text)
    lead = before_value.group() if before_value else ""
    value = report.text[len(lead) :].strip()
    fix = f'put quotes round the words: {lead.strip()} "{value}"'
    return Problem(
        report.place,
        "unquoted-colon",
        "a colon inside the words makes YAML read them as a field",
        _with_fix(report, fix.replace(":  ", ": ")),
    )


def _with_fix(report: _Report, fix: str) -> str:
    """That ./run fix puts the quotes, where the value is sure to end with the line."""
    following = report.source.lines[report.line + 1 :][:1]
    lead = len(report.text) - len(report.text.lstrip())
    goes_on = any(line.strip() and len(line) - len(line.lstrip()) > lead for line in following)
    if goes_on or " #" in report.text:
        return fix
    return with_fix(report.place, fix)


def _explain_escape(report: _Report) -> Problem:
    fix = "use single quotation marks round the value"
    value = BEFORE_VALUE.sub("", report.text, count=1).strip()
    is_whole = value.count('"') == len(_ENDS_OF_QUOTE) and value[0] + value[-1] == _ENDS_OF_QUOTE
    return Problem(
        report.place,
        "yaml-syntax",
        "a backslash between double quotation marks is a code to YAML",
        _with_fix(report, fix) if is_whole else fix,
    )


def _explain_bracket(report: _Report) -> Problem:
    bracket = report.source.lines[report.start_line][report.start_column]
    return Problem(
        report.start,
        "reserved-character",
        f'a value that begins with "{bracket}" is a list to YAML',
        "put quotes round the whole value",
    )


def _explain_open_quote(report: _Report) -> Problem:
    return Problem(
        report.start,
        "open-quote",
        "a quotation mark opens here and never closes in a way YAML can read",
        "close it, or put the other kind of quotation marks round the words",
    )


def _explain_reserved_character(report: _Report) -> Problem:
    return Problem(
        report.place,
        "reserved-character",
        f'YAML does not let a value begin with "{report.text[report.column]}"',
        _with_fix(report, "put quotes round the whole value"),
    )


def _explain_words_after_quote(report: _Report) -> Problem | None:
    """Words behind a closing quotation mark; None when the line has none."""
    match = _WORDS_AFTER_QUOTE.match(report.text)
    if match is None:
        return None
    at = match.start("quote")
    return Problem(
        report.source.place(report.line + 1, at + 1, len(report.text.rstrip()) - at),
        "open-quote",
        "words follow the closing quotation mark",
        "put quotes of the other kind round the whole value, or use curly ones inside it",
    )


def _explain_indentation(report: _Report) -> Problem:
    return explain_indentation(report.source, report.line + 1)


def explain_indentation(source: Source, number: int) -> Problem:
    """That the line of that number, from 1, stands further in or out than its neighbours."""
    return Problem(
        source.words_of_line(number),
        "indentation",
        "this line stands further in or out than the ones it belongs to",
        _say_indentation(source.lines[number - 1], source.lines[number - 2 : number - 1]),
    )


def _say_indentation(line: str, above: Sequence[str]) -> str:
    """How many spaces to begin with, where the line above is one of the same list."""
    for neighbour in above:
        if _is_list_line(neighbour) and _is_list_line(line):
            spaces = len(neighbour) - len(neighbour.lstrip())
            return f"begin it with {counted(spaces, 'space')}, as the line above does"
    return "give every field the same indentation, and every “- ” of one list the same"


def _is_list_line(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _explain_missing_colon(report: _Report) -> Problem:
    return Problem(
        report.source.words_of_line(report.start_line + 1),
        "missing-colon",
        "a field name without its colon",
        'write "field: value"; a list line begins with "- "',
    )


# What PyYAML's report says, and what explains it; the first explanation that fits is used.
_EXPLANATIONS: tuple[tuple[re.Pattern[str], Callable[[_Report], Problem | None]], ...] = (
    (re.compile("mapping values are not allowed"), _explain_colon),
    (re.compile("escape"), _explain_escape),
    (re.compile("flow (sequence|mapping)"), _explain_bracket),
    (re.compile("quoted scalar"), _explain_open_quote),
    (re.compile("cannot start any token"), _explain_reserved_character),
    # PyYAML reports this in several ways; the line itself shows it.
    (re.compile(""), _explain_words_after_quote),
    (
        re.compile(r"expected (key|'-' indicator|<block end>)|not allowed in this context"),
        _explain_indentation,
    ),
    (re.compile("could not find expected ':'"), _explain_missing_colon),
)


def quote(text: str) -> str:
    """A text as YAML reads it back, without quotes where it needs none."""
    one_line = " ".join(text.split())
    plain = yaml.safe_dump(one_line, allow_unicode=True, width=_WIDE)
    if plain.removesuffix("\n").removesuffix("\n...") == one_line and "#" not in one_line:
        return one_line
    # Whole numbers are read as the text they are.
    if one_line.isdecimal():
        return one_line
    return json.dumps(one_line, ensure_ascii=False)


def quote_value(line: str) -> str:
    """A line with its value in quotes that YAML reads; in those it has, as it is."""
    lead = BEFORE_VALUE.match(line)
    start = lead.end() if lead else 0
    value = line[start:].strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return line[:start] + quote(value)
