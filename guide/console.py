"""What a command prints: nothing in it commands a terminal, and its exit status is true whoever
reads.

A reader that stops (`| head -1`) changes nothing: the work is done and the status is that of the
work. What could not be printed because a disk is full is said on standard error, and no status 0
follows. A stream that was closed (`>&-`) is opened on nothing, so that no file of the edition gets
its number.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from guide.core.process import DONE, MACHINE_LACKS, PROBLEMS, PROGRAM_FAILED

if TYPE_CHECKING:
    from guide.core.problems import Problem

# So many places in the code are named when the program has failed.
PLACES_NAMED = 3
_LITTLE_MEMORY = (
    "this machine has too little memory for that; what is in the output folder is whole"
)
# What the loader of libraries says when it has no room for one.
_NO_ROOM = ("failed to map segment", "annot allocate memory")


class CarefulStream:
    """A stream of text in whose place it stands: what it is given is escaped, and no error is
    raised.

    `lost` says why something was not written, "" while all was. A reader that stopped is no loss.
    """

    def __init__(self, stream: TextIO):
        self.lost = ""
        self._stream = stream
        self._given_up = False

    def write(self, text: str) -> int:
        """Writes a text, escaped."""
        self._do(lambda: self._stream.write(escape(text)))
        return len(text)

    def flush(self) -> None:
        """Writes what waits to be written."""
        self._do(self._stream.flush)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _do(self, write: Callable[[], object]) -> None:
        if self._given_up:
            return
        try:
            write()
        except OSError as error:
            self._given_up = True
            if error.errno != errno.EPIPE:
                self.lost = error.strerror or str(error)
            self._throw_away()

    def _throw_away(self) -> None:
        """Leads what is still in the buffer to nowhere, or the interpreter complains of it."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
        with suppress(OSError, ValueError):
            self._stream.flush()


def escape(text: str) -> str:
    """A text whose characters that command a terminal, or that nobody sees, are written as
    `\\u202e`.

    Line feeds, tabs and the carriage returns of a bar stay.
    """
    if text.isprintable():
        return text
    return "".join(map(_escape_character, text))


def _escape_character(character: str) -> str:
    # A no-break space is no command; str.isprintable takes no space but the plain one.
    if character.isprintable() or character in "\n\t\r\u00a0\u202f\u2009":
        return character
    number = ord(character)
    if number > 0xFFFF:
        # As JSON writes it.
        number -= 0x10000
        return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
    return f"\\u{number:04x}"


def run_to_end(work: Callable[[], int]) -> int:
    """Does a command's work and gives its true exit status; everything is written when it ends.

    What nobody foresaw is a sentence too, with the places in the code, and PROGRAM_FAILED.
    """
    _open_closed_streams()
    before = sys.stdout, sys.stderr
    out, err = _make_careful(sys.stdout), _make_careful(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        status = _do_work(work)
        out.flush()
        if out.lost:
            print(f"what was to be printed cannot be written ({out.lost})", file=err)
            if status == DONE:
                status = MACHINE_LACKS
        err.flush()
    finally:
        sys.stdout, sys.stderr = before
    return status


def _do_work(work: Callable[[], int]) -> int:
    try:
        return work()
    except SystemExit as wanted:
        # argparse ends a process like this.
        return wanted.code if isinstance(wanted.code, int) else DONE
    except Exception as error:
        if _lacks_memory(error):
            print(_LITTLE_MEMORY, file=sys.stderr)
            return MACHINE_LACKS
        print(_describe_failure(error), file=sys.stderr)
        return PROGRAM_FAILED


def _lacks_memory(error: BaseException | None) -> bool:
    """Whether memory is what was lacking: also for a library that could not be loaded."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return True
        if isinstance(error, ImportError) and any(sign in str(error) for sign in _NO_ROOM):
            return True
        error = error.__cause__ or error.__context__
    return False


def _describe_failure(error: Exception) -> str:
    """A failure of the program in two lines: what, and where in the code."""
    # Needed by no command that goes well.
    import traceback

    what = traceback.format_exception_only(error)[-1].strip()
    places = []
    for frame in traceback.extract_tb(error.__traceback__)[-PLACES_NAMED:]:
        places.append(f"{Path(frame.filename).name}:{frame.lineno}")
    where = ", ".join(reversed(places))
    return (
        f"the program has failed, and that is not your mistake: {what}\n"
        f"report it with these lines and the file you changed last ({where})"
    )


def _open_closed_streams() -> None:
    """Opens what was closed of the three standard streams on nothing."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free number is taken, which is this one.
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open


def _make_careful(stream: TextIO) -> CarefulStream:
    # What the terminal cannot show is written as its number too.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    return CarefulStream(stream)


def report(
    found: list[Problem], as_json: bool, last_line: Callable[[], str], quiet: bool = False
) -> int:
    """Prints the problems for a person, a machine or a pull request; gives the exit status."""
    from guide.core import problems

    grave = [problem for problem in found if not problem.remark]
    if as_json:
        print(problems.as_json(found))
    elif grave:
        for problem in grave:
            print(problems.tell(problem), end="\n\n")
        print(last_line())
    elif not quiet:
        _print_grouped(found)
    needing = problems.leave_out_excused(found)
    if os.environ.get("GITHUB_ACTIONS") and needing:
        # Beside JSON, what GitHub reads must not stand in the way of what the machine reads.
        from guide.changes import annotations

        annotations.annotate(needing, sys.stderr if as_json else sys.stdout)
    return PROBLEMS if grave else DONE


def _print_grouped(found: list[Problem]) -> None:
    """Prints the remarks by who can act on them, and one line on the excused words."""
    from guide.core import problems

    groups = problems.group_remarks(found)
    for who, of_group in groups:
        # One group needs no heading.
        if len(groups) > 1:
            print(f"{who}:")
        print_remarks(of_group)
    excused = problems.sum_up_excused(found)
    if excused:
        print(excused)


def print_remarks(remarks: list[Problem]) -> None:
    """Prints remarks, a line each."""
    from guide.core.problems import tell_remark

    for remark in remarks:
        print(tell_remark(remark))
