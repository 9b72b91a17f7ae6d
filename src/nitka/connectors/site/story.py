"""What an event says, as the timeline will show it: its kind, one line of text, and the payload."""

from typing import Any
from urllib.parse import urlsplit

from nitka.connectors.site.fields import JsonObject, id_of, nested, object_of, text_of
from nitka.kernel.errors import BadInput
from nitka.kernel.text import shorten

TEXT_LIMIT = 200
TYPES = ("page", "screen", "track", "identify", "group", "alias")
# Segment's e-commerce specification, its older form, and the name that Google's has.
_PURCHASES = frozenset({"order completed", "completed order", "purchase"})
# Of the context: what helps whoever talks to this person, without their network address.
_CONTEXT = ("locale", "timezone", "userAgent", "app", "device", "os", "screen", "library")
Story = tuple[str, str | None, JsonObject]


def tell(type_: str, event: JsonObject, context: JsonObject, page: JsonObject) -> Story:
    """Return kind, text and payload of an event. Raises `BadInput` when it lacks what its type needs."""
    kind, text, payload = _TELLERS[type_](event, page)
    payload |= {key: value for key in ("url", "title", "referrer") if (value := text_of(page.get(key)))}
    if extra := {key: context[key] for key in _CONTEXT if key in context}:
        payload["context"] = extra
    return kind, shorten(text, TEXT_LIMIT) if text else None, payload


def _page(event: JsonObject, page: JsonObject) -> Story:
    name = text_of(event.get("name"))
    category = text_of(event.get("category"))
    payload = _some(name=name, category=category, properties=object_of(event, "properties"))
    return "page", text_of(page.get("title")) or name or _path(page), payload


def _screen(event: JsonObject, page: JsonObject) -> Story:
    name = text_of(event.get("name"))
    payload = _some(screen=name, title=name, properties=object_of(event, "properties"))
    return "page", name, payload


def _track(event: JsonObject, page: JsonObject) -> Story:
    name = text_of(event.get("event"))
    if name is None:
        raise BadInput("event, the name of what happened, is required", field="event")
    properties = object_of(event, "properties")
    payload = _some(event=name, properties=properties)
    if name.lower() in _PURCHASES:
        return "purchase", _purchase(properties) or name, payload
    return "track", name, payload


def _purchase(properties: JsonObject) -> str:
    order = text_of(properties.get("order_id")) or text_of(properties.get("orderId"))
    sums = (text_of(properties.get(key)) for key in ("total", "revenue", "value"))
    total = next((said for said in sums if said), None)
    money = " ".join(part for part in (total, text_of(properties.get("currency"))) if part) if total else ""
    return " · ".join(part for part in (order, money) if part)


def _identify(event: JsonObject, page: JsonObject) -> Story:
    return "identify", None, _some(traits=object_of(event, "traits"))


def _group(event: JsonObject, page: JsonObject) -> Story:
    group = id_of(event, "groupId")
    if group is None:
        raise BadInput("groupId is required", field="groupId")
    traits = object_of(event, "traits")
    return "group", text_of(traits.get("name")) or group, _some(group_id=group, traits=traits)


def _alias(event: JsonObject, page: JsonObject) -> Story:
    previous = id_of(event, "previousId")
    if previous is None or id_of(event, "userId") is None:
        raise BadInput("userId and previousId are required", field="previousId")
    return "alias", None, {"previous_id": previous}


_TELLERS = {
    "page": _page,
    "screen": _screen,
    "track": _track,
    "identify": _identify,
    "group": _group,
    "alias": _alias,
}


def _path(page: JsonObject) -> str | None:
    if path := text_of(page.get("path")):
        return path
    url = text_of(page.get("url"))
    try:
        return urlsplit(url).path or "/" if url else None
    except ValueError:
        return url


def _some(**fields: Any) -> JsonObject:
    return {key: value for key, value in fields.items() if value}


def company_of(event: JsonObject) -> JsonObject:
    """Return what a group call says of its person: the company's name. Its other traits are the company's."""
    name = text_of(nested(event, "traits").get("name"))
    return {"company": name} if name else {}
