"""Numbers that pass from one person to another: whose they are by the times of what was said."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nitka.channels.touch import Assurance, Touch
from nitka.customers.graph import month
from nitka.customers.model.versions import model_of
from tests.unit.customers.world import ASSERTED, VERIFIED, World, node, touch

PHONE = ("phone", "+79161234500")
ANNA, BORIS = ("email", "anna@shop.org"), ("email", "boris@shop.org")
ANNAS, BORISS = ("user_id", "17"), ("user_id", "23")


def at(year: int, month: int, told: Touch) -> Touch:
    """The same, said on the tenth of a month."""
    return replace(told, at=datetime(year, month, 10, tzinfo=UTC))


def said(number: int, year: int, month: int, *who: tuple[str, str], level: Assurance = VERIFIED) -> Touch:
    """Something that these identifiers were seen with."""
    return at(year, month, touch(number, *((*one, level) for one in who), sender=str(number)))


def signed_up(level: Assurance = VERIFIED) -> list[Touch]:
    """Anna had the number in 2023, Boris has it since September 2024."""
    return [
        said(0, 2023, 1, ANNAS, ANNA),
        said(1, 2023, 2, ANNAS, PHONE),
        said(2, 2023, 3, ANNA, PHONE),
        said(3, 2024, 9, BORISS, PHONE, level=level),
        said(4, 2024, 9, BORISS, BORIS),
        said(5, 2024, 10, BORIS, PHONE, level=level),
    ]


def whose(world: World, number: int) -> UUID | None:
    """The customer of the touch with this number."""
    of = {said.sender: said for said in world.store.touches.values()}
    owner = of[str(number)].owner
    return None if owner is None else world.store.known[owner].customer


def test_a_number_is_whose_it_was_at_the_time_of_the_call() -> None:
    world = World()
    calls = [
        said(10, 2023, 2, PHONE, level=ASSERTED),  # while it was Anna's
        said(11, 2024, 1, PHONE, level=ASSERTED),  # while it lay idle
        said(12, 2024, 10, PHONE, level=ASSERTED),  # since it is Boris'
        said(13, 2025, 5, PHONE, level=ASSERTED),
    ]
    world.say_in_batches([*calls, *signed_up()], 1)
    anna, boris = world.customer(*ANNAS), world.customer(*BORISS)
    assert anna != boris
    assert world.customer(*PHONE) == boris
    assert [whose(world, number) for number in (10, 12, 13)] == [anna, boris, boris]
    assert whose(world, 11) not in (anna, boris), "nobody knows who called while it was nobody's"


def test_the_number_leaves_with_the_first_proof_of_its_new_owner() -> None:
    world = World()
    world.say(*signed_up()[:3], said(10, 2023, 2, PHONE, level=ASSERTED))
    anna = world.customer(*ANNAS)
    assert world.customer(*PHONE) == anna == whose(world, 10)
    world.say(said(3, 2024, 9, BORISS, PHONE))
    assert world.customer(*PHONE) == world.customer(*BORISS) != anna
    assert whose(world, 10) == anna
    world.say(said(6, 2024, 8, ANNA, PHONE))  # she had it all the time: there was no silence
    assert world.customer(*PHONE) is None
    assert whose(world, 10) not in (world.customer(*ANNAS), world.customer(*BORISS))


def test_a_claim_takes_no_number_over() -> None:
    world = World()
    world.say(*signed_up(ASSERTED), said(10, 2023, 2, PHONE, level=ASSERTED))
    assert world.customer(*PHONE) == world.customer(*ANNAS) == whose(world, 10)


def test_two_at_one_time_share_it() -> None:
    world = World()
    world.say(*signed_up(), said(6, 2024, 7, ANNAS, PHONE))
    assert world.customer(*PHONE) is None
    assert world.store.known[node(*PHONE)].status_by == "contest"


def test_the_first_version_lets_no_number_pass_on() -> None:
    world = World(model_of(1))
    world.say(*signed_up())
    assert world.customer(*PHONE) is None


def test_a_month_is_counted_in_utc() -> None:
    assert month(datetime(2026, 1, 31, 23, tzinfo=UTC)) == 2026 * 12
    late = datetime.fromisoformat("2026-02-01T01:00:00+03:00")
    assert month(late) == 2026 * 12


def test_an_earlier_call_from_a_number_changes_nobody_who_had_it() -> None:
    told = [
        said(0, 2023, 6, ANNAS, PHONE),
        said(1, 2023, 10, BORISS, PHONE),
        said(2, 2023, 2, BORISS, BORIS),
        said(3, 2023, 2, BORIS, PHONE),  # it was his before it was hers
        said(4, 2023, 1, PHONE),
    ]
    one, other = World(), World()
    one.say_in_batches(told, 1)
    other.say_in_batches(told, 5)
    assert one.owners() == other.owners()


accounts = [("user_id", f"u{n}") for n in range(4)]
emails = [("email", f"p{n}@shop.org") for n in range(4)]
phones = [("phone", "+7916123450" + str(n)) for n in range(2)]
groups = st.one_of(
    st.tuples(st.sampled_from(accounts), st.sampled_from(phones)),
    st.tuples(st.sampled_from(accounts), st.sampled_from(emails)),
    st.tuples(st.sampled_from(emails), st.sampled_from(phones)),
    st.tuples(st.sampled_from(phones)),
)


@given(st.data(), st.lists(st.tuples(groups, st.integers(0, 40), st.booleans()), min_size=2, max_size=18))
@settings(max_examples=300, deadline=None)
def test_no_order_of_arrival_matters(
    data: st.DataObject, told: list[tuple[tuple[tuple[str, str], ...], int, bool]]
) -> None:
    start = datetime(2023, 1, 10, tzinfo=UTC)
    touches = [
        replace(
            touch(number, *((*one, VERIFIED if proven else ASSERTED) for one in who), sender=str(number)),
            at=start + timedelta(days=30 * months),
        )
        for number, (who, months, proven) in enumerate(told)
    ]
    one, other = World(), World()
    one.say_in_batches(touches, 1)
    other.say_in_batches(data.draw(st.permutations(touches)), data.draw(st.integers(1, 5)))
    assert one.partition() == other.partition()
    assert one.owners() == other.owners()
