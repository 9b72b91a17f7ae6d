"""The desk's types of the API, which are written by hand, are those that the server tells."""

from __future__ import annotations

import json
from pathlib import Path

from litestar import Litestar
from litestar.di import Provide

from nitka.entrypoints.api.app import desk_api
from nitka.entrypoints.api.openapi import describe, openapi_config
from tests.web.node import WEB, run
from tests.web.typescript import declarations

NAMES = ("principal", "services", "database", "limits", "administration", "entrances")


def test_what_the_desk_reads_and_sends_is_what_the_server_tells(tmp_path: Path) -> None:
    never_asked = {name: Provide(lambda: None, sync_to_thread=False) for name in NAMES}
    app = Litestar([desk_api()], dependencies=never_asked, openapi_config=openapi_config())
    (tmp_path / "schema.ts").write_text(declarations(describe(app)["components"]["schemas"]))
    (tmp_path / "contract.ts").write_text((Path(__file__).parent / "contract.ts").read_text())
    (tmp_path / "api-client").symlink_to(WEB / "api-client/src")
    options = {"strict": True, "noEmit": True, "module": "esnext", "moduleResolution": "bundler", "target": "es2023",
               "lib": ["es2023", "dom", "dom.iterable"], "types": [], "preserveSymlinks": True}  # fmt: skip
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["contract.ts"]}))
    run("tsc", "-p", ".", cwd=tmp_path)
