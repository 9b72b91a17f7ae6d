"""The desk as an operator uses it: what can be found on the screen by its name."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import APIRequestContext, BrowserContext, Locator, Page, expect

from tests.e2e.platform import PASSWORD
from tests.integration.email.servers import HOST, MailServers
from tests.integration.email.servers import PASSWORD as MAIL_PASSWORD

MINE = {"X-Nitka-Request": "1"}


class Desk:
    """One operator's tab."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.list = page.get_by_role("region", name=re.compile("^(Диалоги|Conversations)$"))
        self.thread = page.get_by_role("log")
        self.field = page.locator("form textarea")
        self.person = page.locator("aside")

    @classmethod
    def signed_in(cls, context: BrowserContext, url: str, email: str, password: str = PASSWORD) -> Desk:
        """A desk in this browser, opened; signing in by hand is tested where it matters."""
        answer = context.request.post(
            f"{url}/api/v1/auth/login", data={"email": email, "password": password}, headers=MINE
        )
        assert answer.ok, answer.text()
        desk = cls(context.new_page(), url)
        desk.open("/desk?tab=all")
        return desk

    @property
    def api(self) -> APIRequestContext:
        """The API with this operator's cookie."""
        return self.page.context.request

    def get(self, path: str) -> Any:
        """Read from the API."""
        answer = self.api.get(f"{self.url}/api/v1{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def open(self, path: str) -> None:
        """Go to a page of the desk and wait until it is on line."""
        self.page.goto(f"{self.url}{path}")
        self.on_line()

    def on_line(self) -> None:
        """Wait until events come."""
        expect(self.page.get_by_text(re.compile("^(на линии|on line)$"))).to_be_visible()

    def row(self, name: str) -> Locator:
        """A conversation in the list."""
        return self.list.get_by_role("link").filter(has_text=name)

    def rows(self) -> Locator:
        """All conversations in the list."""
        return self.list.get_by_role("listitem")

    def pick(self, name: str) -> None:
        """Open a conversation from the list."""
        self.row(name).click()
        self.opened(name)

    def opened(self, name: str) -> None:
        """Wait until this customer's conversation is the one shown."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)
        expect(self.thread).to_be_visible()

    def answer(self, text: str) -> None:
        """Write and send with the keys."""
        self.field.fill(text)
        self.field.press("Control+Enter")
        expect(self.field).to_have_value("")

    def message(self, text: str) -> Locator:
        """A message of the thread."""
        return self.thread.get_by_role("article").filter(has_text=text)

    def says(self, text: str) -> Locator:
        """A line of the thread that is no message, or a short notice."""
        return self.page.get_by_text(text)

    def keys(self, *names: str) -> None:
        """Press keys, one after another."""
        for name in names:
            self.page.keyboard.press(name)

    def connect_mailbox(self, mail: MailServers, address: str) -> None:
        """Connect a mailbox and wait until the settings say that it works."""
        settings = {
            "address": address, "password": MAIL_PASSWORD, "imap_host": HOST, "imap_port": mail.dovecot.imaps,
            "smtp_host": HOST, "smtp_port": mail.postfix.submission, "smtp_security": "starttls", "tls_ca": mail.ca,
            "from_name": "Тёплый шаг",
        }  # fmt: skip
        asked = {"kind": "email", "name": "Почта магазина", "settings": settings}
        answer = self.api.post(f"{self.url}/api/v1/connections", data=asked, headers=MINE)
        assert answer.ok, answer.text()
        self.open("/desk/settings/channels")
        channel = self.page.get_by_role("listitem").filter(has_text="Почта магазина")
        expect(channel).to_contain_text(re.compile("работает|works"), timeout=20_000)
        self.open("/desk?tab=mine")
