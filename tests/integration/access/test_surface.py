"""What browsers, proxies and watchers get from the outside of the application."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from nitka.entrypoints.api import static
from tests.integration.access.conftest import Browser, Tenant


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A web build of this test."""
    web = tmp_path / "web_dist"
    (web / "console" / "assets").mkdir(parents=True)
    (web / "widget").mkdir()
    (web / "console" / "index.html").write_text("<!doctype html><title>desk</title>")
    (web / "console" / "assets" / "app-B7xk2Qp1.js").write_text("plain()")
    (web / "console" / "assets" / "app-B7xk2Qp1.js.gz").write_bytes(b"packed")
    (web / "widget.js").write_text("widget()")
    (web / "widget" / "ru-e3263dac5e.js").write_text("ru()")
    (tmp_path / "secret.txt").write_text("not yours")
    monkeypatch.setattr(static, "BUILT", web)
    return web


async def test_every_answer_guards_the_browser(built: Path, browser: Browser) -> None:
    for path in ("/", "/api/v1/auth/me", "/api/v1/nothing-here", "/healthz", "/assets/none.js"):
        headers = (await browser().get(path)).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy, path
        assert "script-src 'self';" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-request-id"]


async def test_the_desk_finds_its_own_way(built: Path, browser: Browser) -> None:
    client = browser()
    for path in ("/", "/desk", "/desk/c/0192-abc", "/desk/invite/some-token"):
        page = await client.get(path)
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache"), path
        assert "<title>desk</title>" in page.text
    client.headers["Accept-Encoding"] = "identity"
    script = await client.get("/assets/app-B7xk2Qp1.js")
    assert script.text == "plain()"
    assert "immutable" in script.headers["cache-control"]
    again = await client.get("/assets/app-B7xk2Qp1.js", headers={"If-None-Match": script.headers["etag"]})
    assert again.status_code == 304
    assert (await client.get("/assets/app-OLD12345.js")).status_code == 404
    assert (await client.get("/api/v2/anything")).status_code == 404


async def test_the_smaller_form_of_a_script_is_sent(built: Path, browser: Browser) -> None:
    async with browser().stream("GET", "/assets/app-B7xk2Qp1.js", headers={"Accept-Encoding": "gzip, br"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert b"".join([piece async for piece in answer.aiter_raw()]) == b"packed"


async def test_any_page_may_load_the_widget(built: Path, browser: Browser) -> None:
    client = browser()
    entry = await client.get("/widget.js", headers={"Origin": "https://shop.example"})
    assert (entry.text, entry.headers["access-control-allow-origin"]) == ("widget()", "*")
    assert entry.headers["cache-control"] == "public, max-age=300"
    assert entry.headers["cross-origin-resource-policy"] == "cross-origin"
    part = await client.get("/widget/ru-e3263dac5e.js")
    assert "immutable" in part.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/widget/../../secret.txt", "/assets/..%2f..%2f..%2fsecret.txt"]
)
async def test_no_path_leads_out_of_the_build(built: Path, app: Litestar, path: str) -> None:
    scope_path = path.replace("%2e", ".").replace("%2f", "/")
    told: list[bytes] = []

    async def send(message: dict[str, object]) -> None:
        told.append(message.get("body", b""))  # type: ignore[arg-type]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "method": "GET", "path": scope_path, "raw_path": path.encode(), "query_string": b"",
        "headers": [], "scheme": "http", "server": ("nitka.test", 80), "client": ("192.0.2.1", 1), "root_path": "",
        "asgi": {"version": "3.0"}, "http_version": "1.1",
    }  # fmt: skip
    await app(scope, receive, send)  # type: ignore[arg-type]
    assert b"not yours" not in b"".join(told)


@pytest.fixture
def unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No web build."""
    monkeypatch.setattr(static, "BUILT", tmp_path / "nothing")


async def test_a_missing_build_says_what_to_do(unbuilt: None, browser: Browser) -> None:
    page = await browser().get("/desk")
    assert page.status_code == 503
    assert "make web" in page.text
    assert "Выполните" in page.text


async def test_only_the_public_doors_are_open_to_other_pages(browser: Browser, tenant: Tenant) -> None:
    client = browser()
    ask = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-nitka-key,x-nitka-visitor",
    }
    for path in ("/client/v1/messages", "/v1/track"):
        answer = await client.options(path, headers=ask)
        assert answer.status_code == 204, path
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "x-nitka-visitor" in answer.headers["access-control-allow-headers"]
        refused = await client.post(path, content=b"{", headers={"Origin": "https://shop.example"})
        assert refused.status_code >= 400
        assert refused.headers.get_list("access-control-allow-origin") == ["*"], path
        assert "access-control-allow-credentials" not in refused.headers
    for path in ("/api/v1/auth/login", "/api/v1/people"):
        answer = await client.options(path, headers=ask)
        assert "access-control-allow-origin" not in answer.headers


async def test_strangers_are_held_to_a_rate_and_our_own_machine_is_not(
    browser: Browser, this_machine: httpx.AsyncClient
) -> None:
    async def flood(client: httpx.AsyncClient) -> set[int]:
        return {(await client.get("/client/v1/config")).status_code for _ in range(40)}

    assert await flood(browser("203.0.113.77")) == {401, 429}
    assert await flood(this_machine) == {401}


async def test_health_is_public_and_figures_are_not(browser: Browser, this_machine: httpx.AsyncClient) -> None:
    far, near = browser("203.0.113.5"), this_machine
    assert (await far.get("/healthz")).json()["status"] == "ok"
    ready = await far.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]) == (200, {"postgres": True, "nats": True})
    assert (await far.get("/metrics")).status_code == 404
    figures = await near.get("/metrics")
    assert 'nitka_http_request_seconds_count{method="GET",route="/readyz",status="200"}' in figures.text


async def test_the_description_is_complete(browser: Browser) -> None:
    document = (await browser().get("/api/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    login = document["paths"]["/api/v1/auth/login"]["post"]
    assert "application/problem+json" in login["responses"]["401"]["content"]
    operations = [
        (path, method, item[method])
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    ]
    assert not [(path, method) for path, method, one in operations if not one.get("summary")]
    missing = {"#/components/schemas/Problem"} - set(_references(document))
    assert not missing
    names = set(document["components"]["schemas"])
    assert not [one for one in _references(document) if one.rpartition("/")[2] not in names]


def _references(document: object) -> list[str]:
    found: list[str] = []
    text = json.dumps(document)
    for part in text.split('"$ref": "')[1:]:
        found.append(part.partition('"')[0])
    return found
