#!/bin/sh
# build-pages.sh FOLDER: the edition of a branch. What is wrong with it was said beside its lines by
# the check, and is not said there twice.
set -eu
cd "$(dirname "$0")/.."
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY
exec ./run build --output "$1"
