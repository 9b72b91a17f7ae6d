"""Conversations over HTTP, through the whole edge: the shapes that others rely on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import msgspec
import pytest

from tests.integration.conversations.household import Household
from tests.integration.serving import Edge


async def ivan(household: Household) -> UUID:
    await household.customer("Иван", "device:d1", "email:i@example.com")
    await household.say(household.chat("d1", "в чате"), household.mail("i@example.com", "в письме", subject="Заказ"))
    (row,) = await household.rows("SELECT id FROM conversation")
    id_: UUID = row["id"]
    return id_


async def test_a_talk(api: httpx.AsyncClient, household: Household) -> None:
    id_ = str(await ivan(household))
    listed = (await api.get("/api/v1/conversations", params={"status": "open,waiting", "limit": 1})).json()
    assert listed["next"] is None
    (shown,) = listed["items"]
    assert shown["id"] == id_
    assert shown["customer"] == {"id": str(household.customers["Иван"]), "name": "Иван", "known_by": None}
    assert shown["last"]["channel"] == "email"
    assert shown["last"]["at"].endswith("Z")
    assert (await api.get("/api/v1/conversations/counts")).json() == {
        "mine": 0,
        "waiting": 1,
        "unassigned": 1,
        "all": 1,
    }
    assert (await api.get(f"/api/v1/conversations/{id_}")).json() == shown

    places = (await api.get(f"/api/v1/conversations/{id_}/addresses")).json()["items"]
    assert [(one["channel"], one["value"], one["current"]) for one in places[:2]] == [
        ("email", "i@example.com", True), ("chat", "d1", False),
    ]  # fmt: skip
    assert [one["path"] for one in places[:2]] == ["asserted", "verified"]

    url = f"/api/v1/conversations/{id_}/messages"
    sent = await api.post(url, json={"text": "Есть"}, headers={"Idempotency-Key": "1"})
    assert sent.status_code == 201
    assert sent.json()["author"] == {"kind": "operator", "id": sent.json()["author"]["id"], "name": "Проверка"}
    again = await api.post(url, json={"text": "Есть"}, headers={"Idempotency-Key": "1"})
    assert again.json()["id"] == sent.json()["id"]
    texts = [one["text"] for one in (await api.get(url)).json()["items"]]
    assert texts == ["в чате", "в письме", "Есть"]
    newest = (await api.get(url, params={"order": "desc", "limit": 1})).json()
    assert newest["items"][0]["text"] == "Есть"
    assert newest["next"]

    closed = await api.patch(f"/api/v1/conversations/{id_}", json={"status": "closed"})
    assert closed.json()["status"] == "closed"
    undone = await api.post(f"/api/v1/messages/{sent.json()['id']}/undo")
    assert undone.json()["status"] == "cancelled"


async def test_drafts_and_canned_answers(api: httpx.AsyncClient, household: Household) -> None:
    id_ = await ivan(household)
    url = f"/api/v1/conversations/{id_}/draft"
    assert (await api.put(url, json={"text": "начал", "note": True})).status_code == 200
    assert (await api.get(url)).json() == {"text": "начал", "note": True, "to": None}
    made = (await api.post("/api/v1/canned-answers", json={"shortcut": "да", "title": "Да", "text": "Да."})).json()
    assert (await api.get("/api/v1/canned-answers")).json()["items"] == [made]
    patched = await api.patch(f"/api/v1/canned-answers/{made['id']}", json={"text": "Конечно."})
    assert patched.json()["text"] == "Конечно."
    assert (await api.delete(f"/api/v1/canned-answers/{made['id']}")).status_code == 204


NOBODYS = "01900000-0000-7000-8000-000000000000"  # the same in every worker, or they collect different tests


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/api/v1/conversations/{NOBODYS}", 404),
        (f"/api/v1/conversations/{NOBODYS}/messages", 404),
        ("/api/v1/conversations/not-an-id", 404),
        ("/api/v1/conversations?cursor=x", 400),
        ("/api/v1/conversations?status=asleep", 400),
        ("/api/v1/conversations?assignee=somebody", 400),
        ("/api/v1/conversations?limit=0", 400),
    ],
)
async def test_what_is_wrong_is_said_plainly(api: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await api.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["detail"]


async def test_a_body_that_does_not_fit(api: httpx.AsyncClient, household: Household) -> None:
    id_ = await ivan(household)
    bodies: list[object] = [{"text": 1}, {"text": "x", "to": {"connection_id": "?"}}, []]
    for body in bodies:
        answer = await api.post(f"/api/v1/conversations/{id_}/messages", json=body)
        assert answer.status_code == 400


async def test_nobody_without_a_key(edge: Edge, household: Household) -> None:
    id_ = await ivan(household)
    async with edge.http() as anybody:
        for path in ("", "/counts", f"/{id_}", f"/{id_}/messages", f"/{id_}/addresses", f"/{id_}/draft"):
            assert (await anybody.get(f"/api/v1/conversations{path}")).status_code == 401


async def test_the_source_of_a_letter_is_saved_and_never_shown(
    api: httpx.AsyncClient, edge: Edge, household: Household
) -> None:
    async def source() -> AsyncIterator[bytes]:
        yield b"Subject: <script>alert(1)</script>"

    await ivan(household)
    kept = await edge.services.files.store("mail.eml", "message/rfc822", source())
    (letter,) = await household.rows("SELECT m.id FROM message m WHERE m.text = 'в письме'")
    url = f"/api/v1/messages/{letter['id']}/original"
    assert (await api.get(url)).status_code == 404
    async with household.database.workspace(household.workspace.id) as tx:
        payload = {"source": msgspec.to_builtins(kept)}
        await tx.execute("UPDATE touch SET payload = $2 WHERE id = $1", letter["id"], payload)
    answer = await api.get(url)
    assert answer.content == b"Subject: <script>alert(1)</script>"
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"].startswith("attachment")
