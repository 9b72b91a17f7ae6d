"""One visitor who would like to be another."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from nitka.channels.files import safe_name
from nitka.connectors.chat.tokens import verify
from nitka.kernel.errors import NotSignedIn
from nitka.platform.keys import Website
from tests.integration.chat.clients import Line, Visitor
from tests.integration.serving import Edge

KEY = "sk_of-this-website"


async def test_another_spelling_of_an_id_is_not_another_visitor(edge: Edge, website: Website) -> None:
    """Ids are compared without what is not seen; the secret must be bound to what is compared."""
    victim = Visitor(edge, website, "visitor")
    assert (await victim.say("Мой адрес: Ленина, 5", "m1")).status_code == 202
    for same in ("visitor\u200b", "\ufeffvisitor", "visi\u00adtor", "visitor\x01", "ｖisitor", "visitor "):
        thief = Visitor(edge, website, same, secret="a-secret-of-somebody-else")
        assert (await thief.get("messages")).status_code == 403
        assert (await thief.say("Это я", "m2")).status_code == 403
        with pytest.raises(Exception, match="4403"):
            await thief.live()
        assert (await Visitor(edge, website, same).get("messages")).status_code == 200


@pytest.mark.parametrize("exp", ["NaN", "Infinity", "1e999", '"9999999999"', "null", "true"])
def test_the_end_of_a_user_token_is_a_time(exp: str) -> None:
    head, claims = json.dumps({"alg": "HS256"}), f'{{"sub":"42","exp":{exp}}}'
    parts = ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in (head, claims))
    mac = hmac.new(KEY.encode(), parts.encode(), hashlib.sha256).digest()
    with pytest.raises(NotSignedIn):
        verify(f"{parts}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}", KEY, datetime.now(UTC))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("\u202egnp.exe", "gnp.exe"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.dll", "x.dll"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1"),
        ("\u200b/", "file"),
        ("Счёт №5.pdf", "Счёт №5.pdf"),
    ],
)
def test_a_file_is_called_what_it_looks_like(name: str, safe: str) -> None:
    assert safe_name(name) == safe


async def test_a_visitor_opens_a_bounded_number_of_windows(
    edge: Edge, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nitka.entrypoints.api.ingest.client_live.WINDOWS", 2)
    visitor = Visitor(edge, website, "many-windows")
    lines: list[Line] = [await visitor.live(), await visitor.live()]
    with pytest.raises(Exception, match="1013"):
        await visitor.live()
    for line in lines:
        await line.close()
