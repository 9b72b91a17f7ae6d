"""What the terminal shows: what is going on while the demo starts, then where to click."""

import os
import time
from collections.abc import Mapping

from rich.console import Console
from rich.panel import Panel
from rich.status import Status
from rich.table import Table

_WORDS = {
    "ru": {
        "engines": "PostgreSQL и NATS",
        "workspace": "Магазин «Северный ветер» и его почта",
        "roles": "Нитка",
        "story": "Покупатели и их прошлое",
        "title": "Нитка работает",
        "start": "Начните здесь",
        "desk": "Рабочее место",
        "login": "Вход",
        "shop": "Магазин",
        "mail": "Почта покупателя",
        "seconds": "с",
        "steps": (
            "Что попробовать:\n"
            "  1. Откройте рабочее место и войдите.\n"
            "  2. В магазине войдите как Марина Белова и напишите в чат.\n"
            "  3. Напишите от её имени письмо: оно придёт в тот же диалог.\n"
            "  4. Ответьте, смените канал, объедините двух Ольг Смирновых в «Кто есть кто».\n"
            "Ctrl-C останавливает; всё остаётся в папке данных."
        ),
    },
    "en": {
        "engines": "PostgreSQL and NATS",
        "workspace": "The shop North Wind and its mail",
        "roles": "Nitka",
        "story": "Customers and their past",
        "title": "Nitka is running",
        "start": "Begin here",
        "desk": "Desk",
        "login": "Login",
        "shop": "Shop",
        "mail": "Customer’s mail",
        "seconds": "s",
        "steps": (
            "What to try:\n"
            "  1. Open the desk and sign in.\n"
            "  2. In the shop sign in as Marina Belova and write in the chat.\n"
            "  3. Write a letter in her name: it joins the same conversation.\n"
            "  4. Answer, switch the channel, merge the two Olga Smirnovas in “Who is who”.\n"
            "Ctrl-C stops it; everything stays in the data folder."
        ),
    },
}


def language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the terminal's language as POSIX names it: LC_ALL before LC_MESSAGES before LANG."""
    said = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "ru" if said.lower().startswith("ru") else "en"


class Screen:
    """One line for each step that is done, with its time, and a spinner for the one under way."""

    def __init__(self, console: Console, lang: str) -> None:
        self._console = console
        self._words = _WORDS[lang]
        self._status: Status | None = None
        self._step = ""
        self._since = 0.0
        self._count = (0, 0)

    def begin(self, step: str, of: int = 0) -> None:
        """End the step before, and show that this one is under way."""
        self.end(done=True)
        self._step, self._since, self._count = step, time.monotonic(), (0, of)
        self._status = self._console.status(self._line())
        self._status.start()

    def advance(self) -> None:
        """Count one more of the step."""
        self._count = (self._count[0] + 1, self._count[1])
        if self._status:
            self._status.update(self._line())

    def end(self, *, done: bool = False) -> None:
        """Take the spinner away."""
        if self._status is None:
            return
        self._status.stop()
        self._status = None
        if done:
            seconds = f"{time.monotonic() - self._since:.1f} {self._words['seconds']}"
            self._console.print(f"[green]✓[/green] {self._words[self._step]} [dim]{seconds}[/dim]")

    def ready(self, url: str, login: str, password: str) -> None:
        """Say where everything is."""
        self.end(done=True)
        words = self._words
        table = Table.grid(padding=(0, 2))
        for name, value in (
            ("start", f"[bold]{url}/demo[/bold]"),
            ("desk", url),
            ("login", f"{login}   [bold]{password}[/bold]"),
            ("shop", f"{url}/demo/shop"),
            ("mail", f"{url}/demo/mail"),
        ):
            table.add_row(f"[dim]{words[name]}[/dim]", value)
        self._console.print(Panel(table, title=words["title"], border_style="blue", expand=False, padding=(1, 2)))
        self._console.print(words["steps"], highlight=False)

    def _line(self) -> str:
        count, of = self._count
        return self._words[self._step] + (f" {count}/{of}" if of else "") + "…"
