"""Who the customer of a conversation is, and where an answer goes when somebody else joined it by a claim."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from nitka.conversations.voices import Aim, Voice, aim
from nitka.customers.graph import Constraint, Link, Node, pair
from nitka.customers.trust import Trust

AT = datetime(2026, 3, 1, tzinfo=UTC)
TYPES = {"mail": "email", "account": "user_id", "second": "email", "browser": "device", "other": "device"}
IDS = {name: UUID(int=place) for place, name in enumerate(TYPES, 1)}
NAMES = {id_: name for name, id_ in IDS.items()}


def trust(
    *links: tuple[str, str, int],
    proven: tuple[str, ...] = (),
    musts: tuple[tuple[str, str], ...] = (),
    kind: str = "together",
) -> Trust:
    """A customer of whom these links are known; devices are proven by their secret."""
    nodes = {
        id_: Node(
            id_, TYPES[name], "", name, "normal", "rule", 3 if name in proven or TYPES[name] == "device" else 2, AT
        )
        for name, id_ in IDS.items()
    }
    found = []
    for one, other, assurance in links:
        key = pair(IDS[one], IDS[other], kind)
        found.append(Link(key.a, key.b, key.kind, assurance, UUID(int=99), "chat", "message", AT))
    words = [Constraint(UUID(int=70), "must", frozenset({IDS[a]}), frozenset({IDS[b]})) for a, b in musts]
    return Trust(nodes, found, words)


def spoken(*turns: str) -> list[Voice]:
    """Voices in a conversation of these turns; what begins with `>` is our answer, chosen by a person."""
    found: dict[str, Voice] = {}
    for place, turn in enumerate(turns, 1):
        name = turn.lstrip(">")
        voice = found.get(name) or Voice(IDS[name], IDS[name], place, place)
        answered = place if turn.startswith(">") else voice.answered
        last = voice.last if turn.startswith(">") else place
        found[name] = Voice(voice.strand_id, voice.node, voice.first, last, answered)
    return list(found.values())


def told(goal: Aim) -> tuple[str | None, str | None]:
    """Names of who the customer is and where the answer goes."""
    return NAMES[goal.core.node] if goal.core else None, NAMES[goal.default.node] if goal.default else None


CLAIM = ("browser", "mail", 2)


def test_nobody_has_spoken() -> None:
    assert told(aim([], trust())) == (None, None)


def test_the_answer_goes_where_the_customer_is_now() -> None:
    assert told(aim(spoken("browser", "mail"), trust(CLAIM))) == ("browser", "mail")
    assert told(aim(spoken("browser", "mail", "browser"), trust(CLAIM))) == ("browser", "browser")
    assert told(aim(spoken("browser", "mail"), trust(CLAIM, proven=("mail",)))) == ("mail", "mail")
    proven = trust(("browser", "mail", 3), proven=("mail",))
    assert told(aim(spoken("mail", "browser"), proven)) == ("mail", "browser")
    assert told(aim(spoken("mail", "browser"), trust(CLAIM, musts=(("mail", "browser"),)))) == ("mail", "browser")


def test_who_joins_by_naming_the_customer_is_answered_where_they_are_unless_they_are_somebody_else() -> None:
    for proven in ((), ("mail",)):
        assert told(aim(spoken("mail", "browser"), trust(CLAIM, proven=proven))) == ("mail", "browser")
    signed_in = trust(CLAIM, ("account", "browser", 3), ("account", "mail", 2), proven=("account",))
    assert told(aim(spoken("mail", "browser"), signed_in)) == ("mail", "mail")


def test_who_came_first_and_named_the_customer_does_not_get_their_answers() -> None:
    came_first = trust(CLAIM, ("account", "browser", 3), proven=("account", "mail"))
    assert told(aim(spoken("browser", "mail"), came_first)) == ("mail", "mail")
    assert told(aim(spoken("browser", "mail", "browser"), came_first)) == ("mail", "mail")


def test_a_choice_holds_on_and_one_before_the_customer_came_does_not() -> None:
    known = trust(CLAIM, ("account", "browser", 3), proven=("mail", "account"))
    assert told(aim(spoken("mail", "browser", ">browser", "browser"), known)) == ("mail", "browser")
    assert told(aim(spoken("mail", "browser", ">browser", "mail"), known)) == ("mail", "mail")
    assert told(aim(spoken("browser", ">browser", "mail", "browser"), known)) == ("mail", "mail")


def test_who_answers_our_letter_from_another_mailbox_is_answered_there() -> None:
    answered = trust(("mail", "second", 2), proven=("second",), kind="reply_token")
    assert told(aim(spoken("mail", "second"), answered)) == ("mail", "second")
    assert told(aim(spoken("mail", "second"), trust(("mail", "second", 2), proven=("second",)))) == ("mail", None)


def test_of_two_who_are_proven_and_whom_a_stranger_named_together_a_person_chooses() -> None:
    """A third browser said the account beside the attacker's own mailbox, and the attacker wrote from it."""
    known = trust(
        ("account", "browser", 3), ("account", "second", 2), ("other", "second", 1), ("other", "account", 1),
        proven=("account", "second"),
    )  # fmt: skip
    assert told(aim(spoken("browser", "second"), known)) == ("browser", None)
    assert told(aim(spoken("second", "browser"), known)) == ("second", None)
    assert told(aim(spoken("browser", "second", "browser"), known)) == ("browser", "browser")


def test_an_address_that_proves_nothing_is_trusted_no_more_than_one_that_is_proven() -> None:
    for proven in (("account",), ("account", "second")):
        claimed = trust(
            ("account", "browser", 3), ("other", "second", 1), ("other", "account", 1), proven=proven
        )  # fmt: skip
        assert told(aim(spoken("browser", "second"), claimed)) == ("browser", None)
        assert told(aim(spoken("browser", "second", "browser"), claimed)) == ("browser", "browser")


def test_what_the_customer_named_in_their_own_browser_is_theirs_and_an_accounts_words_are_nobodys() -> None:
    known = trust(CLAIM, ("account", "browser", 3), ("account", "second", 2), proven=("account",))
    assert known.said_by(IDS["browser"]) == {IDS["mail"]}
    assert known.said_by(IDS["account"]) == {IDS["mail"]}
    assert known.said_by(IDS["mail"]) == set()
    assert known.person(IDS["account"]) == {IDS["account"], IDS["browser"]}


pairs = st.tuples(st.sampled_from(list(IDS)), st.sampled_from(list(IDS))).filter(lambda both: both[0] != both[1])


@given(
    st.lists(st.sampled_from(list(IDS)), min_size=1, max_size=8),
    st.lists(st.tuples(pairs, st.integers(1, 3)), max_size=8),
    st.sets(st.sampled_from(list(IDS))),
)
def test_an_answer_never_goes_by_itself_to_somebody_who_is_proven_to_be_another(
    turns: list[str], links: list[tuple[tuple[str, str], int]], proven: set[str]
) -> None:
    known = trust(*((a, b, assurance) for (a, b), assurance in links), proven=tuple(proven))
    goal = aim(spoken(*turns), known)
    assert goal.core is not None
    if goal.default is not None:
        theirs = known.person(goal.core.node) | known.said_by(goal.core.node)
        another = known.is_named(goal.default.node) and theirs.isdisjoint(known.person(goal.default.node))
        assert not another
