"""What a benchmark prints: one line a figure, with its aim beside it."""

from rich.console import Console
from rich.table import Table

console = Console(width=110)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(title: str, rows: list[tuple[str, str, str]]) -> None:
    """Print figure, measured value and aim."""
    table = Table(title=title, title_justify="left", show_edge=False)
    for column in ("figure", "measured", "aim"):
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    console.print(table)
    console.print()
