#!/usr/bin/env bash
# Removes what was built and cached; the virtual environment and the data folder stay.
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis test-results build dist \
    src/nitka/entrypoints/web_dist web/node_modules web/dist
find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
