"""What touches say about identity, before anything is looked up. Pure."""

from collections.abc import Iterable, Mapping, Set
from datetime import UTC
from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance, Touch
from nitka.customers.continuing.links import continuation_link
from nitka.customers.graph import RECORD, SESSION, TOLD, Link, Node, Pair, Said, Status, pair
from nitka.customers.likeness.described import SAID_WITH, content, described, tells
from nitka.customers.models import Continued
from nitka.customers.normalise import identify
from nitka.customers.profile import Traits, bounded, trait
from nitka.customers.rules import MOST_IDENTIFIERS, is_vouched, links, session_id, spanning, strength, strongest
from nitka.kernel.ids import node_id
from nitka.kernel.text import harmless_json

MOST_SAID = 2000  # bytes of a description; nobody's is so long, and an index takes no more than 2,700


class Reading(msgspec.Struct):
    """A batch as evidence. `void` are nodes blocked by their very value: they carry no links."""

    said: list[Said]
    nodes: dict[UUID, Node]
    void: set[UUID]
    replies: dict[UUID, UUID]  # touch → message of ours that it answers
    traits: dict[tuple[UUID, UUID], Traits]
    continued: dict[UUID, Continued] = {}  # touch → whose token it came with


def read(workspace_id: UUID, region: str, touches: Iterable[Touch]) -> Reading:
    """Return what these touches say. A touch without any usable identifier speaks for its session."""
    reading = Reading([], {}, set(), {}, {})
    for touch in touches:
        said = _said(reading, workspace_id, region, touch)
        reading.said.append(said)
        if touch.message is not None and touch.message.in_reply_to is not None:
            reading.replies[said.touch_id] = touch.message.in_reply_to
        if touch.traits:
            _keep_traits(reading, touch, said)
    return reading


def _said(reading: Reading, workspace_id: UUID, region: str, touch: Touch) -> Said:
    said = Said(touch.id, [], [], touch.at, touch.channel, touch.kind, touch.connection_id, touch.sender)
    seen = _most(_seen(workspace_id, region, touch)) or [session_node(workspace_id, said)]
    for node in seen:
        said.nodes.append(node.id)
        said.assurances.append(node.assurance)
        if node.status == "blocked":
            reading.void.add(node.id)
        _see(reading, node)
    record = _record(reading, workspace_id, touch, said) if touch.traits else None
    if record is not None:
        said.nodes.append(record.id)
        said.assurances.append(int(Assurance.OBSERVED))
        _see(reading, record)
    return said


def _record(reading: Reading, workspace_id: UUID, touch: Touch, said: Said) -> Node | None:
    """What the touch says of a person, where it says enough to be compared: the same beside the same identifier."""
    one = described(harmless_json(touch.traits))
    if not tells(one):
        return None
    able = [pair for pair in zip(said.nodes, said.assurances, strict=True) if pair[0] not in reading.void]
    anchor = min((strength(level, reading.nodes[id_].type, id_), id_) for id_, level in able)[1] if able else None
    beside = anchor.hex if anchor else session_id(workspace_id, said).hex
    text = content(one)
    if len(text.encode()) > MOST_SAID:
        return None
    said.vouched = is_vouched(said, reading.nodes)
    level = Assurance.ASSERTED if said.vouched else Assurance.OBSERVED
    return Node(
        node_id(workspace_id, RECORD, beside, text), RECORD, beside, text, "normal", "rule", int(level), touch.at
    )


def _seen(workspace_id: UUID, region: str, touch: Touch) -> list[Node]:
    nodes: dict[UUID, Node] = {}
    for one in touch.identifiers:
        found = identify(workspace_id, one.type, one.value, one.namespace, region)
        if found is None:
            continue
        id_, normal = found
        status: Status = "blocked" if normal.blocked else "normal"
        assurance = int(one.assurance)
        node = Node(id_, normal.type, normal.namespace, normal.value, status, "rule", assurance, touch.at)
        if id_ not in nodes or nodes[id_].assurance < assurance:
            nodes[id_] = node
    return list(nodes.values())


