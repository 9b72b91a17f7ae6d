"""Who may come in: accounts, sessions, tokens, roles, and the log of what they changed."""

from nitka.platform.auth.audit import audit
from nitka.platform.auth.guards import (
    FOR_BOTS,
    PUBLIC,
    principal_anew,
    principal_of,
    provide_principal,
    requires,
    signed_in,
)
from nitka.platform.auth.models import Principal, Role

__all__ = [
    "FOR_BOTS",
    "PUBLIC",
    "Principal",
    "Role",
    "audit",
    "principal_anew",
    "principal_of",
    "provide_principal",
    "requires",
    "signed_in",
]
