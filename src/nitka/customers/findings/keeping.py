"""Messages are read, and what is new of what they say is kept."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from nitka.channels.administration.models import WordsSettings
from nitka.channels.scope import Scope
from nitka.customers.findings.models import Kept
from nitka.customers.findings.rules import Person, is_news, typed
from nitka.customers.normalise import normalise
from nitka.customers.words import Asked, Finding, Numbering, Spoken, read
from nitka.customers.words.text import fold
from nitka.customers.words.values import values
from nitka.kernel.ids import derived_id, node_id
from nitka.platform.database import Connection, every, load_queries

queries = load_queries(__file__)


class Said(msgspec.Struct, frozen=True):
    """A finding, its message, and the node that is named, null for a trait."""

    row: asyncpg.Record
    finding: Finding
    target: UUID | None
    id: UUID


async def keep(tx: Connection, scope: Scope, message_ids: Collection[UUID]) -> list[Kept]:
    """Read these messages and keep what they say; return what was not known before."""
    rows = await every(queries.spoken(tx, ids=list(message_ids)))
    if not rows:
        return []
    words, addresses, _ = await settings_of(tx, scope.workspace_id)
    numbering, ours = reading_as(words, addresses, scope.region)
    said = [_said(scope, row, finding) for row in rows for finding in read(_spoken(row, scope.region, numbering, ours))]
    fresh = await _news(tx, said)
    if not fresh:
        return []
    kept = await every(queries.keep(tx, workspace_id=scope.workspace_id, **_columns(fresh)))
    return await hold(tx, [row["id"] for row in kept])


async def hold(tx: Connection, ids: Collection[UUID]) -> list[Kept]:
    """Return these findings, to be decided by nobody else meanwhile."""
    rows = await every(queries.held(tx, ids=list(ids))) if ids else []
    return [msgspec.convert(dict(row), Kept) for row in rows]


async def people(tx: Connection, nodes: Iterable[UUID]) -> dict[UUID, Person]:
    """Return whose these nodes are, as far as they are anybody's."""
    rows = await every(queries.people_of(tx, ids=list(set(nodes))))
    return {row["node"]: Person(row["customer_id"], row["name"], row["status"], row["assurance"]) for row in rows}


async def settings_of(tx: Connection, workspace_id: UUID) -> tuple[WordsSettings, list[str], str]:
    """Return how words are read in a workspace, the addresses of its mailboxes, and its region (ISO 3166)."""
    row = await queries.reading_settings(tx, workspace_id=workspace_id)
    return msgspec.convert(row["words"], WordsSettings), [*filter(None, row["addresses"])], row["region"]


def reading_as(
    words: WordsSettings, addresses: Iterable[str], region: str
) -> tuple[tuple[Numbering, ...], frozenset[tuple[str, str]]]:
    """Return what the company's numbers look like, and which identifiers are its own."""
    ours = {normal for text in [*words.ours, *addresses] if (normal := _ours(text, region))}
    return tuple(Numbering(one.type, one.mask) for one in words.numbering), frozenset(ours)


def _ours(text: str, region: str) -> tuple[str, str] | None:
    normal = normalise("email" if "@" in text else "phone", text, "", region)
    return (normal.type, normal.value) if normal else None


def _spoken(
    row: asyncpg.Record, region: str, numbering: tuple[Numbering, ...], ours: frozenset[tuple[str, str]]
) -> Spoken:
    asked = row["asked"] or ""
    return Spoken(
        text=row["text"],
        quoted=row["quoted"],
        address=(row["address_type"] or "", row["address_value"] or ""),
        region=region,
        asked=Asked(asked, frozenset((one.type, one.value) for one in values(fold(asked), region))),
        ours=ours,
        numbering=numbering,
    )


def _said(scope: Scope, row: asyncpg.Record, finding: Finding) -> Said:
    target = None
    if finding.kind == "shared":
        target = row["node"]
    elif finding.kind != "trait":
        target = node_id(scope.workspace_id, *typed(finding.type, finding.value))
    digest = derived_id("finding", row["id"].hex, finding.kind, finding.type, finding.value)
    return Said(row, finding, target, digest)


async def _news(tx: Connection, said: list[Said]) -> list[Said]:
    if not said:
        return []
    them = await people(tx, [node for one in said for node in (one.row["node"], one.target) if node])
    rows = await every(
        queries.told_before(
            tx,
            nodes=list({one.row["node"] for one in said}),
            types=list({one.finding.type for one in said}),
            values=list({one.finding.value for one in said}),
        )
    )
    told = {(row["node"], row["kind"], row["type"], row["value"]) for row in rows}
    fresh: dict[tuple[Any, ...], Said] = {}
    for one in said:
        key = one.row["node"], one.finding.kind, one.finding.type, one.finding.value
        if key not in told and is_news(one.finding, one.row["node"], one.target, them):
            fresh.setdefault(key, one)
    return list(fresh.values())


def _columns(said: list[Said]) -> dict[str, list[Any]]:
    return {
        "ids": [one.id for one in said],
        "messages": [one.row["id"] for one in said],
        "strands": [one.row["strand_id"] for one in said],
        "seqs": [one.row["seq"] for one in said],
        "nodes": [one.row["node"] for one in said],
        "kinds": [one.finding.kind for one in said],
        "types": [one.finding.type for one in said],
        "values": [one.finding.value for one in said],
        "targets": [one.target for one in said],
        "parts": [one.finding.part for one in said],
        "froms": [one.finding.start for one in said],
        "tos": [one.finding.end for one in said],
        "quotes": [one.finding.quote for one in said],
        "rules": [one.finding.rule for one in said],
        "confidences": [one.finding.confidence for one in said],
        "ats": [one.row["at"] for one in said],
    }
