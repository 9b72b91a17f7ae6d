"""Whether the receiving server vouches for the sender (Authentication-Results, RFC 8601)."""

import re

from nitka.connectors.email.mail import Mail

_COMMENT = re.compile(r"\([^()]*\)")
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
        text = raw.decode("latin-1")
        for _ in range(5):
            text = _COMMENT.sub(" ", text)
        server, *results = text.split(";")
        words = server.split()
        if words and words[0].lower() in authserv_ids:
            return any(_passes(result, domain) for result in results)
    return False


def _passes(result: str, domain: str) -> bool:
    match = _RESULT.match(result)
    if match is None:
        return False
    said = (_FROM if match.group(1).lower() == "dmarc" else _SIGNER).search(match.group(2))
    if said is None:
        return False
    return said.group(1).lower().rstrip(".") == domain
