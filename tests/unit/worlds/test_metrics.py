"""Metrics against figures counted by hand, and against counting pair by pair."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worlds.metrics import moved, precision_by, quality, recall_by

TRUTH = {"1": "a", "2": "a", "3": "a", "4": "b", "5": "b"}


def test_one_touch_in_the_wrong_cluster() -> None:
    # {1 2} {3 4 5}: pairs made 12 34 35 45, true ones 12 13 23 45; both say 12 and 45.
    found = quality({"1": "x", "2": "x", "3": "y", "4": "y", "5": "y"}, TRUTH)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)
    # B³ precision: 1, 1, 1/3, 2/3, 2/3; recall: 2/3, 2/3, 1/3, 1, 1.
    assert found.b3_precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.b3_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert found.b3_f1 == pytest.approx(11 / 15)
    assert found.biggest == 3


def test_all_in_one_and_all_apart() -> None:
    one = quality(dict.fromkeys(TRUTH, "x"), TRUTH)
    assert (one.precision, one.recall, one.biggest) == (0.4, 1, 5)
    assert one.b3_precision == pytest.approx((3 * 3 / 5 + 2 * 2 / 5) / 5)
    apart = quality({id_: id_ for id_ in TRUTH}, TRUTH)
    assert (apart.precision, apart.recall, apart.f1, apart.biggest) == (1, 0, 0, 1)
    assert apart.b3_recall == pytest.approx(2 / 5)


def test_names_of_clusters_say_nothing() -> None:
    right = quality({"1": "b", "2": "b", "3": "b", "4": "a", "5": "a"}, TRUTH)
    assert (right.f1, right.b3_f1) == (1, 1)


def test_moved_counts_those_whose_company_differs() -> None:
    first = {"1": "x", "2": "x", "3": "y", "4": "z"}
    renamed = {"1": "q", "2": "q", "3": "r", "4": "x"}
    joined = {"1": "x", "2": "x", "3": "y", "4": "y"}
    assert moved([first]) == 0
    assert moved([first, renamed]) == 0
    assert moved([first, renamed, joined]) == 2
    assert moved([first, joined, {"1": "x", "2": "w", "3": "y", "4": "z"}]) == 4


def test_recall_and_precision_by_kind_of_noise() -> None:
    clusters = {"1": "x", "2": "x", "3": "y", "4": "y", "5": "y"}
    noise = {"1": (), "2": ("typo",), "3": ("typo", "layout"), "4": (), "5": ()}
    assert recall_by(noise, clusters, TRUTH) == {"layout": 0, "typo": 0.25}  # 12 of 12 23; none of 13 23
    assert precision_by(noise, clusters, TRUTH) == {"layout": 0, "typo": pytest.approx(1 / 3)}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=25))
def test_equals_counting_every_pair(drawn: list[tuple[int, int]]) -> None:
    clusters = {str(n): str(cluster) for n, (cluster, _) in enumerate(drawn)}
    truth = {str(n): str(person) for n, (_, person) in enumerate(drawn)}
    made = {pair for pair in combinations(truth, 2) if clusters[pair[0]] == clusters[pair[1]]}
    true = {pair for pair in combinations(truth, 2) if truth[pair[0]] == truth[pair[1]]}
    found = quality(clusters, truth)
    assert found.precision == pytest.approx(len(made & true) / len(made) if made else 1)
    assert found.recall == pytest.approx(len(made & true) / len(true) if true else 1)
