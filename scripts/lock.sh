#!/usr/bin/env bash
# Writes requirements.lock anew from pyproject.toml: every platform, every hash, no registry address.
# With --upgrade the newest allowed versions are taken, otherwise only what pyproject.toml asks for changes.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv
.venv/bin/uv pip compile pyproject.toml --extra web --extra demo --extra dev --universal --python-version 3.11 \
    --generate-hashes --no-build --no-header --no-annotate --quiet --output-file requirements.lock "$@"
printf 'requirements.lock: %s packages\n' "$(grep -c '==' requirements.lock)"
