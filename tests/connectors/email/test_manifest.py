"""What the connector declares, and settings that would leak are refused."""

from __future__ import annotations

import msgspec
import pytest

from nitka.channels.registry import connectors, secret_fields
from nitka.connectors.email.settings import EmailSettings, imap_server, smtp_server, thread_key
from nitka.kernel.errors import BadInput
from tests.connectors.email.mailboxes import connection


def test_the_registry_finds_it() -> None:
    manifest = connectors()["email"].manifest
    assert manifest.addressable == ("email",)
    assert manifest.capabilities.files


def test_secrets_are_sealed() -> None:
    assert secret_fields(EmailSettings) == {
        "password", "smtp_password", "oauth_client_secret", "oauth_refresh_token", "thread_key",
    }  # fmt: skip


def test_presets_name_the_servers() -> None:
    settings = msgspec.convert({"address": "a@gmail.com", "provider": "gmail"}, EmailSettings)
    assert (imap_server(settings).host, imap_server(settings).port) == ("imap.gmail.com", 993)
    assert smtp_server(settings).port == 465
    office = msgspec.convert({"address": "a@x.ru", "provider": "microsoft365"}, EmailSettings)
    assert (smtp_server(office).port, smtp_server(office).security) == (587, "starttls")


def test_passwords_do_not_travel_in_the_open() -> None:
    fields = {"address": "a@x.ru", "imap_host": "mail.x.ru", "imap_security": "none"}
    with pytest.raises(BadInput):
        imap_server(msgspec.convert(fields, EmailSettings))
    imap_server(msgspec.convert(fields | {"allow_plain": True}, EmailSettings))
    imap_server(msgspec.convert(fields | {"imap_host": "127.0.0.1"}, EmailSettings))
    with pytest.raises(BadInput):
        imap_server(msgspec.convert({"address": "a@x.ru"}, EmailSettings))


def test_thread_keys_differ_by_secret_and_survive_a_new_password_when_set() -> None:
    own = {thread_key(connection(password="a")), thread_key(connection(password="b"))}
    assert len(own) == 1
    made = {thread_key(connection(thread_key="", password="a")), thread_key(connection(thread_key="", password="b"))}
    assert len(made) == 2
