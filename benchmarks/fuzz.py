"""Feeds what strangers may write, made worse and worse, to everything that reads it.

    .venv/bin/python -m pip install --no-deps atheris==3.0.0
    .venv/bin/python benchmarks/fuzz.py TARGET [--runs 100000] [--findings FOLDER] [--blind]

An input that ends in another exception than the one that is promised, that takes more than two
seconds, or half a gigabyte of memory, is a finding: it is written to the folder, once for each
place where it happens. Atheris leads the way by the lines of guide/ that an input reaches; where
it has no wheel, and to try more in the same time, `--blind` changes inputs at random instead. It
is no dependency of ours, since nothing but this needs it. What was found is kept in
tests/test_fuzz.py, which tries the same targets for a moment with hypothesis.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import random
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

MOST_SECONDS = 2
MOST_MEMORY = 500 * 1024 * 1024
MOST_BYTES = 4096
# After so many inputs a line says how far it is.
TELL_EVERY = 5000
# What is put in at random, besides what other inputs have.
SIGNS = (
    *(
        "\n",
        "\n- ",
        "\n  - ",
        ": ",
        "- ",
        "'",
        '"',
        "#",
        "[",
        "]",
        "{",
        "}",
        "|",
        ">",
        "&a",
        "*a",
        "!!x",
    ),
    *(
        "1/0",
        "½",
        "1 1/2 ",
        " × 400 g",
        "–",
        "−18 °C",
        "9" * 20,
        "0",
        " ",
        "\u00a0",
        "\u202e",
        "\t",
    ),
    *(
        "(",
        ")",
        ",",
        ".",
        " or ",
        " and ",
        " plus ",
        "İ",
        "ß",
        "ŉ",
        "e\u0301",
        "😀",
        "&#x1F600;",
        "<b>",
    ),
)


@dataclass(frozen=True)
class Target:
    """What reads strangers' bytes, and bytes to begin with."""

    read: Callable[[bytes], object]
    seeds: Callable[[], Iterator[bytes]]


def text_of(data: bytes) -> str:
    """Bytes as a text that a file could hold."""
    return data.decode("utf-8", errors="ignore").replace("\x00", "")


