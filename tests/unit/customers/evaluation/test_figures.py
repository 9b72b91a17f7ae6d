"""Figures against what was counted by hand, and against a second implementation written apart from the first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.customers.evaluation.figures import b_cubed, changed, pairwise
from tests.worlds.metrics import moved, quality

PEOPLE = "aaabb"
partitions = st.lists(st.tuples(st.sampled_from("vwxyz"), st.sampled_from("abcd"), st.sampled_from("pqr")), max_size=30)


def test_one_touch_with_the_wrong_person() -> None:
    # {1 2} {3 4 5}: pairs made 12 34 35 45, true ones 12 13 23 45; both say 12 and 45.
    pairs = pairwise("xxyyy", PEOPLE)
    assert (pairs.precision, pairs.recall, pairs.f1) == (0.5, 0.5, 0.5)
    b3 = b_cubed("xxyyy", PEOPLE)
    assert b3.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert b3.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert b3.f1 == pytest.approx(11 / 15)


def test_precision_and_recall_are_not_mistaken_for_each_other() -> None:
    together = pairwise("xxxxx", PEOPLE)  # 10 pairs made, 4 of them true, none missed
    assert (together.precision, together.recall) == (0.4, 1.0)
    assert b_cubed("xxxxx", PEOPLE).precision == pytest.approx((3 * 3 / 5 + 2 * 2 / 5) / 5)
    apart = pairwise("vwxyz", PEOPLE)  # nothing was put together, so nothing wrong
    assert (apart.precision, apart.recall, apart.f1) == (1.0, 0.0, 0.0)
    assert b_cubed("vwxyz", PEOPLE).recall == pytest.approx(2 / 5)


def test_where_nothing_is_there_nothing_is_wrong() -> None:
    assert (pairwise("", "").f1, b_cubed("", "").f1) == (1.0, 1.0)


def test_what_changed_is_the_company_and_not_the_name() -> None:
    assert changed("xxyz", "pprq") == set()
    assert changed("xxyz", "pqrs") == {0, 1}  # two who were together part
    assert changed("xxyz", "pprr") == {2, 3}  # two who were apart meet
    assert changed("xxyy", "ppqp") == {0, 1, 2, 3}  # one goes over: both groups are others now


@given(partitions)
def test_an_implementation_of_its_own_counts_the_same(touches: list[tuple[str, str, str]]) -> None:
    found, truth, again = ("".join(one[place] for one in touches) for place in range(3))
    by_id, truth_by_id, again_by_id = (
        {str(number): name for number, name in enumerate(names)} for names in (found, truth, again)
    )
    other = quality(by_id, truth_by_id)
    pairs, b3 = pairwise(found, truth), b_cubed(found, truth)
    assert (pairs.precision, pairs.recall, pairs.f1) == pytest.approx((other.precision, other.recall, other.f1))
    assert (b3.precision, b3.recall, b3.f1) == pytest.approx((other.b3_precision, other.b3_recall, other.b3_f1))
    assert len(changed(found, again)) == moved([by_id, again_by_id])
