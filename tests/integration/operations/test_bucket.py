"""Files in a bucket of a real store: they come and go whole, and the rest goes on while the store is away."""

from __future__ import annotations

import asyncio
import os
import tarfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from nitka.kernel.ids import new_id
from nitka.platform.blobs.bucket import Bucket
from nitka.platform.blobs.s3 import S3Blobs
from tests.faults.processes import free_port
from tests.integration.bucket_fixtures import STRANGER, BucketServer
from tests.integration.operations.cable import Cable
from tests.integration.operations.processes import Server, eventually, make_workspace, nitka, running
from tests.integration.operations.visitors import Visitors

pytestmark = pytest.mark.slow
PICTURE = b"\x89PNG\r\n\x1a\n" + os.urandom(3_000_000)


@dataclass
class Site:
    """A platform whose files lie behind a cable."""

    server: Server
    env: dict[str, str]
    cable: Cable
    client: httpx.AsyncClient
    visitors: Visitors
    blobs: S3Blobs  # the same bucket, without the cable
    drafts: Path

    async def upload(self) -> httpx.Response:
        """Send a picture as a visitor does."""
        name = self.visitors.names[0]
        return await self.client.post(
            "/client/v1/files", files={"file": ("чек.png", PICTURE, "image/png")},
            data={"visitor": name}, headers=self.visitors.headers(name),
        )  # fmt: skip

    async def download(self, id_: str) -> httpx.Response:
        """Get it back."""
        name = self.visitors.names[0]
        return await self.client.get(f"/client/v1/files/{id_}?visitor={name}", headers=self.visitors.headers(name))

    async def stored(self) -> list[str]:
        """The keys of what lies in the bucket."""
        return [key async for key in self.blobs.all_keys()]

    async def works(self) -> str:
        """Whether a picture goes there and comes back; return its id."""
        sent = await self.upload()
        assert sent.status_code == 201, sent.text
        assert (await self.download(sent.json()["id"])).content == PICTURE
        return str(sent.json()["id"])


@pytest.fixture
async def site(
    environ: dict[str, str], bucket_server: BucketServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Site]:
    for name, value in bucket_server.environ.items():
        monkeypatch.setenv(name, value)
    prefix, drafts = f"tests/{new_id().hex}", tmp_path / "drafts"
    drafts.mkdir()
    async with Cable(bucket_server.url) as cable:
        address = bucket_server.address(prefix, url=cable.url)
        env = environ | bucket_server.environ | {"NITKA_BLOBS": address, "TMPDIR": str(drafts)}
        server = Server(tmp_path / "log", "run", "edge", "pipeline", "relay", port=free_port(), env=env)
        async with running(server), httpx.AsyncClient(base_url=server.url, timeout=60) as client:
            keys = await make_workspace(env=env)
            visitors = Visitors.some(keys["write_key"], 1)

            async def knows() -> bool:
                answer = await client.get("/client/v1/config", params={"key": keys["write_key"]})
                return answer.status_code == 200

            await eventually(knows)
            blobs = S3Blobs(Bucket.parse(bucket_server.address(prefix)))
            yield Site(server, env, cable, client, visitors, blobs, drafts)


def _plainly_unavailable(answer: httpx.Response) -> None:
    assert answer.status_code == 503, (answer.status_code, answer.text)
    assert answer.json()["detail"] == "Files are not available for the moment, please try again"
    assert int(answer.headers["retry-after"]) >= 1


async def test_the_line_breaks_in_the_middle_of_an_upload(site: Site) -> None:
    site.cable.passes = 1_000_000
    _plainly_unavailable(await site.upload())
    assert site.cable.passes < 0, "the upload was under way"
    assert await site.stored() == []
    site.cable.passes = float("inf")
    await site.works()
    assert len(await site.stored()) == 1
    assert list(site.drafts.iterdir()) == []


