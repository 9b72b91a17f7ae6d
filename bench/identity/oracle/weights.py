"""What EM learns without labels: how often a likeness is seen in records of one person, and of strangers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from splink import Linker

from bench.identity.oracle.link import table, trained

ABOUT = (
    "m: share of pairs of one person's records at this level; u: share of pairs of strangers' records; bits: "
    "log2(m / u), the match weight. Levels stand from the most alike down; a pair is at the first that fits; a side "
    "that says nothing counts for no level. Estimated by Splink with EM, no label was used; u by random pairs of the "
    "file. On an exact level u is an average: rare values weigh more. Null m or u: never seen, or not estimable."
)


def export(files: Iterable[Path], out: Path) -> None:
    """Write the estimates of all files into one."""
    found = {path.stem: model(trained(table(path)[0])) for path in files}
    out.write_text(json.dumps({"about": ABOUT, "files": found}, ensure_ascii=False, indent=1), encoding="utf-8")


def model(linker: Linker) -> dict[str, Any]:
    """Return the share of pairs that match, and m and u of every level of every comparison."""
    saved = linker.misc.save_model_to_json()
    comparisons = {
        one["output_column_name"]: [
            _level(level) for level in one["comparison_levels"] if not level.get("is_null_level")
        ]
        for one in saved["comparisons"]
    }
    return {"match_share": saved["probability_two_random_records_match"], "comparisons": comparisons}


def _level(level: dict[str, Any]) -> dict[str, Any]:
    m, u = level.get("m_probability"), level.get("u_probability")
    bits = round(math.log2(m / u), 2) if m and u else None
    return {"level": level.get("label_for_charts"), "sql": level["sql_condition"], "m": m, "u": u, "bits": bits}
