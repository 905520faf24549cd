"""What ./run mail does and prints: a proof of the mail that brings the guide, sent or kept.

Exit status as in guide/cli.py: 1 when words or placeholders are in the way, 3 when no server took
the mail.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from guide.check.allergen_promises import refuse_promises
from guide.check.guide_files import placeholders_are_listed
from guide.check.health_claims import PrintedText, judge_texts
from guide.check.places import BRAND_FILE, place_in, places_in_line
from guide.core.problems import Problem, printable, tell
from guide.core.problems import as_json as problems_as_json
from guide.core.process import DONE, MACHINE_LACKS, PROBLEMS, WRONG_USAGE
from guide.layout.formats import BadTemplate
from guide.layout.sandbox import TemplateFolder, read_template_folder
from guide.mail.delivery import PASSWORD, TLS_PORT, USER, NotSent, Server, read_server, send
from guide.mail.letter import (
    MAIL_FOLDER,
    MAIL_WORDS,
    TEXT,
    Enclosure,
    Envelope,
    Letter,
    MailWords,
    write_letter,
)
from guide.parse.yaml_nodes import texts
from guide.read.brand import is_mailbox
from guide.read.file_reader import FileReader, ReadCache
from guide.read.load import Guide, NoGuide, load_guide

# A proof goes to a few people; a list is the business of a service that sends to lists.
MOST_ADDRESSEES = 5
# The code of a template.
_CODE = re.compile(r"\{[{%#](?:(?!\{[{%#]).)*?[}%#]\}")


class Verified(Protocol):
    """A verified edition, as guide.handover gives it."""

    @property
    def data(self) -> bytes:
        """Its bytes."""

    @property
    def filename(self) -> str:
        """The name that readers see."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest it came with."""


def mail_proof(options: argparse.Namespace, edition: Verified) -> int:
    """Writes the mail with an edition enclosed, and sends it or keeps it in a file."""
    wrong = _find_wrong_use(options)
    if wrong:
        print(wrong, file=sys.stderr)
        return WRONG_USAGE
    try:
        guide, _ = load_guide(options.root, only=[])
    except NoGuide:
        print("the guide cannot be read: type ./run check", file=sys.stderr)
        return WRONG_USAGE
    try:
        letter, problems = _write(options, guide, edition)
    except BadTemplate as error:
        letter, problems = None, [error.problem]
    if letter is None:
        _tell_all(problems, options.json)
        return PROBLEMS
    if options.eml:
        return _keep(letter, options.eml)
    return _send(letter, options, edition)


def _tell_all(problems: list[Problem], as_json: bool) -> None:
    """Prints why nothing went out, for a person or a machine."""
    if as_json:
        print(problems_as_json(problems))
        return
    for problem in problems:
        print(tell(problem), end="\n\n")
    print("Nothing was sent.")


def _find_wrong_use(options: argparse.Namespace) -> str:
    """What is wrong with the command, as a sentence that says what to type; "" when nothing is."""
    for to in options.to:
        if not is_mailbox(to):
            shown = printable(to)
            return f'"{shown}" is no address that every mail server takes: write it alone, '
            "such as ann@example.org"
    if len(options.to) > MOST_ADDRESSEES:
        return f"a proof goes to {MOST_ADDRESSEES} people at most: for a list, see docs/email.md"
    if bool(options.smtp) == bool(options.eml):
        return "say where the mail goes: --smtp mail.example.org:587 --starttls, or --eml FILE"
    if options.eml and (options.starttls or options.tls):
        return "--starttls and --tls are for --smtp"
    if options.smtp:
        try:
            read_server(options.smtp)
        except ValueError:
            shown = printable(options.smtp)
            return f'"{shown}" is no server with its port: write mail.example.org:587'
    return ""


