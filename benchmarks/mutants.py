"""Breaks the code that could hurt somebody, one small change at a time, and runs its own tests.

    .venv/bin/python -m pip install --no-deps cosmic-ray==8.7.0 parso==0.8.7 stevedore==5.10.0
    .venv/bin/python benchmarks/mutants.py [--only allergens ...] [--sample 60] [--seed 14]

A change that no test notices has survived: a test is missing, or the change does no harm. Those
that do none are named with their reason in benchmarks/mutants.yaml, and counted apart. Changes
come from cosmic-ray's operators; what they do to annotations alone, which no run meets, is left
out. Each is tried in a copy of the project, in a process forked from one that has loaded the
libraries (Unix only), by the module's own tests and no others. One that runs longer than its time
limit, or out of memory, is killed too. cosmic-ray is no dependency of ours, since only its
operators are used and most days nobody runs this.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib.util
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
INSTALL = "pip install --no-deps cosmic-ray==8.7.0 parso==0.8.7 stevedore==5.10.0"
HARMLESS = PROJECT / "benchmarks/mutants.yaml"
NEEDED = ("guide", "tests", "benchmarks", "pantry", "recipes", "pages", "templates", "schema")
# Each module with the tests that are its own, the likeliest to notice first.
MODULES = {
    "guide/derive/allergens.py": ("allergens",),
    "guide/core/amounts.py": ("amounts", "lines"),
    "guide/lines/written_line.py": ("lines", "amounts"),
    "guide/lines/numbers.py": ("lines", "amounts"),
    "guide/lines/measures.py": ("lines", "amounts"),
    "guide/lines/times.py": ("lines", "amounts"),
    "guide/lines/vague_amounts.py": ("lines", "amounts"),
    "guide/lines/heads.py": ("lines", "amounts"),
    "guide/lines/names.py": ("lines", "amounts"),
    "guide/lines/said_amounts.py": ("lines", "amounts"),
    "guide/lines/several_foods.py": ("lines", "amounts"),
    "guide/lines/ingredient_lines.py": ("lines", "amounts"),
    "guide/lines/line_parts.py": ("lines", "amounts"),
    "guide/core/conversions.py": ("conversions",),
    "guide/core/heats.py": ("conversions",),
    "guide/derive/nutrition.py": ("nutrition",),
    "guide/derive/claims.py": ("claims", "health_words"),
    "guide/check/health_claims.py": ("backed_claims", "claims"),
    "guide/derive/health_words.py": ("health_words",),
    "guide/check/allergen_promises.py": ("allergen_promises",),
    "guide/check/allergen_texts.py": ("allergen_texts", "unlisted_foods"),
    "guide/read/food_names.py": ("food_names", "allergen_texts"),
    "guide/check/food_safety.py": ("food_safety",),
    "guide/derive/danger_words.py": ("danger_words", "food_safety"),
    "guide/derive/danger_ways.py": ("danger_words", "food_safety"),
    "guide/derive/food_mentions.py": ("ingredient_use",),
}
# A mutant may take so many times what the tests take, and at least so many seconds.
PATIENCE, LEAST_SECONDS = 5, 15
MOST_MEMORY = 4 * 2**30

# The name of an operator, and which of its places in a module is changed.
Change = tuple[str, int]


@dataclass(frozen=True)
class Mutant:
    """A module with one change: the line it is on, that line before and after, and the whole."""

    line: int
    before: str
    after: str
    code: str


@dataclass(frozen=True)
class Harmless:
    """Changes of one line that no test could notice, and why they do no harm.

    `below` is the line above it, where there are several of that line; "" for any.
    """

    line: str
    becomes: tuple[str, ...]
    why: str
    below: str = ""

    def holds(self, mutant: Mutant) -> bool:
        """Whether that mutant is one of them, however it is spaced."""
        changed = _without_blanks(mutant.after)
        above = mutant.code.splitlines()[: mutant.line - 1][-1:]
        if self.below and [self.below] != [line.strip() for line in above]:
            return False
        if _without_blanks(mutant.before) != _without_blanks(self.line):
            return False
        return changed in [_without_blanks(line) for line in self.becomes]


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def read_harmless(path: Path = HARMLESS) -> dict[str, list[Harmless]]:
    """The changes that do no harm, by module."""
    import yaml

    named: dict[str, list[Harmless]] = {}
    for module, rows in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        named[module] = [Harmless(**{**row, "becomes": tuple(row["becomes"])}) for row in rows]
    return named


def is_installed() -> bool:
    """Whether the mutation tester is there."""
    return importlib.util.find_spec("cosmic_ray") is not None


def find_changes(code: str) -> list[Change]:
    """Every change that cosmic-ray knows for a module, by its operator and its place."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.operators.provider import OperatorProvider

    provider = OperatorProvider()
    nodes = list(ast_nodes(get_ast(code)))
    found: list[Change] = []
    for name in provider:
        # Two operators need to be told of names; all others work without.
        if name in ("VariableReplacer", "VariableInserter"):
            continue
        operator = provider[name]()
        places = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        found.extend((name, place) for place in range(places))
    return found


def choose(code: str, sample: int | None, seed: int) -> list[Mutant]:
    """So many mutants of a module by line, none twice, the same for a seed; all for None."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.operators.provider import OperatorProvider

    provider = OperatorProvider()
    changes = find_changes(code)
    random.Random(seed).shuffle(changes)
    seen = {what_runs(code)}
    found: list[Mutant] = []
    for name, place in changes:
        if len(found) == sample:
            break
        changed = mutate_code(code, provider[name](), place)
        runs = what_runs(changed or code)
        if runs not in seen:
            seen.add(runs)
            found.append(describe(code, changed))
    return sorted(found, key=lambda mutant: (mutant.line, mutant.after))


def what_runs(code: str) -> str:
    """The code without its annotations, for comparing; itself where it is no Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return code
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


