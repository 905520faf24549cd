"""The mail that brings the guide, from marketing's words to a MIME message.

The words stand in `mail/words.yaml`, and both parts are made of them by templates beside it. A text
part and an HTML part that do not say the same, word for word, are refused: filters count that
against a mail, and a reader of one part must not miss what the other says.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from typing import Annotated, Literal

from pydantic import Field

from guide.core.problems import Place, Problem
from guide.derive.allergens import sentence
from guide.layout.formats import BadTemplate
from guide.layout.sandbox import TemplateFolder, fill
from guide.parse.validation import Shape, Words
from guide.read.brand import Brand, Sending

MAIL_FOLDER = "mail"
MAIL_WORDS = f"{MAIL_FOLDER}/words.yaml"
TEXT, HTML_PART = "letter.txt", "letter.html"
# What a phone shows of a subject, and where lines of text are broken.
MOST_SUBJECT = 78
_WIDE = 76
_LETTERS = re.compile(r"[^\W_]+")


class LetterLink(Shape):
    """A link of the mail, to an address that brand.yaml has."""

    says: Words
    to: Literal["site", "contact", "sign-up"]


class MailWords(Shape):
    """mail/words.yaml: what the mail says, with what is known in braces."""

    subject: Words
    heading: Words
    paragraphs: Annotated[tuple[Words, ...], Field(min_length=1)]
    without: Words
    links: tuple[LetterLink, ...] = ()
    small: Annotated[tuple[Words, ...], Field(min_length=1)]
    unsubscribe: Words


@dataclass(frozen=True)
class Enclosure:
    """A verified edition as a mail encloses it, with what the mail may say of it.

    `edition` is its year and month, as brand.yaml had it when it was built; `without` are the ids
    of what its recipes are made without.
    """

    data: bytes
    filename: str
    sha256: str
    edition: str
    pages: int
    recipes: int
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Envelope:
    """To whom a mail goes and when it was written; both are the caller's to say.

    The Message-ID is a digest of the whole mail, so the same mail at the same time has the same.
    """

    to: tuple[str, ...]
    date: datetime


@dataclass(frozen=True)
class _FilledLink:
    """`href` is the address as a link has it, `address` as a person reads it."""

    says: str
    href: str
    address: str


@dataclass(frozen=True)
class _FilledWords:
    """The words of the mail with their braces filled, as its templates are given them."""

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    links: tuple[_FilledLink, ...]
    small: tuple[str, ...]
    unsubscribe: str
    unsubscribe_at: str


@dataclass(frozen=True)
class Letter:
    """A mail that is ready to go: from whom, to whom, its bytes and what it is called."""

    sender: str
    to: tuple[str, ...]
    message_id: str
    data: bytes


def write_letter(
    enclosure: Enclosure,
    brand: Brand,
    words: MailWords,
    templates: TemplateFolder,
    envelope: Envelope,
) -> Letter:
    """The mail with an edition enclosed, as bytes with CRLF (RFC 5322).

    The same arguments give the same bytes. Raises BadTemplate for words or templates that cannot be
    used. The brand has no open placeholder.
    """
    assert brand.mail is not None
    filled = _fill_words(words, brand, brand.mail, enclosure)
    given = {"words": filled, "brand": brand}
    html = templates.render(HTML_PART, given)
    text = _wrap(templates.render(TEXT, given))
    _refuse_other_words(text, html, templates)
    key = _digest(enclosure, brand, envelope, filled.subject, text, html)
    domain = brand.mail.sender.partition("@")[2]
    message_id = f"<{key}@{domain}>"
    message = EmailMessage(policy=SMTP)
    _address(message, brand, brand.mail, envelope, filled.subject)
    message["Message-ID"] = message_id
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.add_attachment(
        enclosure.data, maintype="application", subtype="pdf", filename=enclosure.filename
    )
    message["Content-Language"] = brand.language
    _name_boundaries(message, key)
    return Letter(brand.mail.sender, envelope.to, message_id, message.as_bytes())


def _address(
    message: EmailMessage, brand: Brand, sending: Sending, envelope: Envelope, subject: str
) -> None:
    """Writes the head of the mail, but for its Message-ID."""
    message["Date"] = envelope.date
    message["From"] = Address(brand.brand, addr_spec=sending.sender)
    message["To"] = [Address(addr_spec=to) for to in envelope.to]
    message["Subject"] = subject
    if brand.contact.startswith("mailto:"):
        message["Reply-To"] = Address(addr_spec=brand.contact.removeprefix("mailto:"))
    # Filters count List-Unsubscribe against a short mail that names no list (SpamAssassin).
    stem = brand.file.removesuffix(".pdf")
    domain = sending.sender.partition("@")[2]
    message["List-Id"] = f"<{stem}.{domain}>"
    # RFC 8058: one POST to that address, without a question, takes the reader off the list.
    message["List-Unsubscribe"] = f"<{sending.unsubscribe}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _fill_words(
    words: MailWords, brand: Brand, sending: Sending, enclosure: Enclosure
) -> _FilledWords:
    """The words with what is known in the place of their braces. Raises BadTemplate."""
    known = {
        "title": brand.title,
        "month": brand.model_copy(update={"edition": enclosure.edition}).month,
        "pages": str(enclosure.pages),
        "recipes": str(enclosure.recipes),
        "file": enclosure.filename,
        "size": f"{len(enclosure.data) / 1e6:.1f} MB",
        "brand": brand.brand,
        "site": brand.site,
        "address": brand.address,
    }
    addresses = {"site": brand.site, "contact": brand.contact, "sign-up": brand.call.link}
    paragraphs = list(words.paragraphs)
    if enclosure.without:
        names = [name.replace("-", " ") for name in enclosure.without]
        known["without"] = sentence(names, "or")
        paragraphs.insert(1, words.without)
    links = []
    for link in words.links:
        href = addresses[link.to]
        links.append(_FilledLink(_fill(link.says, known), href, href.removeprefix("mailto:")))
    filled = _FilledWords(
        subject=_fill(words.subject, known),
        heading=_fill(words.heading, known),
        paragraphs=tuple(_fill(text, known) for text in paragraphs),
        links=tuple(links),
        small=tuple(_fill(text, known) for text in words.small),
        unsubscribe=_fill(words.unsubscribe, known),
        unsubscribe_at=sending.unsubscribe,
    )
    if len(filled.subject) > MOST_SUBJECT:
        raise _refuse(
            MAIL_WORDS,
            f"the subject has {len(filled.subject)} characters, and a phone shows {MOST_SUBJECT}",
            "write a shorter one",
        )
    return filled


def _fill(text: str, known: Mapping[str, str]) -> str:
    try:
        return fill(text, known)
    except KeyError as error:
        names = ", ".join(f"{{{name}}}" for name in known)
        what = f"nobody knows what to write for {{{error.args[0]}}}"
        raise _refuse(MAIL_WORDS, what, f"write one of {names}") from None


def _refuse(path: str, what: str, fix: str) -> BadTemplate:
    return BadTemplate(Problem(Place(path), "template", what, fix))


def _wrap(text: str) -> str:
    """Plain text in lines that every mail program shows whole; addresses are never broken."""
    lines: list[str] = []
    for line in text.splitlines():
        # The line before a signature ends with a space.
        whole = len(line) <= _WIDE
        lines += (
            [line]
            if whole
            else textwrap.wrap(line, _WIDE, break_long_words=False, break_on_hyphens=False)
        )
    return "\n".join(lines).strip() + "\n"


class _HtmlReader(HTMLParser):
    """What an HTML part says, with the address of each link behind its words."""

    _SILENT = ("head", "style", "script")

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins an element; HTMLParser calls this."""
        if tag in self._SILENT:
            self._silent += 1
        if tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        """Ends an element; HTMLParser calls this."""
        if tag in self._SILENT:
            self._silent -= 1
        if tag == "a":
            self.said.append(self._link.removeprefix("mailto:"))

    def handle_data(self, data: str) -> None:
        """Takes words; HTMLParser calls this."""
        if not self._silent:
            self.said.append(data)


