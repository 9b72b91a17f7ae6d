"""Derived ids: the same thing said twice is one thing, and different things never meet."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from nitka.kernel.ids import PARTITIONS, derived_id, lock_key, new_id, partition_of, touch_id

anything = st.text(st.characters())


@given(st.lists(anything, max_size=4), st.lists(anything, max_size=4))
def test_ids_are_equal_just_when_their_parts_are(a: list[str], b: list[str]) -> None:
    assert (derived_id(*a) == derived_id(*b)) == (a == b)


@given(st.uuids(), st.uuids(), anything)
def test_a_partition_is_stable_and_in_range(workspace: UUID, connection: UUID, sender: str) -> None:
    partition = partition_of(workspace, connection, sender)
    assert 0 <= partition < PARTITIONS
    assert partition == partition_of(workspace, connection, sender)


def test_senders_spread_over_all_partitions() -> None:
    workspace, connection = new_id(), new_id()
    counts = [0] * PARTITIONS
    for number in range(6_400):
        counts[partition_of(workspace, connection, f"visitor-{number}")] += 1
    assert min(counts) > 50
    assert max(counts) < 160


@given(st.uuids())
def test_lock_keys_fit_a_bigint(id_: UUID) -> None:
    assert -(2**63) <= lock_key(id_) < 2**63


def test_ids_are_well_formed_and_new_ones_grow() -> None:
    assert touch_id(new_id(), new_id(), "a", "b").version == 8
    ids = [new_id() for _ in range(1_000)]
    assert len(set(ids)) == 1_000
    assert ids[0].version == 7
    assert ids[0] < ids[-1]
