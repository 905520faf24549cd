#!/bin/sh
# Proves the two commands of the README on a machine that has nothing: a fresh Debian root, a fresh clone.
#
#   sudo tests/bare_machine.sh [SUITE]        SUITE: a Debian release, default bookworm
#
# Needs debootstrap, git and root; takes some minutes. Not part of the suite.
# A proxy or a certificate the surroundings need is passed on: HTTP_PROXY, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE.
set -eu

suite=${1:-bookworm}
project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
root=$(mktemp -d)
trap 'umount "$root/proc" "$root/dev/pts" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT INT TERM

debootstrap --variant=minbase "$suite" "$root" >"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; exit 3; }
rm -f "$root.log"
mount -t proc proc "$root/proc"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -sf pts/ptmx "$root/dev/ptmx"
cp /etc/resolv.conf "$root/etc/resolv.conf"

set -- PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8
for name in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
    eval "value=\${$name:-}"
    [ -z "$value" ] || set -- "$@" "$name=$value"
done
if [ -n "${SSL_CERT_FILE:-}" ]; then
    mkdir -p "$root/etc/ssl/guide"
    cp "$SSL_CERT_FILE" "$root/etc/ssl/guide/certificates.pem"
    set -- "$@" SSL_CERT_FILE=/etc/ssl/guide/certificates.pem PIP_CERT=/etc/ssl/guide/certificates.pem
fi

git clone --quiet "$project" "$root/guide"
chroot "$root" sh -c 'command -v python3' && { echo "this root is not bare: it has python3" >&2; exit 1; }
for command in build test build; do
    echo "== ./run $command"
    chroot "$root" env -i "$@" sh -c "cd /guide && ./run $command"
done
chroot "$root" env -i "$@" sh -c 'cd /guide && python3 -m guide.handover >/dev/null && ls -l output'
echo "A bare $suite builds the guide and passes the tests."