async def test_the_store_is_away(site: Site) -> None:
    kept = await site.works()
    await site.cable.pull()
    _plainly_unavailable(await site.upload())
    _plainly_unavailable(await site.download(kept))
    await site.visitors.say(site.client, site.visitors.names[0])  # chats go on
    assert (await site.client.get("/readyz")).status_code == 200
    doctor = {one["name"]: one for one in (await nitka("doctor", "--json", env=site.env)).json["items"]}
    assert not doctor["Files"]["ok"]
    assert doctor["Files"]["advice"] == f"127.0.0.1:{site.cable.port} does not answer"

    await site.server.stop()
    await site.server.start()  # without its files, but it starts
    assert "files cannot be stored yet" in site.server.log
    await site.cable.plug()
    assert (await site.download(kept)).content == PICTURE
    await site.works()
    assert "SECRET" not in site.server.log.upper()
    doctor = {one["name"]: one for one in (await nitka("doctor", "--json", env=site.env)).json["items"]}
    assert (doctor["Files"]["ok"], doctor["Files"]["detail"]) == (True, str(site.blobs))


async def test_a_process_is_killed_in_the_middle_of_an_upload(site: Site) -> None:
    site.cable.passes, site.cable.holds = 1_000_000, True
    uploading = asyncio.create_task(site.upload())
    await asyncio.wait_for(site.cable.held.wait(), 30)
    await site.server.kill()
    with pytest.raises(httpx.TransportError):
        await uploading
    await site.cable.pull()
    assert await site.stored() == []
    assert list(site.drafts.iterdir()) == []
    site.cable.passes = float("inf")
    await site.cable.plug()
    await site.server.start()
    await site.works()
    assert len(await site.stored()) == 1


async def test_a_backup_leaves_files_in_their_bucket(site: Site, tmp_path: Path) -> None:
    kept = await site.works()
    file, env = tmp_path / "nitka.backup", {name: site.env[name] for name in site.env if not name.startswith("NITKA_")}
    wrong = await nitka("backup", file, env=site.env | {"NITKA_BLOBS": str(tmp_path / "nowhere")})
    assert "The platform's files are not in" in wrong.err
    made = await nitka("backup", file, env=site.env)
    assert made.code == 0, made.err
    (key,) = await site.stored()
    with tarfile.open(file) as tar:
        listed = tar.extractfile("files.txt")
        assert listed
        assert listed.read().decode() == f"{key[:2]}/{key[2:4]}/{key}\n"
        assert not [name for name in tar.getnames() if name.startswith("blobs")]
    await site.server.stop()

    folder = tmp_path / "restored"
    refused = await nitka("restore", file, "--data", folder, env=env)
    assert f"stayed in {site.blobs}, and none of them is in {folder / 'blobs'}" in refused.err
    env["NITKA_BLOBS"] = site.env["NITKA_BLOBS"]
    restored = await nitka("restore", file, "--data", folder, env=env)
    assert restored.code == 0, restored.err
    again = Server(tmp_path / "again.log", "up", "--data", folder, port=free_port(), env=env)
    async with running(again), httpx.AsyncClient(base_url=again.url, timeout=60) as client:
        site.client = client
        assert (await site.download(kept)).content == PICTURE


@pytest.mark.parametrize(
    ("given", "bucket", "said"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "guessed"}, "files", "does not accept AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ({}, "others", "does not let this account read, write, delete and list in s3://others"),
        ({"AWS_ACCESS_KEY_ID": STRANGER}, "nowhere", "has no bucket “nowhere”"),
        ({"AWS_ACCESS_KEY_ID": ""}, "files", "There are no credentials for s3://files"),
    ],
)
async def test_what_is_set_up_wrongly_stops_the_start(
    environ: dict[str, str], bucket_server: BucketServer, given: dict[str, str], bucket: str, said: str
) -> None:
    env = environ | bucket_server.environ | given | {"NITKA_BLOBS": bucket_server.address(bucket=bucket)}
    if not env["AWS_ACCESS_KEY_ID"]:
        del env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]
        env["AWS_METADATA_ENDPOINT"] = f"http://127.0.0.1:{free_port()}"  # this machine has no role
    started = await nitka("run", "relay", env=env)
    assert (started.code, said in started.err) == (1, True), started.err
    doctor = {one["name"]: one for one in (await nitka("doctor", "--json", env=env)).json["items"]}
    assert said in doctor["Files"]["advice"]
