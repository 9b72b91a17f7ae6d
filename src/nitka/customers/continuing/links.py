"""The evidence that a redeemed token leaves. Pure.

It has a direction: who comes with a token has seen what its owner sees, but not the other way round. So the kind says
which end the token was made for.
"""

from uuid import UUID

from nitka.customers.graph import Link, Said, pair
from nitka.customers.models import Continued

FROM_A, FROM_B = "continuation", "continuation_back"  # the token was made for `a`, for `b`
KINDS = frozenset({FROM_A, FROM_B})


def continuation_link(said: Said, continued: Continued) -> Link:
    """Return the link between the address that a token was made for and the one that came with it."""
    key = pair(continued.node, said.nodes[0])
    kind = FROM_A if key.a == continued.node else FROM_B
    return Link(key.a, key.b, kind, continued.assurance, said.touch_id, said.channel, said.kind, said.at)


def ends(link: Link) -> tuple[UUID, UUID]:
    """Return the address that the token was made for, and the one that came with it."""
    return (link.a, link.b) if link.kind == FROM_A else (link.b, link.a)
