"""The second version of the model: rare names say who it is, numbers pass on, and slips in them are seen."""

from msgspec.structs import replace

from nitka.customers.model.first import FIRST

SECOND = replace(
    FIRST,
    version=2,
    # As many as two or three people leave, with which of a few namesakes hardly any have one father. Judged: the larger
    # the company, the fewer names are as rare as that.
    # A slip says less than it seems: relatives and colleagues buy numbers in a row. Judged.
    likeness=replace(FIRST.likeness, rare=10, phone_slip=8.0, email_slip=8.0, email_form=14.0),
    # Operators take a number back after some months of silence, and keep it for some more.
    limits=replace(FIRST.limits, idle=3),
)
