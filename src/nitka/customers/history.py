"""Why a customer is one, and what happened to them: read from evidence and identity events."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from nitka.customers.browsing import current
from nitka.customers.findings.rules import WORDS
from nitka.customers.graph import ALIKE, RECORD, TOLD, Constraint, Link, Node, Pair, pair
from nitka.customers.likeness.described import read_record, written
from nitka.customers.likeness.scoring import likeness
from nitka.customers.model import shape
from nitka.customers.models import (
    ASSURANCE_NAMES,
    Author,
    IdentityEvent,
    IdentityEventPage,
    Why,
    WhyLink,
    WhyNode,
)
from nitka.customers.partition import tie
from nitka.customers.postgres import PostgresStore, queries
from nitka.customers.rules import seniority
from nitka.customers.why import Evidence, Locale, alike_features, because_text, event_text, link_text, merge_text
from nitka.kernel.clock import rfc3339
from nitka.kernel.errors import NotFound
from nitka.platform.database import Connection, every

MOST_EVENTS = 200
MOST_LINKS_TOLD = 500


async def locale_of(tx: Connection, workspace_id: UUID, wanted: str | None) -> Locale:
    """Return the language to write in: as asked, else the workspace's."""
    text = wanted or await queries.locale(tx, workspace_id=workspace_id) or "ru"
    return "ru" if str(text).lower().startswith("ru") else "en"


async def why(tx: Connection, id_: UUID, locale: Locale) -> Why:
    """Return what holds a customer together, the firmest first, at most 500 links. Raises `NotFound`."""
    store = await PostgresStore.to_read(tx)
    members = (await store.members([await current(tx, id_)])).values()
    nodes = [node for them in members for node in them]
    if not nodes:
        return Why([])
    cells = await store.cells(nodes)
    own = {node.id: node for node in cells.nodes}
    near = own | {node.id: node for node in cells.beyond if not node.active}
    words = await words_of(tx, cells.links, near, store.model.likeness, locale)
    found = [
        seen_link(link, near[link.a], near[link.b], locale, words)
        for link in sorted(cells.links, key=seniority)
        if link.a in near and link.b in near and _tells(link, near)
    ]
    by_hand = [
        merged_link(must, own[ends[0]], own[ends[1]], locale)
        for must in cells.constraints
        if must.kind == "must" and (ends := tie(must, own))
    ]
    return Why((by_hand + found)[:MOST_LINKS_TOLD])


def _tells(link: Link, nodes: Mapping[UUID, Node]) -> bool:
    """Whether a link says something of people: a description beside an identifier does not, that two are alike does."""
    return link.kind == ALIKE or RECORD not in (nodes[link.a].type, nodes[link.b].type)


class Words(NamedTuple):
    """What links are explained with: what was written or is alike, by link; what a record says, by its node."""

    quotes: Mapping[Pair, str] = {}
    labels: Mapping[UUID, str] = {}


_NO_WORDS = Words()


async def words_of(
    tx: Connection, links: Collection[Link], nodes: Mapping[UUID, Node], by: shape.Likeness, locale: Locale
) -> Words:
    """Return what these links are explained with."""
    return Words(await _quotes(tx, links) | _likenesses(links, nodes, by, locale), await _labels(tx, links))


async def _quotes(tx: Connection, links: Iterable[Link]) -> dict[Pair, str]:
    """Return for links of the kind `words` what the customer wrote."""
    messages = {link.touch_id for link in links if link.kind == WORDS}
    rows = await every(queries.quotes(tx, messages=list(messages))) if messages else []
    return {pair(row["node"], row["target"], WORDS): row["quote"] for row in rows}


def _likenesses(
    links: Iterable[Link], nodes: Mapping[UUID, Node], by: shape.Likeness, locale: Locale
) -> dict[Pair, str]:
    """Return for records that are alike what is alike in them."""
    found: dict[Pair, str] = {}
    beside: dict[UUID, list[tuple[str, str]]] = {}
    for link in links:
        for record, other in ((link.a, link.b), (link.b, link.a)):
            if link.kind == TOLD and other in nodes:
                beside.setdefault(record, []).append((nodes[other].type, nodes[other].value))
    for link in links:
        if link.kind == ALIKE and link.a in nodes and link.b in nodes:
            a, b = (read_record(nodes[id_].value, beside.get(id_, ())) for id_ in (link.a, link.b))
            one = likeness(a, b, by)
            found[link.key] = alike_features((part.feature for part in one.parts if part.weight > 0), locale)
    return found


