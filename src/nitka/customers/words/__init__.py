"""What people say of themselves in plain words: identifiers, names, whose telephone it is. Rules, no model; pure."""

from nitka.channels.administration.models import Numbering
from nitka.customers.words.finding import Asked, Finding, Kind, Spoken
from nitka.customers.words.reading import read

__all__ = ["Asked", "Finding", "Kind", "Numbering", "Spoken", "read"]