def describe(code: str, changed: str) -> Mutant:
    """The mutant that a changed module is."""
    old, new = code.splitlines(), changed.splitlines()
    at = 0
    while at < min(len(old), len(new)) and old[at] == new[at]:
        at += 1
    before = old[at].strip() if at < len(old) else ""
    after = new[at].strip() if at < len(new) else ""
    return Mutant(at + 1, before, after, changed)


@contextlib.contextmanager
def copied_project() -> Iterator[Path]:
    """A copy of what the tests need, deleted in the end."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder, "project")
        copy.mkdir()
        skipped = shutil.ignore_patterns("__pycache__")
        for name in NEEDED:
            shutil.copytree(PROJECT / name, copy / name, symlinks=True, ignore=skipped)
        for path in PROJECT.iterdir():
            if path.is_file() and not path.name.startswith(".git"):
                shutil.copy2(path, copy)
        # What a killed test leaves behind is deleted with the copy.
        scratch = Path(folder, "scratch")
        scratch.mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
        yield copy


def load_libraries() -> None:
    """Imports what every run of the tests needs, and nothing of the project."""
    # Not what pytest wants to load itself, such as hypothesis.
    import jinja2  # noqa: F401
    import pydantic  # noqa: F401
    import pytest  # noqa: F401
    import yaml  # noqa: F401


def run_tests(copy: Path, tests: tuple[str, ...], seconds: float | None, *, keep: bool) -> bool:
    """Whether the tests pass in a new process; `keep` keeps the bytecode for the next."""
    child = os.fork()
    if child == 0:
        _be_the_tests(copy, tests, keep)
    deadline = None if seconds is None else time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        if deadline is not None and time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return False
        time.sleep(0.02)


def _be_the_tests(copy: Path, tests: tuple[str, ...], keep: bool) -> None:
    """Runs pytest in this process and ends it."""
    status = 1
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        os.chdir(copy)
        sys.path[:] = [str(copy), *(path for path in sys.path if Path(path or ".") != PROJECT)]
        sys.dont_write_bytecode = not keep
        import pytest

        files = [f"tests/test_{name}.py" for name in tests]
        options = ["-x", "-q", "-n0", "-p", "no:cacheprovider", "--rootdir", str(copy)]
        status = int(pytest.main([*options, *files]))
    finally:
        os._exit(status)


def try_module(copy: Path, module: str, mutants: list[Mutant]) -> list[Mutant]:
    """The mutants that the tests of a module do not notice. Raises ValueError if these fail."""
    tests = MODULES[module]
    path = copy / module
    code = path.read_text(encoding="utf-8")
    start = time.monotonic()
    if not run_tests(copy, tests, None, keep=True):
        raise ValueError(f"the tests of {module} fail without any change: {', '.join(tests)}")
    limit = max(LEAST_SECONDS, PATIENCE * (time.monotonic() - start))
    # Bytecode is told apart by second and size alone, which a mutant may share.
    for stale in path.parent.glob(f"__pycache__/{path.stem}.*"):
        stale.unlink()
    survivors: list[Mutant] = []
    try:
        for mutant in mutants:
            path.write_text(mutant.code, encoding="utf-8")
            if run_tests(copy, tests, limit, keep=False):
                survivors.append(mutant)
    finally:
        path.write_text(code, encoding="utf-8")
    return survivors


def tell(module: str, tried: int, survivors: list[Mutant], harmless: int) -> str:
    """What came of a module, in words: a line of figures, and one for each survivor.

    `harmless` survivors more are named as such, and not among those given.
    """
    lines = [f"{module}: {tell_share(tried, len(survivors), harmless)}"]
    for mutant in survivors:
        lines.append(f"  {module}:{mutant.line}: {mutant.before}  →  {mutant.after or 'nothing'}")
    return "\n".join(lines)


def tell_share(tried: int, survived: int, harmless: int) -> str:
    """How many mutants were killed: of all, and of those that could do harm."""
    killed, harmful = tried - survived - harmless, tried - harmless
    if not harmful:
        return "nothing to change"
    of_all = f"{killed} / {tried} killed, {100 * killed / tried:.0f} %"
    if not harmless:
        return of_all
    return f"{of_all}; without {harmless} that do no harm {100 * killed / harmful:.0f} %"


def parse_arguments(words: list[str] | None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    names = [Path(module).stem for module in MODULES]
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="MODULE")
    parser.add_argument("--sample", type=int, help="so many mutants a module; all without it")
    parser.add_argument("--seed", type=int, default=14, help="another seed, another sample")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """Tries the mutants and prints what came of them; the exit status is 2 if it cannot."""
    asked = parse_arguments(words)
    if not is_installed():
        print(f"The mutation tester is not installed. Type: {INSTALL}", file=sys.stderr)
        return 2
    load_libraries()
    named = read_harmless()
    tried = survived = spared = 0
    with copied_project() as copy:
        for module in MODULES:
            if Path(module).stem not in asked.only:
                continue
            code = (copy / module).read_text(encoding="utf-8")
            mutants = choose(code, asked.sample, asked.seed)
            try:
                survivors = try_module(copy, module, mutants)
            except ValueError as error:
                print(error, file=sys.stderr)
                return 2
            rows = named.get(module, [])
            harmful = [one for one in survivors if not any(row.holds(one) for row in rows)]
            harmless = len(survivors) - len(harmful)
            print(tell(module, len(mutants), harmful, harmless), flush=True)
            tried += len(mutants)
            survived += len(harmful)
            spared += harmless
    print(f"all: {tell_share(tried, survived, spared)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
