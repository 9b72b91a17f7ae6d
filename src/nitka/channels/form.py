"""How a connector's settings are asked for: words of both languages, which the desk makes a form of."""

from collections.abc import Mapping
from typing import Any

import msgspec

from nitka.channels.capabilities import Title


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a setting; `choices` by value. What few people need is `more`, and folded away."""

    title: Title
    hint: Title | None = None
    choices: Mapping[str, Title] = {}
    more: bool = False
    long: bool = False  # of several lines


def worded(schema: dict[str, Any], form: Mapping[str, Asked], made: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the JSON Schema of settings with its words, in the form's order; what is `made` is not asked for.

    English stands in `title` and `description`, Russian in `x-ru`, names of choices in `x-choices`.
    """
    properties = schema.get("properties", {})
    order = [*(name for name in form if name in properties), *(name for name in properties if name not in form)]
    shown = {name: properties[name] | _words(form.get(name)) for name in order if name not in made}
    return schema | {"properties": shown}


def _words(asked: Asked | None) -> dict[str, Any]:
    if asked is None:
        return {}
    russian = {"title": asked.title.ru}
    words: dict[str, Any] = {"title": asked.title.en, "x-ru": russian}
    if asked.hint:
        words["description"] = asked.hint.en
        russian["description"] = asked.hint.ru
    if asked.choices:
        words["x-choices"] = {value: {"ru": name.ru, "en": name.en} for value, name in asked.choices.items()}
    return words | ({"x-more": True} if asked.more else {}) | ({"format": "textarea"} if asked.long else {})
