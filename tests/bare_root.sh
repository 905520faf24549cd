# shellcheck shell=sh
# Makes a bare Debian root to try the guide in, with a fresh clone in /guide. Sourced, not run.
#
# Passed on to the root, when the surroundings need it: HTTP_PROXY, HTTPS_PROXY, NO_PROXY (and in
# small letters), the certificate named by SSL_CERT_FILE, PIP_INDEX_URL, PIP_TRUSTED_HOST.
# Sets `root`, the folder of the root, and `log`, a file for what a person reads only when it fails.

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# Debian packages are fetched once; below the project they would belong to root.
debs=/var/cache/anti-inflammatory-recipe-guide
root=
log=$(mktemp)
trap 'leave; rm -f "$log"' EXIT
trap 'exit 130' INT TERM

say() { printf '%s\n' "$*" >&2; }

# Says in one sentence why no root can be made here, if none can.
able() {
    if [ "$(id -u)" != 0 ]; then
        say "A bare Debian root cannot be made by this user: type sudo $0"
        exit 3
    elif ! command -v debootstrap >/dev/null 2>&1; then
        say "A bare Debian root cannot be made: type apt-get install debootstrap"
        exit 3
    fi
}

leave() {
    [ -n "$root" ] || return 0
    for mounted in guide dev/shm dev/pts proc; do
        ! mountpoint -q "$root/$mounted" || umount -l "$root/$mounted"
    done
    rm -rf --one-file-system "$root"
    root=
}

# enter SUITE: makes the root of that release.
enter() {
    leave
    root=$(mktemp -d)
    # Folders of mktemp are closed to others, and not only root is to walk in here.
    chmod 755 "$root"
    mkdir -p "$debs"
    if ! debootstrap --variant=minbase --cache-dir="$debs" "$1" "$root" >"$log" 2>&1 </dev/null
    then
        failed "a bare $1 could not be made: debootstrap failed"
        return 1
    fi
    if ! { mount -t proc proc "$root/proc" &&
        mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts" &&
        mkdir -p "$root/dev/shm" &&
        mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"; } >"$log" 2>&1
    then
        failed "a bare $1 could not be made: /proc and /dev cannot be mounted here"
        return 1
    fi
    ln -sf pts/ptmx "$root/dev/ptmx"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    # A mirror may lag behind, and the lists of testing are dated for a week only.
    echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/99-mirror-lags"
    : >"$root/etc/surroundings"
    for name in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy \
        PIP_INDEX_URL PIP_TRUSTED_HOST; do
        eval "value=\${$name:-}"
        [ -z "$value" ] || echo "export $name='$value'" >>"$root/etc/surroundings"
    done
    if [ -n "${SSL_CERT_FILE:-}" ]; then
        cp "$SSL_CERT_FILE" "$root/etc/certificates.pem"
        echo 'export SSL_CERT_FILE=/etc/certificates.pem PIP_CERT=/etc/certificates.pem' \
            >>"$root/etc/surroundings"
    fi
    if [ -n "$(chroot "$root" sh -c 'command -v python3')" ]; then
        failed "this $1 is not bare: it has python3"
        return 1
    fi
    if ! git clone --quiet "$project" "$root/guide" 2>"$log"; then
        failed "the project could not be cloned into a bare $1"
        return 1
    fi
}

# inside USER:GROUP COMMAND: runs a line of shell in the root as that user. `around` goes before it.
around=
inside() {
    $around chroot --userspec="$1" "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        LC_ALL=C.UTF-8 HOME=/root sh -c ". /etc/surroundings; $2" </dev/null
}

# failed SENTENCE: says it, with the end of what was said meanwhile.
failed() {
    say "$1; the last lines it said:"
    tail -n 40 "$log" | sed 's/^/    /' >&2
}

# seconds SINCE: how long ago that was, with one decimal; SINCE is from `date +%s%N`.
seconds() {
    tenths=$((($(date +%s%N) - $1) / 100000000))
    printf '%s.%s' $((tenths / 10)) $((tenths % 10))
}
