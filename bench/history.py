"""Reading a customer's profile and timeline among a hundred thousand touches, and among five million."""

from __future__ import annotations

import random
import time

import asyncpg
import httpx

from bench.platform import Running
from bench.table import percentile, show

SMALL, LARGE = 100_000, 5_000_000
PER_CUSTOMER = 50
READS = 1_000

# The same kinds of rows that the pipeline writes: a customer with two identifiers and fifty touches over sixty days.
_FILL = """
WITH made AS (
    SELECT n, gen_random_uuid() AS customer, gen_random_uuid() AS device, gen_random_uuid() AS email
    FROM generate_series($2::int, $3::int) AS n
), people AS (
    INSERT INTO customer (workspace_id, id, name, created_at)
    SELECT $1, customer, 'Customer ' || n, now() FROM made
), nodes AS (
    INSERT INTO identifier (workspace_id, id, type, value, assurance, first_at)
    SELECT $1, device, 'device', 'bench-' || n, 1, now() FROM made
    UNION ALL SELECT $1, email, 'email', 'bench' || n || '@example.com', 2, now() FROM made
), members AS (
    INSERT INTO customer_member (workspace_id, node, customer_id)
    SELECT $1, device, customer FROM made UNION ALL SELECT $1, email, customer FROM made
), links AS (
    INSERT INTO link (workspace_id, a, b, kind, assurance, touch_id, channel, touch_kind, valid_from)
    SELECT $1, least(device, email), greatest(device, email), 'together', 2, gen_random_uuid(), 'site', 'identify',
           now()
    FROM made
)
INSERT INTO touch (workspace_id, id, at, received_at, kind, channel, connection_id, sender, external_id,
                   nodes, assurances, owner_node, text, payload)
SELECT $1, gen_random_uuid(), moment, moment, 'page', 'site', $4, device::text, k::text, ARRAY[device], '{1}', device,
       '/catalogue/boots/' || k, '{"url": "https://shop.example/catalogue/boots"}'
FROM made, generate_series(1, $5::int) AS k,
     LATERAL (SELECT now() - make_interval(secs => k * 3600 * 24 + (random() * 3600)::int) AS moment) AS t
"""


async def run(running: Running) -> None:
    """Fill, measure, fill up, measure again, and print."""
    owner = await asyncpg.connect(running.runtime.database_url, server_settings={"search_path": "nitka"})
    headers = {"Authorization": f"Bearer {running.keys['api_token']}"}
    async with httpx.AsyncClient(base_url=running.url, headers=headers, timeout=30) as client:
        figures = {}
        done = 0
        for size in (SMALL, LARGE):
            done = await _fill(owner, running.keys["id"], done, size // PER_CUSTOMER)
            figures[size] = await _read(client, done)
    await owner.close()
    rows = []
    for name in ("profile", "timeline"):
        small, large = percentile(figures[SMALL][name], 0.99), percentile(figures[LARGE][name], 0.99)
        rows += [
            (f"{name} p99 at {SMALL:,} touches", f"{small * 1000:.1f} ms", ""),
            (f"{name} p99 at {LARGE:,} touches", f"{large * 1000:.1f} ms", ""),
            (f"{name}, ratio", f"{large / small:.2f}", "≤ 1.5"),
        ]
    show("Reading one customer", rows)


async def _fill(owner: asyncpg.Connection, workspace: str, done: int, customers: int) -> int:
    connection = await owner.fetchval("SELECT id FROM connection WHERE workspace_id = $1 AND kind = 'site'", workspace)
    step = 5_000
    for start in range(done, customers, step):
        last = min(start + step, customers) - 1
        await owner.execute(_FILL, workspace, start, last, connection, PER_CUSTOMER)
    await owner.execute("VACUUM ANALYZE touch, identifier, customer, customer_member, link")
    await owner.execute("CHECKPOINT")
    return customers


async def _read(client: httpx.AsyncClient, customers: int) -> dict[str, list[float]]:
    dice = random.Random(3)
    waits: dict[str, list[float]] = {"profile": [], "timeline": []}
    for number in range(READS + 50):
        found = await client.get(
            "/api/v1/customers", params={"identifier": f"device:bench-{dice.randrange(customers)}"}
        )
        customer = found.json()["items"][0]["id"]
        for name, path in (("profile", ""), ("timeline", "/timeline")):
            begun = time.perf_counter()
            answer = await client.get(f"/api/v1/customers/{customer}{path}")
            waited = time.perf_counter() - begun
            answer.raise_for_status()
            if number >= 50:  # the first ones fill the caches of both sizes alike
                waits[name].append(waited)
    return waits
