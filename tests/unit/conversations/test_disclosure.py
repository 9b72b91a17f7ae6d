"""What may be told to whom, without I/O."""

from __future__ import annotations

from uuid import UUID

import pytest

from nitka.conversations.disclosure.models import Need, Needs
from nitka.conversations.disclosure.redacting import kind_of
from nitka.conversations.disclosure.rules import (
    Hearing,
    Said,
    identifiers_told,
    lacking,
    least,
    may_tell,
    may_tell_words,
    sentence,
    told,
)

LAPTOP, MAIL, PHONE, STRANGER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
TYPES = {LAPTOP: "device", MAIL: "email", PHONE: "phone"}
NEEDS = Needs()


def hearing(node: UUID | None, spoken: int, **path: int) -> Hearing:
    names = {"laptop": LAPTOP, "mail": MAIL, "phone": PHONE}
    return Hearing(node, spoken, {names[name]: level for name, level in path.items()}, TYPES)


PROVEN = hearing(LAPTOP, 3, laptop=4, mail=3, phone=2)
CLAIMED = hearing(LAPTOP, 3, laptop=4, mail=2)
FORGED = hearing(MAIL, 2, mail=4, laptop=3)


def test_the_weakest_link_and_the_speaker_themselves_decide() -> None:
    assert [PROVEN.level(one) for one in (LAPTOP, MAIL, PHONE, STRANGER)] == [3, 3, 2, 0]
    assert FORGED.level(LAPTOP) == FORGED.level(MAIL) == 2
    assert hearing(None, 3, mail=4).level(MAIL) == 0


@pytest.mark.parametrize(
    ("who", "said", "may"),
    [
        (PROVEN, Said([MAIL], [3]), True),
        (CLAIMED, Said([MAIL], [3]), False),
        (FORGED, Said([MAIL], [3]), False),
        (PROVEN, Said([PHONE], [3]), False),
        # What somebody else said in this address' name is not its owner's.
        (PROVEN, Said([STRANGER, MAIL], [3, 2]), False),
        # What was seen in one's own browser is one's own.
        (PROVEN, Said([LAPTOP], [1]), True),
        (PROVEN, Said([], []), False),
    ],
)
def test_a_fact_is_told_to_whom_it_is_proven_to_belong(who: Hearing, said: Said, may: bool) -> None:
    assert may_tell(who, NEEDS, "orders", said) is may


def test_one_s_own_words_are_known_to_oneself_and_answers_to_them_are_not() -> None:
    assert may_tell_words(FORGED, NEEDS, Said([MAIL], [2]), ours=False)
    assert not may_tell_words(FORGED, NEEDS, Said([MAIL], [3]), ours=False)
    assert not may_tell_words(FORGED, NEEDS, Said([MAIL], [4]), ours=True)
    # Words of another that only name one's address are theirs.
    assert not may_tell_words(hearing(MAIL, 3, mail=4), NEEDS, Said([STRANGER, MAIL], [3, 2]), ours=False)


@pytest.mark.parametrize(
    ("need", "who", "how", "lack"),
    [
        ("verified", PROVEN, "part", "not_linked"),
        ("asserted", PROVEN, "all", "nothing"),
        ("verified", FORGED, "none", "sender_unproven"),
        ("asserted", FORGED, "all", "nothing"),
        ("nobody", PROVEN, "none", "never_told"),
        ("observed", hearing(None, 0), "none", "nobody_spoke"),
    ],
)
def test_what_is_lacking_is_said(need: Need, who: Hearing, how: str, lack: str) -> None:
    nodes = [LAPTOP, MAIL] if who is FORGED else list(TYPES)
    found = told(who, need, nodes)
    assert (found, lacking(who, need, found)) == (how, lack)
    assert sentence(lacking(who, need, found), found, russian=True) != sentence(
        lacking(who, need, found), found, russian=False
    )


def test_who_speaks_may_be_called_by_the_address_they_use() -> None:
    assert identifiers_told(FORGED, NEEDS) == {MAIL}
    assert identifiers_told(PROVEN, NEEDS) == {LAPTOP, MAIL}
    assert least("nobody") > least("verified")


def test_every_touch_is_of_some_kind() -> None:
    kinds = {kind_of(kind, "in") for kind in ("message", "purchase", "page", "track", "ad", "identify", "verify")}
    assert kinds == {"messages", "orders", "visits", "contacts"}
    assert kind_of("message", "note") == "notes"
