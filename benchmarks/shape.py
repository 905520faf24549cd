#!/usr/bin/env python3
"""How the code reads, in figures: lines, functions, and how much is said in one statement.

    benchmarks/shape.py [FOLDER ...]      default: guide/, and guide/ without art/

Syntax nodes are what Python's `ast` makes of a file, contexts and operators included; a statement
is any node that is one. Comprehensions, generator expressions, lambdas, ternaries and walruses are
counted together as "inline".
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

WIDE = 100
LONG = 60
# So many of the long functions are named.
SHOWN = 10
PROJECT = Path(__file__).resolve().parents[1]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
INLINE = (
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.Lambda,
    ast.IfExp,
    ast.NamedExpr,
)


@dataclass(frozen=True)
class Shape:
    """The figures of some files; means are over all of them together."""

    files: int
    lines: int
    wide_lines: int
    mean_function: float
    long_functions: tuple[str, ...]
    nodes_a_statement: float
    inline_a_statement: float
    nodes_a_line: float
    inline_a_hundred_lines: float
    fullest_folder: tuple[str, int]


def measure(files: list[Path]) -> Shape:
    """The shape of those files. Raises SyntaxError for one that is no Python."""
    lines = code_lines = wide = nodes = statements = inline = 0
    function_lines: list[int] = []
    long_functions: list[str] = []
    for file in files:
        text = file.read_text("utf-8")
        for line in text.splitlines():
            lines += 1
            wide += len(line) > WIDE
            code_lines += bool(line.strip()) and not line.strip().startswith("#")
        for node in ast.walk(ast.parse(text)):
            nodes += 1
            statements += isinstance(node, ast.stmt)
            inline += isinstance(node, INLINE)
            if isinstance(node, FUNCTIONS):
                length = node.end_lineno - node.lineno + 1
                function_lines.append(length)
                if length > LONG:
                    long_functions.append(f"{file}:{node.lineno} {node.name}, {length} lines")
    folders = Counter(file.parent for file in files if file.name != "__init__.py")
    folder, modules = folders.most_common(1)[0]
    return Shape(
        files=len(files),
        lines=lines,
        wide_lines=wide,
        mean_function=sum(function_lines) / max(1, len(function_lines)),
        long_functions=tuple(long_functions),
        nodes_a_statement=nodes / statements,
        inline_a_statement=inline / statements,
        nodes_a_line=nodes / code_lines,
        inline_a_hundred_lines=100 * inline / code_lines,
        fullest_folder=(folder.name, modules),
    )


def report(name: str, shape: Shape) -> str:
    """The figures as a person reads them."""
    folder, modules = shape.fullest_folder
    rows = [
        f"{name}: {shape.files} files, {shape.lines:,} lines",
        f"  lines over {WIDE} columns            {shape.wide_lines}",
        f"  mean lines of a function         {shape.mean_function:.1f}",
        f"  functions over {LONG} lines          {len(shape.long_functions)}",
        f"  syntax nodes a statement         {shape.nodes_a_statement:.2f}",
        f"  inline a statement               {shape.inline_a_statement:.3f}",
        f"  syntax nodes a line of code      {shape.nodes_a_line:.1f}",
        f"  inline a hundred lines of code   {shape.inline_a_hundred_lines:.1f}",
        f"  modules in the fullest folder    {modules} ({folder}/)",
    ]
    return "\n".join([*rows, *(f"    {function}" for function in shape.long_functions[:SHOWN])])


def main(given: list[str]) -> int:
    """Prints the shape of each folder."""
    for folder in given:
        files = sorted(Path(folder).rglob("*.py"))
        if not files:
            print(f"{folder} holds no Python file", file=sys.stderr)
            return 2
        print(report(folder, measure(files)))
    if not given:
        files = sorted((PROJECT / "guide").rglob("*.py"))
        print(report("guide/", measure(files)))
        plain = [file for file in files if "art" not in file.parts]
        print(report("guide/ without art/", measure(plain)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
