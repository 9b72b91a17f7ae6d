"""`nitka import customers` as whoever runs the server uses it."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
import pytest

from nitka.platform.engines import EngineUrls
from tests.faults.processes import free_port
from tests.integration.operations.conftest import cluster, environ
from tests.integration.operations.processes import Server, environment, eventually, make_workspace, nitka, running

__all__ = ["cluster", "environ"]  # fixtures that are used here too

CSV = "ID;ФИО;Эл. почта;Телефон;Дата рождения\n1;Иван Петров;ivan@mail.ru;89161234567;17.05.1990\n2;Анна;;;\n;;x y;;\n"
PASSWORD = "s3cr/et@word"


@pytest.fixture
async def server(environ: dict[str, str], tmp_path: Path) -> AsyncIterator[Server]:
    """A process that stores touches and looks after imports."""
    server = Server(tmp_path / "log", "run", "edge", "pipeline", "imports", port=free_port(), env=environ)
    async with running(server):
        yield server


async def _sql(cluster: EngineUrls, statement: str, *values: Any) -> list[Any]:
    connection = await asyncpg.connect(cluster.database_url, server_settings={"search_path": "nitka"})
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()


async def _count(cluster: EngineUrls, name: str, workspace: str) -> int:
    return int((await _sql(cluster, f"SELECT count(*) FROM {name} WHERE workspace_id = $1", workspace))[0][0])


async def test_a_file_with_a_proposed_mapping(
    server: Server, environ: dict[str, str], cluster: EngineUrls, tmp_path: Path
) -> None:
    keys = await make_workspace(env=environ)
    file, report, kept = tmp_path / "клиенты.csv", tmp_path / "refused.csv", tmp_path / "mapping.toml"
    file.write_bytes(CSV.encode("cp1251"))
    base = ("import", "customers", "--csv", file, "--source", "1С", "--workspace", keys["id"])

    asked = await nitka(*base, env=environ)
    assert asked.code == 1  # nobody was there to confirm it
    assert "birth_date" in asked.out
    assert "--yes" in asked.err

    tried = await nitka(*base, "--yes", "--dry-run", "--json", "--report", report, "--save-mapping", kept, env=environ)
    assert tried.code == 0, tried.err
    assert tried.json["counts"] | {"rows": 3, "new": 2, "refused": 1} == tried.json["counts"]
    assert tried.json["forecast"] | {"new": 2, "known": 0} == tried.json["forecast"]
    assert [
        one for name in ("touch", "import_job", "import_row") for one in (name, await _count(cluster, name, keys["id"]))
    ] == ["touch", 0, "import_job", 0, "import_row", 0]
    assert report.read_text("utf-8-sig").splitlines()[0].endswith("ID;ФИО;Эл. почта;Телефон;Дата рождения")

    done = await nitka(*base, "--mapping", kept, "--report", report, env=environ)
    assert done.code == 0, done.err
    assert "3 rows: 2 new, 0 changed, 0 unchanged, 1 refused" in done.out
    assert "line 4" in done.out
    again = await nitka(*base, "--mapping", kept, "--json", env=environ)
    assert again.json["counts"] | {"new": 0, "unchanged": 2} == again.json["counts"]
    assert await _count(cluster, "touch", keys["id"]) == 2
    assert await _count(cluster, "customer", keys["id"]) == 2


async def test_an_import_that_is_killed_is_gone_on_with_by_doing_it_again(
    server: Server, environ: dict[str, str], cluster: EngineUrls, tmp_path: Path
) -> None:
    keys = await make_workspace(env=environ)
    file = tmp_path / "customers.csv"
    file.write_text("id,email\n" + "".join(f"{at},customer{at}@mail.ru\n" for at in range(1, 4001)))
    base = ("import", "customers", "--csv", file, "--source", "crm", "--yes", "--workspace", keys["id"])
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nitka", *map(str, base), env=environment(**environ),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip

    async def begun() -> bool:
        return await _count(cluster, "import_row", keys["id"]) >= 500

    await eventually(begun)
    killed.kill()
    await killed.wait()
    half = await _count(cluster, "import_row", keys["id"])
    assert half < 4000

    async def noticed() -> bool:
        jobs = await _sql(cluster, "SELECT state, error FROM import_job WHERE workspace_id = $1", keys["id"])
        return [tuple(job) for job in jobs] == [("stopped", "interrupted")]

    await eventually(noticed)
    again = await nitka(*base, "--json", env=environ)
    assert again.code == 0, again.err
    assert again.json["counts"]["new"] + again.json["counts"]["unchanged"] == 4000
    assert again.json["counts"]["unchanged"] == half
    assert await _count(cluster, "touch", keys["id"]) == 4000


async def test_a_query_of_sqlite(server: Server, environ: dict[str, str], cluster: EngineUrls, tmp_path: Path) -> None:
    keys = await make_workspace(env=environ)
    place = tmp_path / "shop.db"
    with sqlite3.connect(place) as shop:
        shop.execute("CREATE TABLE buyer (id INTEGER, name TEXT, mail TEXT, phones TEXT, born DATE)")
        shop.executemany(
            "INSERT INTO buyer VALUES (?, ?, ?, ?, ?)",
            [(at, f"Покупатель {at}", f"buyer{at}@mail.ru", None, "1990-05-17") for at in range(1, 1201)],
        )
    base = (
        "import", "customers", "--sql", f"sqlite:///{place}", "--query", "SELECT * FROM buyer WHERE id < 1200",
        "--source", "shop", "--workspace", keys["id"], "--map", "id=crm_id", "--map", "name=name",
        "--map", "mail=email", "--map", "born=birth_date", "--json",
    )  # fmt: skip
    assert (await nitka(*base, env=environ)).json["counts"]["new"] == 1199
    with sqlite3.connect(place) as shop:
        shop.execute("UPDATE buyer SET name = 'Мария' WHERE id = 7")
    counts = (await nitka(*base, env=environ)).json["counts"]
    assert (counts["changed"], counts["unchanged"]) == (1, 1198)
    wrote = await nitka(
        "import", "customers", "--sql", f"sqlite:///{place}", "--query", "DELETE FROM buyer", "--source", "shop",
        "--yes", env=environ,
    )  # fmt: skip
    assert (wrote.code, "SELECT" in wrote.err) == (1, True)
    with sqlite3.connect(place) as shop:
        assert shop.execute("SELECT count(*) FROM buyer").fetchone() == (1200,)


async def test_a_query_of_postgresql_and_its_password_is_told_to_nobody(
    server: Server, environ: dict[str, str], cluster: EngineUrls, tmp_path: Path
) -> None:
    keys = await make_workspace(env=environ)
    await _sql(cluster, f"CREATE ROLE shop LOGIN PASSWORD '{PASSWORD}'")
    await _sql(cluster, "CREATE SCHEMA shop AUTHORIZATION shop")
    await _sql(
        cluster,
        "CREATE TABLE shop.client AS SELECT at AS id, 'Клиент ' || at AS name, ARRAY['client' || at || '@mail.ru', "
        "'work' || at || '@mail.ru'] AS mails, now() AS seen FROM generate_series(1, 1100) AS at",
    )
    await _sql(cluster, "GRANT SELECT ON shop.client TO shop")
    parts = urlsplit(cluster.database_url)
    host = parts.netloc.rpartition("@")[2]
    url = urlunsplit(("postgresql", f"shop:{quote(PASSWORD, safe='')}@{host}", parts.path, parts.query, ""))
    env = environ | {"NITKA_IMPORT_SQL": url}
    base = ("import", "customers", "--source", "shop", "--workspace", keys["id"], "--yes")
    done = await nitka(*base, "--query", "SELECT id, name, mails AS email FROM shop.client", "--json", env=env)
    assert done.code == 0, done.err
    assert done.json["counts"]["new"] == 1100
    (nodes,) = await _sql(
        cluster, "SELECT count(*) FROM identifier WHERE workspace_id = $1 AND type = 'email'", keys["id"]
    )
    assert nodes[0] == 2200

    wrong = await nitka(*base, "--query", "SELECT nothing FROM nowhere", env=env)
    refused = await nitka(*base, "--query", "SELECT 1", env=env | {"NITKA_IMPORT_SQL": url.replace("shop:", "shop2:")})
    helped = await nitka("import", "customers", "--help", env=env)
    assert "nowhere" in wrong.err
    jobs = await _sql(cluster, "SELECT to_jsonb(j)::text AS text FROM import_job AS j")
    told = [one.out + one.err for one in (done, wrong, refused, helped)] + [row["text"] for row in jobs] + [server.log]
    for text in told:
        assert PASSWORD not in text
        assert quote(PASSWORD, safe="") not in text


async def test_what_is_wrong_is_said_in_a_sentence(environ: dict[str, str], tmp_path: Path) -> None:
    said = {
        ("--csv", tmp_path / "none.csv"): "No such file",
        ("--sql", "not an address", "--query", "SELECT 1"): "--sql takes an address",
        ("--sql", "firebird://x/y", "--query", "SELECT 1"): "There is no driver for firebird",
        (): "Name what to import",
    }
    for arguments, sentence in said.items():
        done = await nitka("import", "customers", "--source", "x", "--yes", *arguments, env=environ)
        assert done.code == 1
        assert sentence in done.err
