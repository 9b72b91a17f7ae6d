"""Writes web/package-lock.json anew: with hashes, without addresses, and without packages that cannot be had here.

npm drops optional packages of other platforms from a lock when it cannot fetch them, and then refuses that lock,
because the packages that name them still do. So what has no entry is no longer named.
"""

import json
import subprocess
import sys
from pathlib import Path

web = Path(__file__).parent.parent / "web"
lock = web / "package-lock.json"


def main(npm: list[str]) -> None:
    """Let npm resolve from nothing, then clean its lock."""
    lock.unlink(missing_ok=True)
    command = [*npm, "install", "--package-lock-only", "--omit-lockfile-registry-resolved=false"]
    subprocess.run(command, cwd=web, check=True)
    content = json.loads(lock.read_text())
    present = {name.rpartition("node_modules/")[2] for name in content["packages"]}
    for package in content["packages"].values():
        package.pop("funding", None)
        if str(package.get("resolved", "")).startswith("http"):
            del package["resolved"]
        optional = package.get("optionalDependencies", {})
        for name in set(optional) - present:
            del optional[name]
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


main(sys.argv[1:] or ["npm"])
