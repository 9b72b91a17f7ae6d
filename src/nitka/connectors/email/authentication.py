"""Whether the receiving server vouches for the sender (Authentication-Results, RFC 8601)."""

import re

from nitka.connectors.email.mail import Mail

_OUTSIDE = re.compile(r'"((?:[^"\\]|\\.)*)"|\(|[^"(]+', re.DOTALL)
_COMMENTED = re.compile(r"\\.|[()]|[^()\\]+|\\", re.DOTALL)
_PLAIN = re.compile(r"[\w.@+-]*")
_RESULT = re.compile(r"^\s*(dmarc|dkim)\s*=\s*pass\b(.*)$", re.IGNORECASE | re.DOTALL)
_FROM = re.compile(r"\bheader\.from\s*=\s*\"?(?:[^\s\";@]*@)?([\w.-]+)", re.IGNORECASE)
_SIGNER = re.compile(r"\bheader\.(?:d\s*=\s*\"?|i\s*=\s*\"?[^\s\";@]*@)([\w.-]+)", re.IGNORECASE)


def is_proven(mail: Mail, authserv_ids: frozenset[str]) -> bool:
    """Whether a server we trust says that the author's domain sent this: DMARC, or DKIM of that very domain.

    Only the topmost field with a trusted name counts: our server writes above what came with the mail, and
    a sender may have written the same name below.
    """
    if mail.author is None or mail.authors != 1 or len(mail.headers.all("from")) != 1:
        return False
    domain = mail.author.address.rpartition("@")[2]
    for raw in mail.headers.all("authentication-results"):
        server, *results = _bare(raw.decode("latin-1")).split(";")
        words = server.split()
        if words and words[0].lower() in authserv_ids:
            return any(_passes(result, domain) for result in results)
    return False


def _bare(text: str) -> str:
    """The field without its comments, and without what is quoted unless it is a plain word.

    Servers quote what the sender said of themselves: there «"; dmarc=pass header.from=bank.ru"@evil.ru» says nothing.
    """
    bare: list[str] = []
    place, depth = 0, 0
    while place < len(text):
        match = (_COMMENTED if depth else _OUTSIDE).match(text, place)
        if match is None:
            return ""  # a quotation without end
        place = match.end()
        if match[0] in ("(", ")"):
            depth += 1 if match[0] == "(" else -1
            bare.append(" ")
        elif not depth:
            quoted = match[1]
            bare.append(match[0] if quoted is None else quoted if _PLAIN.fullmatch(quoted) else "_")
    return "".join(bare)


def _passes(result: str, domain: str) -> bool:
    match = _RESULT.match(result)
    if match is None:
        return False
    said = (_FROM if match.group(1).lower() == "dmarc" else _SIGNER).search(match.group(2))
    if said is None:
        return False
    return said.group(1).lower().rstrip(".") == domain
