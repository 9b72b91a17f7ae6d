"""pseudopeople's sample data as labelled touches: simulated people of the USA with households and noise of many kinds.

All live in Anytown with one postcode: what says nothing here must weigh nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pseudopeople as pp

from bench.identity.oracle.files import Record, iso, plain, write


def make(folder: Path) -> Iterator[Path]:
    """Write all files into a folder: each with dates as they are written, and (`_iso`) as ISO 8601 writes them."""
    years = {year: pp.generate_decennial_census(year=year) for year in (2020, 2030)}
    again = pp.generate_decennial_census(year=2020, seed=1)
    files: dict[str, list[tuple[str, pd.DataFrame, str]]] = {
        "pseudo_census": [("c20", years[2020], "%m/%d/%Y")],
        "pseudo_census_twice": [("c20", years[2020], "%m/%d/%Y"), ("c20b", again, "%m/%d/%Y")],
        "pseudo_census_years": [("c20", years[2020], "%m/%d/%Y"), ("c30", years[2030], "%m/%d/%Y")],
        "pseudo_surveys": [
            ("c20", years[2020], "%m/%d/%Y"),
            ("acs", pp.generate_american_community_survey(year=None), "%m/%d/%Y"),
            ("cps", pp.generate_current_population_survey(year=None), "%m/%d/%Y"),
            ("wic", pp.generate_women_infants_and_children(year=None), "%m%d%Y"),
        ],
        "pseudo_agencies": [
            ("c20", years[2020], "%m/%d/%Y"),
            ("ssa", _creations(pp.generate_social_security()), "%Y%m%d"),
            ("tax", pp.generate_taxes_1040(year=2020), ""),
        ],
    }
    for name, sources in files.items():
        for dated in (False, True):
            records = [
                _record(f"{source}-{number}", row, written if dated else "")
                for source, frame, written in sources
                for number, row in enumerate(frame.to_dict("records"))
            ]
            yield write(folder / f"{name}{'_iso' if dated else ''}.jsonl", records, shuffle=True)


def _creations(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["event_type"] == "creation"]


def _record(id_: str, row: dict[str, object], written: str) -> Record:
    cell: Callable[[str], str] = lambda name: plain(row.get(name)) or plain(row.get(f"mailing_address_{name}"))  # noqa: E731
    birth = cell("date_of_birth")
    traits = {
        "first_name": cell("first_name"),
        "middle_name": cell("middle_name") or cell("middle_initial"),
        "last_name": cell("last_name"),
        "birth_date": iso(birth, written) if written else birth,
        "address": " ".join(filter(None, map(cell, ("street_number", "street_name", "unit_number")))),
        "city": cell("city"),
        "postcode": cell("zipcode"),
    }
    return Record(id_, traits, plain(row["simulant_id"]), plain(row.get("household_id")) or None)