class Targets:
    """Every target by its name; a guide is read once, when a target needs it."""

    def __init__(self, root: Path = PROJECT, guide: object = None):
        self.root = root
        self._given = guide

    @cached_property
    def guide(self) -> object:
        """The guide whose pantry and rules are used."""
        from guide.core.cache import user_cache
        from guide.read.file_reader import KeptReading
        from guide.read.load import load_guide

        if self._given is not None:
            return self._given
        return load_guide(self.root, kept=KeptReading(user_cache()))[0]

    @cached_property
    def writing(self) -> object:
        """The words by which recipes from elsewhere are read."""
        from guide.author.commands import read_writing_words
        from guide.read.file_reader import FileReader, ReadCache

        return read_writing_words(FileReader(PROJECT, ReadCache()))

    @cached_property
    def carrier(self) -> object:
        """A recipe of the guide, to carry texts of strangers into the checks."""
        return self.guide.recipe_files[0]

    @cached_property
    def folder(self) -> Path:
        """A folder for an edition that is handed over."""
        return Path(tempfile.mkdtemp(prefix="guide-fuzz-"))

    def by_name(self) -> dict[str, Target]:
        """The targets."""
        return {
            "reader": Target(self.reader, self.recipes),
            "recipe": Target(self.recipe, self.recipes),
            "lines": Target(self.lines, self.ingredient_lines),
            "fields": Target(self.fields, self.short_texts),
            "typeset": Target(self.typeset, self.steps),
            "claims": Target(self.claims, self.steps),
            "promises": Target(self.promises, self.steps),
            "checks": Target(self.checks, self.steps),
            "imports": Target(self.imports, self.elsewhere),
            "fix": Target(self.fix, self.recipes),
            "prose": Target(self.prose, self.pages),
            "brand": Target(self.brand, self.brands),
            "pantry": Target(self.pantry, self.foods),
            "handover": Target(self.handover, self.manifests),
        }

    # What reads.

    def reader(self, data: bytes) -> None:
        """YAML to nodes with places."""
        from guide.core.problems import tell
        from guide.parse.yaml_nodes import read_yaml

        _, problems = read_yaml("recipes/soups/x.yaml", data)
        for problem in problems:
            tell(problem)

    def recipe(self, data: bytes) -> None:
        """YAML to a recipe, and as far as it can be read."""
        from guide.core.problems import tell
        from guide.parse.mended import fit_what_can_be_read
        from guide.parse.validation import fit
        from guide.parse.yaml_nodes import Map, read_yaml
        from guide.read.recipe import Recipe

        node, _ = read_yaml("recipes/soups/x.yaml", data)
        if not isinstance(node, Map):
            return
        units = self.guide.pantry.units
        _, problems = fit(Recipe, node, units)
        for problem in problems:
            tell(problem)
        fit_what_can_be_read(Recipe, node, frozenset(), units)

    def lines(self, data: bytes) -> None:
        """An ingredient line, as it is printed, written anew and found in the pantry."""
        from guide.core.amounts import printed, spell_line
        from guide.core.problems import Mistake
        from guide.lines.ingredient_lines import parse, parse_name

        text, pantry = text_of(data), self.guide.pantry
        for read in (parse, parse_name):
            try:
                line = read(text, pantry.units)
            except Mistake as mistake:
                if not 0 <= mistake.at <= len(text):
                    raise AssertionError("a mistake outside its text") from mistake
                continue
            for food in line.apart:
                printed(food, pantry.grams_in_cup(food.name), pantry.pours(food.name))
                pantry.find(food.name)
            # What is spelt so that it cannot be read, fix leaves as it is.
            with contextlib.suppress(Mistake):
                parse(spell_line(line), pantry.units)

    def fields(self, data: bytes) -> None:
        """Servings, times, keeping times, days."""
        from guide.core.problems import Mistake
        from guide.read.recipe import read_day, read_keeping, read_serves, read_time

        text, units = text_of(data), self.guide.pantry.units
        for read in (
            lambda: read_serves(text, units),
            lambda: read_time(text, units),
            lambda: read_keeping(text),
            lambda: read_day(text),
        ):
            try:
                read()
            except Mistake:
                continue

    def typeset(self, data: bytes) -> None:
        """A step as it is printed, with measures in both systems; no word of it is lost."""
        from guide.core.typesetting import typeset, within, words
        from guide.derive import set_widths

        text, pantry = " ".join(text_of(data).split()), self.guide.pantry
        shown = typeset(text, pantry.measuring)
        same = pantry.units.printed()
        plain = typeset(text)
        if within(words(text, same), words(plain, same)):
            raise AssertionError("a word is lost in typesetting")
        words(shown, same)
        for piece in set_widths.pieces(text):
            set_widths.narrowest(piece.text, set_widths.rooms_of("step"))

    def claims(self, data: bytes) -> None:
        """Words about health."""
        from guide.derive.claims import find_claims

        list(find_claims(text_of(data), self.guide.rules, self.guide.lexicon))

    def promises(self, data: bytes) -> None:
        """Promises about allergens."""
        from guide.check.allergen_promises import find_promises, get_reader

        guide = self.guide
        list(find_promises(text_of(data), get_reader(guide.pantry, guide.promises)))

    def checks(self, data: bytes) -> None:
        """Every check of a recipe, with the text as a step, a note and a title."""
        from guide.check.suite import RECIPE_CHECKS
        from guide.core.problems import tell

        text = " ".join(text_of(data).split())[:400]
        if not text:
            return
        carrier = self.carrier
        recipe = carrier.recipe.model_copy(
            update={
                "title": text[:46],
                "summary": text[:150],
                "method": (*carrier.recipe.method, text[:220]),
                "notes": (text,),
            }
        )
        guide = replace(self.guide, recipe_files=(replace(carrier, recipe=recipe),))
        for check in RECIPE_CHECKS:
            for problem in check(guide):
                tell(problem)

    def imports(self, data: bytes) -> None:
        """A recipe from elsewhere, as it is written here."""
        from guide.author.adaptation import adapt
        from guide.author.draft import write_draft
        from guide.author.input_files import NotARecipe, read_input
        from guide.parse.yaml_nodes import read_yaml

        for name in ("x.txt", "x.cook"):
            try:
                draft = read_input(data, name, self.writing)
            except NotARecipe:
                continue
            written = write_draft(adapt(draft, self.writing).draft)
            read_yaml("recipes/soups/x.yaml", written.text.encode())

    def fix(self, data: bytes) -> None:
        """A recipe's file in the form of the guide; a second time changes nothing."""
        from guide.author.fixing import fix_text

        text = text_of(data)
        units = self.guide.pantry.units
        once = fix_text("recipes/soups/x.yaml", text, units, self.writing)
        fix_text("recipes/soups/x.yaml", once, units, self.writing)

    def prose(self, data: bytes) -> None:
        """A page of prose, its HTML and its checks."""
        from guide.check.texts import letters_can_be_printed, words_of_files_fit_their_lines
        from guide.core.problems import tell
        from guide.core.typesetting import typeset
        from guide.parse.source import Unreadable, decode
        from guide.read.prose import html, page_texts, placed_blocks, read_page

        try:
            source = decode("pages/x.md", data)
        except Unreadable:
            return
        if not source.lines:
            return
        page, mistakes = read_page("x", source)
        for number, mistake in mistakes:
            source.place(number, mistake.at + 1, mistake.width)
        html(page, typeset)
        if len(page_texts(page)) != len(placed_blocks(page)):
            raise AssertionError("a block of the page has no place")
        guide = replace(self.guide, pages=(page,), chapters=(), brand=None)
        for check in (letters_can_be_printed, words_of_files_fit_their_lines):
            for problem in check(guide):
                tell(problem)

    def brand(self, data: bytes) -> None:
        """brand.yaml, and what is printed on pages of their own."""
        from guide.check.texts import (
            pages_of_their_own_hold_their_words,
            words_of_files_fit_their_lines,
        )
        from guide.core.problems import tell
        from guide.parse.validation import fit
        from guide.parse.yaml_nodes import read_yaml
        from guide.read.brand import Brand

        node, _ = read_yaml("brand.yaml", data)
        if node is None:
            return
        brand, problems = fit(Brand, node)
        if brand is not None:
            nodes = {**dict(self.guide.nodes), "brand.yaml": node}
            guide = replace(self.guide, brand=brand, pages=(), nodes=nodes)
            problems += pages_of_their_own_hold_their_words(guide)
            problems += words_of_files_fit_their_lines(guide)
        for problem in problems:
            tell(problem)

    def pantry(self, data: bytes) -> None:
        """The files of the pantry."""
        from guide.core.problems import tell
        from guide.parse.validation import fit
        from guide.parse.yaml_nodes import read_yaml
        from guide.read import pantry_files as files

        node, _ = read_yaml("pantry/foods/x.yaml", data)
        if node is None:
            return
        shapes = (
            (files.Items, "items"),
            (files.Measures, ""),
            (files.Evidence, "findings"),
            (files.ClaimRules, ""),
            (files.Week, ""),
            (files.Allergens, ""),
            (files.WordsOfLines, ""),
        )
        for shape, named in shapes:
            for problem in fit(shape, node, named=named)[1]:
                tell(problem)

    def handover(self, data: bytes) -> None:
        """A manifest, and the edition that it names."""
        from guide.handover import NotReady, choose, latest, look_at_all

        (self.folder / "manifest.json").write_bytes(data)
        for read in (latest, look_at_all, choose):
            try:
                read(self.folder)
            except NotReady as error:
                str(error)

    # What they begin with.

    def recipes(self) -> Iterator[bytes]:
        """Recipes of the guide."""
        for path in sorted(self.root.glob("recipes/*/*.yaml"))[:12]:
            yield path.read_bytes()

    def ingredient_lines(self) -> Iterator[bytes]:
        """Lines of the guide, and some as cooks write them."""
        for recipe_file in self.guide.recipe_files[:12]:
            for _, lines in recipe_file.recipe.groups:
                for line in lines:
                    yield line.text.encode()
        yield from (
            b"200g/7oz plain flour, plus extra for dusting",
            b"1 (15 oz) can black beans",
            b"juice of half a lemon",
            "about 2–3 heaped tbsp ghee or butter (optional)".encode(),
            b"1 egg plus 2 egg whites",
            "½ a 400 ml tin, well shaken".encode(),
        )

    def short_texts(self) -> Iterator[bytes]:
        """Servings, times and days."""
        for text in ("4", "2–3", "12 muffins", "1 h 15 min", "overnight", "2026-03-08", "3 days"):
            yield text.encode()
        yield from (b"Serves four to six", b"about an hour and a half", b"1-2 weeks")

    def steps(self) -> Iterator[bytes]:
        """Texts of the guide, and some that no check lets pass."""
        for recipe_file in self.guide.recipe_files[:12]:
            for text in (recipe_file.recipe.title, *recipe_file.recipe.method):
                yield text.encode()
        yield from (
            "Heat the oven to 200 °C (180 °C fan), gas mark 6.".encode(),
            b"Suitable for anyone with a nut allergy; calms eczema and heals the gut.",
            "Cut into 1 1/2-inch (4 cm) pieces, −18 °C, 5/16 in, 1,500 ml or 2 lb 3 oz.".encode(),
        )

    def elsewhere(self) -> Iterator[bytes]:
        """Recipes as other places keep them."""
        node = {
            "@context": "https://schema.org",
            "@type": "Recipe",
            "name": "Soup",
            "recipeIngredient": ["1 onion", "2 carrots"],
            "recipeInstructions": [{"@type": "HowToStep", "text": "Cook it."}],
            "totalTime": "PT1H30M",
            "recipeYield": ["4", "4 bowls"],
        }
        yield json.dumps(node).encode()
        page = f'<html><script type="application/ld+json">{json.dumps(node)}</script></html>'
        yield page.encode()
        yield b"Soup\n\nServes 4\n\nIngredients\n\n1 onion\n2 carrots\n\nMethod\n\nCook it.\n"
        yield b"# Soup\n\n**4 bowls**\n\n---\n\n- *1* onion\n\n---\n\nCook it.\n"
        yield b">> servings: 4\n\nCook @onion{1} in #pot{} for ~{10%minutes}.\n"

    def pages(self) -> Iterator[bytes]:
        """Pages of the guide."""
        for path in sorted(self.root.glob("pages/*.md")):
            yield path.read_bytes()
        yield b"# T\n\n1. {kale} **A**\n   b\n\n> | a | b |\n> | --- | --- |\n> | c | d |\n"

    def brands(self) -> Iterator[bytes]:
        """The brand."""
        yield (self.root / "brand.yaml").read_bytes()

    def foods(self) -> Iterator[bytes]:
        """Small files of the pantry."""
        for name in ("units.yaml", "week.yaml", "claims.yaml", "allergens.yaml"):
            path = self.root / "pantry" / name
            if path.exists():
                yield path.read_bytes()[:MOST_BYTES]

    def manifests(self) -> Iterator[bytes]:
        """Manifests of both versions as they are published."""
        pdf = b"%PDF-1.7\n%%EOF"
        digest = hashlib.sha256(pdf).hexdigest()
        (self.folder / f"guide-{digest[:12]}.pdf").write_bytes(pdf)
        name = f"guide-{digest[:12]}.pdf"
        attachment = {
            "file": name,
            "filename": "guide.pdf",
            "media_type": "application/pdf",
            "bytes": len(pdf),
            "sha256": digest,
        }
        yield json.dumps({"attachment": attachment}).encode()
        edition = {
            **attachment,
            "pages": 3,
            "format": "pocket",
            "without": ["milk"],
            "leaves_out": {"allergens": ["milk"], "foods": []},
            "recipes": [{"slug": "soup", "title": "Soup", "contains": ["egg"], "check": []}],
            "pictures": {"cover": {"file": "cover.png", "sha256": digest}},
        }
        manifest = {
            "manifest": 2,
            "default": "pocket",
            "usual": {"format": "pocket", "units": "both", "ink": "full"},
            "groups": {"milk": {"says": "milk", "allergens": ["milk"], "label": True}},
            "withdrawn": [{"sha256": "0" * 64, "why": "a label", "edition": ""}],
            "editions": {"pocket": edition},
        }
        yield json.dumps(manifest).encode()


