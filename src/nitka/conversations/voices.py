"""Who speaks in a conversation, who of them the customer is, and where an answer goes by itself. Pure."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance
from nitka.customers.trust import Trust


class Voice(msgspec.Struct, frozen=True):
    """An address that has written in a conversation. `first`, `last`, `answered`: places in the order of messages.

    `answered` is where a person here last wrote to it, 0 if never.
    """

    strand_id: UUID
    node: UUID
    first: int
    last: int
    answered: int = 0


class Aim(msgspec.Struct, frozen=True):
    """Whose conversation it is, null before anybody has written, and where an answer goes unless somebody chooses.

    `default` is null where only a person can tell: two whose names are proven, and nothing that says they are one.
    """

    core: Voice | None = None
    default: Voice | None = None
    latest: Voice | None = None


def aim(voices: Sequence[Voice], trust: Trust) -> Aim:
    """Return where an answer goes: to the latest words, unless they came from somebody proven to be another person.

    The customer is who opened the conversation, or else somebody whom they named and who then came with proof: of two
    that a claim joins, the one who is named has something to lose, the one who names may be anybody. What the customer
    named in their own place is theirs to be answered at. Who joined by naming the customer, and is nobody else as far
    as is known, is answered where they are, and whoever answers is warned. Who did so and has a name of their own is
    answered by choice, which holds on as long as they speak; so is who writes from another address, proven or not:
    nobody gains by sending letters that prove nothing.
    """
    if not voices:
        return Aim()
    told = sorted(voices, key=lambda one: one.first)
    core = told[0]
    for voice in told[1:]:
        if _comes_with_proof(voice, core, trust):
            core = voice
    latest = max(told, key=lambda one: one.last)
    trusted = [one for one in told if _belongs(one, core, trust)]
    if latest in trusted:
        return Aim(core, latest, latest)
    if trust.is_nameless(latest.node):
        return Aim(core, latest, latest)
    claims = not trust.said_by(latest.node).isdisjoint(trust.person(core.node))
    return Aim(core, max(trusted, key=lambda one: one.last) if claims else None, latest)


def _comes_with_proof(voice: Voice, core: Voice, trust: Trust) -> bool:
    person = trust.person(voice.node)
    return (
        voice.node not in trust.person(core.node)
        and trust.is_named(voice.node)
        and not (trust.said_by(core.node, Assurance.ASSERTED) | trust.continued_at(core.node)).isdisjoint(person)
    )


def _belongs(voice: Voice, core: Voice, trust: Trust) -> bool:
    if voice.node in trust.person(core.node) or voice.answered > max(voice.first, core.first):
        return True
    # Who answers our letter from another mailbox has read it; who comes with the customer's token has seen it.
    theirs = trust.said_by(core.node) | trust.answered_from(core.node) | trust.continued_at(core.node)
    return not theirs.isdisjoint(trust.person(voice.node))
