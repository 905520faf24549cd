"""Recipes in plain text: with the usual headings, in Markdown (RecipeMD), and in Cooklang.

RecipeMD 2.4: a title, a summary, tags in italics, yields in bold, ingredients as a list between
two rules, then the instructions (recipemd.org/specification.html). Cooklang: ingredients within the
steps, as @name{amount%unit} (cooklang.org/docs/spec). Both as general knowledge of the formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from guide.author.draft import Draft, DraftGroup
from guide.read.pantry_files import LetterWords, WritingWords

_BULLET = re.compile(r"\s{0,9}(?:[-*+•·▢☐]|\d{1,2}[.)]|step\s\d{1,2}[:.]?)\s{1,9}", re.IGNORECASE)
_RULE = re.compile(r"\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_)([^*_\n]{1,300})\1")
_AMOUNT_FIRST = re.compile(r"\*([^*]{1,60})\*\s*(.*)")
_LINK = re.compile(r"\[([^\]\[]{1,200})\]\([^()\s]{1,500}\)")
# @name{amount%unit}, @two words{amount}, @word; #pan{} and ~timer{10%minutes}.
_COOKLANG = re.compile(
    r"([@#~])(?:([^@#~{}\n]{0,80})\{([^{}\n]{0,60})\}|([\w-]{1,60}))(\([^()]{0,80}\))?"
)
_METADATA = re.compile(r">>\s*([\w ]{1,40}):\s*(.*)")
# What parts a title from what is said of it: brackets, a dash, a comma and a time.
_TITLE_PARTS = re.compile(r"\s[-–—|]\s|[()]|\s{0,9}\|\s{0,9}|,\s")
# A letter ends with so many lines of so many words; a title, and the shortest step, have so many.
_ENDS_OF_SENTENCE = ".!?"
_MOST_ENDING, _MOST_TITLE, _LEAST_SENTENCE = 8, 10, 5
_COMMENT = re.compile(r"--[^\n]*|\[-.{0,2000}?-\]", re.DOTALL)


def read_plain_text(text: str, words: WritingWords) -> Draft | None:
    """A recipe with headings such as "Ingredients" and "Method", or None without both.

    An e-mail is read too: without its greeting and what it ends with. Where only the ingredients
    have a heading, the method begins with the first paragraph of sentences.
    """
    lines, ending = _without_ending(text.splitlines(), words.letter)
    sections = _part("\n".join(lines), words)
    comments: dict[str, tuple[str, ...]] = {}
    if sections.get("ingredients") and not sections.get("method"):
        _part_method(sections)
        comments["method"] = ("TODO (no heading): does the method begin here?",)
    if not sections.get("ingredients") or not sections.get("method"):
        return None
    head = [_plain(line) for line in sections.get("head", ()) if line.strip()]
    title, about, chat = _read_head(head, words.letter)
    facts, summary = _part_head(about, words)
    facts |= _find_said(_TITLE_PARTS.split(" | ".join(head)), words.letter)
    if head and title and title not in head:
        # What was said beside the title is told, whatever could be read of it.
        ending += [line for line in head if title in line][:1]
    steps, kept = _part_keeping(list(_read_steps(sections["method"])), words.letter)
    facts = facts | _find_said(kept, words.letter) if "serves" not in facts else facts
    notes = list(_read_steps(sections.get("notes", [])))
    if kept:
        said = "TODO (keeps): a note says how long it keeps: write that under keeps: as well"
        comments["notes"] = (said,)
    if chat:
        comments["summary"] = tuple(f"It was written: {line}" for line in chat)
        comments["title"] = ("TODO (from a letter): is this the title?",)
    return Draft(
        title=title,
        summary=" ".join(summary),
        ingredients=tuple(_read_groups(sections["ingredients"])),
        method=tuple(steps),
        notes=(*notes, *kept),
        serves=facts.get("serves", ""),
        prep=facts.get("prep", ""),
        cook=facts.get("cook", ""),
        rest=facts.get("rest", ""),
        total=facts.get("total", ""),
        left_out=tuple(ending),
        comments=comments,
    )


def find_missing_heading(text: str, words: WritingWords) -> str:
    """Which heading a text lacks that has the other one, and what to type; "" for any other."""
    sections = _part(text, words)
    if sections.get("ingredients"):
        return (
            'its ingredients have a heading, and its method has none: write "Method" on a line of '
            "its own above the first step"
        )
    if sections.get("method"):
        return (
            'its method has a heading, and its ingredients have none: write "Ingredients" on a '
            "line of its own above the first of them"
        )
    return ""


def _begins(line: str, phrases: tuple[str, ...]) -> bool:
    """Whether a line begins with one of those phrases, as whole words."""
    small = line.strip().lower().replace("’", "'")
    for phrase in phrases:
        if small.startswith(phrase) and not small[len(phrase) :][:1].isalnum():
            return True
    return False


def _without_ending(lines: list[str], letter: LetterWords) -> tuple[list[str], list[str]]:
    """The lines of a text, and apart the few short ones with which a letter ends."""
    for number in range(max(0, len(lines) - _MOST_ENDING), len(lines)):
        rest = [line.strip() for line in lines[number:] if line.strip()]
        is_short = all(len(line.split()) <= _MOST_ENDING for line in rest)
        if rest and is_short and _begins(lines[number], letter.ends):
            return lines[:number], rest
    return lines, []


def _part_method(sections: dict[str, list[str]]) -> None:
    """Makes a method of the paragraphs of sentences that follow the ingredients."""
    lines = sections["ingredients"]
    for number, line in enumerate(lines):
        is_after_space = number > 0 and not lines[number - 1].strip()
        has_lines = any(one.strip() for one in lines[:number])
        is_sentence = line.rstrip().endswith(".") and len(line.split()) >= _LEAST_SENTENCE
        if is_after_space and has_lines and is_sentence:
            sections["ingredients"], sections["method"] = lines[:number], lines[number:]
            return


def _read_head(head: list[str], letter: LetterWords) -> tuple[str, list[str], list[str]]:
    """The title, what else is said of the dish, and what a letter says besides.

    Where a text does not greet and has no head of a letter, its first line is the title.
    """
    is_letter = any(_begins(line, (*letter.head, *letter.subject, *letter.greets)) for line in head)
    if not is_letter:
        return (_without_facts(head[0], letter), head[1:], []) if head else ("", [], [])
    subject = ""
    lines: list[str] = []
    chat: list[str] = []
    for line in head:
        if _begins(line, letter.subject):
            subject = line.partition(":")[2].strip()
            while _begins(subject, letter.forwarded):
                subject = subject.partition(":")[2].strip()
        elif not _begins(line, letter.head):
            (chat if _begins(line, letter.greets) else lines).append(line)
    for number, line in enumerate(lines):
        title = _without_facts(line, letter)
        if title and title[-1] not in ".!?,:" and len(title.split()) <= _MOST_TITLE:
            return title, lines[number + 1 :], [*chat, *lines[:number]]
    return subject, [], [*chat, *lines]


def _without_facts(title: str, letter: LetterWords) -> str:
    """A title without how many it serves and how long it takes: "Soup (serves 4)"."""
    kept = ""
    for part in _TITLE_PARTS.split(title):
        said = part.strip(" ,.")
        if said and not _find_said([said], letter):
            kept = f"{kept} {part.strip()}" if kept else part.strip()
            break
    return kept


def _find_said(texts: Iterable[str], letter: LetterWords) -> dict[str, str]:
    """How many it serves and how long it takes, where a text says so: "serves 4, takes 40 mins"."""
    facts: dict[str, str] = {}
    serves = "|".join(map(re.escape, letter.serves)) or "(?!)"
    makes = "|".join(map(re.escape, letter.makes)) or "(?!)"
    yields = re.compile(
        rf"\b(?:(?:{serves})\s+(?P<people>\d{{1,3}}(?:\s?(?:-|–|to)\s?\d{{1,3}})?)"
        rf"|(?:{makes})\s+(?P<pieces>\d[^,.;)|]{{0,30}}))",
        re.IGNORECASE,
    )
    for text in texts:
        found = yields.search(text)
        if found:
            facts.setdefault("serves", (found["people"] or found["pieces"]).strip())
        time = re.search(r"\b(\d{1,3}\s?(?:mins?|minutes?|hours?|hrs?|h)\b)", text, re.IGNORECASE)
        if time and len(text.split()) <= _MOST_TITLE:
            facts.setdefault("total", time[1])
    return facts


def _part_keeping(steps: list[str], letter: LetterWords) -> tuple[list[str], list[str]]:
    """The steps, and apart those that only tell how long the dish keeps, or how many it serves."""
    told = (*letter.keeps, *letter.serves, *letter.makes)
    kept = [step for step in steps if _begins(step, told)]
    return [step for step in steps if not _begins(step, told)], kept


def read_recipe_md(text: str, words: WritingWords) -> Draft | None:
    """A recipe in RecipeMD, or None for any other Markdown."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if _RULE.fullmatch(line):
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) < 2:
        return None
    titles: list[str] = []
    yields: list[str] = []
    about: list[str] = []
    for line in parts[0]:
        said = line.strip()
        heading = _HEADING.fullmatch(line)
        if heading:
            titles.append(heading[1])
        elif said.startswith("**"):
            yields.append(said.strip("*"))
        elif said and not said.startswith("*"):
            about.append(_plain(line))
    ingredients = _amounts_without_stars(parts[1])
    groups = tuple(_read_groups(ingredients))
    if not titles or not titles[0] or not groups:
        return None
    facts, summary = _part_head(about, words)
    if yields:
        facts["serves"] = yields[0].split(",")[0]
    method: list[str] = []
    for part in parts[2:]:
        method += part
    return Draft(
        title=_plain(titles[0]),
        summary=" ".join(summary),
        ingredients=groups,
        method=tuple(_read_steps(method)),
        serves=facts.get("serves", ""),
        prep=facts.get("prep", ""),
        cook=facts.get("cook", ""),
        rest=facts.get("rest", ""),
        total=facts.get("total", ""),
    )


