"""What the edge must know while PostgreSQL is away: write keys and their settings.

It lives in a key-value bucket of JetStream. PostgreSQL is where settings are changed; the bucket is published from it.
"""

import asyncio
import hashlib
from typing import Any
from uuid import UUID

import msgspec
from nats.errors import Error as NatsError
from nats.js.kv import KeyValue

from nitka.kernel.tasks import end
from nitka.platform.broker import SETTINGS_BUCKET, Broker


class Door(msgspec.Struct, frozen=True):
    """One connection behind a write key."""

    id: UUID
    brand_id: UUID


class Website(msgspec.Struct, frozen=True, kw_only=True):
    """All that a public write key opens. `server_key` proves the company's own servers and signs user tokens."""

    workspace_id: UUID
    write_key: str
    server_key: str
    region: str
    connections: dict[str, Door]  # by kind: chat, site
    config: dict[str, Any] = {}  # what the widget asks for: look, hours, away message, brand, team


def _key(write_key: str) -> str:
    # KV keys allow few characters, and what a stranger sends may hold any.
    return "key." + hashlib.sha256(write_key.encode("utf-8", "surrogatepass")).hexdigest()


class KeyDirectory:
    """Websites by write key or server key, from memory, kept fresh by a watch on the settings bucket."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._websites: dict[str, Website] = {}
        self._by_server_key: dict[str, str] = {}
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Load everything and go on watching; returns when the first load is complete."""
        self._task = asyncio.create_task(self._watch(), name="watch settings")
        await asyncio.wait_for(self._ready.wait(), 10)

    async def close(self) -> None:
        """Stop watching."""
        if self._task is not None:
            await end(self._task)

    def website(self, write_key: str) -> Website | None:
        """Return what this write key opens, or None."""
        return self._websites.get(_key(write_key))

    def write_keys(self) -> list[str]:
        """Return every write key that opens something."""
        return [website.write_key for website in self._websites.values()]

    def by_server_key(self, server_key: str) -> Website | None:
        """Return what this secret key opens, or None."""
        key = self._by_server_key.get(hashlib.sha256(server_key.encode("utf-8", "surrogatepass")).hexdigest())
        return self._websites.get(key) if key else None

    async def publish(self, website: Website) -> None:
        """Write or replace the entry of this website's write key; every edge sees it at once."""
        await self._broker.bucket(SETTINGS_BUCKET).put(_key(website.write_key), msgspec.json.encode(website))

    async def withdraw(self, write_key: str) -> None:
        """Make a write key open nothing from now on."""
        await self._broker.bucket(SETTINGS_BUCKET).delete(_key(write_key))

    async def _watch(self) -> None:
        while True:
            try:
                await self._follow(self._broker.bucket(SETTINGS_BUCKET))
            except (NatsError, TimeoutError, OSError):
                await asyncio.sleep(0.5)

    async def _follow(self, bucket: KeyValue) -> None:
        watcher = await bucket.watch("key.*")
        try:
            while True:
                try:
                    entry = await watcher.updates(timeout=30)  # type: ignore[no-untyped-call]
                except TimeoutError:
                    continue
                if entry is None:  # everything that was there has been told
                    self._ready.set()
                elif entry.value:
                    self._learn(entry.key, msgspec.json.decode(entry.value, type=Website))
                else:
                    self._forget(entry.key)
        finally:
            await watcher.stop()  # type: ignore[no-untyped-call]

    def _learn(self, key: str, website: Website) -> None:
        self._forget(key)
        self._websites[key] = website
        self._by_server_key[hashlib.sha256(website.server_key.encode()).hexdigest()] = key

    def _forget(self, key: str) -> None:
        old = self._websites.pop(key, None)
        if old is not None:
            self._by_server_key.pop(hashlib.sha256(old.server_key.encode()).hexdigest(), None)
