"""What may be told in a conversation, kind by kind, and what would prove more."""

from uuid import UUID

import msgspec

from nitka.conversations.codes.asking import latest_code
from nitka.conversations.codes.asking import queries as codes
from nitka.conversations.codes.models import Code
from nitka.conversations.disclosure.hearing import Heard, Hearer, heard
from nitka.conversations.disclosure.models import (
    KINDS,
    Disclosure,
    DisclosurePolicy,
    KindDisclosure,
    ProvenIdentifier,
    WayToRaise,
)
from nitka.conversations.disclosure.policy import policy
from nitka.conversations.disclosure.rules import lacking, least, send_a_code, sentence, told
from nitka.conversations.models import Reaches, Recipient
from nitka.customers.models import ASSURANCE_NAMES
from nitka.platform.database import Connection, every

MOST_WAYS = 5


class Manner(msgspec.Struct, frozen=True):
    """To whom it is told: in which language, and to a person, who may know what must not be passed on."""

    russian: bool
    person: bool


async def disclosure(tx: Connection, reaches: Reaches, conversation_id: UUID, to: Hearer, how: Manner) -> Disclosure:
    """Return what may be told to whom it is meant for. Raises `NotFound`, `Conflict`."""
    found, rules = await heard(tx, conversation_id, to), await policy(tx)
    levels = {id_: found.hearing.level(id_) for id_ in found.own}
    return Disclosure(
        conversation_id=found.state.id,
        speaker=found.speaker,
        kinds=_kinds(found, rules, russian=how.russian),
        identifiers=[ProvenIdentifier(id_, ASSURANCE_NAMES.get(level)) for id_, level in levels.items()],
        ways=await _ways(tx, found, rules, reaches, how),
        code=await _latest_code(tx, found, reaches, how),
        policy_version=rules.version,
    )


def _kinds(found: Heard, rules: DisclosurePolicy, *, russian: bool) -> list[KindDisclosure]:
    items = []
    for kind in KINDS:
        need = getattr(rules.needs, kind)
        how = told(found.hearing, need, found.facts)
        lack = lacking(found.hearing, need, how)
        text = sentence(lack, how, russian=russian)
        items.append(KindDisclosure(kind=kind, needs=need, told=how, lacking=lack, text=text))
    return items


async def _talk(tx: Connection, found: Heard, reaches: Reaches) -> list[tuple[UUID, Recipient]]:
    able = [kind for kind, reach in reaches.items() if reach.codes]
    rows = await every(codes.talks_for_codes(tx, id=found.state.id, kinds=able))
    return [(row["id"], Recipient(row["connection_id"], row["node"])) for row in rows]


async def _ways(
    tx: Connection, found: Heard, rules: DisclosurePolicy, reaches: Reaches, how: Manner
) -> list[WayToRaise]:
    """Codes that may be sent: only to be typed where the speaker sits, for what is not proven there yet."""
    speaker = found.speaker
    needed = [least(getattr(rules.needs, kind)) for kind in KINDS if getattr(rules.needs, kind) != "nobody"]
    places = [to for _, to in await _talk(tx, found, reaches) if speaker and to.identifier_id == speaker.identifier_id]
    if not places or not needed:
        return []
    ways = []
    for id_, row in found.own.items():
        kinds = [kind for kind, reach in reaches.items() if reach.send and row["type"] in reach.addressable]
        if row["type"] not in ("email", "phone") or row["status"] != "normal":
            continue
        if found.hearing.level(id_) >= max(needed) or not kinds:
            continue
        if await codes.way_to_send(tx, brand_id=found.state.brand_id, kinds=kinds) is None:
            continue
        ways.append(
            WayToRaise(
                type=row["type"], value=row["value"] if how.person else None, identifier_id=id_, to=places[0],
                text=send_a_code(row["type"], row["value"] if how.person else None, russian=how.russian),
            )
        )  # fmt: skip
    return ways[:MOST_WAYS]


async def _latest_code(tx: Connection, found: Heard, reaches: Reaches, how: Manner) -> Code | None:
    strands = [strand for strand, _ in await _talk(tx, found, reaches)]
    latest = await latest_code(tx, strands) if strands else None
    return latest if latest is None or how.person else msgspec.structs.replace(latest, value=None)
