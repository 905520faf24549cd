"""What was given to import: which format it is in, and the recipe as it stands there.

Nothing is fetched: a web page is read as it was saved.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from guide.author.draft import Draft
from guide.author.json_recipes import Json, find_recipe, read_scraped
from guide.author.text_recipes import (
    find_missing_heading,
    read_cooklang,
    read_plain_text,
    read_recipe_md,
)
from guide.read.pantry_files import WritingWords

# A saved page of a recipe site has two and a half at most.
MOST_INPUT_BYTES = 4 * 1024 * 1024
_CANONICAL = re.compile(
    r"<link\b[^<>]{0,200}\brel=[\"']canonical[\"'][^<>]{0,200}"
    r"\bhref=[\"'](https?://[^\"'<>\s]{1,500})"
)


class NotARecipe(Exception):
    """What was given holds no recipe; its text says why, and what to give instead."""


def read_input(data: bytes, name: str, words: WritingWords) -> Draft:
    """The recipe in a file's bytes, as it is written there; `name` is the file's name.

    Raises NotARecipe.
    """
    if len(data) > MOST_INPUT_BYTES:
        raise NotARecipe(f"it has {len(data):,} bytes; at most {MOST_INPUT_BYTES:,} are read")
    text = _decode(data)
    if not text.strip():
        raise NotARecipe("it is empty")
    if text.lstrip()[0] in "[{":
        draft = _read_json(text)
    elif re.match(r"\s*<", text):
        draft = _read_page(text)
    elif Path(name).suffix.lower() == ".cook" or re.search(r"@[^\s@{}][^@{}\n]{0,60}\{", text):
        draft = read_cooklang(text, words)
    else:
        draft = read_recipe_md(text, words) or read_plain_text(text, words)
    if draft is None:
        missing = find_missing_heading(text, words)
        if missing:
            raise NotARecipe(f"no recipe was found in it: {missing}")
        raise NotARecipe(
            "no recipe was found in it. Give a saved web page, JSON-LD, RecipeMD, Cooklang, or a "
            'text with the headings "Ingredients" and "Method"'
        )
    if not draft.title:
        return _named(draft, Path(name).stem)
    return draft


def _named(draft: Draft, stem: str) -> Draft:
    """A recipe without a title is called as its file is."""
    return replace(draft, title=re.sub(r"[-_\s]+", " ", stem).strip())


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Old pages are in Windows' alphabet for western Europe; it has a letter for every byte.
        return data.decode("cp1252", errors="replace")


def _read_json(text: str) -> Draft | None:
    value = _parse_json(text)
    if value is None:
        raise NotARecipe("it begins like JSON and cannot be read as JSON")
    return find_recipe(value) or read_scraped(value)


def _parse_json(text: str) -> Json:
    """The value of a JSON text, or None for one that is none."""
    try:
        # Sites put line ends into their texts, which JSON does not allow.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _read_page(text: str) -> Draft | None:
    """The recipe of a saved web page: by its JSON-LD, and by recipe-scrapers if it is installed.

    JSON-LD has no groups of ingredients, which recipe-scrapers knows of many sites.
    """
    scraped = _scrape(text)
    for script in _find_scripts(text):
        draft = find_recipe(_parse_json(script))
        if draft is None:
            continue
        if scraped is not None and any(group.heading for group in scraped.ingredients):
            return replace(draft, ingredients=scraped.ingredients)
        return draft
    return scraped


def _scrape(text: str) -> Draft | None:
    """What recipe-scrapers makes of a page; None without it, or when it finds nothing."""
    try:
        from recipe_scrapers import scrape_html  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ModuleNotFoundError:
        return None
    address = _CANONICAL.search(text)
    # It warns of what a site's pages lack, which is no matter here.
    with warnings.catch_warnings(action="ignore"):
        return _scrape_with(scrape_html, text, address[1] if address else "https://example.org/")


def _scrape_with(scrape_html: Callable[..., Any], text: str, address: str) -> Draft | None:
    try:
        scraper = scrape_html(
            text,
            org_url=address,
            online=False,
            supported_only=False,
        )
        return read_scraped(scraper.to_json())
    # Sites' own pages make it fail in any way; the page may still have JSON-LD.
    except Exception:
        return None


class _ScriptFinder(HTMLParser):
    """Collects the scripts of a page that hold JSON-LD."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self._within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type") or ""
        self._within = tag == "script" and kind.strip().lower() == "application/ld+json"
        if self._within:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.scripts[-1] += data


def _find_scripts(text: str) -> list[str]:
    finder = _ScriptFinder()
    finder.feed(text)
    finder.close()
    return finder.scripts
