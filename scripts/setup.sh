#!/usr/bin/env bash
# Prepares everything a developer or a user needs in this folder: the virtual environment and the built web.
# Safe to run again: what has not changed since the last time is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }
fail() { printf 'nitka setup: %s\n' "$*" >&2; exit 1; }

find_python() {
    local name
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed. Install it (Debian, Ubuntu: apt install python3 python3-venv), or name it: make setup PYTHON=/path/to/python3"
}

make_environment() {
    [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    local python
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$("$python" --version) here cannot make virtual environments. Debian, Ubuntu: apt install python3-venv; then run make setup again."
    say "Making the virtual environment with $("$python" --version)"
    "$python" -m venv --clear .venv
}

install_python() {
    local stamp=.venv/installed.sha256 want
    want=$(cat requirements.lock pyproject.toml | sha256)
    if [ -x .venv/bin/nitka ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then
        return
    fi
    say "Installing Python packages from requirements.lock (about 400 MB the first time)"
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock |
        { grep --line-buffered -v '^Requirement already satisfied' || true; }
    .venv/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
    echo "$want" >"$stamp"
}

sha256() { .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'; }

make_environment
install_python
[ ! -f web/package.json ] || scripts/build_web.sh
say "Ready"