def read_cooklang(text: str, words: WritingWords) -> Draft | None:
    """A recipe in Cooklang, or None for a text that marks no ingredient."""
    if "@" not in text:
        return None
    facts: dict[str, str] = {}
    lines: list[str] = []
    steps: list[str] = []
    body = _without_front_matter(_COMMENT.sub(" ", text), facts)
    for paragraph in re.split(r"\n\s*\n", body):
        kept: list[str] = []
        for line in paragraph.splitlines():
            told = _METADATA.fullmatch(line.strip())
            if told:
                key = told[1].strip().lower()
                facts[key] = told[2].strip()
            else:
                sentence = line.lstrip("> ")
                kept.append(sentence.strip("= "))
        said = " ".join(kept).split()
        if not said:
            continue
        step = " ".join(said)
        plain_step = _COOKLANG.sub(_say_mark, step)
        steps.append(plain_step)
        for mark in _COOKLANG.finditer(step):
            if mark[1] == "@":
                lines.append(_say_ingredient(mark))
    if not lines:
        return None
    return Draft(
        title=facts.get("title", ""),
        summary=facts.get("description", ""),
        serves=_first(facts, words.yields),
        prep=_first(facts, words.times.prep),
        cook=_first(facts, words.times.cook),
        total=_first(facts, words.times.total),
        ingredients=(DraftGroup("", tuple(dict.fromkeys(lines))),),
        method=tuple(steps),
        source=facts.get("source", facts.get("author", "")),
    )


