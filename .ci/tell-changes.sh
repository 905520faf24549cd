#!/bin/sh
# tell-changes.sh OLD SHOWN TOLD: what changed since OLD, as SHOWN/changes.html to look at and
# TOLD/changes.json for the comment.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "$2" "$3"
./run changes "$1" --html "$2/changes.html" --json >"$3/changes.json"