async def _labels(tx: Connection, links: Iterable[Link]) -> dict[UUID, str]:
    """Return what was said in records that are alike, as it was written."""
    ids = {id_ for link in links if link.kind == ALIKE for id_ in (link.a, link.b)}
    rows = await every(queries.record_traits(tx, ids=list(ids))) if ids else []
    said = {row["node"]: {key: one["value"] for key, one in row["traits"].items()} for row in rows}
    wanted = ("first_name", "middle_name", "last_name"), ("birth_date",), ("address",), ("city",)
    parts = {
        id_: [" ".join(dict.fromkeys(filter(None, (written(one, traits) for one in group)))) for group in wanted]
        for id_, traits in said.items()
    }
    return {id_: ", ".join(filter(None, texts)) for id_, texts in parts.items()}


def merged_link(must: Constraint, a: Node, b: Node, locale: Locale) -> WhyLink:
    """Return what an operator said of two nodes as it is shown."""
    text = merge_text(must.why, locale)
    return WhyLink(
        a=_end(a), b=_end(b), kind="merge", assurance=ASSURANCE_NAMES[must.assurance],
        evidence={"at": rfc3339(must.at)} if must.at else {}, text=text, because=text,
    )  # fmt: skip


def seen_link(link: Link, a: Node, b: Node, locale: Locale, words: Words = _NO_WORDS) -> WhyLink:
    """Return a link as it is shown."""
    quote = words.quotes.get(link.key, "")
    said = Evidence((a.type, b.type), link.kind, (link.channel, link.touch_kind), link.at, link.assurance, quote)
    return WhyLink(
        a=_end(a, words.labels), b=_end(b, words.labels), kind=link.kind, assurance=ASSURANCE_NAMES[link.assurance],
        evidence=_touch_of(link) | ({"quote": quote} if quote else {}),
        text=link_text(said, locale), because=because_text(said, locale),
    )  # fmt: skip


def _touch_of(link: Link) -> dict[str, str]:
    if link.kind == ALIKE:
        return {}  # two descriptions, and no touch that says so
    return {"touch": str(link.touch_id), "channel": link.channel, "kind": link.touch_kind, "at": rfc3339(link.at)}


def _end(node: Node, labels: Mapping[UUID, str] | None = None) -> WhyNode:
    value = (labels or {}).get(node.id, "") if node.type == RECORD else node.value
    return WhyNode(node.id, node.type, value)


async def history(tx: Connection, id_: UUID, locale: Locale) -> IdentityEventPage:
    """Return the latest identity events of a customer, under all its ids. Raises `NotFound`."""
    rows = await every(queries.history(tx, id=await current(tx, id_), most=MOST_EVENTS))
    types = await types_of(tx, rows)
    return IdentityEventPage([event_of(row, types, locale) for row in rows])


async def identity_event(tx: Connection, id_: UUID, locale: Locale) -> IdentityEvent:
    """Return one identity event; raises `NotFound`."""
    row = await queries.event_shown(tx, id=id_)
    if row is None:
        raise NotFound("There is no such event")
    return event_of(row, await types_of(tx, [row]), locale)


async def types_of(tx: Connection, rows: list[asyncpg.Record]) -> dict[str, str]:
    """Return the types of the nodes that these events' reasons name, by node id."""
    links = [row["details"]["link"] for row in rows if "link" in row["details"]]
    ids = {UUID(link[end]) for link in links for end in ("a", "b")}
    found = await every(queries.known_nodes(tx, ids=list(ids))) if ids else []
    return {str(row["id"]): row["type"] for row in found}


def event_of(row: asyncpg.Record, types: dict[str, str], locale: Locale) -> IdentityEvent:
    """Return an identity event as it is shown."""
    before: dict[str, Any] = row["before"]
    return IdentityEvent(
        id=row["id"],
        op=row["op"],
        before={customer: [UUID(node) for node in nodes] for customer, nodes in before.items()},
        after={customer: [UUID(node) for node in nodes] for customer, nodes in row["after"].items()},
        why=event_text(row["op"], row["why"], row["details"], types, locale),
        who=Author(row["who"], row["who_name"]) if row["who"] else None,
        undoes=row["undoes"],
        undone_by=row["undone_by"],
        at=row["at"],
    )
