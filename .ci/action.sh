#!/usr/bin/env bash
# The step of action.yml: EQUILINT is the program, PATHS has one path a line, FAIL_ON, MIN_CONFIDENCE
# and SARIF may be empty.
set -euo pipefail

args=(check --format github)
[ -z "${FAIL_ON:-}" ] || args+=(--fail-on "$FAIL_ON")
[ -z "${MIN_CONFIDENCE:-}" ] || args+=(--min-confidence "$MIN_CONFIDENCE")
[ -z "${SARIF:-}" ] || args+=(--output "sarif=$SARIF")
args+=(--)
while IFS= read -r path; do
    [ -z "$path" ] || args+=("$path")
done <<<"${PATHS:-.}"
exec "$EQUILINT" "${args[@]}"