def _refuse_other_words(text: str, html: str, templates: TemplateFolder) -> None:
    """Raises BadTemplate when the two parts of the mail do not say the same words."""
    reader = _HtmlReader()
    reader.feed(html)
    reader.close()
    shown = _LETTERS.findall(" ".join(reader.said))
    written = _LETTERS.findall(text)
    if shown == written:
        return
    number = 0
    while shown[number : number + 1] == written[number : number + 1]:
        number += 1
    words = " ".join(written[number : number + 4]) or "its end"
    other = " ".join(shown[number : number + 4]) or "its end"
    raise _refuse(
        f"{templates.name}/{HTML_PART}",
        f'the two parts of the mail differ: text goes on with "{words}", HTML with "{other}"',
        f"let {TEXT} and {HTML_PART} print the same words in the same order",
    )


def _digest(
    enclosure: Enclosure, brand: Brand, envelope: Envelope, subject: str, text: str, html: str
) -> str:
    """What a mail is known by: half of the SHA-256 of all it says, of when and to whom."""
    parts = [enclosure.sha256, enclosure.filename, envelope.date.isoformat(), *envelope.to]
    parts += [repr(brand.mail), brand.contact, subject, text, html]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _name_boundaries(message: EmailMessage, key: str) -> None:
    """Gives each multipart a boundary that is the same each time.

    "=_" stands neither in base64 nor in what is quoted-printable (RFC 2045, 6.7).
    """
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{key}_{number}")
        if number:
            # Python writes it into each part; it belongs into the head of the mail alone.
            del part["MIME-Version"]
