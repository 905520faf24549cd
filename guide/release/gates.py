"""What is in the finished PDF against what should be in it.

GATES is the table of contents. A gate is given the opened proof and yields problems; any one of
them stops the edition.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

import pikepdf

from guide.core.problems import Place, Problem, counted
from guide.core.typesetting import joined, within, words
from guide.layout.foot_bar import BarLink
from guide.layout.passages import PartPromise, Passage
from guide.release import seen
from guide.release.proof import Note, Proof, names
from guide.release.sign_sheet import first_names

# The width of a telephone's screen in CSS px.
PHONE = 390
# What a thumb hits, in pt: across, and down.
THUMB_ACROSS, THUMB_DOWN = 44, 24
# A hundredth of a point or pixel is lost in rounding.
ROUNDING = 0.02
FONT_FILES = ("/FontFile2", "/FontFile3")
# So many missing bookmarks are named.
TITLES_NAMED = 5
# A page within a part that is filled less far down is worth a look.
LEAST_FILLED = 0.5
# What a style prints before the entries of a list without numbers.
BULLET = "•"
# From so many parts on, a fault that all have alike is told once.
MANY_PARTS = 4
# So many letters of what is unseen are shown.
LETTERS_SHOWN = 80
# The name under which XMP says which part of PDF/UA a file keeps to (ISO 14289-1).
PDFUA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
_SUBSET_TAG = re.compile(r"^/([A-Z]{6}\+)?")
_OUR_FONT = re.compile(r"Guide-(Display|Head|Note|Text|Text-Semi-Bold|Text-Italic)")
_STREAM = re.compile(r"^stream <.*?>(?: \(.*?\))?: ")
_QUOTED = re.compile(r'"[^"]*"')
_FIGURES = re.compile(r"\d+(?:, \d+)*")
_UNPRINTABLE = re.compile(r"[^ -~]")


def every_word_is_there(proof: Proof) -> Iterator[Problem]:
    """All that a part must say is on its pages, whole, in order and in place, and nothing else.

    A fault that many parts have alike is told of the first.
    """
    faults: list[_Fault] = []
    kept: list[PartPromise] = []
    for promise in proof.promises:
        span = proof.span(promise)
        if not span:
            yield proof.fault(
                "pdf-lost-words",
                f'"{promise.title or promise.id}" is not in the book',
                "see that its template has the part's id",
            )
            continue
        yield from _misplaced(proof, promise, span)
        if proof.is_kept(promise):
            continue
        found = [*_disagreements(proof, promise)]
        for problem in (
            *_lost_passages(proof, promise, span),
            *_wrong_signs(proof, promise, span),
        ):
            found.append(_Fault(promise.id, _shape_of(problem), problem, problem.place))
        faults += found
        if not found:
            kept.append(promise)
    proof.note_kept(kept)
    yield from _tell_once(faults)


@dataclass(frozen=True)
class _Fault:
    """A problem of a part; those of one `shape` are likely to come from one place of a template."""

    part: str
    shape: tuple[object, ...]
    problem: Problem
    template: Place


def _shape_of(problem: Problem) -> tuple[str, str]:
    """What a problem has in common with those of other parts that come from the same template."""
    what = problem.what
    if problem.id == "pdf-lost-words":
        what = what.partition(":")[0]
    if problem.id == "pdf-sign":
        what = _QUOTED.sub("", what)
    return problem.id, _FIGURES.sub("", what)


def _tell_once(faults: Sequence[_Fault]) -> Iterator[Problem]:
    """The problems; where many parts have one alike, only those of the first, with their number."""
    parts: dict[tuple[object, ...], dict[str, None]] = {}
    for fault in faults:
        parts.setdefault(fault.shape, {})[fault.part] = None
    counted_already = set()
    for fault in faults:
        having = list(parts[fault.shape])
        if len(having) < MANY_PARTS:
            yield fault.problem
        elif fault.part == having[0]:
            if fault.shape in counted_already:
                yield fault.problem
                continue
            counted_already.add(fault.shape)
            other = "other recipe" if having[1].startswith("recipe-") else "other part"
            others = counted(len(having) - 1, other)
            what = f"{fault.problem.what}; the same in {others}"
            yield replace(fault.problem, what=what, place=fault.template)


def _disagreements(proof: Proof, promise: PartPromise) -> Iterator[_Fault]:
    """Words of a template that the guide's files do not have there, and the other way round."""
    for one in promise.recording.disagreements:
        where = f' after "{one.after}"' if one.after else " at its beginning"
        if one.prints and one.wants:
            what = f'"{one.prints}" is printed where "{one.wants}" belongs,{where}'
            fix = "mend the template, or templates/words.yaml when the template is right"
        elif one.prints:
            what = f'"{one.prints}" is printed{where}, and no file of the guide says so'
            fix = "take it out of the template, or write it into templates/words.yaml"
        else:
            what = f'"{one.wants}" is left out{where}'
            fix = "print it in the template, or take it out of templates/words.yaml"
        problem = proof.fault(
            "pdf-stray-words", f"{promise.title or promise.id}: {what}", fix, one.place
        )
        shape = (one.template.path, one.template.line, bool(one.prints), bool(one.wants))
        yield _Fault(promise.id, shape, problem, one.template)


