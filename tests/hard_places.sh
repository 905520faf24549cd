#!/bin/sh
# Proves the two commands where machines make it hard: without root, sudo, network or home, with
# little memory, after a set-up or a system that broke. Prints one line a place.
#
#   sudo tests/hard_places.sh [--tests] [SUITE]      SUITE: a Debian release, default trixie
#
# --tests runs the whole suite without network, and with 2 GB and one core, too. Needs debootstrap,
# git, unshare, taskset, prlimit, ip and root; takes some minutes. Not part of the suite.
# Exit status: 0 all went well, 1 a place failed, 2 wrong usage, 3 no root can be made here.
# shellcheck source=tests/bare_root.sh disable=SC2034,SC2154,SC2329
set -eu
. "$(dirname -- "$0")/bare_root.sh"

tests=
if [ "${1:-}" = --tests ]; then
    tests=yes
    shift
fi
case ${1:-} in -*)
    say "usage: tests/hard_places.sh [--tests] [SUITE]"
    exit 2
    ;;
esac
able

cook=1000:1000
stranger=4321:4321
here='/srv/my guide'
pdf=anti-inflammatory-recipe-guide.pdf
anew='./run clean && ./run build'
# What a first build says of itself on standard error, and what it says of what to type.
usual='\(Setting up\|Adding\|Cutting\|Printing\|ERROR:\|   \) .*\|Killed'
status=0

# place NAME STATUS LINE USER COMMAND: goes well when the command ends with that status and says
# that line, and nothing unusual on standard error.
place() {
    start=$(date +%s%N)
    ended=0
    inside "$4" "cd '$here' && $5" >"$log.said" 2>"$log" || ended=$?
    told=$(cat "$log" "$log.said" | grep -c -F -e "$3") || true
    noise=$(grep -v -x -e "$usual" "$log" | grep -c -v -F -e "$3") || true
    if [ "$ended $noise" = "$2 0" ] && [ "$told" != 0 ]; then
        printf '%-8s  %-46s  exit %s, %s s\n' "$suite" "$1" "$ended" "$(seconds "$start")"
    else
        cat "$log.said" >>"$log"
        failed "$suite: $1: exit $ended, not $2 with \"$3\" and no complaint"
        status=1
    fi
    rm -f "$log.said"
    around=
}

offline() { unshare --net sh -c 'ip link set lo up && exec "$@"' sh "$@"; }
small="taskset -c 0 prlimit --as=2147483648"

install() {
    inside 0:0 "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends $*" >"$log" 2>&1 ||
        { failed "$suite: $* could not be installed"; exit 1; }
}

suite=${1:-trixie}
enter "$suite" || exit 1
chroot "$root" useradd --create-home cook
cp -a "$root/guide" "$root$here"
chown -R $cook "$root$here"

place "no root, no sudo, nothing installed" 3 "This machine lacks Python" $cook "./run build"
install python3 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
place "a Python without venv" 3 "This machine lacks Python" $cook "./run build"
install python3-venv
place "a folder of somebody else" 3 "cannot be written." $cook "cd /guide && ./run build"
mount --bind "$root/guide" "$root/guide"
mount -o remount,ro,bind "$root/guide"
place "a folder that cannot be written" 3 "cannot be written." 0:0 "cd /guide && ./run build"
umount "$root/guide"

around=offline
place "a set-up without network" 3 "The Python packages could not be installed" $cook "./run build"
around="timeout -s KILL 6"
place "a set-up that is killed" 137 "Setting up" $cook "./run build"
# A typeface that no list has yet: fontconfig complains where it can keep none.
mkdir -p "$root/usr/share/fonts"
place "no root, no sudo, a space in the path" 0 $pdf $cook "
    HOME=~cook; $anew && cp \$(find .venv -name 'Fraunces*.ttf' | head -n 1) /tmp/one.ttf"
mv "$root/tmp/one.ttf" "$root/usr/share/fonts"
rm -rf "$root/var/cache/fontconfig"

around=offline
place "without network: build" 0 $pdf $cook "$anew"
around=offline
place "without network: check" 0 "no problems" $cook "./run check"
place "a home that cannot be written" 0 $pdf $cook "HOME=/nowhere; $anew"
chown -R $stranger "$root$here"
place "no home, and a user nobody knows" 0 $pdf $stranger "unset HOME; $anew && [ ! -e '~' ]"
chown -R $cook "$root$here"
around=$small
place "2 GB and one core: build" 0 $pdf $cook "$anew"
place "a system upgraded since: another Python" 0 "Setting up" $cook "
    mv .venv/lib/python3.* .venv/lib/python3.9 && ./run check"
place "a system upgraded since: no such Python" 0 "Setting up" $cook "
    ln -sfn /usr/bin/python3.99 .venv/bin/python3 && ./run check"
if [ -n "$tests" ]; then
    place "the packages for tests, which a build does without" 0 "pytest " $cook "
        ./run build --quiet && [ ! -e .venv/bin/pytest ] && ./run test --version"
    around=offline
    place "without network: test" 0 " passed" $cook "./run test"
    around=$small
    place "2 GB and one core: test" 0 " passed" $cook "./run test"
fi
exit $status
