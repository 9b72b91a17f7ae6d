#!/usr/bin/env bash
# Everything that can be judged without engines or a browser; meant to take less than half a minute.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=0
step() {
    printf '\033[1m==> %s\033[0m\n' "$*"
    "$@" || failed=1
}
run=.venv/bin
step $run/ruff check .
step $run/ruff format --check .
step $run/mypy
step $run/lint-imports --no-cache
step $run/python scripts/check_sizes.py
[ ! -d tests/unit ] || step $run/pytest tests/unit -q
exit $failed
