"""What goes into reading words, and what comes out."""

from typing import Literal, NamedTuple

import msgspec

from nitka.channels.administration.models import Numbering

# own: the speaker's identifier; former: was theirs, is no more; trait: something about them; other: this one is not
# theirs; shared: the address that they write from is not theirs alone.
Kind = Literal["own", "former", "trait", "other", "shared"]
Part = Literal["text", "signature"]


class Finding(msgspec.Struct, frozen=True):
    """Something said. `start` and `end` are characters of the part where the quote stands, `confidence` is 0 to 1."""

    kind: Kind
    type: str  # of the identifier, or the trait's name
    value: str  # normalised
    start: int
    end: int
    quote: str
    rule: str
    confidence: float
    part: Part = "text"


class Asked(NamedTuple):
    """What the latest message to this customer was about: words to answer, and the values that stood in it."""

    text: str = ""
    values: frozenset[tuple[str, str]] = frozenset()


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """A message of a customer, as it is read."""

    text: str
    quoted: str | None = None  # signature and history
    address: tuple[str, str] = ("", "")  # type and value that it came from
    region: str = "RU"  # ISO 3166, for phones written without a country
    asked: Asked = Asked()
    ours: frozenset[tuple[str, str]] = frozenset()  # numbers and addresses of the company: never anybody's
    numbering: tuple[Numbering, ...] = ()
