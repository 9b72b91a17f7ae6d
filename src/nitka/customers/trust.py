"""How far it is proven, within one customer, that identifiers are one person's; and who only says so.

Pure, but for `trust_in`, which reads what is known.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance
from nitka.customers.continuing.links import KINDS, ends
from nitka.customers.graph import Constraint, Link, Node
from nitka.customers.partition import paths, tie
from nitka.customers.postgres import PostgresStore
from nitka.customers.rules import NAMED, is_proven
from nitka.platform.database import Connection


class Trust:
    """What is known of one customer's identifiers. One that is nobody's own, being shared, stands alone."""

    def __init__(self, nodes: Mapping[UUID, Node], links: Iterable[Link], constraints: Iterable[Constraint]) -> None:
        self._nodes = nodes
        self._links = [link for link in links if link.a in nodes and link.b in nodes]
        self._constraints = list(constraints)
        self._links = self._weighed()

    def path(self, start: UUID) -> dict[UUID, int]:
        """Return how far it is proven that each identifier is the same person as this one: 1 to 4."""
        if start not in self._nodes:
            return {start: int(Assurance.AGENT)}
        return paths(start, self._nodes, self._links, self._constraints)

    def _weighed(self) -> list[Link]:
        """Return the links, with each continuation that proves one side only taken for a claim.

        Who comes with a token has seen what its owner sees. That they are somebody with a name of their own, the owner
        of the token has not shown: they may have been lured to follow it.
        """
        if all(one.kind not in KINDS for one in self._links):
            return self._links
        without = Trust._plain(self._nodes, [one for one in self._links if one.kind not in KINDS], self._constraints)
        both_ways = {ends(one) for one in self._links if one.kind in KINDS and one.assurance >= Assurance.VERIFIED}
        return [
            msgspec.structs.replace(one, assurance=min(one.assurance, int(Assurance.ASSERTED)))
            if one.kind in KINDS and ends(one)[::-1] not in both_ways and without.is_another(*ends(one))
            else one
            for one in self._links
        ]

    @classmethod
    def _plain(cls, nodes: Mapping[UUID, Node], links: list[Link], constraints: list[Constraint]) -> "Trust":
        plain = cls.__new__(cls)
        plain._nodes, plain._links, plain._constraints = nodes, links, constraints
        return plain

    def is_another(self, owner: UUID, comer: UUID) -> bool:
        """Say whether who came with a token has a proven name that is not proven to be its owner's."""
        return comer not in self.person(owner) and self.is_named(comer)

    @cached_property
    def _persons(self) -> dict[UUID, set[UUID]]:
        found = {id_: {id_} for id_ in self._nodes}
        tied = [(link.a, link.b) for link in self._links if link.assurance >= Assurance.VERIFIED]
        said = [must for must in self._constraints if must.kind == "must" and must.assurance >= Assurance.VERIFIED]
        tied += [both for must in said if (both := tie(must, self._nodes))]
        for a, b in tied:
            if found[a] is not found[b]:
                found[a] |= found[b]
                found |= dict.fromkeys(found[b], found[a])
        return found

    def person(self, node: UUID) -> set[UUID]:
        """Return the identifiers that are proven to be the same person's as this one, itself among them."""
        return self._persons.get(node, {node})

    def is_named(self, node: UUID) -> bool:
        """Say whether a name of this person is proven: an address, an account; a device alone is no name."""
        known = (self._nodes[one] for one in self.person(node) if one in self._nodes)
        return any(one.type in NAMED and is_proven(one) for one in known)

    def is_nameless(self, node: UUID) -> bool:
        """Say whether nothing tells who this is. A letter comes from a name, also when its sender proves nothing."""
        known = self._nodes.get(node)
        return not self.is_named(node) and (known is None or known.type not in NAMED)

    def said_by(self, node: UUID, least: Assurance = Assurance.OBSERVED) -> set[UUID]:
        """Return what was said to be theirs where this person sat: in their browser, by their messenger.

        An address or an account says nothing of others: anybody can name it beside an address of their own.
        """
        person = self.person(node)
        speaks = {one for one in person if one in self._nodes and self._nodes[one].type not in NAMED}
        said = [(link.a, link.b) for link in self._links if link.assurance >= least and link.kind not in KINDS]
        said += [(b, a) for a, b in said]
        return {other for one, other in said if one in speaks and other not in person}

    def continued_at(self, node: UUID) -> set[UUID]:
        """Return the addresses from which somebody came with a token that was made for this person in their own place.

        Not the other way round: anybody can bring in another's address with a token of their own.
        """
        person = self.person(node)
        found = {ends(link) for link in self._links if link.kind in KINDS}
        return {comer for owner, comer in found if owner in person and comer not in person}

    def answered_from(self, node: UUID) -> set[UUID]:
        """Return the addresses from which letters to this person were answered, by an unguessable token in them."""
        person = self.person(node)
        said = [(link.a, link.b) for link in self._links if link.kind == "reply_token"]
        return {other for one, other in said + [(b, a) for a, b in said] if one in person and other not in person}


async def trust_in(tx: Connection, customer_id: UUID) -> Trust:
    """Return what is known of this customer, who is in use."""
    store = await PostgresStore.to_read(tx)
    nodes = [node for them in (await store.members([customer_id])).values() for node in them]
    cells = await store.cells(nodes)
    return Trust({node.id: node for node in cells.nodes}, cells.links, cells.constraints)
