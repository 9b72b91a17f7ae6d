"""The site chat in the demo's shop."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import APIRequestContext, Browser, Page, ViewportSize, expect

from tests.e2e.desk.desk import MINE
from tests.e2e.platform import free_port

SIZE: ViewportSize = {"width": 1440, "height": 900}
TALK = [
    ("Здравствуйте! «Полюс» в размере L есть в наличии?", "Добрый день! Да, осталось две. Отложить для вас?"),
    ("Да, пожалуйста. А доставка в Тверь сколько идёт?", "Два дня, курьер позвонит за час. Отложили до завтра."),
]
ALWAYS = {"timezone": "Europe/Moscow", "always": True, "days": [{"open": True, "from": "09:00", "to": "18:00"}] * 7}


def started(log: Path, seconds: float = 120) -> tuple[str, str, str]:
    """Wait until the demo says where it is, and return its address, login and password."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said = log.read_text(errors="replace")
        address, login = re.search(r"http://127\.0\.0\.1:\d+", said), re.search(r"(\S+@nitka\.local)\s+(\S+)", said)
        if address and login:
            return address[0].replace("127.0.0.1", "localhost"), login[1], login[2]
        time.sleep(0.2)
    raise TimeoutError(log.read_text(errors="replace"))


def answer(desk: APIRequestContext, api: str, question: str, text: str) -> None:
    """Answer as an operator who read the question."""
    found: list[dict[str, Any]] = []
    while not found:
        talks = desk.get(f"{api}/conversations").json()["items"]
        found = [one for one in talks if one["last"]["text"] == question]
    place = f"{api}/conversations/{found[0]['id']}"
    assert desk.post(f"{place}/read", headers=MINE).ok
    assert desk.post(f"{place}/messages", data={"text": text}, headers=MINE).ok


def talk(page: Page, desk: APIRequestContext, url: str) -> None:
    """Ask and be answered."""
    page.goto(f"{url}/demo/shop/goods/polyus")
    page.locator("nitka-chat .launcher").click()
    field = page.locator("nitka-chat .row textarea")
    for question, said in TALK:
        field.fill(question)
        field.press("Enter")
        answer(desk, f"{url}/api/v1", question, said)
        expect(page.locator("nitka-chat .said .text").last).to_have_text(said)


def take(browser: Browser, images: Path) -> None:
    """Start a demo, talk in its shop, and keep what the visitor sees."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "demo.log"
        command = [sys.executable, "-m", "nitka", "demo", "--data", f"{folder}/data", "--port", str(free_port())]
        with log.open("wb") as output:
            demo = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | {"COLUMNS": "120"})
        try:
            url, login, password = started(log)
            operator = browser.new_context().request
            entered = {"email": login, "password": password}
            assert operator.post(f"{url}/api/v1/auth/login", data=entered, headers=MINE).ok
            assert operator.patch(f"{url}/api/v1/workspace", data={"hours": ALWAYS}, headers=MINE).ok
            page = browser.new_context(locale="ru-RU", viewport=SIZE).new_page()
            talk(page, operator, url)
            page.wait_for_timeout(1_500)  # until the marks of what was read have come
            page.screenshot(path=images / "widget.png")
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(60)