def _wrong_signs(proof: Proof, promise: PartPromise, span: range) -> Iterator[Problem]:
    """The signs of labels and the dots of evidence that are not those of the guide's files, stand
    in another place, or are not seen.
    """
    if not proof.signs or not callable(promise.wanted):
        return
    first = first_names(proof.signs)
    found = []
    for number in span:
        for name, beside, why in proof.readings[number - 1].signs:
            found.append((number, name, beside, why))
    for sign in promise.recording.signs:
        said = words(sign.said, proof.same, marks=True)
        here = [one for one in found if _begin_alike(said, one[2])]
        shown = f'the sign before "{sign.said}" of "{promise.title or promise.id}"'
        if not here:
            yield _wrong_sign(proof, f"{shown} is not there")
            continue
        number, name, _, why = here[0]
        found.remove(here[0])
        if name != first[sign.picture]:
            yield _wrong_sign(proof, f"{shown} is {name}, and should be {sign.picture}")
        elif why:
            yield _wrong_sign(proof, f"{shown} on page {number} {why}")
    for number, name, beside, _ in found:
        before = f'before "{joined(beside)}"' if beside else "before no words"
        yield _wrong_sign(proof, f"the sign {name} stands {before} on page {number}")


def _begin_alike(said: tuple[str, ...], line: tuple[str, ...]) -> bool:
    """Whether a line has the first words of what is said, or all, with others after them."""
    common = min(len(said), len(line))
    return common > 0 and said[:common] == line[:common]


def _wrong_sign(proof: Proof, what: str) -> Problem:
    return proof.fault(
        "pdf-sign",
        what,
        "see .label and .strength in templates/book.css, and their classes in the template",
    )


def _misplaced(proof: Proof, promise: PartPromise, span: range) -> Iterator[Problem]:
    """A part that begins on another page than the book says."""
    if promise.page and promise.page != span.start:
        yield proof.fault(
            "pdf-stray-words",
            f'"{promise.title or promise.id}" begins on page {span.start}, '
            f"and the book says page {promise.page}",
            "build again with an empty cache; if it stays, see guide/press/paginate.py",
        )


