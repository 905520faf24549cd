#!/bin/sh
# Proves the two commands of the README on machines that have nothing: fresh Debian roots, each with
# a fresh clone. Prints one line a release, with versions, seconds and the digest of the PDF.
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

try() {
    say "  $suite: making a bare root"
    enter "$suite" && step 1200 "./run build" || return 1
    times="build $took s"
    if [ -n "$tests" ]; then
        step 2400 "./run test" || return 1
        times="$times, test $took s"
    fi
    step 300 "./run build" || return 1
    times="$times, build again $took s"
    step 60 "python3 -m guide.handover output" || return 1
    versions=$(inside 0:0 'cd /guide && .venv/bin/python -c "
import platform, zlib
from guide import engine
told = dict(library.split(\"-\", 1) for library in engine.libraries())
print(\"Python\", platform.python_version(), \" Pango\", told[\"pango\"],
      \" HarfBuzz\", told[\"harfbuzz\"], \" zlib\", zlib.ZLIB_RUNTIME_VERSION)"') || return 1
    digest=$(sha256sum "$root/guide/output/anti-inflammatory-recipe-guide.pdf") || return 1
    printf '%-8s  %s  %s  sha256 %s\n' "$suite" "$versions" "$times" "${digest%% *}"
}

status=0
for suite in "$@"; do
    try || status=1
done
exit $status
