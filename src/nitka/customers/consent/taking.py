"""Consents that touches tell of, written down with the touch as their proof."""

from collections.abc import Mapping
from uuid import UUID

from nitka.channels.touch import Touch
from nitka.customers.consent.rules import subjects
from nitka.customers.consent.service import queries
from nitka.customers.events import CustomerChanged
from nitka.customers.models import Resolution
from nitka.kernel.events import Event
from nitka.kernel.ids import derived_id
from nitka.kernel.text import harmless
from nitka.platform.database import Connection, every
from nitka.platform.statements import Writes


async def take(
    tx: Connection, workspace_id: UUID, touches: Mapping[UUID, Touch], resolution: Resolution, writes: Writes
) -> list[Event]:
    """Write down what these new touches tell; return what changed. A touch told again says the same once."""
    telling = {id_: touch for id_, touch in touches.items() if touch.consents and id_ in resolution.touches}
    if not telling:
        return []
    nodes = {node for id_ in telling for node in resolution.touches[id_].nodes}
    known = {row["id"]: row for row in await every(queries.kinds_of(tx, ids=list(nodes)))}
    changed: set[UUID] = set()
    for id_, touch in telling.items():
        whose = resolution.touches[id_]
        named = [
            (node, known[node]["type"], known[node]["status"], level)
            for node, level in zip(whose.nodes, whose.assurances, strict=True)
            if node in known
        ]
        for at, one in enumerate(touch.consents):
            if not (said_of := subjects(one.state, named)):
                continue
            changed.add(whose.customer_id)
            await queries.record(
                writes, workspace_id=workspace_id, id=derived_id("consent", id_.hex, str(at)), subjects=said_of,
                purpose=one.purpose, channel=one.channel, topic=one.topic, state=one.state, source=touch.channel,
                reason=harmless(one.reason).strip(), touch_id=id_, policy_version=harmless(one.policy_version),
                actor_kind="system", actor_id=None, at=touch.at,
            )  # fmt: skip
    return [CustomerChanged(workspace_id=workspace_id, customer_id=one) for one in sorted(changed)]