@dataclass
class Watcher:
    """Tries inputs, and keeps what it finds, once for each place where it happens."""

    read: Callable[[bytes], object]
    folder: Path
    count: int = 0
    seconds: float = 0.0
    slowest: float = 0.0

    def __post_init__(self) -> None:
        self.found: dict[str, str] = {}
        self.memory = _memory()

    def try_input(self, data: bytes) -> None:
        """Reads one input, and writes it down when it is a finding."""
        self.count += 1
        start = time.process_time()
        try:
            self.read(data)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
            self.keep(where, data)
        took = time.process_time() - start
        self.seconds += took
        self.slowest = max(self.slowest, took)
        if took > MOST_SECONDS:
            self.keep(f"slow {took:.1f} s", data)
        if self.count % TELL_EVERY == 0:
            print(f"so far: {self.count:,} inputs, slowest {self.slowest:.2f} s", flush=True)
        memory = _memory()
        if memory - self.memory > MOST_MEMORY:
            self.keep(f"memory {(memory - self.memory) >> 20} MB", data)
            self.memory = memory

    def keep(self, where: str, data: bytes) -> None:
        """Writes a finding, when nothing was found at its place before."""
        if where in self.found:
            return
        name = f"{where.replace(' ', '-').replace(':', '-')}"
        self.found[where] = name
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(data)
        print(f"found: {where}", flush=True)


