"""Decisions about tokens of «Continue in…». Pure."""

from datetime import datetime, timedelta

from nitka.channels.administration.models import CONTINUE_HOURS
from nitka.channels.continuing import CODE_DIGITS, Form
from nitka.channels.touch import Assurance
from nitka.customers.continuing.models import Guesses, Known, Outcome, Presentation

LIFE: dict[Form, timedelta] = {"link": timedelta(hours=CONTINUE_HOURS), "code": timedelta(minutes=10)}
LINK_HOURS = "continue_hours"  # the workspace's setting, 1 to 168
MOST_CODES = 20  # live ones of a workspace
MOST_OWN_CODES = 10  # of these, how many customers may have made by themselves: a flood must not take them all
MOST_LINKS = 50  # live ones of an address

# A guess hits with the chance live / 10^6. So the chance that an hour of guesses hits anything is at most the sum of
# `live` over its wrong guesses, divided by 10^6 less what was guessed before: 99 / 999,901 < 1e-4, however many codes
# are live and however many people or programs guess.
HOURLY_RISK = 10**CODE_DIGITS // 10_000 - 1
RISK_WINDOW = timedelta(hours=1)
FREE_TRIES = 3  # of one presenter in a day; after that each wrong one doubles the wait
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=24)
OWN_WINDOW = timedelta(hours=24)
KEPT = timedelta(days=30)  # after its end, so that somebody who comes late is told what is wrong

JOINS = frozenset({"joined", "again"})
REFUSALS: dict[Outcome, str] = {
    "wrong": "There is no such link or code: it may be mistyped, or a newer one has taken its place",
    "expired": "This link or code has expired; ask for a new one",
    "used": "This link or code has been used already; ask for a new one",
    "elsewhere": "This link is for another channel",
    "here": "This link or code was made in this very place; use it where the talk is to go on",
    "later": "There were too many wrong codes; use a link, or try again later",
}


def life(form: Form, settings: object) -> timedelta:
    """Return how long a token lives, by the workspace's settings."""
    hours = settings.get(LINK_HOURS) if form == "link" and isinstance(settings, dict) else None
    return timedelta(hours=hours) if isinstance(hours, int) and 1 <= hours <= 168 else LIFE[form]


def wait_after(wrong: int) -> timedelta:
    """Return how long a presenter waits after so many wrong guesses within a day."""
    if wrong < FREE_TRIES:
        return timedelta(0)
    doublings = min(wrong - FREE_TRIES, 10)
    return min(FIRST_WAIT * float(2**doublings), LONGEST_WAIT)


def may_guess(guesses: Guesses, at: datetime) -> bool:
    """Say whether one more guess of six digits is looked at, at all."""
    rested = guesses.last is None or at - guesses.last >= wait_after(guesses.own)
    return rested and guesses.spent + guesses.live <= HOURLY_RISK


def outcome(known: Known | None, presented: Presentation) -> Outcome:
    """Return what becomes of a token that is presented."""
    if known is None or presented.node is None:
        return "wrong"
    if known.used_node is not None:
        return "again" if known.used_node == presented.node else "used"
    if presented.at >= known.expires_at:
        return "expired"
    if known.node == presented.node:
        return "here"
    if known.target is not None and known.target != presented.channel:
        return "elsewhere"
    return "joined"


def worth(presented: Assurance, *, by_operator: bool) -> Assurance:
    """Return what the link is worth: the token is proof, so no more and no less than the address that came with it.

    A From header or a cookie's value can be somebody else's: with a token of their own, anybody could bring them in.
    """
    return Assurance.VERIFIED if by_operator else min(Assurance.VERIFIED, presented)