def _lost_passages(proof: Proof, promise: PartPromise, span: range) -> Iterator[Problem]:
    """The passages of a part that do not stand on its pages, whole and in order, and words of its
    pages that belong to none.
    """
    text: list[str] = []
    ends = []
    for number in span:
        page = _without_bar(proof.pages[number - 1], promise.bar)
        rest = _without_foot(page, promise.foot, number, proof.same)
        if rest is None:
            yield proof.fault(
                "pdf-lost-words",
                f'page {number} does not say its number and "{promise.foot}" at its foot',
                "see @page in templates/book.css and templates/folio.css",
            )
            rest = page
        # Styles draw the dots of lists after everything else on a page.
        text += [word for word in rest if word != BULLET]
        ends.append(len(text))
    position = 0
    # The place of the last heading, and where it ends; until the next passage is found.
    heading: tuple[str, int] | None = None
    # Which words of the pages belong to a passage.
    used = [False] * len(text)
    for passage in promise.passages:
        text_set = passage.set.replace(BULLET, " ")
        printed = proof.read_words(text_set, marks=True)
        missing: list[str] = []
        # Most texts are set as they are written, and lose nothing by that.
        if passage.written != text_set:
            missing = within(proof.read_words(passage.written, marks=False), printed)
        start = position if passage.in_order else 0
        end = _find(printed, text, start)
        if end is None:
            missing = missing or within(printed, tuple(text[start:]))
        else:
            start = end - len(printed)
            used[start:end] = [True] * len(printed)
            if passage.in_order:
                position = end
                if (
                    heading
                    and printed
                    and bisect_right(ends, start) != bisect_right(ends, heading[1])
                ):
                    yield _parted(
                        proof, heading[0], span[0] + bisect_right(ends, heading[1]), passage
                    )
                heading = (passage.set, start) if passage.is_heading else None
        if missing:
            # Where words are lost, the commas between them are no news.
            lost = [word for word in missing if word[0].isalnum()] or missing
            what = f"lost on the way to the page: {', '.join(lost)}"
        elif end is None:
            what = f'not whole or not in order on the page: "{passage.set}"'
        else:
            continue
        yield proof.fault(
            "pdf-lost-words",
            f"{what} (pages {span[0]} to {span[-1]})",
            "a template hides it or leaves it out: give it room in templates/",
            passage.place,
        )
    yield from _stray_words(proof, promise, span, _unused(text, used))


def _parted(proof: Proof, heading: str, page: int, passage: Passage) -> Problem:
    """A heading at the foot of a page whose words begin on the next."""
    return proof.fault(
        "pdf-layout",
        f'"{heading}" stands at the foot of page {page}, parted from what it heads',
        'let no page end after it: "break-after: avoid" in templates/book.css',
        passage.place,
    )


def _unused(text: Sequence[str], used: Sequence[bool]) -> list[tuple[str, ...]]:
    """The words that belong to no passage, those that stand together as one."""
    found: list[list[str]] = []
    was_used = True
    for word, is_used in zip(text, used, strict=True):
        if not is_used:
            if was_used:
                found.append([])
            found[-1].append(word)
        was_used = is_used
    return [tuple(run) for run in found]


def _stray_words(
    proof: Proof, promise: PartPromise, span: range, runs: Sequence[tuple[str, ...]]
) -> Iterator[Problem]:
    """Words that only a style prints, besides the numbers of lists and heads that come again."""
    recording = promise.recording
    # Passages that are given by hand are not all that a part says.
    if not callable(promise.wanted):
        return
    marks: list[str] = []
    for run in runs:
        rest = _without_heads(run, recording.heads)
        numbers = [word for word in rest if word.isdigit()]
        others = _not_counted(rest)
        if others:
            yield proof.fault(
                "pdf-stray-words",
                f'"{joined(rest)}" stands on pages {span[0]} to {span[-1]}, '
                "and no template says so",
                "take it out of templates/book.css: content may only be a counter there",
            )
        else:
            marks += numbers
    if sorted(marks) != sorted(recording.marks):
        yield proof.fault(
            "pdf-stray-words",
            f"the numbers {_listed(marks)} stand beside entries on pages {span[0]} to {span[-1]}, "
            f"where {_listed(recording.marks)} belong",
            "see counters and list-style in templates/book.css",
        )