def _without_front_matter(text: str, facts: dict[str, str]) -> str:
    """The text below the lines between two rules at its head, which say what `>>` says."""
    if not text.startswith("---\n"):
        return text
    head, rule, body = text[4:].partition("\n---\n")
    if not rule:
        return text
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if colon:
            name = key.strip().lower()
            facts[name] = value.strip().strip("\"'")
    return body


def _say_mark(mark: re.Match[str]) -> str:
    """What a mark of Cooklang says in its sentence: the food or pan by its name, a timer's time."""
    sign, name, amount, word, _ = mark.groups()
    if sign == "~":
        parts = (amount or "").split("%")
        return " ".join(parts)
    return (name or word or "").strip()


def _say_ingredient(mark: re.Match[str]) -> str:
    """The ingredient line of a mark: amount, unit, name, preparation."""
    _, name, amount, word, preparation = mark.groups()
    said = (amount or "").split("%")
    said.append(name or word or "")
    parts = [part.strip() for part in said]
    line = " ".join(filter(None, parts))
    if preparation:
        prepared = preparation[1:-1].strip()
        return f"{line}, {prepared}"
    return line


def _first(facts: Mapping[str, str], names: tuple[str, ...]) -> str:
    for name in names:
        if name in facts:
            return facts[name]
    return ""


