"""What people say of themselves in plain words: identifiers, names, whose telephone it is. Rules, no model; pure."""

from nitka.customers.words.finding import Asked, Finding, Kind, Numbering, Spoken
from nitka.customers.words.reading import read

__all__ = ["Asked", "Finding", "Kind", "Numbering", "Spoken", "read"]
