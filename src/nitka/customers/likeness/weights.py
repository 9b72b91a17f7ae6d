"""A step of what two descriptions say of each other. The weights themselves are the model's."""

from typing import NamedTuple

from nitka.customers.likeness.levels import Level


class Part(NamedTuple):
    """One step of the waterfall: what was compared, how alike it is, and what that says, in bits."""

    feature: str
    level: Level
    weight: float
