#!/usr/bin/env bash
# `pip install .` in a virtual environment of its own gives the command `equilint`, which judges a document.
# Builds with optimisation, which takes minutes: set CARGO_TARGET_DIR to use what is built already.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet "$root"
equilint=$work/venv/bin/equilint

cd "$work"
"$equilint" --version
printf '# Rooms\n\nThe library remains neutral on issues.\n' >neutral.md
code=0
"$equilint" --format short neutral.md || code=$?
[ "$code" = 1 ] || { echo "wanted exit code 1, got $code"; exit 1; }
"$work/venv/bin/pip" uninstall --quiet --yes equilint
[ ! -e "$equilint" ] || { echo "the command is still there"; exit 1; }
echo "pip: all is well"
