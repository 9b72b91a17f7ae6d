"""What somebody allowed or refused, as a touch tells of it."""

from typing import Annotated, Literal

import msgspec

MOST_CONSENTS = 20  # of one touch

ConsentState = Literal["granted", "refused"]

_NAMED = r"^[a-z0-9][a-z0-9_.\-]*\Z"
Purpose = Annotated[
    str, msgspec.Meta(max_length=60, pattern=_NAMED, description="What for: marketing, service, profiling …")
]
Part = Annotated[str, msgspec.Meta(max_length=60, pattern=rf"^\Z|{_NAMED}", description="Empty: any")]
Reason = Annotated[str, msgspec.Meta(max_length=1000, description="How it is known")]
PolicyVersion = Annotated[str, msgspec.Meta(max_length=60, description="Of the text that was agreed to")]


class SaidConsent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Said at the time of the touch, of whoever it names. An empty `channel` or `topic` means any."""

    purpose: Purpose
    state: ConsentState
    channel: Part = ""
    topic: Part = ""
    reason: Reason = ""
    policy_version: PolicyVersion = ""
