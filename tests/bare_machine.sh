#!/bin/sh
# Proves the two commands of the README on machines that have nothing: fresh Debian roots, each with
# a fresh clone. Prints one line a release, with versions, seconds and the digest of the PDF, which
# another user builds too: the bytes must be the same.
#
#   sudo tests/bare_machine.sh [--no-tests] [SUITE...]     SUITE: a Debian release (bookworm trixie)
#
# --no-tests builds and hands over only. Needs debootstrap, git and root; takes some minutes each.
# Not part of the suite.
# Exit status: 0 all went well, 1 a release failed, 2 wrong usage, 3 no root can be made here.
# shellcheck source=tests/bare_root.sh disable=SC2034,SC2154
set -eu
. "$(dirname -- "$0")/bare_root.sh"

tests=yes
if [ "${1:-}" = --no-tests ]; then
    tests=
    shift
fi
case ${1:-} in -*)
    say "usage: tests/bare_machine.sh [--no-tests] [SUITE...]"
    exit 2
    ;;
esac
[ $# -gt 0 ] || set -- bookworm trixie
able

# The libraries are asked themselves, so that this holds whatever the modules are called.
versions='
import ctypes, platform, zlib
def told(library, function):
    ask = getattr(ctypes.CDLL(library), function)
    ask.restype = ctypes.c_char_p
    return ask().decode()
print("Python", platform.python_version(),
      " Pango", told("libpango-1.0.so.0", "pango_version_string"),
      " HarfBuzz", told("libharfbuzz.so.0", "hb_version_string"),
      " zlib", zlib.ZLIB_RUNTIME_VERSION)
'

# A machine that only builds holds no tool for tests, and nothing under the AGPL.
only_to_build='
import sys
from importlib.metadata import distributions
names = {package.name.lower() for package in distributions()}
sys.exit(", ".join(sorted(names & {"pytest", "ruff", "mypy", "pymupdf", "aiosmtpd", "uvicorn"})) or 0)
'

# step SECONDS COMMAND: runs it in the clone; sets `took`, or tells what it said last.
step() {
    say "  $suite: $2"
    start=$(date +%s%N)
    # What hangs is ended, and the next release has its turn.
    around="timeout -k 10 $1"
    if ! inside 0:0 "cd /guide && $2" >"$log" 2>&1; then
        failed "$suite: $2 failed"
        return 1
    fi
    took=$(seconds "$start")
}

# The home of a user who is not root.
cook=/srv/cook

# Builds once more as somebody else, who may read the clone and not write there: a cache of his own
# is empty, so every page is printed anew.
build_as_cook() {
    chroot "$root" useradd --home-dir "$cook" --create-home cook
    say "  $suite: the same build as another user"
    around="timeout -k 10 1200"
    command="cd /guide && HOME=$cook .venv/bin/python build_guide.py build --quiet"
    ended=0
    inside 1000:1000 "$command --output $cook/output" >"$log" 2>&1 || ended=1
    around=
    [ "$ended" = 0 ] || failed "$suite: another user cannot build"
    return "$ended"
}

try() {
    say "  $suite: making a bare root"
    enter "$suite" && step 1200 "./run build" || return 1
    times="build $took s"
    inside 0:0 "cd /guide && .venv/bin/python -c '$only_to_build'" >"$log" 2>&1 ||
        { failed "$suite: a build installs what only tests need"; return 1; }
    if [ -n "$tests" ]; then
        step 2400 "./run test" || return 1
        times="$times, test $took s"
    fi
    step 300 "./run build" || return 1
    times="$times, build again $took s"
    step 60 "python3 -m guide.handover output" || return 1
    inside 0:0 "cd /guide && .venv/bin/python -c '$versions'" >"$log" 2>&1 ||
        { failed "$suite: the versions could not be told"; return 1; }
    told=$(cat "$log")
    pdf=anti-inflammatory-recipe-guide.pdf
    digest=$(sha256sum "$root/guide/output/$pdf") || return 1
    build_as_cook || return 1
    if ! cmp -s "$root/guide/output/$pdf" "$root$cook/output/$pdf"; then
        sha256sum "$root/guide/output/$pdf" "$root$cook/output/$pdf" >"$log"
        failed "$suite: root and another user build other bytes"
        return 1
    fi
    printf '%-8s  %s  %s  sha256 %s, as another user too\n' \
        "$suite" "$told" "$times" "${digest%% *}"
}

status=0
for suite in "$@"; do
    try || status=1
done
exit $status
