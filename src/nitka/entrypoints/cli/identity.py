"""`nitka identity`: how well customers are told apart."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from nitka.customers.evaluation.figures import Figures
from nitka.customers.evaluation.lines import Line, read_lines, touch_of
from nitka.customers.evaluation.run import REGION, evaluate
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import Json

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
        lines = list(read_lines(file))
        touches = [touch_of(line) for line in lines]
        truth = [str(line.truth) for line in lines]
        with _bar() as bar:
            task = bar.add_task("resolving", total=len(touches) * (shuffles + 1))
            figures, found = await evaluate(touches, truth, shuffles, region, lambda done: bar.advance(task, done))
        if assignments:
            _write(assignments, lines, [str(customer) for customer in found])
        if as_json:
            print(msgspec.json.encode(figures).decode())
        else:
            _print(figures)
        return 0

    return work(command())


def _bar() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _write(path: Path, lines: list[Line], customers: list[str]) -> None:
    with path.open("wb") as out:
        for line, customer in zip(lines, customers, strict=True):
            out.write(msgspec.json.encode({"id": line.id, "customer": customer}) + b"\n")


def _print(figures: Figures) -> None:
    table = Table("", Column("", justify="right"), show_header=False, show_edge=False)
    for name, value in msgspec.structs.asdict(figures).items():
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.0f}" if value > 1 else f"{value:.4f}"
        table.add_row(name.replace("_", " "), text)
    Console(highlight=False).print(table)
