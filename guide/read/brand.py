"""What marketing owns: words, links, colours, the edition, the file's name and its bytes."""

import calendar
import re
from typing import Annotated, Self
from urllib.parse import quote

from pydantic import AfterValidator, Field, WithJsonSchema

from guide.core.problems import Mistake
from guide.parse.validation import Id, Shape, Whole, Words, as_pydantic_error

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LINK = re.compile(
    r"https://[^\s/@.]++(?:\.[^\s/@.]++)++(?:/\S*+)?|mailto:[^\s@]++@[^\s@.]++(?:\.[^\s@.]++)++"
)
_EDITION = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_FILE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.pdf")
# What all mail servers take (RFC 5321): letters of ASCII alone, in quotes nothing.
_MAILBOX = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+"
    r"@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++"
)
_LONGEST_MAILBOX = 254
_LONGEST_FILE_NAME = 60
# What stands for the number of recipes in the line on the cover.
RECIPE_COUNT = "{recipes}"
# What stands for the foods that an edition leaves out.
LEFT_OUT = "{foods}"


# What an address in a PDF may have as it is; all else is written with % signs (RFC 3986).
_ADDRESS_SIGNS = "-._~:/?#[]@!$&'()*+,;=%"


def spell_address(link: str) -> str:
    """The address with every sign that it may not have written as a browser does: "ü" as "%C3%BC".

    A name of a host in other letters is written in its ASCII form where it has one.
    """
    start, _, rest = link.partition("//")
    host, slash, path = rest.partition("/")
    if not slash and not start.startswith("https:"):
        return quote(link, safe=_ADDRESS_SIGNS)
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = quote(host, safe=_ADDRESS_SIGNS)
    return f"{start}//{host}{slash}{quote(path, safe=_ADDRESS_SIGNS)}"


def is_placeholder(text: str) -> bool:
    """Whether a value of brand.yaml is still waiting for its owner: words in square brackets."""
    return text.startswith("[") and text.endswith("]")


def _read_colour(value: str) -> str:
    if not _COLOUR.fullmatch(value):
        mistake = Mistake(
            "colour",
            f'"{value}" is not a colour',
            'write # and six digits in quotes, such as "#1F4D3A"',
        )
        raise as_pydantic_error(mistake)
    return value.upper()


def _check_link(value: str) -> str:
    if not is_placeholder(value) and not _LINK.fullmatch(value):
        mistake = Mistake(
            "link",
            f'"{value}" is not a link the guide may carry',
            "write an address that begins with https://",
        )
        raise as_pydantic_error(mistake)
    spelt = value if is_placeholder(value) else spell_address(value)
    if spelt != value:
        what = f'"{value}" has letters that an address cannot have'
        raise as_pydantic_error(Mistake("link", what, f'write "{spelt}"'))
    return value


def is_mailbox(text: str) -> bool:
    """Whether a text is one e-mail address that every mail server takes, and nothing besides."""
    return len(text) <= _LONGEST_MAILBOX and _MAILBOX.fullmatch(text) is not None


def _check_mailbox(value: str) -> str:
    if not is_placeholder(value) and not is_mailbox(value):
        mistake = Mistake(
            "link",
            f'"{value}" is not an e-mail address that every mail server takes',
            'write the address alone, such as "guide@example.org"',
        )
        raise as_pydantic_error(mistake)
    return value


def _check_one_click(value: str) -> str:
    if not is_placeholder(value) and not value.startswith("https://"):
        mistake = Mistake(
            "link",
            f'"{value}" is no address that one click can be posted to',
            "write one of your site that begins with https:// and takes readers off the list",
        )
        raise as_pydantic_error(mistake)
    return value


def _check_edition(value: str) -> str:
    if not _EDITION.fullmatch(value):
        mistake = Mistake(
            "edition", f'"{value}" is not a month', 'write year and month, such as "2026-11"'
        )
        raise as_pydantic_error(mistake)
    return value


def _check_file_name(value: str) -> str:
    if not _FILE_NAME.fullmatch(value) or len(value) > _LONGEST_FILE_NAME:
        mistake = Mistake(
            "file-name",
            f'"{value}" is not a file name every mail system takes',
            "write small letters, digits and hyphens, ending in .pdf, at most 60: "
            '"recipe-guide.pdf"',
        )
        raise as_pydantic_error(mistake)
    return value


Colour = Annotated[
    str,
    Field(strict=True),
    AfterValidator(_read_colour),
    WithJsonSchema({"type": "string", "pattern": "^#[0-9A-F]{6}$"}),
]
Link = Annotated[str, Field(strict=True), AfterValidator(_check_link)]
FileName = Annotated[str, Field(strict=True), AfterValidator(_check_file_name)]


class Call(Shape):
    """The call to action on the back page."""

    title: Words
    words: Words
    button: Words
    link: Link
    small: Words


class Sending(Shape):
    """How the guide is mailed: the address it comes from, and the one that one click is posted to
    by who wants no more mail (RFC 8058).
    """

    sender: Annotated[str, Field(strict=True), AfterValidator(_check_mailbox)]
    unsubscribe: Annotated[Link, AfterValidator(_check_one_click)]