def _memory() -> int:
    """The most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def parse_arguments(given: list[str]) -> argparse.Namespace:
    """The command line, taken apart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=sorted(Targets().by_name()))
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--blind", action="store_true")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    return parser.parse_args(given)


def spoil(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """An input with stretches cut out, doubled, changed or taken from another."""
    for _ in range(chance.randint(1, 5)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.randint(0, 24))
        at = chance.randint(0, len(other))
        new = chance.choice(
            (
                b"",
                data[start:end] * chance.randint(1, 3),
                other[at : at + chance.randint(1, 40)],
                chance.choice(SIGNS).encode(),
                bytes((chance.randint(0, 255),)),
            )
        )
        data = data[:start] + new + data[end:]
    return data[:MOST_BYTES]


def fuzz_blindly(options: argparse.Namespace) -> None:
    """Fuzzes one target with changes at random."""
    target = Targets().by_name()[options.target]
    seeds = list(target.seeds())
    watcher = Watcher(target.read, options.findings / options.target)
    chance = random.Random(options.seed)
    data = seeds[0]
    while watcher.count < options.runs:
        # Some changes pile up.
        if chance.random() < 0.8:
            data = chance.choice(seeds)
        data = spoil(data, chance.choice(seeds), chance)
        watcher.try_input(data)
    tell_sum(f"{options.target} (blind)", watcher)


def main() -> None:
    """Fuzzes one target."""
    options = parse_arguments(sys.argv[1:])
    if options.blind:
        fuzz_blindly(options)
    else:
        fuzz_with_atheris(options)


def fuzz_with_atheris(options: argparse.Namespace) -> None:
    """Fuzzes one target, led by the lines that an input reaches."""
    import atheris

    with atheris.instrument_imports(include=["guide"]):
        # What the targets import lazily is instrumented by trying each of them once.
        targets = Targets()
        target = targets.by_name()[options.target]
        seeds = list(target.seeds())
        for seed in seeds:
            target.read(seed)
    watcher = Watcher(target.read, options.findings / options.target)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            Path(corpus, str(number)).write_bytes(seed)

        def try_and_tell(data: bytes) -> None:
            watcher.try_input(data)
            if watcher.count == options.runs:
                tell_sum(options.target, watcher)

        settings = [
            sys.argv[0],
            f"-runs={options.runs}",
            f"-seed={options.seed}",
            f"-max_len={MOST_BYTES}",
            "-timeout=60",
            "-rss_limit_mb=3000",
            "-verbosity=0",
            corpus,
        ]
        atheris.Setup(settings, try_and_tell)
        atheris.Fuzz()


def tell_sum(name: str, watcher: Watcher) -> None:
    """What came of it, in one line."""
    print(
        f"{name}: {watcher.count:,} inputs, {watcher.seconds:.0f} CPU s, slowest "
        f"{watcher.slowest:.2f} s, {len(watcher.found)} findings",
        flush=True,
    )


if __name__ == "__main__":
    main()
