"""What `./run withdraw` does, and what a build tells of what was withdrawn."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from guide.core.problems import printable
from guide.core.process import DONE, WRONG_USAGE
from guide.release import publish, withdrawals


def withdraw_file(options: argparse.Namespace) -> int:
    """Withdraws a file, and says what that did and what comes next."""
    output = options.output or options.root / "output"
    try:
        one = publish.withdraw(output, options.sha, options.why, options.recipe)
    except (withdrawals.CannotWithdraw, publish.NotOurs) as error:
        print(f"{printable(str(error))}. Nothing was withdrawn.", file=sys.stderr)
        return WRONG_USAGE
    edition = f'the edition "{one.edition}"' if one.edition else "an older file"
    print(f"withdrawn: {edition}, {one.file} ({one.sha256}): {one.why}")
    print(
        f"{output}/ does not hold it any more, and guide.handover refuses it. Delete it wherever "
        "else it was put; mend what was wrong; then ./run build prints what to tell its readers."
    )
    return DONE


def tell_outcome(outcome: publish.Outcome, root: Path, options: argparse.Namespace) -> None:
    """Prints what there is to tell after publishing; notices come even where nothing else does."""
    # JSON stands alone on standard output.
    stream = sys.stderr if options.json else sys.stdout
    for remark in outcome.remarks:
        if not options.quiet:
            print(f"remark: {printable(remark)}", file=stream)
    for notice in outcome.notices:
        print(f"\n--- what to tell those who have {notice.withdrawal.file} ---\n", file=stream)
        print(withdrawals.word_notice(notice, root), file=stream)
