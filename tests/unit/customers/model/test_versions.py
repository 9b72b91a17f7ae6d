"""A version of the model never changes: a changed weight is a new version."""

import pytest
from msgspec.structs import replace

from nitka.customers.model.first import FIRST
from nitka.customers.model.versions import DIGESTS, MODELS, digest, newest


@pytest.mark.parametrize("version", MODELS)
def test_a_version_is_what_it_was(version: int) -> None:
    assert digest(MODELS[version]) == DIGESTS.get(version), (
        f"A weight or a limit of version {version} of the model is another one than it was. Customers are drawn by it: "
        "leave it as it was and add a version beside it (customers/model/versions.py says how). Only if this version "
        "was never released, write the new digest there."
    )


def test_every_version_is_known_by_its_own_number() -> None:
    assert DIGESTS.keys() == MODELS.keys()
    assert all(model.version == version for version, model in MODELS.items())
    assert newest().version == max(MODELS)


@pytest.mark.parametrize(
    "other",
    [
        replace(FIRST, likeness=replace(FIRST.likeness, join=15.5)),
        replace(FIRST, likeness=replace(FIRST.likeness, apart=FIRST.likeness.apart._replace(most=6.5))),
        replace(FIRST, exclusivity=replace(FIRST.exclusivity, own=FIRST.exclusivity.own | {"email": 2.7})),
        replace(FIRST, limits=replace(FIRST.limits, most_links=999)),
    ],
)
def test_any_weight_changes_the_digest(other: object) -> None:
    assert digest(other) != digest(FIRST)  # type: ignore[arg-type]


def test_the_order_in_which_weights_are_written_does_not() -> None:
    turned = dict(reversed(FIRST.exclusivity.common.items()))
    assert digest(replace(FIRST, exclusivity=replace(FIRST.exclusivity, common=turned))) == digest(FIRST)
