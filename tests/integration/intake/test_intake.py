"""The intake: durable first, in order, harmless, and honest when it is full."""

import asyncio

from nitka.channels.intake import Intake, decode
from nitka.kernel.errors import TooLarge, Unavailable
from nitka.kernel.ids import PARTITIONS
from nitka.pipeline.reader import Arrived, Reader
from nitka.platform.broker import INTAKE, Broker
from tests.integration.platform_fixtures import WorkspaceRow
from tests.touches import chat, page


async def read(broker: Broker, after: int, count: int) -> list[Arrived]:
    found: list[Arrived] = []
    async with Reader(broker, list(range(PARTITIONS)), after) as reader:
        while sum(len(decode(one.body).touches) for one in found) < count:
            found += await reader.next(500, wait=5)
    return found


async def last_seq(broker: Broker) -> int:
    return int((await broker.api(f"STREAM.INFO.{INTAKE}"))["state"]["last_seq"])


async def test_concurrent_touches_share_flushes_and_each_sender_keeps_its_order(
    broker: Broker, workspace: WorkspaceRow
) -> None:
    intake, start = Intake(broker), await last_seq(broker)

    async def visitor(name: str) -> None:
        for number in range(20):
            await intake.receive([chat(workspace, name, str(number))])

    await asyncio.gather(*(visitor(f"v{n}") for n in range(50)))
    arrived = await read(broker, start, 1_000)
    texts: dict[str, list[str]] = {}
    for one in arrived:
        for touch in decode(one.body).touches:
            assert touch.message is not None
            texts.setdefault(touch.sender, []).append(touch.message.text)
    assert all(words == [str(n) for n in range(20)] for words in texts.values())
    assert len(texts) == 50
    assert len(arrived) < 1_000


async def test_many_touches_of_one_call_stay_in_order_over_several_records(
    broker: Broker, workspace: WorkspaceRow
) -> None:
    start = await last_seq(broker)
    await Intake(broker).receive([page(workspace, "one", text=str(n)) for n in range(1_500)])
    arrived = await read(broker, start, 1_500)
    assert [t.text for one in arrived for t in decode(one.body).touches] == [str(n) for n in range(1_500)]


async def test_what_no_database_takes_is_made_harmless_and_kept(broker: Broker, workspace: WorkspaceRow) -> None:
    start = await last_seq(broker)
    await Intake(broker).receive([chat(workspace, "nul", "a\x00b \ud83d c")])
    [one] = await read(broker, start, 1)
    [touch] = decode(one.body).touches
    assert touch.message is not None
    assert touch.message.text == "a\ufffdb \ufffd c"
    assert touch.payload["original"]


async def test_a_full_stream_refuses_and_drops_nothing(broker: Broker, workspace: WorkspaceRow) -> None:
    config = (await broker.api(f"STREAM.INFO.{INTAKE}"))["config"]
    size = (await broker.api(f"STREAM.INFO.{INTAKE}"))["state"]["bytes"]
    await broker.api(f"STREAM.UPDATE.{INTAKE}", config | {"max_bytes": size + 20_000})
    try:
        intake, start, taken = Intake(broker), await last_seq(broker), 0
        refusal: Unavailable | None = None
        while refusal is None and taken < 100:
            try:
                await intake.receive([page(workspace, "full", payload={"x": "y" * 500})])
                taken += 1
            except Unavailable as error:
                refusal = error
        assert "full" in str(refusal)
        assert taken > 0
        assert sum(len(decode(one.body).touches) for one in await read(broker, start, taken)) == taken
    finally:
        await broker.api(f"STREAM.UPDATE.{INTAKE}", config)


async def test_a_touch_over_the_limit_is_refused_alone(broker: Broker, workspace: WorkspaceRow) -> None:
    intake = Intake(broker)
    big, small = page(workspace, "big", payload={"x": "y" * 600_000}), page(workspace, "small")
    results = await asyncio.gather(intake.receive([big]), intake.receive([small]), return_exceptions=True)
    assert isinstance(results[0], TooLarge)
    assert results[1] is None
