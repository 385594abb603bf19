#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml, run by pre-commit on a git repository: a clean document passes, a neutral one stops
# the commit, a mended one passes.
#
#   pre-commit.sh system   hooks that run the program of EQUILINT (target/debug/equilint where it is not set)
#   pre-commit.sh rust     hooks for which pre-commit builds the program; takes minutes
#
# Ends with 3 where pre-commit itself cannot be installed.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
kind=${1:-system}
equilint=${EQUILINT:-$root/target/debug/equilint}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
# A machine that cannot install it cannot try it either: that is no fault of the hooks.
"$work/venv/bin/pip" install --quiet pre-commit || { echo "pre-commit cannot be installed here: not tried"; exit 3; }
# The repository may belong to another user, as it does where a machine checks it out for us.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
mkdir "$work/bin"
ln -s "$equilint" "$work/bin/equilint"
export PATH=$work/venv/bin:$PATH PRE_COMMIT_HOME=$work/cache
case $kind in
    system) hook=equilint-system office=equilint-office-system PATH=$work/bin:$PATH ;;
    rust) hook=equilint office=equilint-office ;;
    *) echo "system or rust"; exit 2 ;;
esac

mkdir "$work/policies"
cd "$work/policies"
git init --quiet
git config user.name editor
git config user.email editor@example.org
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $root
    rev: $(git -C "$root" rev-parse HEAD)
    hooks:
      - id: $hook
      - id: $office
END
pre-commit install >/dev/null

fail() { echo "pre-commit: $*"; exit 1; }

printf '# Rooms\n\nThe rooms have step-free access.\n' >"clean one.md"
git add .
git commit --quiet -m clean >log 2>&1 || { cat log; fail "a clean document was stopped"; }

printf '# Rooms\n\nThe library remains neutral on issues.\n' >neutral.md
git add neutral.md
! git commit --quiet -m neutral >log 2>&1 || fail "a neutral document passed"
grep -q '^neutral.md:3:.*warning\[neutral-stance/' log || { cat log; fail "no finding was shown"; }

"$equilint" fix --unsafe --quiet neutral.md
git add neutral.md
git commit --quiet -m mended >log 2>&1 || { cat log; fail "a mended document was stopped"; }

cp "$root/fixtures/formats/policy.docx" .
git add policy.docx
! git commit --quiet -m word >log 2>&1 || fail "a Word document passed"
grep -q '^policy.docx' log || { cat log; fail "no finding in the Word document"; }
echo "pre-commit ($kind): all is well"
