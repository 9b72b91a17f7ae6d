"""Who would hear an answer in a conversation: read once, then asked about every fact."""

from uuid import UUID

import asyncpg
import msgspec

from nitka.channels.touch import Assurance
from nitka.conversations.disclosure.models import Speaker
from nitka.conversations.disclosure.rules import Hearing
from nitka.conversations.reading import load
from nitka.conversations.rows import Kept
from nitka.conversations.sql import queries as talk
from nitka.conversations.voices import Voice, aim
from nitka.customers.graph import INTERNAL
from nitka.customers.models import ASSURANCE_NAMES
from nitka.customers.profile import Traits
from nitka.customers.trust import trust_in
from nitka.kernel.errors import Conflict, NotFound
from nitka.platform.database import Connection, every, load_queries

queries = load_queries(__file__)

Own = dict[UUID, asyncpg.Record]


class Heard(msgspec.Struct, frozen=True):
    """A conversation, who would hear an answer there, the customer's own identifiers, and what their sources say.

    `sources`: pairs of the identifier that it was said beside, and of what was said.
    """

    state: Kept
    speaker: Speaker | None
    hearing: Hearing
    own: Own
    sources: list[tuple[UUID, Traits]]

    @property
    def facts(self) -> set[UUID]:
        """All that facts of this customer hang on: also of who is joined by likeness, with nothing of their own."""
        return {*self.own, *(node for node, _ in self.sources)}


class Hearer(msgspec.Struct, frozen=True):
    """Who is to hear it: whoever writes from this identifier, else whoever wrote last.

    `now`: only if it is they who wrote last. A program must not be talked into reading in somebody else's name.
    """

    node: UUID | None = None
    now: bool = False


async def heard(tx: Connection, conversation_id: UUID, to: Hearer) -> Heard:
    """Return who would hear an answer. Raises `NotFound`, also for an identifier that has not written here.

    Raises `Conflict` where somebody else has written since.
    """
    state = await load(tx, conversation_id)
    rows = await every(queries.own_identifiers(tx, customer_id=state.customer_id))
    own = {row["id"]: row for row in rows if row["type"] not in INTERNAL}
    sources = [(row["node"], row["traits"]) for row in await every(queries.records(tx, customer_id=state.customer_id))]
    voices = [Voice(**row) for row in await every(talk.voices(tx, id=state.id))]
    trust = await trust_in(tx, state.customer_id)
    latest = aim(voices, trust).latest
    if to.node is not None and (latest is None or latest.node != to.node):
        theirs = [voice for voice in voices if voice.node == to.node]
        if not theirs:
            raise NotFound("Nobody has written here from this address")
        if to.now:
            raise Conflict("Somebody else has written since: look again who speaks")
        latest = max(theirs, key=lambda voice: voice.last)
    types = {id_: row["type"] for id_, row in own.items()}
    if latest is None:
        return Heard(state, None, Hearing(None, 0, {}, types), own, sources)
    words = await queries.last_words(tx, strand_id=latest.strand_id)
    spoken = int(words["assurance"] or Assurance.OBSERVED) if words else int(Assurance.OBSERVED)
    place = await queries.strand_shown(tx, strand_id=latest.strand_id)
    speaker = Speaker(
        connection_id=place["connection_id"], identifier_id=place["node"], channel=place["channel"],
        type=place["type"], value=place["value"], assurance=ASSURANCE_NAMES[spoken],
    )  # fmt: skip
    return Heard(state, speaker, Hearing(latest.node, spoken, trust.path(latest.node), types), own, sources)
