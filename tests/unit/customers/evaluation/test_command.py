"""`nitka identity evaluate`, as somebody at a terminal runs it. It needs no engine."""

import io
import json
import sys
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from nitka.entrypoints.cli.app import main
from tests.worlds.crowd import World
from tests.worlds.metrics import quality
from tests.worlds.settings import CROWDS
from tests.worlds.touches import Labelled, write

# It is the program that is run, and so reads what it is asked from where programs do.
pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked without tokens")

AT = "2026-03-01T09:00:00Z"


@dataclass(frozen=True)
class Done:
    """What a command ended with and printed."""

    code: object
    out: str
    err: str


def run(folder: Path, *arguments: str) -> Done:
    """Run the command in this folder, as the program `nitka` does."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["nitka", "identity", "evaluate", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    return Done(ended.value.code, out.getvalue(), err.getvalue())


def small() -> list[Labelled]:
    """A shop with a kiosk that fifty use, families who share a device, and people who say who they are."""
    crowd = CROWDS["few_devices"]
    places = tuple(replace(place, count=1, users=50) for place in crowd.places)
    return World(replace(crowd, people=150, touches=900, places=places)).touches()


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of a small world, and what the command said of it."""
    folder = tmp_path_factory.mktemp("world")
    write(folder / "world.jsonl", small())
    done = run(folder, "world.jsonl", "--shuffles", "2", "--assignments", "customers.jsonl", "--json")
    assert done.code == 0, done.err
    return folder, json.loads(done.out)


def assigned(folder: Path) -> dict[str, str]:
    """The customer of each touch, as the command wrote them."""
    lines = map(json.loads, (folder / "customers.jsonl").read_text("utf-8").splitlines())
    return {line["id"]: line["customer"] for line in lines}


def test_no_order_changes_whose_a_touch_is_and_few_people_are_mistaken(measured: tuple[Path, dict[str, Any]]) -> None:
    _, figures = measured
    assert (figures["touches"], figures["shuffles"], figures["changed_by_order"]) == (900, 2, 0)
    assert figures["pair_precision"] >= 0.97
    assert figures["pair_recall"] > 0.3  # who joins nobody is never wrong


def test_what_it_says_is_what_it_wrote(measured: tuple[Path, dict[str, Any]]) -> None:
    folder, figures = measured
    truth = {touch.id: touch.truth for touch in small()}
    customers = assigned(folder)
    assert list(customers) == list(truth)  # every touch, in the order of the file
    sizes = Counter(customers.values())
    assert (figures["customers"], figures["people"]) == (len(sizes), len(set(truth.values())))
    other = quality(customers, truth)
    for name, value in {
        "pair_precision": other.precision, "pair_recall": other.recall, "pair_f1": other.f1,
        "b3_precision": other.b3_precision, "b3_recall": other.b3_recall, "b3_f1": other.b3_f1,
        "biggest": other.biggest,
    }.items():  # fmt: skip
        assert figures[name] == pytest.approx(value), name


def test_without_json_it_is_a_table_to_be_read(tmp_path: Path) -> None:
    email = {"type": "email", "value": "anna@mail.example"}
    lines = [{"id": str(n), "at": AT, "truth": "anna", "identifiers": [email]} for n in range(2)]
    lines += [{"id": "x", "at": AT, "truth": "boris"}]  # says nothing of who it was
    (tmp_path / "file.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = run(tmp_path, "file.jsonl")
    assert done.code == 0, done.err
    rows = [line.replace("│", " ").split() for line in done.out.splitlines()]
    assert ["customers", "2"] in rows
    assert ["pair", "recall", "1.0000"] in rows
    assert not (tmp_path / "customers.jsonl").exists()


def test_a_bad_line_stops_it_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file.jsonl").write_text(f'{{"id": "1", "at": "{AT}", "truth": "anna"}}\n{{"id": []}}\n')
    done = run(tmp_path, "file.jsonl", "--assignments", "customers.jsonl", "--json")
    assert (done.code, done.out) == (1, "")
    assert done.err == "nitka: file.jsonl, line 2: Expected `int | str`, got `array` - at `$.id`\n"
    assert not (tmp_path / "customers.jsonl").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "nowhere.jsonl", "--json")
    assert (done.code, done.out) == (1, "")
    assert done.err == "nitka: nowhere.jsonl: No such file or directory\n"


def test_what_the_noise_cost_is_told_by_its_kind(tmp_path: Path) -> None:
    email = {"type": "email", "value": "anna@mail.example"}
    lines = [{"id": str(n), "at": AT, "truth": "anna", "identifiers": [email]} for n in range(2)]
    lines += [{"id": "x", "at": AT, "truth": "anna", "noise": ["email_slip"]}]
    (tmp_path / "file.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    told = json.loads(run(tmp_path, "file.jsonl", "--json").out)
    assert told["by_noise"] == {"email_slip": {"touches": 1, "pair_precision": 1.0, "pair_recall": 0.0}}
    rows = [line.replace("│", " ").split() for line in run(tmp_path, "file.jsonl").out.splitlines()]
    assert ["email", "slip", "1", "1.0000", "0.0000"] in rows


def test_without_noise_nothing_is_said_of_it(measured: tuple[Path, dict[str, Any]]) -> None:
    assert "by_noise" not in measured[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--assignments", "nowhere/out.jsonl"], "nitka: nowhere/out.jsonl: No such file or directory\n"),
        (["--assignments", "."], "nitka: .: Is a directory\n"),
        (["--assignments", "file.jsonl"], "nitka: --assignments file.jsonl: that is the file to be read\n"),
        (["--shuffles", "-1"], "nitka: --shuffles is how many other orders to try: 0 or more\n"),
        (["--region", "Tver"], "nitka: --region Tver: no country has this code (ISO 3166, as in RU)\n"),
    ],
)
def test_what_cannot_end_well_does_not_begin(tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "file.jsonl").write_text("no JSON, which would be told of if it were read\n")
    done = run(tmp_path, "file.jsonl", *arguments)
    assert (done.code, done.out, done.err) == (1, "", told)
    assert (tmp_path / "file.jsonl").read_text().startswith("no JSON")


def test_what_was_written_before_stays_until_there_is_something_to_write(tmp_path: Path) -> None:
    (tmp_path / "customers.jsonl").write_text("of yesterday\n")
    (tmp_path / "file.jsonl").write_text("{}\n")
    assert run(tmp_path, "file.jsonl", "--assignments", "customers.jsonl").code == 1
    assert (tmp_path / "customers.jsonl").read_text() == "of yesterday\n"
    (tmp_path / "file.jsonl").write_text(json.dumps({"id": 5, "at": AT, "truth": "anna"}))
    assert run(tmp_path, "file.jsonl", "--assignments", "customers.jsonl").code == 0
    [line] = map(json.loads, (tmp_path / "customers.jsonl").read_text().splitlines())
    assert line["id"] == 5
