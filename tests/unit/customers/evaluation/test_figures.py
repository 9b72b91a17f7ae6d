"""Figures against what was counted by hand, and against a second implementation written apart from the first."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.customers.evaluation.figures import NoiseFigures, b_cubed, by_noise, changed, pairwise
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


def test_pairs_with_a_kind_of_noise_are_counted_once_whether_one_side_has_it_or_both() -> None:
    # Found {1 2} {3 4 5}, true {1 2 3} {4 5}. With a typo in 1 and 2: pair 12 is put together, rightly; of 12 13 23
    # one is found. With a swap in 3: 34 and 35 are put together, both wrongly; of 13 23 none is found.
    noise = [["typo", "typo"], ["typo"], ["swap"], [], []]
    assert by_noise("xxyyy", PEOPLE, noise) == {"swap": NoiseFigures(1, 0.0, 0.0), "typo": NoiseFigures(2, 1.0, 1 / 3)}
    assert by_noise("xxyyy", PEOPLE, [()] * 5) == {}


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abc"), st.sets(st.sampled_from("kl"))), max_size=14))
def test_pairs_with_noise_are_those_that_one_by_one_would_be(touches: list[tuple[str, str, set[str]]]) -> None:
    figures = by_noise(*([one[part] for one in touches] for part in range(3)))  # type: ignore[arg-type]
    for kind, told in figures.items():
        pairs = [(a, b) for a, b in combinations(touches, 2) if kind in a[2] | b[2]]
        together, belong = (
            [a[1] == b[1] for a, b in pairs if a[0] == b[0]],
            [a[0] == b[0] for a, b in pairs if a[1] == b[1]],
        )
        assert told.touches == sum(kind in one[2] for one in touches)
        assert told.pair_precision == (sum(together) / len(together) if together else 1.0)
        assert told.pair_recall == (sum(belong) / len(belong) if belong else 1.0)


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
