"""The second version of the model: a whole name that few have says who it is, and numbers pass on."""

from msgspec.structs import replace

from nitka.customers.model.first import FIRST

SECOND = replace(
    FIRST,
    version=2,
    # As many as two or three people leave, with which of a few namesakes hardly any have one father. Judged: the larger
    # the company, the fewer names are as rare as that.
    likeness=replace(FIRST.likeness, rare=10),
    # Operators take a number back after some months of silence, and keep it for some more.
    limits=replace(FIRST.limits, idle=3),
)
