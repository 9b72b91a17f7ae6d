"""The desk, with one customer's morning on it. It takes four minutes: people wait as long as the picture says."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from scripts.pictures.stories import STORIES, Story

from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.platform import Platform, Workspace, platform_on
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import MailServers, mail_servers

BETWEEN = 9  # seconds between one customer and the next
SIZE: ViewportSize = {"width": 1440, "height": 900}
# Wherever it is taken, it is a quarter to eleven in the morning there, or so.
ZONE = f"Etc/GMT{(datetime.now(UTC).hour - 10 + 11) % 24 - 11:+d}"


@dataclass
class Stage:
    """Where one story plays."""

    story: Story
    platform: Platform
    workspace: Workspace
    mail: MailServers
    browser: Browser

    def visitor(self, **traits: str) -> Visitor:
        """Somebody on the site."""
        return Visitor(self.platform, self.workspace, **traits)

    def desk(self, email: str, password: str | None = None, **looks: Any) -> Desk:
        """Somebody's desk."""
        context: BrowserContext = self.browser.new_context(viewport=SIZE, locale=self.story.locale, timezone_id=ZONE)
        arguments = (email,) if password is None else (email, password)
        desk = Desk.signed_in(context, self.platform.url, *arguments)
        assert desk.api.patch(f"{desk.url}/api/v1/auth/me", data=looks, headers=MINE).ok
        return desk


def invite(desk: Desk, email: str, name: str) -> None:
    """Bring a colleague in."""
    made = desk.api.post(
        f"{desk.url}/api/v1/people/invitations", data={"email": email, "role": "operator"}, headers=MINE
    ).json()
    token = made["link"].rsplit("/", 1)[1]
    accepted = {"token": token, "name": name, "password": "battery staple 17"}
    colleague = desk.page.context.browser
    assert colleague
    context = colleague.new_context()
    assert context.request.post(f"{desk.url}/api/v1/auth/invitations/accept", data=accepted, headers=MINE).ok
    context.close()


def letter(story: Story, shop: str) -> bytes:
    """The customer's mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{story.name} <{story.email}>", shop, story.subject
    mail["Message-ID"] = f"<{story.locale}@customer.example>"
    mail.set_content(story.letter)
    return mail.as_bytes()


def before(minutes: int) -> str:
    """A moment of this hour, as trackers write it."""
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def write(desk: Desk, text: str, *, note: bool = False) -> None:
    """Answer, or leave a note, and put the hands down."""
    if note:
        desk.keys("n")
    desk.answer(text)
    expect(desk.message(text[:30])).to_be_visible()
    desk.keys("Escape")


def play(stage: Stage, theme: str, shop: str) -> Page:
    """Play a story at the desk and leave the desk as it should be seen."""
    story = stage.story
    boss = stage.desk(stage.workspace.owner, name=story.operator, locale=story.locale, theme=theme)
    invite(boss, f"oleg.{story.locale}@shag.example", story.colleague)
    boss.connect_mailbox(stage.mail, shop)
    ivan = stage.visitor(name=story.name, email=story.email, phone="+79161234567")
    for minutes, title, path in story.pages:
        ivan.look_at(title, path, at=before(minutes))
    ivan.buy("10234", 5990, story.thing, at=before(21))
    for name, words in story.others[: len(story.others) // 2]:
        stage.visitor(name=name).say(words)
        time.sleep(BETWEEN)
    ivan.say(story.question)
    boss.open("/desk?tab=all")
    boss.pick(story.name)
    write(boss, story.answer)
    ivan.say(story.thanks)
    expect(boss.message(story.thanks)).to_be_visible()
    write(boss, story.note, note=True)
    boss.keys("a")
    boss.page.get_by_role("menuitem").first.click()
    for name, words in story.others[len(story.others) // 2 :]:
        stage.visitor(name=name).say(words)
        time.sleep(BETWEEN)
    stage.mail.postfix.send(story.email, shop, letter(story, shop))
    expect(boss.message(story.letter[:20])).to_be_visible(timeout=20_000)
    boss.keys("p")
    write(boss, story.reply)
    colleague = stage.desk(f"oleg.{story.locale}@shag.example", "battery staple 17", locale=story.locale)
    colleague.pick(story.name)
    boss.person.get_by_role("button", name=story.why).click()
    boss.page.mouse.move(760, 640)
    boss.page.evaluate("document.activeElement.blur()")
    boss.page.wait_for_timeout(13_000)  # until nothing can be undone any more, and the letter is on its way
    return boss.page


def take(browser: Browser, images: Path) -> None:
    """Play both stories and keep what is seen."""
    shops = [f"shop.{story.locale}@nitka.example" for story in STORIES]
    with (
        tempfile.TemporaryDirectory() as folder,
        mail_servers("http://127.0.0.1:9/", [*shops, *(story.email for story in STORIES)]) as mail,
        platform_on(Path(folder) / "data") as platform,
    ):
        for story, shop, theme in zip(STORIES, shops, ("light", "dark"), strict=True):
            workspace = platform.workspace(story.company, owner=f"anna.{story.locale}@shag.example")
            page = play(Stage(story, platform, workspace, mail, browser), theme, shop)
            page.screenshot(path=images / f"desk-{theme}-{story.locale}.png")