def _part(text: str, words: WritingWords) -> dict[str, list[str]]:
    """The lines of a text by the section they stand in; those before the first are the head."""
    names = dict.fromkeys(words.headings.ingredients, "ingredients")
    names |= dict.fromkeys(words.headings.method, "method")
    names |= dict.fromkeys(words.headings.notes, "notes")
    sections: dict[str, list[str]] = {}
    current = "head"
    for line in text.splitlines():
        heading = _plain(line).rstrip(":").strip()
        said = heading.lower().replace("’", "'")
        if said in names:
            current = names[said]
            continue
        sections.setdefault(current, []).append(line)
    return sections


def _part_head(lines: list[str], words: WritingWords) -> tuple[dict[str, str], list[str]]:
    """Yields and times that stand below a title, and the sentences beside them."""
    names = dict.fromkeys(words.yields, "serves")
    for field in ("prep", "cook", "rest", "total"):
        names |= dict.fromkeys(getattr(words.times, field), field)
    facts: dict[str, str] = {}
    summary: list[str] = []
    for line in lines:
        # Several facts may share a line: "Serves 4 | Prep: 10 min".
        for piece in re.split(r"\s*[|•·]\s*|\t+", line):
            fact = _read_fact(piece, names)
            if fact:
                facts.setdefault(*fact)
            elif piece:
                summary.append(piece)
    return facts, summary


def _read_fact(piece: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The field that "Serves 4" or "Prep time: 10 min" is about, and what it says."""
    key, colon, value = piece.partition(":")
    said = key.strip().lower()
    told = value.strip()
    if colon and told and said in names:
        return names[said], told
    small = piece.lower()
    for name, field in names.items():
        if not small.startswith(f"{name} "):
            continue
        behind = piece[len(name) + 1 :]
        if re.match(r"\d", behind):
            return field, behind.strip()
    return None


def _read_groups(lines: list[str]) -> Iterator[DraftGroup]:
    """Ingredient lines; a line that ends with a colon, or a heading of Markdown, begins a group."""
    heading = ""
    group: list[str] = []
    for line in lines:
        said = _plain(line)
        if not said:
            continue
        if _HEADING.fullmatch(line) or said.endswith(":"):
            if group:
                yield DraftGroup(heading, tuple(group))
            heading = said.rstrip(":")
            group = []
        else:
            group.append(said)
    if group:
        yield DraftGroup(heading, tuple(group))


def _amounts_without_stars(lines: list[str]) -> list[str]:
    """Lines of RecipeMD, where the amount stands in italics: "- *2 tbsp* oil"."""
    found: list[str] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet:
            rest = line[bullet.end() :].strip()
            match = _AMOUNT_FIRST.fullmatch(rest)
            if match:
                line = f"- {match[1]} {match[2]}"
        found.append(line)
    return found


def _read_steps(lines: list[str]) -> Iterator[str]:
    """Steps: each numbered or bulleted line begins one, and so does what follows an empty line.

    Where each line of a paragraph ends a sentence, nobody broke it to fit: each is a step.
    """
    step: list[str] = []
    is_marked = False
    for line in [*lines, ""]:
        has_bullet = bool(_BULLET.match(line))
        if has_bullet or not line.strip():
            yield from step if _is_line_by_line(step) and not is_marked else _join(step)
            step = []
            is_marked = has_bullet
        said = _plain(line)
        if said:
            step.append(said)


def _is_line_by_line(lines: list[str]) -> bool:
    return all(line[-1] in _ENDS_OF_SENTENCE for line in lines)


def _join(lines: list[str]) -> list[str]:
    """One text of those lines; none of no lines."""
    return [" ".join(lines)] if lines else []


def _plain(line: str) -> str:
    """A line without its bullet, its heading signs, links and emphasis."""
    heading = _HEADING.fullmatch(line)
    bullet = _BULLET.match(line)
    said = line
    if heading:
        said = heading[1]
    elif bullet:
        said = line[bullet.end() :]
    without_links = _LINK.sub(r"\1", said)
    without_emphasis = _EMPHASIS.sub(r"\2", without_links)
    return " ".join(without_emphasis.split())
