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
from nitka.customers.graph import SESSION
from nitka.customers.models import ASSURANCE_NAMES
from nitka.customers.trust import trust_in
from nitka.kernel.errors import NotFound
from nitka.platform.database import Connection, every, load_queries

queries = load_queries(__file__)

Own = dict[UUID, asyncpg.Record]


class Heard(msgspec.Struct, frozen=True):
    """A conversation, who would hear an answer there, and the customer's own identifiers."""

    state: Kept
    speaker: Speaker | None
    hearing: Hearing
    own: Own


async def heard(tx: Connection, conversation_id: UUID, to: UUID | None = None) -> Heard:
    """Return who would hear an answer: whoever writes from the identifier `to`, else whoever wrote last.

    Raises `NotFound`, also for an identifier that has not written here.
    """
    state = await load(tx, conversation_id)
    rows = await every(queries.own_identifiers(tx, customer_id=state.customer_id))
    own = {row["id"]: row for row in rows if row["type"] != SESSION}
    voices = [Voice(**row) for row in await every(talk.voices(tx, id=state.id))]
    trust = await trust_in(tx, state.customer_id)
    if to is not None:
        voices = [voice for voice in voices if voice.node == to]
        if not voices:
            raise NotFound("Nobody has written here from this address")
    latest = aim(voices, trust).latest
    types = {id_: row["type"] for id_, row in own.items()}
    if latest is None:
        return Heard(state, None, Hearing(None, 0, {}, types), own)
    words = await queries.last_words(tx, strand_id=latest.strand_id)
    spoken = int(words["assurance"] or Assurance.OBSERVED) if words else int(Assurance.OBSERVED)
    place = await queries.strand_shown(tx, strand_id=latest.strand_id)
    speaker = Speaker(
        connection_id=place["connection_id"], identifier_id=place["node"], channel=place["channel"],
        type=place["type"], value=place["value"], assurance=ASSURANCE_NAMES[spoken],
    )  # fmt: skip
    return Heard(state, speaker, Hearing(latest.node, spoken, trust.path(latest.node), types), own)