def _not_counted(run: Sequence[str]) -> list[str]:
    """What is neither the number of an entry nor the full stop after one."""
    others = []
    before = ""
    for word in run:
        is_stop = word == "." and before.isdigit()
        if not is_stop and not word.isdigit():
            others.append(word)
        before = word
    return others


def _listed(marks: Sequence[str]) -> str:
    return ", ".join(marks) or "none"


def _without_heads(run: tuple[str, ...], heads: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Words without the heads of tables among them."""
    for head in heads:
        for start in range(len(run) - len(head) + 1):
            if head and run[start : start + len(head)] == head:
                return _without_heads(run[:start] + run[start + len(head) :], heads)
    return run


def _without_foot(
    page: tuple[str, ...], foot: str | None, number: int, same: dict[str, str]
) -> tuple[str, ...] | None:
    """The words of a page without the line at its foot, which may be read first or last.

    None when the line is not there and should be.
    """
    if foot is None:
        return page
    shown, title = str(number), words(foot, same, marks=True)
    for line in ((*title, shown), (shown, *title)):
        if page[-len(line) :] == line:
            return page[: -len(line)]
        if page[: len(line)] == line:
            return page[len(line) :]
    return None


def _without_bar(page: tuple[str, ...], links: tuple[BarLink, ...]) -> tuple[str, ...]:
    """The words of a page without the bar at its foot, which is drawn last."""
    bar = _bar_words(links)
    return page[: -len(bar)] if bar and page[-len(bar) :] == bar else page


@lru_cache(maxsize=16)
def _bar_words(links: tuple[BarLink, ...]) -> tuple[str, ...]:
    """What a bar says: a book has few, and each stands on many pages."""
    return words(" ".join(link.says for link in links), marks=True)


def _find(wanted: tuple[str, ...], text: list[str], start: int) -> int | None:
    """Where the wanted words end in the text, from `start` on; None when they are not there."""
    if not wanted:
        return start
    last = len(text) - len(wanted)
    while start <= last:
        try:
            start = text.index(wanted[0], start, last + 1)
        except ValueError:
            return None
        if tuple(text[start : start + len(wanted)]) == wanted:
            return start + len(wanted)
        start += 1
    return None


def every_word_can_be_seen(proof: Proof) -> Iterator[Problem]:
    """No letter is hidden, pale, cut off, turned or printed over by others."""
    for number, reading in enumerate(proof.readings, 1):
        for said, why in reading.unseen:
            shown = said
            if len(said) > LETTERS_SHOWN:
                shown = f"{said[:LETTERS_SHOWN].rstrip()}…"
            yield proof.fault(
                "pdf-unseen",
                f'the letters of "{shown}" on page {number} {why}',
                _how_to_show(why),
            )


def _how_to_show(why: str) -> str:
    """What to do about words that are not seen."""
    if why in (seen.OVERPRINTED, seen.RUN_TOGETHER, seen.TOO_CLOSE):
        return "give lines more height, and letters and words more room, in templates/book.css"
    if why == seen.STRUCK:
        return "give the line more room above or below, or take it out, in templates/book.css"
    if why == seen.STICKING_OUT:
        return "give the shape more room, or the words less, in templates/book.css"
    if why == seen.UPSIDE_DOWN:
        return "take out what turns them in templates/book.css"
    if why == seen.OFF_THE_PAGE:
        return "give them room on the page in templates/book.css"
    if why == seen.HIDDEN:
        return (
            "look in templates/book.css for what is painted over them, "
            "and for overflow, height, colour and opacity"
        )
    return "give them, or what they stand on, another colour in templates/book.css or brand.yaml"


def pages_are_filled(proof: Proof) -> Iterator[Problem]:
    """Parts without a foot, as cover and back, have one page; no page within a part is half
    empty.
    """
    for promise in proof.promises:
        span = proof.span(promise)
        if promise.foot is None and promise.page and len(span) > 1:
            yield proof.fault(
                "pdf-layout",
                f'"{promise.title or promise.id}" has room for one page and takes {len(span)}',
                "shorten its words, or set them smaller in templates/book.css",
            )
        for number in span[:-1]:
            filled = proof.readings[number - 1].filled
            if filled < LEAST_FILLED:
                yield Problem(
                    Place("templates/book.css"),
                    "pdf-layout",
                    f'page {number}, within "{promise.title or promise.id}", is empty below '
                    f"{filled:.0%} of its height",
                    "let what stands on the next page break, or set it closer",
                    remark=True,
                )


def only_our_fonts(proof: Proof) -> Iterator[Problem]:
    """Every embedded font is one of the guide's own cuts, and every font is embedded."""
    strange = set()
    for font in proof.objects.fonts:
        name = _SUBSET_TAG.sub("", str(font.get("/BaseFont", "/?")))
        # A slant or weight we did not cut is faked by the machine, and its name says so.
        if not _OUR_FONT.fullmatch(name) or not _is_embedded(font):
            strange.add(name)
    for name in sorted(strange):
        yield proof.fault(
            "pdf-font",
            f'the font "{name}" is not the guide\'s own',
            "name a Guide family in templates/book.css; "
            "a letter our faces lack is drawn by the machine's fonts",
        )


def _is_embedded(font: pikepdf.Dictionary) -> bool:
    descriptor = font.get("/FontDescriptor")
    if descriptor is None:
        return False
    return any(key in descriptor for key in FONT_FILES)


def no_letter_is_too_small(proof: Proof) -> Iterator[Problem]:
    """The smallest letter of each page is one a reader can make out."""
    least = proof.legible.smallest
    for number, reading in enumerate(proof.readings, 1):
        smallest = min(reading.sizes, default=math.inf)
        if smallest < least - ROUNDING:
            yield proof.fault(
                "pdf-small",
                f"page {number} has letters of {smallest:g} pt, "
                f"and the smallest may be {least:g} pt",
                "give them a larger size in templates/book.css",
            )


def it_reads_on_a_phone(proof: Proof) -> Iterator[Problem]:
    """Text is large enough on a telephone that shows a page as wide as its screen of 390 CSS px.

    px = pt × 390 / page width in pt. Its text is what is set in the largest size that a tenth of
    all letters have: titles are larger and few, and in a short book labels and figures may be more
    than the steps.
    """
    counts: Counter[float] = Counter()
    for page, reading in zip(proof.opened.pages, proof.readings, strict=True):
        left, _, right, _ = map(float, page.cropbox)
        for size, count in reading.sizes.items():
            counts[round(size * PHONE / (right - left), 2)] += count
    enough = counts.total() / 10
    shown = max((size for size, count in counts.items() if count >= enough), default=math.inf)
    if shown < proof.legible.phone - ROUNDING:
        yield proof.fault(
            "pdf-phone",
            f"on a phone the text is {shown:.1f} px, "
            f"and the least may be {proof.legible.phone:g} px",
            "set the text larger in templates/book.css, or make the page narrower",
        )


def the_press_is_silent(proof: Proof) -> Iterator[Problem]:
    """WeasyPrint had nothing to complain about."""
    for warning in proof.warnings:
        yield proof.fault(
            "pdf-warning", f"WeasyPrint warns: {warning}", "mend what it names in templates/"
        )


def it_is_tagged(proof: Proof) -> Iterator[Problem]:
    """The file is tagged, titled, names its language and says that it is PDF/UA-1."""
    root, info = proof.opened.Root, proof.opened.docinfo
    nothing = pikepdf.Dictionary()
    lacks = []
    if not root.get("/MarkInfo", nothing).get("/Marked") or "/StructTreeRoot" not in root:
        lacks.append("tags")
    if str(root.get("/Lang", "")) != proof.brand.language:
        lacks.append("the language")
    if str(info.get("/Title", "")) != proof.brand.whole_title:
        lacks.append("the title")
    for field in ("/Author", "/Subject", "/Keywords"):
        if not str(info.get(field, "")):
            lacks.append(field.strip("/").lower())
    # Not in `with`: at the end of that the metadata would be written anew into what is inspected.
    if proof.opened.open_metadata().get(PDFUA_PART) != "1":
        lacks.append("the PDF/UA-1 mark")
    if not root.get("/ViewerPreferences", nothing).get("/DisplayDocTitle"):
        lacks.append("the wish that viewers show its title")
    if lacks:
        yield proof.fault(
            "pdf-tags",
            f"the file lacks {', '.join(lacks)}",
            "see templates/book.html and guide/press/print_part.py",
        )


def links_lead_somewhere(proof: Proof) -> Iterator[Problem]:
    """Every link leads where it may, and none that was promised is missing.

    A link leads to a destination of the book, or to an address that the brand or a page names.
    """
    for promise in proof.promises:
        reached: set[str] = set()
        for number in proof.span(promise):
            reached.update(note.target for note in proof.notes[number - 1])
        for name in sorted(promise.leads_to - reached):
            yield proof.fault(
                "pdf-link",
                f'the {promise.id} has no link to "{name}"',
                "see the rows of its template",
            )
    known = names(proof.opened).keys()
    for number, notes in enumerate(proof.notes, 1):
        for note in notes:
            if note.is_link and (note.acts or note.target.removeprefix("/") not in known):
                yield from _strange_link(proof, number, note, known)


def every_foot_leads_on(proof: Proof) -> Iterator[Problem]:
    """The bar at the foot of each page says where it leads, and its links stand where it says so.

    Each is large enough for a thumb.
    """
    for promise in proof.promises:
        addresses = {link.address for link in promise.bar}
        for number in proof.span(promise) if promise.bar else ():
            notes = [note for note in proof.notes[number - 1] if note.target in addresses]
            found = [(*note.edges, note.target) for note in notes]
            for link in promise.bar:
                edges = (link.left, link.bottom, link.right, link.top)
                if (*edges, link.address) not in found:
                    yield proof.fault(
                        "pdf-link",
                        f'the foot of page {number} does not lead to "{link.address}"',
                        "see guide/layout/foot_bar.py, and bar in templates/words.yaml",
                    )
            if _without_bar(proof.pages[number - 1], promise.bar) == proof.pages[number - 1]:
                yield proof.fault(
                    "pdf-lost-words",
                    f"page {number} does not say where the links at its foot lead",
                    "see templates/bar.html and templates/bar.css",
                )
    for link in {link for promise in proof.promises for link in promise.bar}:
        if link.right - link.left < THUMB_ACROSS or link.top - link.bottom < THUMB_DOWN:
            yield proof.fault(
                "pdf-small",
                f'the link "{link.says}" at the foot is too small for a thumb',
                f"let bar in templates/sizes.yaml be {THUMB_DOWN}, and its links few",
            )


def _strange_link(
    proof: Proof, number: int, note: Note, known: Collection[str]
) -> Iterator[Problem]:
    """The problem of a link that leads where nobody sent it, or nowhere."""
    if note.address is not None:
        if note.address not in proof.links:
            yield proof.fault(
                "pdf-link",
                f"page {number} links to {note.address}, which neither brand.yaml nor a page names",
                "take the link out of the template",
            )
    elif note.leads is not None and note.leads.removeprefix("/") not in known:
        yield proof.fault(
            "pdf-link",
            f"page {number} links to {note.leads or 'nothing'}, which is not in the book",
            "give the part that id, or take the link out",
        )


def nothing_acts(proof: Proof) -> Iterator[Problem]:
    """No script, action, form, attachment or encryption: nothing a mail gateway would stop."""
    found = set(proof.objects.active)
    if proof.opened.is_encrypted:
        found.add("/Encrypt")
    for key in sorted(found):
        yield proof.fault(
            "pdf-active",
            f"the file holds {key}, which mail gateways take for a program",
            "take out what makes it: forms, scripts, attachments or opening actions",
        )


def outline_is_whole(proof: Proof) -> Iterator[Problem]:
    """The bookmarks are the book's parts, chapters and recipes, in order."""
    with proof.opened.open_outline() as outline:
        found = tuple(_titles(outline.root))
    if found == proof.outline:
        return
    missing = [title for title in dict.fromkeys(proof.outline) if title not in found]
    if missing:
        what = f"lacks {', '.join(missing[:TITLES_NAMED])}"
        if len(missing) > TITLES_NAMED:
            what += f" and {len(missing) - TITLES_NAMED} more"
    else:
        what = _first_difference(found, proof.outline)
    yield proof.fault("pdf-outline", f"the list of bookmarks {what}", "see data-bm in templates/")


def _titles(items: Iterable[pikepdf.OutlineItem]) -> Iterator[str]:
    """The titles of bookmarks and of those below them, in order."""
    for item in items:
        yield item.title
        yield from _titles(item.children)


def _first_difference(found: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """Where two lists of bookmarks that are not the same first differ."""
    for number, (has, wants) in enumerate(zip_longest(found, wanted), 1):
        if has != wants:
            has, wants = has or "nothing", wants or "nothing"
            return f'has "{has}" as its number {number}, where "{wants}" belongs'
    raise ValueError("the lists are the same")


def it_is_small_enough(proof: Proof) -> Iterator[Problem]:
    """The file fits the byte budget; a remark when it is getting large."""
    size, budget = len(proof.pdf), proof.brand.budget
    if size > budget.fail:
        yield proof.fault(
            "pdf-too-big",
            f"the file has {size:,} bytes; mail takes {budget.fail:,}",
            "make pictures simpler, "
            "or raise budget.fail in brand.yaml if your mail service takes more",
        )
    elif size > budget.remark:
        above = counted(size - budget.target, "byte")
        yield Problem(
            Place(proof.brand.file),
            "pdf-too-big",
            f"the file has {size:,} bytes, {above} above the target",
            "look for pictures that could be simpler",
            remark=True,
        )


def it_is_whole(proof: Proof) -> Iterator[Problem]:
    """It is a PDF that a reader can open, from its first byte to its last."""
    if not proof.pdf.startswith(b"%PDF-") or not proof.pdf.rstrip().endswith(b"%%EOF"):
        yield _broken(proof, "the file is not a whole PDF")
        return
    try:
        _read_everything(proof)
    except pikepdf.PdfError as error:
        said = _UNPRINTABLE.sub("?", _STREAM.sub("", str(error)))
        yield _broken(proof, f"the file cannot be opened: {said}")


def _read_everything(proof: Proof) -> None:
    """Reads pages and fonts to their ends. Raises pikepdf.PdfError.

    What was read in an earlier build was whole then, and its bytes are the same.
    """
    len(proof.pages)
    for font in proof.objects.fonts:
        descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
        for key in FONT_FILES:
            if key in descriptor:
                descriptor[key].read_bytes()


def _broken(proof: Proof, what: str) -> Problem:
    return proof.fault(
        "pdf-broken", what, "build again; if it stays, see guide/press/print_part.py"
    )


GATES: tuple[Callable[[Proof], Iterator[Problem]], ...] = (
    every_word_is_there,
    every_word_can_be_seen,
    pages_are_filled,
    only_our_fonts,
    no_letter_is_too_small,
    it_reads_on_a_phone,
    the_press_is_silent,
    it_is_tagged,
    links_lead_somewhere,
    every_foot_leads_on,
    nothing_acts,
    outline_is_whole,
    it_is_small_enough,
)


def inspect(proof: Proof) -> list[Problem]:
    """Every fault and remark of every gate; only the first when the file cannot be opened."""
    broken = list(it_is_whole(proof))
    if broken:
        return broken
    found: list[Problem] = []
    for gate in GATES:
        found += gate(proof)
    return found
