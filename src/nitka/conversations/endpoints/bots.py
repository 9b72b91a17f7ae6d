"""What programs that talk by themselves must say: to whom they will tell what they are about to read."""

from typing import Annotated, Any
from uuid import UUID

from litestar.params import Parameter

from nitka.conversations.disclosure.hearing import Hearer
from nitka.kernel.errors import BadInput
from nitka.platform.auth import FOR_BOTS, Principal

BOTS: dict[str, Any] = {FOR_BOTS: True}
Whom = Annotated[
    UUID | None, Parameter(description="The identifier of who hears it: by default whoever wrote last. Answer there")
]


def hearer(principal: Principal, to: UUID | None) -> Hearer:
    """Return who is to hear it; for a bot only who speaks now."""
    return Hearer(to, now=principal.role == "bot")


def named(to: UUID | None) -> UUID:
    """Return whom a bot speaks to: somebody else may write between its reading and its answer. Raises `BadInput`."""
    if to is None:
        raise BadInput("A bot must say to whom: the speaker of the disclosure that it has read", field="to")
    return to