class EditionCall(Shape):
    """The call to action of an edition that asks for something else; the link is the brand's."""

    title: Words
    words: Words
    button: Words


class Budget(Shape):
    """Bytes of the PDF: what to aim at, where a remark begins, and where the build fails."""

    target: Whole
    remark: Whole
    fail: Whole


class Palette(Shape):
    """A chapter's colours: text and rules, the opener's ground, panels, lines."""

    deep: Colour
    ground: Colour
    tint: Colour
    shade: Colour


class Colours(Shape):
    """The book's colours: `ink` for text, `soft` for quieter text, `line` for hairlines.

    `cream` is the ground of panels. `forest` is for headings, `turmeric` for accents, `amber` for
    the text of warnings, `rust` for the call to action.
    """

    ink: Colour
    soft: Colour
    line: Colour
    cream: Colour
    forest: Colour
    turmeric: Colour
    amber: Colour
    rust: Colour


# The colours of an edition that saves ink.
BLACK, WHITE, HAIRLINE = "#000000", "#FFFFFF", "#808080"
# What is written on what, as templates/ use the colours; "white" is the paper, and the text on
# dark grounds.
# A template that writes in another colour, or on another ground, adds it here.
PAIRS = {
    "ink": ("white", "cream", "tint"),
    "soft": ("white", "cream", "tint"),
    "forest": ("white", "cream"),
    "rust": ("white", "cream"),
    "amber": ("white",),
    "deep": ("white", "cream", "tint"),
    "white": ("rust", "deep"),
}


class WithoutWords(Shape):
    """What an edition that leaves foods out says of itself.

    {foods} stands for what it leaves out, "milk, egg and tree nuts", and {any} for the same in a
    sentence that denies: "milk, egg or tree nuts". `partly` is said where only some of a {group}
    are left out: {any} of it are, and {others} stay. `check` and `no_check` say in how many dishes,
    {count}, a packet must be read for what is left out; there, {any} is what labels tell of.
    """

    cover: Words = Field(description="on the cover, and behind the title of the file")
    small: Words = Field(description="below it on the cover: for whom it is, and what decides")
    title: Words = Field(description="the title of its first page")
    words: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(
        description="the paragraphs of that page"
    )
    partly: Words | None = Field(
        None, description="a paragraph behind the first: what is left out is only a part of {group}"
    )
    partly_of: dict[Id, Words] = Field(
        default_factory=dict, description="what is said besides of a group of that id"
    )
    partly_small: Words | None = Field(None, description="the same in short, on the cover")
    check: Words | None = Field(
        None, description="a paragraph: in {count} dishes a packet may hold what is left out"
    )
    no_check: Words | None = Field(None, description="the same where there is no such dish")


class Brand(Shape):
    """The words, colours and limits marketing owns."""

    title: Words
    subtitle: Words
    cover: Words
    brand: Words
    site: Link
    contact: Link
    address: Words
    mail: Sending | None = None
    call: Call
    without: WithoutWords | None = None
    edition: Annotated[str, Field(strict=True), AfterValidator(_check_edition)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    subject: Words
    keywords: Annotated[tuple[Words, ...], Field(min_length=1)]
    file: FileName
    budget: Budget
    colours: Colours
    palettes: dict[Id, Palette]

    def in_black(self) -> Self:
        """The same brand in black on white, with hairlines in grey, for who saves ink."""
        black = dict.fromkeys(Colours.model_fields, BLACK)
        colours = Colours(**(black | {"line": HAIRLINE, "cream": WHITE}))
        palette = Palette(deep=BLACK, ground=WHITE, tint=WHITE, shade=HAIRLINE)
        palettes = dict.fromkeys(self.palettes, palette)
        return self.model_copy(update={"colours": colours, "palettes": palettes})

    @property
    def month(self) -> str:
        """The edition as a reader says it: November 2026."""
        year, month = self.edition.split("-")
        return f"{calendar.month_name[int(month)]} {year}"

    @property
    def whole_title(self) -> str:
        """Title and subtitle as one line."""
        return f"{self.title}: {self.subtitle}"


class EditionBrand(Brand):
    """The brand as one edition has it: with its subtitle and file, and what it leaves out.

    `left_out` are the words for that, "" for an edition that leaves nothing out. `note` are the
    paragraphs below its contents. `of_dish` is the dish that the whole edition is about, if one is.
    """

    left_out: str = ""
    of_dish: str = ""
    note: tuple[str, ...] = ()

    @property
    def said_without(self) -> WithoutWords | None:
        """What the edition says of what it leaves out; None when that is nothing."""
        if not self.left_out or self.without is None:
            return None
        said = self.without
        named = {
            "cover": self._name_foods(said.cover),
            "small": self._name_foods(said.small),
            "title": self._name_foods(said.title),
            "words": tuple(map(self._name_foods, said.words)),
        }
        return said.model_copy(update=named)

    def _name_foods(self, text: str) -> str:
        return text.replace(LEFT_OUT, self.left_out)

    @property
    def whole_title(self) -> str:
        """Title and subtitle as one line, with what the edition is made without."""
        title = super().whole_title
        if self.of_dish:
            return f"{self.of_dish}. {self.title}"
        said = self.said_without
        return f"{title}. {said.cover}" if said else title
