"""`nitka identity`: how well customers are told apart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import phonenumbers
from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Column, Table

from nitka.customers.evaluation.figures import Figures
from nitka.customers.evaluation.lines import Labelled, read_touches
from nitka.customers.evaluation.run import REGION, evaluate
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import Json
from nitka.kernel.errors import BadInput

identity = App(name="identity", help="How well customers are told apart.")
app.command(identity)

Shuffles = Annotated[int, Parameter(help="Repeat in so many other orders, and count the touches that change customer")]
Assignments = Annotated[Path | None, Parameter(help="Write the customer of every touch to this file")]
Region = Annotated[str, Parameter(help="Country (ISO 3166) of phones that are written without one")]


@identity.command(name="evaluate")
def evaluate_file(
    file: Path, *, shuffles: Shuffles = 0, assignments: Assignments = None, region: Region = REGION,
    as_json: Json = False,
) -> int:  # fmt: skip
    """Resolve labelled touches, one JSON object a line, and print how near the outcome comes to the truth."""

    async def command() -> int:
        _check(file, shuffles, assignments, region)
        with _bar() as bar:
            reading = bar.add_task("reading", total=file.stat().st_size or None)
            labelled = list(read_touches(file, lambda size: bar.advance(reading, size)))
            bar.update(reading, visible=False)
            task = bar.add_task("resolving", total=len(labelled) * (shuffles + 1))
            figures, found = await evaluate(labelled, shuffles, region, lambda done: bar.advance(task, done))
        if assignments:
            _write(assignments, labelled, [str(customer) for customer in found])
        if as_json:
            print(msgspec.json.encode(figures).decode())
        else:
            _print(figures)
        return 0

    return work(command())


def _check(file: Path, shuffles: int, assignments: Path | None, region: str) -> None:
    """Refuse at once what would fail only after the work. Raises `BadInput`, and `OSError` of files."""
    if shuffles < 0:
        raise BadInput("--shuffles is how many other orders to try: 0 or more", field="shuffles")
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise BadInput(f"--region {region}: no country has this code (ISO 3166, as in RU)", field="region")
    with file.open("rb"):
        pass
    if assignments is None:
        return
    if assignments.exists() and assignments.samefile(file):
        raise BadInput(f"--assignments {assignments}: that is the file to be read", field="assignments")
    is_new = not assignments.exists()
    with assignments.open("ab"):  # takes nothing away from what may be in it
        pass
    if is_new:
        assignments.unlink()


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(show_speed=True), TimeElapsedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _write(path: Path, labelled: Sequence[Labelled], customers: Sequence[str]) -> None:
    with path.open("wb") as out:
        for one, customer in zip(labelled, customers, strict=True):
            out.write(msgspec.json.encode({"id": one.id, "customer": customer}) + b"\n")


def _print(figures: Figures) -> None:
    console = Console(highlight=False)
    table = Table("", Column("", justify="right"), show_header=False, show_edge=False)
    for name, value in msgspec.structs.asdict(figures).items():
        if name != "by_noise":
            table.add_row(name.replace("_", " "), _number(value))
    console.print(table)
    if figures.by_noise:
        console.print()
        console.print(_by_noise(figures))


def _by_noise(figures: Figures) -> Table:
    numbers = (Column(name, justify="right") for name in ("touches", "pair precision", "pair recall"))
    table = Table("pairs with", *numbers, show_edge=False)
    for kind, one in figures.by_noise.items():
        table.add_row(kind.replace("_", " "), *map(_number, (one.touches, one.pair_precision, one.pair_recall)))
    return table


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.0f}" if value > 1 else f"{value:.4f}"
