"""The worlds are what they say: the same again from the same seed, labelled, and as hard as they should be."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.worlds import baselines, records, russian, settings
from tests.worlds.crowd import World
from tests.worlds.metrics import moved, quality
from tests.worlds.noise import KINDS
from tests.worlds.spelling import SYSTEMS, declined, transliterated, wrong_layout
from tests.worlds.touches import Labelled, read, write


def test_the_same_seed_makes_the_same_world() -> None:
    small = replace(settings.CROWDS["roomy"], people=200, touches=800)
    assert _lines(World(small).touches()) == _lines(World(small).touches())
    assert _lines(World(small).touches()) != _lines(World(replace(small, seed=99)).touches())


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    made = records.records(replace(records.ALL["ru_phones"], people=50))
    write(tmp_path / "world.jsonl", made)
    assert read(tmp_path / "world.jsonl") == made


def test_union_makes_a_giant_and_the_sketch_does_not() -> None:
    touches = settings.touches("roomy")
    truth = {touch.id: touch.truth for touch in touches}
    union, sketch = (quality(join(touches), truth) for join in (baselines.union, baselines.sketch))
    assert union.precision < 0.01
    assert union.biggest > 5000
    assert union.b3_f1 == pytest.approx(0.75, abs=0.02)
    assert sketch.precision == pytest.approx(0.95, abs=0.02)
    assert sketch.b3_f1 == pytest.approx(0.80, abs=0.02)


def test_only_limits_depend_on_the_order() -> None:
    touches = World(replace(settings.CROWDS["signed_up"], people=600, touches=4000)).touches()
    again = baselines.shuffled(touches, 1)
    assert moved([baselines.sketch(touches), baselines.sketch(again)]) == 0
    assert moved([baselines.union(touches), baselines.union(again)]) == 0
    assert moved([baselines.limits(touches), baselines.limits(again)]) > 100


def test_every_kind_of_noise_happens_and_is_labelled() -> None:
    made = records.records(replace(records.ALL["ru_everything"], people=600, phone=0.5, email=0.5))
    happened = {kind for record in made for kind in record.noise}
    assert happened >= set(KINDS) | {"phone_slip", "phone_format", "email_slip", "email_case"}
    assert any(not record.noise for record in made)


def test_the_hard_world_has_what_makes_it_hard() -> None:
    hard = russian.ALL["ru_world"]
    small = replace(hard, crowd=replace(hard.crowd, people=500, touches=3000, placeholders=0.05))
    made = russian.touches(small)
    values = {said.value for touch in made for said in touch.identifiers}
    assert values & russian.NOTHINGS
    assert any(not touch.identifiers and touch.traits for touch in made)
    assert any(touch.identifiers and not touch.traits for touch in made)


def test_spelling() -> None:
    assert declined("Мария", "Достоевская", "Ильинична", "dative", True) == ("Марии", "Достоевской", "Ильиничне")
    assert declined("Пётр", "Щербаков", "Ильич", "instrumental", False) == ("Петром", "Щербаковым", "Ильичем")
    assert wrong_layout("Иван") == "Bdfy"
    assert transliterated("Щербаков Юрий", SYSTEMS[0]) == "Shcherbakov Iurii"


def _lines(touches: list[Labelled]) -> list[str]:
    return [touch.line() for touch in touches]
