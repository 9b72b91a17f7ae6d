"""Words are read as a try, with settings that are not saved yet: nothing is kept, and nobody becomes anybody."""

from uuid import UUID

from nitka.channels.administration.models import WordsSettings
from nitka.channels.administration.rules import checked_words
from nitka.customers.findings.keeping import reading_as, settings_of
from nitka.customers.findings.models import TriedFinding, WordsTrial
from nitka.customers.words import Spoken, read
from nitka.platform.database import Connection


async def read_as_a_try(tx: Connection, workspace_id: UUID, trial: WordsTrial) -> list[TriedFinding]:
    """Return what this text would say of its writer. Raises `BadInput` naming a mask that fits too much."""
    saved, addresses, region = await settings_of(tx, workspace_id)
    words: WordsSettings = saved if trial.words is None else checked_words(trial.words)
    numbering, ours = reading_as(words, addresses, region)
    found = read(Spoken(text=trial.text, region=region, numbering=numbering, ours=ours))
    return [TriedFinding(one.kind, one.type, one.value, one.quote) for one in found]