def _most(seen: list[Node]) -> list[Node]:
    if len(seen) <= MOST_IDENTIFIERS:
        return seen
    # The address stays whatever it is; of the others the strongest, by a rank that no order of arrival changes.
    others = sorted(seen[1:], key=lambda node: strength(node.assurance, node.type, node.id))
    return [seen[0], *others[: MOST_IDENTIFIERS - 1]]


def _see(reading: Reading, seen: Node) -> None:
    node = reading.nodes.setdefault(seen.id, seen)
    if node is seen:
        return
    node.assurance = max(node.assurance, seen.assurance)
    node.first_at = min(node.first_at, seen.first_at)


def session_node(workspace_id: UUID, said: Said) -> Node:
    """Return the node of a sender of whom nothing of their own is known."""
    namespace = said.connection_id.hex
    id_ = session_id(workspace_id, said)
    return Node(id_, SESSION, namespace, said.sender, "normal", "rule", int(Assurance.OBSERVED), said.at)


def _keep_traits(reading: Reading, touch: Touch, said: Said) -> None:
    node = strongest(said, reading.nodes)
    assurance = said.assurances[said.nodes.index(node)]
    if reading.nodes[said.nodes[-1]].type == RECORD:
        node = said.nodes[-1]  # beside something shared several people are described, each apart
    at = touch.at.astimezone(UTC).isoformat(timespec="microseconds")
    record = reading.traits.setdefault((node, touch.connection_id), {})
    for key, value in bounded(harmless_json(touch.traits)).items():
        one = trait(value, at, said.touch_id, assurance)
        if key not in record or (assurance, at, said.touch_id.hex) > (
            record[key]["assurance"], record[key]["at"], record[key]["touch"]
        ):  # fmt: skip
            record[key] = one


def evidence(reading: Reading, replied: dict[UUID, UUID], void: Set[UUID]) -> dict[Pair, Link]:
    """Return the links of a batch, but for those of what is `void`. `replied`: touch → whose letter it answers."""
    best: dict[Pair, Link] = {}
    for said in reading.said:
        found = [*links(said, void), *told_links(said, reading.nodes, void)]
        if said.touch_id in replied and said.nodes[0] not in void:
            found += reply_links(said, replied[said.touch_id])
        if said.touch_id in reading.continued and said.nodes[0] not in void:
            found.append(continuation_link(said, reading.continued[said.touch_id]))
        for link in found:
            known = best.get(link.key)
            best[link.key] = link if known is None else spanning(link, known)
    return best


def told_links(said: Said, nodes: Mapping[UUID, Node], void: Set[UUID]) -> Iterable[Link]:
    """Yield what ties a description to the numbers and addresses said with it, by who can be trusted to know.

    A slip in these is evidence. What anybody may add to a description of somebody else is not.
    """
    record = said.nodes[-1]
    if not said.vouched or nodes[record].type != RECORD:
        return
    for node in said.nodes[:-1]:
        if node not in void and nodes[node].type in SAID_WITH:
            key = pair(record, node, TOLD)
            yield Link(key.a, key.b, TOLD, int(Assurance.OBSERVED), said.touch_id, said.channel, said.kind, said.at)


def reply_links(said: Said, node: UUID) -> Iterable[Link]:
    """Yield the link of a letter that answers ours by its unguessable token, though from another address."""
    if node != said.nodes[0]:
        a, b = sorted((said.nodes[0], node), key=lambda id_: id_.bytes)
        proven = min(said.assurances[0], int(Assurance.ASSERTED))
        yield Link(a, b, "reply_token", proven, said.touch_id, said.channel, said.kind, said.at)


def session_links(session: Node, said: Said, void: set[UUID]) -> Iterable[Link]:
    """Yield what ties a session to the shared identifiers it was seen with: it counts once they are shared no more."""
    for node in said.nodes:
        if node not in void and node != session.id:
            a, b = sorted((session.id, node), key=lambda id_: id_.bytes)
            yield Link(a, b, SESSION, int(Assurance.OBSERVED), said.touch_id, said.channel, said.kind, said.at)
