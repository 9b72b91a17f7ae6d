"""What holds of all that was said. Pure: it depends on whose the identifiers are now, on no merge and no split."""

from collections.abc import Iterable
from uuid import UUID

from nitka.channels.consents import ConsentState
from nitka.channels.touch import Assurance
from nitka.customers.consent.models import Statement
from nitka.customers.graph import INTERNAL

Matter = tuple[str, str, str]  # purpose, channel, topic
Named = tuple[UUID, str, str, int]  # an identifier of a touch: id, type, status, how far it was proven there


def subjects(state: ConsentState, named: Iterable[Named]) -> list[UUID]:
    """Return of whom a touch says it: a refusal of all it names, an agreement of those it proves.

    With the public key anybody can say that somebody agrees. That they refuse costs a letter that was not sent.
    """
    least = Assurance.VERIFIED if state == "granted" else Assurance.OBSERVED
    own = [one for one in named if one[1] not in INTERNAL and one[2] != "blocked"]
    return sorted({id_ for id_, _, _, level in own if level >= least})


def effective(statements: Iterable[Statement]) -> list[Statement]:
    """Return for each purpose, channel and topic the statement that decides, in their order.

    Of one identifier the latest holds, and of several the most restrictive. So who becomes one with somebody who
    refused is left in peace, and who parts from them again has what was said of their own.
    """
    latest: dict[tuple[Matter, UUID], Statement] = {}
    for one in statements:
        for subject in one.subjects:
            key = (one.purpose, one.channel, one.topic), subject
            if key not in latest or _order(one) > _order(latest[key]):
                latest[key] = one
    deciding: dict[Matter, Statement] = {}
    for (matter, _), one in latest.items():
        if matter not in deciding or _strictness(one) > _strictness(deciding[matter]):
            deciding[matter] = one
    return [one for _, one in sorted(deciding.items(), key=lambda item: item[0])]


def _order(one: Statement) -> tuple[object, ...]:
    # What was said at the same moment: the refusal.
    return one.at, one.state == "refused", one.recorded_at, one.id.bytes


def _strictness(one: Statement) -> tuple[object, ...]:
    return one.state == "refused", *_order(one)
