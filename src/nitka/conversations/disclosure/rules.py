"""What may be told to whom. Pure.

A fact hangs on an identifier, and who speaks has one too. The fact may be told where the weakest link on the best way
between the two is firm enough, where who speaks is firm enough themselves (a From header is text), and where the fact
is that identifier's own: an order that somebody else placed in this address' name is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance
from nitka.conversations.disclosure.models import Kind, Lacking, Need, Needs, Told
from nitka.customers.rules import NAMED

_NEVER = 100
_LEVELS: dict[Need, int] = {
    "observed": int(Assurance.OBSERVED),
    "asserted": int(Assurance.ASSERTED),
    "verified": int(Assurance.VERIFIED),
    "nobody": _NEVER,
}


class Said(msgspec.Struct, frozen=True):
    """What one touch names, and how far each identifier was proven in it."""

    nodes: Sequence[UUID]
    assurances: Sequence[int]


class Hearing(msgspec.Struct, frozen=True):
    """Who hears what is told: their node, how far they are proven to speak, and each identifier's path from there.

    `types` are those of the customer's identifiers. Without a node nobody has spoken, and nothing may be told.
    """

    node: UUID | None
    spoken: int
    path: Mapping[UUID, int]
    types: Mapping[UUID, str]

    def level(self, node: UUID) -> int:
        """Return how far it is proven that this identifier is the speaker's, 0 to 4."""
        return min(self.spoken, self.path.get(node, 0)) if self.node is not None else 0


def least(need: Need) -> int:
    """Return the level that a need asks for."""
    return _LEVELS[need]


def may_tell(hearing: Hearing, needs: Needs, kind: Kind, said: Said) -> bool:
    """Say whether a touch may be told: it names an identifier that is the speaker's, and that spoke in it itself.

    Anybody can name an address: the touch must have proven it as far. A device or a messenger's account speaks for
    itself; what others say in its name adds to what it hears, and takes nothing from anybody else.
    """
    level = least(getattr(needs, kind))
    return any(
        hearing.level(node) >= level and (hearing.types.get(node) not in NAMED or assurance >= level)
        for node, assurance in zip(said.nodes, said.assurances, strict=True)
    )


def may_tell_words(hearing: Hearing, needs: Needs, said: Said, *, ours: bool) -> bool:
    """Say whether a message may be told: as any touch, or because the speaker's own address wrote it as firmly.

    What was answered there before is told only to whom that address is proven: they may be somebody else today.
    """
    if may_tell(hearing, needs, "messages", said):
        return True
    # The first of them is the address; others it only names, as anybody may.
    return bool(said.nodes) and not ours and said.nodes[0] == hearing.node and said.assurances[0] <= hearing.spoken


def identifiers_told(hearing: Hearing, needs: Needs) -> set[UUID]:
    """Return the identifiers that may be named: the speaker has just used their own."""
    level = least(needs.contacts)
    told = {node for node in hearing.types if hearing.level(node) >= level}
    return told | ({hearing.node} if hearing.node is not None else set())


def told(hearing: Hearing, need: Need, nodes: Iterable[UUID]) -> Told:
    """Return whether what hangs on these identifiers may be told."""
    may = [hearing.level(node) >= least(need) for node in nodes]
    if may and all(may):
        return "all"
    return "part" if any(may) else "none"


def lacking(hearing: Hearing, need: Need, how: Told) -> Lacking:
    """Return what is lacking."""
    if need == "nobody":
        return "never_told"
    if how == "all":
        return "nothing"
    if hearing.node is None:
        return "nobody_spoke"
    return "sender_unproven" if hearing.spoken < least(need) else "not_linked"


_SENTENCES: dict[tuple[Lacking, bool], tuple[str, str]] = {
    ("nothing", False): ("Можно сообщать: доказано, что это тот же человек.", "May be told: proven to be the same."),
    ("never_told", False): ("Клиенту не сообщается никогда.", "The customer is never told this."),
    ("nobody_spoke", False): ("В этом разговоре ещё никто не писал.", "Nobody has written in this conversation yet."),
    ("sender_unproven", False): (
        "Отправитель не подтверждён: так мог назваться кто угодно.",
        "The sender is not proven: anybody could have used this name.",
    ),
    ("not_linked", False): (
        "Не доказано, что собеседник и есть этот клиент.",
        "It is not proven that who speaks is this customer.",
    ),
    ("not_linked", True): (
        "Можно сообщать только то, что относится к подтверждённым адресам собеседника.",
        "Only what belongs to the proven addresses of who speaks may be told.",
    ),
}


def sentence(lack: Lacking, how: Told, *, russian: bool) -> str:
    """Return what is lacking as people read it."""
    both = _SENTENCES.get((lack, how == "part")) or _SENTENCES[lack, False]
    return both[0 if russian else 1]


def send_a_code(type_: str, value: str | None, *, russian: bool) -> str:
    """Return what would prove more; without the address for whom it must not be known."""
    if russian:
        return f"Отправьте код на {value or ('телефон клиента' if type_ == 'phone' else 'почту клиента')}"
    return f"Send a code to {value or ('the customer’s phone' if type_ == 'phone' else 'the customer’s e-mail')}"
