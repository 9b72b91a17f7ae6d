"""`python -m bench [NAME…]`: throughput, chat, history, resolution, idle; `identity-oracle [FILE…]` when asked for."""

import asyncio
import sys
import tempfile
from pathlib import Path

import uvloop

from bench import chat, history, idle, resolution, throughput
from bench.identity import run as identity
from bench.platform import up, with_workspace
from bench.table import console
from nitka.entrypoints.bootstrap import calm_collector

NAMES = ("throughput", "chat", "history", "resolution", "idle")


async def main(wanted: list[str]) -> None:
    """Run the named benchmarks one after another, so that none disturbs another."""
    if "throughput" in wanted:
        await throughput.run()
    if "chat" in wanted:
        async with up() as running:
            await with_workspace(running)
            await chat.latency(running)
            await chat.burst(running)
    if "history" in wanted:
        console.print("filling in five million touches takes some minutes …")
        async with up() as running:
            await history.run(await with_workspace(running))
    if "resolution" in wanted:
        console.print("filling in a million identifiers takes a minute …")
        await resolution.run()
    if "idle" in wanted:
        with tempfile.TemporaryDirectory(prefix="nitka-bench-") as folder:
            await idle.run(Path(folder))


if sys.argv[1:2] == ["identity-oracle"]:  # downloads a second environment, and measures likeness, not speed
    identity.run(sys.argv[2:])
    sys.exit()
asked = sys.argv[1:] or list(NAMES)
if unknown := [name for name in asked if name not in NAMES]:
    sys.exit(f"There is no benchmark {unknown[0]}; there are: {', '.join(NAMES)}, identity-oracle")
calm_collector()  # and the loop: throughput and COPY run here as the platform's own process does
with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main(asked))
