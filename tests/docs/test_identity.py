"""The page on identity: its example gives what it shows, and its weights are those of the rules, in both languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nitka.customers import region
from nitka.customers.model.versions import newest
from tests.docs.test_examples import examples
from tests.project import DOCS

PAGES = ("identity.md", "identity.ru.md")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@pytest.mark.parametrize("page", PAGES)
def test_the_example_gives_what_it_shows(tmp_path: Path, page: str) -> None:
    sample, command = examples(page)
    assert sample.name
    (tmp_path / sample.name).write_text(sample.code + "\n", "utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command.code], cwd=tmp_path, env={"PATH": path, "LANG": "C.UTF-8"}, capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures.pop("touches_per_second") > 0
    assert figures == command.output
    customers = {
        line["id"]: line["customer"] for line in map(json.loads, (tmp_path / "customers.jsonl").open(encoding="utf-8"))
    }
    assert customers["1"] == customers["2"] == customers["3"]
    assert customers["6"] == customers["7"]  # by likeness alone
    assert list(customers.values()).count(customers["5"]) == 1  # the tablet's, as the page says


def _numbers(page: str) -> list[list[str]]:
    """The numbers in each row of each table, in one spelling."""
    text = re.sub(r"`[^`]*`|\([^)]*\)", "", (DOCS / page).read_text("utf-8"))
    if page == PAGES[0]:
        text = re.sub(r"(\d),(\d{3})\b", r"\1\2", text)
    rows = (line for line in text.splitlines() if line.startswith("|"))
    return [[number.replace(",", ".") for number in _NUMBER.findall(row)] for row in rows]


def test_both_languages_tell_the_same_numbers_and_examples() -> None:
    english, russian = PAGES
    assert _numbers(english) == _numbers(russian)
    assert examples(english) == examples(russian)


def _row(text: str, start: str) -> list[float]:
    row = next(line for line in text.splitlines() if line.startswith(f"| {start}"))
    return [float(number) for number in _NUMBER.findall(row)]


def test_weights_are_those_of_the_rules() -> None:
    text = (DOCS / "identity.md").read_text("utf-8")
    bits = newest().exclusivity
    favour, against = bits.common, bits.own
    for name, type_ in (("e-mail", "email"), ("phone", "phone"), ("device", "device")):
        assert _row(text, f"{name} ")[:2] == [favour[type_], against[type_]], name
    assert _row(text, "messenger ") == [bits.common_other, bits.own_other]
    assert _row(text, "account, CRM id") == [favour["user_id"]] == [favour["crm_id"]]
    assert _row(text, "card") == [favour["loyalty"]]
    assert _row(text, "birth date | ") == [bits.one_birth, bits.two_births]
    assert _row(text, "patronymic") == [bits.one_father, bits.two_fathers]
    assert _row(text, "one side has only") == [bits.leaf, bits.newcomer]
    assert _row(text, "given name and surname / ") == [
        bits.one_name, bits.one_given_name, bits.two_names, bits.two_words,
    ]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_limits_are_those_of_the_rules(page: str) -> None:
    text = (DOCS / page).read_text("utf-8").replace("2,000", "2000").replace("1,000", "1000")
    alike, limits = newest().likeness, newest().limits
    for limit in (
        alike.join, alike.suggest, alike.most_against, alike.least, alike.crowd, region.MOST_LOOKED,
        region.MOST_EACH, limits.most_links, limits.most_claims("user_id"), limits.most_claims("email"),
        limits.most_other_claims, limits.claims_read, limits.shared_at["user_id"], limits.shared_at["email"],
    ):  # fmt: skip
        assert re.search(rf"\b{limit:g}\b", text), limit
