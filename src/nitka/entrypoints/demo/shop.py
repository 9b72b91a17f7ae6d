"""What the pages and the story know of the invented shop."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from nitka.entrypoints.demo.mail.program import MailProgram

NAMES = {"ru": "Северный ветер", "en": "North Wind"}
ADDRESS = "help@severveter.example"
MAIL_HOST = "mail.severveter.example"
LOGIN = "demo@nitka.local"
_TITLES = {
    "": {"ru": "одежда и обувь для зимы", "en": "clothes and boots for winter"},
    "delivery": {"ru": "Доставка и возврат", "en": "Delivery and returns"},
    "cart": {"ru": "Корзина", "en": "Cart"},
    "checkout": {"ru": "Оформление заказа", "en": "Checkout"},
    "thanks": {"ru": "Заказ принят", "en": "Order placed"},
}


class Player(msgspec.Struct, frozen=True, kw_only=True):
    """A customer whom the visitor of the demo plays."""

    id: str
    name: str
    email: str
    english: str = ""  # the name in Latin letters
    locale: str = "ru"

    def named(self, lang: str) -> str:
        """Return the name for a page in this language."""
        return self.english or self.name if lang == "en" else self.name


def load_goods() -> list[dict[str, Any]]:
    """Return the things that the shop sells, as the pages read them."""
    goods: list[dict[str, Any]] = json.loads((Path(__file__).parent / "pages" / "goods.json").read_text())
    return goods


def title_of(goods: list[dict[str, Any]], path: str, lang: str) -> str:
    """Return the title of a page of the shop, which is what an operator sees of a visit."""
    path = path.strip("/")
    things = {f"goods/{one['id']}": one[lang]["name"] for one in goods}
    said = things.get(path) or _TITLES.get(path, {}).get(lang)
    return f"{said} · {NAMES[lang]}" if path and said else f"{NAMES[lang]}: {_TITLES[''][lang]}"


class Shop(msgspec.Struct, kw_only=True):
    """The shop as it stands in this demo."""

    write_key: str
    login: dict[str, str]  # login and password of the desk
    players: list[Player]
    programs: Mapping[str, MailProgram]  # by the player's id
    goods: list[dict[str, Any]] = msgspec.field(default_factory=load_goods)
    address: str = ADDRESS

    def title(self, path: str, lang: str) -> str:
        """Return the title of a page."""
        return title_of(self.goods, path, lang)
