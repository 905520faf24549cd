#!/bin/sh
# Chromium, in which the preview is tried. Its tests say so where there is none.
set -eu
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
    exit 0
fi
sudo=sudo
[ "$(id -u)" != 0 ] || sudo=
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends chromium
