"""Splink over a file of labelled touches: trained by EM without labels, its threshold then chosen with them.

The choice with labels favours Splink: of ours nothing is tuned on the file that is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_level_library as levels
from splink import comparison_library as comparisons

from bench.identity.oracle.files import read
from tests.worlds.baselines import Forest
from tests.worlds.metrics import Quality, quality

COLUMNS = ("first_name", "middle_name", "last_name", "birth_date", "address", "city", "postcode", "phone", "email")
LEAST = -10  # bits: the lowest threshold that is tried
DIGITS = 7  # of birth dates written as eight digits or as ISO 8601: more than this must be there
HOUSE = "house_l = house_r and jaro_winkler_similarity(street_l, street_r) > 0.8"
PAIRS = 3_000_000  # drawn at random to learn how often strangers agree


@dataclass(frozen=True)
class Linked:
    """What Splink makes of a file at one threshold (match weight in bits)."""

    threshold: float
    clusters: dict[str, str]
    quality: Quality


def table(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    """Read a file as Splink wants it, and the truth by id. Dates are left with their digits alone."""
    rows, truth = [], {}
    for line in read(path):
        told: dict[str, Any] = line["traits"] | {one["type"]: one["value"] for one in line["identifiers"]}
        row = {column: _folded(told.get(column, "")) for column in COLUMNS}
        digits = "".join(filter(str.isdigit, row["birth_date"] or ""))
        phone = "".join(filter(str.isdigit, row["phone"] or ""))[-10:]
        house, _, street = (row["address"] or "").partition(" ")
        rows.append(
            row
            | {"unique_id": line["id"], "birth_date": digits if len(digits) > DIGITS else None}
            | {"house": house or None, "street": street or None, "phone": phone if len(phone) == 10 else None}
        )
        truth[line["id"]] = line["truth"]
    frame = pd.DataFrame(rows)
    empty = [column for column in frame.columns if frame[column].isna().all()]
    return frame.drop(columns=empty), truth


def _folded(text: str) -> str | None:
    return " ".join(text.lower().replace(".", " ").replace(",", " ").replace("ё", "е").split()) or None


def trained(frame: pd.DataFrame, one_place: bool = False) -> Linker:
    """Return a linker with m, u and the share of pairs that match all estimated on these records."""
    linker = Linker(DuckDBAPI().register(frame), settings(frame, one_place), log_level=40)
    has = set(frame.columns)
    sure = [block_on(*rule) for rule in _rules(SURE, has)]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=1)
    # Never among those of one address: there EM takes households for the same people.
    for rule in _rules((("birth_date",), ("first_name", "last_name"), ("first_name", "birth_date")), has):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), estimate_without_term_frequencies=True
        )
    return linker


SURE = (("first_name", "last_name", "birth_date"), ("last_name", "address", "birth_date"), ("phone", "first_name"))
BLOCKS = (
    ("first_name", "last_name"), ("birth_date",), ("address",), ("last_name", "postcode"), ("first_name", "postcode"),
    ("last_name", "house"), ("first_name", "house"), ("first_name", "street"), ("last_name", "street"), ("phone",),
    ("email",), ("city", "last_name"),
)  # fmt: skip


def _rules(rules: Sequence[tuple[str, ...]], has: set[str]) -> Iterator[tuple[str, ...]]:
    return (rule for rule in rules if set(rule) <= has)


def settings(frame: pd.DataFrame, one_place: bool = False) -> SettingsCreator:
    """Return comparisons of what the file has, with frequencies; address, postcode and city apart or as one."""
    has, single = set(frame.columns), _constant(frame)
    compared = has - {"postcode", "city"} if one_place and "address" in has else has
    rules = [rule for rule in _rules(BLOCKS, has) if not set(rule) & single]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[
            found for column in COLUMNS if column in compared and (found := _comparison(column, has, one_place))
        ],
        blocking_rules_to_generate_predictions=[
            *(block_on(*rule) for rule in rules),
            "l.first_name = r.last_name and l.last_name = r.first_name",
        ],
        max_iterations=50,
    )


def _constant(frame: pd.DataFrame) -> set[str]:
    """Columns of which one value takes more than a third: blocking on it would compare everybody."""
    return {column for column in frame.columns if frame[column].value_counts(normalize=True).iloc[0] > 1 / 3}


def _comparison(column: str, has: set[str], one_place: bool) -> Any:
    null, exact = levels.NullLevel(column), levels.ExactMatchLevel(column, term_frequency_adjustments=True)
    near = [levels.JaroWinklerLevel(column, 0.92), levels.JaroWinklerLevel(column, 0.8)]
    if column in ("first_name", "last_name"):
        crossed = levels.ColumnsReversedLevel("first_name", "last_name")
        return comparisons.CustomComparison([null, exact, crossed, *near, levels.ElseLevel()], column)
    if column == "middle_name":
        initial = levels.CustomLevel("substr(middle_name_l, 1, 1) = substr(middle_name_r, 1, 1)", "same initial")
        return comparisons.CustomComparison([null, exact, initial, levels.ElseLevel()], column)
    if column == "birth_date":
        same = levels.ExactMatchLevel(column)
        slips = [levels.DamerauLevenshteinLevel(column, 1), levels.DamerauLevenshteinLevel(column, 2)]
        return comparisons.CustomComparison([null, same, *slips, levels.ElseLevel()], column)
    if column in ("postcode", "phone"):
        slips = [levels.DamerauLevenshteinLevel(column, 1)]
        return comparisons.CustomComparison([null, exact, *slips, levels.ElseLevel()], column)
    if column == "address":
        if one_place:
            return _place(has)
        house = levels.CustomLevel(HOUSE, "same house, much the same street")
        return comparisons.CustomComparison([null, exact, house, *near, levels.ElseLevel()], column)
    return comparisons.CustomComparison([null, exact, near[0], levels.ElseLevel()], column)


def _place(has: set[str]) -> Any:
    """One comparison of address, postcode and city: they go together, and three of them would count a move thrice."""
    said = [column for column in ("address", "postcode", "city") if column in has]
    empty = " and ".join(f"({column}_l is null or {column}_r is null)" for column in said)
    found = [
        levels.CustomLevel(empty, "nothing said").configure(is_null_level=True),
        levels.ExactMatchLevel("address", term_frequency_adjustments=True),
        levels.CustomLevel(HOUSE, "same house, much the same street"),
        levels.JaroWinklerLevel("address", 0.9),
        *(levels.ExactMatchLevel(column, term_frequency_adjustments=True) for column in said[1:]),
        levels.ElseLevel(),
    ]
    return comparisons.CustomComparison(found, "place")


def linked(path: Path) -> tuple[Linked, Linked]:
    """Return Splink's best by F1, and its best with a pair precision of at least 0.999, of both models."""
    frame, truth = table(path)
    every = [one for one_place in (False, True) for one in _outcomes(trained(frame, one_place), truth)]
    best = max(every, key=lambda one: one.quality.f1)
    careful = [one for one in every if one.quality.precision >= 0.999]
    return best, max(careful, key=lambda one: one.quality.f1, default=best)


def _outcomes(linker: Linker, truth: dict[str, str]) -> Iterator[Linked]:
    found = linker.inference.predict(threshold_match_weight=LEAST).as_pandas_dataframe()
    pairs = zip(found["match_weight"], found["unique_id_l"], found["unique_id_r"], strict=True)
    return _at_every_threshold(sorted(pairs, reverse=True), truth)


def _at_every_threshold(pairs: Sequence[tuple[float, str, str]], truth: dict[str, str]) -> Iterator[Linked]:
    """Connected components at thresholds half a bit apart, from the strictest down."""
    forest: Forest = Forest()
    place = 0
    for half_bits in range(120, 2 * LEAST - 1, -1):
        threshold = half_bits / 2
        before = place
        while place < len(pairs) and pairs[place][0] >= threshold:
            forest.join(pairs[place][1], pairs[place][2])
            place += 1
        if place > before:
            clusters = {id_: str(forest.find(id_)) for id_ in truth}
            yield Linked(threshold, clusters, quality(clusters, truth))
