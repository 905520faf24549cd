#!/bin/sh
# Proves that what arrives by mail is what was built: ./run mail through Postfix, with STARTTLS and a
# password, to Dovecot, and back by IMAP. Prints one line an edition.
#
#   sudo tests/mail_delivery.sh [FOLDER]     FOLDER: published editions; without one the little
#                                            guide of the tests is built
#
# Both servers run in a bare Debian root and in a network of their own that has a loopback and
# nothing else, so no mail can leave. Needs debootstrap, unshare, ip and root, and .venv of the
# project (or PYTHON); takes a minute or two. Not part of the suite.
# Exit status: 0 all went well, 1 something did not arrive as it left, 3 no root can be made here.
# shellcheck source=tests/bare_root.sh disable=SC2034,SC2154
set -eu
. "$(dirname -- "$0")/bare_root.sh"
able

enter bookworm || exit 1
# Nothing is started by its installation.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
inside 0:0 "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends postfix dovecot-imapd openssl" >"$log" 2>&1 ||
    { failed "Postfix and Dovecot could not be installed"; exit 1; }
inside 0:0 "useradd --create-home reader" >"$log" 2>&1 ||
    { failed "nobody could be made to read the mail"; exit 1; }

python=${PYTHON:-$project/.venv/bin/python}
unshare --net sh -c 'ip link set lo up && exec "$@"' sh \
    "$python" "$project/tests/mail_delivery.py" "$root" ${1:+"$1"}
