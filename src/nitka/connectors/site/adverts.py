"""Which advertisement brought a visitor: UTM parameters and the click ids of the ad networks."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from nitka.connectors.site.fields import JsonObject, nested, text_of
from nitka.kernel.text import shorten

# Parameter in the URL → whose click it was.
NETWORKS = {
    "gclid": "google", "gbraid": "google", "wbraid": "google", "dclid": "google",
    "yclid": "yandex", "ymclid": "yandex", "fbclid": "facebook", "vkclid": "vk", "rb_clickid": "vk",
    "msclkid": "microsoft", "ttclid": "tiktok", "twclid": "twitter", "li_fat_id": "linkedin",
    "sccid": "snapchat", "epik": "pinterest",
}  # fmt: skip
_UTM = ("source", "medium", "campaign", "term", "content", "id")
_LENGTH = 300


class Advert(msgspec.Struct, frozen=True):
    """What is known of an advertisement that was clicked."""

    utm: dict[str, str]
    click: dict[str, str]

    @property
    def text(self) -> str:
        """One line for the timeline: source / medium / campaign, or the network whose click id it was."""
        named = [self.utm[part] for part in ("source", "medium", "campaign") if part in self.utm]
        return shorten(" / ".join(named or sorted({NETWORKS[name] for name in self.click})), 200)


def advert(page: JsonObject, campaign: JsonObject) -> Advert | None:
    """Return the advertisement that a page's URL or Segment's `context.campaign` tells of, if any does."""
    query = _query(page)
    utm = {part: query[f"utm_{part}"] for part in _UTM if f"utm_{part}" in query}
    for part in _UTM:
        said = text_of(campaign.get("name" if part == "campaign" else part))
        if said:
            utm.setdefault(part, said[:_LENGTH])
    click = {name: query[name] for name in NETWORKS if name in query}
    return Advert(utm, click) if utm or click else None


def _query(page: JsonObject) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in (_part(page.get("url")), page.get("search")):
        if isinstance(text, str) and text:
            found |= _pairs(text.removeprefix("?"))
    return found


def _part(url: Any) -> str:
    try:
        return urlsplit(url).query if isinstance(url, str) else ""
    except ValueError:  # such as an IPv6 host that is none
        return ""


def _pairs(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, errors="replace", max_num_fields=200)
    except ValueError:  # a query with thousands of fields is no advertisement
        return {}
    return {key.lower(): value[:_LENGTH] for key, value in pairs if value.strip()}


def page_of(event: JsonObject, context: JsonObject) -> JsonObject:
    """Return what is known of the page: the properties of a page call before those of the context."""
    page = dict(nested(context, "page"))
    if event.get("type") in (None, "page"):
        said = nested(event, "properties")
        page |= {key: said[key] for key in ("url", "path", "title", "referrer", "search") if said.get(key)}
    return page
