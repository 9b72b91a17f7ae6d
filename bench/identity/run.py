"""Ours and Splink on the same files, in the same run, measured by the same count.

Splink and the data sets live in an environment of their own under `var/oracle`, made at the first run. Splink is
trained on the very file without labels, and its threshold is then chosen with them: the best it can do. Ours comes with
what it was shipped with.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from bench.table import console
from tests.worlds import records
from tests.worlds.metrics import Quality, precision_by, quality, recall_by
from tests.worlds.touches import Labelled, read, write

ROOT = Path(__file__).parent.parent.parent
HOME = ROOT / "var" / "oracle"
PYTHON = HOME / "venv" / "bin" / "python"
REQUIREMENTS = Path(__file__).parent / "oracle" / "requirements.txt"
FILES = (
    "febrl1", "febrl2", "febrl3", "febrl3_state", "febrl4", "pseudo_census", "pseudo_census_twice",
    "pseudo_census_years_iso", "pseudo_surveys_iso", "pseudo_agencies_iso", *records.ALL,
)  # fmt: skip


def run(wanted: Sequence[str] = ()) -> None:
    """Make what is missing, then link every file both ways and print the table; a Russian one also by noise."""
    _prepare()
    table = Table(title="Ours and Splink", title_justify="left", show_edge=False)
    for column in ("file", "who", "threshold", "precision", "recall", "F1", "B³ F1", "seconds"):
        table.add_column(column, justify="left" if column in ("file", "who") else "right")
    kinds = []
    for name in wanted or FILES:
        console.print(f"{name} …")
        path = HOME / "data" / f"{name}.jsonl"
        began = time.monotonic()
        clusters = _ours(path)
        touches = read(path)
        truth = {touch.id: touch.truth for touch in touches}
        _row(table, name, "Nitka", "shipped", quality(clusters, truth), time.monotonic() - began)
        began = time.monotonic()
        figures = _splink(path)
        took = time.monotonic() - began
        for title, which in (("Splink, best F1", "best"), ("Splink, P ≥ 0.999", "careful")):
            found = figures[which]
            threshold = f"{found.pop('threshold'):.1f} bits"
            _row(table, "", title, threshold, Quality(**found), took)  # type: ignore[arg-type]
        if any(touch.noise for touch in touches):
            kinds.append(_by_noise(name, touches, clusters, truth))
    for one in (table, *kinds):
        console.print(one)
        console.print()


def _row(table: Table, name: str, who: str, threshold: str, found: Quality, seconds: float) -> None:
    figures = (found.precision, found.recall, found.f1, found.b3_f1)
    table.add_row(name, who, threshold, *(f"{figure:.4f}" for figure in figures), f"{seconds:.0f}")


def _by_noise(name: str, touches: list[Labelled], clusters: dict[str, str], truth: dict[str, str]) -> Table:
    noise = {touch.id: touch.noise or ("none",) for touch in touches}
    right, made = recall_by(noise, clusters, truth), precision_by(noise, clusters, truth)
    table = Table(title=f"Nitka on {name}, by kind of noise", title_justify="left", show_edge=False)
    for column in ("kind", "records", "precision", "recall"):
        table.add_column(column)
    for kind in right:
        count = sum(kind in kinds for kinds in noise.values())
        table.add_row(kind, str(count), f"{made[kind]:.4f}", f"{right[kind]:.4f}")
    return table


def _prepare() -> None:
    if not PYTHON.exists():
        console.print(f"making the oracle's environment in {HOME} …")
        subprocess.run([sys.executable, "-m", "venv", HOME / "venv"], check=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "-r", REQUIREMENTS], check=True)
    data = HOME / "data"
    if not (data / "pseudo_agencies_iso.jsonl").exists():
        console.print("writing FEBRL and pseudopeople as files …")
        _oracle("data", data)
    for name, settings in records.ALL.items():
        write(data / f"{name}.jsonl", records.records(settings))


def _oracle(*arguments: str | Path) -> None:
    command = [PYTHON, "-W", "ignore", "-m", "bench.identity.oracle", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)


def _splink(path: Path) -> dict[str, dict[str, float]]:
    out = path.with_suffix(".splink.json")
    _oracle("link", path, out)
    found: dict[str, dict[str, float]] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _ours(path: Path) -> dict[str, str]:
    out = path.with_suffix(".ours.jsonl")
    nitka = Path(sys.executable).with_name("nitka")
    command = [nitka, "identity", "evaluate", path, "--json", "--assignments", out]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {line["id"]: line["customer"] for line in lines}
