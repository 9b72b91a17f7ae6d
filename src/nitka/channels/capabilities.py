"""What a channel can do, so that the domain and the desk need not know its name."""

import msgspec


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """A connector's abilities. Lengths in characters, sizes in bytes, windows in hours."""

    send: bool = True
    files: bool = False
    html: bool = False
    subject: bool = False
    typing: bool = False
    read_marks: bool = False
    retract: bool = False  # a message that was sent can be taken back
    fleeting: bool = False  # seen only by who is there: what was not seen goes on by another channel
    idempotent_send: bool = False  # sending the same message id twice shows it once
    codes: bool = False  # whoever writes is proven to be who wrote before: a one-time code typed here speaks for them
    text_limit: int | None = None
    file_limit: int | None = None
    reply_window_hours: int | None = None  # only within this time of the customer's last word


class Title(msgspec.Struct, frozen=True):
    """A name shown to people, in both languages."""

    ru: str
    en: str
