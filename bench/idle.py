"""What an idle platform costs: memory of all its processes, and the time it needs to be ready."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil

from bench.platform import up
from bench.table import show


def pss(pid: int) -> dict[str, float]:
    """Return the proportional set size of a process and its children, in MB, summed by program name."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    sizes: dict[str, float] = {}
    for process in family:
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        kilobytes = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        sizes[process.name()] = sizes.get(process.name(), 0) + kilobytes / 1024
    return sizes


async def run(data: Path) -> None:
    """Start on a folder that has been used before, wait until it is quiet, and print."""
    async with up(data) as first:
        first_start = first.started_in
    async with up(data) as running:
        await asyncio.sleep(8)
        sizes = pss(running.pid)
        show(
            "Idle",
            [
                *((f"PSS of {name}, MB", f"{size:.0f}", "") for name, size in sorted(sizes.items())),
                ("PSS of all processes, MB", f"{sum(sizes.values()):.0f}", "≤ 240"),
                ("start to ready, first, s", f"{first_start:.1f}", ""),
                ("start to ready, second, s", f"{running.started_in:.1f}", "< 5"),
            ],
        )
