"""E-mail addresses that lead to one mailbox."""

from functools import lru_cache
from typing import NamedTuple

from nitka.customers.likeness.fold import CACHED


class Mailbox(NamedTuple):
    """A mailbox: its name as the provider tells names apart, and one of the provider's domains."""

    name: str
    domain: str


# Domains of one provider where a name is one person's in all of them.
_DOMAINS = {
    "googlemail.com": "gmail.com",
    "ya.ru": "yandex.ru",
    "yandex.com": "yandex.ru",
    "yandex.by": "yandex.ru",
    "yandex.kz": "yandex.ru",
    "yandex.ua": "yandex.ru",
    "narod.ru": "yandex.ru",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
    "protonmail.ch": "proton.me",
}
_DOTLESS = frozenset({"gmail.com"})
_HYPHEN_IS_DOT = frozenset({"yandex.ru"})


@lru_cache(maxsize=CACHED)
def mailbox(address: str) -> Mailbox:
    """Return the mailbox that an address in small letters leads to: without +tag, and Gmail's without dots."""
    name, _, domain = address.rpartition("@")
    domain = _DOMAINS.get(domain, domain)
    name = name.partition("+")[0] or name
    if domain in _DOTLESS:
        name = name.replace(".", "")
    elif domain in _HYPHEN_IS_DOT:
        name = name.replace("-", ".")
    return Mailbox(name, domain)
