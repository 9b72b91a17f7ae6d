"""What an event tells of consents. A field of ours, which libraries of Segment send along as they do any other."""

import msgspec

from nitka.channels.consents import MOST_CONSENTS, SaidConsent
from nitka.connectors.site.fields import JsonObject
from nitka.kernel.errors import BadInput


def consents_of(event: JsonObject, context: JsonObject) -> list[SaidConsent]:
    """Return what the event itself or its context says under `consents`. Raises `BadInput` naming the field."""
    said = event.get("consents", context.get("consents"))
    if said is None:
        return []
    if not isinstance(said, list) or len(said) > MOST_CONSENTS:
        raise BadInput(f"consents must be a list of at most {MOST_CONSENTS}", field="consents")
    return [_one(value, f"consents[{at}]") for at, value in enumerate(said)]


def _one(value: object, field: str) -> SaidConsent:
    try:
        return msgspec.convert(value, SaidConsent)
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at `$")
        raise BadInput(text, field=field + place.rstrip("`")) from None