def _write(
    options: argparse.Namespace, guide: Guide, edition: Verified
) -> tuple[Letter | None, list[Problem]]:
    """The mail, or all that is in its way. Raises BadTemplate."""
    templates = read_template_folder(options.root, MAIL_FOLDER)
    files = FileReader(templates.root, ReadCache())
    words = files.read_shape(MAIL_WORDS, MailWords)
    problems = [*_find_unfilled(guide), *files.problems, *_find_bold_words(files, templates, guide)]
    brand = guide.brand
    if problems or words is None or brand is None:
        return None, problems
    enclosure = Enclosure(
        data=edition.data,
        filename=edition.filename,
        sha256=edition.sha256,
        edition=str(edition.manifest["edition"]),
        pages=int(edition.manifest["pages"]),
        recipes=len(edition.manifest["recipes"]),
        without=tuple(edition.manifest.get("without", ())),
    )
    # A mail in a file bears the day of its edition, so that it is the same whenever it is written.
    year, month = map(int, enclosure.edition.split("-"))
    date = datetime(year, month, 1, 12, tzinfo=UTC)
    if not options.eml:
        date = datetime.now(UTC).replace(microsecond=0)
    envelope = Envelope(tuple(options.to), date)
    return write_letter(enclosure, brand, words, templates, envelope), []


def _find_unfilled(guide: Guide) -> Iterator[Problem]:
    """What the owner has still to fill in before anything may be mailed."""
    for remark in placeholders_are_listed(guide):
        yield replace(remark, remark=False)
    if guide.brand is not None and guide.brand.mail is None:
        place = place_in(guide, BRAND_FILE)
        what = "nobody knows from whom the mail comes, and where it is unsubscribed"
        fix = "write mail: with two lines under it, sender: and unsubscribe:, as docs/email.md does"
        yield Problem(place, "placeholder", what, fix)


def _find_bold_words(
    files: FileReader, templates: TemplateFolder, guide: Guide
) -> Iterator[Problem]:
    """The words of the mail that say more of health, or promise more, than the guide itself may."""
    printed: list[PrintedText] = []
    if MAIL_WORDS in files.nodes:
        printed += [PrintedText(text.value, text.part) for text in texts(files.nodes[MAIL_WORDS])]
    # What its HTML says, its text says too, or it is not sent.
    if TEXT in templates.sources:
        source = templates.sources[TEXT]
        for number, line in enumerate(source.lines, 1):
            words = _CODE.sub(lambda found: " " * len(found[0]), line)
            printed.append(PrintedText(words, places_in_line(source, number)))
    yield from judge_texts(printed, guide)
    yield from refuse_promises(printed, guide)


def _keep(letter: Letter, file: Path) -> int:
    """Writes the mail into a file that is not there yet."""
    try:
        with file.open("xb") as opened:
            try:
                opened.write(letter.data)
                opened.flush()
            except OSError:
                # A part of a mail would be in the way of the next try.
                file.unlink(missing_ok=True)
                raise
    except FileExistsError:
        print(f"{file} is there already: name another, or type rm {file}", file=sys.stderr)
        return WRONG_USAGE
    print(f"{file}: {len(letter.data):,} bytes, {letter.message_id}")
    return DONE


def _send(letter: Letter, options: argparse.Namespace, edition: Verified) -> int:
    """Sends the mail, and says what went out."""
    host, port = read_server(options.smtp)
    server = Server(
        host=host,
        port=port,
        starttls=options.starttls,
        tls=options.tls or (port == TLS_PORT and not options.starttls),
        user=os.environ.get(USER, ""),
        password=os.environ.get(PASSWORD, ""),
    )
    try:
        send(letter, server)
    except NotSent as error:
        print(f"{server.name}: {error.what}\n  fix: {error.fix}", file=sys.stderr)
        return MACHINE_LACKS
    print(f"sent to {', '.join(letter.to)}: {len(letter.data):,} bytes, {letter.message_id}")
    print(f"enclosed {edition.filename}, SHA-256 {edition.sha256}")
    return DONE
